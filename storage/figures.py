"""Figures over a period, counted by the database; names nobody."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from storage.engine import Execute
from storage.records import ContactRequest, Status
from storage.requests import COLUMNS, request_of
from storage.tables import feedback, requests

DAY = 86_400  # seconds


class epoch(FunctionElement[int]):
    """Seconds since 1970 of a moment, or of the midnight (UTC) with which a date begins."""

    inherit_cache = True
    type = sa.BigInteger()


@compiles(epoch, "sqlite")
def _epoch_of_sqlite(element: epoch, compiler: Any, **kwargs: Any) -> str:
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **kwargs)}) AS INTEGER)"


@compiles(epoch)
def _epoch(element: epoch, compiler: Any, **kwargs: Any) -> str:
    return f"EXTRACT(EPOCH FROM {compiler.process(element.clauses, **kwargs)})"


@dataclass(frozen=True, slots=True)
class Span:
    """The requests that came in from `start` until before `end`.

    `summers` are the first and the last day of summer time: the end of a Dutch day is then two
    hours before UTC's, else one. `today` decides whose date is past.
    """

    start: datetime
    end: datetime
    today: date
    summers: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of a period.

    `judged`: requests with a first contact, or whose first date is past; `in_time` of those had
    it by that date. Who took his request back before that date does not count.
    """

    requests: int = 0
    open: int = 0
    withdrawn: int = 0
    judged: int = 0
    in_time: int = 0
    median_seconds: float | None = None
    provinces: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    ratings: Counter[str] = field(default_factory=Counter)
    reactions: Counter[str] = field(default_factory=Counter)


class FiguresStore:
    """Reads only."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute

    async def of(self, span: Span) -> Figures:
        """Everything that is counted of this period."""
        counts = await self._counts(span)
        within = _within(span)
        # Not in WHERE: there SQLite would read all closed requests along the state's index.
        is_closed = requests.c.state == Status.CLOSED.value
        ended = sa.case((is_closed, sa.func.coalesce(requests.c.outcome, "")), else_=None)
        provinces, topics = await self._listed(within)
        return Figures(
            **counts,
            median_seconds=await self._median(span),
            provinces=provinces,
            topics=topics,
            outcomes=await self._counted(ended, within),
            ratings=await self._counted(requests.c.rating, within),
            reactions=await self._counted(
                feedback.c.kind, sa.and_(feedback.c.at >= span.start, feedback.c.at < span.end)
            ),
        )

    async def _counts(self, span: Span) -> dict[str, int]:
        promised = sa.func.coalesce(requests.c.first_due_on, requests.c.due_on)
        is_summer = sa.or_(sa.false(), *(promised.between(*summer) for summer in span.summers))
        deadline = epoch(promised) + DAY - sa.case((is_summer, 7200), else_=3600)
        has_contact = requests.c.first_contact_at.is_not(None)
        is_withdrawn = requests.c.state == Status.WITHDRAWN.value
        # Taken back in time without contact: there was nothing left to promise.
        is_spared = sa.and_(is_withdrawn, epoch(requests.c.closed_at) < deadline)
        is_broken = sa.and_(~has_contact, promised < span.today, ~is_spared)
        counted = {
            "requests": sa.true(),
            "open": requests.c.closed_at.is_(None),
            "withdrawn": is_withdrawn,
            "judged": sa.or_(has_contact, is_broken),
            "in_time": sa.and_(has_contact, epoch(requests.c.first_contact_at) < deadline),
        }
        sums = [sa.func.sum(sa.case((each, 1), else_=0)) for each in counted.values()]
        row = (await self._execute(sa.select(*sums).where(_within(span)))).one()
        return {name: int(value or 0) for name, value in zip(counted, row, strict=True)}

    async def _median(self, span: Span) -> float | None:
        """The middle of all times to first contact, the mean of two where there is no middle."""
        lasted = epoch(requests.c.first_contact_at) - epoch(requests.c.received_at)
        known = [_within(span), requests.c.first_contact_at.is_not(None)]
        count = (await self._execute(sa.select(sa.func.count()).where(*known))).scalar() or 0
        if not count:
            return None
        query = sa.select(lasted.label("lasted")).where(*known).order_by(sa.text("lasted"))
        middle = query.offset((count - 1) // 2).limit(2 - count % 2)
        rows = (await self._execute(middle)).all()
        return sum(float(row[0]) for row in rows) / len(rows)

    async def _listed(self, where: sa.ColumnElement[bool]) -> tuple[Counter[str], Counter[str]]:
        """Provinces and subjects, counted in one reading; JSON lists are one group as they stand.

        A request of which the province is not sure counts under 'one of' its provinces.
        """
        as_text = [sa.cast(each, sa.Text) for each in (requests.c.provinces, requests.c.topics)]
        query = sa.select(*as_text, sa.func.count()).where(where).group_by(*as_text)
        provinces: Counter[str] = Counter()
        topics: Counter[str] = Counter()
        for of_provinces, of_topics, count in (await self._execute(query)).all():
            provinces[" of ".join(json.loads(of_provinces))] += count
            for topic in dict.fromkeys(json.loads(of_topics)):
                topics[topic] += count
        return provinces, topics

    async def _counted(
        self, value: sa.ColumnElement[Any], where: sa.ColumnElement[bool]
    ) -> Counter[str]:
        """How often each value occurs; where there is none, nothing is counted."""
        named = value.label("value")
        query = sa.select(named, sa.func.count()).where(where).group_by(named)
        rows = (await self._execute(query)).all()
        return Counter({str(found): count for found, count in rows if found is not None})

    async def rows(self, start: datetime, end: datetime) -> list[ContactRequest]:
        """The requests of a period, in the order in which they came; for the export."""
        query = (
            sa.select(*COLUMNS)
            .where(requests.c.received_at >= start, requests.c.received_at < end)
            .order_by(requests.c.received_at, requests.c.id)
        )
        return [request_of(row) for row in (await self._execute(query)).all()]

    async def ratings(self, start: datetime, end: datetime) -> dict[int, str]:
        """What visitors said afterwards, by the number of the request."""
        query = sa.select(requests.c.id, requests.c.rating).where(
            requests.c.received_at >= start,
            requests.c.received_at < end,
            requests.c.rating.is_not(None),
        )
        return {row.id: row.rating for row in (await self._execute(query)).all()}


def _within(span: Span) -> sa.ColumnElement[bool]:
    return sa.and_(requests.c.received_at >= span.start, requests.c.received_at < span.end)
