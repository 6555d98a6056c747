"""What the operator wants to know of the whole: what waits, what failed, what is promised."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from storage.engine import Execute
from storage.outbox import MAIL, PARKED, SENT, WAITING
from storage.records import OPEN, Failure, Promise, Status, Waiting
from storage.tables import erasures, inbox, outbox, requests


class Overview:
    """Reads only; gives nothing that names a person."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute

    async def last_update(self) -> datetime | None:
        """When the last update came in; None after some quiet days, for handled ones go."""
        moment: datetime | None = (
            await self._execute(sa.select(sa.func.max(inbox.c.received_at)))
        ).scalar()
        return moment

    async def updates_waiting(self) -> Waiting:
        """Updates that are stored and not yet handled."""
        query = sa.select(sa.func.count(), sa.func.min(inbox.c.received_at)).where(
            inbox.c.state == "open"
        )
        return Waiting(*(await self._execute(query)).one())

    async def messages_waiting(self) -> Waiting:
        """Messages that are to be sent and not yet sent."""
        query = sa.select(sa.func.count(), sa.func.min(outbox.c.created_at)).where(
            outbox.c.state == WAITING, outbox.c.method != MAIL
        )
        return Waiting(*(await self._execute(query)).one())

    async def mails_waiting(self) -> Waiting:
        """Mail that is to be sent and not yet sent."""
        query = sa.select(sa.func.count(), sa.func.min(outbox.c.created_at)).where(
            outbox.c.state == WAITING, outbox.c.method == MAIL
        )
        return Waiting(*(await self._execute(query)).one())

    async def dead_updates(self) -> list[Failure]:
        """Updates that could not be handled, latest first."""
        query = (
            sa.select(inbox.c.update_id, sa.literal("update"), inbox.c.handled_at, inbox.c.error)
            .where(inbox.c.state == "dead")
            .order_by(inbox.c.id.desc())
        )
        return [Failure(*row) for row in (await self._execute(query)).all()]

    async def parked_messages(self) -> list[Failure]:
        """Messages that could not be delivered, latest first.

        Not a card whose reader was unreachable and has had it since.
        """
        later = outbox.alias()
        came_after_all = sa.exists().where(
            outbox.c.method != MAIL,
            later.c.chat_id == outbox.c.chat_id,
            later.c.request_id == outbox.c.request_id,
            later.c.kind == outbox.c.kind,
            later.c.id > outbox.c.id,
            later.c.state == SENT,
        )
        query = (
            sa.select(outbox.c.id, outbox.c.kind, outbox.c.sent_at, outbox.c.error)
            .where(outbox.c.state == PARKED, ~came_after_all)
            .order_by(outbox.c.id.desc())
        )
        return [Failure(*row) for row in (await self._execute(query)).all()]

    async def without_contact(self, until: date) -> list[Promise]:
        """Open requests promised for that day or earlier, on which nobody had contact yet."""
        query = (
            sa.select(
                requests.c.reference, requests.c.facilitator, requests.c.state, requests.c.due_on
            )
            .where(
                requests.c.state.in_([state.value for state in OPEN]),
                requests.c.contacted_at.is_(None),
                requests.c.due_on <= until,
            )
            .order_by(requests.c.due_on, requests.c.id)
        )
        return [Promise(*row) for row in (await self._execute(query)).all()]

    async def promised_since(self, moment: datetime) -> list[tuple[date, datetime | None]]:
        """The date first promised for each request since then, and when there was contact.

        Not of who took his request back before anybody reacted.
        """
        due_on = sa.func.coalesce(requests.c.first_due_on, requests.c.due_on)
        query = sa.select(due_on, requests.c.first_contact_at).where(
            requests.c.received_at >= moment,
            sa.or_(
                requests.c.state != Status.WITHDRAWN.value,
                requests.c.first_contact_at.is_not(None),
            ),
        )
        return [(row[0], row[1]) for row in (await self._execute(query)).all()]

    async def open_requests(self) -> int:
        query = sa.select(sa.func.count()).where(
            requests.c.state.in_([state.value for state in OPEN])
        )
        return int((await self._execute(query)).scalar() or 0)

    async def newest(self) -> tuple[int, int]:
        """The latest request and the latest erasure: whether something came that needs a copy."""
        last = [sa.select(sa.func.max(table.c.id)) for table in (requests, erasures)]
        request, erasure = [(await self._execute(query)).scalar() or 0 for query in last]
        return request, erasure
