"""Several replicas of the real program on one PostgreSQL database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.telegram.carrier import by_webhook, free_port
from tests.telegram.launch import Launcher
from tests.telegram.process import CONFIG, Bot
from tests.telegram.stand_in import TelegramStandIn

LEADS = "this replica leads now"


@dataclass
class Fleet:
    """Replicas in webhook mode, each with its own port and folder."""

    api: TelegramStandIn
    folder: Path
    database: str
    launch: Launcher
    ports: list[int] = field(default_factory=list)
    bots: list[Bot] = field(default_factory=list)
    # What each had written before its last start.
    _before: dict[str, int] = field(default_factory=dict)

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
        environment = by_webhook(port) | {"DATABASE_URL": self.database, "KVOB_REPLICA": name}
        arguments = ["--config", str(home / "config.yaml")]
        bot = Bot(self.api, home, environment | env, arguments, self.launch)
        self.ports.append(port)
        self.bots.append(bot)
        return bot

    async def start(self, bot: Bot, wait: bool = True) -> None:
        """Start one; it is up when its port answers."""
        self._before[bot.folder.name] = len(bot.output())
        await bot.start(wait=False)
        port = self.port_of(bot)
        for _ in range(2400 if wait else 0):
            if not bot.is_running:
                raise AssertionError(f"it ended at once:\n{bot.output(30)}")
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)
        if wait:
            raise AssertionError("it does not listen within two minutes")

    def port_of(self, bot: Bot) -> int:
        return self.ports[self.bots.index(bot)]

    def leader(self) -> Bot | None:
        """The running replica that said last, and since its start, that it leads."""
        for bot in self.bots:
            output = bot.output()[self._before[bot.folder.name] :]
            said = [line for line in output.splitlines() if "this replica leads" in line]
            if bot.is_running and said and LEADS in said[-1]:
                return bot
        return None
