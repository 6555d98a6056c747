"""From SQLite to PostgreSQL: every row, once, or nothing at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from bot.cli import main
from storage import CannotMove, Database, Delivery, FileLock, move_rows
from storage.tables import metadata
from tests.postgres import Postgres

NOW = datetime(2026, 3, 5, 13, 0, tzinfo=UTC)
TABLES = metadata.sorted_tables


def value_for(column: sa.Column[Any], number: int) -> Any:
    """Something that differs from row to row, of the column's own type."""
    kind = column.type
    samples: list[tuple[type[Any], Any]] = [
        (sa.DateTime, NOW),
        (sa.Date, NOW.date()),
        (sa.Boolean, number % 2 == 0),
        (sa.JSON, {"number": number, "é": [None, "\x00"]}),
        (sa.Integer, number),
    ]
    if isinstance(kind, sa.String):
        return f"{number}é"[: kind.length or 9]
    implemented = getattr(kind, "impl", kind)
    return next(value for sample, value in samples if isinstance(implemented, sample))


@pytest.fixture
async def old(db: Database) -> Database:
    """An SQLite database with five rows in each table."""
    for table in TABLES:
        rows = [{c.name: value_for(c, number) for c in table.columns} for number in range(1, 6)]
        await db.execute(sa.insert(table), rows)
    return db


@pytest.fixture
async def new(postgres: Postgres) -> AsyncIterator[Database]:
    database = Database(postgres.empty("kvob_move"))
    yield database
    await database.close()


async def rows_of(db: Database) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for table in TABLES:
        query = sa.select(table).order_by(*table.primary_key)
        found[table.name] = [dict(row) for row in (await db.execute(query)).mappings()]
    return found


def url(db: Database) -> str:
    return db.url.render_as_string(hide_password=False)


def ignore(_table: str, _count: int) -> None:
    pass


async def test_every_row_comes_over(old: Database, new: Database) -> None:
    """All tables hold the same rows afterwards, and the counts are told."""
    counts = await move_rows(url(old), url(new), ignore)
    assert counts == {table.name: 5 for table in TABLES}
    there = await rows_of(new)
    there["marks"] = [row for row in there["marks"] if row["name"] != "moved"]
    assert there == await rows_of(old)


async def test_numbers_go_on_after_those_that_came_over(old: Database, new: Database) -> None:
    """What is stored next gets a number of its own."""
    await move_rows(url(old), url(new), ignore)
    await new.outbox.put([Delivery(1, "sendMessage", {})], NOW)
    highest = await new.execute(sa.select(sa.func.max(metadata.tables["outbox"].c.id)))
    assert highest.scalar() == 6


async def test_interrupted_halfway_nothing_is_there(old: Database, new: Database) -> None:
    """When it ends in the middle the target is empty, and the next try does everything."""

    def fail(table: str, _count: int) -> None:
        if table == TABLES[-2].name:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await move_rows(url(old), url(new), fail)
    assert not any((await rows_of(new)).values())
    assert sum((await move_rows(url(old), url(new), ignore)).values()) == 5 * len(TABLES)


async def test_a_database_in_use_is_refused(old: Database, new: Database) -> None:
    """A target in which there is anything keeps what it has, and gets nothing."""
    await new.people.set_mark("heartbeat", None, NOW)
    before = await rows_of(new)
    with pytest.raises(CannotMove):
        await move_rows(url(old), url(new), ignore)
    assert await rows_of(new) == before


async def test_moved_twice_is_moved_once(old: Database, new: Database) -> None:
    """Broken off after the last row, it is found to be done; a source that changed is refused."""
    counts = await move_rows(url(old), url(new), ignore)
    assert await move_rows(url(old), url(new), ignore) == counts
    await old.people.set_mark("heartbeat", None, NOW)
    with pytest.raises(CannotMove):
        await move_rows(url(old), url(new), ignore)


async def test_the_command_moves_and_puts_aside(
    old: Database, new: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`kvob move` refuses while the assistant runs; then moves, and leaves no database behind."""
    await old.close()
    file = tmp_path / "kvob.db"
    monkeypatch.setenv("DATABASE_URL", url(new))
    monkeypatch.chdir(tmp_path)

    def command() -> Any:
        return CliRunner().invoke(main, ["move", str(file)])

    lock = FileLock(file)
    lock.take()
    assert "draait" in (await asyncio.to_thread(command)).output
    lock.release()
    moved = await asyncio.to_thread(command)
    assert moved.exit_code == 0, moved.output
    assert "requests: 5" in moved.output
    assert not file.exists()
    assert len(list(tmp_path.glob("kvob.db.moved-*"))) == 1
