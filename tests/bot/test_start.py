"""A start with a backlog: Telegram is asked at once, and all that waits is handled in order."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import TelegramMethod
from fakes import TOKEN, FakeClock, FakeSession
from torture import Figures, Size

from bot.app import App
from bot.config import Limits, Settings
from bot.receive import incoming
from bot.turn import Brain
from storage import ContactRequest, Database

STEPS = ("/contact", "Jan van {}", "06-1{:07d}", "Venlo", "Wat kost hek {}?", "versturen")
PLACES = ("Venlo", "Weert", "Roermond", "Sittard")
AT_ONCE = 500  # rows that are stored in one go


class Line(FakeSession):
    """Telegram's end; notes how many updates waited unhandled when it was first asked for more."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        if method.__api_method__ != "getUpdates":
            return await super().make_request(bot, method, timeout)
        self.asked.set()
        await asyncio.sleep(0.05)
        return []


def name_of(person: int) -> str:
    """Letters, for a name has no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{person:05d}").capitalize()


def step(number: int, people: int) -> dict[str, Any]:
    """Everybody's first step, then everybody's second: a dialogue of each, all interleaved."""
    at, person = divmod(number, people)
    text = STEPS[at].format(name_of(person) if at == 1 else person)
    message = {
        "message_id": number + 1,
        "date": 1772715600,
        "chat": {"id": 5001 + person, "type": "private"},
        "from": {"id": 5001 + person, "is_bot": False, "first_name": "V"},
        "text": text,
    }
    return {"update_id": number + 1, "message": message}


async def leave_a_backlog(url: str, people: int, clock: FakeClock) -> None:
    """As after a kill amid a rush: stored and confirmed, but not handled."""
    database = Database(url)
    updates = [step(number, people) for number in range(people * len(STEPS))]
    for first in range(0, len(updates), AT_ONCE):
        rows = [row for row in map(incoming, updates[first : first + AT_ONCE]) if row is not None]
        async with database.transaction():
            await database.inbox.store(int(TOKEN.partition(":")[0]), rows, clock())
    await database.close()


async def requests_of(database: Database, person: int) -> list[ContactRequest]:
    return await database.requests.of_chat(5001 + person)


@pytest.mark.torture
async def test_a_start_with_a_backlog(
    settings: Settings,
    brain: Brain,
    clock: FakeClock,
    tmp_path: Path,
    empty_database: Path,
    size: Size,
    figures: Figures,
) -> None:
    """It asks Telegram before the backlog is handled; then each dialogue has gone its way once."""
    people = size(40, 1700)
    shutil.copy(empty_database, tmp_path / "kvob.db")
    url = settings.database_url.get_secret_value()
    await leave_a_backlog(url, people, clock)
    limits = Limits(messages_per_minute=1000)
    line = Line()
    app = App(settings.model_copy(update={"limits": limits}), Bot(TOKEN, line), brain, clock)
    running = asyncio.create_task(app.run())
    try:
        async with asyncio.timeout(20):
            await line.asked.wait()
        waiting = (await app.db.inbox.counts())["open"]
        async with asyncio.timeout(60 + people):
            while await app.db.inbox.oldest_open() or not app.worker.is_idle:
                await asyncio.sleep(0.1)
        states = await app.db.inbox.counts()
        sent = [await requests_of(app.db, person) for person in range(people)]
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
    rows = people * len(STEPS)
    whole = [each for each in sent if len(each) == 1]
    figures(
        "R7",
        "Telegram is asked while the backlog waits; every dialogue ends in one request",
        f"{waiting} of {rows} updates waited at the first getUpdates; {len(whole)} of {people} "
        f"dialogues are whole",
    )
    assert waiting > rows / 2
    assert states == {"done": rows}
    for person, found in enumerate(sent):
        (request,) = found
        assert request.name == f"Jan van {name_of(person)}"
        assert request.phone == f"+3161{person:07d}"
        assert request.question == f"Wat kost hek {person}?"
