"""The promised date: two Dutch working days after the day of receipt."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.promise import (
    add_working_days,
    due_on,
    in_words,
    is_working_day,
    local_day,
    next_office_moment,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
YEARS = range(2024, 2041)
GOOD_FRIDAYS = (
    *("2024-03-29", "2025-04-18", "2026-04-03", "2027-03-26", "2028-04-14", "2029-03-30"),
    *("2030-04-19", "2031-04-11", "2032-03-26", "2033-04-15", "2034-04-07", "2035-03-23"),
    *("2036-04-11", "2037-04-03", "2038-04-23", "2039-04-08", "2040-03-30"),
)


def easter_of(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian computus (Meeus, Jones, Butcher)."""
    century, rest = divmod(year, 100)
    leap, century_rest = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * (year % 19) + century - leap - shift + 15) % 30
    quarter, left = divmod(rest, 4)
    sunday = (32 + 2 * century_rest + 2 * quarter - moon - left) % 7
    late = (year % 19 + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def free_days_of(year: int) -> set[date]:
    easter = easter_of(year)
    from_easter = {easter + timedelta(days=days) for days in (-2, 0, 1, 39, 49, 50)}
    king = date(year, 4, 27)
    king -= timedelta(days=king.weekday() == 6)
    fixed = {date(year, month, day) for month, day in ((1, 1), (5, 5), (12, 25), (12, 26))}
    return from_easter | fixed | {king}


def expected_due(received: datetime) -> date:
    """Count by hand: step a day at a time over weekends and free days."""
    # The two clock changes of the EU, both at 01:00 UTC on the last Sunday of the month.
    year = received.astimezone(UTC).year
    changes = []
    for month in (3, 10):
        last = date(year, month, 31)
        last -= timedelta(days=(last.weekday() + 1) % 7)
        changes.append(datetime(year, month, last.day, 1, tzinfo=UTC))
    summer = changes[0] <= received < changes[1]
    day = received.astimezone(timezone(timedelta(hours=2 if summer else 1))).date()
    left = 2
    while left:
        day += timedelta(days=1)
        if day.isoweekday() < 6 and day not in free_days_of(day.year):
            left -= 1
    return day


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-23T09:00", "2026-11-25"),
        ("2026-11-27T09:12", "2026-12-01"),
        ("2026-11-27T19:45", "2026-12-01"),
        ("2026-11-28T10:00", "2026-12-01"),
        ("2026-11-29T22:59", "2026-12-01"),
        ("2026-11-29T23:01", "2026-12-02"),
        ("2026-12-24T14:00", "2026-12-29"),
        ("2026-12-31T17:00", "2027-01-05"),
        ("2027-03-25T10:00", "2027-03-31"),
        ("2027-04-26T20:30", "2027-04-29"),
        ("2027-05-04T12:00", "2027-05-10"),
        ("2026-10-25T00:30", "2026-10-27"),
        ("2026-10-25T01:30", "2026-10-27"),
        ("2027-03-28T00:30", "2027-03-31"),
        ("2027-07-01T21:59", "2027-07-05"),
        ("2027-07-01T22:01", "2027-07-06"),
        ("2031-04-25T08:00", "2031-04-29"),
        ("2028-02-28T12:00", "2028-03-01"),
        ("2028-02-29T12:00", "2028-03-02"),
        ("2027-02-26T12:00", "2027-03-02"),
        ("2026-12-31T22:59", "2027-01-05"),
        ("2026-12-31T23:00", "2027-01-05"),
        ("2026-12-30T23:00", "2027-01-05"),
        ("2026-12-30T22:59", "2027-01-04"),
    ],
)
def test_due_date(received: str, due: str) -> None:
    """A moment in UTC gives the second working day after the Dutch day of receipt."""
    moment = datetime.fromisoformat(received).replace(tzinfo=UTC)
    assert due_on(moment) == date.fromisoformat(due)
    assert due_on(moment.astimezone(timezone(timedelta(hours=-9)))) == date.fromisoformat(due)


@pytest.mark.parametrize("year", YEARS)
def test_free_days_of_a_year(year: int) -> None:
    """Every day of the year is free by the Dutch list or a weekend, and a working day else."""
    assert f"{easter_of(year) - timedelta(days=2)}" in GOOD_FRIDAYS
    free = free_days_of(year)
    day = date(year, 1, 1)
    while day.year == year:
        assert is_working_day(day) == (day.weekday() < 5 and day not in free), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "is_free"),
    [
        ("2025-04-26", True),
        ("2026-04-27", True),
        ("2026-05-05", True),
        ("2025-05-05", True),
        ("2026-05-04", False),
        ("2026-05-15", False),
        ("2026-12-24", False),
        ("2026-12-31", False),
        ("2026-12-26", True),
        ("2028-02-29", False),
    ],
)
def test_single_days(day: str, is_free: bool) -> None:
    """Days that people doubt: lustrum or not, days between, and the last days of the year."""
    assert is_working_day(date.fromisoformat(day)) != is_free


def test_ten_thousand_moments_agree_with_counting_by_hand() -> None:
    """Random moments of seventeen years give what an independent count gives."""
    chance = random.Random(20261123)
    first = datetime(2024, 1, 1, tzinfo=UTC)
    seconds = int((datetime(2041, 1, 1, tzinfo=UTC) - first).total_seconds())
    for _ in range(10_000):
        moment = first + timedelta(seconds=chance.randrange(seconds))
        assert due_on(moment) == expected_due(moment), moment


@settings(max_examples=200, deadline=None)
@given(st.datetimes(datetime(2024, 1, 1), datetime(2040, 12, 31), timezones=st.just(AMSTERDAM)))
def test_due_date_is_a_working_day_after_receipt(moment: datetime) -> None:
    """Also at impossible and doubled wall-clock times the date is a later working day."""
    due = due_on(moment)
    assert is_working_day(due)
    assert timedelta(days=2) <= due - local_day(moment) <= timedelta(days=8)
    assert due == expected_due(moment)


def test_moment_without_zone_is_refused() -> None:
    """Nobody guesses the zone of a naive time."""
    with pytest.raises(ValueError, match="time zone"):
        due_on(datetime(2026, 11, 23, 9))


@pytest.mark.parametrize(
    ("count", "due"), [(1, "2027-05-07"), (2, "2027-05-10"), (5, "2027-05-13")]
)
def test_working_days_are_counted_over_holidays(count: int, due: str) -> None:
    """Counting steps over Liberation Day and Ascension Day, and never counts the first day."""
    assert add_working_days(date(2027, 5, 4), count) == date.fromisoformat(due)


def test_no_working_days_cannot_be_counted() -> None:
    """Zero days would leave open whether the day itself may be free."""
    with pytest.raises(ValueError, match="at least 1"):
        add_working_days(date(2027, 5, 4), 0)


@pytest.mark.parametrize(
    ("day", "today", "dutch", "english"),
    [
        ("2026-11-25", "2026-11-23", "woensdag 25 november", "Wednesday 25 November"),
        (
            "2026-11-24",
            "2026-11-23",
            "morgen, dinsdag 24 november",
            "tomorrow, Tuesday 24 November",
        ),
        (
            "2026-11-23",
            "2026-11-23",
            "vandaag, maandag 23 november",
            "today, Monday 23 November",
        ),
        ("2026-11-22", "2026-11-23", "zondag 22 november", "Sunday 22 November"),
        ("2027-01-05", "2026-12-31", "dinsdag 5 januari 2027", "Tuesday 5 January 2027"),
        (
            "2027-01-01",
            "2026-12-31",
            "morgen, vrijdag 1 januari 2027",
            "tomorrow, Friday 1 January 2027",
        ),
        ("2026-03-09", None, "maandag 9 maart", "Monday 9 March"),
    ],
)
def test_date_in_words(day: str, today: str | None, dutch: str, english: str) -> None:
    """A date is written with its weekday; a near one also as people say it."""
    seen_from = date.fromisoformat(today) if today else None
    assert in_words(date.fromisoformat(day), seen_from, "nl") == dutch
    assert in_words(date.fromisoformat(day), seen_from, "en") == english


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23T08:00+01:00", "2026-11-23T09:00+01:00"),
        ("2026-11-23T09:00+01:00", "2026-11-23T09:00+01:00"),
        ("2026-11-23T15:30:15+00:00", "2026-11-23T16:30:15+01:00"),
        ("2026-11-23T17:00+01:00", "2026-11-24T09:00+01:00"),
        ("2026-11-27T18:00+01:00", "2026-11-30T09:00+01:00"),
        ("2026-11-28T10:00+01:00", "2026-11-30T09:00+01:00"),
        ("2027-03-25T17:30+01:00", "2027-03-30T09:00+02:00"),
        ("2026-10-25T02:30+02:00", "2026-10-26T09:00+01:00"),
        ("2026-12-24T23:30+01:00", "2026-12-28T09:00+01:00"),
    ],
)
def test_next_office_moment(now: str, expected: str) -> None:
    """Outside office hours it is the next opening on a working day, at the Dutch clock."""
    moment = next_office_moment(datetime.fromisoformat(now), time(9), time(17))
    assert moment == datetime.fromisoformat(expected)
    assert moment.utcoffset() == datetime.fromisoformat(expected).utcoffset()


def test_office_hours_must_be_in_order() -> None:
    """Hours that end before they begin are a mistake in the settings, not a night shift."""
    with pytest.raises(ValueError, match="before"):
        next_office_moment(datetime(2026, 1, 5, tzinfo=UTC), time(17), time(9))
