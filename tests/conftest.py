"""Fixtures that every test may use."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import bot  # noqa: F401 - before aiogram, as in the program: its models are built when needed

# isort: split

import pytest
from aiogram import Bot
from pydantic import SecretStr

sys.path.insert(0, str(Path(__file__).parent))

from fakes import TOKEN, FakeClock, FakeSession, House, living
from torture import figures, pytest_addoption, pytest_terminal_summary, size

from bot.app import App, make_brain
from bot.config import Settings, Telegram
from bot.promise import AMSTERDAM
from bot.turn import Brain
from intents import KnowledgeBase, load
from storage import Database
from tests.postgres import ON, Postgres


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With KVOB_TEST_ON=postgres what is about the file of SQLite is left out."""
    for item in items if ON == "postgres" else ():
        if item.get_closest_marker("sqlite"):
            item.add_marker(pytest.mark.skip(reason="is about the SQLite file itself"))


@pytest.fixture(scope="session", autouse=True)
def environment() -> None:
    """What chooses the database of the tests is no setting of the program."""
    for name in ("KVOB_TEST_ON", "KVOB_TEST_POSTGRES"):
        os.environ.pop(name, None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that is marked `both_databases` runs on SQLite and on PostgreSQL."""
    if "database" in metafunc.fixturenames and metafunc.definition.get_closest_marker(
        "both_databases"
    ):
        metafunc.parametrize("database", ["sqlite", "postgres"], indirect=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started when the first test asks for it."""
    server = Postgres.start()
    yield server
    server.stop()


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database for this test alone."""
    if getattr(request, "param", ON) == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'kvob.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.empty("kvob_tests")


__all__ = ["figures", "pytest_addoption", "pytest_terminal_summary", "size"]


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return load()


@pytest.fixture(scope="session")
def brain(knowledge: KnowledgeBase) -> Brain:
    """Without the sentence encoder, which takes fifty times as long and has its own tests."""
    return make_brain(knowledge, with_encoder=False)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 3, 5, 14, 0, tzinfo=AMSTERDAM))


@pytest.fixture
def settings(database: str) -> Settings:
    return Settings(
        token=SecretStr(TOKEN),
        database_url=SecretStr(database),
        telegram=Telegram(seconds_per_chat=0, messages_per_second=0),
    )


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the schema and nothing in it, to copy: migrating takes much longer."""
    file = tmp_path_factory.mktemp("empty") / "kvob.db"

    async def make() -> None:
        database = Database(f"sqlite+aiosqlite:///{file}")
        await database.upgrade()
        await database.close()

    with ThreadPoolExecutor(1) as thread:  # a test's event loop is not disturbed
        thread.submit(asyncio.run, make()).result()
    return file


@pytest.fixture
async def db(database: str, tmp_path: Path, empty_database: Path) -> AsyncIterator[Database]:
    shutil.copy(empty_database, tmp_path / "kvob.db")
    opened = Database(database)
    await opened.upgrade()
    yield opened
    await opened.close()


@pytest.fixture
async def house(
    settings: Settings, brain: Brain, clock: FakeClock, tmp_path: Path, empty_database: Path
) -> AsyncIterator[House]:
    """The assistant as it runs, with only Telegram's end replaced."""
    shutil.copy(empty_database, tmp_path / "kvob.db")
    session = FakeSession()
    app = App(settings, Bot(TOKEN, session), brain, clock)
    await app.prepare()
    async with living(app, session, clock, receive=False) as house:
        yield house


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """For tests in which the program sets up its logs: other tests read theirs as always."""
    root, quiet = logging.getLogger(), ("aiosqlite", "aiohttp.access", "sqlalchemy")
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    levels = [logging.getLogger(name).level for name in quiet]
    filters = logging.getLogger("asyncio").filters[:]
    yield
    logging.captureWarnings(False)
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)
    for name, before in zip(quiet, levels, strict=True):
        logging.getLogger(name).setLevel(before)
    logging.getLogger("asyncio").filters[:] = filters
