"""/cijfers with many requests: the time of one period, in ms, and the share of the whole table.

    python benchmarks/figures.py [--requests 100000] [--years 4]

Fills an SQLite database of its own with made-up requests and feedback, then counts a month, a
quarter and everything. The promise: a quarter within 500 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa

from bot.period import Period, month_of, quarter_of
from storage import Database
from storage.tables import feedback, requests

PROVINCES = ("Groningen", "Drenthe", "Limburg", "Zeeland", "Utrecht", "Gelderland")
SUBJECTS = ("kosten", "subsidie", "aanmelden", "maatregelen", "geldigheid", "certificering")
LAST = datetime(2026, 3, 31, tzinfo=UTC)


def made_up(number: int, days: int, chance: random.Random) -> dict[str, object]:
    received = LAST - timedelta(minutes=chance.randrange(days * 1440))
    due = received.date() + timedelta(days=2)
    contact = received + timedelta(hours=chance.randrange(1, 70))
    return {
        "reference": f"KVO-{number}",
        "provinces": [chance.choice(PROVINCES)],
        "topics": chance.sample(SUBJECTS, chance.randrange(5)),
        "facilitator": chance.choice(("keuker", "bekkema")),
        "language": "nl",
        "state": "closed",
        "outcome": chance.choice(("appointment", "informed", "referred")),
        "attempts": 0,
        "received_at": received,
        "due_on": due,
        "first_due_on": due,
        "first_contact_at": contact,
        "closed_at": contact,
    }


async def measure(count: int, years: int) -> None:
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite+aiosqlite:///{folder}/kvob.db")
        await db.upgrade()
        rows = [made_up(number, 365 * years, chance) for number in range(count)]
        await db.execute(sa.insert(requests), rows)
        misses = [{"at": row["received_at"], "kind": "missed", "language": "nl"} for row in rows]
        await db.execute(sa.insert(feedback), misses)
        everything = Period(date(2026 - years, 1, 1), date(2026, 12, 31))
        for name, period in (
            ("month", month_of(LAST.date())),
            ("quarter", quarter_of(LAST.date())),
            ("everything", everything),
        ):
            best, found = 1e9, None
            for _ in range(5):
                start = time.perf_counter()
                found = await db.figures.of(period.span(LAST.date()))
                best = min(best, time.perf_counter() - start)
            assert found is not None
            share = found.requests / count
            print(f"{name:10} {found.requests:8} requests ({share:.1%})  {best * 1000:7.1f} ms")
        await db.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--requests", type=int, default=100_000)
    options.add_argument("--years", type=int, default=4)
    given = options.parse_args()
    asyncio.run(measure(given.requests, given.years))


if __name__ == "__main__":
    main()
