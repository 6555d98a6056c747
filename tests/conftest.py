"""Fixtures that every test may use."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from aiogram import Bot
from pydantic import SecretStr

sys.path.insert(0, str(Path(__file__).parent))

from fakes import TOKEN, FakeClock, FakeSession, House

from bot.app import App, make_brain
from bot.config import Settings, Telegram
from bot.promise import AMSTERDAM
from bot.turn import Brain
from intents import KnowledgeBase, load
from storage import Database


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return load()


@pytest.fixture(scope="session")
def brain(knowledge: KnowledgeBase) -> Brain:
    return make_brain(knowledge)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 3, 5, 14, 0, tzinfo=AMSTERDAM))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        token=SecretStr(TOKEN),
        database_url=SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'kvob.db'}"),
        telegram=Telegram(seconds_per_chat=0, messages_per_second=0),
    )


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'kvob.db'}")
    await database.upgrade()
    yield database
    await database.close()


@pytest.fixture
async def house(settings: Settings, brain: Brain, clock: FakeClock) -> AsyncIterator[House]:
    """The assistant as it runs, with only Telegram's end replaced."""
    session = FakeSession()
    app = App(settings, Bot(TOKEN, session), brain, clock)
    await app.prepare()
    task = asyncio.create_task(app.run(receive=False))
    yield House(app, session, clock)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
