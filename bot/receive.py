"""getUpdates -> inbox: an update is confirmed to Telegram only after it is stored."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from bot.calls import Call
from bot.clock import Clock
from storage import Database, DatabaseUnavailable, Incoming

log = logging.getLogger(__name__)

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds between tries when Telegram or the disk is away


class TokenRefused(Exception):
    """Telegram does not know the token; trying again does not help."""


class Receiver:
    """Fetches updates for as long as it runs, and stores each before it confirms it."""

    def __init__(
        self, bot: Bot, db: Database, clock: Clock, wake: asyncio.Event, poll_seconds: int
    ) -> None:
        self._bot, self._db, self._clock, self._wake = bot, db, clock, wake
        self._poll_seconds = poll_seconds
        # None at the start: Telegram then gives everything that was not confirmed.
        self._offset: int | None = None

    async def run(self) -> None:
        """Receive until cancelled; raises TokenRefused."""
        wait = FIRST_WAIT
        while True:
            try:
                updates = await self._fetch()
                await self._store(updates)
            except TelegramUnauthorizedError:
                raise TokenRefused from None
            except Exception as error:
                pause = _pause(error, wait)
                log.warning("cannot receive: %s; again in %.1f s", _reason(error), pause)
                await asyncio.sleep(pause)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                wait = FIRST_WAIT

    async def _fetch(self) -> list[dict[str, Any]]:
        parameters = {"timeout": self._poll_seconds, "allowed_updates": ALLOWED, "limit": 100}
        if self._offset is not None:
            parameters["offset"] = self._offset
        call = Call(name="getUpdates", parameters=parameters)
        updates = await self._bot(call, request_timeout=self._poll_seconds + 15)
        if not isinstance(updates, list):
            raise ValueError("getUpdates gave no list")
        return updates

    async def _store(self, updates: list[dict[str, Any]]) -> None:
        rows = [row for row in map(incoming, updates) if row is not None]
        if not rows:
            return
        async with self._db.transaction():
            await self._db.inbox.store(self._bot.id, rows, self._clock())
        # Only now: the next getUpdates confirms what is committed.
        self._offset = rows[-1].update_id + 1
        self._wake.set()


def incoming(update: Any) -> Incoming | None:
    """What of an update decides its place: id and chat. None for what is no update at all."""
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        return None
    payload = json.dumps(update, ensure_ascii=True, separators=(",", ":"))
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


def _pause(error: Exception, wait: float) -> float:
    return float(error.retry_after) if isinstance(error, TelegramRetryAfter) else wait


def _reason(error: Exception) -> str:
    """A reason without the address, which carries the token."""
    if isinstance(error, TelegramConflictError):
        return "another program receives with this token (409)"
    if isinstance(error, DatabaseUnavailable):
        return f"the database cannot be written ({error})"
    if isinstance(error, TelegramAPIError):
        return f"{type(error).__name__} {error.message}"[:200]
    return type(error).__name__
