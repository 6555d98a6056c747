"""Brings an SQLite database over to PostgreSQL: in one transaction, counted and hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import HELD, told_apart
from storage.engine import lock_number, make_engine
from storage.tables import marks, metadata

AT_ONCE = 1000  # rows
MARK = "moved"
BITS = 256

Progress = Callable[[str, int], None]


class CannotMove(Exception):
    """The target is in use or holds something else, or does not hold what was put into it."""


@dataclass
class Contents:
    """How many rows each table has, and a hash of them that does not depend on their order."""

    counts: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, int] = field(default_factory=dict)

    def add(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        self.counts[table.name] = self.counts.get(table.name, 0) + len(rows)
        total = self.hashes.get(table.name, 0) + sum(map(_hash, rows))
        self.hashes[table.name] = total % 2**BITS

    @property
    def digest(self) -> str:
        """One value for everything."""
        return hashlib.sha256(json.dumps([self.counts, self.hashes]).encode()).hexdigest()


async def move_rows(source: str, target: str, progress: Progress) -> dict[str, int]:
    """Copy every row, and give their number for each table; raises CannotMove.

    Both have this release's schema, and nobody writes to the source. Interrupted, the target is
    as empty as before. Done already, with nothing changed in the source since: that is success.
    """
    reading, writing = make_engine(sa.make_url(source)), make_engine(sa.make_url(target))
    try:
        with told_apart():
            async with reading.connect() as old, writing.begin() as new:
                await new.execute(
                    sa.select(sa.func.pg_advisory_xact_lock(HELD, lock_number(MARK)))
                )
                if not await _is_empty(new):
                    return await _moved_before(old, new)
                contents = await _copy(old, new, progress)
                if await _contents_of(new) != contents:
                    raise CannotMove("what was written is not what was read")
                await _set_counters(new)
                mark = {"name": MARK, "value": contents.digest, "at": datetime.now(UTC)}
                await new.execute(sa.delete(marks).where(marks.c.name == MARK))
                await new.execute(sa.insert(marks).values(mark))
                return contents.counts
    finally:
        await reading.dispose()
        await writing.dispose()


async def _is_empty(new: AsyncConnection) -> bool:
    for table in metadata.sorted_tables:
        if (await new.execute(sa.select(sa.literal(1)).select_from(table).limit(1))).first():
            return False
    return True


async def _moved_before(old: AsyncConnection, new: AsyncConnection) -> dict[str, int]:
    """Whether these very rows were moved, and only the last step was not reached."""
    found = await new.execute(sa.select(marks.c.value).where(marks.c.name == MARK))
    contents = await _contents_of(old)
    if found.scalar() != contents.digest:
        raise CannotMove("the target is not empty")
    return contents.counts


async def _copy(old: AsyncConnection, new: AsyncConnection, progress: Progress) -> Contents:
    contents = Contents()
    for table in metadata.sorted_tables:
        async for rows in _rows(old, table):
            contents.add(table, rows)
            await new.execute(sa.insert(table), rows)
            progress(table.name, contents.counts[table.name])
    return contents


async def _contents_of(connection: AsyncConnection) -> Contents:
    contents = Contents()
    for table in metadata.sorted_tables:
        async for rows in _rows(connection, table):
            contents.add(table, rows)
    return contents


async def _rows(
    connection: AsyncConnection, table: sa.Table
) -> AsyncIterator[list[dict[str, Any]]]:
    found = await connection.stream(sa.select(table))
    async for part in found.mappings().partitions(AT_ONCE):
        yield [{name: _portable(value) for name, value in row.items()} for row in part]


def _portable(value: Any) -> Any:
    """PostgreSQL takes no NUL in a text; nobody ever sees one."""
    return value.replace("\x00", "") if isinstance(value, str) else value


def _hash(row: dict[str, Any]) -> int:
    text = json.dumps(row, sort_keys=True, default=str)
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


async def _set_counters(new: AsyncConnection) -> None:
    """The next row gets the number after the highest that came over."""
    for table in metadata.sorted_tables:
        counted = table.autoincrement_column
        if counted is None:
            continue
        highest = sa.select(sa.func.coalesce(sa.func.max(counted), 0) + 1).scalar_subquery()
        sequence = sa.func.pg_get_serial_sequence(table.name, counted.name)
        await new.execute(sa.select(sa.func.setval(sequence, highest, False)))
