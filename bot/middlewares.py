"""What is done around every reaction: language, slowing down floods, saying what this is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.form import follow_regions
from bot.handlers import additions, form_questions, privacy
from bot.phrases import BACK, STOP, is_no, is_yes
from bot.turn import Replies, Turn
from intents import Match, Outcome, shows_dutch

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

SWITCH_WORDS = 3  # words of a sentence that shows in which language somebody writes
MINUTE = 60  # seconds
FRESH = timedelta(hours=1)  # so long 'ja' answers a question; later it is about something else
TAPS = 3  # times as many as messages


async def follow_language(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """Answer in the language of a real sentence; a tap or a word keeps it, the menu pins it."""
    turn: Turn | None = data.get("turn")
    if turn and turn.match and not turn.talk.pinned and not is_emergency(turn.match):
        if turn.match.language == "en":
            turn.talk.language = "en"
        elif turn.language == "en" and _speaks_dutch(turn):
            turn.talk.language = "nl"
    return await handler(event, data)


def _speaks_dutch(turn: Turn) -> bool:
    """A Dutch sentence; in a form a name or an address alone shows nothing."""
    words = [word for word in turn.text.split() if any(sign.isalpha() for sign in word)]
    if len(words) < SWITCH_WORDS:
        return False
    return shows_dutch(turn.text, is_loose=turn.talk.form is None)


async def know_what_it_is_about(
    handler: Handler, event: TelegramObject, data: dict[str, Any]
) -> Any:
    """Understand a short follow-up from what was last talked about."""
    turn: Turn | None = data.get("turn")
    if turn and turn.match and turn.text:
        last = tuple(turn.talk.topics)
        turn.match = turn.brain.matcher.follow_up(turn.match, turn.text, last)
    return await handler(event, data)


async def let_the_desk_write(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """What a facilitator writes of somebody's danger is a note, unless a rule says otherwise."""
    turn: Turn | None = data.get("turn")
    if turn and turn.talk.desk is not None and is_emergency(turn.match):
        assert turn.match is not None
        if turn.match.score < 1:
            turn.match = replace(turn.match, outcome=Outcome.FALLBACK, intents=())
    return await handler(event, data)


async def drop_old_question(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """'Are you sure?' counts for the next message only; a later 'ja' means something else."""
    turn: Turn | None = data.get("turn")
    waiting = (turn.talk.waiting_for or "") if turn else ""
    is_open = waiting in ("erase", "withdraw", "pass_on") or waiting.startswith("belongs:")
    if turn and is_open and isinstance(event, Message):
        is_answer = is_yes(turn.text) or is_no(turn.text)
        if waiting in ("erase", "withdraw"):
            is_answer = privacy.is_decision(turn)
        elif waiting.startswith("belongs:"):
            is_answer = additions.belongs(turn) or additions.is_new(turn)
        is_fresh = turn.now - turn.talk.updated_at < FRESH
        turn.talk.waiting_for = turn.talk.waiting_for if is_answer and is_fresh else None
    return await handler(event, data)


async def keep_form_true(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """What a form says of the region was true when it was given; the files may have changed."""
    turn: Turn | None = data.get("turn")
    if turn and turn.talk.form is not None:
        follow_regions(turn)
    return await handler(event, data)


async def age_draft(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """A facilitator who did something else since he was asked to type is asked what it is for."""
    turn: Turn | None = data.get("turn")
    before = turn.talk.desk if turn else None
    replies = await handler(event, data)
    if turn and before is not None and turn.talk.desk == before:
        turn.talk.desk = before | {"is_old": True}
    return replies


async def keep_form_in_sight(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """A command in the middle of a form is answered, and then the form is offered again."""
    turn: Turn | None = data.get("turn")
    before = turn.talk.form["key"] if turn and turn.talk.form else None
    replies = await handler(event, data)
    if turn is None or before is None or not turn.text.startswith("/") or turn.text in STOP | BACK:
        return replies
    after = turn.talk.form
    if after is None or after["key"] != before or turn.text.startswith("/contact"):
        return replies
    return [*(replies or []), *form_questions.offer_to_go_on(turn)]


async def know_confirmations(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """What confirms a request goes out, however late and in whatever flood."""
    turn: Turn | None = data.get("turn")
    before = turn.talk.form["key"] if turn and turn.talk.form else None
    replies = await handler(event, data)
    if turn and before and turn.talk.form is None and await turn.db.requests.by_form(before):
        turn.is_confirmation = True
    return replies


async def slow_down(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """Over the limit one notice is given and nothing more; what belongs to a form still counts.

    An emergency and a confirmation always get their answer. The limit drops replies, never what
    is stored. A tap says nothing new: over three times the limit it does nothing.
    """
    turn: Turn | None = data.get("turn")
    if turn is None or is_emergency(turn.match):
        return await handler(event, data)
    now, limit = int(turn.now.timestamp()), turn.settings.limits.messages_per_minute
    is_tap = isinstance(event, CallbackQuery)
    all_recent = [second for second in turn.talk.recent if now - MINUTE < abs(second) <= now]
    recent = [second for second in all_recent if (second < 0) == is_tap]
    limit = limit * TAPS if is_tap else limit
    if len(recent) < limit + 2:
        turn.talk.recent = [*all_recent, -now if is_tap else now]
    if len(recent) < limit:
        return await handler(event, data)
    if is_tap:
        if await turn.db.people.facilitator_of(turn.user_id) is not None:
            return await handler(event, data)  # the queue is his work
        turn.toast = turn.t("slow_down_taps")
        return []
    turn.is_flooding = True
    replies = await handler(event, data)
    if turn.is_confirmation:
        return replies
    # The first message over the limit is told so; the others only count.
    return [turn.say(turn.t("slow_down"))] if len(recent) == limit else []


def is_emergency(match: Match | None) -> bool:
    return bool(match and match.outcome is Outcome.ANSWER and match.intents[0] == "noodgeval")


async def introduce(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
    """Say at the first contact that this is a computer; under the answer, so that 112 is first."""
    turn: Turn | None = data.get("turn")
    replies: Replies = await handler(event, data)
    is_start = isinstance(event, Message) and (event.text or "").startswith("/start")
    if turn is None or not turn.is_new or is_start or isinstance(event, CallbackQuery):
        return replies
    said = " ".join(each.text for each in replies or [] if isinstance(each, SendMessage))
    if "computer" in said:  # 'ben je een mens?' and 112 say it themselves
        return replies
    for reply in replies or []:
        if isinstance(reply, SendMessage):
            reply.text = f"{reply.text}\n\n{turn.t('introduction')}"
            break
    return replies
