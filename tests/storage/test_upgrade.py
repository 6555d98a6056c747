"""From every released schema to this one: whatever kills it on the way, no row is lost."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage.engine import make_engine
from storage.migrate import REVISIONS, upgrade
from tests.postgres import Postgres
from tests.storage.upgrades import FINISHED, KILLED, Passed, Upgrades
from tests.torture import Figures, Size

pytestmark = pytest.mark.process

ROWS = 7  # in each table
MOMENT, DAY = "2026-03-05 13:00:00.000000", "2026-03-09"
# What a column holds; others hold their own name and the row's number.
VALUES: dict[str, Any] = {
    "name": "Zoë van 't Hof {}",
    "form_key": "form-{}",
    "reference": "KVO-{:04d}",
    "phone": "+3161234{:04d}",
    "email": "zoë{}@voorbeeld.nl",
    "language": "nl",
    "state": "new",
    "facilitator": "keuker{}",
    "digest": "{:064d}",
    "kind": "sent",
    "method": "sendMessage",
    "key": "card:{}",
    "question": "Wat kost een hek van {0} meter? " * 40,
}

Dump = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def upgrades() -> Iterator[Upgrades]:
    parent = Upgrades()
    yield parent
    parent.close()


def value(column: sa.Column[Any], number: int) -> Any:
    """Something of the kind that stands there, for the row of this number."""
    if column.primary_key and column.type.python_type is int:
        return number
    if column.foreign_keys:
        return number
    if "JSON" in str(column.type):
        return f'{{"text": "vraag {number}", "provinces": ["Limburg"]}}'
    kind = column.type.python_type
    if kind is str:
        text = VALUES.get(column.name, f"{column.name} {{}}").format(number)
        return text[: getattr(column.type, "length", None)]
    written = {"datetime": MOMENT, "date": DAY, "bool": number % 2 == 0}
    return written.get(kind.__name__, number)


def fill(connection: sa.Connection) -> None:
    """Rows in every table of the schema as it is."""
    found = sa.MetaData()
    found.reflect(connection)
    for table in found.sorted_tables:
        if table.name == "alembic_version":
            continue
        names = [column.name for column in table.columns]
        marks = ", ".join(f":{name}" for name in names)
        insert = sa.text(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})")
        rows = [
            {column.name: value(column, number) for column in table.columns}
            for number in range(1, ROWS + 1)
        ]
        connection.execute(insert, rows)


async def make_old(url: str, revision: str) -> None:
    """A database as that release left it, with rows in every table."""
    await upgrade(sa.make_url(url), revision)
    engine = make_engine(sa.make_url(url))
    async with engine.begin() as connection:
        await connection.run_sync(fill)
    await engine.dispose()


def dump(file: Path) -> Dump:
    """Every row of every table, and that the file is whole."""
    connection = sqlite3.connect(file)
    connection.row_factory = sqlite3.Row
    try:
        assert [tuple(row) for row in connection.execute("PRAGMA integrity_check")] == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = sorted(row[0] for row in tables)
        return {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY 1")]
            for name in names
        }
    finally:
        connection.close()


def revision_of(rows: Dump) -> str:
    return str(rows["alembic_version"][0]["version_num"])


def lost(old: Dump, new: Dump) -> list[str]:
    """Rows and values of the old schema that are not in the new one as they were."""
    missing = []
    for table, rows in old.items():
        if table == "alembic_version":
            continue
        now = new.get(table, [])
        if len(now) != len(rows):
            missing.append(f"{table}: {len(now)} of {len(rows)} rows")
        for before, after in zip(rows, now, strict=False):
            missing += [
                f"{table}.{key}" for key, was in before.items() if after.get(key, "gone") != was
            ]
    return missing


def state_of(file: Path) -> Dump:
    """What stands in the database, read from a copy: looking at it would tidy it up."""
    aside = file.with_name("aside")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    for part in ("", "-wal"):
        if (found := Path(f"{file}{part}")).exists():
            shutil.copy(found, aside)
    return dump(aside / file.name)


def replace(file: Path, old: Path | None) -> None:
    """Put the old database in its place, and nothing beside it."""
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()
    if old is not None:
        shutil.copy(old, file)


def kill_points(passed: Passed, first: str, count: int, fewer: int) -> list[int]:
    """Steps at which to end it: `count` in the first migration, `fewer` in the copy before it and
    in each that follows, and all that are left after the last.
    """
    chance = random.Random(first)
    begins = [at for at, text in passed.statements if text.startswith("BEGIN")]
    copies = [at for at, text in passed.statements if text.startswith("VACUUM INTO")]
    todo = REVISIONS[REVISIONS.index(first) :]
    ends = [begins[-1], *(passed.reached(revision) for revision in todo)]
    spans = [(low, high, count if low == begins[-1] else fewer) for low, high in pairwise(ends)]
    spans += [(at, begins[-1], fewer) for at in copies]
    points = [
        point
        for low, high, wanted in spans
        for point in chance.sample(range(low + 1, high + 1), min(wanted, high - low))
    ]
    return [*points, *range(ends[-1] + 1, passed.steps + 1)]


@pytest.mark.torture
@pytest.mark.parametrize("first", REVISIONS)
async def test_a_kill_amid_an_upgrade_loses_nothing(
    first: str, upgrades: Upgrades, tmp_path: Path, size: Size, figures: Figures
) -> None:
    """kill -9 in the copy, in each migration and right after the commit: the database is as it
    was or as it should become, and the second start finishes. `first` is the first to be done."""
    (tmp_path / "old").mkdir()
    work, old = tmp_path / "kvob.db", None
    url = f"sqlite+aiosqlite:///{work}"
    if first != REVISIONS[0]:
        old = tmp_path / "old" / "kvob.db"
        await make_old(f"sqlite+aiosqlite:///{old}", REVISIONS[REVISIONS.index(first) - 1])
    before = dump(old) if old else {}
    assert all(before.values()), "a table without rows shows nothing"
    replace(work, old)
    passed, after = upgrades.passes(url), dump(work)
    assert revision_of(after) == REVISIONS[-1]
    assert lost(before, after) == []
    points = kill_points(passed, first, size(20, 200), size(1, 200))
    for point in points:
        replace(work, old)
        assert upgrades.run(url, point) == KILLED
        assert state_of(work) == before
        assert upgrades.run(url) == FINISHED
        assert dump(work) == after
    replace(work, old)
    assert upgrades.run(url, dies_at_the_end=True) == KILLED
    assert state_of(work) == after
    assert upgrades.run(url) == FINISHED
    assert dump(work) == after
    rows = sum(map(len, before.values()))
    figures(
        "R19",
        "0 rows lost, the second start finishes",
        f"{first} to {REVISIONS[-1]}: {len(points) + 1} kills, 0 of {rows} rows lost",
    )


async def test_without_a_transaction_a_kill_is_seen(upgrades: Upgrades, tmp_path: Path) -> None:
    """The control: where each statement is final, a kill leaves half an upgrade and it shows."""
    (tmp_path / "old").mkdir()
    work, old = tmp_path / "kvob.db", tmp_path / "old" / "kvob.db"
    url = f"sqlite+aiosqlite:///{work}"
    await make_old(f"sqlite+aiosqlite:///{old}", REVISIONS[1])
    replace(work, old)
    passed = upgrades.passes(url)
    replace(work, old)
    assert upgrades.run(url, passed.reached(REVISIONS[2]), is_careless=True) == KILLED
    assert state_of(work) != dump(old)


def dump_server(postgres: Postgres, name: str) -> Dump:
    """Every row of every table of this database."""
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    found: Dump = {}
    for (table,) in sorted(postgres.execute(tables, name)):
        rows = postgres.execute(f"SELECT row_to_json(t) FROM {table} t", name)
        found[table] = sorted((row for (row,) in rows), key=lambda row: str(list(row.values())))
    return found


@pytest.mark.torture
@pytest.mark.parametrize("first", REVISIONS[1:])
async def test_a_kill_amid_an_upgrade_of_a_server(
    first: str, upgrades: Upgrades, postgres: Postgres, size: Size, figures: Figures
) -> None:
    """On PostgreSQL what was not committed never was, and the second `kvob migrate` finishes."""
    old, work = "kvob_old", "kvob_upgraded"
    await make_old(postgres.create(old), REVISIONS[REVISIONS.index(first) - 1])
    before = dump_server(postgres, old)
    assert all(before.values()), "a table without rows shows nothing"
    url = postgres.create(work, like=old)
    passed, after = upgrades.passes(url), dump_server(postgres, work)
    assert lost(before, after) == []
    points = range(1, passed.steps + 1)
    chosen = random.Random(first).sample(points, min(size(3, 200), len(points)))
    for point in chosen:
        url = postgres.create(work, like=old)
        assert upgrades.run(url, point) == KILLED
        assert dump_server(postgres, work) == before
        assert upgrades.run(url) == FINISHED
        assert dump_server(postgres, work) == after
    rows = sum(map(len, before.values()))
    figures(
        "R19",
        "0 rows lost, the second start finishes",
        f"PostgreSQL, {first} to {REVISIONS[-1]}: {len(chosen)} kills, 0 of {rows} rows lost",
    )
