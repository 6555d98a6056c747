"""The figures of a period: counted by the database what a slow, plain count gives too."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

import pytest
import sqlalchemy as sa

from bot.period import Period, month_of, quarter_of, read, summer_of
from bot.promise import AMSTERDAM, add_working_days, local_day
from storage import Database, Reaction
from storage.tables import requests

TODAY = date(2026, 4, 20)
PROVINCES = (["Limburg"], ["Zeeland"], ["Drenthe", "Overijssel"])
TOPICS = ([], ["kosten"], ["kosten", "subsidie"], ["subsidie", "kosten", "groet"])


def made_up(number: int, chance: random.Random) -> dict[str, Any]:
    """A request as it may stand in the table, near the change of the clocks."""
    received = datetime(2026, 3, 20, tzinfo=UTC) + timedelta(minutes=chance.randrange(40_000))
    due = add_working_days(local_day(received), 2)
    # Contact just before or just after the end of the day promised, Dutch time.
    midnight = datetime.combine(due + timedelta(days=1), datetime.min.time(), AMSTERDAM)
    contact = midnight + timedelta(seconds=chance.choice((-90_000, -3601, -1, 0, 1, 3599)))
    state = chance.choice(("new", "taken", "closed", "closed", "withdrawn"))
    has_contact = state == "closed" or chance.random() < 0.3
    closed = max(contact, midnight) if state in ("closed", "withdrawn") else None
    if state == "withdrawn" and not has_contact:
        closed = midnight + timedelta(hours=chance.choice((-5, 5)))
    return {
        "reference": f"KVO-{number}",
        "provinces": chance.choice(PROVINCES),
        "topics": chance.choice(TOPICS),
        "facilitator": "keuker",
        "language": "nl",
        "state": state,
        "outcome": chance.choice(("appointment", None)) if state == "closed" else None,
        "attempts": 0,
        "received_at": received,
        "due_on": due,
        "first_due_on": due,
        "first_contact_at": contact if has_contact else None,
        "closed_at": closed,
        "rating": chance.choice(("yes", "no", None)),
    }


@pytest.mark.both_databases
@pytest.mark.parametrize("seed", [1, 2])
async def test_figures_are_those_of_a_plain_count(db: Database, seed: int) -> None:
    """Every figure, also around midnight and the change of the clocks."""
    chance = random.Random(seed)
    rows = [made_up(number, chance) for number in range(120)]
    await db.execute(sa.insert(requests), rows)
    await db.feedback.note(Reaction.MISSED, 5, "nl", datetime(2026, 3, 25, tzinfo=UTC), text="x")
    await db.feedback.note(Reaction.MISSED, 5, "nl", datetime(2026, 5, 25, tzinfo=UTC), text="x")
    period = month_of(date(2026, 3, 1))
    found = await db.figures.of(period.span(TODAY))
    mine = [row for row in rows if period.first <= local_day(row["received_at"]) <= period.last]
    assert 0 < len(mine) < len(rows)
    judged = [row for row in mine if is_judged(row)]
    assert found.requests == len(mine)
    assert found.open == sum(row["closed_at"] is None for row in mine)
    assert found.withdrawn == sum(row["state"] == "withdrawn" for row in mine)
    assert found.judged == len(judged)
    assert found.in_time == sum(is_in_time(row) for row in judged)
    lasted = [
        (row["first_contact_at"] - row["received_at"]).total_seconds()
        for row in mine
        if row["first_contact_at"]
    ]
    assert found.median_seconds == pytest.approx(median(lasted))
    assert found.provinces == Counter(" of ".join(row["provinces"]) for row in mine)
    assert found.topics == Counter(name for row in mine for name in row["topics"])
    assert found.outcomes == Counter(
        row["outcome"] or "" for row in mine if row["state"] == "closed"
    )
    assert found.ratings["yes"] == sum(row["rating"] == "yes" for row in mine)
    assert found.reactions == {"missed": 1}


def is_in_time(row: dict[str, Any]) -> bool:
    contact = row["first_contact_at"]
    return contact is not None and local_day(contact) <= row["first_due_on"]


def is_judged(row: dict[str, Any]) -> bool:
    if row["first_contact_at"] is not None:
        return True
    if row["state"] == "withdrawn" and local_day(row["closed_at"]) <= row["first_due_on"]:
        return False
    return bool(row["first_due_on"] < TODAY)


@pytest.mark.both_databases
async def test_nothing_yet(db: Database) -> None:
    """A period without requests has no shares and no median."""
    found = await db.figures.of(month_of(date(2026, 3, 1)).span(TODAY))
    assert (found.requests, found.judged, found.median_seconds) == (0, 0, None)


@pytest.mark.parametrize("year", range(2020, 2036))
def test_summer_is_the_time_zones(year: int) -> None:
    """The days at whose end it is summer time are those of the time zone's own rules."""
    first, last = summer_of(year)
    day = date(year, 1, 1)
    while day.year == year:
        end = datetime.combine(day + timedelta(days=1), datetime.min.time(), AMSTERDAM)
        offset = end.utcoffset()
        assert offset is not None
        assert (offset == timedelta(hours=2)) == (first <= day <= last), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("", month_of(date(2026, 4, 1))),
        ("2026-03", month_of(date(2026, 3, 1))),
        ("maart", month_of(date(2026, 3, 1))),
        ("dec", month_of(date(2025, 12, 1))),
        ("Maart 2025", month_of(date(2025, 3, 1))),
        ("k1 2026", quarter_of(date(2026, 1, 1))),
        ("kwartaal 4 2025", quarter_of(date(2025, 10, 1))),
        ("2026-K2", quarter_of(date(2026, 4, 1))),
        ("2025", Period(date(2025, 1, 1), date(2025, 12, 31))),
        ("01-01-2026 31-03-2026", quarter_of(date(2026, 1, 1))),
        ("1-2-2026 t/m 9-2-2026", Period(date(2026, 2, 1), date(2026, 2, 9))),
        ("2026-02-01 2026-02-09", Period(date(2026, 2, 1), date(2026, 2, 9))),
        ("31-02-2026", None),
        ("9-2-2026 1-2-2026", None),
        ("0001-01", None),
        ("9999-12", None),
        ("iets", None),
        ("ma", None),
        ("maart jl", None),
    ],
)
def test_period_as_it_is_typed(text: str, period: Period | None) -> None:
    """Months, quarters, years and two dates; what makes no sense is no period."""
    assert read(text, TODAY) == period
    if period is not None:
        assert read(period.code, TODAY) == period
