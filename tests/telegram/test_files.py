"""Files over HTTP: the picture and the table arrive as Telegram expects a file."""

from __future__ import annotations

import asyncio
import contextlib
import time

from pydantic import SecretStr

from bot.app import App
from bot.calls import make_bot
from bot.config import Settings, Telegram
from bot.period import month_of
from bot.reports import report_row
from bot.turn import Brain
from tests.fakes import FakeClock
from tests.telegram.parameters import Upload
from tests.telegram.process import KEUKER
from tests.telegram.stand_in import TelegramStandIn


async def test_reports_are_uploaded(
    api: TelegramStandIn, settings: Settings, brain: Brain, clock: FakeClock
) -> None:
    """Chart and tables go as uploads under their own names, in the order they were asked."""
    api.user(KEUKER, first_name="Gids", started=True)
    telegram = Telegram(api_base=api.base, seconds_per_chat=0, messages_per_second=0)
    settings = settings.model_copy(update={"telegram": telegram, "token": SecretStr(api.token)})
    app = App(settings, make_bot(settings), brain, clock)
    await app.prepare()
    await app.db.people.couple("keuker", KEUKER, clock())
    period = month_of(clock().date())
    rows = [
        report_row(KEUKER, name, period, f"<b>{name}</b>") for name in ("chart", "xlsx", "csv")
    ]
    await app.db.outbox.put(rows, clock())
    task = asyncio.create_task(app.run(receive=False))
    end = time.monotonic() + 20
    while len(sent := [each for each in api.calls if each.is_done]) < len(rows):
        assert time.monotonic() < end, "the files did not come"
        await asyncio.sleep(0.02)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert [each.method.lower() for each in sent] == ["sendphoto", "senddocument", "senddocument"]
    assert {each.status for each in sent} == {200}
    uploads = [
        value for each in sent for value in each.params.values() if isinstance(value, Upload)
    ]
    assert [each.name for each in uploads] == [
        "cijfers.png",
        "verzoeken-2026-03-01-2026-03-31.xlsx",
        "verzoeken-2026-03-01-2026-03-31.csv",
    ]
    assert uploads[0].content.startswith(b"\x89PNG")
    assert uploads[1].content.startswith(b"PK")
    assert all("report" not in each.params for each in sent)
