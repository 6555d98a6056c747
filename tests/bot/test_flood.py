"""One person who writes very much: the others do not notice, and nothing of his is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Bot
from fakes import TOKEN, FakeClock, FakeSession, House, Visitor, living

from bot.app import App
from bot.config import Limits, Settings, Telegram
from bot.receive import incoming
from bot.turn import Brain

FLOOD = 1000
OTHERS = range(6000, 6020)
EMERGENCY = "help er wordt nu bij ons ingebroken!!"


def says(house: House, chat_id: int, text: str) -> dict[str, Any]:
    house.update_id += 1
    message = {
        "message_id": house.update_id,
        "date": int(house.clock().timestamp()),
        "chat": {"id": chat_id, "type": "private"},
        "from": {"id": chat_id, "is_bot": False, "first_name": "V"},
        "text": text,
    }
    return {"update_id": house.update_id, "message": message}


async def store(house: House, updates: list[dict[str, Any]]) -> None:
    rows = [row for row in map(incoming, updates) if row is not None]
    async with house.app.db.transaction():
        await house.app.db.inbox.store(house.app.bot.id, rows, house.clock())
    house.app.worker.wake.set()


async def fill_in(visitor: Visitor, *, until: int = 5) -> None:
    texts = ("/contact", "Marijke de Wit", "06-12345678", "Venlo", "Wat kost een hek?")
    for text in texts[:until]:
        await visitor.says(text)


def answered(house: House, chat_id: int) -> int:
    return sum("Aan het keurmerk" in each.text for each in house.visitor(chat_id).shown)


async def test_others_are_answered_at_once(
    house: House, record_property: pytest.RecordProperty
) -> None:
    """A thousand messages at once of one person; twenty others wait seconds at most."""
    flooder = house.visitor()
    await fill_in(flooder, until=3)
    house.clock.move(minutes=2)
    await store(house, [says(house, 5001, "Kost dat veel geld?") for _ in range(FLOOD)])
    waits: list[float] = []

    async def talk(chat_id: int) -> None:
        for count in range(1, 4):
            begun = time.monotonic()
            await store(house, [says(house, chat_id, "wat kost het keurmerk?")])
            while answered(house, chat_id) < count:
                await asyncio.sleep(0.01)
            waits.append(time.monotonic() - begun)

    async with asyncio.timeout(300):
        await asyncio.gather(*(talk(chat_id) for chat_id in OTHERS))
        handled_meanwhile = (await house.app.db.inbox.counts()).get("open", 0)
        while (await house.app.db.inbox.counts()).get("open"):
            await asyncio.sleep(0.05)
    await house.quiet()
    p95 = sorted(waits)[int(len(waits) * 0.95)]
    figures = f"p95 {p95:.2f} s, longest {max(waits):.2f} s, {handled_meanwhile} still waiting"
    record_property("figures", figures)
    print(figures)
    assert p95 < 10
    notices = [each for each in flooder.shown if "heel veel berichten" in each.text]
    assert len(notices) == 1
    limit = house.app.settings.limits.messages_per_minute
    assert len(flooder.shown) <= 2 * (3 + limit) + 1
    house.clock.move(minutes=2)
    assert "vraag" in await flooder.says("Venlo")
    assert "Marijke de Wit" in await flooder.says("Wat kost een hek?")


async def test_a_request_in_a_flood_is_stored_and_confirmed(house: House) -> None:
    """'versturen' as the four hundredth message of a minute counts, and is answered."""
    await house.app.db.people.couple("bekkema", 902, house.clock())
    flooder = house.visitor()
    await fill_in(flooder)
    house.clock.move(minutes=2)
    noise = [says(house, 5001, "Kost dat veel geld?") for _ in range(400)]
    noise.insert(350, says(house, 5001, "versturen"))
    await store(house, noise)
    await house.quiet()
    (request,) = await house.app.db.requests.of_chat(5001)
    assert request.name == "Marijke de Wit"
    confirmed = [e for e in flooder.shown if "Uw verzoek is ontvangen" in e.text]
    assert len(confirmed) == 1
    assert len(house.visitor(902).shown) == 1


async def test_commands_in_a_form_are_a_flood_too(house: House) -> None:
    """Whatever is sent two hundred times, the answers stay within the limit."""
    flooder = house.visitor()
    await fill_in(flooder, until=2)
    before = len(flooder.shown)
    house.clock.move(minutes=2)
    await store(house, [says(house, 5001, "/onzin") for _ in range(200)])
    await house.quiet()
    limit = house.app.settings.limits.messages_per_minute
    assert len(flooder.shown) - before <= 2 * limit + 1


async def test_an_emergency_in_a_flood_is_answered(house: House) -> None:
    """112 knows no limit."""
    flooder = house.visitor()
    await store(house, [says(house, 5001, "Kost dat veel geld?") for _ in range(60)])
    await house.quiet()
    assert "112" in (await flooder.says(EMERGENCY)).text[:40]


def taps(house: House, chat_id: int, data: str) -> dict[str, Any]:
    house.update_id += 1
    person = {"id": chat_id, "is_bot": False, "first_name": "V"}
    message = {"message_id": 1, "date": 1, "chat": {"id": chat_id, "type": "private"}, "text": "x"}
    query = {"id": str(house.update_id), "from": person, "chat_instance": "1", "data": data}
    return {"update_id": house.update_id, "callback_query": query | {"message": message}}


async def test_a_flood_of_taps_disturbs_nobody(house: House) -> None:
    """Three hundred times the same button: a few answers, each tap is told, then all is well."""
    await house.app.db.people.couple("bekkema", 902, house.clock())
    flooder = house.visitor()
    await fill_in(flooder)
    await flooder.taps("Versturen")
    house.clock.move(minutes=2)
    (request,) = await house.app.db.requests.of_chat(5001)
    told, shown = len(house.visitor(902).shown), len(flooder.shown)
    data = ("q:data", f"t:{request.id}:any", "q:region")
    await store(house, [taps(house, 5001, data[n % 3]) for n in range(300)])
    async with asyncio.timeout(60):
        while (await house.app.db.inbox.counts()).get("open"):
            await asyncio.sleep(0.01)
    await house.quiet()
    limit = 3 * house.app.settings.limits.messages_per_minute
    assert len(flooder.shown) - shown <= 3 * limit
    assert len(house.visitor(902).shown) - told <= 2
    toasts = [e.values.get("text") for e in house.session.sent if e.method.startswith("answerC")]
    assert sum("tikt heel vaak" in (text or "") for text in toasts) == 300 - limit
    talk = await house.app.db.conversations.get(5001)
    assert talk is not None
    assert len(talk.recent) < 100
    assert "tikt" not in (await flooder.presses("q:region")).text
    house.clock.move(seconds=61)
    assert (await flooder.presses("q:region")).text


async def test_a_facilitator_may_work_fast(house: House) -> None:
    """The queue is his work: a hundred taps in a minute are all done."""
    await house.app.db.people.couple("bekkema", 902, house.clock())
    visitor = house.visitor()
    await fill_in(visitor)
    await visitor.taps("Versturen")
    (request,) = await house.app.db.requests.of_chat(5001)
    await store(house, [taps(house, 902, f"d:unreached:{request.id}:") for _ in range(100)])
    await house.quiet()
    toasts = [e.values.get("text") or "" for e in house.session.sent if "answer" in e.method]
    assert not any("tikt heel vaak" in text for text in toasts)


async def test_sending_and_taking_back_is_limited(house: House) -> None:
    """Each request is a card on somebody's phone: at most nine a day, deleted ones count too."""
    await house.app.db.people.couple("bekkema", 902, house.clock())
    visitor = house.visitor()
    sent = 0
    while "vandaag al veel verzoeken" not in await visitor.says("/contact"):
        sent += 1
        assert sent <= 9
        for text in ("Marijke de Wit", "06-12345678", "Venlo", "Wat kost een hek?"):
            await visitor.says(text)
        await visitor.taps("Versturen")
        house.clock.move(minutes=2)
        await visitor.says("/verwijder" if sent % 2 else "trek mijn verzoek in")
        await visitor.says("ja")
        house.clock.move(minutes=2)
    assert sent > 3
    assert "Henny Bekkema" in visitor.last
    house.clock.move(hours=25)
    assert "Wat is uw naam" in await visitor.says("/contact")


async def test_additions_in_a_flood_are_kept_and_announced_a_few_times(house: House) -> None:
    """Two hundred answers to one message are all stored; the facilitator's phone stays quiet."""
    await house.app.db.people.couple("bekkema", 902, house.clock())
    visitor = house.visitor()
    await fill_in(visitor)
    await visitor.taps("Versturen")
    house.clock.move(minutes=2)
    (request,) = await house.app.db.requests.of_chat(5001)
    await house.visitor(902).presses(f"d:unreached:{request.id}:")
    before = len(house.visitor(902).shown)
    number = await notice_of(house, request.id)
    answer = {"message_id": number, "date": 1, "chat": {"id": 5001, "type": "private"}}
    updates = [says(house, 5001, f"Nog iets: {n}") for n in range(200, 400)]
    for update in updates:
        update["message"]["reply_to_message"] = answer
    await store(house, updates)
    async with asyncio.timeout(60):
        while (await house.app.db.inbox.counts()).get("open"):
            await asyncio.sleep(0.01)
    await house.quiet()
    notes = [e.note for e in await house.app.db.requests.history(request.id) if e.note]
    assert sum(note.startswith("Nog iets") for note in notes) == 200
    limit = house.app.settings.limits.messages_per_minute
    told = [e for e in house.visitor(902).shown[before:] if e.method == "sendMessage"]
    assert len(told) <= limit


async def notice_of(house: House, request_id: int) -> int:
    query = sa.text(
        "SELECT message_id FROM outbox WHERE request_id = :id AND chat_id = 5001 "
        "AND message_id IS NOT NULL ORDER BY id DESC"
    )
    number = (await house.app.db.execute(query, {"id": request_id})).scalar()
    assert number is not None
    return int(number)


async def test_another_minute_another_chance(house: House) -> None:
    """After a minute of silence everything is answered again."""
    visitor = house.visitor()
    await store(house, [says(house, 5001, "Kost dat veel geld?") for _ in range(60)])
    await house.quiet()
    house.clock.move(seconds=61)
    assert "Aan het keurmerk" in await visitor.says("wat kost het keurmerk?")


@pytest.fixture
async def slow(settings: Settings, brain: Brain, clock: FakeClock) -> AsyncIterator[House]:
    """The assistant at Telegram's own pace: half a second between two messages in a chat."""
    changed = {
        "telegram": Telegram(seconds_per_chat=0.5, messages_per_second=0),
        "limits": Limits(messages_per_minute=100),
    }
    session = FakeSession()
    app = App(settings.model_copy(update=changed), Bot(TOKEN, session), brain, clock)
    await app.prepare()
    async with living(app, session, clock, receive=False) as house:
        yield house


async def test_an_emergency_goes_before_all_that_waits(slow: House) -> None:
    """Twenty answers wait for their turn in the chat; 112 is the next one."""
    visitor = slow.visitor()
    await store(slow, [says(slow, 5001, "Kost dat veel geld?") for _ in range(20)])
    async with asyncio.timeout(10):
        while (await slow.app.db.inbox.counts()).get("open"):
            await asyncio.sleep(0.01)
    await store(slow, [says(slow, 5001, EMERGENCY)])
    async with asyncio.timeout(10):
        while not any("112" in each.text[:40] for each in visitor.shown):
            await asyncio.sleep(0.01)
    assert len(visitor.shown) < 15
