"""One writer a database: a lock on a file beside it, held as long as the process lives."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO


class DatabaseInUse(Exception):
    """Another process writes to this database."""


class FileLock:
    """A lock that ends with the process, also when it is killed."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}.lock")
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Take the lock; raises DatabaseInUse at once if another process has it."""
        handle = self.path.open("a+b")
        try:
            _lock(handle)
        except OSError:
            handle.close()
            raise DatabaseInUse(str(self.path)) from None
        self._file = handle

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(handle: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt

        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
