"""One of the replicas leads: it does what may be done by one only, such as sending."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.claims import NEWS
from storage.engine import SILENT_FOR, connect_arguments, is_sqlite, lock_number

if TYPE_CHECKING:
    import psycopg

log = logging.getLogger(__name__)

LEADS = 2  # the first number of the lock; the second says which
LOOK_AGAIN = 1.0  # seconds between two tries to lead, and between two looks whether it still does
ANSWER_WITHIN = 3.0  # seconds; then the database is gone, and with it the lead
# Seconds after the last sign of life in which nobody else can lead: the server waits longer.
CERTAIN_FOR = SILENT_FOR - 1.0

Duties = Callable[[], Awaitable[None]]


class Lead:
    """A lock in the database, held by a connection of its own.

    It is free as soon as that connection ends, so a replica that dies is followed up within
    seconds; one that loses its connection stops what it did. One that hangs says nothing, and the
    server ends its connection. With SQLite there is one process, which always leads.
    """

    def __init__(self, url: sa.URL) -> None:
        self._url = url
        self.is_held = False
        self._heard_at = 0.0

    @property
    def is_certain(self) -> bool:
        """Whether nobody else can lead at this moment; asked before each thing that cannot be
        undone, for who wakes up after a pause does not know yet that he was followed up.
        """
        return self.is_held and (is_sqlite(self._url) or _seconds() - self._heard_at < CERTAIN_FOR)

    async def run(
        self, duties: Callable[[], Awaitable[None]], on_news: Callable[[], None]
    ) -> None:
        """Wait for the lead, do the duties while it lasts, and again; ends if they end.

        `on_news` is called when another replica has put something into the outbox.
        """
        if is_sqlite(self._url):
            self.is_held = True
            await duties()
            return None
        import psycopg

        while True:
            ended: asyncio.Future[None] | None = None
            try:
                async with await self._connect() as connection:
                    await self._wait_for_it(connection)
                    ended = await self._term(connection, duties, on_news)
            except (psycopg.Error, OSError) as error:
                log.warning("no connection for the lead: %s", type(error).__name__)
            if ended is not None:
                return ended.result()
            await asyncio.sleep(LOOK_AGAIN)

    async def _connect(self) -> psycopg.AsyncConnection[tuple[object, ...]]:
        import psycopg

        given = self._url.set(drivername="postgresql").difference_update_query(["options"])
        return await psycopg.AsyncConnection.connect(
            given.render_as_string(hide_password=False),
            autocommit=True,
            **connect_arguments(self._url, {"idle_session_timeout": f"{SILENT_FOR}s"}),
        )

    async def _wait_for_it(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        await connection.execute(f"LISTEN {NEWS}")
        numbers = (LEADS, lock_number("lead"))
        while True:
            self._heard_at = _seconds()
            async with asyncio.timeout(ANSWER_WITHIN):
                cursor = await connection.execute("SELECT pg_try_advisory_lock(%s, %s)", numbers)
                row = await cursor.fetchone()
            if row is not None and row[0]:
                return
            await asyncio.sleep(LOOK_AGAIN)

    async def _term(
        self,
        connection: psycopg.AsyncConnection[tuple[object, ...]],
        duties: Duties,
        on_news: Callable[[], None],
    ) -> asyncio.Future[None] | None:
        """Do the duties until they end (then gives them) or the lead is lost."""
        log.info("this replica leads now")
        self.is_held = True
        work = asyncio.ensure_future(duties())
        watch = asyncio.ensure_future(self._watch(connection, on_news))
        try:
            await asyncio.wait((work, watch), return_when=asyncio.FIRST_COMPLETED)
            return work if work.done() else None
        finally:
            self.is_held = False
            for each in (work, watch):
                each.cancel()
            # What is being sent is noted before the lock goes.
            await asyncio.gather(work, watch, return_exceptions=True)
            log.info("this replica leads no longer")

    async def _watch(
        self,
        connection: psycopg.AsyncConnection[tuple[object, ...]],
        on_news: Callable[[], None],
    ) -> None:
        """Pass the news on for as long as the database answers on this connection."""
        while True:
            async for _ in connection.notifies(timeout=LOOK_AGAIN):
                on_news()
            asked_at = _seconds()
            async with asyncio.timeout(ANSWER_WITHIN):
                await connection.execute("SELECT 1")
            self._heard_at = asked_at


def _seconds() -> float:
    """A clock that no one sets; on Linux one that goes on while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
