"""What is told unasked: the facilitators' cards, the visitor's notices, the operator's alarms."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from bot.calls import storable
from bot.cards import card_to, to_desk
from bot.config import Settings
from bot.keyboards import Desk, button, rows
from bot.letters import plain
from bot.office import Office, language_of
from bot.post import post_erased, post_request, post_said, post_to_operator
from bot.texts import isolated, pieces
from bot.turn import Brain, Turn
from storage import ContactRequest, Database, Delivery, Status

log = logging.getLogger(__name__)

LONGEST_PIECE = 3000  # of somebody's words in one message, as Telegram counts


async def tell_desk(turn: Turn, request_id: int) -> None:
    """Bring every card of this request up to date; who has none yet and should, gets one."""
    await update_cards(turn.db, turn.brain, turn.settings, request_id, turn.now)


async def update_cards(
    db: Database, brain: Brain, settings: Settings, request_id: int, now: datetime
) -> None:
    """The same, for what happens outside a visitor's turn."""
    request = await db.requests.hold(request_id)
    if request is None:
        return
    office = Office(db, brain, settings, now)
    reached = False
    accounts = await db.people.accounts()
    stands_in = not any(a.facilitator == request.facilitator and a.reachable for a in accounts)
    for account in accounts:
        key = f"card:{request.id}:{account.facilitator}"
        is_concerned = account.facilitator in (request.facilitator, request.taken_by)
        if not (is_concerned or stands_in or await db.outbox.has(key)):
            continue
        # Telegram refuses this account: it gets all cards when it comes back.
        if not account.reachable:
            continue
        await card_to(office, request, account.facilitator, account.telegram_id)
        reached = True
    if await post_request(db, brain, settings, request, accounts, now):
        reached = True
    if not reached and request.state is Status.NEW:
        log.error("request:%d reaches nobody: no account is coupled, no mail set", request.id)
        message = f"{request.reference}: geen procesbegeleider gekoppeld of bereikbaar"
        await alarm(db, settings, message, now)


async def tell_visitor(
    office: Office,
    request: ContactRequest,
    key: str,
    keyboard: InlineKeyboardMarkup | None = None,
    kept_as: str | None = None,
    **values: object,
) -> None:
    """Tell the entrepreneur what happened with his request, in his language.

    `kept_as` names a message that is kept up to date instead of said again.
    """
    if request.about_chat is None:
        return
    text = office.t(key, language_of(request), reference=request.reference or "", **values)
    delivery = to_visitor(request, text, keyboard, "notice", kept_as)
    if kept_as is None:
        await office.db.outbox.put([delivery], office.now)
    else:
        await office.db.outbox.put_latest(delivery, office.now)


def to_visitor(
    request: ContactRequest,
    text: str,
    keyboard: InlineKeyboardMarkup | None,
    kind: str,
    key: str | None,
) -> Delivery:
    """A message in the chat of who sent this request, and in no other."""
    assert request.about_chat is not None
    method = SendMessage(chat_id=request.about_chat, text=text, reply_markup=keyboard)
    name, body = storable(method)
    chat = request.about_chat
    return Delivery(chat, name, body, kind, about_chat=chat, request_id=request.id, key=key)


async def tell_facilitator(
    office: Office,
    request: ContactRequest,
    chat_id: int,
    text: str,
    keyboard: InlineKeyboardMarkup | None = None,
    kind: str = "desk",
    key: str | None = None,
) -> None:
    """A message about this request to a facilitator's chat; with a key it is kept up to date."""
    method = SendMessage(chat_id=chat_id, text=text, reply_markup=keyboard)
    delivery = to_desk(method, request, kind, key)
    if key is None:
        await office.db.outbox.put([delivery], office.now)
    else:
        await office.db.outbox.put_latest(delivery, office.now)


async def announce(
    office: Office, request: ContactRequest, key: str, said: str | None = None, **values: Any
) -> None:
    """Tell whose request it is that something came; the card alone would change in silence."""
    whom = await office.on_duty(request.holder)
    chat_id = await office.account_of(whom)
    named: dict[str, Any] = {"reference": request.reference, "name": isolated(request.name or "")}
    head = office.t(key, **named, **values)
    is_mailed = chat_id is None and await post_said(office, request, whom, said or plain(head))
    if chat_id is None:
        other = office.colleague_of(whom)
        chat_id = await office.account_of(other) if other else None
    if chat_id is None and is_mailed:
        return None
    if chat_id is None:
        message = f"{request.reference}: nieuw bericht, maar geen procesbegeleider bereikbaar"
        return await alarm(office.db, office.settings, message, office.now)
    show = rows([button(office.t("desk_show"), Desk(do="show", request=request.id))])
    parts = pieces(said, LONGEST_PIECE) if said else []
    texts = [f"{head}\n{isolated(parts[0])}", *map(isolated, parts[1:])] if parts else [head]
    for text in texts:
        keyboard = show if text is texts[-1] else None
        await tell_facilitator(office, request, chat_id, text, keyboard)
    return None


async def erased_cards(turn: Turn) -> None:
    """Replace the cards about this person by 'gegevens verwijderd', before his rows go."""
    text = turn.brain.texts("card_erased", "nl")
    deliveries = []
    for card in await turn.db.outbox.cards_about(turn.talk.chat_id):
        body = {"chat_id": card.chat_id, "message_id": card.message_id, "text": text}
        deliveries.append(Delivery(card.chat_id, "editMessageText", body, kind="card"))
    await turn.db.outbox.put(deliveries, turn.now)
    await post_erased(turn.db, turn.brain, turn.settings, turn.talk.chat_id, turn.now)


async def alarm(
    db: Database,
    settings: Settings,
    message: str,
    now: datetime,
    *,
    by_mail: bool = True,
    key: str | None = None,
) -> None:
    """Tell the operator, once for each key or else for each message; it names no person."""
    chat_id = settings.operator.chat_id
    if by_mail:
        await post_to_operator(db, settings, message, now, key)
    if chat_id is None:
        return
    body = {"chat_id": chat_id, "text": f"KVO-B alarm: {message}"}
    key = f"alarm:{key or message}"[:80]
    await db.outbox.put_once(Delivery(chat_id, "sendMessage", body, kind="alarm", key=key), now)
