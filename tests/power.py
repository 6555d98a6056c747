"""Power cuts: what SQLite writes and syncs is recorded; a cut leaves a part of the rest."""

from __future__ import annotations

import bisect
import hashlib
import random
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512  # bytes that a disk writes whole or not at all
TABLES = ("inbox", "outbox", "conversations", "requests", "events", "accounts", "marks")
COUNT = "INSERT OR REPLACE INTO marks (name, value, at) VALUES ('commits', ?, '2026-03-05')"

Write = tuple[str, int, bytes | None]  # a file, where, and what; None cuts the file off there
Sync = tuple[str]


@dataclass
class Recording:
    """Everything that went to the disk, and what was promised when.

    `acknowledged[n]` is how long the log was when commit n+1 was promised; `states[n]` is what
    the database held after n commits.
    """

    start: dict[str, bytes]
    log: list[Write | Sync] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)
    states: list[str] = field(default_factory=list)


class _Files(apsw.VFS):
    def __init__(self, log: list[Write | Sync]) -> None:
        self.log = log
        super().__init__("recorder", "")

    def xOpen(self, name: Any, flags: list[int]) -> _File:
        return _File(name, flags, self.log)


class _File(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int], log: list[Write | Sync]) -> None:
        super().__init__("", name, flags)
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        self.kind = "wal" if path.endswith("-wal") else "db"
        self.log = log

    def xWrite(self, data: bytes, offset: int) -> None:
        self.log.append((self.kind, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:
        self.log.append((self.kind, size, None))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        self.log.append((self.kind,))
        super().xSync(flags)


def record(
    empty: Path, folder: Path, work: list[list[str]], synchronous: int, checkpoint: int
) -> Recording:
    """Do this work, one commit after another, with so many pages between two checkpoints."""
    file = folder / "recorded.db"
    shutil.copy(empty, file)
    made = Recording({"db": file.read_bytes(), "wal": b""})
    files = _Files(made.log)
    connection = apsw.Connection(str(file), vfs="recorder")
    cursor = connection.cursor()
    # The index of the journal in this process's memory: a VFS of ours has none to share.
    cursor.execute("PRAGMA locking_mode=EXCLUSIVE")
    cursor.execute("PRAGMA journal_mode=WAL").fetchall()
    cursor.execute("PRAGMA secure_delete=ON").fetchall()
    cursor.execute(f"PRAGMA synchronous={synchronous}")
    cursor.execute(f"PRAGMA wal_autocheckpoint={checkpoint}").fetchall()
    made.states.append(state_of(cursor))
    for number, statements in enumerate(work, 1):
        cursor.execute("BEGIN IMMEDIATE")
        for sql in statements:
            cursor.execute(sql).fetchall()
        cursor.execute(COUNT, (str(number),))
        cursor.execute("COMMIT")
        made.acknowledged.append(len(made.log))
        made.states.append(state_of(cursor))
    connection.close()
    files.unregister()
    return made


def state_of(cursor: Any) -> str:
    """Everything that is stored, as one number."""
    digest = hashlib.sha256()
    for table in TABLES:
        for row in cursor.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall():
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@dataclass
class Cuts:
    """What became of the promises: commits lost at a cut, and databases that are broken."""

    count: int = 0
    lost: list[int] = field(default_factory=list)
    corrupt: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        most = f" (at most {max(self.lost)} commits at once)" if self.lost else ""
        corrupt = len(self.corrupt)
        return f"{self.count} cuts, {len(self.lost)} lost commits{most}, {corrupt} corrupt"


def cut(recording: Recording, folder: Path, count: int, chance: random.Random) -> Cuts:
    """Cut the power so many times at random moments, and open what is left."""
    first = recording.acknowledged[0]
    moments = sorted(chance.randrange(first, len(recording.log) + 1) for _ in range(count))
    result = Cuts(count)
    for moment, image in _images(recording, moments, chance):
        promised = bisect.bisect_right(recording.acknowledged, moment)
        for kind, name in (("db", "image.db"), ("wal", "image.db-wal")):
            (folder / name).write_bytes(image[kind])
        (folder / "image.db-shm").unlink(missing_ok=True)
        connection = sqlite3.connect(folder / "image.db")
        try:
            cursor = connection.cursor()
            (verdict,) = cursor.execute("PRAGMA integrity_check").fetchone()
            query = "SELECT value FROM marks WHERE name = 'commits'"
            found = int((cursor.execute(query).fetchone() or ["0"])[0])
            if verdict != "ok" or state_of(cursor) != recording.states[found]:
                result.corrupt.append(f"{moment}: {verdict}, {found} commits")
            if found < promised:
                result.lost.append(promised - found)
        except sqlite3.DatabaseError as error:
            result.corrupt.append(f"{moment}: {error}")
        finally:
            connection.close()
    return result


def _images(
    recording: Recording, moments: list[int], chance: random.Random
) -> Iterator[tuple[int, dict[str, bytes]]]:
    """The disk at each of these moments: what was synced, and a part of what was not."""
    synced = {kind: bytearray(data) for kind, data in recording.start.items()}
    pending: dict[str, list[Write]] = {"db": [], "wal": []}
    place = 0
    for moment in moments:
        for entry in recording.log[place:moment]:
            kind = entry[0]
            if len(entry) == 3:
                pending[kind].append(entry)
            else:
                for write in pending[kind]:
                    _apply(synced[kind], write)
                pending[kind].clear()
        place = moment
        image = {kind: bytearray(data) for kind, data in synced.items()}
        for kind, writes in pending.items():
            share = chance.choice((0.0, 0.5, 0.9, 1.0))
            for write in writes:
                for part in _sectors(write):
                    if chance.random() < share:
                        _apply(image[kind], part)
        yield moment, {kind: bytes(data) for kind, data in image.items()}


def _sectors(write: Write) -> Iterator[Write]:
    kind, offset, data = write
    if data is None:
        yield write
        return
    at = 0
    while at < len(data):
        size = SECTOR - (offset + at) % SECTOR
        yield kind, offset + at, data[at : at + size]
        at += size


def _apply(content: bytearray, write: Write) -> None:
    _, offset, data = write
    if data is None:
        del content[offset:]
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data
