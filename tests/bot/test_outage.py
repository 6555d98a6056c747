"""After an outage: open buttons are asked again, stale answers give way, confirmations go out."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendMessage
from fakes import House, Reply, Visitor

from bot.outage import Outage

AWAY = TelegramNetworkError(method=SendMessage(chat_id=1, text="x"), message="away")


@pytest.fixture
def visitor(house: House) -> Visitor:
    return house.visitor()


async def come_back(house: House, **away: float) -> None:
    """The program was away for so long, and starts again."""
    await house.app.background.beat()
    house.clock.move(**away)
    await house.app.outage.start()
    await house.app.outage.ask_again()
    house.app.sender.wake.set()
    await house.quiet()


def heard_since(visitor: Visitor, count: int) -> Reply:
    visitor.last = Reply(visitor.shown[count:])
    return visitor.last


async def fill_in(visitor: Visitor) -> None:
    for text in ("/contact", "Marijke de Wit", "06-12345678", "Venlo", "Wat kost een hek?"):
        await visitor.says(text)


async def test_the_summary_is_shown_again(house: House, visitor: Visitor) -> None:
    """Who was about to send sees it once more, in one message, and can send it."""
    await fill_in(visitor)
    before = len(visitor.shown)
    await come_back(house, minutes=3)
    again = heard_since(visitor, before)
    assert len(again.sent) == 1
    assert again.text.startswith("We zijn er weer")
    assert "Marijke de Wit" in again
    assert "ontvangen" in await visitor.taps("Versturen")


async def test_a_short_stop_is_no_outage(house: House, visitor: Visitor) -> None:
    """Within two minutes no press can be lost; nothing is asked."""
    await fill_in(visitor)
    before = len(visitor.shown)
    await come_back(house, minutes=2)
    assert visitor.shown[before:] == []


async def test_it_is_asked_once(house: House, visitor: Visitor) -> None:
    """One outage, one question; also when the program starts again right after."""
    await fill_in(visitor)
    before = len(visitor.shown)
    await come_back(house, minutes=30)
    await come_back(house, seconds=30)
    await house.app.outage.ask_again()
    assert len(visitor.shown) == before + 1


async def test_a_crash_before_asking_does_not_forget(house: House, visitor: Visitor) -> None:
    """Killed between noticing and asking, the next start asks all the same, and once."""
    await fill_in(visitor)
    before = len(visitor.shown)
    await house.app.background.beat()
    house.clock.move(minutes=10)
    await house.app.outage.start()
    await come_back(house, seconds=20)
    assert len(visitor.shown) == before + 1


async def test_the_province_is_asked_again(house: House, visitor: Visitor) -> None:
    """In the form and outside it; the buttons are there again."""
    await visitor.says("/contact")
    await visitor.says("Marijke de Wit")
    await visitor.says("06-12345678")
    other = house.visitor(5002)
    await other.says("wie is mijn procesbegeleider?")
    for each in (visitor, other):
        assert "provincie" in each.last
    counts = len(visitor.shown), len(other.shown)
    await come_back(house, hours=1)
    in_form, alone = heard_since(visitor, counts[0]), heard_since(other, counts[1])
    assert len(in_form.sent) == len(alone.sent) == 1
    assert "vraag" in await visitor.taps("Limburg")
    assert "Onno Keuker" in await other.taps("Zeeland")


async def test_are_you_sure_is_asked_again(house: House, visitor: Visitor) -> None:
    """Nothing is deleted or taken back unasked; the question comes back as it was."""
    await fill_in(visitor)
    await visitor.taps("Versturen")
    await visitor.says("/verwijder")
    before = len(visitor.shown)
    await come_back(house, minutes=5)
    assert "Ja, verwijder alles" in heard_since(visitor, before).buttons
    assert "ingetrokken" in await visitor.taps("Alleen mijn verzoek intrekken")


async def test_withdrawing_is_asked_again_as_withdrawing(house: House, visitor: Visitor) -> None:
    """A typed 'ja' after the outage means what it meant before."""
    await fill_in(visitor)
    await visitor.taps("Versturen")
    await visitor.says("ik wil mijn verzoek intrekken")
    before = len(visitor.shown)
    await come_back(house, minutes=5)
    assert "intrekken" in heard_since(visitor, before)
    assert "ingetrokken" in await visitor.says("ja")


async def test_who_waits_on_no_button_hears_nothing(house: House, visitor: Visitor) -> None:
    """Words are kept at Telegram for a day: a question that is typed is not asked again."""
    await visitor.says("wat kost het?")
    typing = house.visitor(5002)
    await typing.says("/contact")
    laid_aside = house.visitor(5003)
    await fill_in(laid_aside)
    house.clock.move(hours=9)
    await laid_aside.says("wat is kvo-b?")
    everybody = (visitor, typing, laid_aside)
    before = [len(each.shown) for each in everybody]
    await come_back(house, hours=2)
    assert [len(each.shown) for each in everybody] == before


async def test_who_spoke_meanwhile_is_answered_only(house: House, visitor: Visitor) -> None:
    """What was typed during the outage is answered; then nothing needs to be asked again."""
    await fill_in(visitor)
    await house.app.background.beat()
    house.clock.move(minutes=10)
    await house.app.outage.start()
    assert "ontvangen" in await visitor.says("versturen")
    before = len(visitor.shown)
    assert await house.app.outage.ask_again() == 0
    await house.quiet()
    assert len(visitor.shown) == before


async def test_whose_question_was_repeated_already(house: House, visitor: Visitor) -> None:
    """An answer to what was typed brought the open question along; once is enough."""
    await fill_in(visitor)
    await house.app.background.beat()
    house.clock.move(minutes=10)
    await house.app.outage.start()
    assert "Versturen" in (await visitor.says("wat kost het keurmerk?")).buttons
    assert await house.app.outage.ask_again() == 0


async def test_who_left_long_ago_is_left_alone(house: House, visitor: Visitor) -> None:
    """Somebody who was silent for days before the outage did not press a button in it."""
    await fill_in(visitor)
    house.clock.move(days=3)
    before = len(visitor.shown)
    await come_back(house, minutes=10)
    assert visitor.shown[before:] == []


async def test_asking_does_not_prolong_what_is_kept(house: House, visitor: Visitor) -> None:
    """Our own question is no sign of life of the visitor: outages day after day ask nothing."""
    await fill_in(visitor)
    await come_back(house, minutes=10)
    before = len(visitor.shown)
    for _ in range(4):
        await come_back(house, hours=23)
    assert len(visitor.shown) == before + 2  # within a day of his last word, and no more


async def test_typed_send_counts_after_a_night(house: House, visitor: Visitor) -> None:
    """A form that was asked again is not laid aside, however long the outage was."""
    await fill_in(visitor)
    await come_back(house, hours=20)
    assert "ontvangen" in await visitor.says("versturen")


async def test_a_computer_that_slept_notices(house: House, visitor: Visitor) -> None:
    """Two rounds that lie far apart in real time are an outage too."""
    await fill_in(visitor)
    before = len(visitor.shown)
    real = house.clock()
    outage = Outage(
        house.app.db, house.app.settings, lambda: house.app.brain, house.clock, lambda: real
    )
    working = asyncio.create_task(outage.run(lambda: True, house.app.sender.wake.set))
    await asyncio.sleep(0.1)
    real += timedelta(minutes=4)
    house.clock.move(minutes=4)
    async with asyncio.timeout(10):
        while len(visitor.shown) == before:
            await asyncio.sleep(0.05)
    working.cancel()
    assert "We zijn er weer" in visitor.shown[-1].text


# ---- answers that waited for over an hour ---------------------------------------------------


async def while_away(house: House, *updates: tuple[Visitor, str], hours: float) -> None:
    """Telegram takes no messages while these people write; so many hours later it does."""
    chats = {visitor.chat_id for visitor, _ in updates} | {901, 902}
    house.session.failures = dict.fromkeys(chats, AWAY)
    for visitor, text in updates:
        await visitor.writes(text)
    house.clock.move(hours=hours)
    house.session.failures = {}
    await house.quiet()


async def test_stale_answers_give_way_to_one_line(house: House, visitor: Visitor) -> None:
    """Hours later three answers are one line, and in the visitor's own language."""
    english = house.visitor(5002)
    await english.says("What does the label cost, please?")
    before = len(english.shown)
    await while_away(
        house,
        (visitor, "wat kost het?"),
        (visitor, "wat is kvo-b?"),
        (visitor, "welke maatregelen zijn er?"),
        (english, "Who gives the certificate to us?"),
        hours=1.1,
    )
    (line,) = visitor.shown
    assert line.text.startswith("We zijn er weer")
    assert "112" in line.text
    (line,) = english.shown[before:]
    assert line.text.startswith("We are back")
    assert (await house.app.db.outbox.counts())["stale"] == 4


async def test_answers_within_the_hour_are_sent(house: House, visitor: Visitor) -> None:
    """A short disturbance costs no answer."""
    await while_away(house, (visitor, "wat kost het?"), hours=0.9)
    assert "kost" in visitor.shown[-1].text.lower()


async def test_a_confirmation_is_sent_however_late(house: House, visitor: Visitor) -> None:
    """What confirms a request goes out a day later, and so does the facilitator's card."""
    await house.app.db.people.couple("bekkema", 902, house.clock())
    await fill_in(visitor)
    before = len(visitor.shown)
    await while_away(house, (visitor, "wat kost het?"), (visitor, "versturen"), hours=24)
    said = [each.text for each in visitor.shown[before:]]
    assert any("Uw verzoek is ontvangen" in text for text in said)
    assert any("Marijke de Wit" in each.text for each in house.visitor(902).shown)


async def test_confirmed_changes_are_sent_however_late(house: House, visitor: Visitor) -> None:
    """That a request was withdrawn and data were deleted is told, however late."""
    await fill_in(visitor)
    await visitor.taps("Versturen")
    await visitor.says("ik wil mijn verzoek intrekken")
    await while_away(house, (visitor, "ja"), hours=30)
    assert "ingetrokken" in visitor.shown[-1].text
    await visitor.says("/verwijder")
    await while_away(house, (visitor, "ja"), hours=30)
    assert "verwijderd" in visitor.shown[-1].text


async def test_a_form_goes_on_after_stale_answers(house: House, visitor: Visitor) -> None:
    """Instead of the lost question the visitor gets the one that is open now."""
    await visitor.says("/contact")
    await visitor.says("Marijke de Wit")
    before = len(visitor.shown)
    await while_away(house, (visitor, "06-12345678"), (visitor, "Venlo"), hours=2)
    (line,) = visitor.shown[before:]
    assert line.text.startswith("We zijn er weer")
    assert "Wat is uw vraag?" in line.text
    assert "Marijke de Wit" in await visitor.says("Wat kost een hek?")
