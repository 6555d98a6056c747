"""Long polling: nothing is confirmed unstored, and whatever Telegram answers, it goes on."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUpdates, TelegramMethod
from fakes import TOKEN, FakeClock, FakeSession, House, Visitor, living, locked

from bot import receive
from bot.app import App
from bot.config import Operator, Settings
from bot.receive import BATCH, REFUSALS, TokenRefused, incoming
from bot.turn import Brain

OPERATOR = 700
POLL = GetUpdates()
real_sleep = asyncio.sleep
OTHER_BOT = TelegramConflictError(
    method=POLL, message="Conflict: terminated by other getUpdates request"
)
HAS_WEBHOOK = TelegramConflictError(
    method=POLL,
    message="Conflict: can't use getUpdates method while webhook is active; use deleteWebhook",
)


class Line(FakeSession):
    """Telegram's end of long polling: updates wait until a higher offset confirms them."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Any] = []
        self.answers: list[Exception | Any] = []  # given first, one by one
        self.polls: list[dict[str, Any]] = []
        self.has_webhook = False

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        name = method.__api_method__
        if name == "deleteWebhook":
            self.has_webhook = False
        if name != "getUpdates":
            return await super().make_request(bot, method, timeout)
        values = method.model_dump(warnings=False)
        self.polls.append(values)
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        if self.has_webhook:
            raise HAS_WEBHOOK
        confirmed = values.get("offset", 0)
        self.waiting = [each for each in self.waiting if each["update_id"] >= confirmed]
        if not self.waiting and values["timeout"]:
            await real_sleep(0.05)
        return self.waiting[: values["limit"]]


def says(number: int, text: str = "wat kost het?", chat_id: int = 5001) -> dict[str, Any]:
    message = {
        "message_id": number,
        "date": 1772715600,
        "chat": {"id": chat_id, "type": "private", "first_name": "V"},
        "from": {"id": chat_id, "is_bot": False, "first_name": "V"},
        "text": text,
    }
    return {"update_id": number, "message": message}


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setattr(receive, "FIRST_WAIT", 0.01)
    return Line()


@contextlib.asynccontextmanager
async def running(
    settings: Settings, line: Line, brain: Brain, clock: FakeClock
) -> AsyncIterator[House]:
    settings = settings.model_copy(update={"operator": Operator(chat_id=OPERATOR)})
    app = App(settings, Bot(TOKEN, line), brain, clock)
    async with living(app, line, clock) as house:
        yield house


@pytest.fixture
async def house(
    settings: Settings, line: Line, brain: Brain, clock: FakeClock
) -> AsyncIterator[House]:
    async with running(settings, line, brain, clock) as house:
        yield house


async def until_shown(visitor: Visitor, count: int = 1, patience: float = 15) -> None:
    async with asyncio.timeout(patience):
        while len(visitor.shown) < count:
            await asyncio.sleep(0.01)


async def test_what_is_stored_is_confirmed(house: House, line: Line) -> None:
    """The next call's offset is one past what was stored, and nothing comes twice."""
    line.waiting = [says(number, chat_id=number) for number in range(1, 2 * BATCH + 6)]
    visitor = house.visitor(2 * BATCH + 5)
    await until_shown(visitor, patience=60)
    await house.quiet()
    assert len(house.session.sent) >= 2 * BATCH + 5
    assert line.waiting == []


@pytest.mark.sqlite
async def test_nothing_is_confirmed_before_the_commit(house: House, line: Line) -> None:
    """While the database cannot be written Telegram keeps its updates; then they are handled."""
    visitor = house.visitor()
    line.waiting = [says(1)]
    await until_shown(visitor)
    async with locked(house, patience=20):
        line.waiting.append(says(2, "wat is kvo-b?"))
        seen = len(line.polls)
        while len(line.polls) < seen + 4:
            await asyncio.sleep(0.01)
        assert {each.get("offset") for each in line.polls[seen:]} == {2}
        assert line.waiting
    await until_shown(visitor, 2)


# SQLite says 'database or disk is full', or that it may not write.
TROUBLE = {
    "full": ("max_page_count=1", "max_page_count=1000000"),
    "read-only": ("query_only=ON", "query_only=OFF"),
}


async def set_pragma(house: House, setting: str) -> None:
    """On the live connection, without a transaction, which a read-only one does not begin."""
    async with house.app.db._reading.connect() as connection:
        await connection.exec_driver_sql(f"PRAGMA {setting}")


@pytest.mark.sqlite
@pytest.mark.parametrize("trouble", TROUBLE)
async def test_a_disk_that_cannot_be_written(house: House, line: Line, trouble: str) -> None:
    """Full or read-only: nothing is confirmed and nothing ends; with room again all is handled."""
    begins, ends = TROUBLE[trouble]
    visitors = [house.visitor(6000 + number) for number in range(20)]
    line.waiting = [says(1)]
    await until_shown(house.visitor())
    await set_pragma(house, begins)
    line.waiting += [says(2 + n, "x" * 4000, each.chat_id) for n, each in enumerate(visitors)]
    seen = len(line.polls)
    while len(line.polls) < seen + 4:
        await asyncio.sleep(0.01)
    assert max(each.get("offset") or 0 for each in line.polls[seen:]) <= 2
    assert len(line.waiting) >= len(visitors)
    assert all(each.shown == [] for each in visitors)
    await set_pragma(house, ends)
    for visitor in visitors:
        await until_shown(visitor, patience=30)
    await house.quiet()
    assert all(len(each.shown) == 1 for each in visitors)


async def test_switching_from_webhook_loses_nothing(house: House, line: Line) -> None:
    """A webhook is taken away without dropping what waits; again where it comes back."""
    line.waiting = [says(1)]
    visitor = house.visitor()
    await until_shown(visitor)
    (call,) = [each for each in line.sent if each.method == "deleteWebhook"]
    assert call.values == {"drop_pending_updates": False}
    line.has_webhook = True
    line.waiting.append(says(2, "wat is kvo-b?"))
    await until_shown(visitor, 2)
    assert house.visitor(OPERATOR).shown == []


async def test_another_program_is_an_alarm_and_a_retry(house: House, line: Line) -> None:
    """409: the operator hears of it once a day, and receiving is tried again."""
    visitor, operator = house.visitor(), house.visitor(OPERATOR)
    line.answers = [OTHER_BOT] * 4
    line.waiting = [says(1)]
    await until_shown(visitor)
    await until_shown(operator)
    assert "ander programma" in operator.shown[0].text
    house.clock.move(days=1)
    line.answers = [OTHER_BOT] * 3
    await until_shown(operator, 2)
    assert len(operator.shown) == 2


async def test_retries_slow_down(
    house: House, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each pause is twice the last, up to a limit; one success and it starts anew."""
    monkeypatch.setattr(receive, "LONGEST_WAIT", 0.08)
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        if asyncio.current_task() is polling:
            slept.append(seconds)
        await real_sleep(min(seconds, 0.01))

    async def until_told() -> None:
        while line.answers:
            await real_sleep(0.01)

    while not line.polls:
        await real_sleep(0.01)
    polling = next(t for t in asyncio.all_tasks() if "Receiver.run" in repr(t.get_coro()))
    monkeypatch.setattr(receive.asyncio, "sleep", sleep)
    line.answers = [OTHER_BOT] * 6
    await until_told()
    line.waiting = [says(1)]
    await until_shown(house.visitor())
    assert slept == [0.01, 0.02, 0.04, 0.08, 0.08, 0.08]
    line.answers = [TelegramRetryAfter(method=POLL, message="slow", retry_after=7), OTHER_BOT]
    await until_told()
    line.waiting = [says(2)]
    await until_shown(house.visitor(), 2)
    assert slept[6:] == [7.0, 0.02]


class Unparsed(Line):
    """Gives what waits as the text that Telegram would send, some updates as they are given."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[int, str] = {}
        self.pages: list[str] = []  # what comes instead, one by one

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        found = await super().make_request(bot, method, timeout)
        if method.__api_method__ != "getUpdates":
            return found
        body = ",".join(self.texts.get(each["update_id"], json.dumps(each)) for each in found)
        page = self.pages.pop(0) if self.pages else f'{{"ok":true,"result":[{body}]}}'
        # As the line reads bytes: what is no UTF-8 fails before any parser sees it.
        text = page.encode("utf-8", "surrogateescape").decode("utf-8")
        return self.check_response(bot, method, 200, text).result


POISON = {
    "nested": '{{"update_id":{},"message":' + "[" * 100_000 + "]" * 100_000 + "}}",
    "endless number": '{{"update_id":{},"message":' + "9" * 5_000 + "}}",
    "no JSON": '{{"update_id": {}, "message": \\}}',
    "no UTF-8": '{{"update_id":{},"message":{{"text":"\udcff"}}}}',
}


@pytest.mark.parametrize("kind", POISON)
async def test_an_update_that_no_parser_can_read_holds_up_no_other(
    settings: Settings, brain: Brain, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """It makes the whole answer unreadable: it is found, set aside and told, the rest handled."""
    monkeypatch.setattr(receive, "FIRST_WAIT", 0.001)
    line = Unparsed()
    poison = (3, 6)
    line.waiting = [says(number, chat_id=6000 + number) for number in range(1, 9)]
    line.texts = {number: POISON[kind].format(number) for number in poison}
    async with running(settings, line, brain, clock) as house:
        for number in set(range(1, 9)).difference(poison):
            await until_shown(house.visitor(6000 + number))
        await until_shown(house.visitor(OPERATOR), len(poison))
        await house.quiet()
        assert await house.app.db.inbox.counts() == {"done": 6, "dead": 2}
    assert line.waiting == []
    assert all(len(house.visitor(6000 + number).shown) <= 1 for number in range(1, 9))
    alarms = "".join(each.text for each in house.visitor(OPERATOR).shown)
    assert all(f"update:{number}" in alarms for number in poison)


PAGES = {
    "a page of a proxy": "<html>502 Bad Gateway</html>",
    "nothing": "",
    "cut off": '{"ok":true,"result":[{"update_id":1,"message":{"te',
    "brackets alone": "[" * 100_000,
}


@pytest.mark.parametrize("kind", PAGES)
async def test_an_answer_that_is_no_json_costs_no_update(
    settings: Settings, brain: Brain, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A page that stands in the way for a while is waited out; then all is handled."""
    monkeypatch.setattr(receive, "FIRST_WAIT", 0.001)
    line = Unparsed()
    line.waiting = [says(1), says(2, chat_id=5002)]
    line.pages = [PAGES[kind]] * 8
    async with running(settings, line, brain, clock) as house:
        await until_shown(house.visitor())
        await until_shown(house.visitor(5002))
        assert line.pages == []
        assert await house.app.db.inbox.counts() == {"done": 2}


ODD: list[Any] = [
    None,
    {"ok": True},
    "nothing",
    [1, "two", None],
    [{}],
    [{"update_id": "3"}],
    [{"update_id": True}],
    [{"update_id": 10**30}],
    TelegramNetworkError(method=POLL, message="cut"),
    TelegramBadRequest(method=POLL, message="Bad Request: wrong"),
    RecursionError(),
]


@pytest.mark.parametrize("answer", ODD, ids=repr)
async def test_an_odd_answer_is_tried_again(house: House, line: Line, answer: Any) -> None:
    """Whatever comes back instead of updates, the next good answer is taken."""
    line.answers = [answer]
    line.waiting = [says(1)]
    await until_shown(house.visitor())


async def test_updates_in_a_batch_are_put_in_order(house: House, line: Line) -> None:
    """Their ids are their order; the offset is one past the highest, and all are answered once."""
    line.waiting = [says(3, "/start"), says(1, "wat kost het?"), says(2, "wat is kvo-b?")]
    visitor = house.visitor()
    await until_shown(visitor, 3)
    await house.quiet()
    assert len(visitor.shown) == 3
    assert "Aan het keurmerk" in visitor.shown[0].text
    assert "Keurmerk" in visitor.shown[1].text
    assert line.waiting == []


async def test_ids_that_start_anew_after_a_quiet_week(house: House, line: Line) -> None:
    """Below the offset we had, they are seen all the same: the offset is forgotten in time."""
    visitor = house.visitor()
    line.waiting = [says(9000)]
    await until_shown(visitor)
    house.clock.move(days=5)
    seen = len(line.polls)
    while len(line.polls) < seen + 3:
        await asyncio.sleep(0.01)
    assert line.polls[-1]["offset"] == 9001
    house.clock.move(days=2)
    line.waiting = []
    async with asyncio.timeout(10):
        while "offset" in line.polls[-1]:
            await asyncio.sleep(0.01)
    line.waiting = [says(12, "wat is kvo-b?")]
    await until_shown(visitor, 2)
    await house.quiet()
    assert line.polls[-1].get("offset") in (None, 13)
    assert len(visitor.shown) == 2


REFUSED = TelegramUnauthorizedError(method=POLL, message="Unauthorized")


async def test_a_token_that_is_refused_for_a_moment(house: House, line: Line) -> None:
    """Telegram has refused good tokens for seconds: that alone is no reason to end."""
    line.answers = [REFUSED] * (REFUSALS - 1)
    line.waiting = [says(1)]
    await until_shown(house.visitor())
    line.answers = [REFUSED] * REFUSALS
    line.waiting = [says(2, "wat is kvo-b?")]
    await until_shown(house.visitor(), 2)


async def test_a_conflict_that_says_nothing(house: House, line: Line) -> None:
    """A 409 without a description is a 409."""
    line.answers = [TelegramConflictError(method=POLL, message=None)]  # type: ignore[arg-type]
    line.waiting = [says(1)]
    await until_shown(house.visitor())


async def test_a_refused_token_ends_it(
    settings: Settings, line: Line, brain: Brain, clock: FakeClock
) -> None:
    """401 again and again does not get better by trying: the program ends and says so."""
    line.answers = [REFUSED] * REFUSALS
    app = App(settings, Bot(TOKEN, line), brain, clock)
    with pytest.raises(ExceptionGroup) as caught:
        async with asyncio.timeout(15):
            await app.run()
    assert caught.value.subgroup(TokenRefused)


async def test_after_an_outage_of_telegram_the_question_comes_back(
    house: House, line: Line
) -> None:
    """Telegram could not be reached for five minutes: presses are lost, so it is asked again."""
    visitor = house.visitor()
    line.waiting = [says(1, "wie is mijn procesbegeleider?")]
    await until_shown(visitor)
    line.answers = [TelegramNetworkError(method=POLL, message="away")] * 3
    while line.answers:
        await asyncio.sleep(0.005)
    line.answers = [TelegramNetworkError(method=POLL, message="away")] * 3
    house.clock.move(minutes=5)
    await until_shown(visitor, 2)
    assert visitor.shown[1].text.startswith("We zijn er weer")
    assert "provincie" in visitor.shown[1].text


async def test_a_clock_that_jumps_is_no_outage(house: House, line: Line) -> None:
    """Time that passes while Telegram answers is silence of the visitor, not of ours."""
    visitor = house.visitor()
    line.waiting = [says(1, "wie is mijn procesbegeleider?")]
    await until_shown(visitor)
    house.clock.move(hours=1)
    line.waiting = [says(2, "wat kost het?", chat_id=5002)]
    await until_shown(house.visitor(5002))
    await asyncio.sleep(1)
    assert len(visitor.shown) == 1


async def test_started_after_an_outage_it_asks_when_all_is_handled(
    settings: Settings, line: Line, brain: Brain, clock: FakeClock
) -> None:
    """First what was typed meanwhile is answered; then who still waits is asked, once."""
    async with running(settings, line, brain, clock) as house:
        line.waiting = [says(1, "wie is mijn procesbegeleider?")]
        line.waiting.append(says(2, "wie is mijn procesbegeleider?", chat_id=5002))
        await until_shown(house.visitor(5002))
        await until_shown(house.visitor())
        await house.app.background.beat()
    clock.move(minutes=20)
    line.waiting = [says(3, "Zeeland")]
    async with running(settings, line, brain, clock) as house:
        silent, typing = house.visitor(5002), house.visitor()
        await until_shown(silent, 2)
        await asyncio.sleep(1)
        assert "We zijn er weer" in silent.shown[1].text
        assert len(silent.shown) == 2
        assert "Onno Keuker" in typing.shown[1].text
        assert not any("We zijn er weer" in each.text for each in typing.shown)


def test_the_keys_of_an_update_may_come_in_any_order() -> None:
    """By webhook and by polling the same update is the same row."""
    update = says(1)
    again = dict(reversed(list(update.items())))
    assert incoming(update) == incoming(again)
