"""What a handler knows of one update: who, when, what was said, and what was said before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.config import Settings
from bot.texts import Html, Texts
from intents import KnowledgeBase, Language, Match, Matcher, Place, Places
from storage import Conversation, Database

Replies = list[TelegramMethod[Any]]
Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None


class Speaks(Protocol):
    """Whatever knows the subjects and the fixed sentences: all that a report needs."""

    @property
    def knowledge(self) -> KnowledgeBase: ...

    @property
    def texts(self) -> Texts: ...


@dataclass(frozen=True, slots=True)
class Words:
    """Subjects and sentences without a matcher, which takes seconds to learn."""

    knowledge: KnowledgeBase
    texts: Texts


@dataclass(frozen=True, slots=True)
class Brain:
    """What is known and how it is found; replaced as a whole when the files are read anew."""

    knowledge: KnowledgeBase
    matcher: Matcher
    places: Places
    texts: Texts


@dataclass(slots=True)
class Turn:
    """One update and everything that a handler may use to answer it.

    `received` is when the visitor spoke: the message's own time, or for a tap when it came in;
    `now` is the time at which it is handled. `match` is None where there is no text. `toast` is
    what the pressed button says for a moment; `is_forgotten` says that nothing of this
    conversation may be written again, `is_confirmation` that the replies go out however late,
    `is_flooding` that he is over the limit: what he says is stored, and nobody is disturbed.
    """

    brain: Brain
    settings: Settings
    db: Database
    talk: Conversation
    now: datetime
    received: datetime
    user_id: int
    text: str = ""
    match: Match | None = None
    is_new: bool = False
    toast: str | None = None
    is_forgotten: bool = False
    is_confirmation: bool = False
    is_flooding: bool = False

    @property
    def language(self) -> Language:
        return cast(Language, self.talk.language)

    @property
    def knowledge(self) -> KnowledgeBase:
        return self.brain.knowledge

    def t(self, key: str, **values: object) -> Html:
        """A fixed sentence in the language of this chat."""
        return self.brain.texts(key, self.language, **values)

    def say(self, text: str, keyboard: Keyboard = None) -> SendMessage:
        """A message to this chat; `text` is Telegram HTML."""
        return SendMessage(chat_id=self.talk.chat_id, text=text, reply_markup=keyboard)

    def mentioned_place(self) -> Place:
        """The place that this text clearly names, if any."""
        return self.brain.places.mentions(self.text)
