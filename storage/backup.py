"""Copies of an SQLite database: made beside the running assistant, checked, put back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage.migrate import check_revision


class CopyFailed(Exception):
    """A copy could not be made, or what was given is not a whole database."""


def copy_database(source: Path, target: Path) -> None:
    """Copy the database as it is at one moment, however much is written meanwhile.

    The copy appears under its name only when it is whole, checked and on the disk.
    """
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        # VACUUM INTO writes into an empty file that is there; so nobody else ever may read it.
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with _reading(source) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        check_copy(part)
        _sync(part)
        part.replace(target)
        _sync(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise CopyFailed(_reason(error)) from None
    finally:
        part.unlink(missing_ok=True)


def check_copy(file: Path) -> None:
    """Raise CopyFailed unless this is a whole database of ours, SchemaTooNew for a later one."""
    try:
        with _reading(file) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()
            if verdict != ("ok",):
                raise CopyFailed("integrity_check found damage")
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise CopyFailed("rows refer to rows that are not there")
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, OSError) as error:
        raise CopyFailed(_reason(error)) from None
    if revision is None:
        raise CopyFailed("it has no schema")
    check_revision(str(revision[0]))


def put_in_place(new: Path, database: Path, aside: Path) -> bool:
    """Make `new` the database and keep the present one as `aside`; False if there was none.

    The journal goes first: SQLite would apply one that is left behind to the new file.
    """
    if not database.exists():
        _sync(new)
        new.replace(database)
        _sync(database.parent)
        return False
    _write_journal_out(database)
    for suffix in ("-wal", "-shm"):
        rest = Path(f"{database}{suffix}")
        if rest.exists():
            rest.replace(f"{aside}{suffix}")
    try:
        os.link(database, aside)  # so that at no moment there is no database
    except OSError:
        database.rename(aside)
    aside.chmod(0o600)
    _sync(new)
    new.replace(database)
    _sync(database.parent)
    return True


def _write_journal_out(database: Path) -> None:
    """Closing the last connection writes the journal into the file; a broken one stays."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        return


@contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    address = f"{file.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=10)) as connection:
        yield connection


def _sync(path: Path) -> None:
    """Have the disk keep it; a folder cannot be opened on Windows, and need not be."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)[:120]
