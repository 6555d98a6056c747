"""What an entrepreneur adds: it lands with his own request, and its facilitator hears of it."""

from __future__ import annotations

import pytest
from facilitators import card, couple_both, heard, kinds, request_of, send_request, tap
from fakes import House, Visitor

from storage import Status


@pytest.fixture
async def desk(house: House) -> tuple[Visitor, Visitor]:
    return await couple_both(house)


async def test_answer_to_a_message(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """After a facilitator's message plain words are the answer, and stand on the card."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Bericht")
    await bekkema.says("Welk terrein is het?")
    reply = await visitor.says("Het Zwaluwpark, achter de rotonde")
    assert "Henny Bekkema krijgt het meteen" in reply
    assert "Zwaluwpark" in card(bekkema).text
    assert heard(bekkema, "Bericht van \u2068Marijke de Wit") == 1
    assert "answer" in await kinds(house)


async def test_question_to_the_assistant_stays_a_question(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """What is understood as a question is answered, also while a facilitator waits."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Bericht")
    await bekkema.says("Welk terrein is het?")
    assert "kosten" in await visitor.says("wat kost het keurmerk?")
    assert "answer" not in await kinds(house)


async def test_emergency_is_no_answer(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """112 goes before everything, and is passed on to nobody."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Bericht")
    await bekkema.says("Welk terrein is het?")
    await visitor.taps("Antwoord") if visitor.last.buttons else None
    assert "112" in await visitor.says("er is brand, help!")
    assert "answer" not in await kinds(house)


async def test_button_under_a_message(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """'Antwoord geven' asks for the words, and takes them whatever they look like."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Bericht")
    await bekkema.says("Wat wilt u weten?")
    await visitor.presses(visitor.shown[-1].buttons["Antwoord geven"])
    assert "staat nu bij uw verzoek" in await visitor.says("wat kost het keurmerk?")
    assert "wat kost het keurmerk?" in card(bekkema).text


async def test_words_that_are_not_understood_may_be_added(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """With an open request, one tap adds what the assistant does not understand."""
    _, bekkema = desk
    visitor = await send_request(house)
    request = await request_of(house)
    reply = await visitor.says("mijn fluitketel doet het niet")
    assert f"Voeg toe aan {request.reference}" in reply.buttons
    await visitor.taps("Voeg toe aan")
    assert "fluitketel doet het niet" in card(bekkema).text
    assert heard(bekkema, "fluitketel doet het niet") == 2, "announced, and on the card"


async def test_wish_for_contact_with_an_open_request(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """'Bel mij' while a request is open: it is asked whether it belongs to it."""
    visitor = await send_request(house)
    reply = await visitor.says("kan iemand mij terugbellen?")
    assert "Hoort dit daarbij?" in reply
    assert "dezelfde gegevens" in await visitor.taps("nieuw verzoek")


async def test_status_shows_only_his_own_and_lets_him_add(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """/status lists his requests and no other's; 'iets toevoegen' goes to the right one."""
    first = await send_request(house, 5001)
    await send_request(house, 5002, "Goes", "Kees Bakker")
    reply = await first.says("/status")
    mine, other = await request_of(house, 5001), await request_of(house, 5002)
    assert mine.reference in reply
    assert other.reference not in reply
    await first.taps("Iets toevoegen")
    await first.says("Liever na vijven.")
    assert "answer" in await kinds(house, 5001)
    assert "answer" not in await kinds(house, 5002)


@pytest.mark.both_databases
async def test_message_on_a_closed_request_opens_it(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """'Heropenen' gives the same number, a new date, and the facilitator hears it."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Gesproken")
    await tap(bekkema, "Afgerond")
    before = await request_of(house)
    house.clock.move(days=4)
    await visitor.presses(visitor.shown[-1].buttons["Heropenen"])
    request = await request_of(house)
    assert (request.state, request.reference) == (Status.TAKEN, before.reference)
    assert request.due_on > before.due_on
    assert request.first_due_on == before.first_due_on
    assert request.first_contact_at == before.first_contact_at
    assert request.contacted_at is None
    assert heard(bekkema, "weer geopend") == 1
    assert "uiterlijk woensdag 11 maart" in visitor.shown[-1].text
    await visitor.says("Het hek is toch niet goed.")
    assert "toch niet goed" in card(bekkema).text


async def test_reply_to_the_closing_message_opens_it(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """Telegram's own 'reply' works as well as the button."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Afgerond")
    request = await request_of(house)
    number = await house.app.db.outbox.shown(f"closed:{request.id}", visitor.chat_id)
    replied = {"message_id": number, "date": 1, "chat": {"id": 5001, "type": "private"}}
    reply = await visitor.says("Dat klopt niet.", reply_to_message=replied)
    assert "weer open" in reply
    assert (await request_of(house)).is_open
    assert "Dat klopt niet." in card(bekkema).text


@pytest.mark.parametrize("data", ["t:ask:{}", "t:kept:{}", "t:reopen:{}", "w:{}:any"])
async def test_nobody_adds_to_anothers_request(
    house: House, desk: tuple[Visitor, Visitor], data: str
) -> None:
    """Another person's button, pressed by somebody else, does nothing and tells nothing."""
    await send_request(house)
    request = await request_of(house)
    stranger = house.visitor(6666)
    await stranger.says("mijn fluitketel doet het niet")
    reply = await stranger.presses(data.format(request.id))
    assert "staat niet meer open" in reply.toast
    assert reply.sent == []
    await stranger.says("Toch iets toevoegen.")
    assert await kinds(house) == ["sent"]


async def test_withdrawn_request_takes_no_more(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """What he took back himself is not opened by a button of before."""
    visitor = await send_request(house)
    request = await request_of(house)
    await visitor.presses(f"o:really:{request.id}")
    assert (await visitor.presses(f"t:reopen:{request.id}")).toast
    assert (await request_of(house)).state is Status.WITHDRAWN


async def test_crime_is_not_kept_here_either(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """A report of a crime is referred to the police, not put with the request."""
    visitor = await send_request(house)
    request = await request_of(house)
    await visitor.presses(f"t:ask:{request.id}")
    reply = await visitor.says("ik wil aangifte doen van inbraak")
    assert "0900-8844" in reply
    assert "answer" not in await kinds(house)


async def test_english_visitor_hears_english(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """Every notice is in the language in which the request was sent."""
    _, bekkema = desk
    visitor = house.visitor(5001)
    await visitor.says("/taal")
    for text in ("/contact", "John Miller", "06-12345678", "Venlo", "About fences, please."):
        await visitor.says(text)
    await visitor.taps("Send")
    before = len(visitor.shown)
    for label in ("Oppakken", "Niet bereikt", "Gesproken", "Afgerond", "Ongedaan maken"):
        await tap(bekkema, label)
    words = " ".join(each.text for each in visitor.shown[before:])
    assert "tried to reach you" in words
    assert not {"heeft", "uw", "verzoek"} & set(words.lower().split())
    assert "Taal: \u2068Engels" in card(bekkema).text


async def test_preference_given_in_the_form(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """How and when he likes to be reached stands on the card; only what he gave is offered."""
    _, bekkema = desk
    visitor = house.visitor(5001)
    for text in ("/contact", "Marijke de Wit", "06-12345678", "Venlo", "Iets over hekken."):
        await visitor.says(text)
    await visitor.taps("Iets wijzigen")
    asked = await visitor.taps("Voorkeur opgeven")
    assert "Bellen, ochtend" in asked.buttons
    assert "Liever mailen" not in asked.buttons
    assert "bellen, middag" in await visitor.taps("Bellen, middag")
    await visitor.taps("Versturen")
    assert "Voorkeur: \u2068bellen, middag" in card(bekkema).text
    assert (await request_of(house)).preferred_channel == "phone"


async def test_preference_in_his_own_words(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """What he typed stands there as he typed it."""
    _, bekkema = desk
    visitor = house.visitor(5001)
    for text in ("/contact", "Marijke de Wit", "06-12345678", "Venlo", "Iets over hekken."):
        await visitor.says(text)
    await visitor.taps("Iets wijzigen")
    await visitor.taps("Voorkeur opgeven")
    assert "na drie uur" in await visitor.says("liefst na drie uur")
    await visitor.taps("Versturen")
    assert "liefst na drie uur" in card(bekkema).text
    assert "liefst na drie uur" in await visitor.says("/gegevens")


async def test_second_request_from_the_same_place_is_not_asked_where_it_is(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """A place that was found before is found again, and not doubted."""
    visitor = house.visitor(5001)
    words = "Terugbellen graag, Marijke de Wit, 06-12345678, Venlo, vraag over de schouw"
    for _ in range(2):
        assert "Klopt dit?" in await visitor.says(words)
        await visitor.taps("Versturen")
    assert (await request_of(house)).place == "Venlo"


async def test_a_wish_after_a_message_is_the_answer(house: House) -> None:
    """'Bel maar na drie uur' after 'ik bel u vanmiddag' was asked whether it belongs to it."""
    _, bekkema = await couple_both(house)
    visitor = await send_request(house)
    await tap(bekkema, "Bericht")
    await bekkema.says("Ik bel u vanmiddag.")
    assert "staat nu bij uw verzoek" in await visitor.says("bel mij maar na drie uur")
