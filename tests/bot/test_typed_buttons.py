"""What a button says may be typed; and what was asked last is what a short answer is about."""

from __future__ import annotations

import pytest
from facilitators import couple_both, heard, request_of, send_request
from fakes import House, Visitor


@pytest.fixture
def visitor(house: House) -> Visitor:
    return house.visitor()


@pytest.mark.parametrize("typed", ["Meer hierover", "vertel eens meer", "meer hierover graag"])
async def test_more_repeated_the_short_answer(visitor: Visitor, typed: str) -> None:
    """Who typed what 'Meer hierover' says got the same short answer again."""
    short = await visitor.says("wat kost het keurmerk")
    assert "Wie betaalt?" not in short
    assert "Wie betaalt?" in await visitor.says(typed)


async def test_a_typed_title_was_read_as_going_on(visitor: Visitor) -> None:
    """'Hoe begin ik?' under the answer on subsidy, typed, gave the answer on subsidy again."""
    shown = await visitor.says("is er subsidie?")
    assert "Hoe begin ik?" in shown.buttons
    assert "Begin met een gesprek" in await visitor.says("hoe begin ik")


async def test_english_please_typed_was_answered_in_dutch(visitor: Visitor) -> None:
    """The words of the button give the language, and typed again they do not take it away."""
    assert "Welcome." in await visitor.says("English please")
    assert "Welcome." in await visitor.says("english, please!")
    assert "Welkom." in await visitor.says("Nederlands graag")


async def test_english_please_in_the_form_was_a_name(visitor: Visitor) -> None:
    """The form goes on in English; 'Engels' alone is somebody's name there."""
    await visitor.says("/contact")
    assert "What is your name?" in await visitor.says("English please")
    await visitor.says("nederlands graag")
    assert "telefoonnummer" in await visitor.says("Engels")


async def test_none_of_these_typed(visitor: Visitor) -> None:
    """'Geen van deze' is no question of its own that could be passed on."""
    await visitor.says("begeleiding of certificering of zo")
    reply = await visitor.says("geen van deze")
    assert "begrijp ik niet" in reply


async def test_pass_on_typed_lost_the_question(house: House, visitor: Visitor) -> None:
    """'Geef mijn vraag door', typed, began an empty request."""
    await visitor.says("qwrtp zxcvb")
    await visitor.says("geef mijn vraag door")
    talk = await house.app.db.conversations.get(visitor.chat_id)
    assert talk is not None
    assert talk.form is not None
    assert talk.form["question"] == "qwrtp zxcvb"


async def test_yes_delete_everything_typed_was_asked_again(house: House, visitor: Visitor) -> None:
    """The words of the button delete as the button does."""
    await visitor.says("/verwijder")
    assert "is verwijderd" in await visitor.says("ja, verwijder alles")
    await visitor.says("/verwijder")
    assert "niets veranderd" in await visitor.says("Nee, niets doen.")


async def test_yes_to_deleting_was_taken_by_the_form(house: House, visitor: Visitor) -> None:
    """In a form the question whether to withdraw was asked last; 'ja' answered the form."""
    await send_request(house)
    await visitor.says("/contact")
    assert "intrekken?" in await visitor.says("kan ik mijn verzoek intrekken")
    reply = await visitor.says("nee")
    assert "niets veranderd" in reply
    assert "dezelfde gegevens" in reply
    await visitor.says("ik wil mijn verzoek intrekken")
    assert "ingetrokken" in await visitor.says("alleen mijn verzoek intrekken")
    assert not (await request_of(house)).is_open


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Voeg toe", "staat nu bij uw verzoek"),
        ("ja", "staat nu bij uw verzoek"),
        ("Het is een nieuw verzoek", "dezelfde gegevens"),
        ("nieuw verzoek", "dezelfde gegevens"),
    ],
)
async def test_does_it_belong_answered_in_words(
    house: House, visitor: Visitor, typed: str, said: str
) -> None:
    """'Hoort dit daarbij?' did not know the words of its own buttons."""
    await send_request(house)
    assert "Hoort dit daarbij?" in await visitor.says("bel mij liever morgen")
    assert said in await visitor.says(typed)


async def test_terrein_typed_at_the_summary_replaced_the_name(visitor: Visitor) -> None:
    """'Terrein invullen' was answered as a question, and 'Kleefse Waard' became the name."""
    for text in ("/contact", "Kees Smit", "kees@smit.nl", "Arnhem", "wat levert het op voor ons"):
        await visitor.says(text)
    assert "Kees Smit" in await visitor.says("Kleefse Waard")
    assert "wijzigen" in await visitor.says("iets wijzigen of aanvullen")
    await visitor.taps("Terug naar het overzicht")
    assert "Hoe heet het bedrijventerrein?" in await visitor.says("terrein invullen")
    summary = await visitor.says("Kleefse Waard")
    assert "Kees Smit" in summary
    assert "Kleefse Waard" in summary
    assert "Kees de Smit" in await visitor.says("Kees de Smit")
    assert "Jan Bakker" in await visitor.says("nee, Jan Bakker")


async def test_what_was_sent_twice_became_the_question(visitor: Visitor) -> None:
    """On a bad line the town was sent twice, and the second time it became the question."""
    for text in ("/contact", "Sjoerd", "sjoerd@test.nl", "Leeuwarden"):
        await visitor.says(text)
    assert "Wat is uw vraag?" in await visitor.says("Leeuwarden")


async def test_rather_mail_and_then_a_number(visitor: Visitor) -> None:
    """A card said 'Voorkeur: mailen' and had no address."""
    for text in ("/contact", "Karin", "liever per mail", "06-12345678", "Arnhem"):
        await visitor.says(text)
    assert "mailen" not in await visitor.says("wij willen camera's")


async def test_the_wish_is_no_part_of_the_question(visitor: Visitor) -> None:
    """'Liefst na 15 uur' stood both as preference and at the end of the question."""
    summary = await visitor.says(
        "Ik ben Piet Jansen van Jansen Metaal in Zwolle, 06-23456789. Kunt u mij bellen over het "
        "aanvragen van het keurmerk? Liefst na 15 uur."
    )
    assert summary.text.count("15 uur") == 1
    assert "aanvragen van het keurmerk" in summary


async def test_can_i_mail_too_after_sending(house: House, visitor: Visitor) -> None:
    """'Kan ik ook mailen' was asked whether it belongs to the request; it is about an address."""
    _, bekkema = await couple_both(house)
    await send_request(house)
    reply = await visitor.says("kan ik ook mailen?")
    assert "bekkema@vnoncw-mkb.nl" in reply
    assert "Wat wilt u laten weten" in await visitor.taps("Iets toevoegen")
    await visitor.says("De foto's staan op onze site.")
    assert heard(bekkema, "foto's") >= 1


async def test_an_afterthought_is_no_question(house: House, visitor: Visitor) -> None:
    """'Oh ja, en we hebben al camera's' got a list of measures; it belongs to the request."""
    await send_request(house)
    assert "Hoort dit daarbij?" in await visitor.says("oh ja en we hebben al camera's hangen")
    assert "staat nu bij uw verzoek" in await visitor.says("ja")
    assert "Wat wilt u laten weten" in await visitor.says("ik wil nog iets toevoegen")
    await visitor.says("stop")
    assert "kosten" in await visitor.says("oh ja, wat kost het keurmerk?")


async def test_who_asks_whether_it_is_a_person_heard_it_twice(visitor: Visitor) -> None:
    """The first answer said 'Ik ben een chatbot (computer), geen medewerker' two times."""
    assert (await visitor.says("ben je een mens")).text.count("chatbot (computer)") == 1


async def test_a_choice_leads_to_a_person_too(visitor: Visitor) -> None:
    """Under 'is het een van deze vragen?' a person was two taps away."""
    shown = await visitor.says("camera")
    assert "Geen van deze" in shown.buttons
    assert "provincie" in await visitor.taps("Contact met een mens")


async def test_no_at_the_first_question_is_no(house: House, visitor: Visitor) -> None:
    """'Kunnen jullie langskomen?' began a request, and 'nee' was no name there."""
    await visitor.says("/contact")
    assert "ik stop" in await visitor.says("nee")
    talk = await house.app.db.conversations.get(visitor.chat_id)
    assert talk is None or talk.form is None


async def test_one_more_thing_is_asked_what_it_is(house: House, visitor: Visitor) -> None:
    """'Nog iets' was offered to be added as it stood."""
    await send_request(house)
    assert "Wat wilt u laten weten" in await visitor.says("nog iets")


async def test_language_typed_without_a_slash(visitor: Visitor) -> None:
    """'Taal' does what /taal does."""
    assert "Welcome." in await visitor.says("taal")
    assert "Welkom." in await visitor.says("language")


@pytest.mark.parametrize(
    "text",
    [
        "kan je mijn mail verwijderen",
        "kan ik mijn mailadres wijzigen",
        "oh ja, verwijder mijn gegevens",
    ],
)
async def test_what_is_asked_of_his_own_data_is_no_address(
    house: House, visitor: Visitor, text: str
) -> None:
    """Words of mail or of an afterthought do not stand in the way of deleting and changing."""
    await send_request(house)
    reply = await visitor.says(text)
    assert "Mail naar" not in reply
    if "verwijder" in text:
        assert "Ja, verwijder alles" in reply.buttons
