"""The database: engine, transactions, and one attribute for each kind of thing stored."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.absences import Absences
from storage.conversations import Conversations
from storage.engine import make_engine
from storage.inbox import Inbox
from storage.migrate import is_current, upgrade
from storage.outbox import Outbox
from storage.overview import Overview
from storage.people import People
from storage.queue import Queue
from storage.requests import Requests


class DatabaseUnavailable(Exception):
    """The database is locked, full, read-only or away: no fault of what was being done."""


class Database:
    """The only object of the storage that the bot holds."""

    def __init__(self, url: str, engine: AsyncEngine | None = None) -> None:
        self.url = sa.make_url(url)
        self._engine = engine or make_engine(self.url)
        self._running: ContextVar[AsyncConnection | None] = ContextVar("running", default=None)
        self.inbox = Inbox(self.execute)
        self.outbox = Outbox(self.execute)
        self.conversations = Conversations(self.execute)
        self.requests = Requests(self.execute)
        self.queue = Queue(self.execute)
        self.absences = Absences(self.execute)
        self.people = People(self.execute)
        self.overview = Overview(self.execute)

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for another database or one in memory."""
        return file_of(self.url)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """All that is executed inside commits together or not at all; joins a running one.

        Raises DatabaseUnavailable where the database, not the statement, is at fault.
        """
        if self._running.get() is not None:
            yield
            return
        with _told_apart():
            async with self._engine.begin() as connection:
                token = self._running.set(connection)
                try:
                    yield
                finally:
                    self._running.reset(token)

    async def execute(
        self, statement: sa.Executable, parameters: Any = None
    ) -> sa.CursorResult[*tuple[Any, ...]]:
        """Execute within the running transaction, or within one of its own."""
        async with self.transaction():
            connection = self._running.get()
            assert connection is not None
            return await connection.execute(statement, parameters)

    async def upgrade(self) -> None:
        """Bring the schema up to date; an SQLite file is copied first."""
        await upgrade(self.url)

    async def is_current(self) -> bool:
        """Whether the schema is the one this release knows; raises SchemaTooNew for a newer."""
        with _told_apart():
            return await is_current(self._engine)

    async def pragma(self, name: str) -> Any:
        """The value of an SQLite pragma on the live connection."""
        result = await self.execute(sa.text(f"PRAGMA {name}"))
        return result.scalar()

    async def empty_wal(self) -> None:
        """Write SQLite's journal into the file and cut it off, so that nothing erased stays."""
        if self.url.get_backend_name() != "sqlite":
            return
        async with self._engine.connect() as connection:
            plain = await connection.execution_options(without_transaction=True)
            await plain.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        """Close every connection; without it aiosqlite's thread keeps the process alive."""
        await self._engine.dispose()


def file_of(url: str | sa.URL) -> Path | None:
    """The SQLite file of this address; None for another database or one in memory."""
    url = sa.make_url(url)
    name = url.database
    if url.get_backend_name() != "sqlite" or not name or name == ":memory:":
        return None
    return Path(name)


@contextmanager
def _told_apart() -> Iterator[None]:
    """Turn trouble with the database into DatabaseUnavailable; mistakes stay as they are."""
    try:
        yield
    except (IntegrityError, ProgrammingError):
        raise
    except (DBAPIError, PoolTimeout, OSError) as error:
        # Only the driver's class and SQLite's short reason: never parameters.
        reason = str(getattr(error, "orig", None) or type(error).__name__)[:120]
        raise DatabaseUnavailable(reason) from None
