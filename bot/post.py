"""Which letters go to whom: each facilitator hears by mail of what is his, each thing once."""

from __future__ import annotations

from datetime import datetime

from bot.config import Settings
from bot.letters import Letter, address_of, note_letter, request_letter
from bot.texts import shown
from bot.turn import Brain
from intents import Facilitator
from storage import Account, ContactRequest, Database, Delivery, Status

REFUSED = "refused"


async def post(
    db: Database,
    settings: Settings,
    person: Facilitator,
    letter: Letter,
    key: str,
    now: datetime,
    request: ContactRequest | None = None,
    *,
    while_open: bool = False,
) -> bool:
    """Queue a letter to this facilitator, unless this key was queued before.

    With `while_open` it is let go of when the request is closed before it could be sent.
    """
    body = _body(letter, address_of(settings, person), person.id)
    return await db.outbox.put_once(
        Delivery(
            chat_id=0,
            method="mail",
            body=body | {"while_open": while_open},
            kind="mail",
            about_chat=request.about_chat if request else None,
            request_id=request.id if request else None,
            key=key,
        ),
        now,
    )


async def post_to_operator(
    db: Database, settings: Settings, text: str, now: datetime, key: str | None = None
) -> None:
    """An alarm by mail as well, where the operator has an address; it names no person."""
    if not settings.mail.is_on or settings.operator.email is None:
        return
    marked_up = shown(text).replace("\n", "<br>")
    letter = Letter("KVO-B alarm", f"{text}\n", f"<p>{marked_up}</p>")
    body = _body(letter, settings.operator.email, "operator")
    key = f"mail:alarm:{key or text}"[:80]
    await db.outbox.put_once(Delivery(0, "mail", body, kind="mail", key=key), now)


def _body(letter: Letter, to: str, whom: str) -> dict[str, object]:
    return {
        "to": to,
        "whom": whom,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "reply_to": letter.reply_to,
    }


async def is_refused(db: Database, person: str) -> bool:
    """Whether the mail server refused the last mail to this facilitator for good."""
    mark = await db.people.mark(f"mail:{person}")
    return mark is not None and mark[0] == REFUSED


async def note_refused(db: Database, person: str, now: datetime) -> None:
    await db.people.set_mark(f"mail:{person}", REFUSED, now)


async def note_delivered(db: Database, person: str, now: datetime) -> None:
    if await is_refused(db, person):
        await db.people.set_mark(f"mail:{person}", None, now)


async def post_request(
    db: Database,
    brain: Brain,
    settings: Settings,
    request: ContactRequest,
    accounts: list[Account],
    now: datetime,
) -> bool:
    """Bring everybody's mailbox up to date with this request; True if mail reaches somebody.

    Whoever was told of a request hears of its end too, for a letter cannot be edited. Who has a
    card in Telegram sees the steps in between there.
    """
    if not settings.mail.is_on:
        return False
    reached = False
    coupled = {account.facilitator for account in accounts if account.reachable}
    people = brain.knowledge.facilitators
    own = people.get(request.facilitator)
    is_lost = own is None or (own.id not in coupled and await is_refused(db, own.id))
    for person in people.values():
        had_it = await db.outbox.has(_first(request.id, person.id))
        if request.is_open and (
            is_lost or person.id in (request.facilitator, request.taken_by) or had_it
        ):
            await _post_open(db, brain, settings, request, person, person.id in coupled, now)
            reached = reached or not await is_refused(db, person.id)
        elif had_it and not request.is_open:
            await _post_end(db, brain, settings, request, person, person.id in coupled, now)
    return reached


def _first(request_id: int, person: str) -> str:
    return f"mail:new:{request_id}:{person}"


async def _post_open(
    db: Database,
    brain: Brain,
    settings: Settings,
    request: ContactRequest,
    person: Facilitator,
    is_coupled: bool,
    now: datetime,
) -> None:
    letter = request_letter(brain, settings, request, "new", now)
    key = _first(request.id, person.id)
    await post(db, settings, person, letter, key, now, request, while_open=True)
    holder = brain.knowledge.facilitators.get(request.taken_by or "")
    if holder is not None and holder.id != person.id and not is_coupled:
        values = {"reference": request.reference or "", "name": holder.name}
        letter = note_letter(brain, "taken", **values)
        key = f"mail:taken:{request.id}:{person.id}:{holder.id}"
        await post(db, settings, person, letter, key, now, request, while_open=True)


async def _post_end(
    db: Database,
    brain: Brain,
    settings: Settings,
    request: ContactRequest,
    person: Facilitator,
    is_coupled: bool,
    now: datetime,
) -> None:
    """'Do not call any more': for who took his request back, and for who has no card to see."""
    if is_coupled and request.state is not Status.WITHDRAWN:
        return
    kind = "withdrawn" if request.state is Status.WITHDRAWN else "closed"
    letter = note_letter(brain, kind, reference=request.reference or "")
    moment = int(request.closed_at.timestamp()) if request.closed_at else 0
    key = f"mail:end:{request.id}:{person.id}:{moment}"
    await post(db, settings, person, letter, key, now, request)


async def post_erased(
    db: Database, brain: Brain, settings: Settings, chat_id: int, now: datetime
) -> None:
    """Ask who got mail about this person to delete it; to be queued before he is erased."""
    if not settings.mail.is_on:
        return
    for request in await db.requests.of_chat(chat_id):
        for person in brain.knowledge.facilitators.values():
            if await db.outbox.has(_first(request.id, person.id)):
                letter = note_letter(brain, "erased", reference=request.reference or "")
                await post(
                    db, settings, person, letter, f"mail:erased:{request.id}:{person.id}", now
                )
