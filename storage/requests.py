"""Contact requests and what happened to them."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.engine import Execute
from storage.records import OPEN, ContactRequest, Event, NewRequest, Status
from storage.tables import events, requests

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
)
COLUMNS = [requests.c[name] for name in ContactRequest.__dataclass_fields__]


class Requests:
    """Every change of state names the state it comes from, so that of two taps one wins."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute

    async def submit(self, new: NewRequest, now: datetime) -> tuple[ContactRequest, bool]:
        """Store a request; the same form again gives the first one and False."""
        query = sa.select(*COLUMNS).where(requests.c.form_key == new.form_key)
        row = (await self._execute(query)).first()
        if row:
            return _request(row), False
        values = asdict(new) | {
            "provinces": list(new.provinces),
            "topics": list(new.topics),
            "reference": await self._free_reference(),
            "state": Status.NEW.value,
            "attempts": 0,
        }
        result = await self._execute(sa.insert(requests).values(values).returning(requests.c.id))
        request_id = result.scalar_one()
        await self.log(request_id, "visitor", "sent", None, now)
        stored = await self.get(request_id)
        assert stored is not None
        return stored, True

    async def _free_reference(self) -> str:
        """A number that says nothing about how many requests there are, easy to read aloud."""
        while True:
            reference = f"KVO-{secrets.randbelow(900_000) + 100_000}"
            query = sa.select(requests.c.id).where(requests.c.reference == reference)
            if not (await self._execute(query)).first():
                return reference

    async def get(self, request_id: int) -> ContactRequest | None:
        query = sa.select(*COLUMNS).where(requests.c.id == request_id)
        row = (await self._execute(query)).first()
        return _request(row) if row else None

    async def by_form(self, form_key: str) -> ContactRequest | None:
        query = sa.select(*COLUMNS).where(requests.c.form_key == form_key)
        row = (await self._execute(query)).first()
        return _request(row) if row else None

    async def of_chat(self, chat_id: int, limit: int = 10) -> list[ContactRequest]:
        """This person's own requests, latest first."""
        query = (
            sa.select(*COLUMNS)
            .where(requests.c.about_chat == chat_id)
            .order_by(requests.c.id.desc())
            .limit(limit)
        )
        return [_request(row) for row in (await self._execute(query)).all()]

    async def open(self, facilitator: str | None = None) -> list[ContactRequest]:
        """Open requests by the date promised, earliest first; of one facilitator or of all."""
        query = sa.select(*COLUMNS).where(requests.c.state.in_([state.value for state in OPEN]))
        if facilitator is not None:
            query = query.where(requests.c.facilitator == facilitator)
        query = query.order_by(requests.c.due_on, requests.c.id)
        return [_request(row) for row in (await self._execute(query)).all()]

    async def move(
        self, request_id: int, old: Status, new: Status, now: datetime, **changes: Any
    ) -> bool:
        """Change the state and with it other columns; False if somebody else was faster."""
        if new in (Status.CLOSED, Status.WITHDRAWN):
            changes.setdefault("closed_at", now)
        result = await self._execute(
            sa.update(requests)
            .where(requests.c.id == request_id, requests.c.state == old.value)
            .values(state=new.value, **changes)
        )
        return result.rowcount == 1

    async def log(
        self, request_id: int, actor: str, kind: str, note: str | None, now: datetime
    ) -> None:
        """Add a step to the request's history."""
        values = {
            "request_id": request_id,
            "at": now,
            "actor": actor,
            "kind": kind,
            "note": note,
        }
        await self._execute(sa.insert(events).values(values))

    async def history(self, request_id: int) -> list[Event]:
        query = (
            sa.select(events.c.at, events.c.actor, events.c.kind, events.c.note)
            .where(events.c.request_id == request_id)
            .order_by(events.c.id)
        )
        return [Event(*row) for row in (await self._execute(query)).all()]

    async def closed_before(self, moment: datetime) -> list[int]:
        """Requests that were closed before then and still carry personal data."""
        query = sa.select(requests.c.id).where(
            requests.c.closed_at < moment, requests.c.anonymised_at.is_(None)
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


def _request(row: Any) -> ContactRequest:
    values = row._asdict()
    values["provinces"] = tuple(values["provinces"])
    values["topics"] = tuple(values["topics"])
    values["state"] = Status(values["state"])
    return ContactRequest(**values)
