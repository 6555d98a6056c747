"""Contact requests and what happened to them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from storage.engine import Execute, InsertOnce, Quick
from storage.prepared import Prepared
from storage.records import OPEN, ContactRequest, Event, Kind, NewRequest, Status
from storage.search import as_searched
from storage.tables import UtcDateTime, events, requests

PERSONAL = (
    "form_key",
    "reference",
    "about_chat",
    "name",
    "phone",
    "email",
    "company",
    "terrein",
    "place",
    "question",
    "preferred_moment",
    "search",
)
EVENT = [
    *(events.c.at, events.c.actor, events.c.kind, events.c.note, events.c.channel, events.c.id)
]
FIELDS = tuple(ContactRequest.__dataclass_fields__)
COLUMNS = [requests.c[name] for name in FIELDS]
OF_CHAT = Prepared(
    sa.select(*COLUMNS)
    .where(requests.c.about_chat == sa.bindparam("chat_id"))
    .order_by(requests.c.id.desc())
    .limit(sa.bindparam("limit", type_=sa.Integer))
)


TRIES = 20  # of a free number


class Requests:
    """Every change of state names the state it comes from, so that of two taps one wins."""

    def __init__(self, execute: Execute, quick: Quick, insert_once: InsertOnce) -> None:
        self._execute, self._quick, self._insert_once = execute, quick, insert_once

    async def submit(self, new: NewRequest, now: datetime) -> tuple[ContactRequest, bool]:
        """Store a request; the same form again gives the first one and False."""
        for _ in range(TRIES):
            if first := await self.by_form(new.form_key):
                return first, False
            values = asdict(new) | {
                "provinces": list(new.provinces),
                "topics": list(new.topics),
                # Says nothing about how many requests there are, and is easy to read aloud.
                "reference": f"KVO-{secrets.randbelow(900_000) + 100_000}",
                "state": Status.NEW.value,
                "attempts": 0,
                "first_due_on": new.due_on,
                "version": 0,
            }
            values["search"] = as_searched(values)
            # Refused: the number is taken, or another replica has the same form.
            if await self._insert_once(sa.insert(requests).values(values)):
                stored = await self.by_form(new.form_key)
                assert stored is not None
                await self.log(stored.id, "visitor", Kind.SENT, None, now, "chat")
                return stored, True
        raise RuntimeError("a request found no free number")

    async def get(self, request_id: int) -> ContactRequest | None:
        query = sa.select(*COLUMNS).where(requests.c.id == request_id)
        row = (await self._execute(query)).first()
        return request_of(row) if row else None

    async def hold(self, request_id: int) -> ContactRequest | None:
        """The request as it is, and as it stays until the running transaction ends."""
        query = sa.select(*COLUMNS).where(requests.c.id == request_id).with_for_update()
        row = (await self._execute(query)).first()
        return request_of(row) if row else None

    async def by_reference(self, reference: str) -> ContactRequest | None:
        """The request with this number, as people type it."""
        wanted = reference.strip().upper()
        query = sa.select(*COLUMNS).where(requests.c.reference == wanted)
        row = (await self._execute(query)).first()
        return request_of(row) if row else None

    async def to_rate(
        self, after: datetime, before: datetime, later: datetime, limit: int
    ) -> list[ContactRequest]:
        """Closed in this time and not asked yet whether it helped; or asked, to be asked again."""
        is_new = requests.c.rating_asked_at.is_(None)
        is_later = sa.and_(requests.c.rating == "later", requests.c.rating_asked_at < later)
        query = (
            sa.select(*COLUMNS)
            .where(
                requests.c.closed_at >= after,
                requests.c.closed_at < before,
                requests.c.state == Status.CLOSED.value,
                requests.c.about_chat.is_not(None),
                sa.or_(is_new, is_later),
            )
            .order_by(requests.c.id)
            .limit(limit)
        )
        return [request_of(row) for row in (await self._execute(query)).all()]

    async def note_asked(self, request_id: int, now: datetime) -> bool:
        """Note that it is asked whether it helped; True if that is the second time."""
        again = await self._execute(
            sa.update(requests)
            .where(requests.c.id == request_id, requests.c.rating == "later")
            .values(rating="again", rating_asked_at=now)
        )
        if again.rowcount:
            return True
        await self._execute(
            sa.update(requests)
            .where(requests.c.id == request_id, requests.c.rating_asked_at.is_(None))
            .values(rating_asked_at=now)
        )
        return False

    async def rate(self, request_id: int, about_chat: int, answer: str) -> bool:
        """Store the answer of whose request it is; False if it was not asked, or was answered."""
        result = await self._execute(
            sa.update(requests)
            .where(
                requests.c.id == request_id,
                requests.c.about_chat == about_chat,
                requests.c.rating_asked_at.is_not(None),
                sa.or_(requests.c.rating.is_(None), requests.c.rating.in_(["later", "again"])),
            )
            .values(rating=answer)
        )
        return result.rowcount == 1

    async def by_form(self, form_key: str) -> ContactRequest | None:
        query = sa.select(*COLUMNS).where(requests.c.form_key == form_key)
        row = (await self._execute(query)).first()
        return request_of(row) if row else None

    async def of_chat(self, chat_id: int, limit: int = 10) -> list[ContactRequest]:
        """This person's own requests, latest first."""
        found = await self._quick(OF_CHAT, {"chat_id": chat_id, "limit": limit})
        return [request_of(row) for row in found.all()]

    async def open(self, facilitator: str | None = None) -> list[ContactRequest]:
        """Open requests by the date promised, earliest first; of one facilitator or of all."""
        query = sa.select(*COLUMNS).where(requests.c.state.in_([state.value for state in OPEN]))
        if facilitator is not None:
            query = query.where(requests.c.facilitator == facilitator)
        query = query.order_by(requests.c.due_on, requests.c.id)
        return [request_of(row) for row in (await self._execute(query)).all()]

    async def move(
        self,
        request_id: int,
        old: Status,
        new: Status,
        now: datetime,
        version: int | None = None,
        **changes: Any,
    ) -> bool:
        """Change the state and with it other columns; False if somebody else was faster.

        With `version`, also when anything else about the request changed since it was read.
        """
        if new in (Status.CLOSED, Status.WITHDRAWN):
            changes.setdefault("closed_at", now)
        is_as_read = [requests.c.id == request_id, requests.c.state == old.value]
        if version is not None:
            is_as_read.append(requests.c.version == version)
        result = await self._execute(
            sa.update(requests)
            .where(*is_as_read)
            .values(state=new.value, version=requests.c.version + 1, **changes)
        )
        return result.rowcount == 1

    async def prefer(self, request_id: int, channel: str | None, moment: str | None) -> None:
        """Note how and when the visitor would like to be reached."""
        values = {"preferred_channel": channel, "preferred_moment": moment}
        await self._execute(sa.update(requests).where(requests.c.id == request_id).values(values))

    async def log(
        self,
        request_id: int,
        actor: str,
        kind: str,
        note: str | None,
        now: datetime,
        channel: str | None = None,
    ) -> int:
        """Add a step to the request's history; returns its number."""
        values = {
            "request_id": request_id,
            "at": now,
            "actor": actor,
            "kind": str(kind),
            "note": note,
            "channel": channel,
        }
        result = await self._execute(sa.insert(events).values(values).returning(events.c.id))
        await self._execute(
            sa.update(requests).where(requests.c.id == request_id).values(touched_at=now)
        )
        return int(result.scalar_one())

    async def note_contact(
        self, request_id: int, actor: str, channel: str | None, now: datetime
    ) -> bool:
        """Note that the visitor was reached; True if that is the first time in this round.

        A round begins when the request is sent, and again when it is reopened.
        """
        result = await self._execute(
            sa.update(requests)
            .where(requests.c.id == request_id, requests.c.contacted_at.is_(None))
            .values(
                contacted_at=now,
                first_contact_at=sa.func.coalesce(
                    requests.c.first_contact_at, sa.literal(now, UtcDateTime)
                ),
            )
        )
        if result.rowcount != 1:
            return False
        await self.log(request_id, actor, Kind.CONTACT, None, now, channel)
        return True

    async def note_reminded(self, request_id: int, due_on: date) -> bool:
        """Note that its facilitator was reminded of this date; False if that was done."""
        is_new = sa.or_(requests.c.reminded_on.is_(None), requests.c.reminded_on != due_on)
        result = await self._execute(
            sa.update(requests)
            .where(requests.c.id == request_id, is_new)
            .values(reminded_on=due_on)
        )
        return result.rowcount == 1

    async def note_breach(self, request_id: int, delayed_to: date, now: datetime) -> bool:
        """Note that the promised date went by without contact; False if that was done."""
        result = await self._execute(
            sa.update(requests)
            .where(requests.c.id == request_id, requests.c.breached_at.is_(None))
            .values(breached_at=now, delayed_to=delayed_to)
        )
        return result.rowcount == 1

    async def settled(self, now: datetime, limit: int = 100) -> list[int]:
        """Requests whose closing can no longer be undone; each is given once."""
        query = sa.select(requests.c.id).where(requests.c.undo_until <= now).limit(limit)
        found = [row.id for row in (await self._execute(query)).all()]
        if found:
            await self._execute(
                sa.update(requests)
                .where(requests.c.id.in_(found))
                .values(undo_until=None, undo_state=None)
            )
        return found

    async def history(self, request_id: int) -> list[Event]:
        query = sa.select(*EVENT).where(events.c.request_id == request_id).order_by(events.c.id)
        return [Event(*row) for row in (await self._execute(query)).all()]

    async def last_events(self, request_id: int, kinds: Sequence[str], limit: int) -> list[Event]:
        """The latest steps of these kinds, the latest last."""
        query = (
            sa.select(*EVENT)
            .where(events.c.request_id == request_id, events.c.kind.in_(list(kinds)))
            .order_by(events.c.id.desc())
            .limit(limit)
        )
        return [Event(*row) for row in reversed((await self._execute(query)).all())]

    async def closed_before(self, moment: datetime, limit: int) -> list[int]:
        """Requests that were closed before then and still carry personal data; oldest first."""
        query = (
            sa.select(requests.c.id)
            .where(requests.c.closed_at < moment, requests.c.anonymised_at.is_(None))
            .order_by(requests.c.closed_at)
            .limit(limit)
        )
        return [row.id for row in (await self._execute(query)).all()]

    async def anonymise(self, request_ids: list[int], now: datetime) -> None:
        """Leave province, subjects, times and outcome, so that the figures stay true."""
        if not request_ids:
            return
        blank: dict[str, Any] = dict.fromkeys(PERSONAL)
        await self._execute(
            sa.update(requests)
            .where(requests.c.id.in_(request_ids))
            .values(blank | {"anonymised_at": now})
        )
        still_open = requests.c.state.in_([state.value for state in OPEN])
        await self._execute(
            sa.update(requests)
            .where(requests.c.id.in_(request_ids), still_open)
            .values(state=Status.WITHDRAWN.value, closed_at=now)
        )
        await self._execute(
            sa.update(events).where(events.c.request_id.in_(request_ids)).values(note=None)
        )


def request_of(row: Any) -> ContactRequest:
    values = dict(zip(FIELDS, row, strict=True))
    values["provinces"] = tuple(values["provinces"])
    values["topics"] = tuple(values["topics"])
    values["state"] = Status(values["state"])
    return ContactRequest(**values)
