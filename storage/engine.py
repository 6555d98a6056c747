"""The engine: how a connection to the database is made."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.driver import Connection
from storage.prepared import Found

# Executes a statement in the running transaction, or in one of its own.
Execute = Callable[..., Awaitable[sa.CursorResult[*tuple[Any, ...]]]]
# As Execute, for what a key finds and each update needs; takes a prepared statement as well.
Quick = Callable[..., Awaitable[Found | sa.CursorResult[*tuple[Any, ...]]]]
# Executes an insert; False where a unique key refused it, and the transaction goes on.
InsertOnce = Callable[..., Awaitable[bool]]
# Makes others who hold the same name wait until the running transaction ends.
Hold = Callable[[str], Awaitable[None]]

# A replica that hangs in a transaction is cut off, and the locks of a machine that is gone are
# free within ten seconds. Says synchronous_commit itself: no server may be told otherwise.
POSTGRES = {
    "synchronous_commit": "on",
    "idle_in_transaction_session_timeout": "10s",
    # Also while it waits for a lock the server sees that who asked for it is gone.
    "client_connection_check_interval": "1s",
    "tcp_keepalives_idle": "3",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "4",
    "tcp_user_timeout": "8000",
}
CONNECTIONS, MORE_CONNECTIONS = 8, 12  # of one replica, beside the two that it always keeps
PIECE = 100  # rows that a purge empties or removes at once
CONNECT_WITHIN = 5  # seconds
# After so many seconds of silence the server ends a connection whose locks tell what a replica
# does. One that hangs, but was not killed, keeps neither the lead nor a chat.
SILENT_FOR = 5


def is_sqlite(url: sa.URL) -> bool:
    return url.get_backend_name() == "sqlite"


def make_engine(url: sa.URL, *, foreign_keys: bool = True) -> AsyncEngine:
    """An engine whose connections are as durable and as careful as the product promises.

    One connection for SQLite: two that write at once can meet the WAL-reset bug of SQLite before
    3.51.3, and every transaction starts with BEGIN IMMEDIATE so that what it reads stays true
    until it writes.
    """
    if not is_sqlite(url):
        return create_async_engine(
            url,
            hide_parameters=True,
            pool_size=CONNECTIONS,
            max_overflow=MORE_CONNECTIONS,
            pool_pre_ping=True,
            connect_args=connect_arguments(url),
        )
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
        pool_timeout=600,
        # Quick statements are done in the thread of the event loop; never two at once.
        connect_args={"check_same_thread": False},
    )

    @sa.event.listens_for(engine.sync_engine, "do_connect")
    def connect(dialect: Any, _record: Any, arguments: Any, parameters: Any) -> Connection:
        adapted = dialect.connect(*arguments, **parameters)
        return Connection(adapted.dbapi, adapted.driver_connection)

    @sa.event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA busy_timeout=5000")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        cursor.close()

    @sa.event.listens_for(engine.sync_engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if not connection.get_execution_options().get("without_transaction"):
            driver: Any = connection.connection.dbapi_connection
            driver.begin()

    return engine


def some(table: sa.Table, *conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """So many rows at most that meet these: what is removed in one piece, so that nobody waits
    for all of it.
    """
    (key,) = table.primary_key.columns
    return key.in_(sa.select(key).where(*conditions).limit(PIECE))


def connect_arguments(url: sa.URL, more: dict[str, str] | None = None) -> dict[str, Any]:
    """What every connection to PostgreSQL sets, after what the address itself sets."""
    given = url.query.get("options", "")
    ours = " ".join(f"-c {name}={value}" for name, value in (POSTGRES | (more or {})).items())
    return {"connect_timeout": CONNECT_WITHIN, "options": f"{given} {ours}".strip()}


def lock_number(name: str) -> int:
    """PostgreSQL's advisory locks have numbers; this one stands for the name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big", signed=True)
