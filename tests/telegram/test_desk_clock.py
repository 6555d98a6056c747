"""Two facilitators and five entrepreneurs over HTTP, and a clock that walks through the year."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, time
from itertools import product

import pytest

from bot.promise import AMSTERDAM, is_working_day
from tests.telegram.checks import plain
from tests.telegram.people import REFERENCE, is_send
from tests.telegram.process import Bot, Run
from tests.telegram.stand_in import TelegramStandIn
from tests.telegram.visitor import Seen, Visitor

pytestmark = pytest.mark.process

BEAT = 1.2  # seconds in which the program has seen that the clock was set
# Name, town, and whose request that makes it.
PEOPLE = [
    *(("Marijke de Wit", "Venlo", 1), ("Kees Bakker", "Goes", 0), ("Truus Smits", "Assen", 1)),
    *(("Wouter Mulder", "Almere", 0), ("Ilse Jansen", "Zwolle", 1)),
]
# Sent at; moments at which nothing may be said; the morning it is due; the morning after.
WALK = [
    # The clock goes back in the night of 25 October 2026.
    ("2026-10-23T16:00", ["2026-10-25T02:30+01:00"], "2026-10-27T08:30", "2026-10-28T08:30"),
    # New Year's day is a Friday.
    ("2026-12-31T18:00", ["2027-01-01T10:00"], "2027-01-05T08:30", "2027-01-06T08:30"),
    # Good Friday 26 March, the clock goes forward on the 28th, second Easter day on the 29th.
    (
        "2027-03-25T17:30",
        ["2027-03-26T10:00", "2027-03-28T03:30", "2027-03-29T10:00"],
        "2027-03-31T08:30",
        "2027-04-01T08:30",
    ),
    # Koningsdag is Tuesday 27 April.
    ("2027-04-26T22:30", ["2027-04-27T10:00"], "2027-04-29T08:30", "2027-04-30T08:30"),
]
REMINDERS = {"vandaag reageren:": "due", "te laat:": "late", "goedemorgen": "digest"}


def sent_at(seen: Seen) -> datetime:
    return datetime.fromtimestamp(seen.message["date"], UTC).astimezone(AMSTERDAM)


def reminders(person: Visitor) -> list[tuple[str, str, str]]:
    """Kind, reference and day of each reminder that stands in this chat."""
    found = []
    for seen in person.chat:
        kind = next((k for sign, k in REMINDERS.items() if plain(seen.text).startswith(sign)), "")
        if kind:
            references = REFERENCE.findall(seen.text)
            reference = references[0] if kind != "digest" else ""
            found.append((kind, reference, f"{sent_at(seen):%Y-%m-%d}"))
            assert is_working_day(sent_at(seen).date()), seen.text
            assert time(8, 30) <= sent_at(seen).time() < time(17, 0), seen.text
    return found


async def sends(api: TelegramStandIn, visitor: Visitor, name: str, town: str) -> str:
    """Send a request and give its reference, however long the answers take."""
    before = _received(visitor)
    await visitor.says(f"Terugbellen graag, {name}, 06-12345678, {town}, vraag over de schouw")
    await api.until(lambda: _last_labels(visitor, "versturen"), timeout=60)
    await visitor.taps(is_send)
    await api.until(lambda: len(_received(visitor)) > len(before), timeout=60)
    return _received(visitor)[-1]


def _received(visitor: Visitor) -> list[str]:
    texts = [seen.text for seen in visitor.chat if "ontvangen" in plain(seen.text)]
    return [found for text in texts for found in REFERENCE.findall(text)]


def _last_labels(visitor: Visitor, word: str) -> bool:
    return bool(visitor.chat) and word in str(visitor.chat[-1].buttons).casefold()


async def goes_to(bot: Bot, moment: str) -> None:
    bot.set_clock(moment)
    await asyncio.sleep(BEAT)


async def test_a_year_of_reminders(api: TelegramStandIn, run: Run, desk: list[Visitor]) -> None:
    """Five at once through Easter, Koningsdag, clock changes, New Year: each reminder once."""
    visitors = [api.user(number + 1) for number in range(len(PEOPLE))]
    expected: dict[int, list[tuple[str, str, str]]] = {0: [], 1: []}
    async with run(clock=WALK[0][0]) as bot:
        for start, quiet, due, late in WALK:
            await goes_to(bot, start)
            people = zip(visitors, PEOPLE, strict=True)
            sending = [sends(api, visitor, name, town) for visitor, (name, town, _) in people]
            references = await asyncio.gather(*sending)
            whose = {r: each[2] for r, each in zip(references, PEOPLE, strict=True)}
            before = [reminders(each) for each in desk]
            for moment in quiet:
                await goes_to(bot, moment)
            assert [reminders(each) for each in desk] == before
            await goes_to(bot, due)
            for reference, number in whose.items():
                await api.until(_sees(desk[number], "due", reference), timeout=60)
                expected[number].append(("due", reference, due[:10]))
            await _restarted(bot)
            await goes_to(bot, late)
            for reference, number in product(references, (0, 1)):
                await api.until(_sees(desk[number], "late", reference), timeout=60)
                expected[number].append(("late", reference, late[:10]))
            await _restarted(bot)
            for visitor, reference in zip(visitors, references, strict=True):
                assert _apologies(visitor, reference) == 1
                await _close(api, desk[whose[reference]], visitor, reference)
    for number, person in enumerate(desk):
        told = reminders(person)
        assert sorted(each for each in told if each[0] != "digest") == sorted(expected[number])
        digests = [each for each in told if each[0] == "digest"]
        assert len(digests) == len(set(digests)) >= len(WALK)


async def _restarted(bot: Bot) -> None:
    """Killed and started again, once what was sent is noted: before that it may come twice."""
    await asyncio.sleep(BEAT)
    await bot.restart()
    await asyncio.sleep(BEAT)


async def _close(api: TelegramStandIn, person: Visitor, visitor: Visitor, reference: str) -> None:
    await person.presses(_button(person, reference, "show"), person.chat[-1])
    await api.until(lambda: _card(person, reference) is not None, timeout=60)
    await person.presses(_button(person, reference, "close"), person.chat[-1])
    closed = f"heeft uw verzoek {reference} afgerond"
    await api.until(lambda: closed in visitor.chat[-1].text, timeout=60)


def _sees(person: Visitor, kind: str, reference: str) -> Callable[[], bool]:
    return lambda: any((k, r) == (kind, reference) for k, r, _ in reminders(person))


def _apologies(visitor: Visitor, reference: str) -> int:
    sorry = [seen for seen in visitor.chat if "sorry, het is ons niet gelukt" in plain(seen.text)]
    return sum(reference in seen.text for seen in sorry)


def _card(person: Visitor, reference: str) -> Seen | None:
    return next((e for e in reversed(person.chat) if e.text.startswith(f"{reference} · ")), None)


def _button(person: Visitor, reference: str, do: str) -> str:
    """The data of the newest button that does this with that request."""
    for seen in reversed(person.chat):
        if reference in seen.text:
            for button in seen.buttons:
                if button.data and re.match(rf"d:{do}:\d+:", button.data):
                    return button.data
    raise AssertionError(f"no button {do} for {reference}")
