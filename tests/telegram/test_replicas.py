"""Replicas on one PostgreSQL database: killed at random, stopped one by one, nothing lost."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.telegram.carrier import Carrier
from tests.telegram.checks import plain
from tests.telegram.fleet import Fleet
from tests.telegram.launch import Preloaded
from tests.telegram.people import Applicant, all_arrived, outcome
from tests.telegram.process import CONFIG, UNLIMITED, Bot
from tests.telegram.stand_in import TelegramStandIn
from tests.telegram.visitor import Visitor

pytestmark = pytest.mark.process

KILLS = 8
DIALOGUES = 16
TAKEN_OVER_WITHIN = 10  # seconds
WAITING = (
    "SELECT 1 FROM outbox WHERE state = 'ready' UNION SELECT 1 FROM inbox WHERE state = 'open'"
)

StartFleet = Callable[..., AbstractAsyncContextManager[Fleet]]


@pytest.fixture
def start_fleet(
    api: TelegramStandIn, tmp_path: Path, preloaded: Preloaded, postgres: Postgres
) -> StartFleet:
    """`async with start_fleet(size=3) as fleet`: replicas on an empty database."""
    return partial(Fleet.run, api, tmp_path, postgres.empty("kvob_fleet"), preloaded)


async def test_kills_of_replicas_lose_nothing(
    api: TelegramStandIn,
    start_fleet: StartFleet,
    desk: list[Visitor],
    record_property: Callable[[str, object], None],
) -> None:
    """kill -9 of one of three at random instants: no request lost, doubled or out of order."""
    chance = random.Random(2026)
    applicants = [Applicant(api, number, is_hasty=number % 3 == 0) for number in range(DIALOGUES)]
    talks: list[asyncio.Task[None]] = []
    async with start_fleet(size=3) as fleet, Carrier(api.updates.poll, fleet.ports).bringing():
        for kill in range(KILLS):
            first, last = (DIALOGUES * each // KILLS for each in (kill, kill + 1))
            talks += [asyncio.create_task(each.applies()) for each in applicants[first:last]]
            await asyncio.sleep(chance.uniform(0.05, 0.4))
            # Every third time the one that sends.
            victim = fleet.leader() if kill % 3 == 0 else None
            victim = victim or chance.choice(fleet.bots)
            victim.kill()
            await fleet.start(victim)
        await asyncio.gather(*talks)
        await api.until(lambda: all_arrived(applicants, desk), timeout=30)
        await asyncio.sleep(1)
    result = outcome(applicants, desk)
    record_property("figures", f"{KILLS} kills, {DIALOGUES} dialogues, {result}")
    assert result.is_clean, result


async def test_another_replica_takes_over_from_the_sender(
    api: TelegramStandIn, start_fleet: StartFleet
) -> None:
    """The replica that sends is killed and stays away: the next answer comes within 10 seconds."""
    visitor = api.user(1)
    async with start_fleet(size=2) as fleet, Carrier(api.updates.poll, fleet.ports).bringing():
        assert (await visitor.asks("/start")).text
        leader = fleet.leader()
        assert leader is not None
        leader.kill()
        assert (await visitor.asks("wat kost het?", timeout=TAKEN_OVER_WITHIN)).text
        assert fleet.leader() not in (None, leader)


async def test_a_sender_that_hangs_is_followed_up(
    api: TelegramStandIn,
    start_fleet: StartFleet,
    postgres: Postgres,
    record_property: Callable[[str, object], None],
) -> None:
    """SIGSTOP of the replica that sends: another sends within 10 seconds, and when the first
    wakes up while messages wait it sends none of them a second time.
    """
    visitors = [api.user(number) for number in range(1, 9)]
    env = {"KVOB_TELEGRAM__MESSAGES_PER_SECOND": "5"}
    async with (
        start_fleet(size=2, env=env) as fleet,
        Carrier(api.updates.poll, fleet.ports).bringing() as carrier,
    ):
        assert (await visitors[0].asks("/start")).text
        hung = fleet.leader()
        assert hung is not None
        # As a balancer does that asks its replicas whether they live.
        carrier.doors = [port for port in fleet.ports if port != fleet.port_of(hung)]
        hung.pause()
        begun = time.monotonic()
        assert (await visitors[0].asks("wat kost het?", timeout=TAKEN_OVER_WITHIN)).text
        record_property("figures", f"followed up in {time.monotonic() - begun:.1f} s")
        for visitor in visitors:
            await visitor.says("wat kost het?")
            await visitor.says("wie heeft het keurmerk al?")
        await visitors[1].hears()
        hung.resume()
        await api.until(lambda: "leads no longer" in hung.output(), timeout=20)
        async with asyncio.timeout(20):
            while carrier.waiting or postgres.execute(WAITING, "kvob_fleet"):
                await asyncio.sleep(0.1)
    rows = dict(postgres.execute("SELECT chat_id, count(*) FROM outbox GROUP BY 1", "kvob_fleet"))
    assert rows == {each.id: sum(seen.is_from_bot for seen in each.chat) for each in visitors}


async def test_replicas_stop_one_by_one_under_load(
    api: TelegramStandIn, start_fleet: StartFleet, desk: list[Visitor]
) -> None:
    """SIGTERM to each in turn, as an upgrade does: each ends within 5 seconds, nothing is lost."""
    applicants = [Applicant(api, number, is_hasty=True) for number in range(8)]
    async with start_fleet(size=2) as fleet, Carrier(api.updates.poll, fleet.ports).bringing():
        talks = [asyncio.create_task(each.applies()) for each in applicants]
        for bot in fleet.bots:
            stopped = await bot.stop()
            assert stopped.code == 0, bot.output(30)
            assert stopped.seconds <= 5
            await fleet.start(bot)
        await asyncio.gather(*talks)
        await api.until(lambda: all_arrived(applicants, desk), timeout=30)
    assert outcome(applicants, desk).is_clean


async def test_one_of_two_polls(
    api: TelegramStandIn, tmp_path: Path, preloaded: Preloaded, postgres: Postgres
) -> None:
    """With polling one asks Telegram and the other waits: no 409, and it takes over by itself."""
    env = UNLIMITED | {"DATABASE_URL": postgres.empty("kvob_fleet")}
    visitor = api.user(1)
    (tmp_path / "two").mkdir()
    async with Bot.run(api, tmp_path, env, config=CONFIG, launch=preloaded) as one:
        two = Bot(api, tmp_path / "two", env, one.args, preloaded)
        try:
            await two.start(wait=False)
            assert (await visitor.asks("/start")).text
            await asyncio.sleep(1)
            assert [call for call in api.calls if call.status == 409] == []
            one.kill()
            assert "kosten" in plain((await visitor.asks("wat kost het?")).text)
        finally:
            two.kill()


async def test_an_older_schema_is_refused(
    api: TelegramStandIn, tmp_path: Path, preloaded: Preloaded, postgres: Postgres
) -> None:
    """Others may be at work on it, so `run` does not migrate; it says what to do."""
    env = UNLIMITED | {"DATABASE_URL": postgres.create("kvob_older")}
    bot = Bot(api, tmp_path, env, [], preloaded)
    try:
        await bot.start(wait=False)
        assert await bot.ended() == 1
    finally:
        bot.kill()
    assert "kvob migrate" in bot.output()
    assert "Traceback" not in bot.output()
