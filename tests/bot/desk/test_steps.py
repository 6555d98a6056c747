"""The steps with a request: states, refusals, who hears of it, and what counts as contact."""

from __future__ import annotations

import asyncio
from dataclasses import fields

import pytest
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import SendMessage
from facilitators import card, couple_both, heard, history, kinds, request_of, send_request, tap
from fakes import House, Visitor

from storage import NewRequest, Status

REFUSED = TelegramForbiddenError(
    method=SendMessage(chat_id=1, text="x"), message="Forbidden: bot was blocked by the user"
)


@pytest.fixture
async def desk(house: House) -> tuple[Visitor, Visitor]:
    return await couple_both(house)


async def test_taking_is_no_contact_and_speaking_is(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """'Oppakken' leaves the promise open; 'gesproken' keeps it, over the phone."""
    _, bekkema = desk
    await send_request(house)
    await tap(bekkema, "Oppakken")
    assert (await request_of(house)).first_contact_at is None
    await tap(bekkema, "Gesproken")
    request = await request_of(house)
    assert request.first_contact_at == house.clock()
    spoken = next(event for event in await history(house) if event.kind == "spoken")
    assert (spoken.actor, spoken.channel) == ("bekkema", "phone")
    assert "Eerste contact" in card(bekkema).text


@pytest.mark.both_databases
async def test_attempt_is_contact_when_he_was_told(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """'Niet bereikt' counts once its notice is delivered; with day parts to choose from."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Niet bereikt")
    assert (await request_of(house)).first_contact_at is not None
    buttons = visitor.shown[-1].buttons
    assert list(buttons)[:2] == [
        "morgen, vrijdag 6 maart, ochtend",
        "morgen, vrijdag 6 maart, middag",
    ]
    assert "Maakt niet uit" in buttons


async def test_attempt_that_he_was_not_told_of_is_no_contact(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """Who blocked the chat was not told: the promise stays open and the facilitator hears it."""
    _, bekkema = desk
    visitor = await send_request(house)
    house.session.failures[visitor.chat_id] = REFUSED
    await tap(bekkema, "Niet bereikt")
    request = await request_of(house)
    assert request.first_contact_at is None
    assert request.state is Status.UNREACHED
    assert heard(bekkema, "kreeg ons bericht niet") == 1
    assert heard(bekkema, "+31612345678") >= 1
    await tap(bekkema, "Niet bereikt")
    assert heard(bekkema, "kreeg ons bericht niet") == 1, "once is enough"


async def test_better_moment_reaches_the_card(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """The moment that the entrepreneur chooses stands on the card, and is announced."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Niet bereikt")
    visitor.last = type(visitor.last)([visitor.shown[-1]])
    reply = await visitor.taps("vrijdag 6 maart, middag")
    assert "Henny Bekkema weet het: vrijdag 6 maart, middag" in reply
    assert "Voorkeur: \u2068morgen, vrijdag 6 maart, middag" in card(bekkema).text
    assert heard(bekkema, "liefst bereikbaar: morgen, vrijdag 6 maart, middag") == 1


@pytest.mark.parametrize("value", ["20200101-morning", "x", "20261301-morning", "any:1", ""])
async def test_moment_that_was_not_offered(
    house: House, desk: tuple[Visitor, Visitor], value: str
) -> None:
    """A forged or old moment changes nothing."""
    visitor = await send_request(house)
    request = await request_of(house)
    reply = await visitor.presses(f"w:{request.id}:{value}")
    assert reply.toast
    assert (await request_of(house)).preferred_moment is None


async def test_third_attempt_proposes_to_close(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """After three attempts one tap closes as unreachable, and the entrepreneur hears why."""
    _, bekkema = desk
    visitor = await send_request(house)
    for _ in range(3):
        await tap(bekkema, "Niet bereikt")
    assert "3 keer niet bereikt" in card(bekkema).text
    await tap(bekkema, "Sluiten: onbereikbaar")
    request = await request_of(house)
    assert (request.state, request.outcome) == (Status.CLOSED, "unreachable")
    assert heard(visitor, "3 keer geprobeerd u te bereiken") == 1
    assert "Afgerond: onbereikbaar" in card(bekkema).text


async def test_one_tap_too_many_is_no_attempt(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """The same button of the same card, tapped twice, is one attempt."""
    _, bekkema = desk
    visitor = await send_request(house)
    data = card(bekkema).buttons["Niet bereikt"]
    await bekkema.presses(data)
    assert "stond al genoteerd" in (await bekkema.presses(data)).toast
    assert (await request_of(house)).attempts == 1
    assert heard(visitor, "geprobeerd u te bereiken") == 1


@pytest.mark.both_databases
async def test_closing_asks_how_it_ended(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """One tap closes, one says the outcome; an outcome that needs contact is contact."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Afgerond")
    assert heard(visitor, "heeft uw verzoek") == 1
    labels = list(card(bekkema).buttons)
    assert labels == [
        *("Afspraak", "Informatie gegeven", "Doorverwezen", "Onbereikbaar", "Niet passend"),
        "Ongedaan maken",
    ]
    await tap(bekkema, "Informatie gegeven")
    request = await request_of(house)
    assert (request.outcome, request.first_contact_at) == ("informed", house.clock())
    assert "Afgerond: informatie gegeven" in card(bekkema).text
    assert "al genoteerd" in (await bekkema.presses(f"d:outcome:{request.id}:appointment")).toast
    assert (await kinds(house))[-3:] == ["closed", "outcome", "contact"]


@pytest.mark.both_databases
async def test_undo_within_a_minute(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """Closing is taken back to where it was; the entrepreneur's message is corrected in place."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Gesproken")
    await tap(bekkema, "Afgerond")
    house.clock.move(seconds=59)
    assert "weer open" in await tap(bekkema, "Ongedaan maken")
    assert (await request_of(house)).state is Status.SPOKEN
    last = visitor.shown[-1]
    assert last.method == "editMessageText"
    assert "toch nog niet afgerond" in last.text
    assert (await kinds(house))[-1] == "undone"


async def test_undo_of_what_was_nobodys(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """Closed straight from the queue and taken back: it is new and free again."""
    keuker, bekkema = desk
    await send_request(house)
    await tap(bekkema, "Afgerond")
    await tap(bekkema, "Ongedaan maken")
    request = await request_of(house)
    assert (request.state, request.taken_by) == (Status.NEW, None)
    await keuker.presses(f"d:take:{request.id}:")
    assert (await request_of(house)).taken_by == "keuker"


async def test_undo_is_over_after_a_minute(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """Later it is refused with a sentence, the button goes, and it can be reopened."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Afgerond")
    undo = card(bekkema).buttons["Ongedaan maken"]
    house.clock.move(seconds=61)
    assert "kan een minuut" in (await bekkema.presses(undo)).toast
    assert not (await request_of(house)).is_open
    await house.beats()
    assert "Ongedaan maken" not in card(bekkema).buttons
    assert "Weer open" in await tap(bekkema, "Heropenen")
    assert heard(visitor, "weer geopend") == 1
    assert (await request_of(house)).state is Status.TAKEN


async def test_undo_counts_from_the_tap(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """A tap in time that is handled late, after a restart for instance, still counts."""
    _, bekkema = desk
    await send_request(house)
    await tap(bekkema, "Afgerond")
    request = await request_of(house)
    message = {"message_id": 1, "date": 1, "chat": {"id": 902, "type": "private"}, "text": "x"}
    query = {"id": "7", "from": bekkema.person, "chat_instance": "1", "message": message}
    update = {"update_id": 7, "callback_query": query | {"data": f"d:undo:{request.id}:"}}
    async with house.app.db.transaction():
        await house.store(update)
        house.clock.move(minutes=5)
    await house.quiet()
    assert (await request_of(house)).is_open


async def test_waiting_for_the_entrepreneur(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """Only after contact; he is told, and his answer makes it the facilitator's turn again."""
    _, bekkema = desk
    visitor = await send_request(house)
    request = await request_of(house)
    assert "nog niet bereikt" in (await bekkema.presses(f"d:waiting:{request.id}:")).toast
    await tap(bekkema, "Gesproken")
    await tap(bekkema, "Wacht op ondernemer")
    assert (await request_of(house)).state is Status.WAITING
    assert heard(visitor, "wacht op een antwoord van u") == 1
    assert "wacht op een antwoord" in await visitor.says("/status")
    reply = await visitor.says("Het gaat om het hek aan de Noordzijde, zo'n 40 meter.")
    assert "staat nu bij uw verzoek" in reply
    assert (await request_of(house)).state is Status.TAKEN
    assert heard(bekkema, "40 meter") >= 1
    assert "40 meter" in card(bekkema).text


async def test_hand_over_with_a_word(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """One tap gives it to the colleague; a note may follow, for the two of them."""
    keuker, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Oppakken")
    await tap(bekkema, "Naar collega")
    assert heard(visitor, "gaat naar een collega, Onno Keuker") == 1
    assert "Nieuw" in card(keuker).text
    assert "Wilt u er iets bij zeggen" in bekkema.shown[-1].text or heard(
        bekkema, "Wilt u er iets bij zeggen"
    )
    await bekkema.says("Hij is alleen op dinsdag te spreken.")
    assert "alleen op dinsdag" in card(keuker).text
    assert heard(visitor, "dinsdag te spreken") == 0


async def test_release_puts_it_back(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """'Terug in de wachtrij' makes it nobody's; the colleague can take it."""
    keuker, bekkema = desk
    await send_request(house)
    await tap(bekkema, "Oppakken")
    await tap(bekkema, "Meer")
    await tap(bekkema, "Terug in de wachtrij")
    request = await request_of(house)
    assert (request.state, request.taken_by) == (Status.NEW, None)
    await keuker.presses(f"d:take:{request.id}:")
    assert (await request_of(house)).taken_by == "keuker"
    assert (await kinds(house))[-3:] == ["taken", "released", "taken"]


async def test_two_hundred_times_two_taps_at_once(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """Two facilitators tap 'oppakken' within the same moment, 200 times: one winner each time."""
    keuker, bekkema = desk
    db = house.app.db
    await send_request(house)
    first = await request_of(house)
    numbers = [first.id, *[await _another(house, number) for number in range(199)]]
    await _at_once(house, desk, [f"d:show:{number}:" for number in numbers])
    sent = len(house.session.sent)
    await _at_once(house, desk, [f"d:take:{number}:" for number in numbers])
    toasts = [e.text for e in house.session.sent[sent:] if e.method == "answerCallbackQuery"]
    assert sum(text == "U hebt dit verzoek opgepakt." for text in toasts) == 200
    assert sum("heeft dit verzoek al opgepakt" in text for text in toasts) == 200
    for number in numbers:
        request = await db.requests.get(number)
        assert request is not None
        taken = [e for e in await db.requests.history(number) if e.kind == "taken"]
        assert [e.actor for e in taken] == [request.taken_by]
        name = {"keuker": "Onno Keuker", "bekkema": "Henny Bekkema"}[request.taken_by or ""]
        for person in (keuker, bekkema):
            assert f"Bij: {name}" in card(person, request.reference).text


async def _at_once(house: House, people: tuple[Visitor, Visitor], presses: list[str]) -> None:
    """Both press all of it, before any of it is handled."""
    await house.store(*(_press(house, person, data) for data in presses for person in people))
    async with asyncio.timeout(120):
        while await house.app.db.inbox.oldest_open() is not None:
            await asyncio.sleep(0.05)
    await house.quiet()


async def _another(house: House, number: int) -> int:
    """One more request, straight into the database: the form is tested elsewhere."""
    first = await request_of(house)
    names = {field.name for field in fields(NewRequest)}
    values = {name: getattr(first, name) for name in names - {"form_key"}}
    values |= {"form_key": f"form-{number}", "about_chat": 10_000 + number}
    stored, _ = await house.app.db.requests.submit(NewRequest(**values), house.clock())
    return stored.id


def _press(house: House, person: Visitor, data: str) -> dict[str, object]:
    house.update_id += 1
    message = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": person.chat_id, "type": "private"},
        "text": "x",
    }
    query = {"id": str(house.update_id), "from": person.person, "chat_instance": "1"}
    return {
        "update_id": house.update_id,
        "callback_query": query | {"data": data, "message": message},
    }
