"""What is kept about a person: explained, shown, erased, and gone when its term ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from fakes import House, Visitor, places_of

from bot.background import Background
from bot.backup import LONGER
from storage import Delivery
from storage.tables import outbox


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


async def test_what_was_sent_is_emptied_after_a_week(house: House, visitor: Visitor) -> None:
    """A summary and a confirmation are gone from the outbox long before the request is."""
    sent = sa.select(outbox.c.body).where(outbox.c.request_id.is_not(None))

    async def bodies() -> str:
        return str((await house.app.db.execute(sent)).all())

    await house.app.db.outbox.put(
        [
            Delivery(
                visitor.chat_id,
                "sendMessage",
                {"chat_id": visitor.chat_id, "text": "Marijke de Wit, het gaat door."},
                kind="notice",
                about_chat=visitor.chat_id,
                request_id=1,
            )
        ],
        house.clock(),
    )
    await house.quiet()
    house.clock.move(days=6)
    await purge(house)
    assert "Marijke" in await bodies()
    house.clock.move(days=2)
    await purge(house)
    assert "Marijke" not in await bodies()
    assert len(await house.app.db.requests.of_chat(visitor.chat_id)) == 1


async def test_who_was_erased_is_forgotten_with_the_last_copy(
    house: House, visitor: Visitor
) -> None:
    """The hash that is kept of somebody who was erased goes when no copy can hold him any more."""
    await visitor.says("/verwijder")
    await visitor.taps("Ja, verwijder alles")
    keep = house.app.settings.backup.keep_days
    house.clock.move(days=keep)
    await purge(house)
    assert len(await house.app.db.people.erasures()) == 1
    house.clock.move(days=LONGER.days + 1)
    await purge(house)
    assert await house.app.db.people.erasures() == []


@pytest.mark.sqlite
async def test_database_kept_aside_goes_with_the_purge(house: House) -> None:
    """What an upgrade or a restore kept aside holds people too: it goes when its term ends."""
    assert house.app.db.file is not None
    aside = house.app.db.file.with_name("kvob.db.replaced-20260101-120000")
    aside.touch()
    house.clock.moment = datetime.now(UTC) + timedelta(days=29)
    await purge(house)
    assert aside.exists()
    house.clock.move(days=2)
    await purge(house)
    assert not aside.exists()


async def purge(house: House) -> None:
    await Background(house.app.db, house.app.settings, house.clock).purge(house.clock())
