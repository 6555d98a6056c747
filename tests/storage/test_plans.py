"""What is asked of a large queue is answered along an index: no table is read from end to end."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from statements import traced

from storage import Database, Filter, Span

NOW = datetime(2026, 3, 5, 13, 0, tzinfo=UTC)
TODAY = date(2026, 3, 5)
OURS = re.compile("PRAGMA|BEGIN|COMMIT")
Ask = Callable[[Database], Awaitable[Any]]

ASKED: dict[str, Ask] = {
    "the queue": lambda db: db.queue.page(Filter(), 8, 8),
    "its size": lambda db: db.queue.count(Filter()),
    "mine": lambda db: db.queue.page(Filter(holder="keuker"), 0, 8),
    "late": lambda db: db.queue.page(Filter(late_on=TODAY), 0, 8),
    "one province": lambda db: db.queue.page(Filter(province="Limburg"), 0, 8),
    "provinces": lambda db: db.queue.provinces(),
    "search": lambda db: db.queue.page(Filter(words="bakker"), 0, 8),
    "how many are found": lambda db: db.queue.count(Filter(words="06-12345678")),
    "card": lambda db: db.requests.get(5),
    "history": lambda db: db.requests.history(5),
    "of a visitor": lambda db: db.requests.of_chat(5001),
    "digest": lambda db: db.queue.load("keuker", TODAY, NOW),
    "reminders": lambda db: db.queue.to_remind(TODAY, 10),
    "broken promises": lambda db: db.queue.breached(TODAY, 10),
    "figures": lambda db: db.figures.of(Span(NOW - timedelta(days=90), NOW, TODAY)),
    "past their term": lambda db: db.requests.closed_before(NOW, 200),
    "purge": lambda db: db.requests.anonymise([1, 2], NOW),
    "purge of messages": lambda db: db.outbox.forget_requests([1, 2]),
    "updates to handle": lambda db: db.inbox.heads(NOW, 32),
    "messages to send": lambda db: db.outbox.heads(NOW, 8, [5001]),
}


def plan_of(db: Database, statement: str) -> list[str]:
    """How SQLite would go about it."""
    assert db.file is not None
    with sqlite3.connect(db.file) as connection:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    connection.close()
    return [row[3] for row in rows]


@pytest.mark.parametrize("name", ASKED)
async def test_no_table_is_read_whole(db: Database, name: str) -> None:
    """Every statement behind it goes along an index or a key."""
    async with traced(db) as seen:
        await ASKED[name](db)
    plans = [(text, plan_of(db, text)) for text in seen if not OURS.match(text)]
    assert plans
    for text, plan in plans:
        whole = [step for step in plan if step.startswith("SCAN") and "anon_" not in step]
        assert whole == [], text


async def test_a_search_by_what_is_in_no_index_would_be_noticed(db: Database) -> None:
    """The test above can fail: a condition on the question alone reads the whole table."""
    plan = plan_of(db, "SELECT id FROM requests WHERE question = 'x'")
    assert plan == ["SCAN requests"]
