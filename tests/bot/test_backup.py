"""`kvob backup` and `kvob restore`: nothing is lost, and who was erased stays erased."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from fakes import House
from pydantic import SecretStr

from bot.backup import ERASURES, Copier, copies, forget_old_databases, name_of, rotate
from bot.cli import main
from bot.config import Backup, Settings
from bot.restore import restore
from storage import CopyFailed, Database, FileLock

pytestmark = pytest.mark.sqlite

ERASED, STAYS = 5001, 5002


async def send_request(house: House, chat_id: int, name: str) -> None:
    visitor = house.visitor(chat_id)
    for text in ("/contact", name, "06-12345678", "Venlo", "Ik wil iets weten over hekken."):
        await visitor.says(text)
    await visitor.taps("Versturen")


async def erase(house: House, chat_id: int) -> None:
    visitor = house.visitor(chat_id)
    await visitor.says("/verwijder")
    assert "verwijderd" in await visitor.says("ja")


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Settings:
    return settings.model_copy(update={"backup": Backup(folder=tmp_path / "copies")})


def elsewhere(kept: Settings, tmp_path: Path) -> Settings:
    """The settings of another computer, on which there is no database yet."""
    url = SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'elsewhere' / 'kvob.db'}")
    return kept.model_copy(update={"database_url": url})


async def copy_of(house: House, kept: Settings) -> Path:
    await house.app.background.beat()
    copy = await Copier(house.app.db, kept).round(house.clock())
    assert copy is not None
    return copy


async def names_in(settings: Settings) -> list[str | None]:
    db = Database(settings.database_url.get_secret_value())
    try:
        return [request.name for request in await db.requests.open()]
    finally:
        await db.close()


def digests(file: Path) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and what they hold; without the marks of the clock."""
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    names = connection.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
    found = {}
    for (name,) in names:
        rows = connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()
        found[name] = (len(rows), hashlib.sha256(repr(rows).encode()).hexdigest())
    connection.close()
    del found["marks"]
    return found


async def test_restored_elsewhere_everything_is_there(
    house: House, kept: Settings, tmp_path: Path
) -> None:
    """A copy put back on another computer holds the requests, events and accounts; of every table
    as many rows, and the same in them."""
    await send_request(house, STAYS, "Marijke de Wit")
    other = elsewhere(kept, tmp_path)
    erased, aside = await restore(other, await copy_of(house, kept), house.clock())
    assert (erased, aside) == (0, None)
    assert await names_in(other) == ["Marijke de Wit"]
    left = sorted(file.name for file in (tmp_path / "elsewhere").iterdir())
    assert left == ["kvob.db"]
    assert stat.S_IMODE((tmp_path / "elsewhere" / "kvob.db").stat().st_mode) == 0o600
    assert house.app.db.file is not None
    assert digests(tmp_path / "elsewhere" / "kvob.db") == digests(house.app.db.file)


async def test_erasure_survives_a_restore(house: House, kept: Settings, tmp_path: Path) -> None:
    """Who was erased after the copy is not in the restored files, nobody else is touched."""
    await send_request(house, ERASED, "Kanarie Zwijnenburg")
    await send_request(house, STAYS, "Marijke de Wit")
    copy = await copy_of(house, kept)
    assert b"Zwijnenburg" in copy.read_bytes()
    house.clock.move(minutes=5)
    await erase(house, ERASED)
    house.clock.move(minutes=1)
    await copy_of(house, kept)  # brings the list up to date, as the next round does
    other = elsewhere(kept, tmp_path)
    erased, _ = await restore(other, copy, house.clock())
    assert erased == 1
    assert await names_in(other) == ["Marijke de Wit"]
    for file in (tmp_path / "elsewhere").iterdir():
        assert b"Zwijnenburg" not in file.read_bytes(), file.name
    # And it is known there too, for the next time.
    db = Database(other.database_url.get_secret_value())
    assert len(await db.people.erasures()) == 1
    await db.close()


async def test_erasures_of_the_present_database_count_too(house: House, kept: Settings) -> None:
    """Going back on the same computer needs no list: the replaced database knows."""
    await send_request(house, ERASED, "Kanarie Zwijnenburg")
    copy = await copy_of(house, kept)
    house.clock.move(minutes=5)
    await erase(house, ERASED)
    (copy.parent / ERASURES).unlink()
    await house.app.db.close()
    erased, aside = await restore(kept, copy, house.clock())
    assert erased == 1
    assert aside is not None
    assert aside.exists()
    assert await names_in(kept) == []


async def test_who_came_back_keeps_his_new_request(
    house: House, kept: Settings, tmp_path: Path
) -> None:
    """An erasure from before the copy is not done again on what the person sent after it."""
    await send_request(house, ERASED, "Kanarie Zwijnenburg")
    await erase(house, ERASED)
    house.clock.move(hours=3)
    await send_request(house, ERASED, "Kanarie Nieuw")
    other = elsewhere(kept, tmp_path)
    erased, _ = await restore(other, await copy_of(house, kept), house.clock())
    assert erased == 0
    assert await names_in(other) == ["Kanarie Nieuw"]


async def test_lost_token_changes_nothing(house: House, kept: Settings, tmp_path: Path) -> None:
    """The list can be read with another token: it depends on no secret."""
    await send_request(house, ERASED, "Kanarie Zwijnenburg")
    copy = await copy_of(house, kept)
    house.clock.move(minutes=5)
    await erase(house, ERASED)
    await copy_of(house, kept)
    other = elsewhere(kept, tmp_path).model_copy(update={"token": None})
    assert (await restore(other, copy, house.clock()))[0] == 1


async def test_list_of_erasures_names_nobody(house: House, kept: Settings) -> None:
    """Neither the chat's number nor the name stands in the list, and only its owner reads it."""
    await send_request(house, ERASED, "Kanarie Zwijnenburg")
    await erase(house, ERASED)
    file = (await copy_of(house, kept)).parent / ERASURES
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") == 1
    assert str(ERASED) not in text
    assert "Zwijnenburg" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_erasure_past_its_term_leaves_the_list(house: House, kept: Settings) -> None:
    """When no copy can hold the person any more, that he was erased is forgotten too."""
    await send_request(house, ERASED, "Kanarie Zwijnenburg")
    await erase(house, ERASED)
    file = (await copy_of(house, kept)).parent / ERASURES
    house.clock.move(days=38)
    await house.app.background.purge(house.clock())
    await copy_of(house, kept)
    assert file.read_text(encoding="utf-8") == ""


async def test_broken_copy_changes_nothing(house: House, kept: Settings) -> None:
    """A damaged file is refused before anything is touched."""
    await send_request(house, STAYS, "Marijke de Wit")
    copy = await copy_of(house, kept)
    copy.write_bytes(copy.read_bytes()[:5000])
    assert house.app.db.file is not None
    before = sorted(file.name for file in house.app.db.file.parent.iterdir())
    with pytest.raises(CopyFailed):
        await restore(kept, copy, house.clock())
    assert await names_in(kept) == ["Marijke de Wit"]
    assert sorted(file.name for file in house.app.db.file.parent.iterdir()) == before


async def test_unreadable_list_stops_the_restore(house: House, kept: Settings) -> None:
    """With a damaged list nobody knows whom to erase, so nothing is put back."""
    copy = await copy_of(house, kept)
    (copy.parent / ERASURES).write_text('{"digest": 1\n', encoding="utf-8")
    with pytest.raises(CopyFailed, match=ERASURES):
        await restore(kept, copy, house.clock())


async def test_broken_database_can_be_replaced(
    house: House, kept: Settings, tmp_path: Path
) -> None:
    """A database that cannot be read any more does not stop going back to a copy."""
    await send_request(house, STAYS, "Marijke de Wit")
    copy = await copy_of(house, kept)
    other = elsewhere(kept, tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "kvob.db").write_bytes(b"not a database" * 1000)
    (tmp_path / "elsewhere" / "kvob.db-wal").write_bytes(b"nor a journal")
    _, aside = await restore(other, copy, house.clock())
    assert aside is not None
    assert aside.read_bytes().startswith(b"not a database")
    assert await names_in(other) == ["Marijke de Wit"]


async def test_copy_is_made_by_the_hour_and_after_a_request(house: House, kept: Settings) -> None:
    """A round makes a copy at the start, after a request, and when an hour has passed."""
    copier = Copier(house.app.db, kept)
    assert await copier.round(house.clock())
    house.clock.move(minutes=1)
    assert await copier.round(house.clock()) is None
    await send_request(house, STAYS, "Marijke de Wit")
    assert await copier.round(house.clock())
    house.clock.move(minutes=59)
    assert await copier.round(house.clock()) is None
    house.clock.move(minutes=1)
    assert await copier.round(house.clock())


async def test_no_folder_no_copies(house: House, settings: Settings) -> None:
    """Without the setting nothing is copied."""
    assert await Copier(house.app.db, settings).round(house.clock()) is None


def test_rotation_keeps_two_days_whole_and_then_one_a_day(tmp_path: Path) -> None:
    """Hourly copies of 40 days: the last two days stay whole, then one a day until the term."""
    now = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
    for hours in range(24 * 40):
        (tmp_path / name_of(now - timedelta(hours=hours))).touch()
    (tmp_path / "kvob-other.db").touch()
    rotate(tmp_path, 30, now)
    left = [now - moment for moment, _ in copies(tmp_path)]
    assert max(left) <= timedelta(days=30)
    assert len([age for age in left if age <= timedelta(days=2)]) == 49
    assert len([age for age in left if age > timedelta(days=2)]) == 28
    assert (tmp_path / "kvob-other.db").exists()


def test_databases_kept_aside_go_with_the_copies(tmp_path: Path) -> None:
    """What an upgrade or a restore left is deleted after the same term, not before."""
    old = tmp_path / "kvob.db.before-upgrade-from-0001"
    new = tmp_path / "kvob.db.replaced-20260305-120000"
    for file in (old, new, tmp_path / "kvob.db"):
        file.touch()
    now = datetime.now(UTC)

    for file in (old, tmp_path / "kvob.db"):
        month_ago = (now - timedelta(days=31)).timestamp()
        os.utime(file, (month_ago, month_ago))
    forget_old_databases(tmp_path / "kvob.db", 30, now)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["kvob.db", new.name]


def config(tmp_path: Path) -> list[str]:
    file = tmp_path / "config.yaml"
    file.write_text(f"backup:\n  folder: {tmp_path / 'copies'}\n", encoding="utf-8")
    return ["--config", str(file)]


def test_commands_copy_and_put_back(tmp_path: Path) -> None:
    """`kvob backup` and `kvob restore` say in Dutch what they did."""
    run = CliRunner()
    given = config(tmp_path)
    assert run.invoke(main, ["backup", *given]).exit_code == 78
    assert run.invoke(main, ["migrate", *given]).exit_code == 0
    made = run.invoke(main, ["backup", *given])
    assert made.exit_code == 0, made.output
    ((_, copy),) = copies(tmp_path / "copies")
    assert str(copy) in made.output
    back = run.invoke(main, ["restore", str(copy), *given])
    assert back.exit_code == 0, back.output
    assert "Teruggezet" in back.output
    assert list(tmp_path.glob("kvob.db.replaced-*"))


def test_restore_is_refused_while_the_assistant_runs(tmp_path: Path) -> None:
    """The lock protects the database; a copy may be made all the same."""
    run = CliRunner()
    given = config(tmp_path)
    run.invoke(main, ["migrate", *given])
    lock = FileLock(tmp_path / "kvob.db")
    lock.take()
    try:
        assert run.invoke(main, ["backup", *given]).exit_code == 0
        ((_, copy),) = copies(tmp_path / "copies")
        refused = run.invoke(main, ["restore", str(copy), *given])
    finally:
        lock.release()
    assert refused.exit_code == 78
    assert "Stop hem eerst" in refused.output


def test_command_refuses_a_broken_copy(tmp_path: Path) -> None:
    """A file that is no database is refused in plain words."""
    given = config(tmp_path)
    (tmp_path / "x.db").write_text("no database", encoding="utf-8")
    refused = CliRunner().invoke(main, ["restore", str(tmp_path / "x.db"), *given])
    assert refused.exit_code == 78
    assert "Niet teruggezet" in refused.output
    assert not (tmp_path / "kvob.db").exists()


def test_copied_file_opens_without_us(tmp_path: Path) -> None:
    """A copy is an ordinary SQLite file."""
    given = config(tmp_path)
    CliRunner().invoke(main, ["migrate", *given])
    CliRunner().invoke(main, ["backup", *given])
    ((_, copy),) = copies(tmp_path / "copies")
    connection = sqlite3.connect(copy)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
