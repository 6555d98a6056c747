"""Questions and answers, the menu, the province, and everything that is not a question."""

from __future__ import annotations

import pytest
from fakes import House, Visitor


@pytest.fixture
def visitor(house: House) -> Visitor:
    return house.visitor()


async def test_start_says_that_it_is_a_computer(visitor: Visitor) -> None:
    """The welcome says what this is, what it can do, and 112; with five ways on."""
    reply = await visitor.says("/start")
    assert "chatbot (computer)" in reply
    assert "112" in reply
    assert len(reply.buttons) >= 5


async def test_first_message_counts_without_start(visitor: Visitor) -> None:
    """A question is answered at once, and it is said that this is a computer."""
    reply = await visitor.says("Hoe lang is een KVO-certificaat geldig?")
    assert "drie jaar" in reply
    assert "chatbot (computer)" in reply
    assert "chatbot" not in await visitor.says("Wat kost een audit?")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("kosten", "auditkosten"),
        ("contact", "naam"),
        ("prov-limburg", "Henny Bekkema"),
        ("prov-noord-brabant", "Onno Keuker"),
        ("procesbegeleider_zoeken", "provincie"),
        ("bestaat-niet", "Welkom"),
    ],
)
async def test_deep_link_opens_at_the_right_place(
    visitor: Visitor, link: str, expected: str
) -> None:
    """A link from a website leads straight to its subject."""
    reply = await visitor.says(f"/start {link}")
    if link == "kosten":
        reply = await visitor.taps("Meer hierover")
    assert expected in reply


async def test_dated_answers_carry_the_date(visitor: Visitor) -> None:
    """What may have changed says of what day it is."""
    assert "31-01-2020" in await visitor.says("wat kost een audit")


async def test_province_is_remembered_and_can_be_changed(visitor: Visitor) -> None:
    """Once given it is used in later answers; another one replaces it."""
    await visitor.says("wie is de procesbegeleider in Drenthe?")
    assert "Henny Bekkema" in await visitor.says("wat kost een audit")
    await visitor.says("wie is de procesbegeleider in Zeeland?")
    reply = await visitor.says("wat kost een audit")
    assert "Onno Keuker" in reply
    assert "Henny Bekkema" not in reply


async def test_hand_over_gives_everything(visitor: Visitor) -> None:
    """Name, phone, e-mail, and a contact card for the phone book."""
    await visitor.says("/start procesbegeleider_zoeken")
    reply = await visitor.says("Assen")
    for part in ("Henny Bekkema", "06-11351693", "bekkema@vnoncw-mkb.nl", "Drenthe"):
        assert part in reply
    (card,) = reply.contacts
    assert card["phone_number"] == "+31611351693"


@pytest.mark.parametrize(
    ("place", "labels"),
    [("Bergen", ["Noord-Holland", "Limburg"]), ("Haren", ["Groningen", "Noord-Brabant"])],
)
async def test_ambiguous_place_is_asked(visitor: Visitor, place: str, labels: list[str]) -> None:
    """A name in provinces with different persons is asked, and nobody is named yet."""
    await visitor.says("/start procesbegeleider_zoeken")
    reply = await visitor.says(place)
    shown = " ".join(reply.buttons)
    assert all(label in shown for label in labels)
    assert "Keuker" not in reply
    assert "Bekkema" not in reply
    assert "06-" in await visitor.taps(labels[1])


async def test_two_provinces_give_both_persons(visitor: Visitor) -> None:
    """On the border both are named, each with his province."""
    await visitor.says("/start procesbegeleider_zoeken")
    reply = await visitor.says("half in Utrecht en half in Zuid-Holland")
    assert "Onno Keuker" in reply
    assert "Henny Bekkema" in reply


@pytest.mark.parametrize("place", ["Antwerpen", "Gronau in Duitsland"])
async def test_abroad_is_a_kind_no(visitor: Visitor, place: str) -> None:
    """A place abroad has no procesbegeleider, and nobody is named."""
    await visitor.says("/start procesbegeleider_zoeken")
    reply = await visitor.says(place)
    assert "Nederland" in reply
    assert "Keuker" not in reply
    assert "Bekkema" not in reply


async def test_second_miss_offers_a_person(visitor: Visitor) -> None:
    """Two misses in a row: phone numbers, and the question need not be typed again."""
    first = await visitor.says("asdfghjkl qwrtzp")
    assert "06-" not in first
    second = await visitor.says("xcvbnm poiuyt")
    assert "06-29512394" in second
    assert "06-11351693" in second
    await visitor.taps("Geef mijn vraag door")
    await visitor.says("Marijke de Wit")
    await visitor.says("06-12345678")
    assert "xcvbnm poiuyt" in await visitor.says("Venlo")


async def test_near_miss_is_named_honestly(visitor: Visitor) -> None:
    """A subject that is not ours is declined by name, and not answered as if it were."""
    reply = await visitor.says("regelen jullie ook een borg certificaat?")
    assert "BORG" in reply
    assert "drie jaar" not in reply


async def test_old_and_forged_buttons_are_answered(visitor: Visitor) -> None:
    """A button without meaning says so, and leaves no waiting sign."""
    for data in ("a:bestaat_niet", "p:atlantis", "niets", "q:zzz", "m:kosten:extra", "f:send:x"):
        reply = await visitor.presses(data)
        assert reply.toast.startswith("Deze knop werkt niet meer")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"voice": {"file_id": "x", "file_unique_id": "y", "duration": 12}}, "spraak"),
        (
            {"photo": [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]},
            "foto",
        ),
        ({"location": {"latitude": 52.0, "longitude": 5.0}}, "typen"),
    ],
)
async def test_media_get_a_kind_answer(
    visitor: Visitor, content: dict[str, object], expected: str
) -> None:
    """What cannot be read is said, with a way on."""
    reply = await visitor.sends(content)
    assert expected in reply
    assert reply.buttons


async def test_english_is_answered_in_english(visitor: Visitor) -> None:
    """A sentence of three English words switches, and the chat remembers."""
    reply = await visitor.says("How many years is the certificate valid?")
    assert "three years" in reply
    assert "topic" in await visitor.says("/start")


async def test_menu_pins_the_language(visitor: Visitor) -> None:
    """Once chosen by hand, a sentence in the other language does not switch back."""
    await visitor.says("/start")
    await visitor.taps("English")
    assert "three years" in await visitor.says("Hoe lang is een KVO-certificaat geldig?")


async def test_group_is_left(house: House) -> None:
    """The assistant speaks with one person at a time."""
    update = {
        "update_id": 1,
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": -100123, "type": "supergroup", "title": "Park"},
            "from": {"id": 5, "is_bot": False, "first_name": "V"},
            "text": "hallo",
        },
    }
    await house.receive(update)
    assert [each.method for each in house.session.sent] == ["leaveChat"]
    assert await house.app.db.conversations.get(-100123) is None


@pytest.mark.parametrize("text", ["ik wil dood", "Ik denk aan zelfmoord", "I want to kill myself"])
async def test_despair_is_answered_with_help_and_not_kept(
    house: House, visitor: Visitor, text: str
) -> None:
    """Who speaks of suicide hears of 112 and 113, and nothing of it is stored."""
    reply = await visitor.says(text)
    assert "112" in reply
    assert "0800-0113" in reply
    talk = await house.app.db.conversations.get(visitor.chat_id)
    assert talk is not None
    assert talk.kept_question is None


async def test_where_it_may_be_an_emergency_112_goes_above_the_other_answer(
    house: House, visitor: Visitor
) -> None:
    """A doubt costs one line: 112 first, the choice below it; what was typed is not kept."""
    await visitor.says("wat kost het")
    text = "proefboring naar gas, de toren blijft tot maart staan"
    reply = await visitor.says(text)
    assert reply.text.startswith("<b>Is er nu gevaar? Bel 112.</b>")
    assert "Geen van deze" in reply.buttons
    talk = await house.app.db.conversations.get(visitor.chat_id)
    assert talk is not None
    assert talk.kept_question is None
    assert "112" not in await visitor.says("wie doen er mee")


@pytest.mark.parametrize("text", ["112", "sos", "ambulance"])
async def test_a_bare_cry_for_help_is_answered_with_112(visitor: Visitor, text: str) -> None:
    """One word is enough."""
    assert "112" in (await visitor.says(text)).text[:20]
