"""Three questions in one message: two are answered, and the third is not forgotten."""

from __future__ import annotations

import pytest
from fakes import House, Visitor


@pytest.fixture
def visitor(house: House) -> Visitor:
    return house.visitor()


THREE = (
    "wat is kvo en wat kost het en hoe lang is het geldig",
    "wat kost het? hoe lang is het geldig? en is er subsidie?",
    "wat kost het, hoe lang is het geldig en wie doen er mee",
)


@pytest.mark.parametrize("text", THREE)
async def test_third_question_is_named(visitor: Visitor, text: str) -> None:
    """Two are answered; one line names the other, and a tap gives its answer."""
    reply = await visitor.says(text)
    assert reply.text.count("U vroeg ook") == 1
    asked = reply.text.split("U vroeg ook: '")[1].split("'")[0]
    assert asked in reply.buttons
    assert f"<b>{asked}</b>" not in reply
    answer = await visitor.taps(asked)
    assert len(answer.text) > 100


@pytest.mark.parametrize(
    "text", ["wat kost het en is er subsidie?", "wat kost het? en wat kost het dan precies?"]
)
async def test_two_questions_have_no_third(visitor: Visitor, text: str) -> None:
    """Where two are asked nothing else is named."""
    assert "U vroeg ook" not in await visitor.says(text)


async def test_fourth_question_is_named_too(visitor: Visitor) -> None:
    """Of four questions none is dropped in silence."""
    reply = await visitor.says("wat kost het, wat levert het op, hoe begin ik en wie doen er mee")
    shown = "Wat kost het?", "Wat levert het op?", "Hoe begin ik?", "Wie doen er mee?"
    assert all(title in reply for title in shown)


async def test_wish_to_be_called_is_never_the_third(visitor: Visitor) -> None:
    """Who asks two things and to be called gets an answer and the contact request."""
    reply = await visitor.says("wat kost het en hoe lang is het geldig en bel me even")
    assert "Wat is uw naam" in reply
    assert "U vroeg ook" in reply


async def test_date_of_the_page_stands_once(visitor: Visitor) -> None:
    """Two answers in one message tell once of what date they are."""
    reply = await visitor.says("wat kost het en is er subsidie?")
    assert reply.text.count("31-01-2020") == 1


async def test_third_question_in_a_contact_request(visitor: Visitor) -> None:
    """In the middle of a contact request the line stands there as well, and the form goes on."""
    await visitor.says("/contact")
    await visitor.says("Jan")
    reply = await visitor.says("wat kost het? hoe lang is het geldig? en is er subsidie?")
    assert "U vroeg ook" in reply
    assert "telefoonnummer of e-mailadres" in reply


async def test_same_subject_again_brings_the_rest(visitor: Visitor) -> None:
    """Who asks on about what he was just told gets more, and not the same text again."""
    first = await visitor.says("wat kost het?")
    second = await visitor.says("en wie betaalt dat dan?")
    assert "Wie betaalt" in second
    assert first.text.split("\n")[0] not in second


async def test_same_subject_hours_later_is_answered_anew(house: House, visitor: Visitor) -> None:
    """Hours later the same question gets the answer itself."""
    first = await visitor.says("wat kost het?")
    house.clock.move(hours=3)
    assert first.text.split("\n")[0] in await visitor.says("wat kost het eigenlijk?")


@pytest.mark.parametrize("text", ["wie moet ik bellen", "bij wie kan ik dat melden?"])
async def test_whom_to_call_after_a_crime(visitor: Visitor, text: str) -> None:
    """After a report of a crime it is the police, and not the procesbegeleider."""
    await visitor.says("er is vannacht ingebroken bij de buren")
    assert "0900-8844" in await visitor.says(text)


async def test_answer_beside_a_report_has_its_date(visitor: Visitor) -> None:
    """What is told of the costs beside the police carries the date of the page."""
    reply = await visitor.says("ik wil een diefstal melden en wat kost het keurmerk?")
    assert "0900-8844" in reply
    assert "auditkosten" in reply
    assert "31-01-2020" in reply
