"""Fixtures of the tests over HTTP: the stand-in for Telegram and the real program beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.telegram.launch import Preloaded
from tests.telegram.process import BEKKEMA, CONFIG, KEUKER, UNLIMITED, Bot, Run
from tests.telegram.stand_in import TelegramStandIn
from tests.telegram.visitor import Visitor


@pytest.fixture
async def api() -> AsyncIterator[TelegramStandIn]:
    """Telegram's stand-in, listening on a free port of this machine."""
    async with TelegramStandIn() as stand_in:
        yield stand_in


@pytest.fixture(scope="session")
def preloaded() -> Iterator[Preloaded]:
    """A way to start the program again and again without importing it each time."""
    parent = Preloaded()
    yield parent
    parent.close()


@pytest.fixture
def run(api: TelegramStandIn, tmp_path: Path, preloaded: Preloaded, database: str) -> Run:
    """`async with run() as bot`: the program, both facilitators coupled, no limit on its pace."""
    env = UNLIMITED | {"DATABASE_URL": database}
    return partial(Bot.run, api, tmp_path, env=env, config=CONFIG, launch=preloaded)


@pytest.fixture
def desk(api: TelegramStandIn) -> list[Visitor]:
    """The two facilitators, Onno Keuker and Henny Bekkema."""
    return [api.user(id, first_name="Gids", started=True) for id in (KEUKER, BEKKEMA)]
