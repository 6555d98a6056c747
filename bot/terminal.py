"""`kvob chat`: the same assistant without Telegram, in the terminal."""

from __future__ import annotations

import asyncio
import contextlib
import html
import re
import sys
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from pydantic import SecretStr

from bot.app import App, create_app
from bot.config import Mail, Settings, Telegram, load_settings
from bot.lock import held, lock_of
from bot.logs import set_up_logs
from bot.receive import incoming

VISITOR = 1000  # the visitor's chat; the facilitators' follow it
LOCAL_TOKEN = "1000000:local-terminal-without-telegram-0000"  # noqa: S105  # nosec B105 - opens nothing
HELP = """\
Typ uw vraag. Een knop tikt u met zijn nummer, bijvoorbeeld 2.
  :keuker of :bekkema   de kant van een procesbegeleider (/wachtrij toont de wachtrij)
  :bezoeker             terug naar de ondernemer
  :nummer               deel uw telefoonnummer      :stop   einde
"""
_TAGS = re.compile(r"</?(b|i|code|a|u|s)\b[^>]*>")
_INVISIBLE = {0x2068: None, 0x2069: None}  # around a visitor's words; terminals show a box
_ANSI = {"<b>": "\033[1m", "</b>": "\033[22m", "<i>": "\033[3m", "</i>": "\033[23m"}


@dataclass
class Side:
    """One person's chat as it stands on the screen."""

    chat_id: int
    name: str
    unseen: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str, int]] = field(default_factory=list)  # label, data, message id


class Screen(BaseSession):
    """Takes the place of Telegram: what is sent to the chat on screen is printed."""

    def __init__(self, sides: dict[str, Side]) -> None:
        super().__init__()
        self.sides = sides
        self.current = next(iter(sides.values()))
        self._message_ids = 0

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        name = method.__api_method__
        values = method.model_dump(warnings=False)
        if name == "answerCallbackQuery":
            if values.get("text"):
                self._show(self.current, f"({values['text']})")
            return True
        side = next((s for s in self.sides.values() if s.chat_id == values.get("chat_id")), None)
        if side is None or name not in ("sendMessage", "editMessageText", "sendContact"):
            return True
        self._message_ids += 1
        message_id = int(values.get("message_id") or self._message_ids)
        text = values.get("text") or ""
        if name == "sendContact":
            person = f"{values['first_name']} {values.get('last_name') or ''}".strip()
            text = f"[contactkaart: {person}, {values['phone_number']}]"
        if name == "editMessageText":
            text = f"(kaartje bijgewerkt)\n{text}"
            side.buttons = [each for each in side.buttons if each[2] != message_id]
        self._show(side, self._with_buttons(side, text, values.get("reply_markup"), message_id))
        return {"message_id": message_id}

    def _with_buttons(self, side: Side, text: str, markup: Any, message_id: int) -> str:
        lines = [text]
        for row in (markup or {}).get("inline_keyboard", []):
            for each in row:
                side.buttons.append((each["text"], each["callback_data"], message_id))
                lines.append(f"  [{len(side.buttons)}] {each['text']}")
        for row in (markup or {}).get("keyboard", []):
            lines += [f"  ({each['text']})" for each in row]
        return "\n".join(lines)

    def _show(self, side: Side, text: str) -> None:
        if side is self.current:
            _print(text)
        else:
            side.unseen.append(text)
            _print(f"    ~ er is een bericht voor {side.name}")

    def switch(self, side: Side) -> None:
        self.current = side
        _print(f"--- u kijkt nu mee als {side.name} ---")
        for text in side.unseen:
            _print(text)
        side.unseen.clear()

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


def _print(text: str) -> None:
    """Show Telegram's formatting as the terminal can, or without it in a pipe."""
    if sys.stdout.isatty():
        text = _TAGS.sub(lambda tag: _ANSI.get(tag.group(0), ""), text)
    else:
        text = _TAGS.sub("", text)
    sys.stdout.write(html.unescape(text).translate(_INVISIBLE) + "\n\n")
    sys.stdout.flush()


class Terminal:
    """Turns typed lines into updates, and waits until the assistant has said everything."""

    def __init__(self, app: App, screen: Screen) -> None:
        self._app, self._screen = app, screen
        self._updates = time.time_ns() // 1_000_000

    async def run(self) -> None:
        """Read lines until the end of the input."""
        await self._app.prepare()
        for name, side in self._screen.sides.items():
            if name != "bezoeker":
                await self._app.db.people.couple(name, side.chat_id, self._app.clock())
        working = asyncio.create_task(self._app.run(receive=False))
        try:
            if sys.stdin.isatty():
                sys.stdout.write(HELP + "\n")
                await self._send({"text": "/start"})
            while (line := await self._next_line()) is not None:
                if line == ":stop":
                    break
                await self._take(line)
        finally:
            working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await working

    async def _next_line(self) -> str | None:
        if sys.stdin.isatty():
            sys.stdout.write(f"{self._screen.current.name}> ")
            sys.stdout.flush()
        line: str = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            return None
        line = line.strip()
        if not sys.stdin.isatty() and line:
            sys.stdout.write(f"{self._screen.current.name}> {line}\n")
        return line

    async def _take(self, line: str) -> None:
        side = self._screen.current
        if not line:
            return
        if line.startswith(":"):
            await self._command(line[1:])
        elif line.isdigit() and 1 <= int(line) <= len(side.buttons):
            label, data, message_id = side.buttons[int(line) - 1]
            _print(f"    > {label}")
            await self._tap(data, message_id)
        else:
            side.buttons.clear()
            await self._send({"text": line})

    async def _command(self, name: str) -> None:
        if name in self._screen.sides:
            self._screen.switch(self._screen.sides[name])
        elif name == "nummer":
            me = self._screen.current.chat_id
            card = {"phone_number": "31612345678", "first_name": "U", "user_id": me}
            await self._send({"contact": card})
        else:
            sys.stdout.write(HELP)

    async def _send(self, content: dict[str, Any]) -> None:
        self._updates += 1
        text = content.get("text", "")
        if text.startswith("/"):
            length = len(text.split()[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        message = {
            "message_id": self._updates,
            "date": int(self._app.clock().timestamp()),
            "chat": self._chat(),
            "from": self._person(),
        }
        await self._receive({"update_id": self._updates, "message": message | content})

    async def _tap(self, data: str, message_id: int) -> None:
        self._updates += 1
        message = {"message_id": message_id, "date": 1, "chat": self._chat(), "text": "x"}
        query = {
            "id": str(self._updates),
            "from": self._person(),
            "chat_instance": "1",
            "data": data,
            "message": message,
        }
        await self._receive({"update_id": self._updates, "callback_query": query})

    def _chat(self) -> dict[str, Any]:
        return {"id": self._screen.current.chat_id, "type": "private", "first_name": "U"}

    def _person(self) -> dict[str, Any]:
        return {"id": self._screen.current.chat_id, "is_bot": False, "first_name": "U"}

    async def _receive(self, update: dict[str, Any]) -> None:
        row = incoming(update)
        assert row is not None
        async with self._app.db.transaction():
            await self._app.db.inbox.store(self._app.bot.id, [row], self._app.clock())
        self._app.worker.wake.set()
        while not await self._is_quiet():
            await asyncio.sleep(0.01)

    async def _is_quiet(self) -> bool:
        """Whether nothing waits to be handled or sent."""
        later = self._app.clock() + timedelta(days=365)
        if await self._app.db.inbox.heads(later, 1) or await self._app.db.outbox.heads(later, 1):
            return False
        return self._app.worker.is_idle and self._app.sender.is_idle


def run_terminal(config: Path | None, fresh: bool) -> int:
    """Chat until the input ends; returns the exit code."""
    given = load_settings(config)
    set_up_logs("ERROR")
    file = Path(config.parent if config else ".").resolve() / "kvob-chat.db"
    settings = _local(given, file)
    lock = lock_of(settings)
    with held(lock):
        if fresh:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{file}{suffix}").unlink(missing_ok=True)
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_chat(settings))
    return 0


def _local(given: Settings, file: Path) -> Settings:
    """The settings without token, limits and other accounts; a database of its own."""
    return given.model_copy(
        update={
            "token": SecretStr(LOCAL_TOKEN),
            "database_url": SecretStr(f"sqlite+aiosqlite:///{file}"),
            "telegram": Telegram(
                api_base="http://127.0.0.1", seconds_per_chat=0, messages_per_second=0
            ),
            "facilitators": {},
            "mail": Mail(),
        }
    )


async def _chat(settings: Settings) -> None:
    sides = {"bezoeker": Side(VISITOR, "ondernemer")}
    screen = Screen(sides)
    sys.stderr.write("Een ogenblik, ik lees de kennisbank. De eerste keer duurt dat wat langer.\n")
    assert settings.token is not None
    bot = Bot(settings.token.get_secret_value(), screen)
    app = create_app(settings, bot)
    for number, person in enumerate(app.brain.knowledge.facilitators.values(), start=1):
        sides[person.id] = Side(VISITOR + number, person.name)
    await Terminal(app, screen).run()
