"""A statement that every update needs: SQLAlchemy writes it once, SQLite is given it as text.

Going through SQLAlchemy's engine takes several times what SQLite needs for it. What turns values
into SQLite's and back is SQLAlchemy's too; PostgreSQL is asked through the engine.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.sql.compiler import SQLCompiler

Process = Callable[[Any], Any]
SQLITE = dialect(paramstyle="named")


@dataclass(slots=True)
class Found:
    """What a statement gave; speaks as SQLAlchemy's result does."""

    rowcount: int
    rows: list[Any] = field(default_factory=list)
    seconds: float = 0.0  # that a query took

    def all(self) -> list[Any]:
        return self.rows

    def first(self) -> Any:
        return self.rows[0] if self.rows else None

    def scalar(self) -> Any:
        return self.rows[0][0] if self.rows else None


class Prepared:
    """Keeps its text for each set of parameters that it is given: one, or a few."""

    def __init__(self, statement: sa.Select[Any] | sa.UpdateBase) -> None:
        self.statement = statement
        self._texts: dict[tuple[str, ...], Text] = {}

    def run(self, connection: sqlite3.Connection, parameters: Any = None) -> Found:
        """Execute it here; a list of parameters means once for each."""
        names = tuple(parameters[0] if isinstance(parameters, list) else parameters or ())
        text = self._texts.get(names)
        if text is None:
            text = self._texts[names] = Text(self.statement, names)
        return text.run(connection, parameters)


class Text:
    """The SQL, and what is done with each value on its way in and out."""

    def __init__(self, statement: Any, names: Sequence[str]) -> None:
        compiled: SQLCompiler = statement.compile(dialect=SQLITE, column_keys=list(names))
        self._sql = str(compiled)
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        self._lists = [name for name, bind in binds.items() if bind.expanding]
        into = {name: _into(bind.type) for name, bind in binds.items() if not bind.expanding}
        self._into = {name: process for name, process in into.items() if process is not None}
        fixed = {name: value for name, value in compiled.params.items() if name not in names}
        self._fixed = self._processed(fixed)
        out = [_out(column.type) for column in statement.exported_columns]
        self._has_rows = bool(out)
        self._out = [(at, process) for at, process in enumerate(out) if process is not None]

    def run(self, connection: sqlite3.Connection, parameters: Any) -> Found:
        if isinstance(parameters, list):
            every = [self._fixed | self._processed(each) for each in parameters]
            return Found(connection.executemany(self._sql, every).rowcount)
        sql, values = self._sql, self._fixed | self._processed(parameters or {})
        for name in self._lists:
            listed = {f"{name}_{n}": value for n, value in enumerate(values.pop(name))}
            sql = sql.replace(f"__[POSTCOMPILE_{name}]", ", ".join(f":{each}" for each in listed))
            values |= listed
        begun = time.perf_counter()
        cursor = connection.execute(sql, values)
        if not self._has_rows:
            return Found(cursor.rowcount)
        found = cursor.fetchall()
        seconds = time.perf_counter() - begun
        return Found(cursor.rowcount, [self._read(row) for row in found], seconds)

    def _read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for at, process in self._out:
            values[at] = process(values[at])
        return tuple(values)

    def _processed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        processed = dict(values)
        for name, process in self._into.items():
            if name in processed:
                processed[name] = process(processed[name])
        return processed


def _into(kind: sa.types.TypeEngine[Any]) -> Process | None:
    return kind.dialect_impl(SQLITE).bind_processor(SQLITE)


def _out(kind: sa.types.TypeEngine[Any]) -> Process | None:
    return kind.dialect_impl(SQLITE).result_processor(SQLITE, None)
