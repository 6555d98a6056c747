"""After an outage: buttons that may have been pressed in vain are asked again, once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from aiogram.methods import SendMessage

from bot.clock import Clock, system_clock
from bot.config import Settings
from bot.handlers import form_questions, guides, privacy
from bot.receive import OUTAGE
from bot.send import STALE
from bot.turn import Brain, Replies, Turn
from bot.worker import delivery
from storage import Conversation, Database, DatabaseUnavailable

log = logging.getLogger(__name__)

BUTTONS_ONLY = ("summary", "region")  # steps of the form that wait on a button
QUESTIONS = ("region", "yes", "erase", "withdraw")  # what `waiting_for` begins with
RECENT = timedelta(days=1)  # who was silent for longer before the outage is left alone
LOOK_AGAIN = 0.5  # seconds


class Outage:
    """Knows that the assistant was away, and makes up for it when all that waited is handled.

    Telegram keeps a message for a day, but the press of a button for 150 seconds.
    """

    def __init__(
        self,
        db: Database,
        settings: Settings,
        brain: Callable[[], Brain],
        clock: Clock,
        real: Clock = system_clock,
    ) -> None:
        self._db, self._settings, self._brain = db, settings, brain
        self._clock, self._real = clock, real
        self._is_noted = False

    async def start(self) -> None:
        """Compare the last heartbeat with now; go on with an outage not yet made up for."""
        last, noted = await self._db.people.mark("heartbeat"), await self._noted()
        self._is_noted = noted is not None
        if last is not None and self._clock() - last[1] > OUTAGE:
            await self.note(last[1])

    async def note(self, since: datetime) -> None:
        """There was an outage since then; remembered, so that a crash does not forget it."""
        log.warning("back after an outage; open questions will be asked again")
        async with self._db.transaction():
            earlier = await self._noted()
            first = min(since, earlier[0]) if earlier else since
            await self._db.people.set_mark("outage", first.isoformat(), self._clock())
        self._is_noted = True

    async def _noted(self) -> tuple[datetime, datetime] | None:
        """Since when, and when it was noted; None where there is nothing to make up for."""
        mark = await self._db.people.mark("outage")
        return (datetime.fromisoformat(mark[0]), mark[1]) if mark and mark[0] else None

    async def run(self, is_ready: Callable[[], bool], wake: Callable[[], None]) -> None:
        """Work until cancelled: when all that waited is handled, ask what is still open.

        A computer that slept, or a program that was held, shows in the time between two rounds.
        """
        before = self._real()
        self._is_noted = True  # looked at once, for another replica may have noted it
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            try:
                slept = self._real() - before
                if slept > OUTAGE:
                    await self.note(self._clock() - slept)
                before = self._real()
                if self._is_noted and is_ready() and await self._is_all_handled():
                    await self.ask_again()
                    wake()
            except DatabaseUnavailable as error:
                log.warning("cannot ask again: %s", error)

    async def _is_all_handled(self) -> bool:
        """Whether no other replica is still at work on what came in meanwhile."""
        return not self._db.is_shared or await self._db.inbox.oldest_open() is None

    async def ask_again(self) -> int:
        """Ask everybody who waits on a button and heard nothing since; returns how many."""
        noted = await self._noted()
        if noted is None:
            self._is_noted = False
            return 0
        asked = 0
        since, now = noted
        for chat_id in await self._db.conversations.waiting(since - RECENT):
            asked += await self._try_to_ask(chat_id, now)
        await self._db.people.set_mark("outage", None, self._clock())
        self._is_noted = False
        log.info("asked %d open questions again", asked)
        return asked

    async def _try_to_ask(self, chat_id: int, noted: datetime) -> bool:
        """One transaction each: asked is asked, and one odd chat costs no other its question."""
        try:
            async with self._db.transaction():
                return await self._ask_one(chat_id, noted)
        except DatabaseUnavailable:
            raise
        except Exception as error:
            log.error("a question could not be asked again", exc_info=error)
            return False

    async def _ask_one(self, chat_id: int, noted: datetime) -> bool:
        talk = await self._db.conversations.hold(chat_id)
        if talk is None or not waits_on_button(talk):
            return False
        if await self._db.outbox.has_reply_since(chat_id, noted):
            return False
        await self._speak(talk)
        return True

    async def replace_stale(self, chat_id: int) -> None:
        """Answers that waited for over an hour give way to one line and the open question."""
        now = self._clock()
        async with self._db.transaction():
            await self._db.outbox.drop_stale(chat_id, now - STALE, now)
            talk = await self._db.conversations.hold(chat_id)
            await self._speak(talk or Conversation(chat_id, updated_at=now))

    async def _speak(self, talk: Conversation) -> None:
        """One message: we are back, and the question that is open, if any."""
        now, last_heard = self._clock(), talk.updated_at
        turn = Turn(self._brain(), self._settings, self._db, talk, now, now, talk.chat_id)
        replies = await open_question(turn)
        if replies:
            (reply,) = replies
            assert isinstance(reply, SendMessage)
            reply.text = f"{turn.t('asked_again')}\n\n{reply.text}"
            if talk.form is not None:
                talk.form_at = now  # asked just now, so 'versturen' counts again
            await self._db.conversations.save(talk, last_heard)
        else:
            reply = turn.say(turn.t("back_again"))
        await self._db.outbox.put([delivery(reply, talk.chat_id)], now)


def waits_on_button(talk: Conversation) -> bool:
    """Whether the open question is answered with a button rather than with words."""
    form = talk.form
    waiting = (talk.waiting_for or "").partition(":")[0]
    if form is not None and not form.get("paused"):
        return form.get("step") in BUTTONS_ONLY or waiting in QUESTIONS
    return waiting in QUESTIONS


async def open_question(turn: Turn) -> Replies:
    """The question that this chat has to answer, in one message; nothing where there is none."""
    waiting, form = turn.talk.waiting_for, turn.talk.form
    if waiting in ("erase", "withdraw"):
        return await privacy.ask_if_sure(turn, waiting == "withdraw")
    if form is not None and not form.get("paused"):
        return form_questions.ask_again(turn)
    is_place_open = waiting == "region" or (waiting or "").startswith(guides.SUGGESTED)
    return guides.ask_region(turn) if is_place_open else []
