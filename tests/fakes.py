"""What tests put in the place of Telegram: a session that records, and a visitor who talks."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import TelegramMethod

from bot.app import App
from bot.receive import incoming
from storage import Database
from storage.tables import metadata

TOKEN = "42:fake-token-for-tests-that-is-long-enough"


@dataclass
class Sent:
    """One call that the assistant made."""

    method: str
    values: dict[str, Any]

    @property
    def text(self) -> str:
        return str(self.values.get("text") or "")

    @property
    def buttons(self) -> dict[str, str]:
        """Label to callback data."""
        keyboard = (self.values.get("reply_markup") or {}).get("inline_keyboard", [])
        return {each["text"]: each["callback_data"] for row in keyboard for each in row}


class FakeSession(BaseSession):
    """Records every call and answers as Telegram would."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Sent] = []
        self.failures: dict[int, TelegramAPIError] = {}
        self._message_id = 0

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        values = method.model_dump(warnings=False)
        chat = values.get("chat_id")
        if chat in self.failures:
            raise self.failures[chat]
        self.sent.append(Sent(method.__api_method__, values))
        self._message_id += 1
        return {"message_id": values.get("message_id") or self._message_id}

    async def close(self) -> None:
        pass

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        yield b""


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **kwargs: float) -> None:
        self.moment += timedelta(**kwargs)


@contextlib.asynccontextmanager
async def living(
    app: App, session: FakeSession, clock: FakeClock, *, receive: bool = True
) -> AsyncIterator[House]:
    """The assistant while it runs; ended whatever the test finds."""
    task = asyncio.create_task(app.run(receive=receive))
    try:
        yield House(app, session, clock)
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@dataclass
class House:
    """A running assistant with a fake Telegram."""

    app: App
    session: FakeSession
    clock: FakeClock
    update_id: int = 1000
    visitors: dict[int, Visitor] = field(default_factory=dict)

    def visitor(self, chat_id: int = 5001) -> Visitor:
        return self.visitors.setdefault(chat_id, Visitor(self, chat_id))

    async def store(self, *updates: dict[str, Any]) -> None:
        """Give updates to the assistant, all at once."""
        rows = [row for row in map(incoming, updates) if row is not None]
        async with self.app.db.transaction():
            await self.app.db.inbox.store(self.app.bot.id, rows, self.clock())
        self.app.worker.wake.set()

    async def receive(self, update: dict[str, Any]) -> None:
        """Give an update to the assistant, and wait until nothing waits any more."""
        await self.store(update)
        await self.quiet()

    async def beats(self, **move: float) -> None:
        """Move the clock, do what it asks for, and wait until nothing waits any more."""
        self.clock.move(**move)
        await self.app.background.beat()
        await self.quiet()

    async def handled(self) -> None:
        """Wait until every update is handled; what it gave rise to may still wait to be sent."""
        end = time.monotonic() + 20
        while await self.app.db.inbox.oldest_open() or not self.app.worker.is_idle:
            assert time.monotonic() < end, "updates are still waiting"
            await asyncio.sleep(0.005)

    async def quiet(self) -> None:
        later = datetime.max.replace(tzinfo=self.clock().tzinfo) - timedelta(days=3)
        async with asyncio.timeout(20):
            while (
                await self.app.db.inbox.heads(later, 1)
                or await self.app.db.outbox.heads(later, 1)
                or not self.app.worker.is_idle
                or not self.app.sender.is_idle
            ):
                await asyncio.sleep(0.005)


async def places_of(db: Database, *signs: str) -> list[tuple[str, str]]:
    """Where these words stand: in a row of any table, in SQLite's file or its journal."""
    texts: list[tuple[str, str]] = []
    for table in metadata.sorted_tables:
        rows = (await db.execute(sa.select(table))).mappings()
        texts += [(table.name, str(dict(row))) for row in rows]
    files = db.file.parent.iterdir() if db.file else ()
    texts += [(each.name, each.read_bytes().decode("latin-1")) for each in files if each.is_file()]
    return [(name, sign) for name, text in texts for sign in signs if sign in text]


@contextlib.asynccontextmanager
async def locked(house: House, patience: int) -> AsyncIterator[None]:
    """Another program writes and does not stop; ours waits so many milliseconds for it."""
    assert house.app.db.file is not None
    await house.app.db.pragma(f"busy_timeout={patience}")
    other = sqlite3.connect(house.app.db.file, isolation_level=None, timeout=0)
    async with asyncio.timeout(10):
        while not other.in_transaction:
            with contextlib.suppress(sqlite3.OperationalError):
                other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(0.01)
    try:
        yield
    finally:
        other.rollback()
        other.close()


@dataclass
class Reply:
    """All that the assistant said to one person in answer to one thing he did."""

    sent: list[Sent]
    toast: str = ""

    @property
    def text(self) -> str:
        return "\n\n".join(each.text for each in self.sent)

    @property
    def buttons(self) -> dict[str, str]:
        return {label: data for each in self.sent for label, data in each.buttons.items()}

    @property
    def contacts(self) -> list[dict[str, Any]]:
        return [each.values for each in self.sent if each.method == "sendContact"]

    def __contains__(self, part: str) -> bool:
        return part.lower() in self.text.lower()


class Visitor:
    """Somebody who types and taps; what he gets is what Telegram would show him."""

    def __init__(self, house: House, chat_id: int) -> None:
        self.house, self.chat_id = house, chat_id
        self.last = Reply([])

    async def says(self, text: str, **extra: Any) -> Reply:
        content: dict[str, Any] = {"text": text, **extra}
        if text.startswith("/"):
            entity = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
            content["entities"] = [entity]
        return await self.sends(content)

    async def sends(self, content: dict[str, Any], kind: str = "message") -> Reply:
        return await self._deliver({kind: self._message(**content)})

    async def writes(self, text: str) -> None:
        """Say something, and wait only until it is handled: the answer may not get through."""
        await self.house.store({"update_id": self._next(), "message": self._message(text=text)})
        await self.house.handled()

    async def taps(self, label: str) -> Reply:
        """Press the button whose label holds this text; fails where there is none."""
        data = [value for key, value in self.last.buttons.items() if label.lower() in key.lower()]
        assert data, f"no button {label!r} among {list(self.last.buttons)}"
        return await self.presses(data[0])

    async def presses(self, data: str) -> Reply:
        """Press a button with this callback data, whether it exists or not."""
        message = {
            "message_id": 1,
            "date": 1,
            "chat": {"id": self.chat_id, "type": "private"},
            "text": "x",
        }
        query = {"id": str(self._next()), "from": self.person, "chat_instance": "1"}
        return await self._deliver({"callback_query": query | {"data": data, "message": message}})

    @property
    def person(self) -> dict[str, Any]:
        return {"id": self.chat_id, "is_bot": False, "first_name": "V"}

    @property
    def shown(self) -> list[Sent]:
        """Everything that this person was ever sent."""
        sent = self.house.session.sent
        return [each for each in sent if each.values.get("chat_id") == self.chat_id]

    def _message(self, **content: Any) -> dict[str, Any]:
        return {
            "message_id": self._next(),
            "date": int(self.house.clock().timestamp()),
            "chat": {"id": self.chat_id, "type": "private", "first_name": "V"},
            "from": self.person,
            **content,
        }

    def _next(self) -> int:
        self.house.update_id += 1
        return self.house.update_id

    async def _deliver(self, update: dict[str, Any]) -> Reply:
        before = len(self.house.session.sent)
        await self.house.receive({"update_id": self._next(), **update})
        new = self.house.session.sent[before:]
        mine = [each for each in new if each.values.get("chat_id") == self.chat_id]
        toasts = [each.values.get("text") for each in new if each.method == "answerCallbackQuery"]
        reply = Reply(mine, toasts[-1] or "" if toasts else "")
        if mine:
            self.last = reply
        return reply
