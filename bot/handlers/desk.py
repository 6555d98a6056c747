"""The facilitators' desk: one tap on a card is one step with its request."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram.types import CallbackQuery

from bot import steps
from bot.cards import card_to
from bot.handlers import desk_absence, desk_history, desk_queue, desk_writing
from bot.keyboards import Desk
from bot.notices import tell_desk
from bot.office import Office, office_of
from bot.texts import Html
from bot.turn import Replies, Turn
from storage import ContactRequest, Delivery, Outcome

log = logging.getLogger(__name__)

Step = Callable[[Office, ContactRequest, str], Awaitable[Html]]
# What may be done with an open request by whose it is, or with one that is nobody's.
STEPS: dict[str, Step] = {
    "take": steps.take,
    "takeover": steps.take_over,
    "unreached": steps.unreached,
    "spoken": steps.spoken,
    "waiting": steps.wait,
    "close": steps.close,
    "close_unreached": lambda office, request, me: steps.close(
        office, request, me, Outcome.UNREACHABLE
    ),
    "hand": steps.hand_over,
    "release": steps.release,
}
LOOKS = ("show", "more", "less", "history", "note")  # what both may, whosever it is
WRITING = ("message", "note_it", "send_it", "drop")
LATER = ("undo", "outcome", "reopen")  # what may be done once it is closed


async def refuse(query: CallbackQuery, turn: Turn) -> Replies:
    """Somebody who is no facilitator (any more) pressed a facilitator's button."""
    log.warning("a desk button was refused: no facilitator")
    turn.toast = turn.t("only_facilitators")
    return []


async def step(query: CallbackQuery, turn: Turn, callback_data: Desk) -> Replies:
    """One tap of a facilitator; who he is and where the request stands is read now."""
    me = await turn.db.people.facilitator_of(turn.user_id)
    if me is None:
        return await refuse(query, turn)
    do = callback_data.do
    if do in desk_queue.ACTIONS:
        return await desk_queue.turn_page(query, turn, me, callback_data)
    if do in desk_absence.ACTIONS:
        return await desk_absence.tapped(turn, me, callback_data)
    if do == "drop":
        return desk_writing.drop(turn)
    request = await turn.db.requests.get(callback_data.request)
    if request is None:
        turn.toast = turn.t("request_gone")
        return []
    if do in LOOKS:
        return await _look(turn, request, me, do)
    if do in WRITING:
        return await desk_writing.tapped(turn, request, me, do)
    if do in LATER:
        return await _later(turn, request, me, callback_data, turn.received)
    if do == "takeback":
        turn.toast = await steps.take_back(office_of(turn), request, me, callback_data.value)
        turn.talk.desk = None
        await tell_desk(turn, request.id)
        return []
    if do not in STEPS:
        turn.toast = turn.t("old_button")
        return []
    return await _take_step(turn, request, me, callback_data)


async def _take_step(turn: Turn, request: ContactRequest, me: str, data: Desk) -> Replies:
    refusal = refusal_of(turn, request, me)
    if refusal is not None and not (request.is_open and data.do == "takeover"):
        log.warning("request:%d: a desk button was refused: closed, or a colleague's", request.id)
        turn.toast = refusal
    elif data.do == "unreached":
        turn.toast = await steps.unreached(office_of(turn), request, me, data.value)
    else:
        turn.toast = await STEPS[data.do](office_of(turn), request, me)
        if data.do == "hand" and (now := await turn.db.requests.get(request.id)):
            await desk_writing.ask_note_for_colleague(turn, request, now)
    await tell_desk(turn, request.id)
    return []


def refusal_of(turn: Turn, request: ContactRequest, me: str) -> Html | None:
    """Why this facilitator may not act on it: it is closed, or a colleague's."""
    if not request.is_open:
        return turn.t("request_closed_already")
    if request.taken_by not in (None, me):
        return turn.t("taken_by_colleague", name=office_of(turn).name_of(request.taken_by))
    return None


async def _look(turn: Turn, request: ContactRequest, me: str, do: str) -> Replies:
    """What changes nothing: the card anew, its other buttons, what happened, and a note."""
    if do == "show":
        await show(turn, request, me)
    elif do in ("more", "less"):
        menu = do if do == "more" else ""
        await card_to(office_of(turn), request, me, turn.talk.chat_id, menu)
    else:
        # Both stand behind 'meer': the card's first buttons come back.
        await card_to(office_of(turn), request, me, turn.talk.chat_id)
        if do == "history":
            await desk_history.show(office_of(turn), request, turn.talk.chat_id)
        else:
            await desk_writing.ask(turn, request, "note")
    return []


async def show(turn: Turn, request: ContactRequest, me: str) -> None:
    """Send the card anew, at the bottom of the chat; the old one only points there."""
    office, key = office_of(turn), f"card:{request.id}:{me}"
    chat_id = turn.talk.chat_id
    old = await turn.db.outbox.shown(key, chat_id)
    await turn.db.outbox.drop_key(key)
    if old is not None:
        text = turn.t("card_below", reference=request.reference or "")
        body = {"chat_id": chat_id, "message_id": old, "text": text, "parse_mode": "HTML"}
        stub = Delivery(chat_id, "editMessageText", body, "card", request.about_chat, request.id)
        await turn.db.outbox.put([stub], turn.now)
    await card_to(office, request, me, chat_id)


async def _later(
    turn: Turn, request: ContactRequest, me: str, data: Desk, pressed_at: datetime
) -> Replies:
    """After closing: how it ended, the way back within a minute, opening it again."""
    office = office_of(turn)
    if request.state != "closed" or request.name is None:
        turn.toast = turn.t("toast_not_closed" if request.is_open else "request_closed_already")
    elif data.do == "reopen":
        turn.toast = await steps.reopen_by_facilitator(office, request, me)
    elif request.taken_by not in (None, me):
        turn.toast = turn.t("closed_by_colleague", name=office.name_of(request.taken_by))
    elif data.do == "undo":
        turn.toast = await steps.undo_close(office, request, me, pressed_at)
    elif data.value in set(Outcome):
        turn.toast = await steps.set_outcome(office, request, me, Outcome(data.value))
    else:
        turn.toast = turn.t("old_button")
    await tell_desk(turn, request.id)
    return []
