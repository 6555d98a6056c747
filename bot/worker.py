"""inbox -> dispatcher -> outbox: each update once, in order per chat, in one transaction."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update

from bot.calls import storable
from bot.clock import Clock, system_clock
from bot.config import Settings
from bot.details import clean
from bot.middlewares import is_emergency
from bot.notices import alarm
from bot.turn import Brain, Turn
from intents import Language, Match
from storage import Conversation, Database, DatabaseUnavailable, Delivery, InboxRow

log = logging.getLogger(__name__)

Event = Message | CallbackQuery | ChatMemberUpdated

TRIES = 3
BATCH = 32  # updates of as many chats that share one commit
SHORT = 300  # letters of a text that is understood at once
LOOK_AGAIN = 5.0  # seconds
KEPT_BY_TELEGRAM = timedelta(days=1)
SILENCE = timedelta(minutes=30)  # after so much of it a new thread of talk begins


@dataclass(slots=True)
class Prepared:
    """An update, parsed and understood before the transaction starts."""

    row: InboxRow
    update: Update | None
    text: str
    match: Match | None
    brain: Brain  # the one that understood it: what it names is answered from the same files
    fault: str | None = None

    @property
    def is_understood(self) -> bool:
        return self.match is not None or not self.text or self.fault is not None


class Worker:
    """Takes the oldest update of each chat, and several chats at a time into one commit."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        db: Database,
        settings: Settings,
        brain: Callable[[], Brain],
        clock: Clock,
    ) -> None:
        self._bot, self._dispatcher, self._db = bot, dispatcher, db
        self._settings, self._brain, self._clock = settings, brain, clock
        self._under_way: set[int] = set()
        self._ready: asyncio.Queue[Prepared] = asyncio.Queue()
        # One: Python runs no two at once, and more of them only keep the event loop waiting.
        self._thread = ThreadPoolExecutor(1, "understand")
        self._answers: set[asyncio.Task[None]] = set()
        self.wake = asyncio.Event()
        self.on_commit: Callable[[], None] = lambda: None
        self.has_erased = False

    @property
    def is_idle(self) -> bool:
        return not self._under_way and not self.wake.is_set()

    async def run(self) -> None:
        """Work until cancelled; an update that is cut off is handled at the next start."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._prepare_what_waits(group))
            group.create_task(self._handle_what_is_ready())

    async def _prepare_what_waits(self, group: asyncio.TaskGroup) -> None:
        while True:
            self.wake.clear()
            rows: list[InboxRow] = []
            room = 4 * BATCH - len(self._under_way)
            # One look brings several; replicas also let go of chats by it.
            if room >= 2 * BATCH or self._db.is_shared:
                try:
                    rows = await self._db.claim(system_clock(), max(room, 0), self._under_way)
                except DatabaseUnavailable as error:
                    log.warning("cannot read the inbox: %s", error)
            for row in rows:
                self._under_way.add(row.chat_id)
                prepared = self._read(row)
                if prepared.is_understood:
                    self._ready.put_nowait(prepared)
                else:
                    group.create_task(self._understand(prepared))
                await asyncio.sleep(0)  # others have their turn after each
            try:
                # What a replica that is gone has left is found by looking.
                async with asyncio.timeout(1.0 if self._db.is_shared else LOOK_AGAIN):
                    await self.wake.wait()
            except TimeoutError:
                pass

    def _read(self, row: InboxRow) -> Prepared:
        """Parse it, outside the transaction, and understand it where that takes no time: a short
        text without the encoder takes less than the event loop and a thread cost each other.
        """
        prepared = Prepared(row, None, "", None, self._brain())
        matcher = prepared.brain.matcher
        try:
            # The standard parser, not pydantic's: it takes lone surrogates, as Telegram may send.
            payload = json.loads(row.payload)
            prepared.update = Update.model_validate(payload, context={"bot": self._bot})
            prepared.text = text_of(prepared.update)
            if prepared.text and matcher.is_quick and len(prepared.text) <= SHORT:
                prepared.match = matcher.match(prepared.text)
        except Exception as error:
            prepared.fault = f"cannot be read: {type(error).__name__}"
        return prepared

    async def _understand(self, prepared: Prepared) -> None:
        """What takes long in a thread: no chat waits for another's matching."""
        loop, match = asyncio.get_running_loop(), prepared.brain.matcher.match
        try:
            prepared.match = await loop.run_in_executor(self._thread, match, prepared.text)
        except Exception as error:
            prepared.fault = f"cannot be read: {type(error).__name__}"
        self._ready.put_nowait(prepared)

    async def _handle_what_is_ready(self) -> None:
        while True:
            batch = [await self._ready.get()]
            while len(batch) < BATCH and not self._ready.empty():
                batch.append(self._ready.get_nowait())
            await self._handle_all(batch)
            chats = [each.row.chat_id for each in batch]
            self._under_way.difference_update(chats)
            self._db.release(chats)
            self.wake.set()

    async def _handle_all(self, batch: list[Prepared]) -> None:
        """Handle several chats' updates in one commit; if one fails, each on its own."""
        while True:
            try:
                return await self._commit(batch)
            except DatabaseUnavailable as error:
                # Full, locked, away: never this update's fault. Wait, and do it again.
                log.warning("cannot write the database: %s", error)
                await asyncio.sleep(1)
            except Exception as error:
                if len(batch) == 1:
                    return await self._give_up_or_wait(batch[0], error)
                for each in batch:
                    await self._handle_all([each])
                return None

    async def _commit(self, batch: list[Prepared]) -> None:
        answers: list[AnswerCallbackQuery] = []
        readable = [each.row.id for each in batch if each.update is not None]
        async with self._db.transaction():
            mine = await self._db.inbox.finish(readable, self._clock()) if readable else set()
            for number, each in enumerate(batch):
                if number:
                    await asyncio.sleep(0)  # what comes in and goes out need not wait for all
                if each.update is None:
                    # However often it is tried: it stays what it is, and holds nobody up.
                    log.error("update:%d %s", each.row.update_id, each.fault)
                    await self._quarantine(each, each.fault or "")
                elif each.row.id in mine:
                    answers += await self._handle(each, each.update)
        self.on_commit()
        for answer in answers:
            task = asyncio.create_task(self._answer(answer))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    async def _handle(self, each: Prepared, update: Update) -> list[AnswerCallbackQuery]:
        """One update inside the transaction that marked it done: state and messages with it."""
        row = each.row
        event = (
            update.message
            or update.edited_message
            or update.callback_query
            or update.my_chat_member
        )
        if event is None:
            return []  # a kind that we did not ask for
        album = _album_of(event, row)
        if album and not each.text and await self._db.outbox.has(album):
            return []  # the other pictures of an album that was answered
        turn = await self._turn(each, event) if is_private(event, row) else None
        if turn is None and update.callback_query is not None:
            log.warning("update:%d was refused: no person in his own chat", row.update_id)
        before = repr(turn.talk) if turn else None  # ten times as quick as a copy
        replies = await self._dispatch(update.event_type, event, turn)
        about = row.chat_id if turn else None
        rows = [delivery(reply, about, _kind_of_reply(turn)) for reply in replies]
        if rows and album:
            rows[0] = replace(rows[0], key=album)
        await self._db.outbox.put(rows, self._clock())
        is_changed = turn is not None and (turn.is_new or repr(turn.talk) != before)
        if turn and turn.is_forgotten:
            self.has_erased = True
        if turn and is_changed and not turn.is_forgotten:
            await self._db.conversations.save(turn.talk, turn.now)
        if update.callback_query is None:
            return []
        toast = turn.toast if turn else None
        return [AnswerCallbackQuery(callback_query_id=update.callback_query.id, text=toast)]

    async def _turn(
        self, each: Prepared, event: Message | CallbackQuery | ChatMemberUpdated
    ) -> Turn:
        now = self._clock()
        assert event.from_user is not None
        talk = await self._db.conversations.hold(each.row.chat_id)
        # A tap belongs to what was said before, however long ago.
        if talk and isinstance(event, Message) and now - talk.updated_at > SILENCE:
            talk.thread = None
        # A tap carries no time of its own.
        received = each.row.received_at
        if not isinstance(event, CallbackQuery) and _is_credible(event.date, received):
            received = event.date
        return Turn(
            brain=each.brain,
            settings=self._settings,
            db=self._db,
            talk=talk or Conversation(each.row.chat_id, updated_at=now),
            now=now,
            received=received,
            user_id=event.from_user.id,
            text=each.text,
            match=each.match,
            is_new=talk is None,
        )

    async def _dispatch(
        self, kind: str, event: Event, turn: Turn | None
    ) -> list[TelegramMethod[Any]]:
        """To the routes at once: what `feed_update` does before that nobody here uses."""
        known = {**self._dispatcher.workflow_data, "bot": self._bot, "turn": turn}
        result = await self._dispatcher.propagate_event(kind, event, **known)
        if result is UNHANDLED or result is None:
            return []
        return list(result)

    async def _give_up_or_wait(self, each: Prepared, error: Exception) -> None:
        """Count the failure; after the last try set the update aside, apologise and alarm."""
        row, reason = each.row, f"{type(error).__name__}"
        log.error(
            "update:%d failed at try %d: %s",
            row.update_id,
            row.attempts + 1,
            reason,
            exc_info=error,
        )
        try:
            async with self._db.transaction():
                if row.attempts + 1 >= TRIES:
                    await self._quarantine(each, reason)
                else:
                    again = system_clock() + timedelta(seconds=1)
                    await self._db.inbox.fail(row.id, reason, again)
                    asyncio.get_running_loop().call_later(1.01, self.wake.set)
        except DatabaseUnavailable as trouble:
            log.warning("cannot write the database: %s", trouble)
            await asyncio.sleep(1)
        self.on_commit()

    async def _quarantine(self, each: Prepared, reason: str) -> None:
        row, now = each.row, self._clock()
        if not await self._db.inbox.quarantine(row.id, reason, now):
            return
        if is_from_person(row):
            talk = await self._db.conversations.get(row.chat_id)
            language: Language = "en" if talk and talk.language == "en" else "nl"
            text = self._brain().texts("apology", language)
            body = {"chat_id": row.chat_id, "text": text, "parse_mode": "HTML"}
            apology = Delivery(row.chat_id, "sendMessage", body, about_chat=row.chat_id)
            await self._db.outbox.put([apology], now)
        await alarm(self._db, self._settings, f"update:{row.update_id} set aside: {reason}", now)

    async def _answer(self, answer: AnswerCallbackQuery) -> None:
        """Stop the button's waiting sign; nothing depends on it, so a failure is only noted."""
        try:
            await self._bot(answer, request_timeout=5)
        except Exception as error:
            log.info("a button press could not be answered: %s", type(error).__name__)


def _is_credible(sent: datetime, received: datetime) -> bool:
    """Telegram keeps a message for a day; a time before that or to come is a clock gone wrong."""
    return received - KEPT_BY_TELEGRAM <= sent <= received + timedelta(minutes=5)


def is_private(event: Event, row: InboxRow) -> bool:
    """Whether a person speaks for himself: only his own chat has his id, groups have another."""
    person = event.from_user
    return person is not None and not person.is_bot and person.id == row.chat_id


def _kind_of_reply(turn: Turn | None) -> str:
    """112 goes before all else; what confirms something goes out however late, and of the last
    words to who was erased nothing is kept.
    """
    if turn is not None and turn.is_forgotten:
        return "farewell"
    if turn is not None and is_emergency(turn.match):
        return "urgent"
    return "confirmation" if turn is not None and turn.is_confirmation else "reply"


def is_from_person(row: InboxRow) -> bool:
    """Whether an update that cannot be handled is at least a person's in his own chat."""
    try:
        update = json.loads(row.payload)
        event = next(update[kind] for kind in ("message", "callback_query") if kind in update)
        sender = event["from"]
        return row.chat_id > 0 and sender["id"] == row.chat_id and sender["is_bot"] is False
    except (ValueError, TypeError, KeyError, StopIteration, RecursionError):
        return False


def _album_of(event: Event, row: InboxRow) -> str | None:
    """The name under which an album is answered: each of its pictures is an update."""
    group = event.media_group_id if isinstance(event, Message) else None
    return f"album:{row.chat_id}:{group}"[:80] if group else None


def delivery(method: TelegramMethod[Any], about: int | None, kind: str = "reply") -> Delivery:
    """An unsent method as a row of the outbox."""
    name, body = storable(method)
    return Delivery(body["chat_id"], name, body, kind=kind, about_chat=about)


def text_of(update: Update) -> str:
    """What a message or its caption says, without characters that only deceive the eye."""
    message = update.message or update.edited_message
    return clean(message.text or message.caption or "") if message else ""
