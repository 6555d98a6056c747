"""What time it is; a test may say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.config import Settings
from bot.promise import AMSTERDAM

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


def file_clock(file: Path) -> Clock:
    """A clock that reads its time from a file; without an offset it is Dutch time."""

    def now() -> datetime:
        moment = datetime.fromisoformat(file.read_text(encoding="utf-8").strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)

    return now


def make_clock(settings: Settings) -> Clock:
    """The system's clock; a test's only where the Bot API is on this machine."""
    file = settings.test_clock
    if file is not None and settings.telegram.is_local:
        return file_clock(file)
    return system_clock
