"""A facilitator's account: coupled by an invite, and back after a block."""

from __future__ import annotations

import logging
from datetime import timedelta

from aiogram.types import ChatMemberUpdated, KeyboardButton, Message, ReplyKeyboardMarkup

from bot.invites import is_code, read_code
from bot.notices import alarm, tell_desk
from bot.turn import Replies, Turn
from storage import Delivery

log = logging.getLogger(__name__)

WRONG_TRIES = 5  # codes that one account may try in an hour


def looks_like_code(message: Message, turn: Turn) -> bool:
    """Whether this is /start with an invite, or an invite alone."""
    return is_code((message.text or "").removeprefix("/start").strip())


async def couple(message: Message, turn: Turn) -> Replies:
    """Couple this account with the invite's facilitator: once, and not by trying codes."""
    since = turn.now - timedelta(hours=1)
    if await turn.db.people.wrong_codes_since(turn.user_id, since) >= WRONG_TRIES:
        return [turn.say(turn.t("code_wait"))]
    code = (message.text or "").removeprefix("/start").strip()
    facilitator = read_code(code, turn.settings, turn.now)
    person = turn.knowledge.facilitators.get(facilitator or "")
    if person is None or not await turn.db.people.use_invite(code, turn.now):
        await turn.db.people.note_wrong_code(turn.user_id, turn.now)
        log.warning("update in chat: a code was refused")
        return [turn.say(turn.t("code_wrong"))]
    before = await turn.db.people.accounts()
    await turn.db.people.couple(person.id, turn.user_id, turn.now)
    for account in before:
        if account.telegram_id == turn.user_id:
            continue
        if account.facilitator == person.id:
            # Perhaps he lost his phone, perhaps somebody got hold of his link.
            text = turn.brain.texts("account_replaced", "nl", name=person.name)
            await tell_account(turn, account.telegram_id, text)
            continue
        text = turn.brain.texts("colleague_coupled", "nl", name=person.name)
        await tell_account(turn, account.telegram_id, text)
    told = f"{person.id} heeft een account gekoppeld"
    key = f"coupled {person.id} {turn.now.isoformat()}"  # every time: the next may be a thief
    await alarm(turn.db, turn.settings, told, turn.now, key=key)
    for request in await turn.db.requests.open(person.id):
        await tell_desk(turn, request.id)
    return [turn.say(turn.t("coupled", name=person.name), desk_keyboard(turn))]


async def tell_account(turn: Turn, chat_id: int, text: str) -> None:
    body = {"chat_id": chat_id, "text": text, "parse_mode": "HTML"}
    await turn.db.outbox.put([Delivery(chat_id, "sendMessage", body, kind="desk")], turn.now)


async def come_back(event: ChatMemberUpdated, turn: Turn) -> Replies:
    """A facilitator who had blocked the assistant lets it in again: he gets his cards."""
    if event.new_chat_member.status != "member":
        return []
    facilitator = await turn.db.people.facilitator_of(turn.user_id)
    if facilitator is not None and await turn.db.people.set_reachable(turn.user_id, True):
        for request in await turn.db.requests.open(facilitator):
            await tell_desk(turn, request.id)
    return []


def desk_keyboard(turn: Turn) -> ReplyKeyboardMarkup:
    """The facilitator's own keys, below where he types: what he needs every day in one tap."""
    keys = [KeyboardButton(text=turn.t(f"key_{name}")) for name in ("queue", "search", "away")]
    return ReplyKeyboardMarkup(keyboard=[keys], resize_keyboard=True, is_persistent=True)
