"""Questions that a route asks about an update before it takes it."""

from __future__ import annotations

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.turn import Turn
from intents import Outcome


class Private(Filter):
    """Is this a person in his own chat, and not a group or a channel?"""

    async def __call__(self, event: TelegramObject, turn: Turn | None = None) -> bool:
        return turn is not None


def has_text(event: Message, turn: Turn) -> bool:
    """Is there anything to read?"""
    return bool(turn.text.strip())


class About:
    """Is the message surely about this intent, alone or before anything else?"""

    def __init__(self, intent: str) -> None:
        self.intent = intent

    def __call__(self, event: Message, turn: Turn) -> bool:
        match = turn.match
        return bool(
            match
            and match.outcome is Outcome.ANSWER
            and match.intents
            and match.intents[0] == self.intent
        )


def in_form(event: Message, turn: Turn) -> bool:
    """Is a contact request being made, and not laid aside?"""
    return turn.talk.form is not None and not turn.talk.form.get("paused")


def has_form(event: Message, turn: Turn) -> bool:
    """Is there a contact request that is not finished?"""
    return turn.talk.form is not None


class WaitingFor:
    """Did the assistant just ask one of these?"""

    def __init__(self, *questions: str) -> None:
        self.questions = questions

    def __call__(self, event: Message, turn: Turn) -> bool:
        return turn.talk.waiting_for in self.questions


async def from_facilitator(event: Message | CallbackQuery, turn: Turn) -> bool:
    """Is this a facilitator's own account, at this very moment?"""
    return await turn.db.people.facilitator_of(turn.user_id) is not None
