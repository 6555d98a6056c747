"""The whole way of a request over HTTP: asked, sent, taken up by one of two, closed."""

from __future__ import annotations

import asyncio

import pytest

from tests.telegram.checks import plain
from tests.telegram.people import REFERENCE, is_send
from tests.telegram.process import Run
from tests.telegram.stand_in import TelegramStandIn
from tests.telegram.visitor import Visitor

pytestmark = pytest.mark.process

REQUEST = "Terugbellen graag, Marijke de Wit, 06-12345678, Venlo, vraag over de schouw"
DETAILS = ("marijke de wit", "0612345678", "venlo", "schouw")


async def sent(visitor: Visitor) -> str:
    """Send a request and give its reference."""
    await visitor.asks(REQUEST)
    await visitor.taps(is_send)
    found = REFERENCE.search((await visitor.hears()).text)
    assert found
    return found.group()


async def test_a_request_is_taken_up_and_closed(
    api: TelegramStandIn, run: Run, desk: list[Visitor]
) -> None:
    """The right facilitator gets one card, takes it and closes it; the visitor hears of both."""
    onno, henny = desk
    visitor = api.user(1)
    async with run():
        reference = await sent(visitor)
        await api.until(lambda: bool(henny.chat))
        (card,) = henny.chat
        assert all(each in plain(card.text) for each in (*DETAILS, plain(reference)))
        labels = " ".join(each.label.casefold() for each in card.buttons)
        assert "oppakken" in labels
        assert onno.chat == []
        await henny.taps("oppakken")
        heard = await visitor.hears()
        assert reference in heard.text
        assert "Henny Bekkema" in heard.text
        assert len(henny.chat) == 1, "a card is edited, not sent again"
        assert reference in (await onno.asks("/wachtrij")).text
        await henny.taps("afgerond")
        assert "afgerond" in plain((await visitor.hears()).text)
        assert reference not in (await henny.asks("/wachtrij")).text


async def test_of_two_who_take_it_at_once_one_wins(
    api: TelegramStandIn, run: Run, desk: list[Visitor]
) -> None:
    """Two facilitators tap 'Oppakken' at the same moment: one has it, the other is told who."""
    onno, henny = desk
    visitor = api.user(1)
    async with run():
        onno.blocks()
        henny.blocks()
        await sent(visitor)
        onno.unblocks()
        henny.unblocks()
        await henny.asks("/start")
        await onno.asks("/start")
        await api.until(lambda: all(_card(each) is not None for each in desk), timeout=20)
        taps = await asyncio.gather(*(each.taps("oppakken") for each in desk))
        await api.until(lambda: all(tap is not None and tap.is_answered for tap in taps))
        heard = await visitor.hears()
        taken = [seen for seen in heard if "opgepakt" in plain(seen.text)]
        assert len(taken) == 1
        told = sorted(plain(tap.text) for tap in taps if tap is not None)
        assert told[0] != told[1]


async def test_a_stranger_cannot_press_a_facilitators_button(
    api: TelegramStandIn, run: Run, desk: list[Visitor]
) -> None:
    """The data of a card's button does nothing in another person's hands."""
    henny = desk[1]
    visitor, stranger = api.user(1), api.user(2)
    async with run():
        reference = await sent(visitor)
        await api.until(lambda: bool(henny.chat))
        await stranger.asks("/start")
        for button in henny.chat[0].buttons:
            if button.data:
                tap = await stranger.presses(button.data, stranger.chat[-1])
                heard = await stranger.hears(timeout=3)
                assert reference not in heard.text
                assert not any(each in plain(heard.text + tap.text) for each in DETAILS)
        assert "nog niet opgepakt" in plain((await visitor.asks("/status")).text)


def _card(facilitator: Visitor) -> object:
    return next((seen for seen in facilitator.chat if REFERENCE.search(seen.text)), None)
