"""One trip to SQLite's thread per statement, where SQLAlchemy's own adapter makes four.

Each trip wakes a thread and comes back through the event loop; that, not SQLite, was most of
what an update cost. BEGIN travels with the first statement, and a commit or rollback where
nothing was begun does not travel at all.
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

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        return await self._travel("execute", operation, parameters or ())

    async def _executemany_async(self, operation: Any, parameters: Any) -> Any:
        return await self._travel("executemany", operation, parameters)

    async def _travel(self, method: str, operation: str, parameters: Any) -> None:
        home = cast(Connection, self._adapt_connection)
        async with home._execute_mutex:
            begins, home.begins = home.begins, False
            home.is_open |= begins
            connection = cast(Any, self._connection)
            rows, outcome = await connection._execute(
                _execute, connection._conn, begins, method, operation, parameters
            )
            self._rows = collections.deque(rows)
            self._cursor = outcome


class Connection(AsyncAdapt_aiosqlite_connection):
    """`begins`: the next statement opens the transaction; `is_open`: one did."""

    __slots__ = ("begins", "is_open")
    _cursor_cls = cast(Any, Cursor)

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self.begins = self.is_open = False

    def commit(self) -> None:
        if self.is_open:
            super().commit()
        self.begins = self.is_open = False

    def rollback(self) -> None:
        if self.is_open:
            super().rollback()
        self.begins = self.is_open = False


def _execute(
    connection: sqlite3.Connection, begins: bool, method: str, operation: str, parameters: Any
) -> tuple[list[Any], Outcome]:
    """In SQLite's thread."""
    if begins:
        connection.execute("BEGIN IMMEDIATE")
    cursor = connection.cursor()
    try:
        getattr(cursor, method)(operation, parameters)
        rows = cursor.fetchall() if cursor.description else []
        return rows, Outcome(cursor.description, cursor.rowcount, cursor.lastrowid)
    finally:
        cursor.close()
