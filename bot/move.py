"""`kvob move`: from the SQLite file to the PostgreSQL database of the settings."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.clock import make_clock
from bot.config import load_settings
from bot.lock import take
from bot.refusal import Refused
from storage import (
    CannotMove,
    Database,
    DatabaseUnavailable,
    FileLock,
    Rejected,
    SchemaTooNew,
    file_of,
    move_rows,
)


def move_database(config: Path | None, file: Path, progress: Callable[[str, int], None]) -> str:
    """Copy everything, compare, and put the file aside, so that nobody goes on with it."""
    settings = load_settings(config)
    target = settings.database_url.get_secret_value()
    if file_of(target) is not None:
        raise Refused("DATABASE_URL noemt een SQLite-bestand; zet er postgresql+psycopg://... in.")
    if not file.exists():
        raise Refused(f"Er is geen database {file}.")
    lock = FileLock(file)
    take(lock)
    begun = time.monotonic()
    try:
        counts = asyncio.run(_move(file, target, progress))
        aside = _put_aside(file, make_clock(settings)())
    except CannotMove as error:
        raise Refused(f"Niet verplaatst: {_why(error)}") from None
    except SchemaTooNew:
        raise Refused("Een van de twee is van een nieuwere versie van dit programma.") from None
    except (DatabaseUnavailable, Rejected) as error:
        raise Refused(f"Niet verplaatst, er is niets veranderd: {error}") from None
    finally:
        lock.release()
    lines = [f"{name}: {count}" for name, count in counts.items()]
    lines += [
        f"Verplaatst en vergeleken in {time.monotonic() - begun:.0f} seconden.",
        f"De oude database staat in {aside}; wis die als alles goed is.",
    ]
    return "\n".join(lines)


async def _move(file: Path, target: str, progress: Callable[[str, int], None]) -> dict[str, int]:
    source = f"sqlite+aiosqlite:///{file}"
    for url in (source, target):
        db = Database(url)
        try:
            await db.upgrade()
            await db.empty_wal()
        finally:
            await db.close()
    return await move_rows(source, target, progress)


def _put_aside(file: Path, now: datetime) -> Path:
    aside = file.with_name(f"{file.name}.moved-{now:%Y%m%d-%H%M%S}")
    for suffix in ("-wal", "-shm"):
        journal = file.with_name(f"{file.name}{suffix}")
        if journal.exists():
            journal.rename(f"{aside}{suffix}")
    return file.rename(aside)


def _why(error: CannotMove) -> str:
    if "not empty" in str(error):
        return "de PostgreSQL-database is niet leeg. Maak een nieuwe, lege database."
    return "wat geschreven is, is niet wat gelezen is. Er is niets veranderd."
