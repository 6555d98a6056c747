"""Which chats this replica works on, so that no other does the same work beside it."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.cancellation import to_the_end
from storage.engine import SILENT_FOR
from storage.inbox import NOBODY, OLDEST_DUE, Inbox
from storage.records import InboxRow

NEWS = "kvob_outbox"  # the channel on which replicas hear that there is something to send


class Claims:
    """Locks of one connection, each for a chat: gone when the replica is, however it ends.

    What decides is the row itself: `Inbox.finish` gives it to one. A claim saves the others from
    parsing and matching it in vain. With SQLite there are no others.
    """

    def __init__(self, engine: AsyncEngine, inbox: Inbox, is_shared: bool) -> None:
        self._engine, self._inbox, self._is_shared = engine, inbox, is_shared
        self._connection: AsyncConnection | None = None
        self._released: set[int] = set()
        self._has_news = False

    def release(self, chats: Collection[int], has_news: bool) -> None:
        """Let go of these chats with the next `take`; `has_news` tells the others then."""
        if self._is_shared:
            self._released.update(chats)
            self._has_news |= has_news

    async def take(self, now: datetime, limit: int, busy: Collection[int]) -> list[InboxRow]:
        """Claim so many chats at most that nobody works on, and give the oldest update of each.

        `busy` are the chats that this replica has under way.
        """
        if not self._is_shared:
            return await self._inbox.heads(now, limit, busy)
        try:
            connection = self._connection or await self._connect()
            await self._let_go(connection)
            # Whom it has let go of just now it may still hold: taken twice, it would be let go of
            # once.
            without = [*self._released, *busy, NOBODY]
            parameters = {"now": now, "limit": limit, "without": without}
            return [InboxRow(*row) for row in (await connection.execute(TAKE, parameters)).all()]
        except BaseException:
            await self.close()
            raise

    async def _connect(self) -> AsyncConnection:
        self._connection = connection = self._engine.connect()
        await to_the_end(connection.start())
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(sa.text(f"SET idle_session_timeout = '{SILENT_FOR}s'"))
        return connection

    async def _let_go(self, connection: AsyncConnection) -> None:
        # Before the look, so that a chat of which more waits is found again at once.
        if self._released:
            chats = sa.cast(sorted(self._released), sa.ARRAY(sa.BigInteger))
            self._released.clear()
            chat = sa.func.unnest(chats).column_valued("chat_id")
            await connection.execute(sa.select(sa.func.pg_advisory_unlock(chat)))
        if self._has_news:
            self._has_news = False
            await connection.execute(sa.select(sa.func.pg_notify(NEWS, "")))

    async def close(self) -> None:
        """Let go of everything; a connection that is broken let go by itself."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                await connection.invalidate()
            with suppress(Exception):
                await connection.close()


def _take() -> sa.Select[Any]:
    due = OLDEST_DUE.subquery()
    # The limit inside keeps it to these rows: no other chat is locked.
    return sa.select(due).where(sa.func.pg_try_advisory_lock(due.c.chat_id)).order_by(due.c.id)


TAKE = _take()
