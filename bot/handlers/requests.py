"""What happened with my request; withdraw it."""

from __future__ import annotations

import logging

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.keyboards import AddTo, Ask, Own, button, rows
from bot.notices import tell_desk
from bot.promise import AMSTERDAM, in_words, local_day
from bot.texts import Html
from bot.turn import Replies, Turn
from storage import ContactRequest, Status

log = logging.getLogger(__name__)


async def show_status(event: Message | CallbackQuery, turn: Turn) -> Replies:
    """The visitor's own requests, and never another's."""
    turn.talk.misses = 0
    requests = await turn.db.requests.of_chat(turn.talk.chat_id, limit=5)
    if not requests:
        leave = [button(turn.t("button_leave_message"), Ask(what="contact"))]
        return [turn.say(turn.t("no_request"), rows(leave))]
    lines = [status_line(turn, request) for request in requests]
    count = turn.t("one_request" if len(lines) == 1 else "several_requests", count=len(lines))
    keyboard = rows(*(_buttons(turn, request, len(requests)) for request in requests))
    return [turn.say("\n\n".join([count, *lines]), keyboard)]


def status_line(turn: Turn, request: ContactRequest) -> Html:
    """One request: reference, when it was sent, where it stands, by when to expect a reaction."""
    sent = request.received_at.astimezone(AMSTERDAM).date()
    person = turn.knowledge.facilitators.get(request.taken_by or request.facilitator)
    # Once the promised date went by, he was told of another.
    due = request.delayed_to or request.due_on
    is_late = request.is_open and request.contacted_at is None and due < local_day(turn.now)
    return turn.t(
        "status_late" if is_late else f"status_{request.state.value}",
        reference=request.reference or "",
        sent=in_words(sent, None, turn.language),
        due=in_words(due, None, turn.language),
        name=person.name if person else "",
        phone=person.phone if person else "",
    )


def _buttons(turn: Turn, request: ContactRequest, count: int) -> list[InlineKeyboardButton]:
    """What he can do with it; with several requests each button names its own."""
    data: list[tuple[str, CallbackData]] = []
    if request.is_open:
        data.append(("button_add_something", AddTo(do="ask", request=request.id)))
        data.append(("button_withdraw", Own(do="withdraw", request=request.id)))
    elif request.state is Status.CLOSED:
        data.append(("button_reopen", AddTo(do="reopen", request=request.id)))
    number = f" {request.reference}" if count > 1 else ""
    return [button(f"{turn.t(key)}{number}", each) for key, each in data]


async def own_request(query: CallbackQuery, turn: Turn, callback_data: Own) -> Replies:
    """Withdraw one's own request: ask first, then do it."""
    request = await turn.db.requests.get(callback_data.request)
    if request is None or request.about_chat != turn.talk.chat_id or not request.is_open:
        log.warning(
            "request:%d: a button was refused: not his, or not open", callback_data.request
        )
        turn.toast = turn.t("request_not_open")
        return []
    if callback_data.do == "keep":
        turn.toast = turn.t("kept")
        return []
    if callback_data.do == "withdraw":
        yes = button(turn.t("button_yes_withdraw"), Own(do="really", request=request.id))
        no = button(turn.t("button_no"), Own(do="keep", request=request.id))
        text = turn.t("sure_withdraw", reference=request.reference or "")
        return [turn.say(text, rows([yes], [no]))]
    return await withdraw(turn, [request])


async def withdraw(turn: Turn, requests: list[ContactRequest]) -> Replies:
    """Take these requests back; the facilitators see it on their cards."""
    for request in requests:
        if await turn.db.requests.move(request.id, request.state, Status.WITHDRAWN, turn.now):
            await turn.db.requests.log(request.id, "visitor", "withdrawn", None, turn.now)
            await tell_desk(turn, request.id)
    turn.is_confirmation = True
    return [turn.say(turn.t("withdrawn"))]
