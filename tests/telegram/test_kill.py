"""kill -9 and other sudden ends: no request is lost or doubled, and every form goes on."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.telegram.checks import plain
from tests.telegram.crash import AT_THE_START, POINTS, SENT_BUT_NOT_MARKED, VARIABLE
from tests.telegram.launch import DIE_WITH_PARENT
from tests.telegram.people import Applicant, all_arrived, is_send, outcome
from tests.telegram.process import UNLIMITED, Bot, Run
from tests.telegram.stand_in import TelegramStandIn
from tests.telegram.visitor import Visitor
from tests.torture import Figures, Size

pytestmark = pytest.mark.process

AT_ONCE = 40  # dialogues
MOST_SENT_TWICE_PER_KILL = 8


async def test_a_form_goes_on_after_a_kill(
    api: TelegramStandIn, run: Run, desk: list[Visitor]
) -> None:
    """kill -9 at each step of the form, and a restart: nothing is asked twice, one card comes."""
    visitor = api.user(1)
    async with run() as bot:
        await visitor.asks("/contact")
        await bot.restart()
        await visitor.asks("Marijke de Wit")
        await bot.restart()
        heard = await visitor.asks("06-12345678, wij zitten in Venlo")
        assert "uw naam?" not in plain(heard.text)
        await bot.restart()
        summary = plain((await visitor.asks("Wat komt er kijken bij de schouw?")).text)
        assert "marijke de wit" in summary
        assert "0612345678" in summary
        assert "limburg" in summary
        await bot.restart()
        await visitor.taps(is_send)
        assert "ontvangen" in (await visitor.hears()).text
    cards = [seen.text for guide in desk for seen in guide.chat if "Marijke" in seen.text]
    assert len(cards) == 1


async def test_what_came_while_it_was_dead_is_answered(
    api: TelegramStandIn, run: Run, desk: list[Visitor]
) -> None:
    """Messages that were sent in between are all answered, in their order."""
    visitor = api.user(1)
    async with run() as bot:
        bot.kill()
        for text in ("/contact", "Marijke de Wit", "06-12345678", "Venlo"):
            await visitor.says(text)
        await bot.start()
        heard = await visitor.hears(quiet=1)
        assert "uw vraag?" in plain(heard[-1].text)
        assert "marijke de wit" in plain((await visitor.asks("/gegevens")).text)


@pytest.mark.torture
async def test_kills_at_random_moments(
    api: TelegramStandIn, run: Run, desk: list[Visitor], size: Size, figures: Figures
) -> None:
    """kill -9 at random instants amid dialogues: none lost, doubled, mixed up or unconfirmed."""
    kills, dialogues = size(150, 2000), size(300, 5000)
    chance = random.Random(2026)
    applicants = [Applicant(api, number, is_hasty=number % 3 == 0) for number in range(dialogues)]
    waiting = iter(applicants)
    talks: list[asyncio.Task[None]] = []
    done = 0
    begun = time.monotonic()
    async with run() as bot:
        for kill in range(kills):
            # At most so many at once; all of them have begun when the last kill comes.
            under_way = sum(not talk.done() for talk in talks)
            left = dialogues - len(talks)
            wanted = max(min(AT_ONCE - under_way, left), -(-left // (kills - kill)))
            talks += [asyncio.create_task(next(waiting).applies()) for _ in range(wanted)]
            await _wait_a_random_while(api, chance)
            bot.kill()
            done += 1
            # Sometimes it is killed again before it is well awake.
            if chance.random() < 0.2:
                await bot.start(wait=False)
                await asyncio.sleep(chance.uniform(0, 0.5))
                bot.kill()
                done += 1
            await bot.start()
        await asyncio.gather(*talks)
        await api.until(lambda: all_arrived(applicants, desk), timeout=60)
        # What is doubled may come late: let it come.
        await asyncio.sleep(1)
        seen = [plain((await each.visitor.asks("/status")).text) for each in applicants[:10]]
    result = outcome(applicants, desk)
    figures(
        "R1",
        "0 lost, doubled, wrong, unconfirmed or out of order; at most 8 sent twice a kill",
        f"{done} kills in {time.monotonic() - begun:.0f} s, {dialogues} dialogues: {result}; "
        f"start {1000 * statistics.median(bot.starts):.0f} ms (median)",
    )
    assert result.is_clean, result
    assert all(text.count("kvo-") == 1 for text in seen)
    assert result.sent_twice <= done * MOST_SENT_TWICE_PER_KILL


@pytest.mark.torture
async def test_crashes_at_named_points(
    api: TelegramStandIn,
    run: Run,
    desk: list[Visitor],
    tmp_path: Path,
    size: Size,
    figures: Figures,
) -> None:
    """The program ends itself at each point between receiving and marking: nothing is lost.

    One visitor at a time, who goes on when the answer to him is marked as sent: so nothing but
    what the program was at can be doubled, and that only where it was sent and not yet marked.
    """
    hits = range(1, size(3, 5) + 1)
    everybody: list[Applicant] = []
    twice: dict[str, int] = {}
    crashes = 0

    def is_marked() -> bool:
        return not _waiting(tmp_path / "kvob.db")

    async with run() as bot:
        for point in POINTS:
            for hit in hits if point != AT_THE_START else [1]:
                await api.until(is_marked)
                bot.kill()
                bot.env[VARIABLE] = f"{point}:{hit}"
                await bot.start(wait=False)
                del bot.env[VARIABLE]
                has_crashed, some = False, []
                while not has_crashed:
                    assert len(some) < hit, f"{point} does not come for the {hit}. time"
                    one = Applicant(api, len(everybody), is_settled=is_marked)
                    some.append(one)
                    everybody.append(one)
                    talk = asyncio.create_task(one.applies())
                    while not talk.done():
                        if not bot.is_running:
                            has_crashed = True
                            crashes += 1
                            await bot.start(wait=False)
                        await asyncio.sleep(0.01)
                    await talk
                    await api.until(lambda one=one: all_arrived([one], desk))  # type: ignore[misc]
                    await api.until(is_marked)
                result = outcome(some, desk)
                assert result.is_clean, f"{point} for the {hit}. time: {result}"
                wanted = 1 if point in SENT_BUT_NOT_MARKED else 0
                assert result.sent_twice == wanted, f"{point} for the {hit}. time: {result}"
                twice[point] = twice.get(point, 0) + result.sent_twice
    doubled = {point: count for point, count in twice.items() if count}
    figures(
        "R2",
        "all points; 0 lost, doubled, wrong, unconfirmed or out of order; sent twice only where "
        "sent and not yet marked, and then once",
        f"{len(POINTS)} points, {crashes} crashes, {len(everybody)} dialogues: "
        f"{outcome(everybody, desk)}; sent twice by point: {doubled}",
    )
    assert crashes == (len(POINTS) - 1) * len(hits) + 1


def _waiting(file: Path) -> int:
    """How many messages stand in the outbox, unsent or sent and not yet marked."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        query = "SELECT count(*) FROM outbox WHERE state = 'ready'"
        return int(connection.execute(query).fetchone()[0])


async def _wait_a_random_while(api: TelegramStandIn, chance: random.Random) -> None:
    """Half of the time so many seconds, else exactly at some call that the bot makes."""
    if chance.random() < 0.5:
        await asyncio.sleep(chance.uniform(0, 0.6))
        return
    wanted = len(api.calls) + chance.randint(1, 15)
    for _ in range(1000):
        if len(api.calls) >= wanted:
            return
        await asyncio.sleep(0.001)


@pytest.mark.torture
async def test_it_stops_cleanly_under_load(
    api: TelegramStandIn, run: Run, desk: list[Visitor], size: Size, figures: Figures
) -> None:
    """SIGTERM amid dialogues: it ends within 5 seconds, code 0, and nothing is lost or doubled."""
    stops = size(10, 50)
    applicants = [Applicant(api, number, is_hasty=True) for number in range(12 * stops)]
    talks: list[asyncio.Task[None]] = []
    seconds: list[float] = []
    chance = random.Random(6)
    async with run() as bot:
        for stop in range(stops):
            these = applicants[12 * stop : 12 * stop + 12]
            talks += [asyncio.create_task(each.applies()) for each in these]
            await asyncio.sleep(chance.uniform(0.1, 0.6))
            stopped = await bot.stop()
            assert stopped.code == 0, bot.output(40)
            assert stopped.seconds <= 5
            seconds.append(stopped.seconds)
            await bot.start()
        await asyncio.gather(*talks)
        # Looked at seldom: with hundreds of cards the look itself takes long.
        async with asyncio.timeout(120):
            while not all_arrived(applicants, desk):
                await asyncio.sleep(0.5)
    result = outcome(applicants, desk)
    most = f"longest stop {max(seconds):.1f} s"
    figures("R6", "exit within 5 s, code 0, 0 lost, 0 doubled", f"{stops} stops, {most}: {result}")
    assert result.is_clean
    assert result.sent_twice == 0


async def test_a_second_copy_is_refused(api: TelegramStandIn, tmp_path: Path, run: Run) -> None:
    """A second copy on the same database ends with a clear message; the first goes on."""
    visitor = api.user(1)
    async with run() as bot:
        before = len(api.calls)
        second = Bot(api, tmp_path / "second", dict(bot.env), bot.args, bot.launch)
        second.folder.mkdir()
        second.env["DATABASE_URL"] = f"sqlite+aiosqlite:///{tmp_path / 'kvob.db'}"
        try:
            await second.start(wait=False)
            assert await second.ended() != 0
        finally:
            second.kill()
        assert "database" in second.output()
        assert "Traceback" not in second.output()
        assert [call.method for call in api.calls[before:] if call.status == 409] == []
        assert (await visitor.asks("/start")).text


async def test_a_wrong_token_ends_it(api: TelegramStandIn, tmp_path: Path) -> None:
    """A token that Telegram refuses ends the program, and is not shown."""
    wrong = "987654321:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw9"
    bot = Bot(api, tmp_path, {"BOT_TOKEN": wrong, **UNLIMITED})
    try:
        await bot.start(wait=False)
        assert await bot.ended(30) not in (0, -signal.SIGKILL)
    finally:
        bot.kill()
    assert wrong not in bot.output()
    assert "Traceback" not in bot.output()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children")
def test_nothing_is_left_behind() -> None:
    """When the tests themselves are killed the program ends too."""
    child = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    parent = (
        "import subprocess, sys\n"
        f"subprocess.run([sys.executable, '-c', {DIE_WITH_PARENT!r}, '-c', {child!r}])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE)
    assert process.stdout is not None
    pid = int(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdout.close()
    for _ in range(200):
        if not _is_alive(pid):
            return
        time.sleep(0.02)
    raise AssertionError("the child lives on")


def _is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "zombie" not in status.read_text()
