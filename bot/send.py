"""outbox -> Telegram: in order per chat, as fast as Telegram allows, nothing dropped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)

from bot.calls import Call
from bot.clock import Clock, system_clock
from bot.commits import Commits
from bot.config import Telegram
from bot.logs import redact
from storage import Database, DatabaseUnavailable, OutboxRow

log = logging.getLogger(__name__)

# Messages that are on their way at the same time. Each of them may be sent twice at a kill, and
# eight are enough for thirty a second.
AT_ONCE = 8
FIRST_BACKOFF, LONGEST_BACKOFF = 0.5, 600.0  # seconds
PAUSE = 0.01  # seconds between looks while most places are taken: one look brings several
LOOK_AGAIN = 1.0  # seconds; after a start, rows whose time comes are found this soon
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")

STALE = timedelta(hours=1)  # an answer that is later than this has lost its meaning

# What is sent for a row: its own method and body, or the report that it asks for.
Fill = Callable[[OutboxRow], Awaitable[tuple[str, dict[str, Any]]]]
Parked = Callable[[OutboxRow, str], Awaitable[None]]
Stale = Callable[[int], Awaitable[None]]
Delivered = Callable[[OutboxRow], Awaitable[None]]


class Sender:
    """Sends the oldest waiting message of each chat; one message a chat at a time.

    There is one sender a database, so a row needs no lease: what is being sent stands in memory.
    A crash between sending and marking sends that message twice, never not at all.
    """

    def __init__(
        self,
        bot: Bot,
        db: Database,
        clock: Clock,
        limits: Telegram,
        on_parked: Parked,
        on_stale: Stale,
        on_delivered: Delivered,
        fill: Fill,
    ) -> None:
        self._bot, self._db, self._clock = bot, db, clock
        self._pace = Pace(limits.seconds_per_chat, limits.messages_per_second)
        self._on_parked, self._on_stale = on_parked, on_stale
        self._on_delivered, self._fill = on_delivered, fill
        # Whom it is about had his data deleted while it was on its way.
        self.on_vanished: Callable[[OutboxRow, int], Awaitable[None]] | None = None
        self.on_farewell: Callable[[], None] = lambda: None
        self._commits = Commits(db)
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._next_look = 0.0
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Send until cancelled; what is under way is finished first."""
        try:
            while True:
                self.wake.clear()
                try:
                    await self._start_what_waits()
                except DatabaseUnavailable as error:
                    log.warning("cannot read the outbox: %s", error)
                    await asyncio.sleep(1)
                await self._wait()
        finally:
            if self._under_way:
                await asyncio.wait(list(self._under_way.values()), timeout=3)

    @property
    def is_idle(self) -> bool:
        return not self._under_way and not self.wake.is_set()

    async def _wait(self) -> None:
        try:
            # News of a replica that died right after its commit does not come.
            async with asyncio.timeout(1.0 if self._db.is_shared else LOOK_AGAIN):
                await self.wake.wait()
        except TimeoutError:
            pass

    async def _start_what_waits(self) -> None:
        room = AT_ONCE - len(self._under_way)
        if room <= 0 or not self._db.lead.is_certain:
            return
        wait = self._pace.seconds_until_turn()
        if room < AT_ONCE // 2:
            wait = max(wait, self._next_look - _seconds())
        if wait > 0:
            asyncio.get_running_loop().call_later(wait, self.wake.set)
            return
        self._next_look = _seconds() + PAUSE
        without = {*self._under_way, *self._pace.waiting()}
        for row in await self._db.outbox.heads(system_clock(), room, without):
            if row.chat_id in self._under_way or not self._has_turn(row.chat_id):
                continue
            self._pace.start(row.chat_id)
            task = asyncio.create_task(self._send_one(row))
            self._under_way[row.chat_id] = task
            task.add_done_callback(lambda _, chat=row.chat_id: self._finished(chat))  # type: ignore[misc]

    def _has_turn(self, chat_id: int) -> bool:
        """Whether the limits let this chat be written to now; if not, it is looked at in time."""
        wait = self._pace.seconds_until_turn(chat_id)
        if wait > 0:
            asyncio.get_running_loop().call_later(wait, self.wake.set)
        return wait <= 0

    def _finished(self, chat_id: int) -> None:
        del self._under_way[chat_id]
        self.wake.set()
        if (wait := self._pace.seconds_until_turn(chat_id)) > 0:
            asyncio.get_running_loop().call_later(wait, self.wake.set)

    async def _send_one(self, row: OutboxRow) -> None:
        """Send it, or put it off; a fault of ours holds up no other chat."""
        try:
            await self._send(row)
        except Exception as error:
            log.error("row:%d failed", row.id, exc_info=error)
            reason = type(error).__name__
            await self._keep_trying(lambda: self._postpone(row, LONGEST_BACKOFF, reason))

    async def _send(self, row: OutboxRow) -> None:
        if row.kind == "reply" and row.about_chat is not None and self._is_stale(row):
            return await self._keep_trying(lambda: self._on_stale(row.chat_id))
        method, parameters = await self._fill(row)
        if not self._db.lead.is_certain:
            return None  # another replica may be sending it
        try:
            result = await self._bot(Call(name=method, parameters=parameters))
        except Exception as error:
            failure = error
            self._pace.finish(row.chat_id)
            await self._keep_trying(lambda: self._failed(row, failure))
        else:
            self._pace.finish(row.chat_id)
            message_id = result.get("message_id") if isinstance(result, dict) else None
            step = partial(self._delivered, row, message_id)
            await self._keep_trying(lambda: self._commits.run(step))

    def _is_stale(self, row: OutboxRow) -> bool:
        return self._clock() - row.created_at > STALE

    async def _keep_trying(self, step: Callable[[], Awaitable[None]]) -> None:
        """What became of a message must be stored; a database that is away is waited for."""
        while True:
            try:
                return await step()
            except DatabaseUnavailable as error:
                log.warning("cannot store what was sent: %s", error)
                await asyncio.sleep(1)

    async def _delivered(self, row: OutboxRow, message_id: int | None) -> None:
        async with self._db.transaction():
            is_kept = await self._db.outbox.done(row.id, message_id, self._clock(), row)
            if not is_kept and message_id is not None and self.on_vanished is not None:
                await self.on_vanished(row, message_id)
            if row.kind == "farewell":
                self.on_farewell()
            if row.kind != "reply":
                await self._db.people.set_reachable(row.chat_id, True)
            if row.request_id is not None:
                await self._on_delivered(row)

    async def _failed(self, row: OutboxRow, error: Exception) -> None:
        """Decide by the kind of failure: done all the same, later, otherwise, or never."""
        now = self._clock()
        reason = _reason(error)
        another_way = _another_way(row, error)
        if isinstance(error, TelegramRetryAfter):
            await self._postpone(row, error.retry_after, reason)
        elif isinstance(error, TelegramBadRequest) and "not modified" in (error.message or ""):
            await self._db.outbox.done(row.id, None, now, row)
        elif another_way is not None:
            async with self._db.transaction():
                await self._db.outbox.resend(row, *another_way)
        elif isinstance(
            error, TelegramBadRequest | TelegramForbiddenError | TelegramMigrateToChat
        ):
            await self._park(row, reason)
        else:
            # Also 401 and 404: they are about the token or the address, never about a message.
            wait = min(FIRST_BACKOFF * 2 ** min(row.attempts, 12), LONGEST_BACKOFF)
            await self._postpone(row, wait, reason)

    async def _postpone(self, row: OutboxRow, seconds: float, reason: str) -> None:
        """Try this chat again after so many seconds of real time, whatever the clock says."""
        until = system_clock() + timedelta(seconds=seconds)
        await self._db.outbox.postpone(row.id, until, reason)
        asyncio.get_running_loop().call_later(seconds + 0.01, self.wake.set)
        log.warning("cannot send row:%d (%s); again in %.1f s", row.id, reason, seconds)

    async def _park(self, row: OutboxRow, reason: str) -> None:
        log.error("row:%d (%s) cannot be delivered: %s", row.id, row.kind, reason)
        async with self._db.transaction():
            await self._db.outbox.park(row.id, reason, self._clock())
            await self._on_parked(row, reason)


class Pace:
    """Keeps to Telegram's limits: so many seconds between two messages in one chat, so many
    messages a second in all; 0 switches a limit off. Runs on the monotonic clock, in seconds.
    """

    def __init__(self, seconds_per_chat: float, messages_per_second: float) -> None:
        self._per_chat = seconds_per_chat
        self._gap = 1 / messages_per_second if messages_per_second else 0.0
        self._next_of_chat: dict[int, float] = {}
        self._next = 0.0

    def seconds_until_turn(self, chat_id: int | None = None) -> float:
        """How long this chat, or whoever is next, has to wait; 0 or less where it need not."""
        turn = 0.0 if chat_id is None else self._next_of_chat.get(chat_id, 0.0)
        return max(self._next, turn) - _seconds()

    def waiting(self) -> list[int]:
        """The chats that were written to a moment ago and have to wait for their next turn."""
        now = _seconds()
        self._next_of_chat = {k: v for k, v in self._next_of_chat.items() if v > now}
        return list(self._next_of_chat)

    def start(self, chat_id: int) -> None:
        """Count a message that is sent now."""
        self._next = max(_seconds(), self._next) + self._gap
        self.finish(chat_id)

    def finish(self, chat_id: int) -> None:
        """Count the chat's time from now: at Telegram it counts when the message arrives, which
        lies between its start and its answer.
        """
        self._next_of_chat[chat_id] = _seconds() + self._per_chat


def _seconds() -> float:
    return asyncio.get_running_loop().time()


def _another_way(row: OutboxRow, error: Exception) -> tuple[str, dict[str, Any]] | None:
    """Another form in which Telegram may take it: anew, without formatting, in the new group."""
    if isinstance(error, TelegramMigrateToChat):
        body = row.body | {"chat_id": error.migrate_to_chat_id}
        return None if body == row.body else (row.method, body)
    if not isinstance(error, TelegramBadRequest):
        return None
    text = (error.message or "").lower()
    if row.key and row.method == "editMessageText" and any(sign in text for sign in GONE):
        return "sendMessage", {k: v for k, v in row.body.items() if k != "message_id"}
    if "can't parse entities" in text and "parse_mode" in row.body:
        return row.method, {k: v for k, v in row.body.items() if k != "parse_mode"}
    return None


def _reason(error: Exception) -> str:
    """Why, without the text or the address, which carries the token."""
    if isinstance(error, TelegramAPIError):
        return redact(f"{type(error).__name__}: {error.message}")[:200]
    return type(error).__name__
