"""Bring the database's schema up to date with Alembic."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import is_sqlite, lock_number, make_engine

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
# A revision is the number in front of its file's name; so Alembic, which takes long to import,
# is needed only where something has to be migrated.
REVISIONS = sorted(each.name.partition("_")[0] for each in (FOLDER / "versions").glob("0*.py"))
LOCK_WITHIN = 2  # seconds that a change waits for a table that others use
TRIES, PAUSE = 15, 3.0  # so often it is tried, with so many seconds between
LOCK_NOT_AVAILABLE = "55P03"  # https://www.postgresql.org/docs/current/errcodes-appendix.html
VERSION = sa.table("alembic_version", sa.column("version_num"))


class SchemaTooNew(Exception):
    """The database was made by a later release; this one would spoil it."""


class SchemaTooOld(Exception):
    """The database is of an earlier release, and others may use it: `kvob migrate` first."""


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(VERSION.name):
        return None
    revision: str | None = connection.execute(sa.select(VERSION)).scalar()
    return revision


async def is_current(engine: AsyncEngine) -> bool:
    """Whether the schema is this release's; raises SchemaTooNew for one it does not know."""
    async with engine.connect() as connection:
        revision = await connection.run_sync(_revision)
    return check_revision(revision)


def check_revision(revision: str | None) -> bool:
    """Whether it is the latest; raises SchemaTooNew for one that this release does not know."""
    if revision is not None and revision not in REVISIONS:
        raise SchemaTooNew(revision)
    return revision == REVISIONS[-1]


async def upgrade(url: sa.URL, target: str = "head") -> None:
    """Run what is missing up to `target`; an SQLite file that holds data is copied first."""
    engine = make_engine(url, foreign_keys=False)
    try:
        if await is_current(engine):
            return
        async with engine.connect() as connection:
            revision = await connection.run_sync(_revision)
        if revision is not None and is_sqlite(url) and url.database:
            _copy(Path(url.database), revision)
        await (_upgrade_file if is_sqlite(url) else _upgrade_server)(engine, target)
    finally:
        await engine.dispose()


async def _upgrade_file(engine: AsyncEngine, target: str) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(_run, target)
        broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"{len(broken)} rows lost their parent in the upgrade")


async def _upgrade_server(engine: AsyncEngine, target: str) -> None:
    """Upgrade beside replicas that run. Behind a change that waits for a table everybody waits
    who wants that table: where a long transaction holds it (a dump, somebody's open psql), let
    the others through and try again.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            async with engine.begin() as connection:
                # Of several that migrate at once the others wait, and find nothing to do.
                lock = sa.func.pg_advisory_xact_lock(lock_number("migrate"))
                await connection.execute(sa.select(lock))
                await connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_WITHIN}s'")
                await connection.run_sync(_run, target)
            return
        except sa.exc.OperationalError as error:
            if getattr(error.orig, "sqlstate", "") != LOCK_NOT_AVAILABLE or not tries_left:
                raise
        await asyncio.sleep(PAUSE)


def _run(connection: sa.Connection, target: str) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def _copy(file: Path, revision: str) -> None:
    """Copy the database beside itself, under the name of the schema it has."""
    copy = file.with_name(f"{file.name}.before-upgrade-from-{revision}")
    copy.unlink(missing_ok=True)
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as source:
        source.execute("VACUUM INTO ?", (str(copy),))
