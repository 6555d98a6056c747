"""The queue: open requests by date, filtered, searched and paged by the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from storage.engine import Execute
from storage.records import ContactRequest, Status
from storage.requests import COLUMNS, request_of
from storage.search import matches
from storage.tables import requests

IS_OPEN = requests.c.closed_at.is_(None)
IS_ANONYMOUS = requests.c.anonymised_at.is_not(None)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which requests; `late_on` means: promised before that day and no contact yet.

    With `words` closed ones are searched as well.
    """

    holder: str | None = None
    province: str | None = None
    late_on: date | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What lies with one facilitator today."""

    new: int
    due: int
    overdue: int
    waiting: int
    quiet: int

    @property
    def is_nothing(self) -> bool:
        return not (self.new or self.due or self.overdue or self.quiet)


class Queue:
    """Reads only."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute

    async def page(self, wanted: Filter, offset: int, limit: int) -> list[ContactRequest]:
        """So many requests from there on: open ones first, by the date promised."""
        conditions = _conditions(wanted)
        order: list[Any] = [requests.c.due_on, requests.c.id]
        if wanted.words is not None:
            order = [sa.case((IS_OPEN, 0), else_=1), *order]
        # First which ones, from an index alone; then their rows.
        chosen = sa.select(requests.c.id).where(*conditions).order_by(*order)
        chosen = chosen.offset(offset).limit(limit)
        query = sa.select(*COLUMNS).where(requests.c.id.in_(chosen.scalar_subquery()))
        query = query.order_by(*order)
        return [request_of(row) for row in (await self._execute(query)).all()]

    async def count(self, wanted: Filter) -> int:
        query = sa.select(sa.func.count()).select_from(requests).where(*_conditions(wanted))
        return int((await self._execute(query)).scalar() or 0)

    async def provinces(self) -> list[str]:
        """The provinces in which a request is open."""
        text = sa.cast(requests.c.provinces, sa.Text)
        query = sa.select(sa.func.min(requests.c.id)).where(IS_OPEN).group_by(text)
        chosen = sa.select(requests.c.provinces).where(requests.c.id.in_(query.scalar_subquery()))
        rows = (await self._execute(chosen)).all()
        return sorted({name for row in rows for name in row.provinces})

    async def to_remind(self, today: date, limit: int) -> list[ContactRequest]:
        """Due today without contact, and its facilitator not reminded yet."""
        is_new = sa.or_(requests.c.reminded_on.is_(None), requests.c.reminded_on != today)
        return await self._untouched(requests.c.due_on == today, is_new, limit=limit)

    async def breached(self, today: date, limit: int) -> list[ContactRequest]:
        """Promised for an earlier day, without contact, and nobody was told yet."""
        return await self._untouched(
            requests.c.due_on < today, requests.c.breached_at.is_(None), limit=limit
        )

    async def of_absent(self, facilitator: str, limit: int) -> list[ContactRequest]:
        """What lies with this facilitator without contact: a colleague has to take it."""
        return await self._untouched(_held_by(facilitator), limit=limit)

    async def _untouched(
        self, *conditions: sa.ColumnElement[bool], limit: int
    ) -> list[ContactRequest]:
        query = (
            sa.select(*COLUMNS)
            .where(IS_OPEN, requests.c.contacted_at.is_(None), *conditions)
            .order_by(requests.c.due_on, requests.c.id)
            .limit(limit)
        )
        return [request_of(row) for row in (await self._execute(query)).all()]

    async def with_dates_in_words(self, first: date, last: date, limit: int) -> list[int]:
        """Open requests due on these days: what their cards say of the date may have changed."""
        query = (
            sa.select(requests.c.id)
            .where(IS_OPEN, requests.c.due_on >= first, requests.c.due_on <= last)
            .limit(limit)
        )
        return [row.id for row in (await self._execute(query)).all()]

    async def load(self, facilitator: str, today: date, quiet_since: datetime) -> Load:
        """Counts for the morning digest."""
        no_contact = requests.c.contacted_at.is_(None)
        is_waiting = requests.c.state == Status.WAITING.value
        counted: list[Any] = [
            sa.and_(requests.c.state == Status.NEW.value, no_contact),
            sa.and_(no_contact, requests.c.due_on == today),
            sa.and_(no_contact, requests.c.due_on < today),
            is_waiting,
            sa.and_(requests.c.contacted_at.is_not(None), requests.c.touched_at < quiet_since),
        ]
        sums = [sa.func.coalesce(sa.func.sum(sa.case((each, 1), else_=0)), 0) for each in counted]
        query = sa.select(*sums).where(IS_OPEN, _held_by(facilitator))
        return Load(*(int(number) for number in (await self._execute(query)).one()))


def _held_by(facilitator: str) -> sa.ColumnElement[bool]:
    return sa.or_(
        requests.c.taken_by == facilitator,
        sa.and_(requests.c.taken_by.is_(None), requests.c.facilitator == facilitator),
    )


def _conditions(wanted: Filter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.words is not None:
        found += [~IS_ANONYMOUS, *matches(wanted.words)]
    else:
        found.append(IS_OPEN)
    if wanted.holder is not None:
        found.append(_held_by(wanted.holder))
    if wanted.province is not None:
        # The column holds JSON: ["Limburg", "Zeeland"]; names of provinces are plain letters.
        as_text = sa.cast(requests.c.provinces, sa.Text)
        found.append(as_text.contains(f'"{wanted.province}"', autoescape=True))
    if wanted.late_on is not None:
        found += [requests.c.due_on < wanted.late_on, requests.c.contacted_at.is_(None)]
    return found
