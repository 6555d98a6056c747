"""The table of routes: the first that fits is taken, and what is costly is asked last."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.filters import Command
from aiogram.types import Chat, Message

from bot.routes import add_routes
from bot.table import Table

TOKEN = "42:fake-token-for-tests-that-is-long-enough"


def message(text: str) -> Message:
    return Message(
        message_id=1, date=datetime.now(UTC), chat=Chat(id=5, type="private"), text=text
    )


async def take(table: Table, text: str) -> Any:
    return await table.take(message(text), turn=None, bot=Bot(TOKEN), other="kept")


async def test_the_first_route_that_fits_is_taken() -> None:
    """Every question has to be answered with yes; where no route fits nothing is done."""
    table = Table()

    async def is_short(event: Message, _turn: None) -> bool:
        return len(event.text or "") < 9

    async def first() -> str:
        return "first"

    async def second(event: Message, other: str) -> str:
        return f"{event.text} {other}"

    table.register(first, is_short, lambda event, _turn: event.text.startswith("a"))
    table.register(second, is_short)
    assert await take(table, "long enough") is UNHANDLED
    assert await take(table, "b") == "b kept"


async def test_a_look_goes_before_what_has_to_be_waited_for() -> None:
    """The database is not asked where a look at the message says no; nothing is asked in a
    thread.
    """
    table, asked = Table(), []

    async def wait(_event: Message, _turn: None) -> bool:
        asked.append("wait")
        return True

    def look(event: Message, _turn: None) -> bool:
        asked.append(threading.current_thread() is threading.main_thread())
        return event.text == "yes"

    async def handle(_event: Message) -> str:
        return "done"

    table.register(handle, wait, look)
    assert await take(table, "no") is UNHANDLED
    assert asked == [True]
    assert await take(table, "yes") == "done"
    assert asked == [True, True, "wait"]


async def test_a_filter_of_aiogram_gives_what_it_found() -> None:
    """What a filter read goes to its own route only."""
    table = Table()

    async def no(_event: Message, _turn: None) -> bool:
        return False

    async def command_of(_event: Message, command: Any = None) -> Any:
        return command and command.args

    table.register(command_of, Command("find"), no)
    table.register(command_of, lambda event, _turn: event.text.endswith("last"))
    table.register(command_of, Command("find"))
    assert await take(table, "/find it last") is None
    assert await take(table, "/find it") == "it"


def test_all_that_aiogram_asks_itself_is_awaitable() -> None:
    """It would give a plain function to a thread and wait for it."""
    router = Router()
    add_routes(router)
    routes = [each for observer in router.observers.values() for each in observer.handlers]
    questions = [one for each in routes for one in each.filters or []]
    assert len(routes) > 4
    assert all(each.awaitable for each in [*routes, *questions])
