"""A person in Telegram: what he does in the chat with the bot and what he sees there."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.telegram.entities import found_entities, utf16_length
from tests.telegram.media import media
from tests.telegram.methods import LONGEST_TEXT
from tests.telegram.refusal import forbidden
from tests.telegram.world import Chat, Message, Query, World

QUIET = 0.35
# A press is answered apart from the messages that it brings, so those may come a little later.
QUIET_WITHOUT_NEWS = 1.0


@dataclass(frozen=True)
class Button:
    """A button under a message; `data` is what a tap sends, None where it does something else."""

    label: str
    data: str | None
    action: dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """One message as it stands in the chat."""

    message: Message

    @property
    def id(self) -> int:
        return int(self.message["message_id"])

    @property
    def text(self) -> str:
        return str(self.message.get("text") or self.message.get("caption") or "")

    @property
    def is_from_bot(self) -> bool:
        return bool(self.message["from"]["is_bot"])

    @property
    def buttons(self) -> list[Button]:
        rows = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return [
            Button(each["text"], each.get("callback_data"), each) for row in rows for each in row
        ]

    @property
    def contact(self) -> dict[str, str] | None:
        return self.message.get("contact")


class Heard(list[Seen]):
    """What the bot said since the visitor's last action, as it stands now."""

    @property
    def text(self) -> str:
        return "\n\n".join(each.text for each in self if each.text)

    @property
    def buttons(self) -> list[Button]:
        return [button for each in self for button in each.buttons]

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    @property
    def contacts(self) -> list[dict[str, str]]:
        return [each.contact for each in self if each.contact]


class Visitor:
    """Somebody with a Telegram account; the bot cannot write to him before he does something."""

    def __init__(self, world: World, user: dict[str, Any], started: bool) -> None:
        self.world = world
        self.user = user
        info = {
            key: user[key] for key in ("id", "first_name", "last_name", "username") if key in user
        }
        self.private = Chat(info | {"type": "private"}, is_known=started)
        world.chats[self.private.id] = self.private
        self._heard = 0

    @property
    def id(self) -> int:
        return int(self.user["id"])

    @property
    def chat(self) -> list[Seen]:
        """All that stands in the chat now: edits applied, deletions gone."""
        return [Seen(message) for message in self.private.messages.values()]

    @property
    def keyboard(self) -> list[str]:
        """The labels of the reply keyboard, the one that takes the place of the keys."""
        rows = (self.private.keyboard or {}).get("keyboard", [])
        return [button["text"] for row in rows for button in row]

    async def says(self, text: str, group: Chat | None = None) -> Message:
        """Type a message; commands and addresses are marked as Telegram marks them."""
        if utf16_length(text) > LONGEST_TEXT:
            raise ValueError("Telegram lets nobody type more than 4,096 characters")
        entities = found_entities(text)
        content = {"text": text} | ({"entities": entities} if entities else {})
        return self._write(content, group)

    async def asks(self, text: str, timeout: float = 10, quiet: float = QUIET) -> Heard:
        """Type a message and wait for all that the bot says to it."""
        await self.says(text)
        return await self.hears(timeout, quiet)

    async def sends(self, kind: str, **more: Any) -> Message | None:
        """Send something that is not text: voice, photo, sticker, contact, ... or 'edited'.

        More fields go into the message (caption, forward_origin, media_group_id) or, for a
        contact, a location or an edited message, take the place of the usual ones.
        """
        if kind == "edited":
            return self._edits(**more)
        return self._write(media(kind, self.user, more), None)

    async def taps(self, button: str | Callable[[Button], bool]) -> Query | None:
        """Tap the newest button with this label (or part of it) or data.

        A button of the reply keyboard types its label; then there is no query to answer.
        """
        found = self._find(button)
        if found is None:
            labels = [each.label for seen in self.chat for each in seen.buttons] + self.keyboard
            raise AssertionError(f"no button {button!r} to tap; there are {labels}")
        message, chosen = found
        if message is None:
            await self._taps_key(chosen)
            return None
        if chosen.data is None:
            raise AssertionError(f"the button {chosen.label!r} opens something outside the chat")
        return await self.presses(chosen.data, message)

    async def presses(self, data: str, seen: Seen | int) -> Query:
        """Send this callback data as if it came from a button under that message."""
        query = Query(str(random.randrange(10**18, 10**19)), self.private, self.world.clock())
        self.world.queries[query.id] = query
        self._acted()
        if isinstance(seen, int):
            message: Message = {"message_id": seen, "chat": self.private.info, "date": 0}
        else:
            message = seen.message
        self.world.updates.push(
            "callback_query",
            {
                "id": query.id,
                "from": self.user,
                "message": message,
                "chat_instance": str(-self.id * 7919),
                "data": data,
            },
        )
        return query

    async def hears(self, timeout: float = 10, quiet: float = QUIET) -> Heard:
        """Wait until the bot has said something and is quiet again; give what is new.

        An edit counts when the words changed. Empty when it stays silent for `timeout`.
        """
        chat, until = self.private, time.monotonic() + timeout
        while not self._has_news() and chat.active_at < self._acted_at:
            if not await chat.stirred(until - time.monotonic()):
                return Heard()
        while (rest := self._rest(quiet)) > 0:
            await chat.stirred(rest)
        ids = dict.fromkeys(chat.news[self._heard :])
        self._heard, self._acted_at = len(chat.news), time.monotonic()
        return Heard(Seen(chat.messages[each]) for each in sorted(ids) if each in chat.messages)

    def blocks(self) -> None:
        """From now on the bot gets 403 here."""
        self.private.refusal = forbidden("bot was blocked by the user")
        self._membership("member", "kicked")

    def unblocks(self) -> None:
        self.private.refusal = None
        self._membership("kicked", "member")

    def disappears(self) -> None:
        """The account is gone."""
        self.private.refusal = forbidden("user is deactivated")

    _acted_at = 0.0

    def _acted(self) -> None:
        self.private.is_known = True
        self._heard, self._acted_at = len(self.private.news), time.monotonic()

    def _has_news(self) -> bool:
        return len(self.private.news) > self._heard

    def _rest(self, quiet: float) -> float:
        """How long the bot must still be silent before it counts as quiet."""
        enough = quiet if self._has_news() else max(quiet, QUIET_WITHOUT_NEWS)
        return max(self.private.active_at, self._acted_at) + enough - time.monotonic()

    def _write(self, content: dict[str, Any], group: Chat | None) -> Message:
        chat = group or self.private
        self._acted()
        message = {
            "message_id": self.world.next_message_id(),
            "from": self.user,
            "chat": chat.info,
            "date": self.world.now(),
            **content,
        }
        chat.messages[message["message_id"]] = message
        self.world.updates.push("message", message)
        return message

    def _edits(self, text: str = "", message_id: int | None = None) -> Message:
        """Change one's own message: the last one when none is named."""
        own = [each for each in self.chat if not each.is_from_bot]
        old = self.private.messages[message_id] if message_id else own[-1].message
        self._acted()
        changed = old | {"text": text or f"{old.get('text', '')} (aangepast)"}
        changed["edit_date"] = self.world.now()
        self.private.messages[old["message_id"]] = changed
        self.world.updates.push("edited_message", changed)
        return changed

    def _find(self, wanted: str | Callable[[Button], bool]) -> tuple[Seen | None, Button] | None:
        rows = (self.private.keyboard or {}).get("keyboard", [])
        keys = [Button(key["text"], None, key) for row in rows for key in row]
        places = [(seen, seen.buttons) for seen in reversed(self.chat)]
        for seen, buttons in [*places, (None, keys)]:
            if button := _chosen(wanted, buttons):
                return seen, button
        return None

    async def _taps_key(self, key: Button) -> None:
        if key.action.get("request_contact"):
            await self.sends("contact")
        else:
            await self.says(key.label)
        if (self.private.keyboard or {}).get("one_time_keyboard"):
            self.private.keyboard = None

    def _membership(self, old: str, new: str) -> None:
        def member(status: str) -> dict[str, Any]:
            until = {"until_date": 0} if status == "kicked" else {}
            return {"user": self.world.bot, "status": status} | until

        self.world.updates.push(
            "my_chat_member",
            {
                "chat": self.private.info,
                "from": self.user,
                "date": self.world.now(),
                "old_chat_member": member(old),
                "new_chat_member": member(new),
            },
        )


def _chosen(wanted: str | Callable[[Button], bool], buttons: list[Button]) -> Button | None:
    """The button that is meant: its data or whole label before a part of the label."""
    if callable(wanted):
        return next(filter(wanted, buttons), None)
    said = wanted.casefold()
    exact = [each for each in buttons if wanted == each.data or said == each.label.casefold()]
    partly = [each for each in buttons if said in each.label.casefold()]
    return next(iter(exact + partly), None)
