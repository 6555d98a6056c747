"""Dated copies of the database in a folder, and beside them the list of who was erased."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.config import Settings
from storage import CopyFailed, Database, DatabaseUnavailable, Erasure, copy_database

ERASURES = "erasures.jsonl"
EVERY = timedelta(hours=1)
KEEP_ALL = timedelta(days=2)  # after that one copy a day
# Who was erased is known a little longer than the oldest copy that still holds him.
LONGER = timedelta(days=7)
_NAME = re.compile(r"kvob-(\d{8}-\d{6})Z\.db")


class Copier:
    """Makes a copy every hour, and at the next round after a new request or an erasure."""

    def __init__(self, db: Database, settings: Settings) -> None:
        self._db, self._settings = db, settings
        self._copied: tuple[int, int] | None = None

    async def round(self, now: datetime) -> Path | None:
        """Make a copy if it is time for one; raises CopyFailed.

        A server is copied by its own tools; here only the list of erasures is kept for it.
        """
        folder = self._settings.backup.folder
        if folder is None:
            return None
        newest = await self._db.overview.newest()
        if self._db.file is None:
            if self._copied is None or newest[1] != self._copied[1]:
                await keep_list(self._db, folder, self._settings.backup.keep_days, now)
                self._copied = newest
            return None
        latest = latest_copy(folder)
        if newest == self._copied and latest is not None and now - latest < EVERY:
            return None
        made = await back_up(self._db, folder, self._settings.backup.keep_days, now)
        self._copied = newest
        return made


async def keep_list(db: Database, folder: Path, keep_days: int, now: datetime) -> None:
    """Bring the list of erasures in this folder up to date; raises CopyFailed."""
    try:
        _make(folder)
        await write_erasures(db, folder, keep_days, now)
    except OSError as error:
        raise CopyFailed(str(error.strerror)) from None


async def back_up(db: Database, folder: Path, keep_days: int, now: datetime) -> Path:
    """Copy the database into the folder, and rotate what is there; raises CopyFailed."""
    assert db.file is not None
    target = folder / name_of(now)
    try:
        _make(folder)
        # First: it is small, and counts also when there is no room for a copy.
        await write_erasures(db, folder, keep_days, now)
        await asyncio.to_thread(copy_database, db.file, target)
        rotate(folder, keep_days, now)
    except (OSError, DatabaseUnavailable) as error:
        raise CopyFailed(str(getattr(error, "strerror", None) or error)) from None
    return target


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def name_of(moment: datetime) -> str:
    """kvob-20261123-204500Z.db: in UTC, so that names sort by time."""
    return f"kvob-{moment.astimezone(UTC):%Y%m%d-%H%M%S}Z.db"


def copies(folder: Path) -> list[tuple[datetime, Path]]:
    """The dated copies in this folder, oldest first; other files are not ours."""
    found = []
    for file in folder.glob("kvob-*.db"):
        if match := _NAME.fullmatch(file.name):
            moment = datetime.strptime(match.group(1), "%Y%m%d-%H%M%S")
            found.append((moment.replace(tzinfo=UTC), file))
    return sorted(found)


def latest_copy(folder: Path) -> datetime | None:
    found = copies(folder)
    return found[-1][0] if found else None


def rotate(folder: Path, keep_days: int, now: datetime) -> None:
    """Delete copies past their term; of the days before yesterday the last of each stays."""
    found = copies(folder)
    last_of_day = {moment.date(): file for moment, file in found}
    for moment, file in found:
        is_spare = now - moment > KEEP_ALL and last_of_day[moment.date()] != file
        if is_spare or now - moment > timedelta(days=keep_days):
            file.unlink(missing_ok=True)


def forget_old_databases(database: Path, keep_days: int, now: datetime) -> None:
    """Delete what an upgrade or a restore kept aside, when it is past the term of copies."""
    for pattern in (f"{database.name}.before-*", f"{database.name}.replaced-*"):
        for file in database.parent.glob(pattern):
            with contextlib.suppress(OSError):  # tomorrow there is another try
                if now.timestamp() - file.stat().st_mtime > keep_days * 86_400:
                    file.unlink()


async def write_erasures(db: Database, folder: Path, keep_days: int, now: datetime) -> None:
    """Bring the list beside the copies up to date; what only the list knows stays in it."""
    since = now - timedelta(days=keep_days) - LONGER
    known = {*read_erasures(folder), *await db.people.erasures()}
    rows = sorted((each for each in known if each.at >= since), key=lambda each: each.at)
    lines = [json.dumps({"digest": row.digest, "at": row.at.isoformat()}) for row in rows]
    part = folder / f"{ERASURES}.part"
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as handle:
        handle.write("".join(f"{line}\n" for line in lines))
        handle.flush()
        os.fsync(handle.fileno())
    part.replace(folder / ERASURES)


def read_erasures(folder: Path) -> list[Erasure]:
    """The list in this folder; raises CopyFailed for one that cannot be read."""
    file = folder / ERASURES
    if not file.exists():
        return []
    try:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        return [Erasure(str(row["digest"]), datetime.fromisoformat(row["at"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError):
        raise CopyFailed(f"{ERASURES} cannot be read") from None
