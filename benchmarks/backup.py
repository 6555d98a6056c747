"""How long a copy of a large database takes while it is written to, and whether it is one moment.

    python3 dev.py bench backup [--megabytes 100]

Rows go in during the copy as fast as SQLite syncs them. The copy has to be whole, and to hold what
was there at one moment: of numbered rows all up to some number and none above. The bar is 5 s for
100 MB; beside it the time that the disk takes for a plain copy of the same file.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.results import save, told
from storage import Database, Delivery, copy_database

PIECE = 3000  # letters of a row


async def fill(database: Database, file: Path, megabytes: int) -> None:
    text = "x" * PIECE
    while file.stat().st_size < megabytes * 1_000_000:
        rows = [Delivery(1, "sendMessage", {"text": text}) for _ in range(2000)]
        async with database.transaction():
            await database.outbox.put(rows, datetime.now(UTC))
        await database.empty_wal()


async def write(database: Database, written: list[int], ended: asyncio.Event) -> None:
    """A row a commit, until the copy is there."""
    while not ended.is_set():
        row = Delivery(2, "sendMessage", {"number": len(written)})
        async with database.transaction():
            await database.outbox.put([row], datetime.now(UTC))
        written.append(len(written))


async def measure(megabytes: int) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as name:
        file, copy = Path(name) / "kvob.db", Path(name) / "copy.db"
        database = Database(f"sqlite+aiosqlite:///{file}")
        await database.upgrade()
        await fill(database, file, megabytes)
        begun = time.monotonic()
        await asyncio.to_thread(shutil.copy, file, Path(name) / "plain")
        plain = time.monotonic() - begun
        ended, written = asyncio.Event(), list[int]()
        writing = asyncio.create_task(write(database, written, ended))
        while not written:
            await asyncio.sleep(0.01)
        begun, before = time.monotonic(), len(written)
        await asyncio.to_thread(copy_database, file, copy)
        seconds, during = time.monotonic() - begun, len(written) - before
        ended.set()
        await writing
        await database.close()
        check(copy)
        return {
            f"a copy of {copy.stat().st_size / 1e6:.0f} MB": {
                "seconds": seconds,
                "commits meanwhile": during,
                "seconds of a plain copy": plain,
            }
        }


def check(copy: Path) -> None:
    connection = sqlite3.connect(copy)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    query = "SELECT json_extract(body, '$.number') FROM outbox WHERE chat_id=2 ORDER BY id"
    numbers = [row[0] for row in connection.execute(query)]
    assert numbers == list(range(len(numbers))), "the copy is not of one moment"
    connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--megabytes", type=int, default=100)
    rows = asyncio.run(measure(parser.parse_args().megabytes))
    print(told(rows))
    save("backup", {"rows": rows})


if __name__ == "__main__":
    main()
