"""What several replicas on one PostgreSQL database change for who runs them."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from fakes import FakeClock, House

from bot.backup import Copier
from bot.cli import main
from bot.config import Backup, Settings
from bot.status import as_json, as_lines, status_of
from storage import Conversation, Database, Delivery, SchemaTooNew
from storage.engine import SILENT_FOR
from storage.lead import Lead
from tests.postgres import Postgres

CANARY = 5_550_123


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """PostgreSQL, and nothing else."""
    return str(request.getfixturevalue("postgres").empty("kvob_tests"))


async def test_status_shows_each_replica(house: House, settings: Settings) -> None:
    """Each replica has a heartbeat of its own, beside that of the whole."""
    await house.app.background.pulse()
    await house.app.db.people.set_mark("replica:other", None, house.clock())
    found = await status_of(settings, house.clock)
    assert set(found.replicas) == {settings.replica, "other"}
    assert set(as_json(found)["replicas"]) == {settings.replica, "other"}
    assert any("replica other" in line for line in as_lines(found))
    assert found.is_alive
    assert found.lives_here


async def test_one_that_stopped_is_told_from_the_whole(house: House, settings: Settings) -> None:
    """While another lives, this one's own check fails, and the assistant as a whole runs."""
    async with asyncio.timeout(20):
        while house.app.health.age is None:  # its first heartbeat is on its way
            await asyncio.sleep(0.01)
    house.clock.move(minutes=10)
    await house.app.db.people.set_mark("heartbeat", None, house.clock())
    found = await status_of(settings, house.clock)
    assert found.is_alive
    assert not found.lives_here


async def test_a_replica_that_is_gone_is_forgotten(house: House, settings: Settings) -> None:
    """A day after its last heartbeat its name goes."""
    await house.app.db.people.set_mark("replica:old", None, house.clock() - timedelta(days=2))
    await house.app.background.purge(house.clock())
    assert "old" not in (await status_of(settings, house.clock)).replicas


async def test_who_may_be_followed_up_sends_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sender that heard nothing of the database for seconds waits: another may send by now."""
    certain = False
    monkeypatch.setattr(Lead, "is_certain", property(lambda _: certain))
    await house.visitor().writes("wat kost het?")
    house.app.sender.wake.set()
    await house.handled()
    await asyncio.sleep(0.1)
    assert house.session.sent == []
    certain = True
    house.app.sender.wake.set()
    await house.quiet()
    assert len(house.session.sent) == 1


async def test_certainty_ends_before_another_may_lead(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a pause shorter than what the server waits, it is not sure any more that it leads."""
    lead = house.app.db.lead
    async with asyncio.timeout(10):
        while not lead.is_certain:
            await asyncio.sleep(0.01)
    now = time.monotonic()
    monkeypatch.setattr("storage.lead._seconds", lambda: now + SILENT_FOR)
    assert lead.is_held
    assert not lead.is_certain


async def test_a_copy_is_not_missed_where_none_is_made(house: House, settings: Settings) -> None:
    """`backup.folder` is about SQLite; PostgreSQL is copied with its own tools."""
    kept = settings.model_copy(
        update={"backup": settings.backup.model_copy(update={"folder": "/nowhere"})}
    )
    await house.app.background.beat()
    assert not any("back-up" in line for line in (await status_of(kept, house.clock)).attention)


async def test_it_goes_on_when_the_next_release_migrates(house: House, database: str) -> None:
    """What runs answers as before on a schema to which something was added; what starts on it
    refuses it.
    """
    visitor = house.visitor()
    for _ in range(8):  # often enough for the driver to keep its statements
        await visitor.says("wat kost het?")
    for later in (
        "ALTER TABLE requests ADD COLUMN later TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE outbox ADD COLUMN later TEXT",
        "ALTER TABLE inbox ADD COLUMN later TEXT",
        "ALTER TABLE conversations ADD COLUMN later TEXT",
        "UPDATE alembic_version SET version_num = '9999'",
    ):
        await house.app.db.execute(sa.text(later))
    for text in ("/contact", "Marijke de Wit", "06-12345678", "Venlo", "Wat kost een hek?"):
        await visitor.says(text)
    assert "ontvangen" in await visitor.taps("Versturen")
    await house.beats(minutes=1)
    other = Database(database)
    try:
        with pytest.raises(SchemaTooNew):
            await other.prepare()
    finally:
        await other.close()
        for table in ("requests", "outbox", "inbox", "conversations"):
            await house.app.db.execute(sa.text(f"ALTER TABLE {table} DROP COLUMN later"))


async def test_who_was_erased_is_erased_again_after_a_dump_is_put_back(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: FakeClock
) -> None:
    """The list is kept in `backup.folder`; `kvob forget` does it once more, and once only."""
    settings = Settings(backup=Backup(folder=tmp_path / "lists"))
    made = clock()

    async def dumped() -> Database:
        """As it was when the dump was made: two people with a request."""
        db = Database(postgres.empty("kvob_tests"))
        for chat in (CANARY, 6001):
            talk = Conversation(chat, made)
            async with db.transaction():
                await db.conversations.save(talk, made)
                card = Delivery(chat, "sendMessage", {"text": "Zwijnenburg"}, about_chat=chat)
                await db.outbox.put([card], made)
        await db.people.set_mark("heartbeat", None, made)
        return db

    db = await dumped()
    copier = Copier(db, settings)
    await copier.round(clock())
    clock.move(hours=3)
    async with db.transaction():
        await db.people.erase(CANARY, clock())
    await copier.round(clock())
    await db.close()

    restored = await dumped()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", postgres.url("kvob_tests"))
    for people in ("1 persoon", "0 mensen"):
        command = ["forget", str(tmp_path / "lists")]
        told = await asyncio.to_thread(CliRunner().invoke, main, command)
        assert people in told.output
    assert await restored.conversations.get(CANARY) is None
    assert await restored.conversations.get(6001) is not None
    assert {row.chat_id for row in await restored.outbox.heads(clock(), 9)} == {6001}
    await restored.close()


async def test_reading_changes_nothing(house: House, database: str) -> None:
    """What only reads cannot write, on PostgreSQL either."""
    from storage import DatabaseUnavailable, open_read_only

    reader = open_read_only(database)
    try:
        assert await reader.is_current()
        with pytest.raises(DatabaseUnavailable):
            await reader.people.set_mark("x", None, house.clock())
    finally:
        await reader.close()


async def test_a_database_that_is_away_is_told_apart(database: str) -> None:
    """A server that cannot be reached is trouble to wait for, no mistake; no address is told."""
    from storage import DatabaseUnavailable

    away = Database(f"postgresql+psycopg://nobody:{'secret-word'}@127.0.0.1:1/kvob")
    with pytest.raises(DatabaseUnavailable) as told:
        await away.inbox.counts()
    await away.close()
    assert "secret-word" not in str(told.value)
