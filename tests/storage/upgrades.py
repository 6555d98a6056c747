"""Upgrades a database in a forked process that can end itself with kill -9 on the way.

The parent has everything loaded, so an upgrade takes the time of its statements and not of a
start. What runs in the child is the real upgrade.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
GRAIN = 5  # steps of SQLite's machine that count as one
FINISHED = 0
KILLED = -signal.SIGKILL


@dataclass(frozen=True)
class Passed:
    """What an upgrade went through: how many steps in all, and at which statements began."""

    steps: int
    statements: list[tuple[int, str]]

    def reached(self, revision: str) -> int:
        """The step at which the schema was said to be this one."""
        sign = f"version_num='{revision}'"
        return next(at for at, text in self.statements if sign in text or f"'{revision}')" in text)


class Upgrades:
    """The loaded parent, as a process of its own: nothing of a test is copied into a child."""

    def __init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.storage.upgrades"],
            cwd=ROOT,
            env=os.environ | {"PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        url: str,
        kill_at: int | None = None,
        *,
        dies_at_the_end: bool = False,
        is_careless: bool = False,
    ) -> int:
        """Upgrade; die at this step, or right after the commit. Gives the exit code.

        A careless one has no transaction around it.
        """
        order = {"url": url, "kill_at": kill_at, "dies_at_the_end": dies_at_the_end}
        return int(self._ask(order | {"is_careless": is_careless})["code"])

    def passes(self, url: str) -> Passed:
        """Upgrade undisturbed, and tell what it went through."""
        answer = self._ask({"url": url, "tell": True})
        assert answer["code"] == FINISHED
        return Passed(answer["steps"], [(at, text) for at, text in answer["statements"]])

    def close(self) -> None:
        self._parent.kill()
        self._parent.communicate()

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write(json.dumps(order) + "\n")
        self._parent.stdin.flush()
        answer: dict[str, Any] = json.loads(self._parent.stdout.readline())
        return answer


def serve(orders: IO[str], answers: IO[str]) -> None:
    """In the parent: fork at each order, wait for the child and tell how it ended."""
    import alembic.command
    import alembic.script  # noqa: F401
    import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401

    import storage
    import storage.migrate  # noqa: F401

    for line in orders:
        order = json.loads(line)
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            _upgrade(order, writing)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as pipe:
            told = pipe.read()
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        answers.write(json.dumps({"code": code} | (json.loads(told) if told else {})) + "\n")
        answers.flush()


def _upgrade(order: dict[str, Any], pipe: int) -> None:
    from storage import Database
    from storage.driver import Connection

    if order.get("is_careless"):
        Connection.begin = lambda _: None  # type: ignore[method-assign]
    watch = Watch(order.get("kill_at"))
    watch.plant(bool(order.get("dies_at_the_end")))

    async def upgrade() -> None:
        database = Database(order["url"])
        await database.upgrade()
        await database.close()

    code = 1
    try:
        asyncio.run(upgrade())
        code = FINISHED
    finally:
        if order.get("tell"):
            told = {"steps": watch.steps, "statements": watch.statements}
            os.write(pipe, json.dumps(told).encode())
        os.close(pipe)
        os._exit(code)


class Watch:
    """Counts what the process asks of its database, and ends it where that is wanted.

    With SQLite a step is GRAIN instructions of its machine, so that it may come in the middle of
    a statement; with PostgreSQL a step is a statement.
    """

    def __init__(self, kill_at: int | None) -> None:
        self._kill_at = kill_at
        self.steps = 0
        self.statements: list[tuple[int, str]] = []

    def plant(self, dies_at_the_end: bool) -> None:
        import sqlalchemy as sa
        from sqlalchemy.engine import Engine
        from sqlalchemy.ext.asyncio import AsyncEngine

        connect: Callable[..., sqlite3.Connection] = sqlite3.connect

        def watched(*args: Any, **kwargs: Any) -> sqlite3.Connection:
            connection = connect(*args, **kwargs)
            connection.set_progress_handler(self._step, GRAIN)
            connection.set_trace_callback(self._statement)
            return connection

        sqlite3.connect = watched  # type: ignore[assignment]

        @sa.event.listens_for(Engine, "before_cursor_execute")
        def execute(connection: sa.Connection, _cursor: Any, text: str, *_: Any) -> None:
            if connection.dialect.name != "sqlite":
                self._step()
                self._statement(text)

        @sa.event.listens_for(Engine, "commit")
        def commit(connection: sa.Connection) -> None:
            if connection.dialect.name != "sqlite":
                self._step()

        async def die(_engine: AsyncEngine) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        if dies_at_the_end:
            AsyncEngine.dispose = die  # type: ignore[method-assign, assignment]

    def _step(self) -> int:
        self.steps += 1
        if self.steps == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def _statement(self, text: str) -> None:
        self.statements.append((self.steps, " ".join(text.split())[:100]))


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
