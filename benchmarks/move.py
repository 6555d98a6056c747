"""`kvob move` with 100,000 requests: how long it takes, and that killed halfway nothing is left.

python benchmarks/move.py [--requests 100000]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import sqlalchemy as sa

from benchmarks.replicas import DURABLE, keep
from storage import Database
from storage.tables import conversations, events, outbox, requests
from tests.postgres import Postgres

START = datetime(2024, 1, 1, tzinfo=UTC)
AT_ONCE = 5000


def request(number: int) -> dict[str, Any]:
    at = START + timedelta(minutes=number)
    return {
        "id": number,
        "form_key": f"form-{number}",
        "reference": f"KVO-{number}",
        "about_chat": number,
        "name": f"Bezoeker {number}",
        "phone": f"+316{number:08d}",
        "question": "Wij willen weten wat er bij een keurmerk komt kijken. " * 3,
        "provinces": ["Limburg"],
        "facilitator": "bekkema",
        "topics": ["kosten"],
        "language": "nl",
        "state": "new",
        "attempts": 0,
        "received_at": at,
        "due_on": at.date(),
        "search": f"kvo-{number} bezoeker {number}",
        "touched_at": at,
        "version": 0,
    }


def others(number: int) -> dict[sa.Table, list[dict[str, Any]]]:
    """What belongs to this request: three events, its card, its conversation."""
    at = START + timedelta(minutes=number)
    card = {"chat_id": 502, "text": f"KVO-{number} Bezoeker {number}"}
    return {
        events: [
            {"request_id": number, "at": at, "actor": "visitor", "kind": kind}
            for kind in ("sent", "taken", "spoken")
        ],
        outbox: [
            {
                "chat_id": 502,
                "about_chat": number,
                "request_id": number,
                "kind": "card",
                "key": f"card:{number}:bekkema",
                "method": "sendMessage",
                "body": card,
                "state": "sent",
                "attempts": 0,
                "created_at": at,
                "sent_at": at,
            }
        ],
        conversations: [
            {
                "chat_id": number,
                "language": "nl",
                "pinned": False,
                "provinces": [],
                "topics": [],
                "misses": 0,
                "recent": [],
                "updated_at": at,
            }
        ],
    }


async def fill(url: str, count: int) -> None:
    db = Database(url)
    await db.upgrade()
    for first in range(1, count + 1, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count + 1))
        async with db.transaction():
            await db.execute(sa.insert(requests), [request(number) for number in numbers])
            for table in (events, outbox, conversations):
                rows = [row for number in numbers for row in others(number)[table]]
                await db.execute(sa.insert(table), rows)
    await db.close()


def rows_in(postgres: Postgres) -> int:
    query = "SELECT (SELECT count(*) FROM requests) + (SELECT count(*) FROM events)"
    return int(postgres.execute(query, "kvob_moved")[0][0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    count = parser.parse_args().requests
    postgres = Postgres.start(DURABLE)
    try:
        with tempfile.TemporaryDirectory() as name:
            file = Path(name) / "kvob.db"
            asyncio.run(fill(f"sqlite+aiosqlite:///{file}", count))
            megabytes = file.stat().st_size / 1e6
            url = postgres.empty("kvob_moved")
            environment = os.environ | {"DATABASE_URL": url}
            command = [sys.executable, "-m", "bot", "move", str(file)]
            killed = subprocess.Popen(command, cwd=ROOT, env=environment)
            while rows_in(postgres) == 0 and killed.poll() is None:
                time.sleep(0.5)
                busy = (
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'INSERT INTO events%'"
                )
                if postgres.execute(busy)[0][0]:
                    killed.kill()
            killed.wait()
            left = rows_in(postgres)
            begun = time.monotonic()
            done = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
            )
            print(done.stdout, done.stderr[-500:])
            keep(
                "move",
                {
                    "requests": count,
                    "events": 3 * count,
                    "MB of SQLite": round(megabytes),
                    "killed in the middle": killed.returncode == -9,
                    "rows left by the killed one": left,
                    "exit code of the next": done.returncode,
                    "rows of requests and events after it": rows_in(postgres),
                    "seconds": round(time.monotonic() - begun),
                },
            )
    finally:
        postgres.stop()


if __name__ == "__main__":
    main()
