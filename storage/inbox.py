"""Updates received from Telegram and not yet handled."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.engine import Execute, InsertOnce, Quick, some
from storage.looks import Look
from storage.prepared import Prepared
from storage.records import InboxRow, Incoming
from storage.tables import inbox

TRIES = 5
NOBODY = 2**62  # no chat has this number: a list of chats to leave out is never empty


class Inbox:
    """Stores each update once; hands out the oldest open one of each chat."""

    def __init__(self, execute: Execute, quick: Quick, insert_once: InsertOnce) -> None:
        self._execute, self._quick, self._insert_once = execute, quick, insert_once
        self._look = Look(DUE, execute, quick)

    async def store(self, bot_id: int, updates: Sequence[Incoming], now: datetime) -> int:
        """Store what is new among these updates; returns how many were. Run in a transaction.

        The same update again is left alone. The same id with another payload is another update:
        Telegram's ids restart at random after a quiet week.
        """
        for _ in range(TRIES):
            fresh = await self._fresh(bot_id, updates, now)
            # Refused: another replica stores the same update at this moment.
            if not fresh or await self._insert_once(INSERT, fresh):
                return len(fresh)
        raise RuntimeError("updates that are new cannot be stored")

    async def _fresh(
        self, bot_id: int, updates: Sequence[Incoming], now: datetime
    ) -> list[dict[str, Any]]:
        """The rows to add: of updates that are not known yet."""
        known = await self._known(bot_id, [update.update_id for update in updates])
        fresh: list[dict[str, Any]] = []
        for update in updates:
            digest = hashlib.sha256(update.payload.encode("utf-8", "surrogatepass")).hexdigest()
            editions = known.setdefault(update.update_id, [])
            if digest in editions:
                continue
            editions.append(digest)
            fresh.append(
                {
                    "bot_id": bot_id,
                    "update_id": update.update_id,
                    "edition": len(editions),
                    "digest": digest,
                    "chat_id": update.chat_id,
                    "payload": update.payload,
                    "state": "open",
                    "attempts": 0,
                    "received_at": now,
                }
            )
        return fresh

    async def _known(self, bot_id: int, update_ids: list[int]) -> dict[int, list[str]]:
        parameters = {"bot_id": bot_id, "update_ids": update_ids}
        known: dict[int, list[str]] = {}
        for update_id, digest in (await self._quick(KNOWN, parameters)).all():
            known.setdefault(update_id, []).append(digest)
        return known

    async def heads(
        self, now: datetime, limit: int, without: Collection[int] = ()
    ) -> list[InboxRow]:
        """The oldest open update of each chat whose turn has come, oldest first.

        Chats in `without` are left out: what would not be used is not read either.
        """
        parameters = {"now": now, "limit": limit, "without": [*without, NOBODY]}
        return [InboxRow(*row) for row in await self._look.rows(parameters)]

    async def finish(self, row_ids: Sequence[int], now: datetime) -> set[int]:
        """Mark as handled and drop the payload; gives those that were still open.

        First statement of the transaction that handles them: until it ends nobody else can have
        these rows, and so nobody handles anything of the same chats. What another replica has at
        this moment is left out.
        """
        result = await self._quick(FINISH, {"row_ids": list(row_ids), "now": now})
        return {row[0] for row in result.all()}

    async def fail(self, row_id: int, error: str, not_before: datetime | None) -> None:
        """Count a failed try; it is tried again at `not_before`."""
        await self._quick(
            sa.update(inbox)
            .where(inbox.c.id == row_id, inbox.c.state == "open")
            .values(attempts=inbox.c.attempts + 1, error=error[:120], not_before=not_before)
        )

    async def quarantine(self, row_id: int, error: str, now: datetime) -> bool:
        """Set an update aside that cannot be handled; its payload stays for whoever looks.

        False if it was not open any more.
        """
        result = await self._quick(
            sa.update(inbox)
            .where(inbox.c.id == row_id, inbox.c.state == "open")
            .values(state="dead", attempts=inbox.c.attempts + 1, error=error[:120], handled_at=now)
        )
        return result.rowcount == 1

    async def forget_dead(self, before: datetime) -> int:
        """Empty some of what was set aside before then, and say how much; that it happened stays
        visible.
        """
        old = some(
            inbox,
            inbox.c.state == "dead",
            inbox.c.handled_at < before,
            sa.or_(inbox.c.payload.is_not(None), inbox.c.chat_id != 0),
        )
        change = sa.update(inbox).where(old).values(payload=None, chat_id=0)
        return (await self._execute(change)).rowcount

    async def counts(self) -> dict[str, int]:
        """How many updates are in each state."""
        query = sa.select(inbox.c.state, sa.func.count()).group_by(inbox.c.state)
        return {row[0]: row[1] for row in (await self._execute(query)).all()}

    async def oldest_open(self) -> datetime | None:
        query = sa.select(sa.func.min(inbox.c.received_at)).where(inbox.c.state == "open")
        moment: datetime | None = (await self._execute(query)).scalar()
        return moment

    async def forget_handled(self, now: datetime, days: int = 3) -> int:
        """Drop some handled rows that are too old to come again, and say how many; Telegram
        keeps updates for a day.
        """
        old = some(inbox, inbox.c.state == "done", inbox.c.handled_at < now - timedelta(days=days))
        return (await self._execute(sa.delete(inbox).where(old))).rowcount


def _due() -> sa.Select[Any]:
    """Made once, as all statements of each update: building one takes longer than SQLite needs."""
    oldest = (
        sa.select(sa.func.min(inbox.c.id).label("id"))
        .where(
            inbox.c.state == "open",
            inbox.c.chat_id.not_in(sa.bindparam("without", expanding=True)),
        )
        .group_by(inbox.c.chat_id)
        .subquery()
    )
    now = sa.bindparam("now", type_=inbox.c.not_before.type)
    return (
        sa.select(*COLUMNS)
        .join(oldest, oldest.c.id == inbox.c.id)
        .where(sa.or_(inbox.c.not_before.is_(None), inbox.c.not_before <= now))
        .order_by(inbox.c.id)
        .limit(sa.bindparam("limit", type_=sa.Integer))
    )


def _finish() -> sa.UpdateBase:
    free = (
        sa.select(inbox.c.id)
        .where(inbox.c.id.in_(sa.bindparam("row_ids", expanding=True)), inbox.c.state == "open")
        .with_for_update(skip_locked=True)
    )
    now = sa.bindparam("now", type_=inbox.c.handled_at.type)
    return (
        sa.update(inbox)
        .where(inbox.c.id.in_(free.scalar_subquery()))
        .values(state="done", payload=None, handled_at=now)
        .returning(inbox.c.id)
    )


COLUMNS = [inbox.c[name] for name in InboxRow.__dataclass_fields__]
OLDEST_DUE = _due()
DUE = Prepared(OLDEST_DUE)
FINISH = Prepared(_finish())
INSERT = Prepared(sa.insert(inbox))
KNOWN = Prepared(
    sa.select(inbox.c.update_id, inbox.c.digest)
    .where(
        inbox.c.bot_id == sa.bindparam("bot_id"),
        inbox.c.update_id.in_(sa.bindparam("update_ids", expanding=True)),
    )
    .order_by(inbox.c.edition)
)
