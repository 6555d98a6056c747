"""How soon a reply leaves after its commit: from the commit to the call of sendMessage.

    python benchmarks/reply.py [--visitors 5] [--messages 20]

One process, SQLite with synchronous=FULL, a Telegram that answers at once, the usual pace switched
off. Prints milliseconds; the bar is 50 ms at the median and beside it what the commit took.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from aiogram import Bot
from aiogram.methods import TelegramMethod
from fakes import TOKEN, FakeClock, FakeSession, House
from pydantic import SecretStr

from bot.app import App, make_brain
from bot.config import Limits, Settings, Telegram
from intents import load


class Timed(FakeSession):
    """Notes when each message is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.left: dict[int, float] = {}

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        values = method.model_dump(warnings=False)
        self.left.setdefault(values.get("chat_id", 0), time.perf_counter())
        return await super().make_request(bot, method, timeout)


async def measure(visitors: int, messages: int, folder: Path) -> list[float]:
    """Each visitor waits for his answer before he asks on; gives the milliseconds of each."""
    settings = Settings(
        token=SecretStr(TOKEN),
        database_url=SecretStr(f"sqlite+aiosqlite:///{folder / 'kvob.db'}"),
        telegram=Telegram(seconds_per_chat=0, messages_per_second=0),
        limits=Limits(messages_per_minute=1000),
    )
    session, clock = Timed(), FakeClock(datetime.now(UTC))
    app = App(settings, Bot(TOKEN, session), make_brain(load()), clock)
    await app.prepare()
    committed = 0.0
    wake = app.worker.on_commit

    def note() -> None:
        nonlocal committed
        committed = time.perf_counter()
        wake()

    app.worker.on_commit = note
    running = asyncio.create_task(app.run(receive=False))
    house, waits = House(app, session, clock), []
    for _ in range(messages):
        for number in range(visitors):
            session.left.clear()
            await house.visitor(5001 + number).says("wat kost het keurmerk?")
            waits.append(1000 * (session.left[5001 + number] - committed))
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    return waits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, default=5)
    parser.add_argument("--messages", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        waits = asyncio.run(measure(given.visitors, given.messages, Path(folder)))
    waits.sort()
    p95 = waits[int(len(waits) * 0.95)]
    print(
        f"{len(waits)} replies: {statistics.median(waits):.1f} ms after the commit (median), "
        f"95 % within {p95:.1f} ms, longest {waits[-1]:.1f} ms; the bar is 50 ms"
    )


if __name__ == "__main__":
    main()
