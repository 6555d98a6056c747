"""Files that are drawn when they are sent: a row of the outbox names the report, nothing more."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiogram.types import BufferedInputFile

from bot.charts import draw
from bot.clock import Clock
from bot.export import as_csv, as_xlsx, file_name, table
from bot.period import Period, read
from bot.promise import local_day
from bot.turn import Brain, Speaks
from storage import Database, DatabaseUnavailable, Delivery, OutboxRow

log = logging.getLogger(__name__)


def report_row(chat_id: int, name: str, period: Period, caption: str) -> Delivery:
    """Ask for a report in this chat; it is made outside any transaction, when its turn comes."""
    method = "sendPhoto" if name == "chart" else "sendDocument"
    body = {
        "chat_id": chat_id,
        "caption": caption,
        "parse_mode": "HTML",
        "report": {"name": name, "period": period.code},
    }
    return Delivery(chat_id, method, body, kind="report")


class Reports:
    """Draws what a row asks for."""

    def __init__(
        self, db: Database, brain: Callable[[], Brain], clock: Clock, cache: Path | None = None
    ) -> None:
        self._db, self._brain, self._clock, self._cache = db, brain, clock, cache

    async def fill(self, row: OutboxRow) -> tuple[str, dict[str, Any]]:
        """The method and parameters to send; a report that cannot be made becomes a sentence."""
        body = row.body
        report = body.get("report")
        if report is None:
            return row.method, body
        try:
            # Rights are those of now: who was unlinked meanwhile gets nothing.
            if await self._db.people.facilitator_of(row.chat_id) is None:
                return self._sentence(row, "only_facilitators")
            name, content = await self._make(report)
        except DatabaseUnavailable:
            raise
        except Exception as error:
            log.error("row:%d: the report could not be made", row.id, exc_info=error)
            return self._sentence(row, "report_failed")
        field = "photo" if row.method == "sendPhoto" else "document"
        parameters = {key: value for key, value in body.items() if key != "report"}
        return row.method, parameters | {field: BufferedInputFile(content, name)}

    def _sentence(self, row: OutboxRow, key: str) -> tuple[str, dict[str, Any]]:
        text = self._brain().texts(key, "nl")
        return "sendMessage", {"chat_id": row.chat_id, "text": text, "parse_mode": "HTML"}

    async def _make(self, report: dict[str, str]) -> tuple[str, bytes]:
        brain, today = self._brain(), local_day(self._clock())
        period = read(report["period"], today)
        assert period is not None
        if report["name"] == "chart":
            found = await self._db.figures.of(period.span(today))
            cache = str(self._cache / "matplotlib") if self._cache else None
            return "cijfers.png", await asyncio.to_thread(draw, brain, period, found, cache)
        return await make_export(self._db, brain, period, report["name"])


async def make_export(db: Database, brain: Speaks, period: Period, kind: str) -> tuple[str, bytes]:
    """The name and the content of a table of this period's requests."""
    requests = await db.figures.rows(period.start, period.end)
    ratings = await db.figures.ratings(period.start, period.end)
    lines = table(brain, requests, ratings)
    name = file_name(period, kind)
    if kind == "csv":
        return name, await asyncio.to_thread(as_csv, lines)
    return name, await asyncio.to_thread(as_xlsx, lines, period)
