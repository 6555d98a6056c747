"""The contact request form, as an entrepreneur goes through it."""

from __future__ import annotations

import pytest
from fakes import House, Visitor

pytestmark = pytest.mark.both_databases


@pytest.fixture
def visitor(house: House) -> Visitor:
    return house.visitor()


async def fill_in(visitor: Visitor, question: str = "Ik wil iets weten over hekken.") -> None:
    await visitor.says("/contact")
    await visitor.says("Marijke de Wit")
    await visitor.says("06-12345678")
    await visitor.says("Venlo")
    await visitor.says(question)


async def test_form_asks_one_thing_at_a_time(visitor: Visitor) -> None:
    """Name, contact, province and question are asked in turn, and then shown."""
    assert "naam" in await visitor.says("/contact")
    assert "telefoonnummer" in await visitor.says("Marijke de Wit")
    assert "provincie" in await visitor.says("06-12345678")
    assert "vraag" in await visitor.says("Venlo")
    summary = await visitor.says("Ik wil iets weten over hekken.")
    for part in ("Marijke de Wit", "06 12345678", "Limburg", "hekken", "Henny Bekkema"):
        assert part in summary
    assert "Versturen" in summary.buttons


async def test_sent_request_promises_a_date(house: House, visitor: Visitor) -> None:
    """The confirmation carries the number, the person, and the second working day."""
    await fill_in(visitor)
    reply = await visitor.taps("Versturen")
    assert "maandag 9 maart" in reply
    assert "proberen" in reply
    assert "Henny Bekkema" in reply
    (request,) = await house.app.db.requests.of_chat(visitor.chat_id)
    assert request.reference is not None
    assert request.reference in reply
    assert (request.name, request.phone) == ("Marijke de Wit", "+31612345678")


async def test_sending_may_be_typed(house: House, visitor: Visitor) -> None:
    """'versturen' typed does what the button does; a button is gone after 150 seconds."""
    await fill_in(visitor)
    assert "ontvangen" in await visitor.says("versturen")
    assert len(await house.app.db.requests.of_chat(visitor.chat_id)) == 1


async def test_double_tap_sends_once(house: House, visitor: Visitor) -> None:
    """The same button again makes no second request and says that it was sent."""
    await fill_in(visitor)
    data = visitor.last.buttons["Versturen"]
    await visitor.presses(data)
    again = await visitor.presses(data)
    assert again.toast == "Dit verzoek is al verstuurd."
    assert len(await house.app.db.requests.of_chat(visitor.chat_id)) == 1


async def test_send_button_of_somebody_else_does_nothing(house: House, visitor: Visitor) -> None:
    """A forged press with another's form key sends nothing and tells nothing."""
    await fill_in(visitor)
    data = visitor.last.buttons["Versturen"]
    stranger = house.visitor(5999)
    reply = await stranger.presses(data)
    assert reply.toast == "Deze knop werkt niet meer. Typ uw vraag, of typ /start."
    assert await house.app.db.requests.of_chat(visitor.chat_id) == []
    await visitor.presses(data)
    assert "verstuurd" not in (await stranger.presses(data)).toast


async def test_stop_forgets_everything(house: House, visitor: Visitor) -> None:
    """After 'stop' nothing is stored of what was filled in."""
    await visitor.says("/contact")
    await visitor.says("Marijke de Wit")
    assert "niets verstuurd" in await visitor.says("Annuleren!")
    talk = await house.app.db.conversations.get(visitor.chat_id)
    assert talk is not None
    assert talk.form is None


async def test_back_asks_the_last_detail_again(visitor: Visitor) -> None:
    """'terug' asks the name again and keeps the new one."""
    await visitor.says("/contact")
    await visitor.says("Jn Bakker")
    assert "naam" in await visitor.says("terug")
    assert "telefoonnummer" in await visitor.says("Jan Bakker")
    await visitor.says("jan@bakkerijbakker.nl")
    await visitor.says("Drenthe")
    summary = await visitor.says("Graag uitleg over de kosten")
    assert "Jan Bakker" in summary
    assert "Jn Bakker" not in summary


async def test_back_at_the_first_question_stays_there(visitor: Visitor) -> None:
    """There is nothing before the first question; it says so and asks it again."""
    await visitor.says("/contact")
    reply = await visitor.says("terug")
    assert "eerste vraag" in reply
    assert "naam" in reply


async def test_change_at_the_summary_keeps_the_rest(visitor: Visitor) -> None:
    """One field is changed and the summary comes back with all others as they were."""
    await fill_in(visitor)
    await visitor.taps("Iets wijzigen")
    await visitor.taps("Naam wijzigen")
    summary = await visitor.says("Piet Smit")
    assert "Piet Smit" in summary
    assert "06 12345678" in summary
    await visitor.taps("Iets wijzigen")
    await visitor.taps("Bedrijf invullen")
    assert "Smit Hekwerken" in await visitor.says("Smit Hekwerken")


async def test_change_of_province_goes_to_the_other_person(visitor: Visitor) -> None:
    """Another province at the summary means another procesbegeleider."""
    await fill_in(visitor)
    await visitor.taps("Iets wijzigen")
    await visitor.taps("Provincie wijzigen")
    assert "Onno Keuker" in await visitor.says("Zeeland")


async def test_emergency_in_the_form_is_answered_first_and_not_kept(
    house: House, visitor: Visitor
) -> None:
    """112 comes before the form; what was typed is no detail, and the form goes on."""
    await visitor.says("/contact")
    await visitor.says("Ton Verbeek")
    reply = await visitor.says("help er wordt nu bij ons ingebroken!!")
    assert "112" in reply.text[:30]
    assert "naam" not in reply
    again = await visitor.says("ok waar waren we")
    assert "Ton Verbeek" in again
    assert "telefoonnummer" in again
    talk = await house.app.db.conversations.get(visitor.chat_id)
    assert "ingebroken" not in str(talk)


async def test_emergency_as_the_question_is_not_kept(house: House, visitor: Visitor) -> None:
    """Also where all text is the question, an emergency is answered and not stored."""
    await visitor.says("/contact")
    await visitor.says("Ton Verbeek")
    await visitor.says("06-12345678")
    await visitor.says("Venlo")
    assert "112" in await visitor.says("er staat hier nu een loods in brand")
    talk = await house.app.db.conversations.get(visitor.chat_id)
    assert "brand" not in str(talk)


async def test_own_contact_card_is_taken_and_anothers_is_not(visitor: Visitor) -> None:
    """Only one's own shared number counts."""
    await visitor.says("/contact")
    await visitor.says("Ton Verbeek")
    card = {"phone_number": "31687654321", "first_name": "Ton"}
    assert "eigen" in await visitor.sends({"contact": card | {"user_id": 777}})
    reply = await visitor.sends({"contact": card | {"user_id": visitor.chat_id}})
    assert "provincie" in reply


@pytest.mark.parametrize("text", ["06-1234567", "06-123456789", "0900-8844", "06-29512394"])
async def test_number_that_is_no_call_back_number_is_refused(visitor: Visitor, text: str) -> None:
    """A wrong number, a service number or a procesbegeleider's own is asked again."""
    await visitor.says("/contact")
    await visitor.says("Ton Verbeek")
    reply = await visitor.says(text)
    assert "provincie" not in reply
    assert "telefoonnummer" in reply


async def test_form_left_for_days_is_asked_about(house: House, visitor: Visitor) -> None:
    """Who comes back after two days is greeted, and asked whether the request goes on."""
    await visitor.says("/contact")
    await visitor.says("Ruud Janssen")
    house.clock.move(days=2)
    reply = await visitor.says("goedemorgen")
    assert "niet af" in reply
    assert "niet verstuurd" in reply
    talk = await house.app.db.conversations.get(visitor.chat_id)
    assert talk is not None
    assert talk.form is not None
    assert talk.form["phone"] is None
    assert "telefoonnummer" in await visitor.taps("Verder")


async def test_too_many_open_requests_are_refused_kindly(house: House, visitor: Visitor) -> None:
    """The fourth request at once is refused with the way out; the three are untouched."""
    for _ in range(3):
        await fill_in(visitor)
        await visitor.taps("Versturen")
    reply = await visitor.says("/contact")
    assert "open staan" in reply
    assert len(await house.app.db.requests.of_chat(visitor.chat_id)) == 3


async def test_user_text_cannot_become_formatting(house: House, visitor: Visitor) -> None:
    """HTML and direction characters in a question stay plain text, on the card as well."""
    await house.app.db.people.couple("bekkema", 901, house.clock())
    await fill_in(visitor, '<a href="tg://user?id=1">Politie</a> & \u202eomgekeerd <b>')
    await visitor.taps("Versturen")
    card = house.visitor(901).shown[-1]
    assert "&lt;a href=" in card.text
    assert "\u202e" not in card.text
    assert "<b>" not in card.text.split("Vraag")[1]


async def test_a_very_long_question_is_kept_whole(house: House, visitor: Visitor) -> None:
    """4,096 characters are stored and reach the facilitator whole, in messages that fit."""
    await house.app.db.people.couple("bekkema", 901, house.clock())
    question = "woord & " * 512
    await fill_in(visitor, question)
    await visitor.taps("Versturen")
    (request,) = await house.app.db.requests.of_chat(visitor.chat_id)
    assert request.question == question.strip()
    shown = "".join(each.text for each in house.visitor(901).shown)
    assert shown.count("woord") == 512
    assert all(len(each.text) < 4096 * 2 for each in house.visitor(901).shown)


async def test_wrong_number_at_the_summary_is_told_while_the_rest_is_taken(
    visitor: Visitor,
) -> None:
    """A new province counts, and the number that lacks a digit is not passed over in silence."""
    await fill_in(visitor)
    reply = await visitor.says("Noord-Holland, mijn nummer is 06-1234567")
    assert "Noord-Holland" in reply
    assert "mist een cijfer" in reply


async def test_place_in_the_message_goes_before_the_remembered_province(
    visitor: Visitor,
) -> None:
    """Who names an ambiguous place is asked which, also where another province was remembered."""
    await visitor.says("/start prov-drenthe")
    reply = await visitor.says("Bel mij: Sjoerd Hoekstra, 06-12345678, Bergen, over hekken")
    assert "Limburg" in " ".join(reply.buttons)
    assert "Drenthe" not in reply
    assert "Sjoerd Hoekstra" in await visitor.taps("Limburg")


async def test_yes_is_no_question(visitor: Visitor) -> None:
    """A bare 'ja' where the question is asked is not stored as the question."""
    await visitor.says("/contact")
    await visitor.says("Marijke de Wit")
    await visitor.says("06-12345678")
    await visitor.says("Venlo")
    assert "waar het over gaat" in await visitor.says("ja")


async def test_stop_where_nothing_is_going_on(visitor: Visitor) -> None:
    """'stop' outside a form gets a plain answer, no misunderstanding."""
    assert "niets te stoppen" in await visitor.says("stop")


async def test_new_address_replaces_the_old_one(visitor: Visitor) -> None:
    """Who changes phone or e-mail gets what he types, not what stood there."""
    await fill_in(visitor)
    await visitor.taps("Iets wijzigen")
    await visitor.taps("Telefoon of e-mail wijzigen")
    summary = await visitor.says("nieuw@bedrijf.nl")
    assert "nieuw@bedrijf.nl" in summary
    assert "06 12345678" not in summary


async def test_hint_for_an_address_can_be_followed(visitor: Visitor) -> None:
    """After 'bedoelt u ...gmail.com?' the right address may simply be typed."""
    await visitor.says("/contact")
    await visitor.says("Piet Smit")
    assert "gmail.com" in await visitor.says("piet@gmial.com")
    await visitor.says("piet@gmail.com")
    await visitor.says("Venlo")
    summary = await visitor.says("Graag uitleg over de audit")
    assert "piet@gmail.com" in summary
    assert "gmial" not in summary


async def test_twice_back_goes_two_steps_back(visitor: Visitor) -> None:
    """Each 'terug' goes one step further back."""
    await visitor.says("/contact")
    await visitor.says("Piet Smit")
    await visitor.says("06-12345678")
    assert "telefoonnummer" in await visitor.says("terug")
    assert "uw naam" in await visitor.says("terug")


async def test_suggestion_may_be_confirmed_by_yes(visitor: Visitor) -> None:
    """'Bedoelt u Zwolle?' is answered by 'ja'."""
    await visitor.says("/contact")
    await visitor.says("Piet Smit")
    await visitor.says("06-12345678")
    await visitor.says("Zwole")
    assert "Wat is uw vraag" in await visitor.says("ja")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("de naam moet zijn Kees Bakker", "Kees Bakker"),
        ("mijn vraag is hoe het met de audit gaat", "hoe het met de audit gaat"),
        ("provincie: Zeeland", "Onno Keuker"),
        ("naam wijzigen", "Wat is uw naam"),
        ("wijzig telefoon", "Op welk telefoonnummer"),
        ("verander mijn vraag", "Wat is uw vraag"),
        ("nee dat klopt niet", "Wat wilt u wijzigen"),
    ],
)
async def test_change_may_be_typed_at_the_summary(
    visitor: Visitor, typed: str, expected: str
) -> None:
    """What should be different can be said in words; no old text is sent after it."""
    await fill_in(visitor)
    assert expected in await visitor.says(typed)


async def test_sending_again_says_that_it_was_sent(house: House, visitor: Visitor) -> None:
    """'Stuur maar' after the confirmation shows what was sent, and sends nothing again."""
    await fill_in(visitor)
    await visitor.says("versturen")
    again = await visitor.says("stuur maar")
    assert "al verstuurd" in again
    assert "KVO-" in again
    assert len(await house.app.db.requests.of_chat(visitor.chat_id)) == 1


async def test_sending_nothing_offers_to_begin(visitor: Visitor) -> None:
    """'Versturen' where nothing was written offers to leave a message."""
    reply = await visitor.says("verstuur")
    assert "niets om te versturen" in reply
    assert "Laat een bericht achter" in reply.buttons


async def test_yes_after_an_emergency_shows_the_summary_first(
    house: House, visitor: Visitor
) -> None:
    """A 'ja' that may answer something else does not send the request."""
    await fill_in(visitor)
    await visitor.says("help er wordt nu bij ons ingebroken!!")
    assert "Klopt dit" in await visitor.says("ja")
    assert await house.app.db.requests.of_chat(visitor.chat_id) == []
    assert "ontvangen" in await visitor.says("ja")


async def test_what_was_not_understood_is_no_question_by_itself(visitor: Visitor) -> None:
    """An older message becomes the question only by 'geef mijn vraag door'."""
    await visitor.says("blablabla xyzzy")
    await visitor.says("/contact")
    await visitor.says("Piet Smit")
    await visitor.says("06-12345678")
    assert "Wat is uw vraag" in await visitor.says("Venlo")


async def test_command_in_the_form_is_answered_and_the_form_offered_again(
    house: House, visitor: Visitor
) -> None:
    """/help in the middle is answered; nothing is sent until the summary was seen again."""
    await fill_in(visitor)
    reply = await visitor.says("/help")
    assert "niet verstuurd" in reply
    await visitor.says("versturen")
    assert await house.app.db.requests.of_chat(visitor.chat_id) == []
    await visitor.says("/help")
    assert "Klopt dit" in await visitor.says("verder")
    assert "ontvangen" in await visitor.says("versturen")


async def test_a_place_is_no_name(visitor: Visitor) -> None:
    """A town typed where the name is asked is noted as town; who is called so types it again."""
    await visitor.says("/contact")
    reply = await visitor.says("Venlo")
    assert "Genoteerd" in reply
    assert "Wat is uw naam?" in reply
    assert "telefoonnummer" in await visitor.says("Venlo")
