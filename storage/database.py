"""The database: engine, transactions, and one attribute for each kind of thing stored."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.absences import Absences
from storage.cancellation import to_the_end
from storage.claims import Claims
from storage.conversations import Conversations
from storage.driver import Connection
from storage.engine import is_sqlite, lock_number, make_engine
from storage.feedback import FeedbackStore
from storage.figures import FiguresStore
from storage.inbox import Inbox
from storage.lead import Lead
from storage.migrate import SchemaTooOld, is_current, upgrade
from storage.outbox import Outbox
from storage.overview import Overview
from storage.people import People
from storage.prepared import Found, Prepared
from storage.queue import Queue
from storage.records import InboxRow
from storage.requests import Requests


class DatabaseUnavailable(Exception):
    """The database is locked, full, read-only or away: no fault of what was being done."""


class Rejected(Exception):
    """The database does not take these values: a mistake of ours. Names no value."""


HELD = 1  # the first number of the locks that last as long as a transaction


class Database:
    """The only object of the storage that the bot holds."""

    def __init__(self, url: str, engine: AsyncEngine | None = None) -> None:
        self.url = sa.make_url(url)
        self._engine = engine or make_engine(self.url)
        self._reading = self._engine.execution_options(without_transaction=True)
        # SQLite's one connection of our own: who has the turn works on it where he is.
        self._is_here = engine is None and not self.is_shared
        self._turn = asyncio.Lock()
        self._running: ContextVar[AsyncConnection | None] = ContextVar("running", default=None)
        self.inbox = Inbox(self.execute, self.quick, self.insert_once)
        self.outbox = Outbox(self.execute, self.quick, self.hold)
        self.conversations = Conversations(self.execute, self.quick, self.insert_once)
        self.requests = Requests(self.execute, self.quick, self.insert_once)
        self.queue = Queue(self.execute)
        self.absences = Absences(self.execute)
        self.feedback = FeedbackStore(self.execute, self.quick)
        self.people = People(
            self.execute, self.quick, self.insert_once, self.hold, self.requests, self.outbox
        )
        self.figures = FiguresStore(self.execute)
        self.overview = Overview(self.execute)
        self.lead = Lead(self.url)
        self._claims = Claims(self._engine, self.inbox, self.is_shared)

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for another database or one in memory."""
        return file_of(self.url)

    @property
    def is_shared(self) -> bool:
        """Whether several replicas may use it at once; an SQLite file has one writer."""
        return not is_sqlite(self.url)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """All that is executed inside commits together or not at all; joins a running one.

        Raises DatabaseUnavailable where the database, not the statement, is at fault.
        """
        if self._running.get() is not None:
            yield
            return
        with told_apart():
            async with self._connected(self._engine) as connection:
                if self._is_here:
                    plain(connection).begin()
                else:
                    await to_the_end(connection.begin())
                token = self._running.set(connection)
                try:
                    yield
                except BaseException:
                    await to_the_end(connection.rollback())
                    raise
                else:
                    await self._commit(connection)
                finally:
                    self._running.reset(token)

    async def _commit(self, connection: AsyncConnection) -> None:
        if not self._is_here:
            return await to_the_end(connection.commit())
        if driver_of(connection).is_open:
            await to_the_end(driver_of(connection).commit_there())
        plain(connection).commit()
        return None

    async def execute(
        self, statement: sa.Executable | Prepared, parameters: Any = None
    ) -> sa.CursorResult[*tuple[Any, ...]]:
        """Execute within the running transaction, or within one of its own."""
        if isinstance(statement, Prepared):
            statement = statement.statement
        if self._running.get() is None and isinstance(statement, sa.Select):
            # One query is one state of the database anyway, and need not wait for who writes.
            with told_apart():
                async with self._connected(self._reading) as connection:
                    return await to_the_end(connection.execute(statement, parameters))
        async with self.transaction():
            running = self._running.get()
            assert running is not None
            return await to_the_end(running.execute(statement, parameters))

    def _connected(self, engine: AsyncEngine) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._own(engine) if self._is_here else self._pooled(engine)

    @asynccontextmanager
    async def _pooled(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        """A connection; one to a server is not abandoned while it is being made."""
        connection = engine.connect()
        try:
            await (to_the_end(connection.start()) if self.is_shared else connection.start())
            yield connection
        finally:
            if connection.sync_connection is not None:
                await to_the_end(connection.close())

    @asynccontextmanager
    async def _own(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        """SQLite's one connection, for whoever has the turn: usually nothing is waited for."""
        pool: Any = engine.sync_engine.pool
        async with self._turn:
            if pool.checkedin():
                connection = AsyncConnection(engine, engine.sync_engine.connect())
            else:
                connection = await engine.connect()
            try:
                yield connection
            finally:
                if driver_of(connection).is_open:
                    await to_the_end(connection.close())
                else:
                    plain(connection).close()

    async def quick(
        self, statement: sa.Executable | Prepared, parameters: Any = None
    ) -> Found | sa.CursorResult[*tuple[Any, ...]]:
        """As `execute`, for what a key finds and each update needs.

        On SQLite it is done here: nobody can make it wait, and it takes less than the way to
        SQLite's thread and back.
        """
        if not self._is_here:
            return await self.execute(statement, parameters)
        running = self._running.get()
        whole = statement.statement if isinstance(statement, Prepared) else statement
        if running is None and isinstance(whole, sa.Select):
            with told_apart():
                async with self._connected(self._reading) as connection:
                    return _do_here(connection, statement, parameters)
        if running is None:
            async with self.transaction():
                return await self.quick(statement, parameters)
        if not driver_of(running).is_open:  # another program holds the lock
            return await self.execute(statement, parameters)
        return _do_here(running, statement, parameters)

    async def insert_once(
        self, statement: sa.Executable | Prepared, parameters: Any = None
    ) -> bool:
        """Insert, or return False where a unique key refuses it; the transaction goes on.

        PostgreSQL gives a transaction up at its first error, so there it has a savepoint.
        """
        async with self.transaction():
            connection = self._running.get()
            assert connection is not None
            try:
                if self.is_shared:
                    async with connection.begin_nested():
                        await self.quick(statement, parameters)
                else:
                    await self.quick(statement, parameters)
            except (IntegrityError, sqlite3.IntegrityError):
                return False
        return True

    async def hold(self, name: str) -> None:
        """Until the running transaction ends, others who hold this name wait.

        For what is read and then written where no row can be locked, because there is none yet.
        """
        if self.is_shared:
            lock = sa.func.pg_advisory_xact_lock(HELD, lock_number(name))
            await self.execute(sa.select(lock))

    async def claim(self, now: datetime, limit: int, busy: Collection[int]) -> list[InboxRow]:
        """Claim chats in which an update waits and nobody works; gives the oldest of each."""
        with told_apart():
            return await self._claims.take(now, limit, busy)

    def release(self, chats: Collection[int]) -> None:
        """Let go of these chats at the next `claim`, which also tells who sends."""
        self._claims.release(chats, has_news=not self.lead.is_held)

    async def prepare(self) -> None:
        """Before anything else: an SQLite file is brought up to date by whoever opens it.

        Others may be at work on a shared one; there `kvob migrate` does it, and what is older
        raises SchemaTooOld.
        """
        if not self.is_shared:
            await self.upgrade()
        elif not await self.is_current():
            raise SchemaTooOld

    async def upgrade(self) -> None:
        """Bring the schema up to date; an SQLite file is copied first."""
        with told_apart():
            await upgrade(self.url)

    async def is_current(self) -> bool:
        """Whether the schema is the one this release knows; raises SchemaTooNew for a newer."""
        with told_apart():
            return await is_current(self._engine)

    async def pragma(self, name: str) -> Any:
        """The value of an SQLite pragma on the live connection."""
        result = await self.execute(sa.text(f"PRAGMA {name}"))
        return result.scalar()

    async def setting(self, name: str) -> Any:
        """The value of a setting of PostgreSQL on a live connection."""
        return (await self.execute(sa.select(sa.func.current_setting(name)))).scalar()

    async def empty_wal(self) -> bool:
        """Write SQLite's journal into the file and cut it off, so that nothing erased stays.

        False while somebody reads what the journal holds: then it has to be done again.
        """
        if self.is_shared:
            return True
        async with self._engine.connect() as connection:
            plain = await connection.execution_options(without_transaction=True)
            row = (await plain.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).first()
        return row is None or row[0] == 0

    async def close(self) -> None:
        """Close every connection; without it aiosqlite's thread keeps the process alive."""
        await self._claims.close()
        await self._engine.dispose()


def file_of(url: str | sa.URL) -> Path | None:
    """The SQLite file of this address; None for another database or one in memory."""
    url = sa.make_url(url)
    name = url.database
    if not is_sqlite(url) or not name or name == ":memory:":
        return None
    return Path(name)


def plain(connection: AsyncConnection) -> sa.Connection:
    """What SQLAlchemy does without waiting."""
    assert connection.sync_connection is not None
    return connection.sync_connection


def driver_of(connection: AsyncConnection) -> Connection:
    return cast(Connection, plain(connection).connection.dbapi_connection)


def _do_here(
    connection: AsyncConnection, statement: sa.Executable | Prepared, parameters: Any
) -> Found | sa.CursorResult[*tuple[Any, ...]]:
    if isinstance(statement, Prepared):
        return statement.run(driver_of(connection).plain, parameters)
    return plain(connection).execute(statement, parameters)


@contextmanager
def told_apart() -> Iterator[None]:
    """Turn trouble with the database into DatabaseUnavailable; mistakes stay mistakes.

    Only the driver's class and its short reason are kept: PostgreSQL's own words repeat values.
    """
    try:
        yield
    except (ProgrammingError, sqlite3.ProgrammingError):
        raise
    except (IntegrityError, DataError, sqlite3.IntegrityError, sqlite3.DataError) as error:
        cause = getattr(error, "orig", error)
        where = getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
        raise Rejected(f"{type(cause).__name__} {where}".strip()) from None
    except (DBAPIError, PoolTimeout, OSError, sqlite3.Error) as error:
        cause = error if isinstance(error, sqlite3.Error) else getattr(error, "orig", None)
        reason = str(cause or type(error).__name__)
        raise DatabaseUnavailable(reason.partition("\n")[0][:120]) from None
