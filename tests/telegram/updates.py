"""The queue of updates as getUpdates gives it out: confirmed by offset, one poller at a time."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.telegram.refusal import Refusal

Update = dict[str, Any]

LIFETIME = {"callback_query": 150, "inline_query": 30, "pre_checkout_query": 150}
LIFETIME_OTHERS = 24 * 3600
QUIET_WEEK = 7 * 24 * 3600
LONGEST_POLL = 50
# An offset further than this beyond the last update is not believed.
FAR_AHEAD = 10
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True)
class _Waiting:
    update: Update
    expires: float

    @property
    def id(self) -> int:
        return int(self.update["update_id"])


class UpdateQueue:
    """Updates wait here until a higher offset confirms them or their time is over."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.allowed: list[str] = []
        self.confirmed: list[int] = []
        self.expired: list[Update] = []
        self._waiting: list[_Waiting] = []
        self._next_id = random.randrange(10**8, 9 * 10**8)
        self._last_push = clock()
        self._poll = 0
        self._changed = asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    def push(self, kind: str, content: Any) -> int | None:
        """Queue an update of this kind and give its id; None if the bot did not ask for them."""
        wanted = kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT
        if not wanted:
            return None
        now = self.clock()
        if not self._waiting and now - self._last_push > QUIET_WEEK:
            self._next_id = random.randrange(10**8, 9 * 10**8)
        self._last_push = now
        return self.push_raw({"update_id": self._next_id, kind: content})

    def push_raw(self, update: Update) -> int:
        """Queue an update exactly as it is; without an id it gets the next one."""
        update = {"update_id": self._next_id} | update
        self._next_id = max(self._next_id, update["update_id"]) + 1
        kind = next((key for key in update if key != "update_id"), "")
        expires = self.clock() + LIFETIME.get(kind, LIFETIME_OTHERS)
        self._waiting.append(_Waiting(update, expires))
        self._wake()
        return int(update["update_id"])

    async def poll(self, offset: int, limit: int, timeout: int) -> list[Update]:
        """Confirm what lies before the offset and give what follows, waiting for it if asked."""
        self._poll += 1
        mine = self._poll
        self._wake()
        self._drop_expired()
        self._confirm(offset)
        until = time.monotonic() + min(max(timeout, 0), LONGEST_POLL)
        while True:
            batch = [each.update for each in self._waiting[: min(max(limit, 1), 100)]]
            remains = until - time.monotonic()
            if batch or remains <= 0:
                return batch
            await self._wait(remains)
            if mine != self._poll:
                raise Refusal(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )

    def drop_all(self) -> None:
        self._waiting.clear()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            gone, self._waiting = self._waiting[:offset], self._waiting[offset:]
        elif offset > self._next_id + FAR_AHEAD:
            return  # outside the queue: served from the head
        else:
            gone = [each for each in self._waiting if each.id < offset]
            self._waiting = [each for each in self._waiting if each.id >= offset]
        self.confirmed += [each.id for each in gone]

    def _drop_expired(self) -> None:
        now = self.clock()
        self.expired += [each.update for each in self._waiting if each.expires < now]
        self._waiting = [each for each in self._waiting if each.expires >= now]

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            pass
