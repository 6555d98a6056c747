"""One program a database: the lock that `run`, `chat` and what changes the database take."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from bot.config import Settings
from bot.refusal import Refused
from storage import DatabaseInUse, FileLock, file_of


def lock_of(settings: Settings) -> FileLock | None:
    """The lock of the settings' database; None where the database is no file."""
    file = file_of(settings.database_url.get_secret_value())
    if file is None:
        return None
    file.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(file)


def take(lock: FileLock | None) -> FileLock | None:
    """Take the lock for a command that must not run beside the assistant; raises Refused."""
    if lock is not None:
        try:
            lock.take()
        except DatabaseInUse:
            raise Refused("De assistent draait. Stop hem eerst, en doe dit dan opnieuw.") from None
    return lock


@contextlib.contextmanager
def held(lock: FileLock | None, pid: int | None = None) -> Iterator[None]:
    """Hold the lock as the assistant; a second one is refused. `pid` is for `kvob reload`."""
    if lock is None:
        yield
        return
    try:
        lock.take(pid)
    except DatabaseInUse:
        raise Refused(
            "Er draait al een assistent op deze database. Stop die eerst; "
            "twee tegelijk zou berichten door elkaar halen."
        ) from None
    try:
        yield
    finally:
        lock.release()
