"""The engine: how a connection to the database is made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

# Executes a statement in the running transaction, or in one of its own.
Execute = Callable[..., Awaitable[sa.CursorResult[*tuple[Any, ...]]]]


def make_engine(url: sa.URL, *, foreign_keys: bool = True) -> AsyncEngine:
    """An engine whose connections are as durable and as careful as the product promises.

    One connection for SQLite: two that write at once can meet the WAL-reset bug of SQLite before
    3.51.3, and every transaction starts with BEGIN IMMEDIATE so that what it reads stays true
    until it writes.
    """
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, hide_parameters=True, pool_pre_ping=True)
    engine = create_async_engine(
        url, hide_parameters=True, pool_size=1, max_overflow=0, pool_timeout=600
    )

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
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
