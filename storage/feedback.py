"""Questions that were not understood, and whether answers helped."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from storage.engine import Execute, Quick, some
from storage.prepared import Prepared
from storage.records import Reaction, Unknown
from storage.tables import feedback

LONGEST_ALIKE = 300
INSERT = Prepared(sa.insert(feedback))
BLANK = {"text": None, "alike": None, "about_chat": None}


class FeedbackStore:
    """Holds masked texts, for a month; what remains counts and names nobody."""

    def __init__(self, execute: Execute, quick: Quick) -> None:
        self._execute, self._quick = execute, quick

    async def note(
        self,
        kind: Reaction,
        about_chat: int,
        language: str,
        now: datetime,
        *,
        text: str | None = None,
        alike: str | None = None,
        intent: str | None = None,
    ) -> None:
        """Add one; `text` must be masked already, `alike` is the same for like questions."""
        values = {
            "at": now,
            "kind": kind.value,
            "intent": intent,
            "language": language,
            "text": text,
            "alike": alike[:LONGEST_ALIKE] if alike else None,
            "about_chat": about_chat,
        }
        await self._quick(INSERT, [values])

    async def unknown(self, since: datetime, limit: int) -> list[Unknown]:
        """Like questions together, the most frequent first."""
        count, latest = sa.func.count(), sa.func.max(feedback.c.at)
        query = (
            sa.select(
                sa.func.min(feedback.c.text),
                count,
                latest,
                sa.func.min(feedback.c.language),
                feedback.c.intent,
            )
            .where(
                feedback.c.at >= since,
                feedback.c.kind.in_([Reaction.MISSED.value, Reaction.UNHELPFUL.value]),
                feedback.c.text.is_not(None),
            )
            .group_by(feedback.c.alike, feedback.c.intent)
            .order_by(count.desc(), latest.desc(), feedback.c.alike)
            .limit(limit)
        )
        return [Unknown(*row) for row in (await self._execute(query)).all()]

    async def forget(self, before: datetime) -> int:
        """Empty some of what came before then, and say how much; that it came stays, for the
        figures.
        """
        old = some(feedback, feedback.c.at < before, feedback.c.about_chat.is_not(None))
        return (await self._execute(sa.update(feedback).where(old).values(BLANK))).rowcount
