"""Several replicas of the real program on one PostgreSQL database, and Telegram's end of them."""

from __future__ import annotations

import asyncio
import random
import socket
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from tests.telegram.launch import Launcher
from tests.telegram.process import CONFIG, UNLIMITED, Bot
from tests.telegram.stand_in import TelegramStandIn

SECRET = "A_secret-of-our-own"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LEADS = "this replica leads now"
AT_ONCE = 40  # connections that Telegram opens


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@dataclass
class Fleet:
    """Replicas in webhook mode, each with its own port and folder."""

    api: TelegramStandIn
    folder: Path
    database: str
    launch: Launcher
    ports: list[int] = field(default_factory=list)
    bots: list[Bot] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def run(
        cls,
        api: TelegramStandIn,
        folder: Path,
        database: str,
        launch: Launcher,
        size: int,
        env: dict[str, str] | None = None,
    ) -> AsyncIterator[Fleet]:
        """Start so many; on the way out all are killed."""
        fleet = cls(api, folder, database, launch)
        try:
            for number in range(size):
                fleet.add(f"r{number}", env or {})
            await asyncio.gather(*(fleet.start(each) for each in fleet.bots))
            yield fleet
        except BaseException as error:
            for each in fleet.bots:
                error.add_note(f"{each.folder.name}:\n{each.output(30)}")
            raise
        finally:
            for each in fleet.bots:
                each.kill()

    def add(self, name: str, env: dict[str, str]) -> Bot:
        port, home = free_port(), self.folder / name
        home.mkdir()
        (home / "config.yaml").write_text(yaml.safe_dump(CONFIG), encoding="utf-8")
        environment = UNLIMITED | {
            "KVOB_TELEGRAM__WEBHOOK__URL": "https://bot.example.nl/webhook",
            "KVOB_TELEGRAM__WEBHOOK__PORT": str(port),
            "WEBHOOK_SECRET": SECRET,
            "DATABASE_URL": self.database,
            "KVOB_REPLICA": name,
        }
        arguments = ["--config", str(home / "config.yaml")]
        bot = Bot(self.api, home, environment | env, arguments, self.launch)
        self.ports.append(port)
        self.bots.append(bot)
        return bot

    async def start(self, bot: Bot, wait: bool = True) -> None:
        """Start one; it is up when its port answers."""
        await bot.start(wait=False)
        port = self.ports[self.bots.index(bot)]
        for _ in range(600 if wait else 0):
            if not bot.is_running:
                raise AssertionError(f"it ended at once:\n{bot.output(30)}")
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)
        if wait:
            raise AssertionError("it does not listen within 30 s")

    def leader(self) -> Bot | None:
        """The running replica that said last that it leads."""
        for bot in self.bots:
            said = [line for line in bot.output().splitlines() if "this replica leads" in line]
            if bot.is_running and said and LEADS in said[-1]:
                return bot
        return None


@dataclass
class Carrier:
    """Telegram's end: brings each update until it gets a 200, one at a time in each chat."""

    api: TelegramStandIn
    doors: Sequence[int]
    brought: int = 0
    repeated: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(2026))
    _queues: dict[int, deque[dict[str, Any]]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def bringing(self) -> AsyncIterator[Carrier]:
        connector = aiohttp.TCPConnector(limit=AT_ONCE)
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
            for update in await self.api.updates.poll(offset, 100, 5):
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
