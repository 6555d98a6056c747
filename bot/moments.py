"""When and how a visitor would like to be reached: what is offered, stored and shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.promise import add_working_days, in_words, is_working_day, local_time
from bot.texts import Texts
from intents import Language

PARTS = ("morning", "afternoon")
NOON = time(12, 0)
OFFERED = 3  # working days
_DAYS = {
    **dict.fromkeys(("vandaag", "vanochtend", "vanmorgen", "vanmiddag", "vanavond", "today"), 0),
    "morgen": 1,
    "tomorrow": 1,
    "overmorgen": 2,
    "the day after tomorrow": 2,
}
_PARTS = {
    "vanochtend": "ochtend",
    "vanmorgen": "ochtend",
    "vanmiddag": "middag",
    "vanavond": "avond",
}
_WEEKS = {"deze week": 0, "this week": 0, "volgende week": 1, "next week": 1}
_RELATIVE = re.compile(  # but not 'in de morgen'
    rf"(?<!')(?<!\bde )\b(?P<word>{'|'.join(sorted((*_DAYS, *_WEEKS), key=len, reverse=True))})"
    r"(?: ?(?P<part>ochtend|middag|avond|morning|afternoon|evening))?\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"(\d{8})-(morning|afternoon)")


def offered(now: datetime) -> list[str]:
    """Day parts on the coming working days; this afternoon too, while it is morning."""
    local = local_time(now)
    today = local.date()
    found = [_code(today, "afternoon")] if is_working_day(today) and local.time() < NOON else []
    for day in _working_days(today):
        found += [_code(day, part) for part in PARTS]
    return found[: OFFERED * len(PARTS)]


def _working_days(today: date) -> Iterator[date]:
    for count in range(1, OFFERED + 1):
        yield add_working_days(today, count)


def _code(day: date, part: str) -> str:
    return f"{day:%Y%m%d}-{part}"


def is_code(value: str, now: datetime) -> bool:
    """Whether this is a day part that may have been offered: not past, and not far away."""
    found = _CODE.fullmatch(value)
    if found is None:
        return False
    try:
        day = datetime.strptime(found[1], "%Y%m%d").date()
    except ValueError:
        return False
    today = local_time(now).date()
    return today <= day <= today + timedelta(days=31)


def with_dates(text: str, today: date, language: Language) -> str:
    """'Morgen na 10 uur' with the day itself: it is read on another day than it was said."""

    def day_of(found: re.Match[str]) -> str:
        word = found["word"].lower()
        if word in _WEEKS:
            monday = today + timedelta(days=7 * _WEEKS[word] - today.weekday())
            of = "de week van" if language == "nl" else "the week of"
            return f"{of} {in_words(monday, None, language)}"
        day = in_words(today + timedelta(days=_DAYS[word]), None, language)
        part = found["part"] or _PARTS.get(word)
        return f"{day}, {part.lower()}" if part else day

    return _RELATIVE.sub(day_of, text)


def moment_in_words(value: str, today: date | None, texts: Texts, language: Language) -> str:
    """'vrijdag 6 maart, ochtend'; what was typed stays as it was typed."""
    if value == "any":
        return texts("moment_any", language)
    found = _CODE.fullmatch(value)
    if found is None:
        return value
    day = date(int(found[1][:4]), int(found[1][4:6]), int(found[1][6:]))
    return f"{in_words(day, today, language)}, {texts(f'moment_{found[2]}', language)}"
