"""One writer a database: a lock on a file beside it, held as long as the process lives."""

from __future__ import annotations

import contextlib
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

    def take(self, pid: int | None = None) -> None:
        """Take the lock; raises DatabaseInUse at once if another process has it.

        A process that can be signalled leaves its number in the file.
        """
        handle = self.path.open("a+b")
        try:
            _lock(handle)
        except OSError:
            handle.close()
            raise DatabaseInUse(str(self.path)) from None
        self._file = handle
        with contextlib.suppress(OSError):  # a full disk is no reason to refuse the lock
            handle.truncate(0)
            handle.write(b"" if pid is None else b"%d\n" % pid)
            handle.flush()

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def holder(self) -> int | None:
        """The number of the process that holds it and can be signalled; None where none does.

        A number that is left behind is never given: whoever holds no lock may be anybody by now.
        """
        try:
            self.take()
        except DatabaseInUse:
            text = self.path.read_bytes().strip()
            return int(text) if text.isdigit() else None
        self.release()
        return None


def _lock(handle: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt

        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
