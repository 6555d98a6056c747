"""A look for what waits: asked after every update, and seldom with much to go through."""

from __future__ import annotations

import time
from typing import Any

from storage.engine import Execute, Quick
from storage.prepared import Found, Prepared

LONG = 0.002  # seconds
REST = 20  # times as long as a long one took: nobody is held up for more of the time than that


class Look:
    """Done where it is asked; after one that took long they travel for a while.

    What counts is SQLite's own time. Waiting for the turn says nothing of it, nor does the way to
    SQLite's thread and back, which is long whenever the event loop is busy.
    """

    def __init__(self, statement: Prepared, execute: Execute, quick: Quick) -> None:
        self._statement, self._execute, self._quick = statement, execute, quick
        self._travels_until = 0.0

    async def rows(self, parameters: dict[str, Any]) -> list[Any]:
        if time.monotonic() < self._travels_until:
            return list((await self._execute(self._statement, parameters)).all())
        found = await self._quick(self._statement, parameters)
        if isinstance(found, Found) and found.seconds > LONG:
            self._travels_until = time.monotonic() + REST * found.seconds
        return list(found.all())
