"""One trip to SQLite's thread per statement, where SQLAlchemy's own adapter makes four.

Each trip wakes a thread and comes back through the event loop; that, not SQLite, was most of
what an update cost. BEGIN is done where it is asked; it travels, with the first statement, only
where another program holds the lock and has to be waited for. A commit or rollback where nothing
was begun does not travel at all, nor does a statement that SQLAlchemy executes without its
greenlet: it is done where it is asked.
"""

from __future__ import annotations

import collections
import sqlite3
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
)
from sqlalchemy.util.concurrency import in_greenlet


@dataclass(slots=True)
class Outcome:
    """What a cursor tells of the statement that it executed."""

    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    arraysize: int = 1


class Cursor(AsyncAdapt_aiosqlite_cursor):
    """Executes and fetches everything in one trip; the real cursor never leaves the thread."""

    __slots__ = ()
    _awaitable_cursor_close = False

    def __init__(self, connection: Connection) -> None:
        self._adapt_connection = connection
        self._connection = connection._connection
        self._cursor = cast(Any, Outcome())
        self._soft_closed_memoized = cast(Any, {})
        self._rows = collections.deque()

    def close(self) -> None:
        self._rows.clear()

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        if in_greenlet():
            return super().execute(operation, parameters)
        return self._do("execute", operation, parameters or ())

    def executemany(self, operation: Any, parameters: Any) -> Any:
        if in_greenlet():
            return super().executemany(operation, parameters)
        return self._do("executemany", operation, parameters)

    def _do(self, method: str, operation: str, parameters: Any) -> None:
        """Here and now; only who has the connection comes here, so nobody else is at it."""
        home = cast(Connection, self._adapt_connection)
        assert not home.begins, "who holds the lock must not have to be waited for here"
        try:
            rows, outcome = _execute(home.plain, False, method, operation, parameters)
        except Exception as error:
            home._handle_exception(error)
        self._rows = collections.deque(rows)
        self._cursor = cast(Any, outcome)

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        return await self._travel("execute", operation, parameters or ())

    async def _executemany_async(self, operation: Any, parameters: Any) -> Any:
        return await self._travel("executemany", operation, parameters)

    async def _travel(self, method: str, operation: str, parameters: Any) -> None:
        home = cast(Connection, self._adapt_connection)
        async with home._execute_mutex:
            begins, home.begins = home.begins, False
            connection = cast(Any, self._connection)
            rows, outcome = await connection._execute(
                _execute, connection._conn, begins, method, operation, parameters
            )
            self._rows = collections.deque(rows)
            self._cursor = outcome


class Connection(AsyncAdapt_aiosqlite_connection):
    """`begins`: the next statement opens the transaction, in SQLite's thread."""

    __slots__ = ("begins",)
    _cursor_cls = cast(Any, Cursor)

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self.begins = False

    @property
    def is_open(self) -> bool:
        """Whether a transaction is open, as SQLite sees it."""
        connection = cast(Any, self._connection)._connection
        return connection is not None and bool(connection.in_transaction)

    @property
    def plain(self) -> sqlite3.Connection:
        """The connection itself, for whoever has it at this moment."""
        connection: sqlite3.Connection = cast(Any, self._connection)._conn
        return connection

    def begin(self) -> None:
        """Open the transaction, without waiting for another program that has one."""
        plain = self.plain
        (patience,) = plain.execute("PRAGMA busy_timeout").fetchone()
        plain.execute("PRAGMA busy_timeout=0")
        try:
            plain.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            self.begins = True
        finally:
            plain.execute(f"PRAGMA busy_timeout={patience}")

    async def commit_there(self) -> None:
        """Commit in SQLite's thread, for the disk is synced; SQLAlchemy is told after that."""
        await cast(Any, self._connection)._execute(self.plain.commit)

    def commit(self) -> None:
        if self.is_open:
            super().commit()
        self.begins = False

    def rollback(self) -> None:
        if self.is_open:
            super().rollback()
        self.begins = False


def _execute(
    connection: sqlite3.Connection, begins: bool, method: str, operation: str, parameters: Any
) -> tuple[list[Any], Outcome]:
    """In SQLite's thread, or in place of it."""
    if begins:
        connection.execute("BEGIN IMMEDIATE")
    cursor = connection.cursor()
    try:
        getattr(cursor, method)(operation, parameters)
        rows = cursor.fetchall() if cursor.description else []
        return rows, Outcome(cursor.description, cursor.rowcount, cursor.lastrowid)
    finally:
        cursor.close()
