"""The previous release goes on while the next one's migration has run: migrations add first."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic.script import ScriptDirectory

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
