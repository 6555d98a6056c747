"""What is told unasked: the facilitators' cards, the visitor's notices, the operator's alarms."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import cast

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from bot.calls import storable
from bot.config import Settings
from bot.details import show_phone
from bot.keyboards import Desk, button, in_pairs, rows
from bot.post import post_erased, post_request, post_to_operator
from bot.promise import in_words, local_day
from bot.texts import Html, isolated, pieces
from bot.turn import Brain, Turn
from intents import Language
from storage import ContactRequest, Database, Delivery, Status

log = logging.getLogger(__name__)

SHOWN = 2500  # characters of the question on the card; the rest follows in messages of its own


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
        await card_to(db, brain, request, account.facilitator, account.telegram_id, now)
        reached = True
    if await post_request(db, brain, settings, request, accounts, now):
        reached = True
    if not reached and request.state is Status.NEW:
        log.error("request:%d reaches nobody: no account is coupled, no mail set", request.id)
        message = f"{request.reference}: geen procesbegeleider gekoppeld of bereikbaar"
        await alarm(db, settings, message, now)


async def card_to(
    db: Database,
    brain: Brain,
    request: ContactRequest,
    facilitator: str,
    chat_id: int,
    now: datetime,
) -> None:
    shown, *rest = pieces(request.question or "", SHOWN)
    text = card_text(brain, request, shown, bool(rest), now)
    method = SendMessage(
        chat_id=chat_id, text=text, reply_markup=card_buttons(brain, request, facilitator)
    )
    await db.outbox.put_latest(
        _to_desk(method, request, "card", f"card:{request.id}:{facilitator}"), now
    )
    for number, piece in enumerate(rest):
        more = brain.texts("card_more", "nl", reference=request.reference or "")
        text = f"{more}\n{isolated(piece)}"
        message = SendMessage(chat_id=chat_id, text=text)
        key = f"question:{request.id}:{facilitator}:{number}"
        await db.outbox.put_once(_to_desk(message, request, "card", key), now)


def _to_desk(method: SendMessage, request: ContactRequest, kind: str, key: str) -> Delivery:
    name, body = storable(method)
    return Delivery(
        body["chat_id"],
        name,
        body,
        kind=kind,
        about_chat=request.about_chat,
        request_id=request.id,
        key=key,
    )


def card_text(
    brain: Brain, request: ContactRequest, question: str, has_more: bool, now: datetime
) -> str:
    """One request as a facilitator sees it; always Dutch."""
    t = brain.texts
    today = local_day(now)
    state = t(f"state_{request.state.value}", "nl", count=request.attempts)
    lines = [Html(f"<b>{request.reference or ''} · {state}</b>")]
    if request.is_open:
        late = t("card_late", "nl") if request.due_on < today else Html("")
        due = in_words(request.due_on, today, "nl")
        lines.append(t("card_due", "nl", due=due, late=late))
    if request.taken_by:
        person = brain.knowledge.facilitators.get(request.taken_by)
        lines.append(t("card_taken", "nl", name=person.name if person else request.taken_by))
    # Who took his request back is not called any more: no details stay on the card.
    if request.state is Status.WITHDRAWN:
        return "\n".join(lines)
    if request.name is None:
        return "\n".join([*lines, t("card_erased", "nl")])
    place = ", ".join(request.provinces)
    details = [
        ("name", request.name),
        ("phone", f"{show_phone(request.phone)} ({request.phone})" if request.phone else None),
        ("email", request.email),
        ("company", request.company),
        ("terrein", request.terrein),
        ("region", f"{request.place} ({place})" if request.place else place),
        ("topics", ", ".join(_titles(brain, request.topics))),
        ("language", "Engels" if request.language == "en" else None),
    ]
    lines += [
        Html(f"{t(f'label_{label}', 'nl')} {isolated(value)}") for label, value in details if value
    ]
    lines.append(Html(f"{t('label_question', 'nl')} {isolated(question)}"))
    if has_more:
        lines.append(t("card_goes_on", "nl"))
    return "\n".join(lines)


def _titles(brain: Brain, names: tuple[str, ...]) -> list[str]:
    known = brain.knowledge.intents
    return [known[name].title.nl for name in names if name in known and known[name].kind == "faq"]


def card_buttons(
    brain: Brain, request: ContactRequest, viewer: str
) -> InlineKeyboardMarkup | None:
    """The steps that make sense now for this facilitator."""
    if not request.is_open:
        return None
    steps = ["unreached", "spoken", "close", "hand"]
    if request.state is Status.SPOKEN:
        steps = ["close", "hand"]
    if request.taken_by not in (None, viewer):
        steps = ["takeover"]
    elif request.state is Status.NEW:
        steps = ["take", *steps]
    labels = [
        button(brain.texts(f"desk_{step}", "nl"), Desk(do=step, request=request.id))
        for step in steps
    ]
    return rows(*in_pairs(labels))


async def tell_visitor(turn: Turn, request: ContactRequest, key: str, **values: object) -> None:
    """Tell the entrepreneur what happened with his request, in his language."""
    if request.about_chat is None:
        return
    language = cast(Language, request.language)
    text = turn.brain.texts(key, language, reference=request.reference or "", **values)
    name, body = storable(SendMessage(chat_id=request.about_chat, text=text))
    delivery = Delivery(
        request.about_chat,
        name,
        body,
        kind="notice",
        about_chat=request.about_chat,
        request_id=request.id,
    )
    await turn.db.outbox.put([delivery], turn.now)


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
