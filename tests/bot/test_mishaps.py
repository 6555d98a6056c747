"""What went wrong in conversations that were read, each mended."""

from __future__ import annotations

import pytest
from fakes import House, Visitor

from intents import load, shows_dutch


@pytest.fixture
def visitor(house: House) -> Visitor:
    return house.visitor()


def titles() -> list[tuple[str, str]]:
    known = load().intents.values()
    return [(title, one.id) for one in known for title in (one.title.nl, one.title.en)]


async def test_what_a_button_says_may_be_typed(house: House) -> None:
    """The words on a button mean the same when they are typed, without question mark too."""
    matcher = house.app.brain.matcher
    wrong = [
        (text, intent)
        for title, intent in titles()
        for text in (title, title.lower().rstrip("?"))
        if matcher.match(text).intents != (intent,)
    ]
    assert not wrong


async def test_one_of_two_numbers_is_chosen_by_a_tap_or_a_word(visitor: Visitor) -> None:
    """Of two numbers each is a button, and 'de tweede' may be typed."""
    asked = await visitor.says("bel mij 0612345678 of 0387654321, Jan, Zwolle")
    assert "06 12345678" in str(asked.sent[-1].values["reply_markup"])
    await visitor.says("de tweede")
    assert "038 765 4321" in await visitor.says("over camera's op het terrein")


async def test_a_number_that_was_not_typed_cannot_be_the_third(visitor: Visitor) -> None:
    """'De derde' of two numbers is asked again."""
    await visitor.says("bel mij 0612345678 of 0387654321, Jan, Zwolle")
    assert "nummer" in await visitor.says("de derde")


async def test_erica_is_a_name_where_a_name_is_asked(visitor: Visitor) -> None:
    """A village that is a first name too is a name at the question for the name."""
    await visitor.says("/contact")
    assert "telefoonnummer" in await visitor.says("Erica")


async def test_suggested_place_is_kept_by_yes(visitor: Visitor) -> None:
    """'Ja' to 'bedoelt u Zwolle?' keeps the place, not only the province."""
    for text in ("/contact", "Jan", "0612345678", "Zwole", "ja"):
        await visitor.says(text)
    assert "Zwolle (Overijssel)" in await visitor.says("hekken rond het terrein")


async def test_suggested_place_is_kept_by_a_tap(visitor: Visitor) -> None:
    """A tap on 'Zwolle (Overijssel)' keeps the place, not only the province."""
    for text in ("/contact", "Jan", "0612345678", "Zwole"):
        await visitor.says(text)
    await visitor.taps("Zwolle (Overijssel)")
    assert "Zwolle (Overijssel)" in await visitor.says("hekken rond het terrein")


async def test_english_form_stays_english_after_a_foreign_number(visitor: Visitor) -> None:
    """Digits, a name and an address are no Dutch sentence."""
    await visitor.says("I want to talk to a human")
    await visitor.says("Maria del Carmen Lopez")
    assert "province" in await visitor.says("+32 475 12 34 56")
    assert "Is this right?" in await visitor.says("near the Belgian border, in Reusel")
    assert "Start with a talk" in await visitor.says("how do we start?")


async def test_dutch_sentence_switches_an_english_chat_back(visitor: Visitor) -> None:
    """Who goes on in Dutch is answered in Dutch."""
    await visitor.says("What does the label cost?")
    assert "drie jaar" in await visitor.says("hoe lang is het keurmerk geldig")


@pytest.mark.parametrize(
    ("text", "is_dutch"),
    [("wat kost het ons dan", True), ("the label costs money", False), ("Jan de Vries", False)],
)
def test_shows_dutch(text: str, is_dutch: bool) -> None:
    """Dutch shows by words that English lacks."""
    assert shows_dutch(text) is is_dutch


async def test_no_thanks_ends_a_form_in_which_nothing_stands(visitor: Visitor) -> None:
    """'Nee dank u' at the first question is no courtesy, and no name."""
    await visitor.says("/contact")
    assert "ik stop" in await visitor.says("nee dank u")


async def test_no_thanks_later_in_the_form_loses_nothing(house: House, visitor: Visitor) -> None:
    """Once details were given they are not thrown away by it."""
    await visitor.says("/contact")
    await visitor.says("Piet")
    assert "nog niet verstuurd" in await visitor.says("nee bedankt")
    talk = await house.app.db.conversations.get(visitor.chat_id)
    assert talk is not None
    assert talk.form is not None


async def test_wrong_number_after_sending_may_belong_to_the_request(
    house: House, visitor: Visitor
) -> None:
    """'Mijn nummer klopt niet, het is ...' does not begin a second request by itself."""
    await visitor.says("Bel mij, Bo Prins, 06-12345678, Assen, over de schouw")
    await visitor.says("versturen")
    assert "Hoort dit daarbij?" in await visitor.says("mijn nummer klopt niet, het is 0687654321")
    assert "staat nu bij uw verzoek" in await visitor.says("ja")
    assert len(await house.app.db.requests.of_chat(visitor.chat_id)) == 1


async def test_insult_is_no_name(visitor: Visitor) -> None:
    """A facilitator never gets a request of somebody called 'Sukkel'."""
    await visitor.says("/contact")
    assert "niet als naam" in await visitor.says("sukkel")


async def test_name_with_an_adverb(visitor: Visitor) -> None:
    """'Ik heet gewoon Piet' is a name."""
    await visitor.says("/contact")
    assert "telefoonnummer" in await visitor.says("ik heet gewoon Piet")


async def test_double_place_after_what_a_guide_does(visitor: Visitor) -> None:
    """'Bergen' is asked about, with both provinces as buttons, after any answer."""
    await visitor.says("procesbegeleider")
    asked = await visitor.says("Bergen")
    assert "Bergen (Limburg)" in str(asked.sent[-1].values["reply_markup"])


@pytest.mark.parametrize("word", ["hè", "huh", "wat"])
async def test_puzzled_word_is_no_goodbye(visitor: Visitor, word: str) -> None:
    """Who does not follow is asked what he would like."""
    assert "Waarmee kan ik u helpen" in await visitor.says(word)


@pytest.mark.parametrize("text", ["ja doe maar", "prima", "alles klopt", "👍", "Ja hoor, prima!"])
async def test_agreeing_at_the_summary_sends(visitor: Visitor, text: str) -> None:
    """'Klopt dit?' may be answered in more ways than 'ja'."""
    await visitor.says("Bel mij, Bo Prins, 06-12345678, Assen, over de schouw")
    assert "ontvangen" in await visitor.says(text)


@pytest.mark.parametrize("text", ["ja maar niet voor tien uur", "ja, de naam is Bo Prinsen", "hm"])
async def test_yes_with_something_new_is_not_sent(
    house: House, visitor: Visitor, text: str
) -> None:
    """What comes after the yes may change the request, so it is shown first."""
    await visitor.says("Bel mij, Bo Prins, 06-12345678, Assen, over de schouw")
    await visitor.says(text)
    assert await house.app.db.requests.of_chat(visitor.chat_id) == []


async def test_earlier_answer_is_corrected_by_nee_wacht(visitor: Visitor) -> None:
    """'Nee wacht, Jan Bakkers' one question later changes the name."""
    for text in ("/contact", "Jan Bakker", "nee wacht, Jan Bakkers", "jan@bakkers.nl", "Ede"):
        await visitor.says(text)
    assert "Jan Bakkers" in await visitor.says("wat kost een camera op ons terrein")


async def test_thumb_up_is_no_riddle(visitor: Visitor) -> None:
    """A thumb after an answer is an 'ok'."""
    await visitor.says("wat kost het keurmerk")
    assert "nog een vraag" in await visitor.says("👍")


async def test_angry_sign_is_no_riddle(visitor: Visitor) -> None:
    """Signs alone are asked about, with a person one tap away."""
    reply = await visitor.says("😡😡")
    assert "Waarmee kan ik u helpen" in reply
    assert "Contact met een mens" in str(reply.sent[-1].values["reply_markup"])


async def test_person_is_named_once_beside_an_answer(visitor: Visitor) -> None:
    """With 'en wie is mijn begeleider in Assen' the number stands there once."""
    reply = await visitor.says("wat kost het en wie is mijn begeleider in Assen?")
    texts = [sent.text for sent in reply.sent if sent.text]
    assert sum(text.count("06-11351693") for text in texts) == 1


async def test_postcode_makes_the_question_for_a_guide_sure(visitor: Visitor) -> None:
    """'Wie is de begeleider voor 3811AB' needs no choice: the place tells what is asked."""
    assert "Henny Bekkema" in await visitor.says("wie is de begeleider voor 3811AB")


@pytest.mark.parametrize(
    "wish",
    [
        "ja ik wil wel iemand spreken",
        "geef me een echte medewerker",
        "wij willen graag in contact komen met iemand",
        "kunnen jullie me terugbellen hierover",
        "ik praat liever met een mens",
    ],
)
async def test_wish_for_a_person_is_not_the_question(visitor: Visitor, wish: str) -> None:
    """What the procesbegeleider reads as the question is what it is about: that is asked."""
    for text in (wish, "Henk Bos", "0612345678"):
        await visitor.says(text)
    assert "Wat is uw vraag?" in await visitor.says("Emmen")


async def test_what_was_talked_about_is_a_question_one_tap_away(
    house: House, visitor: Visitor
) -> None:
    """Who asked about the costs and wants to be called need not type that again."""
    await visitor.says("wat kost het keurmerk")
    for text in ("bel mij", "Henk Bos", "0612345678"):
        await visitor.says(text)
    await visitor.says("Emmen")
    assert "Meer over: Wat kost het?" in await visitor.taps("Meer over: Wat kost het?")
    await visitor.taps("Versturen")
    (request,) = await house.app.db.requests.of_chat(visitor.chat_id)
    assert request.question == "Meer over: Wat kost het?"


@pytest.mark.parametrize(
    "text", ["what happens with my data?", "wat gebeurt er met mijn gegevens"]
)
async def test_question_about_this_chat_is_answered_in_the_form(
    visitor: Visitor, text: str
) -> None:
    """Where the question for the procesbegeleider is asked, one about privacy is for us."""
    for said in ("bel mij", "Henk Bos", "0612345678", "Emmen"):
        await visitor.says(said)
    reply = await visitor.says(text)
    assert "Wat is uw vraag?" in reply or "What is your question?" in reply
    assert "/privacy" in reply
    assert "Klopt dit?" in await visitor.says("Wat kost een hek van twintig meter")
