"""The facilitators' desk: coupling, cards, the queue, and who may do what."""

from __future__ import annotations

import asyncio

import pytest
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import SendMessage
from fakes import House, Visitor, places_of

from bot.invites import make_code


async def send_request(house: House, chat_id: int = 5001, place: str = "Venlo") -> Visitor:
    visitor = house.visitor(chat_id)
    await visitor.says("/contact")
    await visitor.says("Marijke de Wit")
    await visitor.says("06-12345678")
    await visitor.says(place)
    await visitor.says("Ik wil iets weten over hekken.")
    await visitor.taps("Versturen")
    return visitor


@pytest.fixture
async def keuker(house: House) -> Visitor:
    await house.app.db.people.couple("keuker", 901, house.clock())
    return house.visitor(901)


@pytest.fixture
async def bekkema(house: House) -> Visitor:
    await house.app.db.people.couple("bekkema", 902, house.clock())
    return house.visitor(902)


async def test_new_request_comes_as_one_card(
    house: House, keuker: Visitor, bekkema: Visitor
) -> None:
    """The facilitator of the province gets one card with everything; the other nothing."""
    await send_request(house)
    (card,) = bekkema.shown
    for part in (
        "Nieuw",
        "Marijke de Wit",
        "+31612345678",
        "Limburg",
        "hekken",
        "maandag 9 maart",
    ):
        assert part in card.text
    labels = " ".join(card.buttons).lower()
    for label in ("oppakken", "niet bereikt", "gesproken", "afgerond", "naar collega"):
        assert label in labels
    assert keuker.shown == []


async def press(house: House, person: Visitor, label: str) -> str:
    """Press a button on the last card that this person sees."""
    card = [each for each in person.shown if each.buttons][-1]
    return (await person.presses(card.buttons[label])).toast


async def test_take_and_close_tell_the_entrepreneur(house: House, bekkema: Visitor) -> None:
    """He hears that it was taken up, by whom, and that it is closed."""
    visitor = await send_request(house)
    await press(house, bekkema, "Oppakken")
    assert "Henny Bekkema heeft uw verzoek" in visitor.shown[-1].text
    assert "opgepakt" in visitor.shown[-1].text
    assert "Opgepakt" in bekkema.shown[-1].text
    await press(house, bekkema, "Afgerond")
    assert "afgerond" in visitor.shown[-1].text
    (request,) = await house.app.db.requests.of_chat(visitor.chat_id)
    assert [event.kind for event in await house.app.db.requests.history(request.id)] == [
        "sent",
        "taken",
        "closed",
    ]


async def test_not_reached_counts_and_is_told(house: House, bekkema: Visitor) -> None:
    """Each attempt is counted on the card, and the entrepreneur hears of it."""
    visitor = await send_request(house)
    await press(house, bekkema, "Niet bereikt")
    await press(house, bekkema, "Niet bereikt")
    assert "poging 2" in bekkema.shown[-1].text
    assert "geprobeerd u te bereiken" in visitor.shown[-1].text


async def test_of_two_taps_one_wins(house: House, keuker: Visitor, bekkema: Visitor) -> None:
    """Two facilitators take the same request at once: one has it, the other sees who."""
    await send_request(house)
    (request,) = await house.app.db.requests.of_chat(5001)
    await keuker.says("/wachtrij")
    await keuker.taps(request.name or "")
    data = bekkema.shown[-1].buttons["Oppakken"]
    first, second = await asyncio.gather(bekkema.presses(data), keuker.presses(data))
    (request,) = await house.app.db.requests.of_chat(5001)
    assert request.taken_by in ("keuker", "bekkema")
    toasts = first.toast + second.toast
    assert "opgepakt" in toasts
    history = await house.app.db.requests.history(request.id)
    assert [event.kind for event in history].count("taken") == 1


async def test_hand_over_gives_the_colleague_a_card(
    house: House, keuker: Visitor, bekkema: Visitor
) -> None:
    """'Naar collega' makes it a new request of the other facilitator."""
    await send_request(house)
    await press(house, bekkema, "Naar collega")
    assert "Nieuw" in keuker.shown[-1].text
    (request,) = await house.app.db.requests.of_chat(5001)
    assert request.facilitator == "keuker"


async def test_colleague_must_take_over_first(
    house: House, keuker: Visitor, bekkema: Visitor
) -> None:
    """Acting on a colleague's request is refused until it is taken over, and that is logged."""
    await send_request(house)
    await press(house, bekkema, "Oppakken")
    (request,) = await house.app.db.requests.of_chat(5001)
    refused = await keuker.presses(f"d:close:{request.id}:")
    assert "Henny Bekkema heeft dit verzoek al opgepakt" in refused.toast
    await keuker.presses(f"d:takeover:{request.id}:")
    (request,) = await house.app.db.requests.of_chat(5001)
    assert request.taken_by == "keuker"
    history = await house.app.db.requests.history(request.id)
    assert (history[-1].actor, history[-1].kind) == ("keuker", "taken_over")


@pytest.mark.parametrize(
    "step", ["take", "takeover", "unreached", "spoken", "close", "hand", "show", "page"]
)
async def test_stranger_may_do_nothing(house: House, bekkema: Visitor, step: str) -> None:
    """Somebody who is no facilitator changes nothing and sees nothing, whatever he presses."""
    await send_request(house)
    (before,) = await house.app.db.requests.of_chat(5001)
    stranger = house.visitor(6666)
    reply = await stranger.presses(f"d:{step}:{before.id}:")
    assert reply.toast == "Deze knop is alleen voor procesbegeleiders."
    assert reply.sent == []
    assert await house.app.db.requests.of_chat(5001) == [before]


async def test_facilitator_who_left_may_do_nothing(house: House, bekkema: Visitor) -> None:
    """Rights are read at each press: after unlinking, old buttons do nothing."""
    await send_request(house)
    data = bekkema.shown[-1].buttons["Oppakken"]
    await house.app.db.people.unlink("bekkema")
    assert "alleen voor" in (await bekkema.presses(data)).toast
    assert "open verzoeken" not in await bekkema.says("/wachtrij")


async def test_queue_shows_all_by_date_and_marks_the_late(
    house: House, keuker: Visitor, bekkema: Visitor
) -> None:
    """/wachtrij lists both facilitators' requests, overdue first and marked."""
    await send_request(house, 5001, "Venlo")
    house.clock.move(days=6)
    await send_request(house, 5002, "Goes")
    queue = await keuker.says("/wachtrij")
    assert "Open verzoeken: 2" in queue
    assert queue.text.index("Venlo") < queue.text.index("Goes")
    assert queue.text.count("te laat") == 1


async def test_coupling_later_brings_the_waiting_cards(house: House) -> None:
    """A request that came while nobody was coupled reaches the facilitator when he couples."""
    await send_request(house)
    facilitator = house.visitor(902)
    code = make_code("bekkema", house.app.settings, house.clock())
    await facilitator.says(f"/start {code}")
    texts = [each.text for each in facilitator.shown]
    assert any("Welkom Henny Bekkema" in text for text in texts)
    assert any("Marijke de Wit" in text for text in texts)


async def test_invite_works_once(house: House) -> None:
    """A second account cannot use the same code."""
    code = make_code("bekkema", house.app.settings, house.clock())
    await house.visitor(902).says(f"/start {code}")
    assert "werkt niet" in await house.visitor(903).says(f"/start {code}")
    assert await house.app.db.people.facilitator_of(903) is None


async def test_invite_expires_after_seven_days(house: House) -> None:
    """An old code is refused."""
    code = make_code("bekkema", house.app.settings, house.clock())
    house.clock.move(days=8)
    assert "werkt niet" in await house.visitor(902).says(f"/start {code}")


async def test_forged_invite_is_refused_and_tries_are_limited(house: House) -> None:
    """After five wrong codes in an hour even a good one has to wait."""
    good = make_code("bekkema", house.app.settings, house.clock())
    forged = good[:-6] + ("A" * 6 if not good.endswith("A" * 6) else "B" * 6)
    for _ in range(5):
        assert "werkt niet" in await house.visitor(904).says(f"/start {forged}")
    assert "te vaak" in await house.visitor(904).says(f"/start {good}")
    house.clock.move(hours=2)
    assert "Welkom" in await house.visitor(904).says(f"/start {good}")


def test_invite_fits_a_start_link(house: House) -> None:
    """Telegram silently drops start parameters of more than 64 characters."""
    code = make_code("bekkema", house.app.settings, house.clock())
    assert len(code) <= 64


async def test_unreachable_facilitator_is_noticed(house: House, keuker: Visitor) -> None:
    """When Telegram refuses a card, the request stays open and the colleague gets it."""
    await house.app.db.people.couple("bekkema", 902, house.clock())
    method = SendMessage(chat_id=902, text="x")
    house.session.failures[902] = TelegramForbiddenError(
        method=method, message="Forbidden: bot was blocked by the user"
    )
    await send_request(house)
    assert "Marijke de Wit" in keuker.shown[-1].text
    (request,) = await house.app.db.requests.of_chat(5001)
    assert request.is_open
    assert (await house.app.db.outbox.counts())["parked"] == 1


async def test_erasing_blanks_the_cards(house: House, bekkema: Visitor) -> None:
    """After 'verwijder mijn gegevens' the facilitator's card says so, and nothing is left."""
    visitor = await send_request(house)
    await visitor.says("/verwijder")
    assert "verwijderd" in await visitor.taps("Ja, verwijder alles")
    assert bekkema.shown[-1].text == "Gegevens verwijderd."
    assert bekkema.shown[-1].method == "editMessageText"
    await house.app.db.empty_wal()
    assert await places_of(house.app.db, "Marijke", "+31612345678") == []


async def test_withdrawn_request_shows_on_the_card(house: House, bekkema: Visitor) -> None:
    """The entrepreneur takes it back; the card says so and has no buttons."""
    visitor = await send_request(house)
    await visitor.says("/status")
    await visitor.taps("Trek verzoek in")
    assert "ingetrokken" in await visitor.taps("Ja, trek")
    assert "Ingetrokken" in bekkema.shown[-1].text
    assert bekkema.shown[-1].buttons == {}


async def test_nobody_withdraws_anothers_request(house: House, bekkema: Visitor) -> None:
    """A forged withdrawal of somebody else's request does nothing."""
    await send_request(house)
    (request,) = await house.app.db.requests.of_chat(5001)
    reply = await house.visitor(6666).presses(f"o:really:{request.id}")
    assert "staat niet meer open" in reply.toast
    assert (await house.app.db.requests.of_chat(5001))[0].is_open
