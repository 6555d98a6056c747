"""Reads the knowledge base anew while the assistant runs; a broken one changes nothing.

What was read last, and what was wrong with it, is a mark in the database: `kvob status` shows it
and `kvob reload` waits for it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.config import Settings
from bot.notices import alarm
from bot.turn import Brain
from intents import KnowledgeError
from storage import Database, DatabaseUnavailable

log = logging.getLogger(__name__)

MARK, ASKED = "knowledge", "reload"
LOOK_AGAIN = 5.0  # seconds; without a signal the wish is a mark in the database
MOST_TOLD = 20  # faults; whoever mends these runs `kvob check` for the rest
LONGEST = 300  # characters of one fault


@dataclass(frozen=True, slots=True)
class Reading:
    """The last time that the files were read: what was wrong, and how many intents are in use."""

    id: str
    at: datetime
    intents: int
    faults: tuple[str, ...] = ()


async def last_reading(db: Database) -> Reading | None:
    mark = await db.people.mark(MARK)
    if mark is None or mark[0] is None:
        return None
    value = json.loads(mark[0])
    return Reading(value["id"], mark[1], value["intents"], tuple(value["faults"]))


class Reloader:
    """Replaces what the assistant knows as a whole, or leaves it and tells the editor why not."""

    def __init__(
        self,
        db: Database,
        settings: Settings,
        clock: Clock,
        read: Callable[[], Brain],
        current: Callable[[], Brain],
        use: Callable[[Brain], None],
    ) -> None:
        self._db, self._settings, self._clock = db, settings, clock
        self._read, self._current, self._use = read, current, use
        self.on_read: Callable[[], Awaitable[None]] | None = None
        self._wanted = asyncio.Event()
        self._has_failed = False

    def ask(self) -> None:
        """Read the files soon; asked twice at once is read once."""
        self._wanted.set()

    async def run(self) -> None:
        """Read the files whenever that is asked, until cancelled."""
        seen = await self._last_wish()
        while True:
            try:
                async with asyncio.timeout(LOOK_AGAIN if self._db.file is None else None):
                    await self._wanted.wait()
            except TimeoutError:
                wish = await self._last_wish()
                if wish == seen:
                    continue
                seen = wish
            self._wanted.clear()
            await self.reload()

    async def _last_wish(self) -> datetime | None:
        if self._db.file is not None:
            return None
        try:
            mark = await self._db.people.mark(ASKED)
        except DatabaseUnavailable as error:
            log.warning("cannot see whether a reload is asked: %s", error)
            return None
        return mark[1] if mark else None

    async def reload(self) -> list[str]:
        """Read the files; returns what is wrong with them, in which case all stays as it was."""
        faults: list[str] = []
        try:
            brain = await asyncio.to_thread(self._read)
        except KnowledgeError as error:
            faults = [str(fault)[:LONGEST] for fault in error.faults]
        except Exception as error:
            # Whatever odd files lead to: who asks something now gets the answer of before.
            log.error("the knowledge base could not be read", exc_info=error)
            faults = [f"de bestanden zijn niet te gebruiken ({type(error).__name__})"]
        else:
            self._use(brain)
        for fault in faults[:MOST_TOLD]:
            log.error("the knowledge base stays as it was: %s", fault)
        if not faults:
            log.info("the knowledge base was read: %d intents", self._count())
        try:
            await self._tell(faults)
        except DatabaseUnavailable as error:
            log.warning("cannot store what was read: %s", error)
        if not faults and self.on_read is not None:
            await self.on_read()
        return faults

    async def _tell(self, faults: list[str]) -> None:
        """In `kvob status`, and in the operator's chat what is wrong and when it is mended."""
        async with self._db.transaction():
            await self.note(faults)
            if not faults and not self._has_failed:
                return
            message = f"de kennisbank is weer goed: {self._count()} onderwerpen"
            if faults:
                more = f"\n(en nog {len(faults) - 5})" if len(faults) > 5 else ""
                told = "\n".join(faults[:5])
                message = f"de kennisbank is niet gelezen, de vorige blijft:\n{told}{more}"
            await alarm(self._db, self._settings, message, self._clock(), key=secrets.token_hex(8))
        self._has_failed = bool(faults)

    async def note(self, faults: list[str]) -> None:
        """Remember that the files were read just now."""
        value = {
            "id": secrets.token_hex(8),
            "intents": self._count(),
            "faults": faults[:MOST_TOLD],
        }
        await self._db.people.set_mark(MARK, json.dumps(value), self._clock())

    def _count(self) -> int:
        return len(self._current().knowledge.intents)
