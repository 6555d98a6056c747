"""Which letters go to whom: each facilitator hears by mail of what is his, each thing once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from bot.config import Settings
from bot.letters import Letter, address_of, list_letter, note_letter, plain, request_letter
from bot.office import Office
from bot.promise import in_words
from bot.texts import shown
from bot.turn import Brain
from intents import Facilitator
from storage import Account, ContactRequest, Database, Delivery, Filter, Status

REFUSED = "refused"
MOST_LISTED = 100  # requests in a digest
NEAR = timedelta(days=7)  # so long after its date a request is still listed


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
    is_new = await post(db, settings, person, letter, key, now, request, while_open=True)
    if not is_new and request.due_on != request.first_due_on and request.holder == person.id:
        letter = request_letter(brain, settings, request, "again", now)
        key = f"mail:again:{request.id}:{person.id}:{request.due_on:%Y%m%d}"
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


async def post_reminder(
    office: Office, request: ContactRequest, facilitator: str, kind: str
) -> bool:
    """A reminder ('due' or 'breached') by mail as well; False where mail reaches nobody."""
    person = await _mailed(office, facilitator)
    if person is None:
        return False
    letter = request_letter(office.brain, office.settings, request, kind, office.now)
    key = f"mail:{kind}:{request.id}:{request.due_on:%Y%m%d}:{person.id}"
    await post(
        office.db, office.settings, person, letter, key, office.now, request, while_open=True
    )
    return True


async def post_said(office: Office, request: ContactRequest, facilitator: str, said: str) -> bool:
    """What the entrepreneur added to his request, to who has no card to see it on."""
    person = await _mailed(office, facilitator)
    if person is None:
        return False
    values = {"reference": request.reference or "", "said": said}
    letter = replace(note_letter(office.brain, "said", **values), reply_to=request.email)
    digest = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:12]
    key = f"mail:said:{request.id}:{person.id}:{int(office.now.timestamp())}:{digest}"[:80]
    await post(office.db, office.settings, person, letter, key, office.now, request)
    return True


async def post_digest(office: Office, facilitator: str) -> bool:
    """The morning's requests without contact, with how to reach each; silent where there is none.

    Who works by mail alone does not tap: what is long past its date is not listed for ever.
    """
    person = await _mailed(office, facilitator)
    if person is None:
        return False
    today = office.today
    lying = await office.db.queue.page(Filter(holder=facilitator), 0, MOST_LISTED)
    since = today - NEAR
    lying = [each for each in lying if each.contacted_at is None and each.due_on >= since]
    if not lying:
        return True
    parts = [
        ("overdue", [each for each in lying if each.due_on < today]),
        ("due", [each for each in lying if each.due_on == today]),
        ("coming", [each for each in lying if each.due_on > today]),
    ]
    day = in_words(today, None, "nl")
    subject = plain(office.t("mail_digest_subject", day=day, count=len(lying)))
    named = [(str(office.t(f"mail_digest_{name}")), found) for name, found in parts]
    letter = list_letter(office.brain, subject, named, today)
    key = f"mail:digest:{today:%Y%m%d}:{person.id}"
    await post(office.db, office.settings, person, letter, key, office.now)
    return True


async def _mailed(office: Office, facilitator: str) -> Facilitator | None:
    """This facilitator, if mail reaches him."""
    person = office.brain.knowledge.facilitators.get(facilitator)
    is_off = not office.settings.mail.is_on or person is None
    return None if is_off or await is_refused(office.db, facilitator) else person
