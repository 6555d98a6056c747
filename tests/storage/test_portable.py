"""What holds for every table and statement, also those to come: the same on both databases."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage import Database, Rejected
from storage.tables import UtcDateTime, metadata

STORAGE = Path(__file__).parents[2] / "storage"
# These two are how SQLite is spoken to, and hold no statement of ours.
SPEAKING = {"driver.py", "prepared.py"}
SOURCES = sorted(file for file in STORAGE.glob("*.py") if file.name not in SPEAKING)
NOW = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)


def value_for(column: sa.Column[Any], number: int) -> Any:
    """The largest and oddest thing that this column must take."""
    kind = column.type
    if isinstance(kind, sa.String) and kind.length:
        return f"{number}é'\"%;"[: kind.length].ljust(kind.length, "x")
    samples: list[tuple[type[Any], Any]] = [
        (sa.Text, f"{number} \U0001f3ed \\ ' \" %s :name " + "x" * 5000),
        (UtcDateTime, NOW),
        (sa.Date, date(2026, 3, 29)),
        (sa.Boolean, True),
        (sa.JSON, {"text": "\x00\ud800 é", "list": [1, None, 2**52], "none": None}),
        (sa.BigInteger, 2**52 + number),
        (sa.Integer, 2**31 - 1 - number),
        (sa.Float, 0.1),
    ]
    for sample, value in samples:
        if isinstance(kind, sample):
            return value
    raise AssertionError(f"no sample for {column}: {kind}")


@pytest.mark.both_databases
async def test_every_table_gives_back_what_it_was_given(db: Database) -> None:
    """The longest and oddest values of each column come back the same, of every table."""
    for number in (1, 2):
        for table in metadata.sorted_tables:
            row = {column.name: value_for(column, number) for column in table.columns}
            for column in table.columns:
                for key in column.foreign_keys:
                    row[column.name] = value_for(key.column, number)
            await db.execute(sa.insert(table).values(row))
            key_columns = [row[column.name] == column for column in table.primary_key]
            query = sa.select(table).where(*[c == row[c.name] for c in table.primary_key])
            assert key_columns
            assert dict((await db.execute(query)).mappings().one()) == row, table.name


@pytest.mark.both_databases
async def test_ids_are_counted_by_the_database(db: Database) -> None:
    """Two rows without an id get two, the later one the higher, in every table that has one."""
    for table in metadata.sorted_tables:
        counted = table.autoincrement_column
        if counted is None or table.foreign_keys:
            continue
        ids = []
        for number in (1, 2):
            row = {c.name: value_for(c, number) for c in table.columns if c is not counted}
            await db.execute(sa.insert(table).values(row))
            ids.append((await db.execute(sa.select(sa.func.max(counted)))).scalar())
        assert ids[0] < ids[1], table.name


@pytest.mark.both_databases
async def test_a_refused_row_is_told_without_its_values(db: Database) -> None:
    """A key that exists already is a mistake of ours; what stood in it is not in the error."""
    codes = metadata.tables["used_invites"]
    row = {"digest": "d" * 60 + "0612", "used_at": NOW}
    await db.execute(sa.insert(codes).values(row))
    with pytest.raises(Rejected) as refused:
        await db.execute(sa.insert(codes).values(row))
    assert "0612" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.both_databases
async def test_a_refused_insert_does_not_end_the_transaction(db: Database) -> None:
    """After `insert_once` gave False the transaction goes on, and what was in it commits."""
    codes = metadata.tables["used_invites"]
    row = {"digest": "a", "used_at": NOW}
    async with db.transaction():
        assert await db.insert_once(sa.insert(codes).values(row))
        assert not await db.insert_once(sa.insert(codes).values(row))
        assert await db.insert_once(sa.insert(codes).values(row | {"digest": "b"}))
    found = (await db.execute(sa.select(codes.c.digest).order_by(codes.c.digest))).scalars()
    assert list(found) == ["a", "b"]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_storage_keeps_to_the_shared_subset(file: Path) -> None:
    """No statement of one database alone; a refused key is met in `insert_once` only.

    PostgreSQL gives a whole transaction up where SQLite gives up one statement, so an
    IntegrityError that is caught elsewhere works in the tests and fails in earnest.
    """
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"sqlalchemy\.dialects|on_conflict|INSERT OR|GLOB |rowid", text)
    if file.name != "database.py":
        assert "except IntegrityError" not in text
        assert "except (IntegrityError" not in text
