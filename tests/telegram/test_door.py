"""How the real program meets Telegram: webhook, polling, a refused token, another program."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.telegram.carrier import PUBLIC, SECRET, Carrier, by_webhook, free_port
from tests.telegram.faults import Fault, Kind
from tests.telegram.launch import Preloaded
from tests.telegram.process import CONFIG, UNLIMITED, Bot, Run
from tests.telegram.stand_in import TelegramStandIn
from tests.telegram.visitor import Visitor

pytestmark = pytest.mark.process

OPERATOR = 700


async def start(bot: Bot, api: TelegramStandIn) -> None:
    """Start it in webhook mode: it is up when it told Telegram where to bring updates."""
    before = len(api.calls_of("setWebhook"))
    await bot.start(wait=False)
    await api.until(lambda: len(api.calls_of("setWebhook")) > before, timeout=30)


async def fill_in(visitor: Visitor) -> None:
    for text in ("/contact", "Marijke de Wit", "06-12345678", "Venlo", "Wat kost een hek?"):
        assert (await visitor.asks(text)).text


async def test_a_webhook_end_to_end(
    api: TelegramStandIn, tmp_path: Path, preloaded: Preloaded
) -> None:
    """Killed twice in the middle of a form that comes by webhook, nothing is lost or doubled."""
    port = free_port()
    bot = Bot(api, tmp_path, by_webhook(port), launch=preloaded)
    visitor = api.user(1)
    try:
        await start(bot, api)
        assert api.world.webhook["url"] == PUBLIC
        async with Carrier(api.updates.poll, [port]).bringing():
            await fill_in(visitor)
            bot.kill()
            await visitor.says("versturen")
            await asyncio.sleep(0.3)
            await start(bot, api)
            assert "ontvangen" in (await visitor.hears(timeout=15)).text
            assert (await visitor.asks("/status")).text.count("KVO-") == 1
        assert api.calls_of("getUpdates") == []
        stopped = await bot.stop()
        assert stopped.code == 0
        assert stopped.seconds < 5
        assert SECRET not in bot.output()
    finally:
        bot.kill()


async def test_switching_loses_nothing(
    api: TelegramStandIn, tmp_path: Path, preloaded: Preloaded
) -> None:
    """From webhook to polling and back: what came in between is answered once."""
    port = free_port()
    hook = Bot(api, tmp_path, by_webhook(port), launch=preloaded)
    poll = Bot(api, tmp_path, dict(UNLIMITED), launch=preloaded)
    visitor = api.user(1)
    try:
        await start(hook, api)
        async with Carrier(api.updates.poll, [port]).bringing():
            assert (await visitor.asks("/start")).text
            await hook.stop()
        await visitor.says("wat kost het?")
        await poll.start()
        assert "kosten" in (await visitor.hears()).text
        assert api.world.webhook["url"] == ""
        await poll.stop()
        await visitor.says("wat is kvo-b?")
        await start(hook, api)
        async with Carrier(api.updates.poll, [port]).bringing():
            assert "Keurmerk" in (await visitor.hears()).text
            assert (await visitor.hears(timeout=1)) == []
    finally:
        hook.kill()
        poll.kill()


async def test_a_token_that_is_refused(
    api: TelegramStandIn, tmp_path: Path, preloaded: Preloaded
) -> None:
    """The program ends with 78 ('starting again does not help'), and does not show the token."""
    token = "987654321:" + "AA" + 33 * "z"
    for wrong in (token, "this-is-no-token"):
        bot = Bot(api, tmp_path, {"BOT_TOKEN": wrong}, launch=preloaded)
        try:
            await bot.start(wait=False)
            assert await bot.ended(30) == 78
            assert wrong not in bot.output()
            assert "Traceback" not in bot.output()
        finally:
            bot.kill()


async def test_another_program_with_the_token(api: TelegramStandIn, run: Run) -> None:
    """409 again and again: the operator hears of it, and receiving goes on when it ends."""
    visitor, operator = api.user(1), api.user(OPERATOR, started=True)
    api.faults.script("getUpdates", [Fault(Kind.CONFLICT)] * 2)
    async with run(config=CONFIG | {"operator": {"chat_id": OPERATOR}}) as bot:
        assert (await visitor.asks("/start", timeout=20)).text
        assert bot.is_running
        await api.until(lambda: any("409" in seen.text for seen in operator.chat))
        assert len(operator.chat) == 1


async def test_after_an_outage_the_button_is_there_again(api: TelegramStandIn, run: Run) -> None:
    """Killed at the summary; half an hour later it is shown again, once, and can be sent."""
    visitor = api.user(1)
    async with run(clock="2026-03-05T14:00") as bot:
        await fill_in(visitor)
        bot.kill()
        bot.set_clock("2026-03-05T14:30")
        await bot.start()
        heard = await visitor.hears(timeout=15)
        assert len(heard) == 1
        assert heard.text.startswith("We zijn er weer")
        await visitor.taps("Versturen")
        assert "ontvangen" in (await visitor.hears()).text
        await bot.restart()
        assert await visitor.hears(timeout=4) == []
