"""After closing: 'bent u binnen twee werkdagen geholpen?', once, and counted."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from fakes import House, Visitor

from bot.background import Background
from bot.period import month_of
from bot.promise import AMSTERDAM
from storage import Figures

ASKED = "Bent u binnen twee werkdagen geholpen?"


async def closed(house: House, chat_id: int = 5001, *, withdrawn: bool = False) -> Visitor:
    """A request that was closed on Thursday 5 March at 14.00."""
    visitor = house.visitor(chat_id)
    await visitor.says("/contact")
    for text in ("Marijke de Wit", "06-12345678", "Venlo", "Iets over hekken."):
        await visitor.says(text)
    await visitor.taps("Versturen")
    (request,) = await house.app.db.requests.of_chat(chat_id)
    if withdrawn:
        await visitor.presses(f"o:really:{request.id}")
    else:
        await house.app.db.people.couple("bekkema", 902, house.clock())
        await house.visitor(902).presses(f"d:close:{request.id}:")
    return visitor


async def at(house: House, text: str) -> None:
    house.clock.moment = datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)
    await house.app.background.beat()
    await house.quiet()


def times_asked(visitor: Visitor) -> int:
    return sum(ASKED in each.text for each in visitor.shown)


async def figures(house: House) -> Figures:
    span = month_of(date(2026, 3, 1)).span(date(2026, 3, 31))
    return await house.app.db.figures.of(span)


async def test_asked_once_in_office_hours(house: House) -> None:
    """Not at once, not at night, and never twice."""
    visitor = await closed(house)
    await at(house, "2026-03-05T14:30")
    assert times_asked(visitor) == 0
    await at(house, "2026-03-05T22:00")
    assert times_asked(visitor) == 0
    for hour in ("08:30", "09:00", "12:00"):
        await at(house, f"2026-03-06T{hour}")
    assert times_asked(visitor) == 1


async def test_withdrawn_is_not_asked(house: House) -> None:
    """Who took his request back was not helped, and knows it."""
    visitor = await closed(house, withdrawn=True)
    await at(house, "2026-03-06T09:00")
    assert times_asked(visitor) == 0


async def test_long_closed_is_not_asked(house: House) -> None:
    """After an outage of weeks the question would come out of the blue."""
    visitor = await closed(house)
    await at(house, "2026-03-25T09:00")
    assert times_asked(visitor) == 0


@pytest.mark.parametrize(("label", "say"), [("Ja", "yes"), ("Nee", "no")])
async def test_answer_counts_once(house: House, label: str, say: str) -> None:
    """The first answer stands in the figures and in the log; a second tap says so."""
    visitor = await closed(house)
    await at(house, "2026-03-06T09:00")
    data = visitor.shown[-1].buttons
    reply = await visitor.presses(data[label])
    assert reply.toast == "Dank u wel."
    assert ("openen wij uw verzoek weer" in reply) == (say == "no")
    assert "al beantwoord" in (await visitor.presses(data["Ja"])).toast
    assert (await figures(house)).ratings[say] == 1
    (request,) = await house.app.db.requests.of_chat(5001)
    history = await house.app.db.requests.history(request.id)
    assert [event.note for event in history if event.kind == "rated"] == [say]


async def test_no_opens_it_again(house: House) -> None:
    """'Nee' offers to open the request again with one tap."""
    visitor = await closed(house)
    await at(house, "2026-03-06T09:00")
    data = visitor.shown[-1].buttons["Nee"]
    reply = await visitor.presses(data)
    await visitor.presses(next(iter(reply.buttons.values())))
    (request,) = await house.app.db.requests.of_chat(5001)
    assert request.is_open


async def test_later_is_asked_once_more(house: House) -> None:
    """'Later' is asked again after two days, then without 'later'."""
    visitor = await closed(house)
    await at(house, "2026-03-06T09:00")
    await visitor.presses(visitor.shown[-1].buttons["Vraag het later"])
    await at(house, "2026-03-06T16:00")
    assert times_asked(visitor) == 1
    for day in ("09", "10", "16"):
        await at(house, f"2026-03-{day}T09:00")
    assert times_asked(visitor) == 2
    assert list(visitor.shown[-1].buttons) == ["Ja", "Nee"]
    await visitor.presses(visitor.shown[-1].buttons["Ja"])
    assert (await figures(house)).ratings["yes"] == 1


async def test_nobody_answers_for_another(house: House) -> None:
    """A forged answer, or one that was not asked, counts nothing."""
    visitor = await closed(house)
    (request,) = await house.app.db.requests.of_chat(5001)
    await visitor.presses(f"h:yes:{request.id}")
    await at(house, "2026-03-06T09:00")
    for data in (f"h:yes:{request.id}", "h:yes:999", f"h:maybe:{request.id}"):
        await house.visitor(6666).presses(data)
    await visitor.presses(f"h:again:{request.id}")
    assert (await figures(house)).ratings == {}


async def test_erased_is_not_asked_and_nothing_stays(house: House) -> None:
    """After 'verwijder' there is nobody to ask; a sent question goes with the chat's term."""
    visitor = await closed(house)
    await visitor.says("/verwijder")
    await visitor.taps("Ja, verwijder alles")
    await at(house, "2026-03-06T09:00")
    assert times_asked(visitor) == 0
    other = await closed(house, 7_001_234)
    await at(house, "2026-03-09T12:00")
    assert times_asked(other) == 1
    house.clock.move(days=200)
    await Background(house.app.db, house.app.settings, house.clock).purge(house.clock())
    kept = await house.app.db.people.everything_about(7_001_234)
    assert kept["outbox"] == []
