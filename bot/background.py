"""The clock: what is past its term goes, and the heartbeat that shows that all is well."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot import disk
from bot.backup import LONGER, Copier, forget_old_databases
from bot.clock import Clock
from bot.config import Settings
from bot.health import REPLICA
from bot.notices import alarm
from bot.office import Office
from bot.promise import local_day
from bot.reminders import remind, settle
from bot.survey import ask_if_helped
from bot.turn import Brain
from storage import CopyFailed, Database, DatabaseUnavailable

log = logging.getLogger(__name__)

BEAT = 60.0  # seconds
LOOK_AGAIN = 0.5  # seconds
PURGE_EVERY = timedelta(days=1)
FORGOTTEN_AT_ONCE = 40  # requests


class Background:
    """Does by the clock what nobody asks for."""

    def __init__(
        self,
        db: Database,
        settings: Settings,
        clock: Clock,
        on_beat: Callable[[], Awaitable[None]] | None = None,
        brain: Callable[[], Brain] | None = None,
    ) -> None:
        self._db, self._settings, self._clock = db, settings, clock
        self._brain, self._on_beat = brain, on_beat
        self.on_commit: Callable[[], None] = lambda: None
        self._copier = Copier(db, settings)
        self._has_to_empty = True  # after a crash it may hold what was erased before
        self._wake = asyncio.Event()

    async def live(self) -> None:
        """Every replica: show until cancelled that it lives."""
        await self._every_minute(self.pulse)

    async def run(self) -> None:
        """One replica: work until cancelled; no trouble ends it, for the next may go well."""
        await self._every_minute(self.keep_time)

    async def _every_minute(self, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            seconds, moment = time.monotonic(), self._clock()
            await self._try(step)
            while not self._is_time(seconds, moment):
                await self._rest()

    def _is_time(self, seconds: float, moment: datetime) -> bool:
        """Whether a minute passed; a clock that is set for a test is followed at once."""
        if self._settings.test_clock and abs((self._clock() - moment).total_seconds()) >= BEAT:
            return True
        return time.monotonic() - seconds >= BEAT

    async def _rest(self) -> None:
        """Wait a moment; who was erased meanwhile leaves the journal at once."""
        try:
            async with asyncio.timeout(LOOK_AGAIN):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()
        await self._try(self._empty_journal)

    async def _try(self, step: Callable[[], Awaitable[None]]) -> None:
        try:
            await step()
        except DatabaseUnavailable as error:
            log.warning("cannot do what the clock asks: %s", error)
        except Exception as error:
            log.error("what the clock asks failed", exc_info=error)
            what = f"een taak van elke minuut mislukt ({type(error).__name__}); zie het logboek"
            await self._alarm(what, self._clock())

    async def beat(self) -> None:
        """One round of everything."""
        await self.pulse()
        await self.keep_time()

    async def pulse(self) -> None:
        """The heartbeat: this loop runs and the database takes writes."""
        now = self._clock()
        async with self._db.transaction():
            await self._db.people.set_mark("heartbeat", None, now)
            if self._db.is_shared:
                await self._db.people.set_mark(f"{REPLICA}{self._settings.replica}", None, now)
        if self._on_beat is not None:
            await self._on_beat()

    async def keep_time(self) -> None:
        """What the clock asks; each on its own: what fails costs no other its turn."""
        now = self._clock()
        last = await self._db.people.mark("purge")
        if last is None or now - last[1] >= PURGE_EVERY:
            await self._try(lambda: self.purge(now))
        await self._try(self._empty_journal)
        await self._try(lambda: self.look_at_the_desk(now))
        await self._try(lambda: self._look_at_disk(now))
        await self._try(lambda: self._copy(now))

    def empty_journal_soon(self) -> None:
        """Somebody was erased: what was there before stands in SQLite's journal until then."""
        self._has_to_empty = True
        self._wake.set()

    async def _empty_journal(self) -> None:
        if not self._has_to_empty:
            return
        self._has_to_empty = False  # who is erased from here on asks again
        is_empty = False
        try:
            is_empty = await self._db.empty_wal()
        finally:
            self._has_to_empty |= not is_empty

    async def look_at_the_desk(self, now: datetime) -> None:
        """Reminders and what else the clock asks of the queue; a fault stops nothing else."""
        if self._brain is None:
            return
        office = Office(self._db, self._brain(), self._settings, now)
        for work in (settle, remind, ask_if_helped):
            try:
                await work(office)
            except DatabaseUnavailable:
                raise
            except Exception as error:
                log.error("the desk's clock failed in %s", work.__name__, exc_info=error)
                message = f"{work.__name__}: {type(error).__name__} ({now:%d-%m-%Y})"
                await alarm(self._db, self._settings, message, now)
        self.on_commit()

    async def _copy(self, now: datetime) -> None:
        try:
            await self._copier.round(now)
        except CopyFailed as error:
            log.error("no copy of the database was made: %s", error)
            await self._alarm(f"back-up mislukt: {error}", now)

    async def _look_at_disk(self, now: datetime) -> None:
        """A full disk stops everything; it is told while there still is room to tell it."""
        free = None if self._db.file is None else disk.free_mb(self._db.file)
        if free is not None and free < disk.LEAST_FREE:
            log.error("only %d MB are free on the disk", free)
            await self._alarm(f"nog maar {free} MB vrij op de schijf", now, key="disk")

    async def _alarm(self, message: str, now: datetime, key: str | None = None) -> None:
        """Told at most once a day; without a database there is only the log."""
        day = local_day(now).isoformat()
        try:
            await alarm(self._db, self._settings, message, now, key=f"{day} {key or message}")
        except DatabaseUnavailable as error:
            log.warning("no alarm could be stored: %s", error)

    async def _forget_requests(self, closed_before: datetime, now: datetime) -> int:
        """Some of what is past its term, in a transaction of its own: visitors do not wait, and
        no statement grows without end.
        """
        async with self._db.transaction():
            ended = await self._db.requests.closed_before(closed_before, FORGOTTEN_AT_ONCE)
            await self._db.requests.anonymise(ended, now)
            await self._db.outbox.forget_requests(ended)
        return len(ended)

    async def purge(self, now: datetime) -> None:
        """Remove what is past its term, and write SQLite's journal out, so that it is gone."""
        keep = self._settings.retention
        ended = 0
        while count := await self._forget_requests(now - timedelta(days=keep.request_days), now):
            ended += count
        talk, message = timedelta(days=keep.conversation_days), timedelta(days=keep.message_days)
        for forget, term in (
            (self._db.outbox.forget_bodies, message),
            (self._db.conversations.end_threads, timedelta(days=1)),
            (self._db.feedback.forget, timedelta(days=keep.unknown_days)),
            (self._db.conversations.forget, talk),
            (self._db.outbox.forget_talk, talk),
            (self._db.inbox.forget_handled, timedelta()),
            (self._db.inbox.forget_dead, message),
        ):
            while await forget(now - term):
                pass  # a piece at a time: in between visitors have their turn
        async with self._db.transaction():
            await self._db.conversations.drop_old_forms(now - timedelta(days=keep.form_days))
            await self._db.people.forget_codes(now)
            copies = timedelta(days=self._settings.backup.keep_days)
            await self._db.people.forget_erasures(now - copies - LONGER)
            await self._db.people.forget_marks(REPLICA, now - PURGE_EVERY)
            await self._db.people.set_mark("purge", None, now)
        self._has_to_empty = True
        await self._empty_journal()
        if self._db.file is not None:
            forget_old_databases(self._db.file, self._settings.backup.keep_days, now)
        log.info("purged; %d requests became anonymous", ended)
