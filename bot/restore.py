"""Back to a copy (`kvob restore`, `kvob forget`): who was erased since is erased again."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from bot.backup import read_erasures
from bot.config import Settings
from storage import (
    CopyFailed,
    Database,
    DatabaseUnavailable,
    Erasure,
    check_copy,
    copy_database,
    file_of,
    open_read_only,
    put_in_place,
)

# A copy is never older than its last heartbeat and this; clocks are not exact.
MARGIN = timedelta(hours=1)


async def restore(settings: Settings, copy: Path, now: datetime) -> tuple[int, Path | None]:
    """Put the copy in the database's place, under the lock; raises CopyFailed, SchemaTooNew.

    Returns how many people were erased again and where the replaced database is. Until the last
    step, which is one rename, everything happens to a file beside the database.
    """
    check_copy(copy)
    url = settings.database_url.get_secret_value()
    database = file_of(url)
    assert database is not None
    known = await _known_erasures(url, [copy.parent, settings.backup.folder])
    new = database.with_name(f"{database.name}.restoring")
    aside = database.with_name(f"{database.name}.replaced-{now:%Y%m%d-%H%M%S}")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        _remove(new)
        copy_database(copy, new)
        erased = await _erase_again(new, known, now)
        check_copy(new)
        is_kept = put_in_place(new, database, aside)
    except (OSError, DatabaseUnavailable) as error:
        raise CopyFailed(str(getattr(error, "strerror", None) or error)) from None
    finally:
        _remove(new)
    return erased, aside if is_kept else None


async def _known_erasures(url: str, folders: list[Path | None]) -> set[Erasure]:
    """From the lists beside the copies, and from the present database if it can be read."""
    known = {each for folder in folders if folder is not None for each in read_erasures(folder)}
    try:
        db = open_read_only(url)
    except DatabaseUnavailable:
        return known  # lost or broken: often the very reason to go back to a copy
    try:
        known |= set(await db.people.erasures())
    except DatabaseUnavailable:
        pass
    finally:
        await db.close()
    return known


async def _erase_again(file: Path, known: set[Erasure], now: datetime) -> int:
    """Erase who was erased after the copy was made; who came back after it keeps his data.

    An erasure that the copy has itself was done in it. One that is older than the copy and not
    in it any more was past its term.
    """
    db = Database(f"sqlite+aiosqlite:///{file}")
    try:
        await db.upgrade()
        erased = await _erase_missed(db, known, now)
        await db.empty_wal()
    finally:
        await db.close()
    return erased


async def erase_from_list(settings: Settings, folder: Path, now: datetime) -> int:
    """After PostgreSQL's own tools put a dump back: erase who is on the list in this folder, and
    give how many people that were; raises CopyFailed, SchemaTooOld, SchemaTooNew.
    """
    known = set(read_erasures(folder))
    db = Database(settings.database_url.get_secret_value())
    try:
        await db.prepare()
        return await _erase_missed(db, known, now)
    finally:
        await db.close()


async def _erase_missed(db: Database, known: set[Erasure], now: datetime) -> int:
    async with db.transaction():
        done = set(await db.people.erasures())
        alive = await db.people.mark("heartbeat")
        since = alive[1] - MARGIN if alive else None
        missed = [each for each in known - done if since is None or each.at >= since]
        erased = await db.people.erase_again(sorted(missed, key=lambda row: row.at), now)
        await db.people.set_mark("restored", None, now)
    return erased


def _remove(file: Path) -> None:
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()
