"""What follows when a message about a request reached its visitor, or never will.

First contact is what was really delivered, so it is noted here and not at the tap.
"""

from __future__ import annotations

from bot.details import show_phone
from bot.notices import announce, tell_facilitator, update_cards
from bot.office import Office
from bot.texts import Html, isolated
from storage import ContactRequest, Event, Kind, OutboxRow

MESSAGE, UNREACHED = "message", "unreached"
GONE = ("blocked", "deactivated", "chat not found", "Forbidden")


async def delivered(office: Office, row: OutboxRow) -> None:
    """A message arrived; joins the transaction in which it is marked as sent."""
    request, what, number = await _about(office, row)
    if request is None:
        return
    if what == UNREACHED:
        actor = request.taken_by or "system"
        if await office.db.requests.note_contact(request.id, actor, "chat", office.now):
            await _update(office, request)
    elif what == MESSAGE and (event := await _event(office, request, number)):
        await office.db.requests.log(
            request.id, "system", Kind.DELIVERED, str(event.id), office.now, "chat"
        )
        await office.db.requests.note_contact(request.id, event.actor, "chat", office.now)
        text = office.t(
            "message_delivered",
            reference=request.reference or "",
            name=isolated(request.name or ""),
        )
        await _tell_result(office, request, event, text)
        await _update(office, request)


async def undelivered(office: Office, row: OutboxRow, reason: str) -> None:
    """Telegram will never take it: say so to whose request it is, with how to reach him."""
    request, what, number = await _about(office, row)
    if request is None:
        return
    is_gone = any(sign in reason for sign in GONE)
    how = _how_to_reach(request)
    if what == MESSAGE and (event := await _event(office, request, number)):
        await office.db.requests.log(
            request.id, "system", Kind.UNDELIVERED, str(event.id), office.now, "chat"
        )
        key = "message_blocked" if is_gone else "message_failed"
        text = office.t(
            key, reference=request.reference or "", name=isolated(request.name or ""), how=how
        )
        # A new message: an edit makes no sound.
        await office.db.outbox.drop_key(f"result:{event.id}")
        await _tell_result(office, request, event, text)
    elif not await office.db.requests.last_events(request.id, [Kind.UNDELIVERED], 1):
        # Once for each request: he will be called anyway.
        await office.db.requests.log(
            request.id, "system", Kind.UNDELIVERED, None, office.now, "chat"
        )
        await announce(office, request, "notice_blocked", how=how)
    await _update(office, request)


def _how_to_reach(request: ContactRequest) -> Html:
    parts = [f"{show_phone(request.phone)} ({request.phone})"] if request.phone else []
    parts += [request.email] if request.email else []
    return isolated(", ".join(parts))


async def _about(office: Office, row: OutboxRow) -> tuple[ContactRequest | None, str, int]:
    """Whose request it is, if this went to its visitor; what it is, and its number."""
    if row.request_id is None or row.chat_id != row.about_chat:
        return None, "", 0
    request = await office.db.requests.get(row.request_id)
    if request is None or request.about_chat is None:
        return None, "", 0  # his data were deleted while it was on its way
    what, _, rest = (row.key or "").partition(":")
    number = rest.rpartition(":")[2] if what == UNREACHED else rest
    return request, what, int(number) if number.isdecimal() else 0


async def _event(office: Office, request: ContactRequest, number: int) -> Event | None:
    events = await office.db.requests.last_events(request.id, [Kind.MESSAGE], 50)
    return next((event for event in events if event.id == number), None)


async def _tell_result(office: Office, request: ContactRequest, event: Event, text: str) -> None:
    chat_id = await office.account_of(event.actor)
    if chat_id is not None:
        key = f"result:{event.id}"
        await tell_facilitator(office, request, chat_id, text, kind="desk", key=key)


async def _update(office: Office, request: ContactRequest) -> None:
    await update_cards(office.db, office.brain, office.settings, request.id, office.now)
