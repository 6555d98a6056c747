"""Opens the database for reading only: beside a running assistant, without lock or migration."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.database import Database, DatabaseUnavailable, file_of
from storage.engine import connect_arguments, is_sqlite


def open_read_only(url: str) -> Database:
    """The database as it stands; whatever would write raises DatabaseUnavailable.

    An SQLite file is not made when it is missing, and its journal is never written back: two
    connections that do that at once can spoil the file in SQLite before 3.51.3. Raises
    DatabaseUnavailable where there is no file that can be read.
    """
    if (file := file_of(url)) is not None:
        _try(file)
    return Database(url, _engine(sa.make_url(url)))


def _try(file: Path) -> None:
    """Open and close it once; a failure inside the driver's thread would outlive the loop."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as reader:
            reader.execute("PRAGMA schema_version")
    except (sqlite3.Error, OSError) as error:
        raise DatabaseUnavailable(str(error)[:120]) from None


def _engine(url: sa.URL) -> AsyncEngine:
    if not is_sqlite(url):
        return create_async_engine(
            url,
            hide_parameters=True,
            connect_args=connect_arguments(url),
            execution_options={"postgresql_readonly": True},
        )
    engine = create_async_engine(read_only_url(url), hide_parameters=True, pool_size=1)

    @sa.event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=5000")
        cursor.close()

    @sa.event.listens_for(engine.sync_engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # All that is read in one transaction is of the same moment.
        connection.exec_driver_sql("BEGIN")

    return engine


def read_only_url(url: sa.URL) -> sa.URL:
    """The same SQLite file, opened in a way that cannot change it."""
    if not url.database or url.database == ":memory:":
        return url
    name = Path(url.database).resolve().as_uri()
    return url.set(database=name, query={"mode": "ro", "uri": "true"})
