"""Two days without Telegram, a disk that is really full: nothing that was confirmed is lost."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetUpdates, TelegramMethod
from facilitators import couple_both, heard
from fakes import TOKEN, FakeClock, FakeSession, House, Visitor, living
from pydantic import SecretStr

from bot import receive, send, worker
from bot.app import App
from bot.config import Settings
from bot.promise import AMSTERDAM
from bot.send import LONGEST_BACKOFF
from bot.turn import Brain
from storage.tables import outbox

AWAY = TelegramNetworkError(method=GetUpdates(), message="away")
FORM = ("/contact", "Marijke de Wit", "06-12345678", "Venlo", "Wat kost een hek?")
DAYS, STEP = timedelta(days=2), timedelta(minutes=30)


class Telegram(FakeSession):
    """Keeps updates until a higher offset confirms them; may be away altogether."""

    def __init__(self) -> None:
        super().__init__()
        self.is_away = False
        self.waiting: list[dict[str, Any]] = []
        self.offsets: list[int] = []

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        await asyncio.sleep(0)
        if self.is_away:
            raise AWAY
        if method.__api_method__ != "getUpdates":
            return await super().make_request(bot, method, timeout)
        values = method.model_dump(warnings=False)
        self.offsets.append(values.get("offset") or 0)
        self.waiting = [one for one in self.waiting if one["update_id"] >= self.offsets[-1]]
        if not self.waiting:
            await asyncio.sleep(0.02)
        return self.waiting[: values["limit"]]


@contextlib.asynccontextmanager
async def running(
    settings: Settings, session: Telegram, brain: Brain, clock: FakeClock
) -> AsyncIterator[House]:
    app = App(settings, Bot(TOKEN, session), brain, clock)
    await app.prepare()
    async with living(app, session, clock) as house:
        yield house


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> Telegram:
    """Pauses of receiving are short, and what is put off is put off by the tests' clock."""
    monkeypatch.setattr(receive, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(receive, "LONGEST_WAIT", 0.05)
    monkeypatch.setattr(send, "system_clock", clock)
    monkeypatch.setattr(worker, "system_clock", clock)
    return Telegram()


async def until(condition: Callable[[], object], patience: float = 20) -> None:
    async with asyncio.timeout(patience):
        while not condition():
            await asyncio.sleep(0.01)


def says(number: int, visitor: Visitor, text: str) -> dict[str, Any]:
    message = visitor._message(text=text) | {"message_id": number}
    return {"update_id": number, "message": message}


async def two_days(house: House) -> list[int]:
    """Half an hour at a time; gives how often the messages that wait were tried in the end."""
    end = house.clock() + DAYS
    while house.clock() < end:
        house.clock.moment += STEP
        await house.app.background.beat()
        house.app.sender.wake.set()
        async with asyncio.timeout(20):
            while await house.app.db.outbox.heads(house.clock(), 1):
                await asyncio.sleep(0.002)
        query = sa.select(sa.func.max(outbox.c.not_before)).where(outbox.c.state == "ready")
        latest = (await house.app.db.execute(query)).scalar_one()
        assert latest - house.clock() <= timedelta(seconds=LONGEST_BACKOFF)
    query = "SELECT attempts FROM outbox WHERE state='ready' AND attempts > 0"
    return [row.attempts for row in (await house.app.db.execute(sa.text(query))).all()]


@pytest.mark.parametrize("who", ["Telegram", "the program"])
async def test_two_days_of_outage(
    settings: Settings, session: Telegram, brain: Brain, clock: FakeClock, who: str
) -> None:
    """What was confirmed is kept: confirmations and reminders come once, chatter gives way to one
    line, a question with buttons is asked again, and all of it without anybody's hand."""
    async with running(settings, session, brain, clock) as house:
        _, bekkema = await couple_both(house)
        owner, chooser, chatter, sender = (house.visitor(5001 + n) for n in range(4))
        for text in (*FORM, "versturen"):
            await owner.says(text)  # Thursday; promised for Monday
        number = (await house.app.db.requests.of_chat(owner.chat_id))[0].reference
        clock.moment = datetime(2026, 3, 8, 12, tzinfo=AMSTERDAM)
        for visitor in (chooser, sender):
            for text in FORM:
                await visitor.says(text)
        before = {one.chat_id: len(one.shown) for one in (chooser, chatter, sender)}
        session.is_away = True
        await chatter.writes("wat kost het?")
        await chatter.writes("wat is kvo-b?")
        await sender.writes("versturen")
        late = house.visitor(5005)
        tries: list[int] = []
        if who == "Telegram":
            tries = await two_days(house)
            session.waiting = [says(9001, late, "wat kost het keurmerk?")]
            session.is_away = False
            house.clock.move(seconds=LONGEST_BACKOFF)
            house.app.sender.wake.set()
            await come_to_rest(house, bekkema, late, chooser, before)
    if who != "Telegram":
        clock.moment += DAYS
        session.waiting = [says(9001, late, "wat kost het keurmerk?")]
        session.is_away = False
        async with running(settings, session, brain, clock) as again:
            again.update_id = 9500
            for visitor in (owner, chooser, chatter, sender, bekkema, late):
                visitor.house = again
            await come_to_rest(again, bekkema, late, chooser, before)
    assert who != "Telegram" or max(tries) > DAYS / STEP / 2
    (line,) = chatter.shown[before[chatter.chat_id] :]
    assert line.text.startswith("We zijn er weer")
    assert "kost" in late.shown[-1].text
    (confirmed,) = sender.shown[before[sender.chat_id] :]
    assert "ontvangen" in confirmed.text
    again_asked, *_ = chooser.shown[before[chooser.chat_id] :]
    assert again_asked.text.startswith("We zijn er weer")
    assert "Marijke de Wit" in again_asked.text
    assert heard(bekkema, f"Te laat:</b> {number}") == 1
    assert heard(bekkema, f"Vandaag reageren:</b> {number}") == (1 if who == "Telegram" else 0)
    assert heard(owner, "Sorry, het is ons niet gelukt") == 1


async def come_to_rest(
    house: House, bekkema: Visitor, late: Visitor, chooser: Visitor, before: dict[int, int]
) -> None:
    """Wait for what has to come, then for what should not come twice; and go on with the form."""
    await until(lambda: late.shown and heard(bekkema, "Te laat:</b>"))
    await until(lambda: len(chooser.shown) > before[chooser.chat_id])
    await house.quiet()
    await house.app.background.beat()
    await house.quiet()
    counts = await house.app.db.outbox.counts()
    assert set(counts) <= {"sent", "stale"}
    assert set(await house.app.db.inbox.counts()) == {"done"}
    assert len(chooser.shown) == before[chooser.chat_id] + 1
    chooser.last.sent[:] = chooser.shown[-1:]
    assert "ontvangen" in await chooser.taps("Versturen")


# ---- a disk without room --------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of eight megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux":
        pytest.skip("only Linux has tmpfs")
    mounting = ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(place)]
    try:
        done = subprocess.run(mounting, capture_output=True, check=False)
    except OSError as error:
        pytest.skip(f"no disk can be mounted here: {error.strerror}")
    if done.returncode:
        pytest.skip(
            "no disk can be mounted here; test_a_disk_that_cannot_be_written runs anywhere"
        )
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(file: Path) -> None:
    """Write until the disk takes no more."""
    with file.open("wb", buffering=0) as filler, contextlib.suppress(OSError):
        while True:
            filler.write(bytes(512))


async def test_a_disk_that_is_really_full(
    settings: Settings, session: Telegram, brain: Brain, clock: FakeClock, small_disk: Path
) -> None:
    """Without a byte left nothing is confirmed that is not stored; with room again everything is
    handled, in the same run, and the database is whole."""
    url = f"sqlite+aiosqlite:///{small_disk / 'kvob.db'}"
    changed = settings.model_copy(update={"database_url": SecretStr(url)})
    async with running(changed, session, brain, clock) as house:
        visitors = [house.visitor(6000 + number) for number in range(30)]
        session.waiting = [says(1, house.visitor(), "wat kost het?")]
        await until(lambda: house.visitor().shown)
        await house.quiet()
        fill(small_disk / "filler")
        long = "wat kost het? " + "x" * 3900
        session.waiting += [says(2 + n, each, long) for n, each in enumerate(visitors)]
        seen = len(session.offsets)
        await until(lambda: len(session.offsets) > seen + 4)
        stored = (await house.app.db.execute(sa.text("SELECT max(update_id) FROM inbox"))).scalar()
        assert max(session.offsets) <= stored + 1
        assert len(session.waiting) == 31 - stored
        assert stored < 31, "there was room for all"
        (small_disk / "filler").unlink()
        await until(lambda: all(each.shown for each in visitors))
        await house.quiet()
        assert all(len(each.shown) == 1 for each in visitors)
        assert await house.app.db.pragma("integrity_check") == "ok"
        assert session.waiting == []
