"""A look for what waits: asked after every update, and seldom with much to go through."""

from __future__ import annotations

import time
from typing import Any

from storage.engine import Execute, Quick
from storage.prepared import Prepared

LONG = 0.002  # seconds


class Look:
    """Done where it is asked, until one takes long; as long as they do, they travel."""

    def __init__(self, statement: Prepared, execute: Execute, quick: Quick) -> None:
        self._statement, self._execute, self._quick = statement, execute, quick
        self._is_long = False

    async def rows(self, parameters: dict[str, Any]) -> list[Any]:
        ask = self._execute if self._is_long else self._quick
        begun = time.perf_counter()
        rows = list((await ask(self._statement, parameters)).all())
        self._is_long = time.perf_counter() - begun > LONG
        return rows
