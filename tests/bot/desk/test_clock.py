"""What the clock asks of the desk: each reminder once, on working days in office hours only."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta

import pytest
from aiogram import Bot
from facilitators import BEKKEMA, KEUKER, card, couple_both, heard, request_of, send_request, tap
from fakes import TOKEN, FakeClock, FakeSession, House, Sent, Visitor, living

from bot.app import App
from bot.config import Operator, Settings
from bot.promise import AMSTERDAM, add_working_days, is_working_day
from bot.turn import Brain

OPERATOR = 700
HOURS = [
    *(time(0, 30), time(1, 59), time(2, 30), time(3, 0), time(8, 29), time(8, 30)),
    *(time(8, 31), time(12, 0), time(16, 59), time(17, 0), time(23, 59)),
]


@pytest.fixture
async def house(settings: Settings, brain: Brain, clock: FakeClock) -> AsyncIterator[House]:
    """An assistant with an operator who hears of alarms."""
    session = FakeSession()
    changed = settings.model_copy(update={"operator": Operator(chat_id=OPERATOR)})
    app = App(changed, Bot(TOKEN, session), brain, clock)
    await app.prepare()
    async with living(app, session, clock, receive=False) as house:
        await house.quiet()
        yield house


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


async def lives_until(house: House, moment: str) -> None:
    """Let time go by, with a beat at each of `HOURS` and everything sent before the next."""
    now, until = house.clock().astimezone(UTC), at(moment).astimezone(UTC)
    day = house.clock().astimezone(AMSTERDAM).date()
    moments = []
    while datetime.combine(day, time(0), AMSTERDAM).astimezone(UTC) <= until:
        # fold: an hour that comes twice has its beat twice.
        moments += [
            datetime.combine(day, hour, AMSTERDAM).replace(fold=fold).astimezone(UTC)
            for hour in HOURS
            for fold in (0, 1)
        ]
        day += timedelta(days=1)
    for each in sorted({*moments, until}):
        if now < each <= until:
            house.clock.moment = each.astimezone(AMSTERDAM)
            await house.app.background.beat()
            await house.quiet()


def reminders(person: Visitor) -> list[str]:
    signs = ("Vandaag reageren:</b>", "Te laat:</b>", "Goedemorgen")
    return [e.text for e in person.shown if any(sign in e.text for sign in signs)]


async def test_a_request_that_nobody_touches(house: House) -> None:
    """The morning it is due its facilitator; a day later both, the operator and the visitor."""
    keuker, bekkema = await couple_both(house)
    visitor = await send_request(house)  # Thursday 5 March, due on Monday 9 March
    await lives_until(house, "2026-03-09T08:29")
    assert heard(bekkema, "Vandaag reageren:</b> KVO") == 0
    await lives_until(house, "2026-03-09T08:31")
    assert heard(bekkema, "Vandaag reageren:</b> KVO") == 1
    assert heard(keuker, "Vandaag reageren:</b> KVO") == 0
    assert "vandaag, maandag 9 maart" in card(bekkema).text
    await lives_until(house, "2026-03-10T08:29")
    assert heard(keuker, "Te laat") == 0
    await lives_until(house, "2026-03-12T18:00")
    for person in (keuker, bekkema):
        assert sum("Te laat:</b>" in text for text in reminders(person)) == 1
    assert heard(house.visitor(OPERATOR), "geen reactie voor maandag 9 maart (bekkema)") == 1
    assert heard(visitor, "Sorry, het is ons niet gelukt") == 1
    assert heard(visitor, "nu uiterlijk woensdag 11 maart") == 1
    assert "Nieuwe datum genoemd" in card(bekkema).text
    assert (await request_of(house)).due_on.isoformat() == "2026-03-09"


async def test_status_promised_a_day_that_was_past(house: House) -> None:
    """/status named the first date after another was given, and after that one went by as well."""
    await couple_both(house)
    visitor = await send_request(house)  # due on Monday 9 March
    await lives_until(house, "2026-03-10T09:00")
    reply = await visitor.says("/status")
    assert "uiterlijk woensdag 11 maart" in reply
    assert "9 maart" not in reply
    await lives_until(house, "2026-03-12T09:00")
    reply = await visitor.says("/status")
    assert "11 maart" not in reply
    assert "06-11351693" in reply


async def test_contact_in_time_keeps_it_quiet(house: House) -> None:
    """Who had contact is not reminded, and the entrepreneur gets no apology."""
    keuker, bekkema = await couple_both(house)
    visitor = await send_request(house)
    await tap(bekkema, "Gesproken")
    await lives_until(house, "2026-03-12T18:00")
    assert not any("Te laat" in text or "Vandaag" in text for text in reminders(bekkema))
    assert reminders(keuker) == []
    assert heard(visitor, "Sorry") == 0
    assert heard(house.visitor(OPERATOR), "") == 0


async def test_digest_in_the_morning(house: House) -> None:
    """On working days, with numbers and references but no names; silent when there is nothing."""
    keuker, bekkema = await couple_both(house)
    await send_request(house)
    await lives_until(house, "2026-03-06T12:00")
    (digest,) = reminders(bekkema)
    assert "Goedemorgen. Het is vrijdag 6 maart." in digest
    assert "Nog niet opgepakt: 1" in digest
    assert (await request_of(house)).reference in digest
    assert "Marijke" not in digest
    assert reminders(keuker) == []
    await lives_until(house, "2026-03-08T23:00")
    assert len(reminders(bekkema)) == 1, "not at the weekend"


async def test_request_that_nobody_can_be_told_of(house: House) -> None:
    """Without any account the operator hears it: at once, on the day, and when it is too late."""
    await send_request(house)
    operator = house.visitor(OPERATOR)
    assert heard(operator, "geen procesbegeleider gekoppeld of bereikbaar") == 1
    await lives_until(house, "2026-03-10T12:00")
    assert heard(operator, "niemand kon herinnerd worden (09-03-2026)") == 1
    assert heard(operator, "niemand kon herinnerd worden (10-03-2026)") == 1
    assert heard(operator, "geen reactie voor") == 1


async def test_restart_says_nothing_twice(house: House, settings: Settings, brain: Brain) -> None:
    """Another process on the same database finds that all was said."""
    _, bekkema = await couple_both(house)
    await send_request(house)
    await lives_until(house, "2026-03-10T09:00")
    before = Counter(reminders(bekkema))
    again = App(house.app.settings, Bot(TOKEN, house.session), brain, house.clock)
    for _ in range(3):
        await again.background.beat()
    house.app.sender.wake.set()
    await house.quiet()
    await again.db.close()
    await again.bot.session.close()
    assert Counter(reminders(bekkema)) == before


WALKS = {
    "Easter": ("2027-03-24T16:00", "2027-04-02T18:00"),
    "Koningsdag": ("2027-04-26T22:30", "2027-05-01T18:00"),
    "Ascension and 5 May": ("2027-05-04T12:00", "2027-05-12T18:00"),
    "clock forward": ("2026-03-27T20:00", "2026-04-02T18:00"),
    "the hour that comes twice": ("2026-10-25T02:30", "2026-10-29T18:00"),
    "New Year": ("2026-12-31T18:00", "2027-01-07T18:00"),
}


@pytest.mark.parametrize("name", WALKS)
async def test_walk_through_the_calendar(house: House, name: str) -> None:
    """Through holidays and clock changes: each reminder once, and never out of office hours."""
    start, end = (at(each) for each in WALKS[name])
    house.clock.moment = start
    keuker, bekkema = await couple_both(house)
    visitor = await send_request(house)
    request = await request_of(house)
    times = told_at(house)
    await lives_until(house, end.replace(tzinfo=None).isoformat())
    assert is_working_day(request.due_on)
    late_on = add_working_days(request.due_on, 1)
    assert times["Vandaag reageren:</b> KVO", BEKKEMA] == [f"{request.due_on} 08:30"]
    for person in (KEUKER, BEKKEMA):
        assert times["Te laat:</b>", person] == [f"{late_on} 08:30"]
    assert times["Sorry, het is ons niet gelukt", visitor.chat_id] == [f"{late_on} 08:30"]
    assert times["geen reactie voor", OPERATOR] == [f"{late_on} 08:30"]
    digests = times["Goedemorgen", BEKKEMA]
    assert len(digests) == len(set(digests))
    for told in digests:
        day, hour = told.split()
        assert is_working_day(datetime.fromisoformat(day).date())
        assert hour == "08:30"
    assert heard(keuker, "Vandaag reageren:</b> KVO") == 0
    assert heard(bekkema, "Te laat:</b>") == 1


SIGNS = (
    *("Vandaag reageren:</b> KVO", "Te laat:</b>", "Goedemorgen", "geen reactie voor"),
    "Sorry, het is ons niet gelukt",
)


def told_at(house: House) -> dict[tuple[str, int], list[str]]:
    """When each kind of message is sent to whom, noted as it is sent from now on."""
    times: dict[tuple[str, int], list[str]] = {}

    class Watched(list[Sent]):
        def append(self, sent: Sent) -> None:
            super().append(sent)
            local = house.clock().astimezone(AMSTERDAM)
            for sign in SIGNS:
                if sign in sent.text and sent.method == "sendMessage":
                    key = (sign, int(sent.values["chat_id"]))
                    times.setdefault(key, []).append(f"{local:%Y-%m-%d %H:%M}")

    house.session.sent = Watched(house.session.sent)
    return times
