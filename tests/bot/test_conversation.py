"""What busy entrepreneurs say besides questions: short words, corrections, a second time."""

from __future__ import annotations

import pytest
from fakes import House, Visitor

from intents import speaks_foreign


@pytest.fixture
def visitor(house: House) -> Visitor:
    return house.visitor()


async def form_of(house: House, visitor: Visitor) -> dict[str, object]:
    talk = await house.app.db.conversations.get(visitor.chat_id)
    assert talk is not None
    assert talk.form is not None
    return talk.form


async def send_first_request(visitor: Visitor) -> None:
    await visitor.says("Bel mij, Bo Prins, 06-12345678, Assen, over de schouw")
    assert "ontvangen" in await visitor.says("versturen")


# ---- short words out of context


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("ja", "Waarop zegt u ja?"),
        ("nee", "iets anders weten"),
        ("ok", "nog een vraag"),
        ("?", "Waarmee kan ik u helpen"),
    ],
)
async def test_short_word_out_of_context(visitor: Visitor, word: str, said: str) -> None:
    """A word that answers nothing is met kindly, with a person one tap away."""
    reply = await visitor.says(word)
    assert said in reply
    assert "begrijp" not in reply
    assert "Contact met een mens" in reply.buttons


async def test_ja_after_the_offer_passes_the_question_on(house: House, visitor: Visitor) -> None:
    """'Ik kan uw vraag ook doorgeven': a typed 'ja' does so, with the words that were typed."""
    await visitor.says("qwrtp zxcvb")
    assert "naam" in await visitor.says("ja")
    assert (await form_of(house, visitor))["question"] == "qwrtp zxcvb"


async def test_offer_is_gone_after_another_question(visitor: Visitor) -> None:
    """'Ja' counts for the offer that was just made, not for an older one."""
    await visitor.says("qwrtp zxcvb")
    await visitor.says("wat kost het?")
    assert "naam" not in await visitor.says("ja")


async def test_third_miss_says_something_else(visitor: Visitor) -> None:
    """Who is not understood three times does not read the same sentence twice."""
    heard = {(await visitor.says(text)).text for text in ("qwrtp", "zxcvb", "plmkn", "vbnmq")}
    assert len(heard) >= 3
    assert "06-11351693" in visitor.last


async def test_nobody_is_offered_a_greeting(visitor: Visitor) -> None:
    """A choice never holds 'Hallo', 'Bedankt' or 'Tot ziens'."""
    for text in ("nou lekker dan, weer zo'n computer", "fijn, nog meer papierwerk", "okido dan"):
        reply = await visitor.says(text)
        assert not {"Hallo", "Bedankt", "Tot ziens"} & set(reply.buttons)


# ---- other languages


@pytest.mark.parametrize(
    "text",
    [
        "Guten Tag, ich möchte wissen was das kostet",
        "Dzień dobry, ile to kosztuje",
        "Merhaba, bunun fiyatı ne kadar",
        "Bonjour, combien ça coûte?",
        "مرحبا كم السعر",
    ],
)
async def test_other_language_gets_a_person(visitor: Visitor, text: str) -> None:
    """One line in Dutch and English with both numbers, and nothing that was not asked."""
    reply = await visitor.says(text)
    for part in ("alleen Nederlands en Engels", "only speak Dutch and English", "112"):
        assert part in reply
    assert "06-11351693" in reply
    assert "06-29512394" in reply
    assert "verwijder" not in reply


async def test_other_language_twice_is_not_the_same_text(visitor: Visitor) -> None:
    """The second time it is short."""
    first = await visitor.says("Dzień dobry, ile to kosztuje")
    second = await visitor.says("Nie mówię po angielsku, proszę")
    assert second.text != first.text
    assert "06-11351693" in second


@pytest.mark.parametrize(
    "text",
    ["wat kost dat dan", "hoe duur is des dingske", "Ich bin ein Berliner-bol", "je suis", "ja"],
)
def test_dutch_with_a_foreign_word_stays_dutch(text: str) -> None:
    """Dialect, a quotation or a single word is no other language."""
    assert not speaks_foreign(text)


# ---- questions about the form itself


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("wie belt mij dan?", "Onno Keuker of Henny Bekkema"),
        ("waarom moet u mijn naam weten", "te bellen of te mailen"),
        ("wanneer word ik dan gebeld", "maandag 9 maart"),
        ("wie leest dit", "beheerder"),
        ("dat zeg ik liever niet", "zelf bellen"),
        ("weet ik niet", "voornaam is genoeg"),
    ],
)
async def test_question_about_the_form(visitor: Visitor, asked: str, told: str) -> None:
    """It is answered in a line, and the open question is asked again."""
    await visitor.says("/contact")
    reply = await visitor.says(asked)
    assert told in reply
    assert "Wat is uw naam" in reply


async def test_wie_belt_mij_is_not_the_question(house: House, visitor: Visitor) -> None:
    """Where all text is the question, 'wie belt mij dan?' is still answered, and not kept."""
    for text in ("/contact", "Kees Bakker", "06-12345678", "Zwolle"):
        await visitor.says(text)
    assert "Henny Bekkema belt of mailt u" in await visitor.says("wie belt mij dan?")
    assert "Henny Bekkema belt of mailt u" in await visitor.says("is dat Bekkema?")
    assert (await form_of(house, visitor))["question"] is None
    assert "hekken" in await visitor.says("Ik wil iets weten over hekken")


async def test_question_that_is_not_understood_at_the_summary(visitor: Visitor) -> None:
    """It is not answered with 'tik op Versturen', but may be put into the request."""
    for text in ("/contact", "Kees Bakker", "06-12345678", "Zwolle", "hekken langs het terrein"):
        await visitor.says(text)
    assert "in uw vraag zetten" in await visitor.says("qwrtp zxcvb plmkn?")


# ---- details in odd order, and taken back


async def test_place_is_not_taken_for_a_name(house: House, visitor: Visitor) -> None:
    """'Almere' where the name was asked is the place, and the name is asked again."""
    await visitor.says("/contact")
    reply = await visitor.says("Almere")
    assert "Almere (Flevoland)" in reply
    assert "Wat is uw naam" in reply
    form = await form_of(house, visitor)
    assert (form["name"], form["place"]) == (None, "Almere")


@pytest.mark.parametrize("place", ["Lelystad", "Venlo"])
async def test_place_is_corrected_at_the_summary(visitor: Visitor, place: str) -> None:
    """'Nee, ik bedoelde ...' changes the place, in the same province or another."""
    for text in ("/contact", "Kees Bakker", "06-12345678", "Almere", "hekken langs het terrein"):
        await visitor.says(text)
    summary = await visitor.says(f"nee ik bedoelde {place}")
    assert place in summary
    assert "Almere" not in summary
    assert "Versturen" in summary.buttons


async def test_change_menu_goes_back_to_the_summary(visitor: Visitor) -> None:
    """Under the summary stand three buttons; changing is a second step, with a way back."""
    for text in ("/contact", "Kees Bakker", "06-12345678", "Almere", "hekken langs het terrein"):
        await visitor.says(text)
    assert list(visitor.last.buttons) == ["Versturen", "Iets wijzigen of aanvullen", "Stoppen"]
    await visitor.taps("Iets wijzigen")
    assert "Vraag wijzigen" in visitor.last.buttons
    assert "Klopt dit?" in await visitor.taps("Terug naar het overzicht")
    await visitor.taps("Iets wijzigen")
    assert "Klopt dit?" in await visitor.says("terug")
    assert "ontvangen" in await visitor.taps("Versturen")


async def test_other_province_may_be_typed(visitor: Visitor) -> None:
    """'Andere provincie' typed asks for the province, as its button does."""
    await visitor.says("wie is de procesbegeleider in Gelderland")
    assert "In welke provincie" in await visitor.says("andere provincie")
    assert "Onno Keuker" in await visitor.says("Zeeland")


# ---- when and how to be reached


@pytest.mark.parametrize(
    ("text", "channel", "moment"),
    [
        ("0612345678 maar alleen na 16 uur", None, "alleen na 16 uur"),
        ("0612345678, bel het liefst dinsdagochtend", None, "dinsdagochtend"),
        ("jan@bakker.nl, liever per mail", "email", None),
    ],
)
async def test_preference_is_kept_with_the_request(
    house: House, visitor: Visitor, text: str, channel: str | None, moment: str | None
) -> None:
    """A preferred moment or way is shown before it is sent, and kept apart from the question."""
    await visitor.says("/contact")
    await visitor.says("Jan Bakker")
    await visitor.says(text)
    await visitor.says("Weesp")
    summary = await visitor.says("Wat kost de audit")
    assert (moment or "mailen") in summary
    await visitor.taps("Versturen")
    (request,) = await house.app.db.requests.of_chat(visitor.chat_id)
    assert (request.preferred_channel, request.preferred_moment) == (channel, moment)
    assert request.question == "Wat kost de audit"


async def test_wish_alone_is_not_the_question(house: House, visitor: Visitor) -> None:
    """'Bel me na 16 uur' where the question is asked is noted, and the question asked again."""
    for text in ("/contact", "Jan Bakker", "06-12345678", "Weesp"):
        await visitor.says(text)
    assert "Wat is uw vraag" in await visitor.says("bel me morgen na 16 uur")
    form = await form_of(house, visitor)
    assert (form["moment"], form["question"]) == ("vrijdag 6 maart na 16 uur", None)


@pytest.mark.parametrize("text", ["hoe lang duurt het voor 10 bedrijven", "kan ik morgen starten"])
async def test_number_or_day_in_a_question_is_no_wish(
    house: House, visitor: Visitor, text: str
) -> None:
    """A moment counts only where it is about calling."""
    for each in ("/contact", "Jan Bakker", "06-12345678", "Weesp", text):
        await visitor.says(each)
    assert (await form_of(house, visitor))["moment"] is None


# ---- a second request


async def test_second_request_uses_the_same_details(house: House, visitor: Visitor) -> None:
    """Name, number and place are shown and need not be typed again; the question is."""
    await send_first_request(visitor)
    reply = await visitor.says("/contact")
    for part in ("dezelfde gegevens", "Bo Prins", "06 12345678", "Assen"):
        assert part in reply
    assert "Wat is uw vraag" in await visitor.taps("dezelfde gegevens")
    summary = await visitor.says("Ik wil iets weten over hekken")
    assert "Bo Prins" in summary
    await visitor.taps("Versturen")
    assert len(await house.app.db.requests.of_chat(visitor.chat_id)) == 2


async def test_second_request_about_another_terrein(visitor: Visitor) -> None:
    """Another terrein asks the place again, and goes to its own person."""
    await send_first_request(visitor)
    await visitor.says("/contact")
    assert "In welke provincie" in await visitor.says("ja maar een ander terrein")
    await visitor.says("Breda")
    summary = await visitor.says("Ik wil iets weten over hekken")
    assert "Bo Prins" in summary
    assert "Onno Keuker" in summary


async def test_second_request_filled_in_anew(visitor: Visitor) -> None:
    """'Nee' asks everything again; a question in between is answered first."""
    await send_first_request(visitor)
    await visitor.says("/contact")
    assert "drie jaar" in await visitor.says("hoe lang is het certificaat geldig?")
    assert "dezelfde gegevens" in visitor.last
    assert "Wat is uw naam" in await visitor.says("nee")


@pytest.mark.parametrize(("word", "count"), [("ja", 1), ("nee", 2)])
async def test_belongs_to_the_open_request_may_be_typed(
    house: House, visitor: Visitor, word: str, count: int
) -> None:
    """'Hoort dit daarbij?': 'ja' adds the words to it, 'nee' starts a new request."""
    await send_first_request(visitor)
    assert "Hoort dit daarbij" in await visitor.says("kan iemand mij bellen over de camera's")
    await visitor.says(word)
    if count == 2:
        await visitor.taps("dezelfde gegevens")
        await visitor.says("Ik wil iets weten over camera's")
        await visitor.taps("Versturen")
    assert len(await house.app.db.requests.of_chat(visitor.chat_id)) == count


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("bel mij morgen na 16 uur", "vrijdag 6 maart na 16 uur"),
        ("bel mij overmorgen", "zaterdag 7 maart"),
        ("bel mij morgenochtend", "vrijdag 6 maart, ochtend"),
        ("bel mij vanmiddag", "donderdag 5 maart, middag"),
        ("bel mij 's morgens", "'s morgens"),
        ("bel mij volgende week", "de week van maandag 9 maart"),
        ("bel mij na 16 uur", "na 16 uur"),
    ],
)
async def test_tomorrow_on_a_card_was_another_day(
    house: House, visitor: Visitor, said: str, kept: str
) -> None:
    """'Morgen na 16 uur' stood on the card for days; now the day stands there."""
    for text in ("/contact", "Jan Bakker", "06-12345678", "Weesp"):
        await visitor.says(text)
    await visitor.says(said)
    assert (await form_of(house, visitor))["moment"] == kept


async def test_a_wish_after_a_comma_is_no_part_of_the_question(visitor: Visitor) -> None:
    """'Over subsidie, liefst morgen na 10 uur': the wish stands with the preference alone."""
    summary = await visitor.says(
        "Piet Jansen, 06-23456782, Zwolle. Graag bellen over subsidie, liefst morgen na 10 uur."
    )
    assert summary.text.count("10 uur") == 1
    assert "subsidie" in summary


async def test_yes_of_another_day_answers_nothing_old(house: House, visitor: Visitor) -> None:
    """A 'nee' on the next day began a new request, for it was taken for an answer of yesterday."""
    await send_first_request(visitor)
    assert "Hoort dit daarbij?" in await visitor.says("bel mij liever morgen")
    house.clock.move(hours=20)
    assert "iets anders weten" in await visitor.says("nee")


async def test_a_question_where_the_same_details_are_offered(
    house: House, visitor: Visitor
) -> None:
    """Who typed his next question there was told to type 'ja' or 'nee'."""
    await send_first_request(visitor)
    await visitor.says("/contact")
    reply = await visitor.says("ik heb nog iets te vragen over de camera's van de buren")
    assert "dezelfde gegevens" in reply
    assert "camera's van de buren" in await visitor.says("ja")


async def test_more_words_at_the_summary_of_a_guess(visitor: Visitor) -> None:
    """'Alleen wat de eerste stap is' was not taken, where the question was guessed."""
    await visitor.says("Bel mij, Bo Prins, 06-12345678, Assen, over de schouw")
    assert "alleen wat de eerste stap is" in await visitor.says("alleen wat de eerste stap is")


async def test_a_fuller_name_is_taken(house: House, visitor: Visitor) -> None:
    """'Henk Visser' where the number was asked did not replace 'Henk'."""
    await visitor.says("/contact")
    await visitor.says("Henk")
    await visitor.says("Henk Visser")
    assert (await form_of(house, visitor))["name"] == "Henk Visser"
