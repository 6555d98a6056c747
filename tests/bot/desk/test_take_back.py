"""'Naar collega' is one tap; a mistaken tap is taken back as easily."""

from __future__ import annotations

import pytest
from facilitators import card, couple_both, heard, kinds, request_of, send_request, tap
from fakes import House, Visitor

from storage import Status


@pytest.fixture
async def desk(house: House) -> tuple[Visitor, Visitor]:
    return await couple_both(house)


async def hand_over(bekkema: Visitor) -> str:
    """Tap 'naar collega'; gives the data of the button that takes it back."""
    await tap(bekkema, "Naar collega")
    (data,) = [
        value
        for sent in bekkema.shown
        for label, value in sent.buttons.items()
        if "terugnemen" in label
    ][-1:]
    return data


@pytest.mark.parametrize("step", ["Oppakken", "Gesproken", "Niet bereikt"])
async def test_mistake_is_taken_back(
    house: House, desk: tuple[Visitor, Visitor], step: str
) -> None:
    """It is his again, as it was; the entrepreneur's message says so too."""
    keuker, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, step)
    before = await request_of(house)
    data = await hand_over(bekkema)
    assert (await request_of(house)).facilitator == "keuker"
    reply = await bekkema.presses(data)
    assert "weer van u" in reply.toast
    after = await request_of(house)
    assert (after.state, after.taken_by, after.facilitator, after.attempts) == (
        before.state,
        "bekkema",
        "bekkema",
        before.attempts,
    )
    assert "Henny Bekkema" in card(keuker).text
    assert (await kinds(house))[-2:] == ["handed_over", "taken_over"]
    last = [each for each in visitor.shown if "opgepakt" in each.text or "collega" in each.text]
    assert "Henny Bekkema heeft uw verzoek" in last[-1].text


async def test_new_request_is_taken_back_in_silence(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """Nobody had taken it up, so the entrepreneur hears of neither."""
    _, bekkema = desk
    visitor = await send_request(house)
    told = len(visitor.shown)
    await bekkema.presses(await hand_over(bekkema))
    request = await request_of(house)
    assert (request.state, request.taken_by, request.facilitator) == (Status.NEW, None, "bekkema")
    assert len(visitor.shown) == told


async def test_not_after_the_colleague_took_it(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """Once the colleague is at work it stays his."""
    keuker, bekkema = desk
    await send_request(house)
    await tap(bekkema, "Oppakken")
    data = await hand_over(bekkema)
    await tap(keuker, "Oppakken")
    reply = await bekkema.presses(data)
    assert "Dat kan niet meer" in reply.toast
    assert "Onno Keuker" in reply.toast
    assert (await request_of(house)).taken_by == "keuker"


async def test_second_tap_and_a_stranger_change_nothing(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """Tapped twice it is taken back once; somebody else cannot do it at all."""
    keuker, bekkema = desk
    await send_request(house)
    await tap(bekkema, "Oppakken")
    data = await hand_over(bekkema)
    assert "alleen voor" in (await house.visitor(7007).presses(data)).toast
    assert "Dat kan niet meer" in (await keuker.presses(data)).toast
    await bekkema.presses(data)
    assert "Dat kan niet meer" in (await bekkema.presses(data)).toast
    assert (await kinds(house)).count("taken_over") == 1


async def test_word_for_the_colleague_may_come_first(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """A note does not close the way back; after it nothing is waited for any more."""
    _, bekkema = desk
    await send_request(house)
    await tap(bekkema, "Oppakken")
    data = await hand_over(bekkema)
    await bekkema.says("Hij is alleen op dinsdag te spreken.")
    assert "weer van u" in (await bekkema.presses(data)).toast
    assert "Goedendag" in await bekkema.says("hallo")


async def test_second_handing_over_is_told_anew(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """After a mistake and then in earnest the entrepreneur hears of the colleague."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Oppakken")
    await bekkema.presses(await hand_over(bekkema))
    await hand_over(bekkema)
    assert heard(visitor, "gaat naar een collega, Onno Keuker") == 2


async def test_unknown_reference_is_looked_for(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """A reference that is not there is not found, and no question of an entrepreneur."""
    keuker, _ = desk
    reply = await keuker.says("KVO-123456")
    assert "niets gevonden" in reply
    assert "Ik ken hier geen verzoek van u" not in reply
