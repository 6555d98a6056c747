"""The real program as a process beside the stand-in: started, killed, stopped, started again."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from tests.telegram.launch import Launcher, Process, launch
from tests.telegram.stand_in import TelegramStandIn

DUTCH_TIME = ZoneInfo("Europe/Amsterdam")
# The facilitators' own accounts, and a pace at which tests need not wait.
KEUKER, BEKKEMA = 501, 502
CONFIG = {"facilitators": {"keuker": {"telegram_id": KEUKER}, "bekkema": {"telegram_id": BEKKEMA}}}
UNLIMITED = {"KVOB_TELEGRAM__SECONDS_PER_CHAT": "0", "KVOB_TELEGRAM__MESSAGES_PER_SECOND": "0"}
OURS = ("KVOB_", "BOT_TOKEN", "DATABASE_URL")
TAIL = 60


@dataclass(frozen=True)
class Stopped:
    """How the program ended after SIGTERM."""

    code: int
    seconds: float


@dataclass
class Bot:
    """`python -m bot run` with a database in `folder`, connected to the stand-in."""

    api: TelegramStandIn
    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    args: Sequence[str] = ()
    launch: Launcher = launch
    starts: list[float] = field(default_factory=list)
    _process: Process | None = None

    @classmethod
    @asynccontextmanager
    async def run(
        cls,
        api: TelegramStandIn,
        folder: Path,
        env: dict[str, str] | None = None,
        args: Sequence[str] = (),
        config: dict[str, Any] | None = None,
        clock: str | None = None,
        launch: Launcher = launch,
    ) -> AsyncIterator[Bot]:
        """Start it, wait until it asks for updates, and end it whatever happens.

        `config` becomes the configuration file; with `clock` (Dutch local time) it lives at that
        moment, and `set_clock` moves it. `launch` is another way to start it.
        """
        settings = folder / "config.yaml"
        settings.write_text(yaml.safe_dump(config or {}), encoding="utf-8")
        extra = {"KVOB_TEST_CLOCK": str(folder / "clock")} if clock else {}
        bot = cls(api, folder, extra | (env or {}), ["--config", str(settings), *args], launch)
        if clock:
            bot.set_clock(clock)
        try:
            await bot.start()
            yield bot
        except BaseException as error:
            error.add_note(f"the program's last lines:\n{bot.output(TAIL)}")
            raise
        finally:
            bot.kill()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    async def start(self, wait: bool = True, timeout: float = 90) -> None:
        """Start the program; `starts` keeps the seconds until it asked for updates."""
        assert not self.is_running, "it runs already"
        before, begun = self.api.counts["getupdates"], time.monotonic()
        self._process = self.launch(["run", *self.args], self.environment(), self._log)
        while wait and self.api.counts["getupdates"] == before:
            if not self.is_running:
                raise AssertionError(f"the program ended at once, code {self._process.poll()}")
            if time.monotonic() - begun > timeout:
                raise AssertionError(f"the program asked for no updates within {timeout} s")
            await asyncio.sleep(0.02)
        self.starts.append(time.monotonic() - begun)

    def kill(self) -> None:
        """SIGKILL: no goodbye, nothing saved."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    async def stop(self, timeout: float = 15) -> Stopped:
        """SIGTERM, as a server does that wants to restart."""
        assert self._process is not None
        begun = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        code = await self.ended(timeout)
        return Stopped(code, time.monotonic() - begun)

    async def ended(self, timeout: float = 15) -> int:
        """Wait until the program ends by itself; its exit code."""
        assert self._process is not None
        until = time.monotonic() + timeout
        while (code := self._process.poll()) is None:
            if time.monotonic() > until:
                raise AssertionError(f"the program still runs after {timeout} s")
            await asyncio.sleep(0.01)
        return code

    def pause(self) -> None:
        """SIGSTOP: it hangs, with all its connections open, until `resume`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    async def restart(self) -> None:
        """Kill it and start it again on the same database."""
        self.kill()
        await self.start()

    def set_clock(self, iso: str) -> None:
        """It is now this moment, for the program and for Telegram (Dutch time without offset)."""
        moment = datetime.fromisoformat(iso)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=DUTCH_TIME)
        new = self.folder / "clock.new"
        new.write_text(moment.isoformat(), encoding="utf-8")
        new.replace(self.folder / "clock")
        self.api.clock = moment.timestamp

    def output(self, lines: int | None = None) -> str:
        """What the program wrote, or its last lines."""
        if not self._log.exists():
            return ""
        written = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(written[-lines:] if lines else written)

    @property
    def _log(self) -> Path:
        return self.folder / "bot.log"

    def environment(self) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(OURS)
        }
        return {
            **inherited,
            "PYTHONUTF8": "1",
            "BOT_TOKEN": self.api.token,
            "KVOB_TELEGRAM__API_BASE": self.api.base,
            "DATABASE_URL": f"sqlite+aiosqlite:///{self.folder / 'kvob.db'}",
            **self.env,
        }


Run = Callable[..., AbstractAsyncContextManager[Bot]]
