"""How soon it receives after a start, also with a backlog; how soon a second copy is refused.

    python3 dev.py bench start [--backlog 10000] [--chats 1000] [--starts 3]

Each start is a process of its own, with the sentence encoder where it is installed. Prints the
seconds until the first getUpdates (the bars: 6 seconds, 10 with a backlog), the processor time
that they took, which is what stays the same on a busy machine, and the seconds in which a second
copy on the same database was refused (2).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import psutil

from benchmarks.end_to_end import UNLIMITED
from benchmarks.results import save, told
from benchmarks.telegram import TOKEN, Telegram
from bot.receive import incoming
from storage import Database

CONFIG = {key: value for key, value in UNLIMITED.items() if "ENCODER" not in key}


@dataclass
class Place:
    """A folder with a database; what was learnt is kept in the one above."""

    folder: Path

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder / 'kvob.db'}"

    def environment(self, telegram: Telegram) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("KVOB_")}
        own = {"BOT_TOKEN": TOKEN, "KVOB_TELEGRAM__API_BASE": telegram.base}
        own |= {"DATABASE_URL": self.url, "XDG_CACHE_HOME": str(self.folder.parent)}
        return inherited | CONFIG | own


def start(place: Place, telegram: Telegram) -> subprocess.Popen[bytes]:
    (place.folder / "config.yaml").touch()
    command = [sys.executable, "-m", "bot", "run", "--config", str(place.folder / "config.yaml")]
    return subprocess.Popen(
        command, cwd=ROOT, env=place.environment(telegram), stderr=subprocess.PIPE
    )


@asynccontextmanager
async def receiving(
    place: Place, telegram: Telegram
) -> AsyncIterator[tuple[psutil.Process, dict[str, float]]]:
    """The assistant once it has asked for updates, and what that took."""
    telegram.polls = 0
    begun = time.monotonic()
    process = start(place, telegram)
    try:
        while not telegram.polls:
            assert process.poll() is None, process.communicate()[1].decode()
            await asyncio.sleep(0.005)
        seconds, used = time.monotonic() - begun, psutil.Process(process.pid).cpu_times()
        took = {
            "seconds to the first getUpdates": seconds,
            "of processor": used.user + used.system,
        }
        yield psutil.Process(process.pid), took
    finally:
        process.kill()
        process.communicate()


async def fill(place: Place, rows: int, chats: int) -> None:
    """Updates that were received and not handled: as if it was killed amid a rush."""
    database = Database(place.url)
    await database.upgrade()
    kept = Telegram()
    for number in range(rows):
        kept.write(
            1000 + number % chats, "wat kost het keurmerk?" if number >= chats else "/start"
        )
    updates = list(kept._updates)
    for first in range(0, rows, 500):
        stored = [row for row in map(incoming, updates[first : first + 500]) if row is not None]
        async with database.transaction():
            await database.inbox.store(int(TOKEN.partition(":")[0]), stored, datetime.now(UTC))
    await database.close()


async def second_copy(place: Place, telegram: Telegram) -> dict[str, float]:
    """Start another on the same database, and wait until it has ended."""
    polls, begun = telegram.polls, time.monotonic()
    before = os.times()
    other = start(place, telegram)
    _, told_it = await asyncio.to_thread(other.communicate)
    after = os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    assert other.returncode != 0, "the second copy was not refused"
    assert "draait al een assistent" in told_it.decode(), told_it.decode()
    assert telegram.polls - polls <= 1, "the second copy asked Telegram"
    return {"seconds until it was refused": time.monotonic() - begun, "of processor": used}


async def measure(backlog: int, chats: int, starts: int) -> dict[str, dict[str, float]]:
    rows: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        async with Telegram() as telegram:
            empty = Place(Path(name) / "empty")
            empty.folder.mkdir()
            for number in range(starts + 1):
                title = f"start {number}" if number else "the very first start"
                async with receiving(empty, telegram) as (_, took):
                    rows[title] = took
                    if number == starts:
                        rows["a second copy"] = await second_copy(empty, telegram)
            full = Place(Path(name) / "full")
            full.folder.mkdir()
            await fill(full, backlog, chats)
            async with receiving(full, telegram) as (process, took):
                took["MB of memory"] = process.memory_info().rss / 1e6
                rows[f"start with {backlog:,} updates waiting"] = took
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--backlog", type=int, default=10_000)
    parser.add_argument("--chats", type=int, default=1_000)
    parser.add_argument("--starts", type=int, default=3)
    options = parser.parse_args()
    rows = asyncio.run(measure(options.backlog, options.chats, options.starts))
    print(told(rows))
    save("start", {"rows": rows})


if __name__ == "__main__":
    main()
