"""Telegram's end of a webhook: brings updates to whoever listens."""

from __future__ import annotations

import asyncio
import random
import socket
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.telegram.process import UNLIMITED

SECRET = "A_secret-of-our-own"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
PUBLIC = "https://bot.example.nl/webhook"

# Offset, limit and seconds to wait, as in getUpdates.
Poll = Callable[[int, int, int], Awaitable[Sequence[dict[str, Any]]]]


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def by_webhook(port: int) -> dict[str, str]:
    """The environment of a program that listens on this port."""
    return UNLIMITED | {
        "KVOB_TELEGRAM__WEBHOOK__URL": PUBLIC,
        "KVOB_TELEGRAM__WEBHOOK__PORT": str(port),
        "WEBHOOK_SECRET": SECRET,
    }


@dataclass
class Carrier:
    """Brings each update to one of the doors until it gets a 200, one at a time in each chat."""

    poll: Poll
    doors: Sequence[int]
    at_once: int = 40  # connections that Telegram opens
    brought: int = 0
    repeated: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(2026))
    _queues: dict[int, deque[dict[str, Any]]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def bringing(self) -> AsyncIterator[Carrier]:
        connector = aiohttp.TCPConnector(limit=self.at_once)
        timeout = aiohttp.ClientTimeout(total=10)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as client:
            task = asyncio.create_task(self._take(client))
            try:
                yield self
            finally:
                for each in (task, *self._tasks):
                    each.cancel()
                await asyncio.gather(task, *self._tasks, return_exceptions=True)

    async def _take(self, client: aiohttp.ClientSession) -> None:
        offset = 0
        while True:
            for update in await self.poll(offset, 100, 5):
                offset = update["update_id"] + 1
                chat = _chat_of(update)
                queue = self._queues.setdefault(chat, deque())
                queue.append(update)
                if len(queue) == 1:
                    task = asyncio.create_task(self._bring(client, queue))
                    self._tasks.add(task)
                    task.add_done_callback(self._tasks.discard)

    @property
    def waiting(self) -> dict[int, int]:
        """How many updates wait, by chat."""
        return {chat: len(queue) for chat, queue in self._queues.items() if queue}

    async def _bring(self, client: aiohttp.ClientSession, queue: deque[dict[str, Any]]) -> None:
        while queue:
            while not await self._is_taken(client, queue[0]):
                self.repeated += 1
                await asyncio.sleep(0.05)
            self.brought += 1
            queue.popleft()

    async def _is_taken(self, client: aiohttp.ClientSession, update: dict[str, Any]) -> bool:
        url = f"http://127.0.0.1:{self.chance.choice(self.doors)}/webhook"
        headers = {HEADER: SECRET}
        try:
            async with client.post(url, json=update, headers=headers) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, OSError):
            return False


def _chat_of(update: dict[str, Any]) -> int:
    content = next(value for key, value in update.items() if key != "update_id")
    holder = content.get("message") or content
    return int(holder["chat"]["id"])
