"""Bugs that are planted on purpose: each is a mistake that somebody could make tomorrow.

A plant changes the loaded program; the test that is named beside it must then fail.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from aiogram.exceptions import TelegramRetryAfter
from aiohttp import web

from bot import outage, receive, send, webhook, worker
from bot.handlers import requests
from storage import database, engine, inbox, lock, outbox, people


def confirm_before_the_commit() -> None:
    original = receive.Receiver._store

    async def store(self: Any, updates: list[Any]) -> None:
        if updates:
            self._offset = max(update["update_id"] for update in updates) + 1
        await original(self, updates)

    receive.Receiver._store = store  # type: ignore[method-assign]


def answer_200_before_the_commit() -> None:
    original = webhook.Webhook.take
    tasks = set()

    async def take(self: Any, request: web.Request) -> web.StreamResponse:
        await request.read()
        tasks.add(asyncio.create_task(original(self, request)))
        return web.Response()

    webhook.Webhook.take = take  # type: ignore[assignment, method-assign]


def forget_what_came_before() -> None:
    original = inbox.Inbox._known

    async def known(self: Any, bot_id: int, ids: list[int]) -> dict[int, list[str]]:
        found = await original(self, bot_id, ids)
        return {number: ["another"] * len(digests) for number, digests in found.items()}

    inbox.Inbox._known = known  # type: ignore[method-assign]


def store_in_the_wrong_order() -> None:
    original = inbox.Inbox.store

    async def store(self: Any, bot_id: int, updates: Any, now: Any) -> int:
        return await original(self, bot_id, list(reversed(updates)), now)

    inbox.Inbox.store = store  # type: ignore[method-assign]


def mark_before_sending() -> None:
    original = send.Sender._send

    async def mark_and_send(self: Any, row: Any) -> None:
        await self._db.outbox.done(row.id, None, self._clock())
        self._failed = lambda *_: asyncio.sleep(0)
        await original(self, row)

    send.Sender._send = mark_and_send  # type: ignore[method-assign]


def sync_as_normal() -> None:
    make = engine.make_engine

    def make_engine(url: sa.URL, **more: Any) -> Any:
        made = make(url, **more)

        @sa.event.listens_for(made.sync_engine, "connect")
        def less(connection: Any, _record: Any) -> None:
            connection.cursor().execute("PRAGMA synchronous=NORMAL")

        return made

    database.make_engine = make_engine  # type: ignore[attr-defined]


def ignore_whose_request_it_is() -> None:
    original = requests.own_request

    async def own_request(query: Any, turn: Any, callback_data: Any) -> Any:
        request, mine = await turn.db.requests.get(callback_data.request), turn.talk.chat_id
        turn.talk.chat_id = request.about_chat if request else mine
        try:
            return await original(query, turn, callback_data)
        finally:
            turn.talk.chat_id = mine

    requests.own_request = own_request


def swallow_429() -> None:
    original = send.Sender._failed

    async def failed(self: Any, row: Any, error: Exception) -> None:
        if isinstance(error, TelegramRetryAfter):
            await self._postpone(row, 0, "slow down")
        else:
            await original(self, row, error)

    send.Sender._failed = failed  # type: ignore[method-assign]


def drop_what_is_refused() -> None:
    async def park(self: Any, row_id: int, error: str, now: Any) -> None:
        await self._execute(sa.delete(outbox.outbox).where(outbox.outbox.c.id == row_id))

    outbox.Outbox.park = park  # type: ignore[assignment, method-assign]


def erase_all_but_the_conversation() -> None:
    original = people.People._erase_rows
    table = people.conversations

    async def erase(self: Any, chat_id: int, now: Any) -> list[int]:
        query = sa.select(table).where(table.c.chat_id == chat_id)
        kept = (await self._execute(query)).mappings().all()
        erased = await original(self, chat_id, now)
        for row in kept:
            await self._execute(sa.insert(table).values(**row))
        return erased

    people.People._erase_rows = erase  # type: ignore[method-assign]


def let_anybody_bring_updates() -> None:
    webhook.Webhook._is_from_telegram = lambda self, request: True  # type: ignore[method-assign]


def give_up_at_once() -> None:
    worker.TRIES = 1


def let_two_write() -> None:
    lock._lock = lambda handle: None


def forget_the_outage() -> None:
    async def note(self: Any, since: Any) -> None:
        pass

    outage.Outage.note = note  # type: ignore[method-assign]


def answer_half() -> None:
    """Commit what was handled although a later step of the same update failed."""
    original = worker.Worker._commit

    async def commit(self: Any, batch: list[Any]) -> None:
        async with self._db.transaction():
            await self._db.inbox.finish([each.row.id for each in batch], self._clock())
        await original(self, [replace(each) for each in batch])

    worker.Worker._commit = commit  # type: ignore[method-assign]


RECEIVE, SEND, HOOK = "bot/test_receive.py", "bot/test_send.py", "bot/test_webhook.py"
STORED = "storage/test_database.py"
PLANTS: dict[Callable[[], None], str] = {
    confirm_before_the_commit: f"{RECEIVE}::test_nothing_is_confirmed_before_the_commit",
    answer_200_before_the_commit: f"{HOOK}::test_without_a_database_telegram_keeps_it",
    forget_what_came_before: f"{HOOK}::test_an_update_that_comes_twice_is_answered_once",
    store_in_the_wrong_order: f"{RECEIVE}::test_updates_in_a_batch_are_put_in_order",
    mark_before_sending: f"{SEND}::test_what_is_no_verdict_is_tried_again",
    sync_as_normal: "storage/test_power.py::test_a_power_cut_loses_nothing",
    ignore_whose_request_it_is: "bot/test_tampering.py::test_an_owner_reaches_only_his_own",
    swallow_429: f"{SEND}::test_retry_after_is_obeyed",
    drop_what_is_refused: f"{SEND}::test_what_telegram_refuses_is_set_aside",
    erase_all_but_the_conversation: f"{STORED}::test_erased_words_leave_the_files",
    let_anybody_bring_updates: f"{HOOK}::test_without_the_secret_nobody_gets_in",
    give_up_at_once: "bot/test_poison.py::test_a_handler_that_fails_is_tried_three_times",
    let_two_write: f"{STORED}::test_second_writer_is_refused",
    forget_the_outage: "bot/test_outage.py::test_the_summary_is_shown_again",
    answer_half: "bot/test_poison.py::test_a_handler_that_fails_is_tried_three_times",
}
# What needs several steps in a certain order is found by random programs as well.
FOUND_BY_THE_MODEL = (
    forget_what_came_before,
    mark_before_sending,
)
MODEL = "bot/test_model.py::test_programs"
