"""When a facilitator is away; his requests go to the colleague."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from storage.engine import Execute
from storage.records import Absence
from storage.tables import absences


class Absences:
    """One absence a facilitator: the one that is going on or comes next."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute

    async def set(self, absence: Absence, now: datetime) -> None:
        """Note an absence, in place of any other of this facilitator."""
        await self.end(absence.facilitator)
        await self._execute(
            sa.insert(absences).values(
                facilitator=absence.facilitator,
                starts_on=absence.starts_on,
                ends_on=absence.ends_on,
                noted_at=now,
            )
        )

    async def end(self, facilitator: str) -> bool:
        """He is back, or does not go; False if he was not to be away."""
        result = await self._execute(
            sa.delete(absences).where(absences.c.facilitator == facilitator)
        )
        return result.rowcount > 0

    async def of(self, facilitator: str, today: date) -> Absence | None:
        """His absence that goes on today or comes yet."""
        query = sa.select(absences.c.facilitator, absences.c.starts_on, absences.c.ends_on).where(
            absences.c.facilitator == facilitator, absences.c.ends_on >= today
        )
        row = (await self._execute(query)).first()
        return Absence(*row) if row else None

    async def on(self, day: date) -> dict[str, Absence]:
        """Who is away on that day."""
        query = sa.select(absences.c.facilitator, absences.c.starts_on, absences.c.ends_on).where(
            absences.c.starts_on <= day, absences.c.ends_on >= day
        )
        rows = (await self._execute(query)).all()
        return {row.facilitator: Absence(*row) for row in rows}
