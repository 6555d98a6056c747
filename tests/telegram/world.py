"""What Telegram knows: chats with their messages, people, button presses, the bot's own data."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.limits import Limits
from tests.telegram.markup import Markup, is_inline, read_markup
from tests.telegram.parameters import Parameters
from tests.telegram.refusal import Refusal, bad_request, forbidden
from tests.telegram.updates import UpdateQueue

Message = dict[str, Any]

ANSWER_WITHIN = 150


@dataclass
class Chat:
    """One chat as both sides see it; `messages` are those that are still there, in order."""

    info: dict[str, Any]
    is_known: bool = False
    refusal: Refusal | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: Markup | None = None
    news: list[int] = field(default_factory=list)
    active_at: float = 0.0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def id(self) -> int:
        return int(self.info["id"])

    @property
    def is_private(self) -> bool:
        return bool(self.info["type"] == "private")

    def stir(self) -> None:
        """The bot did something here; whoever listens looks again."""
        self.active_at = time.monotonic()
        self._changed.set()
        self._changed = asyncio.Event()

    async def stirred(self, seconds: float) -> bool:
        """Wait for the bot to do something; False if it did not."""
        try:
            async with asyncio.timeout(max(seconds, 0)):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True


@dataclass
class Query:
    """A press on a button, open until the bot answers it or 150 seconds are over."""

    id: str
    chat: Chat
    pressed_at: float
    is_answered: bool = False
    text: str = ""
    is_alert: bool = False


class World:
    """The state behind the methods of the Bot API."""

    def __init__(self, token: str, clock: Callable[[], float]) -> None:
        self.token = token
        self.clock = clock
        self.updates = UpdateQueue(clock)
        self.limits = Limits()
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.profile: dict[str, Any] = {"commands": {}, "descriptions": {}}
        self.webhook: dict[str, Any] = {"url": ""}
        self.bot = {
            "id": int(token.split(":")[0]),
            "is_bot": True,
            "first_name": "KVO-B assistent",
            "username": "kvob_test_bot",
        }
        self._message_id = random.randrange(1, 1000)

    def now(self) -> int:
        return int(self.clock())

    def next_message_id(self) -> int:
        """One series for all private chats of a bot, as at Telegram."""
        self._message_id += 1
        return self._message_id

    def chat_of(self, parameters: Parameters) -> Chat:
        """The chat that a call is about, whether or not the bot may write there."""
        if not parameters.text("chat_id"):
            raise bad_request("chat_id is empty")
        chat = self.chats.get(parameters.chat_id or 0)
        if chat is None or not chat.is_known:
            raise bad_request("chat not found")
        return chat

    def open_chat(self, parameters: Parameters) -> Chat:
        """The chat to write to; an error where its owner does not want that."""
        chat = self.chat_of(parameters)
        if chat.refusal is not None:
            raise chat.refusal
        return chat

    def post(self, chat: Chat, content: dict[str, Any], parameters: Parameters) -> Message:
        """A new message of the bot, with its keyboard and what it replies to."""
        markup = read_markup(parameters.text("reply_markup"))
        reply = self._replied_to(chat, parameters)
        self.limits.count("send", chat.id)
        message: Message = {
            "message_id": self.next_message_id(),
            "from": self.bot,
            "chat": chat.info,
            "date": self.now(),
        }
        message |= reply | content
        if is_inline(markup):
            message["reply_markup"] = markup
        elif markup and "inline_keyboard" not in markup:
            chat.keyboard = markup if "keyboard" in markup else None
        if parameters.flag("protect_content"):
            message["has_protected_content"] = True
        chat.messages[message["message_id"]] = message
        chat.news.append(message["message_id"])
        chat.stir()
        return message

    def _replied_to(self, chat: Chat, parameters: Parameters) -> dict[str, Message]:
        given = parameters.data("reply_parameters") or {}
        wanted = given.get("message_id") or parameters.integer("reply_to_message_id")
        if not wanted:
            return {}
        message = chat.messages.get(wanted)
        if message is None:
            if given.get("allow_sending_without_reply"):
                return {}
            raise bad_request("message to be replied not found")
        shown = {key: value for key, value in message.items() if key != "reply_to_message"}
        return {"reply_to_message": shown}

    def answer_query(self, parameters: Parameters) -> None:
        query = self.queries.get(parameters.text("callback_query_id"))
        too_old = query is not None and self.clock() - query.pressed_at > ANSWER_WITHIN
        if query is None or too_old or query.is_answered:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        text = parameters.text("text")
        if len(text) > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        query.is_answered, query.text = True, text
        query.is_alert = parameters.flag("show_alert")
        query.chat.stir()

    def leave(self, chat: Chat) -> None:
        if chat.is_private:
            raise bad_request("chat member status can't be changed in private chats")
        chat.refusal = forbidden("bot is not a member of the group chat")
