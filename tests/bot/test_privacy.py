"""What is kept about a person: explained, shown, erased, and gone when its term ends."""

from __future__ import annotations

import pytest
from fakes import House, Visitor, places_of

from bot.background import Background


@pytest.fixture
async def visitor(house: House) -> Visitor:
    visitor = house.visitor()
    await visitor.says("/contact")
    await visitor.says("Marijke de Wit")
    await visitor.says("06-12345678")
    await visitor.says("Venlo")
    await visitor.says("Ik wil iets weten over hekken.")
    await visitor.taps("Versturen")
    return visitor


async def test_privacy_names_everything_the_law_asks(house: House, visitor: Visitor) -> None:
    """Responsible, purpose, basis, data, receivers, terms, rights and complaint are all there."""
    reply = await visitor.says("/privacy")
    for part in (
        "verantwoordelijk",
        "Waarvoor",
        "Grondslag",
        "Wie ziet het",
        "7 dagen",
        "90 dagen",
        "Telegram",
        "Uw rechten",
        "Autoriteit Persoonsgegevens",
    ):
        assert part in reply


async def test_my_data_shows_all_that_is_stored(visitor: Visitor) -> None:
    """Every detail of the request comes back, to its owner."""
    reply = await visitor.says("mijn gegevens")
    for part in ("Marijke de Wit", "06 12345678", "Limburg", "Venlo", "hekken"):
        assert part in reply


async def test_my_data_shows_nothing_of_others(house: House, visitor: Visitor) -> None:
    """Somebody else sees only what is his own."""
    reply = await house.visitor(6001).says("mijn gegevens")
    assert "Marijke" not in reply


@pytest.mark.parametrize("answer", ["nee", "Nee, niets doen"])
async def test_no_means_nothing_changes(house: House, visitor: Visitor, answer: str) -> None:
    """After 'nee', typed or tapped, everything is still there."""
    await visitor.says("/verwijder")
    reply = await (visitor.says("nee") if answer == "nee" else visitor.taps(answer))
    assert "niets veranderd" in reply
    assert len(await house.app.db.requests.of_chat(visitor.chat_id)) == 1


async def test_yes_may_be_typed(house: House, visitor: Visitor) -> None:
    """'ja' deletes as the button does."""
    await visitor.says("/verwijder")
    assert "verwijderd" in await visitor.says("Ja!")
    assert await house.app.db.requests.of_chat(visitor.chat_id) == []
    assert await house.app.db.conversations.get(visitor.chat_id) is None


async def test_taking_back_a_request_is_asked_about_the_request(visitor: Visitor) -> None:
    """'Trek mijn verzoek in' offers that first; 'ja' withdraws and deletes nothing else."""
    reply = await visitor.says("trek mijn verzoek in")
    assert "intrekken" in reply
    assert "ingetrokken" in await visitor.says("ja")
    assert "Door u ingetrokken" in await visitor.says("/status")


async def test_unfinished_form_is_gone_after_a_week(house: House) -> None:
    """A form that was never sent is forgotten when its term ends."""
    visitor = house.visitor(6002)
    await visitor.says("/contact")
    await visitor.says("Marijke de Wit")
    house.clock.move(days=8)
    await purge(house)
    talk = await house.app.db.conversations.get(6002)
    assert talk is not None
    assert talk.form is None


async def test_forgotten_chat_leaves_no_number(house: House) -> None:
    """When a conversation is past its term, no row holds the number of its chat any more."""
    await house.visitor(6_004_321).says("wat kost het?")
    house.clock.move(days=89)
    await purge(house)
    assert (await house.app.db.people.everything_about(6_004_321))["outbox"]
    house.clock.move(days=3)
    await purge(house)
    left = await house.app.db.people.everything_about(6_004_321)
    assert all(rows == [] for rows in left.values())
    await house.app.db.empty_wal()
    assert await places_of(house.app.db, "6004321") == []


async def test_update_that_could_not_be_read_is_emptied(house: House) -> None:
    """What was set aside is gone with the messages of its time; that it was set aside stays."""
    message = {"chat": {"id": 6003}, "text": "Kanarie Zwijnenburg"}
    await house.receive({"update_id": 77, "message": message})
    assert await house.app.db.inbox.counts() == {"dead": 1}
    house.clock.move(days=8)
    await purge(house)
    assert await house.app.db.inbox.counts() == {"dead": 1}
    assert await places_of(house.app.db, "Zwijnenburg") == []


async def test_closed_request_becomes_anonymous(house: House, visitor: Visitor) -> None:
    """Ninety days after closing, province and times stay; name, number and question are gone."""
    (request,) = await house.app.db.requests.of_chat(visitor.chat_id)
    await visitor.presses(f"o:really:{request.id}")
    house.clock.move(days=89)
    await purge(house)
    assert (await house.app.db.requests.get(request.id)) is not None
    assert len(await house.app.db.requests.of_chat(visitor.chat_id)) == 1
    house.clock.move(days=2)
    await purge(house)
    left = await house.app.db.requests.get(request.id)
    assert left is not None
    assert (left.name, left.phone, left.question, left.about_chat) == (None,) * 4
    assert (left.provinces, left.received_at) == (request.provinces, request.received_at)
    assert await places_of(house.app.db, "Marijke") == []


async def purge(house: House) -> None:
    await Background(house.app.db, house.app.settings, house.clock).purge(house.clock())
