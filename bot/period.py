"""Months, quarters and other periods: how they are written, where they begin and end."""

from __future__ import annotations

import re
from calendar import SUNDAY, monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.promise import AMSTERDAM, MONTHS
from storage import Span

_DAY = timedelta(days=1)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_QUARTER = re.compile(r"(\d{4})-[kq]([1-4])|[kq]([1-4])[ -](\d{4})")
_YEAR = re.compile(r"(\d{4})")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
FIRST_YEAR, LAST_YEAR = 2000, 2200


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day up to and including the last."""

    first: date
    last: date

    @property
    def is_month(self) -> bool:
        return self == month_of(self.first)

    @property
    def is_quarter(self) -> bool:
        return self == quarter_of(self.first)

    @property
    def code(self) -> str:
        """How a button and a stored report name it; `read` gives it back."""
        if self.is_month:
            return f"{self.first:%Y-%m}"
        if self.is_quarter:
            return f"{self.first.year}-K{(self.first.month + 2) // 3}"
        return f"{self.first} {self.last}"

    @property
    def name(self) -> str:
        """As people say it: 'maart 2026', 'kwartaal 1 van 2026', '1 t/m 5 maart 2026'."""
        if self.is_month:
            return f"{MONTHS['nl'][self.first.month - 1]} {self.first.year}"
        if self.is_quarter:
            return f"kwartaal {(self.first.month + 2) // 3} van {self.first.year}"
        return f"{_written(self.first)} t/m {_written(self.last)}"

    @property
    def before(self) -> Period:
        """The month or quarter before it."""
        kind = quarter_of if self.is_quarter else month_of
        return kind(self.first - _DAY)

    @property
    def after(self) -> Period:
        kind = quarter_of if self.is_quarter else month_of
        return kind(self.last + _DAY)

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), AMSTERDAM)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + _DAY, time(), AMSTERDAM)

    def span(self, today: date) -> Span:
        years = range(self.first.year, self.last.year + 2)
        return Span(self.start, self.end, today, tuple(summer_of(year) for year in years))


def month_of(day: date) -> Period:
    last = monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=last))


def quarter_of(day: date) -> Period:
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return Period(first, month_of(date(day.year, first.month + 2, 1)).last)


def read(text: str, today: date) -> Period | None:
    """'2026-03', 'maart 2026', 'maart', 'k1 2026', '2026', or two dates; nothing is this month."""
    words = " ".join(text.casefold().replace("t/m", " ").replace("kwartaal ", "k").split())
    try:
        found = _read(words, today)
    except ValueError:
        return None
    if found is None or found.first > found.last:
        return None
    is_sane = found.first.year >= FIRST_YEAR and found.last.year <= LAST_YEAR
    return found if is_sane else None


def _read(words: str, today: date) -> Period | None:
    if not words:
        return month_of(today)
    if month := _MONTH.fullmatch(words):
        return month_of(date(int(month[1]), int(month[2]), 1))
    if quarter := _QUARTER.fullmatch(words):
        year, number = int(quarter[1] or quarter[4]), int(quarter[2] or quarter[3])
        return quarter_of(date(year, 3 * number - 2, 1))
    if year_only := _YEAR.fullmatch(words):
        year = int(year_only[1])
        return Period(date(year, 1, 1), date(year, 12, 31))
    if dates := list(_DATE.finditer(words)):
        days = [_date(each) for each in dates]
        return Period(days[0], days[-1]) if len(days) <= 2 else None
    return _named_month(words.split(), today)


def _named_month(words: list[str], today: date) -> Period | None:
    names = [number for number, name in enumerate(MONTHS["nl"], 1) if name.startswith(words[0])]
    if len(words[0]) < 3 or len(names) != 1 or len(words) > 2:
        return None
    if len(words) == 2:
        return month_of(date(int(words[1]), names[0], 1))
    # A month that is yet to come this year is last year's.
    year = today.year if names[0] <= today.month else today.year - 1
    return month_of(date(year, names[0], 1))


def _date(found: re.Match[str]) -> date:
    if found[1]:
        return date(int(found[1]), int(found[2]), int(found[3]))
    return date(int(found[6]), int(found[5]), int(found[4]))


def _written(day: date) -> str:
    return f"{day.day} {MONTHS['nl'][day.month - 1]} {day.year}"


def summer_of(year: int) -> tuple[date, date]:
    """The days at whose end it is summer time: from the last Sunday of March until the Saturday
    before the last Sunday of October.
    """
    return _last_sunday(year, 3), _last_sunday(year, 10) - _DAY


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() - SUNDAY) % 7)
