"""The date by which we try to react: working days in the Netherlands, and dates in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

import holidays

from intents import Language

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WORKING_DAYS = 2
_SATURDAY = 5
_DAY = timedelta(days=1)

_WEEKDAYS = {
    "nl": ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
MONTHS = {
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
        *("augustus", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
}
_DAY_AND_MONTH = re.compile(
    r"\b(?P<day>\d{1,2})(?:\s*[-/]\s*|\s+)(?P<month>\d{1,2}|[a-z]{3,})\b"
    r"(?:[-/ ]+(?P<year>\d{4}))?"
)
_NEARBY = {"nl": ("vandaag", "morgen"), "en": ("today", "tomorrow")}


def due_on(received: datetime) -> date:
    """Return the last day on which we promise to try to react.

    The Dutch calendar day of receipt does not count, whatever the hour; then two working days.
    """
    return add_working_days(local_day(received), WORKING_DAYS)


def local_day(moment: datetime) -> date:
    """Return the calendar day in the Netherlands at a moment."""
    return _local(moment).date()


def local_time(moment: datetime) -> datetime:
    """Return a moment as clocks in the Netherlands show it."""
    return _local(moment)


def is_working_day(day: date) -> bool:
    """Tell whether offices are taken to be open: Monday to Friday, no public holiday.

    Good Friday and every 5 May are free here: many firms work then, but we never promise
    too early.
    """
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """Return the `count`-th working day after `day`; `day` itself never counts."""
    if count < 1:
        raise ValueError("count must be at least 1")
    return next(islice(_working_days_from(day + _DAY), count - 1, None))


def is_office_hours(now: datetime, opens: time, closes: time) -> bool:
    """Tell whether facilitators may be told something now."""
    return next_office_moment(now, opens, closes) == now


def next_office_moment(now: datetime, opens: time, closes: time) -> datetime:
    """Return `now` in office hours, else the next opening; for messages that can wait."""
    if opens >= closes:
        raise ValueError("opens must be before closes")
    local = _local(now)
    today, clock = local.date(), local.time()
    if is_working_day(today) and opens <= clock < closes:
        return local
    first = today if clock < opens else today + _DAY
    return datetime.combine(next(_working_days_from(first)), opens, AMSTERDAM)


def in_words(day: date, today: date | None, language: Language) -> str:
    """Write a date as people say it: 'woensdag 25 november', 'Wednesday 25 November'.

    With `today`, tomorrow is 'morgen, woensdag 25 november', and another year is named.
    """
    words = f"{_WEEKDAYS[language][day.weekday()]} {day.day} {MONTHS[language][day.month - 1]}"
    if today is None:
        return words
    if day.year != today.year:
        words += f" {day.year}"
    nearby = (day - today).days
    return f"{_NEARBY[language][nearby]}, {words}" if nearby in {0, 1} else words


def read_day(text: str, today: date) -> date | None:
    """Read a day as people write it: '12 december', '12-12', 'vrijdag', 'morgen'; the next one.

    None for what is no day.
    """
    words = text.lower().strip(" .,")
    if words in _NEARBY["nl"]:
        return today + _DAY * _NEARBY["nl"].index(words)
    if words.split()[-1:] and words.split()[-1] in _WEEKDAYS["nl"]:
        weekday = _WEEKDAYS["nl"].index(words.split()[-1])
        return today + _DAY * ((weekday - today.weekday()) % 7)
    try:
        if found := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", words):
            return date(*(int(part) for part in found.groups()))
        found = _DAY_AND_MONTH.search(words)
        if found is None:
            return None
        month = found["month"]
        number = int(month) if month.isdecimal() else _month_of(month)
        if found["year"]:
            return date(int(found["year"]), number, int(found["day"]))
        day = date(today.year, number, int(found["day"]))
        return day if day >= today else date(today.year + 1, number, int(found["day"]))
    except ValueError:
        return None


def _month_of(word: str) -> int:
    """The number of a month of which at least three letters are written."""
    for number, name in enumerate(MONTHS["nl"], start=1):
        if name.startswith(word.removesuffix(".")) or (word, number) == ("mrt", 3):
            return number
    raise ValueError


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(AMSTERDAM)


def _working_days_from(day: date) -> Iterator[date]:
    while True:
        if is_working_day(day):
            yield day
        day += _DAY


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    # 'optional' adds 5 May in the years in which it is not a day off for everybody.
    return frozenset(
        holidays.country_holidays("NL", years=year, categories=("public", "optional"))
    )
