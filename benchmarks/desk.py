"""The facilitators' queue with 100,000 requests and 300,000 events.

    python3 dev.py bench desk [--requests N] [--rounds N]

Each line is p99 in milliseconds, and how many times that is what reading one row by its key
costs in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.results import quantile, save, told
from bot.background import Background
from bot.config import Settings
from storage import Database, Filter, Span

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
DAYS = 730  # over which the requests are spread
OPEN_SHARE = 0.01  # still open; a facilitator with more of them has another problem
EVENTS_EACH = 3
DAYS_PURGED = 50
PROVINCES = ("Limburg", "Zeeland", "Drenthe", "Utrecht", "Friesland", "Gelderland")
FIRST, LAST = (
    ("Marijke", "Sjoerd", "Fatma", "Henk", "Noor"),
    ("Bakker", "Visser", "Smit", "Mulder"),
)
FIELDS = (
    "id, form_key, reference, about_chat, name, phone, email, company, provinces, facilitator, "
    "question, topics, language, state, outcome, attempts, received_at, due_on, "
    "first_contact_at, contacted_at, closed_at, anonymised_at, search, touched_at, version"
)


def a_request(number: int, chance: random.Random, retention: int) -> tuple[Any, ...]:
    received = NOW - timedelta(seconds=chance.uniform(0, DAYS * 86_400))
    is_open = chance.random() < OPEN_SHARE
    if is_open:
        received = NOW - timedelta(hours=chance.uniform(0, 200))
    closed = None if is_open else min(received + timedelta(days=3), NOW)
    contact = None if is_open else received + timedelta(hours=chance.uniform(1, 60))
    is_anonymous = closed is not None and closed < NOW - timedelta(days=retention)
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}-{number:x}"
    phone, reference = f"+316{number:08d}", f"KVO-{number:06d}"
    company = f"Bedrijf {number % 5000}"
    personal = (f"form-{number}", reference, 10**6 + number, name, phone, None, company)
    search = f"{reference} {name} {phone} {company}".lower()
    return (
        number,
        *((None,) * 7 if is_anonymous else personal),
        f'["{chance.choice(PROVINCES)}"]',
        chance.choice(("keuker", "bekkema")),
        None if is_anonymous else "Wat kost een camera op ons terrein?",
        '["kosten"]',
        "nl",
        "new" if is_open else "closed",
        None if is_open else "answered",
        0,
        *map(_stored, (received,)),
        (received + timedelta(days=2)).date().isoformat(),
        *map(_stored, (contact, contact, closed, closed if is_anonymous else None)),
        None if is_anonymous else search,
        _stored(received),
        1,
    )


def _stored(moment: datetime | None) -> str | None:
    return moment and moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def fill(file: Path, count: int, retention: int) -> None:
    chance = random.Random(11)
    with sqlite3.connect(file) as connection:
        marks = ", ".join("?" * (FIELDS.count(",") + 1))
        rows = (a_request(number, chance, retention) for number in range(1, count + 1))
        connection.executemany(f"INSERT INTO requests ({FIELDS}) VALUES ({marks})", rows)
        connection.executemany(
            "INSERT INTO events (request_id, at, actor, kind) VALUES (?, ?, ?, ?)",
            _events(count, chance),
        )
        connection.execute("ANALYZE")


def _events(count: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    for number in range(1, count + 1):
        for kind in ("sent", "taken", "closed")[:EVENTS_EACH]:
            yield number, _stored(NOW - timedelta(hours=chance.uniform(0, 9000))), "bekkema", kind


async def taken(step: Callable[[], Awaitable[Any]], rounds: int) -> float:
    """p99 in milliseconds."""
    waits = []
    for _ in range(rounds):
        begun = time.perf_counter()
        await step()
        waits.append(1000 * (time.perf_counter() - begun))
    return quantile(waits, 0.99)


async def run(count: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="kvob-bench-") as name:
        file = Path(name) / "kvob.db"
        db = Database(f"sqlite+aiosqlite:///{file}")
        await db.upgrade()
        settings = Settings()
        fill(file, count, settings.retention.request_days)
        found = await measured(db, count, rounds)
        background = Background(db, settings, lambda: NOW, None)
        found |= await purges(db, background, min(rounds, DAYS_PURGED))
        await db.close()
    unit = found["one row by its key"]
    print(told({f"p99 (ms), {count} requests": found}))
    ratios = {what: value / unit for what, value in found.items()}
    print(told({"times one row by its key": ratios}))
    save("desk", {"requests": count, "events": EVENTS_EACH * count, "p99 (ms)": found})


async def purges(db: Database, background: Background, days: int) -> dict[str, float]:
    """What a visitor waits for: the longest that one piece of a day's purge holds the database,
    from its beginning to its commit on the disk; and how long the whole purge goes on.
    """
    holds: list[float] = []

    def timed(hold: Callable[[], AbstractAsyncContextManager[Any]]) -> Callable[[], Any]:
        @asynccontextmanager
        async def held() -> AsyncIterator[None]:
            begun = time.perf_counter()
            async with hold():
                yield
            holds.append(1000 * (time.perf_counter() - begun))

        return held

    def waited(step: Callable[[], Awaitable[Any]]) -> Callable[[], Any]:
        async def done() -> Any:
            begun = time.perf_counter()
            result = await step()
            holds.append(1000 * (time.perf_counter() - begun))
            return result

        return done

    changed: Any = db
    changed.transaction = timed(db.transaction)
    changed.empty_wal = waited(db.empty_wal)
    longest, whole = [], []
    for day in range(days):
        holds.clear()
        begun = time.perf_counter()
        await background.purge(NOW + timedelta(days=day))
        whole.append(1000 * (time.perf_counter() - begun))
        longest.append(max(holds))
    return {
        "purge of a day, longest piece": quantile(longest, 0.99),
        "purge of a day, in all": quantile(whole, 0.99),
    }


async def measured(db: Database, count: int, rounds: int) -> dict[str, float]:
    chance = random.Random(3)
    today = NOW.date()

    def any_id() -> int:
        return chance.randint(1, count)

    async def show(wanted: Filter) -> None:
        """A page of the queue as the handler asks for it."""
        number = await db.queue.count(wanted)
        await db.queue.page(wanted, chance.randrange(max(1, number // 8)) * 8, 8)

    async def card() -> None:
        number = any_id()
        await db.requests.get(number)
        await db.requests.history(number)

    steps: dict[str, Callable[[], Awaitable[Any]]] = {
        "one row by its key": lambda: db.requests.get(any_id()),
        "/wachtrij": lambda: show(Filter()),
        "/wachtrij, mine": lambda: show(Filter(holder="bekkema")),
        "/wachtrij, late": lambda: show(Filter(late_on=today)),
        "/wachtrij, one province": lambda: show(Filter(province="Limburg")),
        "provinces to choose from": db.queue.provinces,
        "search, a name": lambda: show(Filter(words="bakker")),
        "search, a number": lambda: show(Filter(words=f"06-{any_id():08d}")),
        "search, nothing found": lambda: show(Filter(words="zwaluwstaart")),
        "card with history": card,
        "digest": lambda: db.queue.load("bekkema", today, NOW - timedelta(days=7)),
    }
    found = {what: await taken(step, rounds) for what, step in steps.items()}
    summers = ((date(2025, 3, 30), date(2025, 10, 25)), (date(2026, 3, 29), date(2026, 10, 24)))
    for what, days in (("figures of a quarter", 90), ("figures of a year", 365)):
        span = Span(NOW - timedelta(days=days), NOW, today, summers)
        found[what] = await taken(lambda span=span: db.figures.of(span), max(5, rounds // 10))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="The queue when it is large.")
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    asyncio.run(run(options.requests, options.rounds))


if __name__ == "__main__":
    main()
