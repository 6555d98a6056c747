"""getUpdates -> inbox: an update is confirmed to Telegram only after it is stored."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from bot.calls import Call
from bot.clock import Clock
from bot.config import Settings
from bot.logs import redact
from bot.notices import alarm
from bot.promise import local_day
from storage import Database, DatabaseUnavailable, Incoming

log = logging.getLogger(__name__)

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
BATCH = 100  # updates at once; fewer means that no more wait at Telegram
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds between tries when Telegram or the disk is away
OUTAGE = timedelta(minutes=2)  # a button that is pressed lives 150 seconds at Telegram
# After a week without updates their ids start anew at random, perhaps below our offset.
QUIET = timedelta(days=6)
# Telegram has refused good tokens for a moment; so often in a row it means it. A token that
# worked in this run gets about three minutes.
REFUSALS, REFUSALS_OF_A_KNOWN_TOKEN = 3, 10
# So often an answer with one and the same update has to be unreadable before it is set aside.
UNREADABLE = 3
NOTHING = "{}"  # a payload that cannot be handled, and is set aside
_FIRST_ID = re.compile(r'"update_id"\s*:\s*(\d{1,18})\b')

OnReturn = Callable[[datetime], Awaitable[None]]


class TokenRefused(Exception):
    """Telegram does not know the token; trying again does not help."""


class Receiver:
    """Fetches updates for as long as it runs, and stores each before it confirms it.

    `is_caught_up` says that nothing more waits at Telegram; `on_return` is called with the last
    good moment when receiving works again after an outage.
    """

    def __init__(
        self, bot: Bot, db: Database, settings: Settings, clock: Clock, wake: asyncio.Event
    ) -> None:
        self._bot, self._db, self._settings, self._clock = bot, db, settings, clock
        self._wake = wake
        # None at the start: Telegram then gives everything that was not confirmed.
        self._offset: int | None = None
        self._may_have_webhook = True
        self._last_good = self._last_update = clock()
        self._refused, self._is_known = 0, False
        self._one_by_one = 0  # updates still to be fetched alone, for one of them is unreadable
        self._unreadable: list[int] = []  # the update in each of the last such answers
        self.is_caught_up = False
        self.on_return: OnReturn | None = None

    async def run(self) -> None:
        """Receive until cancelled; raises TokenRefused."""
        wait = FIRST_WAIT
        has_failed = False
        self._last_good = self._clock()
        while True:
            try:
                if self._may_have_webhook:
                    await self._leave_webhook()
                limit = 1 if self._one_by_one else BATCH
                updates = await self._fetch(limit)
                await self._store(updates)
                if has_failed:
                    await self._return()
            except Exception as error:
                self.is_caught_up, has_failed = False, True
                if isinstance(error, ClientDecodeError | UnicodeDecodeError):
                    await self._isolate(_body_of(error))
                if isinstance(error, TelegramUnauthorizedError):
                    self._count_refusal()
                if isinstance(error, TelegramConflictError):
                    await self._conflict(error)
                wait = await pause_after(error, wait)
            else:
                self.is_caught_up = len(updates) < limit
                self._one_by_one = max(0, self._one_by_one - 1) if updates else 0
                self._unreadable.clear()
                self._refused, self._is_known = 0, True
                self._last_good, has_failed, wait = self._clock(), False, FIRST_WAIT

    async def _leave_webhook(self) -> None:
        """getUpdates gives nothing while a webhook is set; what waits at Telegram stays there."""
        self._may_have_webhook = False
        call = Call(name="deleteWebhook", parameters={"drop_pending_updates": False})
        try:
            await self._bot(call, request_timeout=10)
        except TelegramUnauthorizedError:
            raise
        except Exception as error:
            # Where a webhook is set all the same, the 409 of getUpdates says so.
            log.warning("deleteWebhook: %s", reason_of(error))

    async def _isolate(self, body: str) -> None:
        """One update that no parser can read makes the whole answer unreadable: from here on they
        are fetched one by one, and the one that stays unreadable is set aside, so that it holds
        up no other. What is no whole answer, such as a page of a proxy, is only tried again.
        """
        found = _FIRST_ID.search(body)
        if found is None or not body.endswith("]}"):
            return
        if not self._one_by_one:
            self._one_by_one = BATCH
            return
        update_id = int(found[1])
        self._unreadable = [each for each in self._unreadable if each == update_id] + [update_id]
        if len(self._unreadable) < UNREADABLE:
            return
        log.error("update:%d cannot be read, and is set aside", update_id)
        try:
            await self._keep([Incoming(update_id, 0, NOTHING)])
        except DatabaseUnavailable as trouble:
            log.warning("cannot set it aside: %s", trouble)
        else:
            self._one_by_one = 0
            self._unreadable.clear()

    async def _fetch(self, limit: int) -> list[Any]:
        # Until all that waited is here Telegram need not hold the line.
        seconds = self._settings.telegram.poll_seconds if self.is_caught_up else 0
        parameters = {"timeout": seconds, "allowed_updates": ALLOWED, "limit": limit}
        if self._offset is not None:
            parameters["offset"] = self._offset
        call = Call(name="getUpdates", parameters=parameters)
        updates = await self._bot(call, request_timeout=seconds + 15)
        if not isinstance(updates, list):
            raise ValueError("getUpdates gave no list")
        return updates

    async def _store(self, updates: list[Any]) -> None:
        rows = [row for row in map(incoming, updates) if row is not None]
        if not rows:
            if updates:
                raise ValueError("no update has an id")
            if self._clock() - self._last_update > QUIET:
                self._offset = None
            return
        # Their ids are their order, should they come in another.
        rows.sort(key=lambda row: row.update_id)
        await self._keep(rows)

    async def _keep(self, rows: list[Incoming]) -> None:
        async with self._db.transaction():
            await self._db.inbox.store(self._bot.id, rows, self._clock())
        # Only now: the next getUpdates confirms what is committed.
        self._offset = rows[-1].update_id + 1
        self._last_update = self._clock()
        self._wake.set()

    def _count_refusal(self) -> None:
        """401: at last the token is really wrong, and trying again does not help."""
        self._refused += 1
        if self._refused >= (REFUSALS_OF_A_KNOWN_TOKEN if self._is_known else REFUSALS):
            raise TokenRefused from None

    async def _return(self) -> None:
        if self.on_return and self._clock() - self._last_good > OUTAGE:
            await self.on_return(self._last_good)

    async def _conflict(self, error: TelegramConflictError) -> None:
        """409: a webhook is still set, or another program receives with this token."""
        if "webhook" in (error.message or "").lower():
            self._may_have_webhook = True
        else:
            await warn_operator(self._db, self._settings, OTHER_PROGRAM, self._clock())


def _body_of(error: ClientDecodeError | UnicodeDecodeError) -> str:
    """The answer that could not be read, as text; '' where it is not known."""
    if isinstance(error, UnicodeDecodeError):
        return error.object.decode("utf-8", "replace").rstrip()
    return error.data.rstrip() if isinstance(error.data, str) else ""


OTHER_PROGRAM = "een ander programma ontvangt met hetzelfde token (409); stop dat programma"


async def warn_operator(db: Database, settings: Settings, message: str, now: datetime) -> None:
    """An alarm about receiving, at most once a day; without a database there is only the log."""
    try:
        await alarm(db, settings, f"{local_day(now):%d-%m-%Y}: {message}", now)
    except DatabaseUnavailable as error:
        log.warning("no alarm could be stored: %s", error)


async def pause_after(error: Exception, wait: float) -> float:
    """Sleep as long as Telegram asks, or so many seconds; returns the next pause."""
    pause = float(error.retry_after) if isinstance(error, TelegramRetryAfter) else wait
    log.warning("cannot receive: %s; again in %.1f s", reason_of(error), pause)
    await asyncio.sleep(pause)
    return min(wait * 2, LONGEST_WAIT)


def incoming(update: Any) -> Incoming | None:
    """What of an update decides its place: id and chat. None for what is no update at all."""
    if not isinstance(update, dict) or not _is_id(update.get("update_id")):
        return None
    try:
        # One form for each update: by webhook it may come with its keys in another order.
        payload = json.dumps(update, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    except RecursionError:
        payload = NOTHING
    return Incoming(update["update_id"], _chat_of(update), payload)


def _chat_of(update: dict[str, Any]) -> int:
    """The chat whose order this update belongs to; 0 for none. Accepts any JSON."""
    for value in update.values():
        if not isinstance(value, dict):
            continue
        message = value.get("message")
        for holder in (value, message if isinstance(message, dict) else {}):
            chat = holder.get("chat") or {}
            if isinstance(chat, dict) and _is_id(chat.get("id")):
                return int(chat["id"])
        sender = value.get("from") or {}
        if isinstance(sender, dict) and _is_id(sender.get("id")):
            return int(sender["id"])
    return 0


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**62


def reason_of(error: Exception) -> str:
    """A reason without the address, which carries the token."""
    if isinstance(error, TelegramConflictError):
        return "another program receives with this token (409)"
    if isinstance(error, DatabaseUnavailable):
        return f"the database cannot be written ({error})"
    if isinstance(error, TelegramAPIError):
        return redact(f"{type(error).__name__} {error.message}")[:200]
    return type(error).__name__
