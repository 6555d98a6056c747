"""'Nuttig?' under answers, and the questions that were not understood."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fakes import House, Visitor, places_of

from bot.background import Background
from bot.mask import has_marks, mask
from storage import Unknown

ODD = "hoeveel poten heeft een papegaai"


async def unknown(house: House) -> list[Unknown]:
    return await house.app.db.feedback.unknown(house.clock() - timedelta(days=31), 50)


def asks(visitor: Visitor) -> bool:
    return any("Nuttig" in label for label in visitor.last.buttons)


async def test_asked_once_a_thread(house: House) -> None:
    """Under the first answer, not again in the same thread, and again after half an hour."""
    visitor = house.visitor()
    await visitor.says("wat kost het keurmerk?")
    assert asks(visitor)
    await visitor.says("hoe lang is het certificaat geldig?")
    assert not asks(visitor)
    house.clock.move(minutes=29)
    await visitor.says("is er subsidie?")
    assert not asks(visitor)
    house.clock.move(minutes=31)
    await visitor.says("wat kost het keurmerk?")
    assert asks(visitor)


@pytest.mark.parametrize(
    "text",
    [
        "er is nu brand op het terrein",
        "mijn buurman handelt in drugs",
        "hallo",
        "dank je wel",
        "/start",
        ODD,
        "ik wil teruggebeld worden",
    ],
)
async def test_not_asked_elsewhere(house: House, text: str) -> None:
    """Not under safety, small talk, the menu, what was not understood, or the form."""
    visitor = house.visitor()
    await visitor.says(text)
    assert not asks(visitor)


async def test_not_asked_in_a_form(house: House) -> None:
    """A question in the middle of the form is answered and the form goes on."""
    visitor = house.visitor()
    await visitor.says("/contact")
    await visitor.says("wat kost het keurmerk?")
    assert not asks(visitor)


async def test_yes_is_thanked_and_counted(house: House) -> None:
    """No message, only a word of thanks on the button; a second tap counts no more."""
    visitor = house.visitor()
    await visitor.says("wat kost het keurmerk?")
    reply = await visitor.taps("Nuttig? Ja")
    assert (reply.toast, reply.sent) == ("Dank u wel.", [])
    await visitor.taps("Nuttig? Ja")
    rows = (await house.app.db.people.everything_about(visitor.chat_id))["feedback"]
    assert [(row["kind"], row["intent"], row["text"]) for row in rows] == [
        ("helpful", "kosten", None)
    ]


async def test_no_offers_a_person_and_passes_the_question_on(house: House) -> None:
    """'Nee' counts the question as not understood, and nobody has to type it again."""
    visitor = house.visitor()
    await visitor.says("wat kost het keurmerk?")
    house.clock.move(hours=2)  # read at leisure
    assert "Een mens kan u verder helpen" in await visitor.taps("Nuttig? Nee")
    (found,) = await unknown(house)
    assert (found.text, found.intent, found.count) == ("wat kost het keurmerk?", "kosten", 1)
    await visitor.taps("Geef mijn vraag door")
    for text in ("Marijke de Wit", "06-12345678", "Venlo"):
        await visitor.says(text)
    assert "wat kost het keurmerk?" in visitor.last.text


async def test_what_was_hidden_is_not_passed_on(house: House) -> None:
    """Where names were taken out of the question, it is asked anew."""
    visitor = house.visitor()
    await visitor.says("ik ben Piet Jansen, wat kost het keurmerk?")
    if asks(visitor):
        await visitor.taps("Nuttig? Nee")
        assert "Geef mijn vraag door" not in visitor.last.buttons


async def test_like_questions_are_counted_together(house: House) -> None:
    """Grouped over people, endings and signs; the most frequent first."""
    for number, text in enumerate((ODD, f"{ODD.capitalize()}??", "kan een olifant zwemmen?")):
        await house.visitor(6000 + number).says(text)
    found = await unknown(house)
    assert [each.count for each in found] == [2, 1]


@pytest.mark.parametrize(
    "first",
    [
        "mijn buurman handelt in drugs",
        "er is nu brand op het terrein",
        "ik wil niet meer leven",
        "/contact",
        "wie is mijn procesbegeleider?",
    ],
)
async def test_some_words_are_never_kept(house: House, first: str) -> None:
    """Not what follows a report of a crime or a cry for help, nor an answer to our question."""
    visitor = house.visitor()
    await visitor.says(first)
    await visitor.says(ODD)
    assert await unknown(house) == []
    talk = await house.app.db.conversations.get(visitor.chat_id)
    assert talk is not None
    assert talk.kept_question is None or first.startswith("wie")


async def test_facilitator_is_not_counted(house: House) -> None:
    """What a facilitator types is no visitor's question."""
    await house.app.db.people.couple("keuker", 901, house.clock())
    await house.visitor(901).says(ODD)
    assert await unknown(house) == []


async def test_own_questions_are_shown_and_erased(house: House) -> None:
    """'Mijn gegevens' shows them; erasing empties them, and the count stays for the figures."""
    visitor = house.visitor()
    await visitor.says(ODD)
    assert ODD in await visitor.says("/gegevens")
    await visitor.says("/verwijder")
    await visitor.taps("Ja, verwijder alles")
    assert await unknown(house) == []
    await house.app.db.empty_wal()
    assert await places_of(house.app.db, "papegaai") == []


async def test_gone_after_a_month(house: House) -> None:
    """After 30 days the words are gone, and whose they were; half-open threads after a day."""
    visitor = house.visitor()
    await visitor.says(ODD)
    await visitor.says("wat kost het keurmerk?")
    background = Background(house.app.db, house.app.settings, house.clock)
    house.clock.move(days=2)
    await background.purge(house.clock())
    talk = await house.app.db.conversations.get(visitor.chat_id)
    assert talk is not None
    assert talk.thread is None
    assert len(await unknown(house)) == 1
    house.clock.move(days=29)
    await background.purge(house.clock())
    assert await unknown(house) == []
    assert (await house.app.db.people.everything_about(visitor.chat_id))["feedback"] == []


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("ik ben Jan Jansen en wil een drone", "Jansen"),
        ("mijn naam is piet de vries, mag mijn hond mee", "vries"),
        ("bel 06-12345678 of 06 1234 5678", "1234"),
        ("mail jan.smit@voorbeeld.nl maar", "smit"),
        ("wij zitten op Dorpsstraat 12a in Venlo", "Dorpsstraat"),
        ("postcode 5911 KE of 5911ke", "5911"),
        ("ons kvk nummer is 12345678", "345"),
        ("rekening NL91 ABNA 0417 1643 00", "ABNA"),
        ("mag mijn buurman Henk de Boer meedoen", "Henk"),
        ("de heer van den berg zei iets", "berg"),
        ("Wij zijn Jansen Transport BV en willen iets", "Jansen"),
        ("nul zes een twee drie vier vijf zes zeven acht", "zes"),
        ("kenteken 12-abc-3 stond er weer", "abc"),
        ("heeft Jan de Vries al gebeld", "Vries"),
        ("met vriendelijke groet, Sandra van Dijk", "Sandra"),
        ("hij heet Ahmed", "Ahmed"),
        ("zie www.jansen.nl/over-ons", "jansen"),
        ("vraag het @jansen_jan", "jansen"),
    ],
)
def test_what_points_to_a_person_is_hidden(text: str, hidden: str) -> None:
    """Names after an introduction, numbers, addresses, companies."""
    masked = mask(text)
    assert hidden.casefold() not in masked.casefold()
    assert has_marks(masked)


@pytest.mark.parametrize(
    "text",
    [
        "wat kost het voor 40 bedrijven sinds 2016?",
        "kunnen wij in 2020 of 2021 nog meedoen",
        "hebben jullie een app voor Keurmerk Veilig Ondernemen?",
        "ik ben ondernemer, mag mijn hond mee",
        "tussen 8 en 10 uur",
        "wanneer bel ik 112",
    ],
)
def test_a_plain_question_stays_as_it_is(text: str) -> None:
    """What names nobody is not touched: the editor has to understand it."""
    assert mask(text) == text
