"""The outbox: whatever Telegram answers, nothing is dropped in silence and nobody waits for it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage, TelegramMethod
from fakes import TOKEN, FakeClock, FakeSession, House, living

from bot.app import App
from bot.config import Operator, Settings, Telegram
from bot.send import AT_ONCE, FIRST_BACKOFF, LONGEST_BACKOFF
from bot.turn import Brain
from storage import Delivery
from storage.tables import outbox

SEND = SendMessage(chat_id=1, text="x")
OPERATOR = 700
Fault = Exception


class Rude(FakeSession):
    """Fails as scripted for a chat, then takes the message; remembers when each call came."""

    def __init__(self) -> None:
        super().__init__()
        self.script: dict[int, list[Fault]] = {}
        self.calls: list[tuple[int, float, dict[str, Any]]] = []

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        values = method.model_dump(warnings=False)
        self.calls.append((values["chat_id"], time.monotonic(), dict(values)))
        if self.script.get(values["chat_id"]):
            raise self.script[values["chat_id"]].pop(0)
        return await super().make_request(bot, method, timeout)

    def moments(self, chat_id: int) -> list[float]:
        return [at for chat, at, _ in self.calls if chat == chat_id]


@contextlib.asynccontextmanager
async def running(
    settings: Settings, brain: Brain, clock: FakeClock, pace: Telegram
) -> AsyncIterator[House]:
    changed = {"telegram": pace, "operator": Operator(chat_id=OPERATOR)}
    session = Rude()
    app = App(settings.model_copy(update=changed), Bot(TOKEN, session), brain, clock)
    await app.prepare()
    async with living(app, session, clock, receive=False) as house:
        yield house


@pytest.fixture
async def house(settings: Settings, brain: Brain, clock: FakeClock) -> AsyncIterator[House]:
    async with running(settings, brain, clock, settings.telegram) as house:
        yield house


def rude(house: House) -> Rude:
    assert isinstance(house.session, Rude)
    return house.session


async def queue(house: House, *chats: int, kind: str = "reply", **body: Any) -> None:
    deliveries = [
        Delivery(chat, "sendMessage", {"chat_id": chat, "text": f"{number}"} | body, kind=kind)
        for number, chat in enumerate(chats)
    ]
    async with house.app.db.transaction():
        await house.app.db.outbox.put(deliveries, house.clock())
    house.app.sender.wake.set()


async def texts(house: House, chat: int, count: int, patience: float = 6) -> list[str]:
    async with asyncio.timeout(patience):
        while len(house.visitor(chat).shown) < count:
            await asyncio.sleep(0.01)
    return [each.text for each in house.visitor(chat).shown]


async def rows(house: House, chat: int) -> list[Any]:
    columns = [outbox.c[name] for name in ("state", "attempts", "not_before", "error")]
    query = sa.select(*columns).where(outbox.c.chat_id == chat).order_by(outbox.c.id)
    return list(await house.app.db.execute(query))


async def test_retry_after_is_obeyed(house: House) -> None:
    """After a 429 that chat hears nothing before its time, and soon after; others do at once."""
    rude(house).script[1] = [TelegramRetryAfter(SEND, "slow down", 1)]
    await queue(house, 1, 1, 2)
    begun = time.monotonic()
    assert await texts(house, 2, 1) == ["2"]
    assert time.monotonic() - begun < 1
    assert await texts(house, 1, 2) == ["0", "1"]
    first, again, _ = rude(house).moments(1)
    assert again - first >= 1


async def test_retry_after_outlives_a_stop(
    settings: Settings, brain: Brain, clock: FakeClock
) -> None:
    """Who starts again within that time still leaves the chat alone."""
    async with running(settings, brain, clock, settings.telegram) as house:
        rude(house).script[1] = [TelegramRetryAfter(SEND, "slow down", 2)]
        await queue(house, 1)
        while not (await rows(house, 1))[0].attempts:
            await asyncio.sleep(0.01)
        (told,) = rude(house).moments(1)
    async with running(settings, brain, clock, settings.telegram) as house:
        await texts(house, 1, 1)
        assert rude(house).moments(1)[0] - told >= 2


LATER: list[Fault] = [
    TelegramNetworkError(SEND, "cut"),
    TelegramServerError(SEND, "Bad Gateway"),
    ClientDecodeError("no JSON", ValueError(), "<html>"),
    TelegramUnauthorizedError(SEND, "Unauthorized"),
    TelegramNotFound(SEND, "Not Found"),
    TelegramAPIError(SEND, "Something new"),
    TimeoutError(),
    OSError("odd"),
]


@pytest.mark.parametrize("fault", LATER, ids=lambda each: type(each).__name__)
async def test_what_is_no_verdict_is_tried_again(house: House, fault: Fault) -> None:
    """The network, the server, the token: none of them says that the message is wrong."""
    rude(house).script[1] = [fault]
    await queue(house, 1, 1)
    assert await texts(house, 1, 2) == ["0", "1"]


async def test_pauses_double_up_to_ten_minutes(house: House) -> None:
    """0.5, 1, 2, 4 ... 600 seconds between tries of the same message."""
    row_id = 1
    await queue(house, 1)
    await house.quiet()
    pauses = []
    for attempts in range(13):
        state = {"attempts": attempts, "id": row_id}
        reset = "UPDATE outbox SET state='ready', attempts=:attempts, not_before=NULL WHERE id=:id"
        rude(house).script[1] = [TelegramServerError(SEND, "Bad Gateway")]
        before = datetime.now(UTC)
        await house.app.db.execute(sa.text(reset), state)
        house.app.sender.wake.set()
        while (await rows(house, 1))[0].attempts == attempts:
            await asyncio.sleep(0.005)
        until = (await rows(house, 1))[0].not_before
        pauses.append((until - before).total_seconds())
    for attempts, pause in enumerate(pauses):
        due = min(FIRST_BACKOFF * 2**attempts, LONGEST_BACKOFF)
        assert due <= pause < due + 5
    assert max(pauses) >= LONGEST_BACKOFF


PARKED: list[Fault] = [
    TelegramBadRequest(SEND, "Bad Request: chat not found"),
    TelegramBadRequest(SEND, None),  # type: ignore[arg-type]
    TelegramForbiddenError(SEND, "Forbidden: bot was blocked by the user"),
]


@pytest.mark.parametrize("fault", PARKED, ids=lambda each: f"{each}"[:60])
async def test_what_telegram_refuses_is_set_aside(house: House, fault: Fault) -> None:
    """It is tried once, stays visible with its reason, and what comes after it goes out."""
    rude(house).script[1] = [fault]
    await queue(house, 1, 1, 2)
    assert await texts(house, 1, 1) == ["1"]
    assert await texts(house, 2, 1) == ["2"]
    await house.quiet()
    first, second = await rows(house, 1)
    assert (first.state, second.state) == ("parked", "sent")
    assert first.error.startswith(type(fault).__name__)
    assert (await house.app.db.outbox.counts())["parked"] == 1


async def test_a_notice_that_is_refused_is_an_alarm(house: House) -> None:
    """A facilitator who cannot be written to is the operator's business."""
    rude(house).script[901] = [TelegramForbiddenError(SEND, "Forbidden: user is deactivated")]
    await queue(house, 901, kind="card")
    (alarm,) = await texts(house, OPERATOR, 1)
    assert "Forbidden" in alarm


async def test_broken_formatting_is_sent_as_plain_text(house: House) -> None:
    """'can't parse entities': once more without HTML; words arrive, tags and all."""
    broken = TelegramBadRequest(SEND, "Bad Request: can't parse entities: unclosed tag")
    rude(house).script[1] = [broken]
    await queue(house, 1, text="<b>Let op", parse_mode="HTML")
    assert await texts(house, 1, 1) == ["<b>Let op"]
    tries = [values for chat, _, values in rude(house).calls if chat == 1]
    assert [each.get("parse_mode") for each in tries] == ["HTML", None]
    rude(house).script[1] = [broken, broken]
    await queue(house, 1, 1, parse_mode="HTML")
    assert await texts(house, 1, 2) == ["<b>Let op", "1"]
    await house.quiet()
    assert [each.state for each in await rows(house, 1)] == ["sent", "parked", "sent"]


async def test_a_group_that_became_a_supergroup_is_followed(house: House) -> None:
    """The operator's group has another id now: the alarm arrives there."""
    rude(house).script[-5] = [TelegramMigrateToChat(SEND, "upgraded to a supergroup", -1005)]
    await queue(house, -5, kind="alarm")
    assert await texts(house, -1005, 1) == ["0"]
    await house.quiet()
    assert [each.state for each in await rows(house, -5)] == ["sent"]


async def test_a_hundred_poison_rows_block_nobody(house: House) -> None:
    """A hundred chats whose messages fail again and again: a new one goes before all retries."""
    poison, visitors = range(1000, 1100), range(1, 21)
    for chat in poison:
        rude(house).script[chat] = [TelegramServerError(SEND, "Bad Gateway")] * 1000
    await queue(house, *poison)
    while len(rude(house).calls) < len(poison):
        await asyncio.sleep(0.01)
    before = len(rude(house).calls)
    await queue(house, *visitors)
    for chat in visitors:
        assert len(await texts(house, chat, 1)) == 1
    chats = [chat for chat, _, _ in rude(house).calls[before:]]
    last = max(chats.index(chat) for chat in visitors)
    # What was on its way already, and what a free place was given to before the last one came.
    assert last < len(visitors) + 3 * AT_ONCE
    for chat in poison:
        rude(house).script.pop(chat)


@pytest.fixture
async def paced(settings: Settings, brain: Brain, clock: FakeClock) -> AsyncIterator[House]:
    pace = Telegram(seconds_per_chat=0.2, messages_per_second=30)
    async with running(settings, brain, clock, pace) as house:
        yield house


async def test_the_pace_of_telegram_is_kept(paced: House) -> None:
    """So many seconds between two messages in a chat, thirty a second in all; in order."""
    busy = [1] * 4
    await queue(paced, *busy, *range(100, 160))
    await texts(paced, 159, 1)
    assert await texts(paced, 1, 4) == ["0", "1", "2", "3"]
    moments = rude(paced).moments(1)
    assert all(late - early >= 0.19 for early, late in itertools.pairwise(moments))
    sent = sorted(at for _, at, _ in rude(paced).calls)
    # 64 messages at thirty a second take two seconds, whoever they are for.
    assert sent[-1] - sent[0] >= (len(sent) - 1) / 30 - 0.05


async def test_a_message_that_takes_long_is_not_sent_beside_itself(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While Telegram takes its time the same chat gets nothing else, and other chats do."""
    release = asyncio.Event()
    original = Rude.make_request

    async def slow(
        self: Rude, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        if method.model_dump(warnings=False)["chat_id"] == 1:
            rude(house).calls.append((1, 0.0, {}))
            await release.wait()
        return await original(self, bot, method, timeout)

    monkeypatch.setattr(Rude, "make_request", slow)
    await queue(house, 1, 1, 2)
    assert await texts(house, 2, 1) == ["2"]
    assert len(rude(house).moments(1)) == 1
    release.set()
    assert await texts(house, 1, 2) == ["0", "1"]


async def test_a_refusal_does_not_bring_an_older_text_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A card that changed while Telegram refused its former text goes out as it is now."""
    original = Rude.make_request
    old, new = ({"chat_id": 1, "text": text, "parse_mode": "HTML"} for text in ("<old", "new"))

    async def bring_up_to_date(text: dict[str, Any]) -> None:
        async with house.app.db.transaction():
            card = Delivery(1, "sendMessage", text, kind="card", key="card:1:keuker")
            await house.app.db.outbox.put_latest(card, house.clock())

    async def refusing(
        self: Rude, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        if method.model_dump(warnings=False)["text"] == "<old":
            await bring_up_to_date(new)
            raise TelegramBadRequest(SEND, "Bad Request: can't parse entities: unclosed tag")
        return await original(self, bot, method, timeout)

    monkeypatch.setattr(Rude, "make_request", refusing)
    await bring_up_to_date(old)
    house.app.sender.wake.set()
    assert await texts(house, 1, 1) == ["new"]
    await house.quiet()
    assert [each.values for each in house.visitor(1).shown] == [new]
