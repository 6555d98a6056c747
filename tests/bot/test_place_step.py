"""What people say after 'bedoelt u Zwolle?', in a contact request and outside one."""

from __future__ import annotations

import pytest
from fakes import House, Visitor


@pytest.fixture
def visitor(house: House) -> Visitor:
    return house.visitor()


async def at_place_step(visitor: Visitor, place: str = "Zwole") -> None:
    for text in ("/contact", "Jan", "0612345678", place):
        await visitor.says(text)


YES = (
    *("ja", "ja hoor", "jep", "jup", "yep", "jazeker", "klopt", "ja klopt", "okee", "ok dan"),
    *("oke dan", "doe maar", "prima", "is goed", "precies", "inderdaad", "dat bedoel ik", "👍"),
    *("ja dat bedoel ik", "yes", "correct"),
)
NO = (
    *("nee", "nee joh", "neuh", "nee hoor", "nope", "nee dat klopt niet", "klopt niet", "neen"),
    *("nee die niet", "andere provincie", "no"),
)


@pytest.mark.parametrize("word", YES)
async def test_yes_takes_the_place_that_was_suggested(visitor: Visitor, word: str) -> None:
    """In a contact request every way to say yes takes the place."""
    await at_place_step(visitor)
    assert "Bedoelt u Zwolle" in visitor.last
    assert "Wat is uw vraag" in await visitor.says(word)
    summary = await visitor.says("hoe beginnen we met een hek?")
    assert "Zwolle (Overijssel)" in summary


@pytest.mark.parametrize("word", NO)
async def test_no_shows_all_provinces(visitor: Visitor, word: str) -> None:
    """Every way to say no lays the suggestion aside; nothing is called unknown."""
    await at_place_step(visitor)
    reply = await visitor.says(word)
    assert "In welke provincie" in reply
    assert "ken ik niet" not in reply
    assert "Limburg" in reply.buttons
    assert "Zwolle" not in reply


@pytest.mark.parametrize("word", ["jep", "ok dan", "okee", "doe maar", "👍"])
async def test_yes_outside_a_request_names_the_person(visitor: Visitor, word: str) -> None:
    """Who asked for his procesbegeleider gets him after a yes."""
    await visitor.says("ik zoek mijn procesbegeleider")
    await visitor.says("Zwole")
    assert "Henny Bekkema" in await visitor.says(word)


@pytest.mark.parametrize("word", ["neuh", "nee joh"])
async def test_no_outside_a_request_asks_again(visitor: Visitor, word: str) -> None:
    """A no is no emergency and no other question."""
    await visitor.says("ik zoek mijn procesbegeleider")
    await visitor.says("Zwole")
    assert "In welke provincie" in await visitor.says(word)


async def test_second_of_two_places(visitor: Visitor) -> None:
    """'De tweede' chooses among places of one name, in a request and outside one."""
    await visitor.says("ik zoek mijn procesbegeleider")
    await visitor.says("Bergen")
    assert "Henny Bekkema" in await visitor.says("de tweede")
    other = visitor.house.visitor(5002)
    await at_place_step(other, "Bergen")
    await other.says("de tweede")
    assert "Bergen (Limburg)" in await other.says("hoe beginnen we met een hek?")


async def test_reason_of_the_suggestion_stays(visitor: Visitor) -> None:
    """A question in between is answered, and then it is asked again whether Zwolle is meant."""
    await at_place_step(visitor)
    reply = await visitor.says("wat kost het keurmerk?")
    assert "auditkosten" in reply
    assert "Bedoelt u Zwolle" in reply
    assert "komt vaker voor" not in reply


async def test_reason_of_a_shared_name_stays(visitor: Visitor) -> None:
    """A name that several places have is still called that after a question in between."""
    await at_place_step(visitor, "Bergen")
    assert "komt vaker voor" in await visitor.says("wat kost het keurmerk?")


async def test_suggested_place_can_be_left(visitor: Visitor) -> None:
    """The message that suggests a place has the way out as well."""
    await at_place_step(visitor)
    assert {"Terug", "Stoppen"} <= set(visitor.last.buttons)


@pytest.mark.parametrize("text", ["wa is de man foar Fryslân", "wie is de man voor Friesland"])
async def test_province_that_is_not_sure_is_suggested(visitor: Visitor, text: str) -> None:
    """A province that was named is suggested; twelve buttons are more to read."""
    reply = await visitor.says(text)
    assert "Friesland" in reply
    assert "Groningen" not in reply.buttons
    assert "Onno Keuker" in await visitor.says("ja")
