"""Copies: of one moment, private, checked; and reading beside a writer changes nothing."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import (
    Conversation,
    CopyFailed,
    Database,
    DatabaseUnavailable,
    Incoming,
    SchemaTooNew,
    check_copy,
    copy_database,
    open_read_only,
    put_in_place,
)

NOW = datetime(2026, 3, 5, 13, 0, tzinfo=UTC)


def file_of(db: Database) -> Path:
    assert db.file is not None
    return db.file


def numbers(file: Path) -> list[int]:
    with sqlite3.connect(file) as connection:
        rows = [row[0] for row in connection.execute("SELECT update_id FROM inbox ORDER BY id")]
    connection.close()
    return rows


async def test_copy_during_writes_is_one_moment(db: Database, tmp_path: Path) -> None:
    """While pairs of rows are written, every copy holds whole pairs, in order, without gaps."""
    is_over = False

    async def write() -> int:
        number = 0
        while not is_over:
            async with db.transaction():
                for _ in range(2):
                    number += 1
                    await db.inbox.store(1, [Incoming(number, number % 7, "{}")], NOW)
        return number

    writing = asyncio.create_task(write())
    copies = [tmp_path / f"{number}.db" for number in range(5)]
    for copy in copies:
        before = await db.inbox.counts()
        while await db.inbox.counts() == before:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(copy_database, file_of(db), copy)
    is_over = True
    written = await writing
    lengths = []
    for copy in copies:
        found = numbers(copy)
        assert found == list(range(1, len(found) + 1))
        assert len(found) % 2 == 0
        lengths.append(len(found))
    assert lengths == sorted(lengths)
    assert 0 < lengths[0] < lengths[-1] <= written


async def test_copy_is_for_its_owner_only(db: Database, tmp_path: Path) -> None:
    """Nobody else may read a copy, and no half-made file stays behind."""
    copy_database(file_of(db), tmp_path / "copy.db")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert not list(tmp_path.glob("*.part"))


async def test_copy_of_nothing_is_refused(tmp_path: Path) -> None:
    """Where there is no database no copy appears, and no empty database either."""
    with pytest.raises(CopyFailed):
        copy_database(tmp_path / "none.db", tmp_path / "copy.db")
    assert not list(tmp_path.iterdir())


async def test_damaged_copy_is_refused(db: Database, tmp_path: Path) -> None:
    """A copy in which bytes have changed, or that is cut off, is not accepted."""
    for number in range(200):
        await db.inbox.store(1, [Incoming(number, 1, "x" * 200)], NOW)
    copy = tmp_path / "copy.db"
    copy_database(file_of(db), copy)
    check_copy(copy)
    whole = copy.read_bytes()
    copy.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    with pytest.raises(CopyFailed):
        check_copy(copy)
    copy.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CopyFailed):
        check_copy(copy)


@pytest.mark.parametrize("content", [b"", b"no database at all, but quite a long text" * 50])
def test_other_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """An empty file or something else is no copy."""
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(CopyFailed):
        check_copy(tmp_path / "x.db")


async def test_copy_of_a_later_release_is_refused(db: Database, tmp_path: Path) -> None:
    """A schema that this release does not know is told apart from damage."""
    copy_database(file_of(db), tmp_path / "copy.db")
    connection = sqlite3.connect(tmp_path / "copy.db")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(SchemaTooNew):
        check_copy(tmp_path / "copy.db")


async def test_replaced_database_is_kept_whole(tmp_path: Path) -> None:
    """What was still in the journal of the replaced database is in the file kept aside."""
    old, new, aside = (tmp_path / name for name in ("kvob.db", "new.db", "aside.db"))
    db = Database(f"sqlite+aiosqlite:///{old}")
    await db.upgrade()
    copy_database(old, new)
    await db.inbox.store(1, [Incoming(7, 5, "{}")], NOW)
    # A killed assistant leaves a journal: copy the files as they are now.
    left = {file.name: file.read_bytes() for file in tmp_path.glob("kvob.db*")}
    await db.close()
    for name, content in left.items():
        (tmp_path / name).write_bytes(content)
    assert (tmp_path / "kvob.db-wal").stat().st_size > 0
    assert put_in_place(new, old, aside)
    assert numbers(old) == []
    assert numbers(aside) == [7]


async def test_reading_needs_no_lock_and_cannot_write(db: Database) -> None:
    """A reader sees what is committed while the writer goes on, and is refused when it writes."""
    reader = open_read_only(str(db.url))
    await db.inbox.store(1, [Incoming(7, 5, "{}")], NOW)
    async with db.transaction():
        await db.inbox.store(1, [Incoming(8, 5, "{}")], NOW)
        assert await reader.inbox.counts() == {"open": 1}
    assert await reader.inbox.counts() == {"open": 2}
    assert await reader.is_current()
    with pytest.raises(DatabaseUnavailable):
        await reader.conversations.save(Conversation(1, NOW), NOW)
    await reader.close()


async def test_reader_makes_no_database(tmp_path: Path) -> None:
    """Reading a database that is not there fails and leaves nothing."""
    with pytest.raises(DatabaseUnavailable):
        open_read_only(f"sqlite+aiosqlite:///{tmp_path / 'none.db'}")
    assert not list(tmp_path.iterdir())


async def test_odd_file_names_are_read(tmp_path: Path) -> None:
    """A folder with a space, a question mark or a percent sign is no obstacle."""
    folder = tmp_path / "a b?c%20d#e"
    folder.mkdir()
    db = Database(f"sqlite+aiosqlite:///{tmp_path / 'plain.db'}")
    await db.upgrade()
    copy_database(file_of(db), folder / "kvob.db")
    check_copy(folder / "kvob.db")
    await db.close()
