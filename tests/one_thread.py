"""The assistant without threads beside its own, for a test that does very much.

Each trip to another thread and back costs more than what is done there: a statement of SQLite, a
filter of aiogram, a text that was understood before. Between two statements the event loop still
turns, so that tasks meet as they do with threads.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any

import pytest
from aiosqlite import Connection
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import database, migrate
from storage.engine import make_engine


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """From here on aiosqlite's connections and `to_thread` work in the thread that asks."""
    original = Connection.__init__

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self._tx = _Now()

    def connect(self: Any) -> Any:
        return self._connect().__await__()

    async def here(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "__init__", init)
        patch.setattr(Connection, "__await__", connect)
        patch.setattr(asyncio, "to_thread", here)
        yield


@contextlib.contextmanager
def one_engine() -> Iterator[None]:
    """From here on a database at the same address gets the same engine, without connections of
    before: what SQLAlchemy has compiled once it knows, as a program does that runs for long.
    """
    engines: dict[tuple[str, bool], AsyncEngine] = {}

    def make(url: URL, *, foreign_keys: bool = True) -> AsyncEngine:
        key = str(url), foreign_keys
        if key not in engines:
            engines[key] = make_engine(url, foreign_keys=foreign_keys)
        return engines[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "make_engine", make)
        patch.setattr(migrate, "make_engine", make)
        yield


class _Now:
    """Where aiosqlite puts what its thread is to do: done at once, heard of a turn later."""

    def put_nowait(self, order: tuple[asyncio.Future[Any] | None, Callable[[], Any]]) -> None:
        future, function = order
        try:
            result, error = function(), None
        except BaseException as caught:
            result, error = None, caught
        if future is not None:
            future.get_loop().call_soon(_tell, future, result, error)


def _tell(future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)


class AtOnce(Executor):
    """Does what it is given at once, in the thread that gives it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done
