"""A lean stand-in for the Bot API, and visitors who write to it: as little of its own as can be.

It knows getUpdates and takes every other call; the bot that is measured runs as a process.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs

TOKEN = "42:" + "benchmark-token-that-opens-nothing"
ME = {"id": 42, "is_bot": True, "first_name": "B", "username": "benchmark_bot"}


class Telegram:
    """Hands out updates and notes when each visitor was answered."""

    def __init__(self) -> None:
        self.base = ""
        self.polls = 0
        self.sent = 0
        self.on_reply: Callable[[int], None] = lambda _: None
        self._updates: deque[dict[str, Any]] = deque()
        self._arrived = asyncio.Event()
        self._number = 1000
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Telegram:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Line(self), "127.0.0.1", 0)
        self.base = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    def write(self, chat_id: int, text: str) -> None:
        """Somebody sends a message."""
        self._number += 1
        person = {"id": chat_id, "first_name": "Visitor", "language_code": "nl"}
        message: dict[str, Any] = {
            "message_id": self._number,
            "date": int(time.time()),
            "chat": {"id": chat_id, "type": "private", "first_name": "Visitor"},
            "from": person | {"is_bot": False},
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        self._updates.append({"update_id": self._number, "message": message})
        self._arrived.set()

    async def answer(self, method: str, values: dict[str, Any]) -> Any:
        if method == "getUpdates":
            given = [int(float(values.get(name) or 0)) for name in ("offset", "limit", "timeout")]
            return await self.poll(*given)
        if method == "getMe":
            return ME
        if method == "sendMessage":
            self.sent += 1
            self._number += 1
            chat_id = int(values["chat_id"])
            self.on_reply(chat_id)
            chat = {"id": chat_id, "type": "private"}
            return {"message_id": self._number, "date": 1, "chat": chat, "text": "x"}
        return True

    async def poll(self, offset: int, limit: int, timeout: int) -> list[dict[str, Any]]:
        """Confirm what lies before the offset and give what follows, waiting for it if asked."""
        self.polls += 1
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        if not self._updates:
            self._arrived.clear()
            try:
                async with asyncio.timeout(timeout):
                    await self._arrived.wait()
            except TimeoutError:
                return []
        return [self._updates[n] for n in range(min(limit or 100, len(self._updates)))]


class _Line(asyncio.Protocol):
    """One connection, kept open: requests with a Content-Length, one after the other."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram, self._buffer = telegram, b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length, is_json = 0, False
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            elif name.lower() == b"content-type":
                is_json = b"json" in value
        if len(rest) < length:
            return
        self._buffer = rest[length:]
        method = head.split(b" ", 2)[1].rpartition(b"/")[2].decode()
        body = rest[:length].decode()
        values = {key: found[0] for key, found in parse_qs(body).items()}
        if is_json:
            values = json.loads(body)
        task = asyncio.ensure_future(self._telegram.answer(method, values))
        task.add_done_callback(self._reply)

    def _reply(self, task: asyncio.Future[Any]) -> None:
        if task.cancelled():
            return
        body = json.dumps({"ok": True, "result": task.result()}).encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        self._transport.write(head + str(len(body)).encode() + b"\r\n\r\n" + body)


class Crowd:
    """Visitors with questions; keeps the seconds from each question to its reply."""

    def __init__(self, telegram: Telegram, texts: Sequence[str], size: int) -> None:
        self._telegram, self._texts = telegram, texts
        self._chats = range(100_000, 100_000 + size)
        self._asked: dict[int, deque[float]] = defaultdict(deque)
        self._answered: dict[int, asyncio.Event] = defaultdict(asyncio.Event)
        self._chance = random.Random(7)
        self.waits: list[float] = []
        telegram.on_reply = self._on_reply

    def _ask(self, chat_id: int, text: str | None = None) -> None:
        self._asked[chat_id].append(time.perf_counter())
        self._answered[chat_id].clear()
        self._telegram.write(chat_id, text or self._chance.choice(self._texts))

    def _on_reply(self, chat_id: int) -> None:
        if self._asked[chat_id]:
            self.waits.append(time.perf_counter() - self._asked[chat_id].popleft())
        if not self._asked[chat_id]:
            self._answered[chat_id].set()

    async def arrive(self) -> None:
        """Everybody writes once, so that nobody is a stranger when time is taken."""
        for chat_id in self._chats:
            self._ask(chat_id, "/start")
        await self._all_answered()
        self.waits.clear()

    async def ask_without_pause(self, seconds: float) -> float:
        """Each asks again as soon as he is answered; replies a second."""
        end = time.perf_counter() + seconds

        async def talk(chat_id: int) -> None:
            while time.perf_counter() < end:
                self._ask(chat_id)
                await self._answered[chat_id].wait()

        begun = time.perf_counter()
        await asyncio.gather(*(talk(chat_id) for chat_id in self._chats))
        return len(self.waits) / (time.perf_counter() - begun)

    async def ask_at(self, rate: float, seconds: float) -> None:
        """So many questions a second at random instants, whether or not replies keep up."""
        begun = due = time.perf_counter()
        while due < begun + seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self._ask(self._chance.choice(self._chats))
            due += self._chance.expovariate(rate)
        await self._all_answered()

    async def _all_answered(self) -> None:
        async with asyncio.timeout(120):
            for chat_id in self._chats:
                if self._asked[chat_id]:
                    await self._answered[chat_id].wait()
