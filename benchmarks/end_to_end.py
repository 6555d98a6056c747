"""Updates a second and time to the reply, over HTTP, beside a bare aiogram echo bot.

    python3 dev.py bench end_to_end [--seconds 15] [--starts 5] [--only NAME]

Both bots run as a process against the same stand-in, one after the other, in turns. Ours syncs
every commit to disk (synchronous=FULL) and has no limit on what it sends in this run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import psutil

from benchmarks.results import quantile, save, told
from benchmarks.telegram import TOKEN, Crowd, Telegram

VISITORS, ALONE, RATE = 300, 100, 50
OURS, ECHO = "kvob", "echo bot"
UNLIMITED = {
    "KVOB_TELEGRAM__SECONDS_PER_CHAT": "0",
    "KVOB_TELEGRAM__MESSAGES_PER_SECOND": "0",
    "KVOB_LIMITS__MESSAGES_PER_MINUTE": "1000",
    "KVOB_LOG_LEVEL": "WARNING",
    "KVOB_KNOWLEDGE__ENCODER": "false",  # the lexical tier
}


def questions() -> list[str]:
    """Questions as people type them, none of which the matcher has learnt."""
    about = {file.stem for file in (ROOT / "intents" / "data" / "faq").glob("*.yaml")}
    file = ROOT / "tests" / "data" / "understanding" / "in_scope.jsonl"
    asked = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [each["text"] for each in asked if each["labels"][0] in about]


@asynccontextmanager
async def running(
    name: str, telegram: Telegram, folder: Path
) -> AsyncIterator[tuple[psutil.Process, float]]:
    """The bot as a process, once it has asked for updates, and the seconds that this took."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KVOB_")}
    command = [sys.executable, "benchmarks/echo_bot.py", telegram.base, TOKEN]
    if name == OURS:
        command = [sys.executable, "-m", "bot", "run", "--config", str(folder / "config.yaml")]
        (folder / "config.yaml").write_text("{}\n", encoding="utf-8")
        environment |= UNLIMITED | {
            "BOT_TOKEN": TOKEN,
            "KVOB_TELEGRAM__API_BASE": telegram.base,
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'kvob.db'}",
        }
    before, begun = telegram.polls, time.perf_counter()
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        while telegram.polls == before:
            if process.poll() is not None:
                raise SystemExit((folder / f"{name}.log").read_text(encoding="utf-8"))
            await asyncio.sleep(0.002)
        yield psutil.Process(process.pid), time.perf_counter() - begun
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait)


async def measure(name: str, telegram: Telegram, folder: Path, seconds: float) -> dict[str, float]:
    """One bot, from its start to its memory after the crowd."""
    texts = questions()
    async with running(name, telegram, folder) as (process, start):
        one = Crowd(telegram, texts, 1)
        await one.arrive()
        while len(one.waits) < ALONE:
            await one.ask_at(200, 0.001)
        crowd = Crowd(telegram, texts, VISITORS)
        await crowd.arrive()
        before = process.cpu_times()
        throughput = await crowd.ask_without_pause(seconds)
        after, handled = process.cpu_times(), len(crowd.waits)
        crowd.waits.clear()
        await crowd.ask_at(RATE, seconds)
        cpu = after.user + after.system - before.user - before.system
        return {
            "updates a second": throughput,
            "p95 at 50 a second (ms)": 1000 * quantile(crowd.waits, 0.95),
            "p99 at 50 a second (ms)": 1000 * quantile(crowd.waits, 0.99),
            "p50 alone (ms)": 1000 * quantile(one.waits, 0.5),
            "p95 alone (ms)": 1000 * quantile(one.waits, 0.95),
            "CPU an update (ms)": 1000 * cpu / handled,
            "memory (MB)": process.memory_info().rss / 2**20,
            "start (s)": start,
        }


async def starts(telegram: Telegram, folder: Path, times: int) -> tuple[float, float]:
    """Seconds to the first getUpdates on a database that is there, and of a bare import."""
    ours, bare = [], []
    for _ in range(times):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import aiogram"], check=True)
        bare.append(time.perf_counter() - begun)
        async with running(OURS, telegram, folder) as (_, start):
            ours.append(start)
    return statistics.median(ours), statistics.median(bare)


def seconds_of_a_sync(folder: Path) -> float:
    """The disk: a page written and synced, the median of a hundred."""
    taken = []
    with (folder / "sync").open("wb", buffering=0) as file:
        for _ in range(100):
            file.write(bytes(4096))
            begun = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


async def run(seconds: float, only: str | None, times: int) -> None:
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="kvob-bench-") as name:
        async with Telegram() as telegram:
            for bot in (ECHO, OURS):
                if only in (None, bot):
                    found[bot] = await measure(bot, telegram, Path(name), seconds)
                    print(told({bot: found[bot]}), flush=True)
            if only is None:
                ours, bare = await starts(telegram, Path(name), times)
                sync = seconds_of_a_sync(Path(name))
    if only is None:
        print(told({"ours beside it": compared(found[OURS], found[ECHO], ours, bare, sync)}))
        save(
            "end_to_end",
            {"bots": found, "ratios": compared(found[OURS], found[ECHO], ours, bare, sync)},
        )


def compared(
    ours: dict[str, float], echo: dict[str, float], start: float, bare: float, sync: float
) -> dict[str, float]:
    allowed = 1.5 * echo["p50 alone (ms)"] + 3000 * sync
    return {
        "throughput / echo bot (goal 0.3)": ours["updates a second"] / echo["updates a second"],
        "p50 alone / allowed (at most 1)": ours["p50 alone (ms)"] / allowed,
        "memory more than echo bot (MB, at most 60)": ours["memory (MB)"] - echo["memory (MB)"],
        "start / bare import of aiogram (at most 1.5)": start / bare,
        "start (s)": start,
        "bare import (s)": bare,
        "disk sync (ms)": 1000 * sync,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Ours and an echo bot, end to end.")
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--starts", type=int, default=5, help="starts to take the median of")
    parser.add_argument("--only", choices=[OURS, ECHO])
    options: Any = parser.parse_args()
    asyncio.run(run(options.seconds, options.only, options.starts))


if __name__ == "__main__":
    main()
