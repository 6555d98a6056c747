"""The facilitators' desk: couple an account, the queue, and the steps with a request."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.invites import is_code, read_code
from bot.keyboards import Desk, button, in_pairs, rows
from bot.notices import alarm, card_to, tell_desk, tell_visitor
from bot.promise import in_words, local_day
from bot.texts import Html, isolated
from bot.turn import Replies, Turn
from storage import ContactRequest, Delivery, Status

log = logging.getLogger(__name__)

WRONG_TRIES = 5  # codes that one account may try in an hour
ON_PAGE = 8  # requests shown at once in the queue


def looks_like_code(message: Message) -> bool:
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
    await turn.db.people.couple(person.id, turn.user_id, turn.now)
    for account in await turn.db.people.accounts():
        if account.facilitator == person.id:
            continue
        turn_to = turn.say(turn.t("colleague_coupled", name=person.name))
        await tell_account(turn, account.telegram_id, str(turn_to.text))
    await alarm(turn.db, turn.settings, f"{person.id} heeft een account gekoppeld", turn.now)
    for request in await turn.db.requests.open(person.id):
        await tell_desk(turn, request.id)
    return [turn.say(turn.t("coupled", name=person.name))]


async def tell_account(turn: Turn, chat_id: int, text: str) -> None:
    body = {"chat_id": chat_id, "text": text, "parse_mode": "HTML"}
    await turn.db.outbox.put([Delivery(chat_id, "sendMessage", body, kind="notice")], turn.now)


async def come_back(event: ChatMemberUpdated, turn: Turn) -> Replies:
    """A facilitator who had blocked the assistant lets it in again: he gets his cards."""
    if event.new_chat_member.status != "member":
        return []
    facilitator = await turn.db.people.facilitator_of(turn.user_id)
    if facilitator is not None and await turn.db.people.set_reachable(turn.user_id, True):
        for request in await turn.db.requests.open(facilitator):
            await tell_desk(turn, request.id)
    return []


async def queue(message: Message, turn: Turn) -> Replies:
    """/wachtrij: all open requests by the date promised, overdue first."""
    return await _queue(turn, 0)


async def _queue(turn: Turn, page: int) -> Replies:
    requests = await turn.db.requests.open()
    if not requests:
        return [turn.say(turn.t("queue_empty"))]
    first = page * ON_PAGE
    shown = requests[first : first + ON_PAGE]
    lines = [_queue_line(turn, request) for request in shown]
    title = turn.t("queue_title", count=len(requests))
    buttons = [
        button(request.reference or str(request.id), Desk(do="show", request=request.id))
        for request in shown
    ]
    turning = []
    if page > 0:
        turning.append(button(turn.t("button_previous"), Desk(do="page", request=page - 1)))
    if first + ON_PAGE < len(requests):
        turning.append(button(turn.t("button_next"), Desk(do="page", request=page + 1)))
    return [turn.say("\n\n".join([title, *lines]), rows(*in_pairs(buttons), turning))]


def _queue_line(turn: Turn, request: ContactRequest) -> Html:
    today = local_day(turn.now)
    holder = turn.knowledge.facilitators.get(request.taken_by or request.facilitator)
    place = request.place or ", ".join(request.provinces)
    return turn.t(
        "queue_line",
        reference=request.reference or "",
        late=turn.t("card_late") if request.due_on < today else "",
        due=in_words(request.due_on, today, turn.language),
        name=isolated(request.name or ""),
        place=isolated(place),
        state=turn.t(f"state_{request.state.value}", count=request.attempts),
        holder=holder.name if holder else "",
    )


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
    if callback_data.do == "page":
        return await _queue(turn, callback_data.request)
    request = await turn.db.requests.get(callback_data.request)
    if request is None:
        turn.toast = turn.t("request_gone")
        return []
    if callback_data.do == "show":
        return await _show(turn, request, me)
    if not request.is_open:
        await tell_desk(turn, request.id)
        turn.toast = turn.t("request_closed_already")
        return []
    if request.taken_by not in (None, me) and callback_data.do != "takeover":
        holder = turn.knowledge.facilitators.get(request.taken_by or "")
        turn.toast = turn.t("taken_by_colleague", name=holder.name if holder else "")
        await tell_desk(turn, request.id)
        return []
    steps = {
        "take": _take,
        "takeover": _take_over,
        "unreached": _unreached,
        "spoken": _spoken,
        "close": _close,
        "hand": _hand_over,
    }
    if callback_data.do not in steps:
        turn.toast = turn.t("old_button")
        return []
    await steps[callback_data.do](turn, request, me)
    await tell_desk(turn, request.id)
    return []


async def _show(turn: Turn, request: ContactRequest, me: str) -> Replies:
    """Send the card anew, at the bottom of the chat."""
    await turn.db.outbox.drop_key(f"card:{request.id}:{me}")
    await card_to(turn.db, turn.brain, request, me, turn.talk.chat_id, turn.now)
    return []


async def _move(
    turn: Turn, request: ContactRequest, me: str, new: Status, kind: str, **changes: Any
) -> bool:
    """Change the state if nobody was faster, and write it in the log."""
    done = await turn.db.requests.move(
        request.id, request.state, new, turn.now, request.version, **({"taken_by": me} | changes)
    )
    if not done:
        turn.toast = turn.t("somebody_was_faster")
        return False
    await turn.db.requests.log(request.id, me, kind, None, turn.now)
    return True


def _name(turn: Turn, me: str) -> str:
    person = turn.knowledge.facilitators.get(me)
    return person.name if person else me


async def _take(turn: Turn, request: ContactRequest, me: str) -> None:
    if request.taken_by == me:
        turn.toast = turn.t("yours_already")
        return
    if await _move(turn, request, me, Status.TAKEN, "taken"):
        turn.toast = turn.t("toast_taken")
        await tell_visitor(turn, request, "notice_taken", name=_name(turn, me))


async def _take_over(turn: Turn, request: ContactRequest, me: str) -> None:
    if request.taken_by == me:
        turn.toast = turn.t("yours_already")
        return
    if await _move(turn, request, me, request.state, "taken_over"):
        turn.toast = turn.t("toast_taken")
        await tell_visitor(turn, request, "notice_taken", name=_name(turn, me))


async def _unreached(turn: Turn, request: ContactRequest, me: str) -> None:
    if request.state is Status.SPOKEN:
        turn.toast = turn.t("toast_not_after_spoken")
        return
    attempts = request.attempts + 1
    if await _move(turn, request, me, Status.UNREACHED, "unreached", attempts=attempts):
        await turn.db.requests.note_contact(request.id, me, "phone", turn.now)
        turn.toast = turn.t("toast_unreached", count=attempts)
        await tell_visitor(turn, request, "notice_unreached", name=_name(turn, me))


async def _spoken(turn: Turn, request: ContactRequest, me: str) -> None:
    if request.state is Status.SPOKEN:
        turn.toast = turn.t("toast_spoken")
        return
    if await _move(turn, request, me, Status.SPOKEN, "spoken"):
        await turn.db.requests.note_contact(request.id, me, "phone", turn.now)
        turn.toast = turn.t("toast_spoken")


async def _close(turn: Turn, request: ContactRequest, me: str) -> None:
    if await _move(turn, request, me, Status.CLOSED, "closed"):
        turn.toast = turn.t("toast_closed")
        await tell_visitor(turn, request, "notice_closed", name=_name(turn, me))


async def _hand_over(turn: Turn, request: ContactRequest, me: str) -> None:
    """To the colleague: a new request of his, not taken yet."""
    others = [each for each in turn.knowledge.facilitators if each != request.facilitator]
    if not others:
        turn.toast = turn.t("no_colleague")
        return
    changes = {"taken_by": None, "facilitator": others[0]}
    if await _move(turn, request, me, Status.NEW, "handed_over", **changes):
        turn.toast = turn.t("toast_handed", name=_name(turn, others[0]))
        if request.taken_by is not None:
            await tell_visitor(turn, request, "notice_handed", name=_name(turn, others[0]))
