"""A rude network, poison updates, Telegram away: nothing is lost and nobody waits for others."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.telegram.checks import plain
from tests.telegram.faults import Fault, Kind
from tests.telegram.launch import HURRY, ROOT
from tests.telegram.people import Applicant, all_arrived, is_send, outcome
from tests.telegram.process import UNLIMITED, Bot, Run
from tests.telegram.stand_in import TelegramStandIn
from tests.telegram.visitor import Visitor
from tests.torture import Figures, Size

pytestmark = pytest.mark.process

# Kinds that say nothing about the message itself: it is to be sent again until it arrives.
PASSING = [
    Fault(Kind.BAD_GATEWAY),
    Fault(Kind.TOO_MANY, 1),
    Fault(Kind.CUT_BEFORE),
    Fault(Kind.CUT_AFTER),
    Fault(Kind.TIMEOUT, 0.1),
    Fault(Kind.NOT_JSON),
    Fault(Kind.CONFLICT),
    Fault(Kind.SLOW, 0.1),
]
# Telegram will never take this message: it is parked.
FINAL = [Fault(Kind.BAD_REQUEST), Fault(Kind.FORBIDDEN)]
SENDING = ("sendMessage", "sendContact", "editMessageText", "answerCallbackQuery")
REQUEST = "Terugbellen graag, {}, 06-12345678, {}, vraag over de schouw"


async def request_of(visitor: Visitor, name: str, town: str) -> str:
    """Send a request in two turns and give its reference."""
    await visitor.asks(REQUEST.format(name, town))
    await visitor.taps(is_send)
    found = re.search(r"KVO-\d+", (await visitor.hears()).text)
    assert found
    return found.group()


@pytest.mark.torture
async def test_a_rude_network_loses_nothing(
    api: TelegramStandIn,
    run: Run,
    desk: list[Visitor],
    tmp_path: Path,
    size: Size,
    figures: Figures,
) -> None:
    """Half of all calls fail, in every way: all requests arrive, no retry_after is broken.

    To every third visitor Telegram now and then refuses a message for good (400, 403). Those are
    parked, each of them and nothing else; his request arrives all the same.
    """
    count, least = size(240, 3600), size(1500, 20_000)
    applicants: list[Applicant] = []
    refused: set[int] = set()
    places = asyncio.Semaphore(200)

    async def apply(each: Applicant) -> None:
        async with places:
            await each.applies(confirmed=not each.is_hasty)

    def faults() -> int:
        kinds = api.faults.count()
        return kinds.total() - kinds[Kind.SLOW]  # late is not wrong

    async def come(people: int) -> None:
        numbers = range(len(applicants), len(applicants) + people)
        new = [Applicant(api, each, is_hasty=each % 3 == 0, patience=600) for each in numbers]
        applicants.extend(new)
        refused.update(each.visitor.id for each in new if each.is_hasty)
        await asyncio.gather(*(apply(each) for each in new))

    async with run(env={**UNLIMITED, HURRY: "50"}):
        begun = time.monotonic()
        api.faults.at_random(0.1, FINAL, *SENDING, chats=refused)
        api.faults.at_random(0.5, PASSING, *SENDING)
        api.faults.at_random(0.5, [*PASSING, *FINAL], "getUpdates")
        await come(count)
        # How many calls so many people take differs from run to run.
        while faults() < least:
            await come(30)
        api.faults.clear()
        await api.until(lambda: all_arrived(applicants, desk), timeout=300)
        await asyncio.sleep(1)
        seconds = time.monotonic() - begun
    result = outcome(applicants, desk)
    kinds, final, parked = api.faults.count(), api.faults.count(*SENDING), _parked(tmp_path)
    unheard = {each.visitor.id for each in applicants if not each.confirmations}
    if unheard <= set(parked):  # refused for good, noted and visible
        result = replace(result, unconfirmed=[])
    too_soon = [each for each in api.violations if each.rule == "retry_after"]
    each_kind = ", ".join(f"{kind.name} {kinds[kind]}" for kind in Kind)
    figures(
        "R4",
        "0 lost, no call before its retry_after, all that is refused for good parked",
        f"{faults()} faults of {api.counts.total()} calls in {seconds:.0f} s, "
        f"{len(applicants)} dialogues: {result}, {len(parked)} messages parked, "
        f"{len(too_soon)} calls too soon ({each_kind})",
    )
    assert faults() >= least
    assert all(kinds[kind] for kind in Kind), each_kind
    assert too_soon == []
    assert len(parked) == final[Kind.BAD_REQUEST] + final[Kind.FORBIDDEN] > 0
    assert set(parked) <= refused
    assert result.is_clean, result


def _parked(folder: Path) -> list[int]:
    """The chats of the messages that are set aside as undeliverable."""
    with contextlib.closing(sqlite3.connect(folder / "kvob.db")) as connection:
        query = "SELECT chat_id FROM outbox WHERE state = 'parked'"
        return [row[0] for row in connection.execute(query)]


async def test_retry_after_is_obeyed_exactly(api: TelegramStandIn, run: Run) -> None:
    """After a 429 this chat is left alone for just so long; other chats are served at once."""
    told, other = api.user(1), api.user(2)
    async with run():
        await told.asks("/start")
        await other.asks("/start")
        api.faults.script("sendMessage", [Fault(Kind.TOO_MANY, 3)], chat_id=told.id)
        begun = time.monotonic()
        await told.says("/help")
        await api.until(lambda: bool(api.faults.given))
        at_once = time.monotonic()
        await other.says("/help")
        assert await other.hears(timeout=2)
        assert time.monotonic() - at_once < 2
        assert await told.hears()
        arrived = [call for call in api.calls_of("sendMessage") if call.chat_id == told.id][-1].at
    assert 3 <= arrived - begun < 5
    assert [each for each in api.violations if each.rule == "retry_after"] == []


async def test_retry_after_for_receiving(api: TelegramStandIn, run: Run) -> None:
    """A 429 on getUpdates is obeyed too."""
    visitor = api.user(1)
    async with run(env={**UNLIMITED, "KVOB_TELEGRAM__POLL_SECONDS": "1"}):
        api.faults.script("getUpdates", [Fault(Kind.TOO_MANY, 2)])
        await api.until(lambda: bool(api.faults.given))
        assert (await visitor.asks("/start")).text
    assert api.violations == [] or all(each.rule != "retry_after" for each in api.violations)


async def test_who_blocks_the_bot_harms_nobody(api: TelegramStandIn, run: Run) -> None:
    """A visitor who blocks the bot gets nothing; the others and the bot go on."""
    gone, other = api.user(1), api.user(2)
    async with run() as bot:
        await gone.asks("/start")
        await gone.says("wat kost het?")
        gone.blocks()
        assert await other.asks("/start")
        await asyncio.sleep(0.5)
        tries = [call for call in api.calls_of("sendMessage") if call.chat_id == gone.id]
        assert len(tries) <= 4
        assert bot.is_running


async def test_a_facilitator_who_cannot_be_reached_is_stood_in_for(
    api: TelegramStandIn, run: Run, desk: list[Visitor]
) -> None:
    """When a facilitator blocked the bot, his colleague gets the card; nothing is dropped."""
    onno, henny = desk
    visitor = api.user(1)
    async with run():
        henny.blocks()
        reference = await request_of(visitor, "Marijke de Wit", "Venlo")
        await api.until(lambda: any(reference in seen.text for seen in onno.chat))
        assert reference in (await visitor.asks("/status")).text


POISON: list[dict[str, Any]] = [
    {"message": {}},
    {"message": {"message_id": "x", "chat": {"id": 2, "type": "private"}, "date": "nooit"}},
    {"message": {"message_id": 1, "chat": {"id": 10**30, "type": "private"}, "date": 1}},
    {"message": {"message_id": 1, "chat": None, "date": 1, "text": 5}},
    {"message": ["geen", "bericht"]},
    {"message": "\ud83d"},
    {"unheard_of": {"chat": {"id": 2}}},
    {"callback_query": {"id": 5}},
    {"callback_query": {"id": "5", "from": {"id": 2}, "data": "x" * 500}},
    {"edited_message": None},
    {"poll_answer": {"poll_id": []}},
    {},
]


async def test_poison_updates_are_set_aside(api: TelegramStandIn, run: Run) -> None:
    """Updates that cannot be read stop nobody: each good one between them is answered."""
    visitors = [api.user(number) for number in range(1, len(POISON) + 1)]
    async with run() as bot:
        for visitor, update in zip(visitors, POISON, strict=True):
            api.push(update)
            await visitor.says("/start")
            hidden = _forwarded_from_nobody(visitor)
            api.push(hidden)
            await visitor.says("/help")
        heard = await asyncio.gather(*(each.hears(timeout=20, quiet=1) for each in visitors))
        assert all(len(each) >= 2 for each in heard)
        assert bot.is_running
        await api.until(lambda: len(api.updates) == 0, timeout=40)
        assert "Traceback" not in bot.output()


def _forwarded_from_nobody(visitor: Visitor) -> dict[str, Any]:
    """A forwarded message whose hidden sender has no name: seen in the wild."""
    message = {
        "message_id": 1,
        "from": visitor.user,
        "chat": visitor.private.info,
        "date": int(time.time()),
        "forward_origin": {"type": "hidden_user", "date": int(time.time())},
        "text": "doorgestuurd",
    }
    return {"message": message}


async def test_telegram_away(api: TelegramStandIn, run: Run, desk: list[Visitor]) -> None:
    """While Telegram is away the program waits; what was written meanwhile is answered."""
    visitors = [api.user(number) for number in range(1, 6)]
    async with run() as bot:
        await visitors[0].asks(REQUEST.format("Marijke de Wit", "Venlo"))
        await visitors[0].taps(is_send)
        await api.stop_listening()
        for visitor in visitors:
            await visitor.says("/status")
        await asyncio.sleep(3)
        assert bot.is_running
        await api.listen_again()
        for visitor in visitors:
            assert await visitor.hears(timeout=20)
        assert "ontvangen" in "".join(seen.text for seen in visitors[0].chat)
        await api.until(lambda: any("Marijke" in seen.text for each in desk for seen in each.chat))


async def test_telegram_away_at_the_start(api: TelegramStandIn, tmp_path: Path) -> None:
    """Started while Telegram is away, it waits for it."""
    visitor = api.user(1)
    await api.stop_listening()
    bot = Bot(api, tmp_path, dict(UNLIMITED))
    try:
        await bot.start(wait=False)
        await asyncio.sleep(4)
        assert bot.is_running, bot.output()
        await api.listen_again()
        assert (await visitor.asks("/start", timeout=20)).text
    finally:
        bot.kill()


async def test_a_facilitator_is_coupled_later(api: TelegramStandIn, run: Run) -> None:
    """A request that nobody could get waits for the facilitator who couples his account later."""
    visitor, henny = api.user(1), api.user(77, first_name="Henny")
    async with run(config={}) as bot:
        reference = await request_of(visitor, "Marijke de Wit", "Venlo")
        code = await asyncio.to_thread(_invite, bot, "bekkema")
        heard = await henny.asks(f"/start {code}")
        await api.until(lambda: any(reference in seen.text for seen in henny.chat))
        assert "Henny Bekkema" in heard.text
        again = await api.user(78).asks(f"/start {code}")
        assert reference not in again.text
        assert reference in (await henny.asks("/wachtrij")).text
        assert reference not in (await visitor.asks("/wachtrij")).text


def _invite(bot: Bot, facilitator: str) -> str:
    """The code that `kvob invite` gives while the assistant runs."""
    command = [sys.executable, "-m", "bot", "invite", facilitator, *bot.args]
    done = subprocess.run(
        command, cwd=ROOT, env=bot.environment(), capture_output=True, text=True, check=False
    )
    found = re.search(r"start=([\w-]+)", done.stdout)
    assert found, f"no code in: {done.stdout}{done.stderr}"
    return found.group(1)


async def test_messages_go_out_at_the_pace_of_telegram(api: TelegramStandIn, run: Run) -> None:
    """With the usual settings no chat gets more than one message a second, and all arrive."""
    visitors = [api.user(number) for number in range(1, 4)]
    async with run(env={}):
        for visitor in visitors:
            for text in ("/start", "/help", "/privacy"):
                await visitor.says(text)
        for visitor in visitors:
            await api.until(lambda each=visitor: len(each.private.news) >= 3, timeout=15)  # type: ignore[misc]
    assert api.violations == []


async def test_the_token_is_nowhere(api: TelegramStandIn, run: Run, desk: list[Visitor]) -> None:
    """Whatever goes wrong, the token and what visitors wrote are not in the log."""
    visitor = api.user(1, first_name="Zwaantje")
    debug = {**UNLIMITED, "KVOB_LOG_LEVEL": "DEBUG"}
    async with run(env=debug) as bot:
        api.faults.at_random(0.3, PASSING, *SENDING)
        await visitor.asks(REQUEST.format("Zwaantje Kuipers", "Venlo"), timeout=20)
        await api.stop_listening()
        await asyncio.sleep(1)
        await api.listen_again()
        api.faults.clear()
        await visitor.asks("/start", timeout=20)
        written = plain(bot.output())
    assert api.token.split(":")[1].casefold() not in written
    for personal in ("zwaantje", "kuipers", "12345678", "schouw"):
        assert personal not in written
