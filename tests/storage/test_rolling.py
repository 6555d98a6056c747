"""The previous release goes on while the next one's migration has run: migrations add first."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from storage import Database, DatabaseUnavailable, migrate
from storage.engine import make_engine
from storage.migrate import _config, upgrade
from tests.postgres import Postgres

REVISIONS = [each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()]
# Columns that were removed a release after the code had stopped using them.
REMOVED: set[str] = set()


def some_value(column: sa.Column[Any], number: int) -> Any:
    python = column.type.python_type if not isinstance(column.type, sa.JSON) else dict
    samples: dict[type, Any] = {
        int: number,
        str: f"{number}",
        bool: True,
        dict: {},
        datetime: datetime(2026, 3, 5, tzinfo=UTC),
        date: date(2026, 3, 5),
    }
    return samples[python]


async def reflected(engine: Any) -> sa.MetaData:
    found = sa.MetaData()
    async with engine.connect() as connection:
        await connection.run_sync(found.reflect)
    return found


async def test_the_previous_release_can_write_after_each_migration(postgres: Postgres) -> None:
    """Every table and column of before is there, and a row without the new ones is taken."""
    url = sa.make_url(postgres.create("kvob_rolling"))
    engine = make_engine(url)
    try:
        before: sa.MetaData | None = None
        for number, revision in enumerate(reversed(REVISIONS), 1):
            await upgrade(url, revision)
            after = await reflected(engine)
            for old in before.sorted_tables if before else []:
                if old.name == "alembic_version" or old.name in REMOVED:
                    continue
                assert old.name in after.tables, f"{revision} removes {old.name}"
                names = {column.name for column in after.tables[old.name].columns}
                gone = {column.name for column in old.columns} - names
                gone -= {each.partition(".")[2] for each in REMOVED if each.startswith(old.name)}
                assert not gone, f"{revision} removes {gone} of {old.name}"
                row = {column.name: some_value(column, number) for column in old.columns}
                async with engine.begin() as connection:
                    await connection.execute(sa.insert(old).values(row))
                    this = [column == row[column.name] for column in old.primary_key]
                    await connection.execute(sa.update(old).where(*this).values(row))
                    await connection.execute(sa.select(old))
                    if old.name != "requests":
                        await connection.execute(sa.delete(old))
            before = after
    finally:
        await engine.dispose()


async def test_a_migration_lets_others_through_while_it_cannot_have_a_table(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody's open transaction holds a table: who writes waits no longer than the migration
    does, and as soon as the table is free it is done."""
    monkeypatch.setattr(migrate, "LOCK_WITHIN", 1)
    monkeypatch.setattr(migrate, "PAUSE", 0.05)
    url = sa.make_url(postgres.create("kvob_held"))
    await upgrade(url, REVISIONS[1])
    engine, writer = make_engine(url), make_engine(url)
    changed = sa.table("requests", sa.column("state"))
    try:
        async with asyncio.timeout(30), engine.connect() as reading:
            await reading.execute(sa.select(sa.func.count()).select_from(changed))
            going_on = asyncio.create_task(upgrade(url))
            await asyncio.sleep(0.3)
            for _ in range(3):
                async with writer.begin() as connection:
                    await connection.execute(sa.update(changed).values(state="new"))
            assert not going_on.done()
            await reading.rollback()
            await going_on
        assert await migrate.is_current(engine)
    finally:
        await engine.dispose()
        await writer.dispose()


async def test_a_table_that_stays_held_is_said(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At last the migration gives up, and nothing of it stays behind."""
    monkeypatch.setattr(migrate, "LOCK_WITHIN", 1)
    monkeypatch.setattr(migrate, "PAUSE", 0.05)
    monkeypatch.setattr(migrate, "TRIES", 2)
    url = postgres.create("kvob_stays_held")
    await upgrade(sa.make_url(url), REVISIONS[1])
    db, engine = Database(url), make_engine(sa.make_url(url))
    try:
        async with engine.connect() as reading:
            await reading.execute(sa.select(sa.func.count()).select_from(sa.table("requests")))
            with pytest.raises(DatabaseUnavailable):
                await db.upgrade()
        assert not await db.is_current()
    finally:
        await engine.dispose()
        await db.close()
