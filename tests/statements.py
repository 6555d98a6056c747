"""What SQLite is asked on the live connection, whoever asks it and by whatever way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from storage import Database


@asynccontextmanager
async def traced(db: Database) -> AsyncIterator[list[str]]:
    """The statements that SQLite executes meanwhile, with their values in them."""
    seen: list[str] = []
    async with db._engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        plain = driver._conn
    plain.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        plain.set_trace_callback(None)
