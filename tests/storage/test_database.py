"""The database keeps its promises: durable, ordered, all or nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from contextvars import Context
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from storage import (
    Conversation,
    Database,
    DatabaseInUse,
    DatabaseUnavailable,
    Delivery,
    FileLock,
    Incoming,
    SchemaTooNew,
)
from storage.engine import PIECE, make_engine
from storage.inbox import DUE
from storage.looks import LONG, REST, Look
from storage.migrate import upgrade
from storage.prepared import Found
from storage.tables import conversations, metadata

NOW = datetime(2026, 3, 5, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("synchronous", 2), ("journal_mode", "wal"), ("secure_delete", 1), ("foreign_keys", 1)],
)
async def test_live_connection_is_durable(db: Database, pragma: str, value: object) -> None:
    """The connection in use syncs at every commit, checks keys and overwrites what it deletes."""
    assert await db.pragma(pragma) == value


@pytest.mark.both_databases
async def test_migrations_give_the_schema_of_the_tables(db: Database) -> None:
    """What the migrations build is what tables.py says."""
    engine = make_engine(db.url)

    def differences(connection: sa.Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_migration_goes_up_down_and_up(tmp_path: Path) -> None:
    """Each migration can be taken back and done again."""
    from alembic import command

    from storage.migrate import _config

    url = sa.make_url(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    await upgrade(url)
    engine = make_engine(url, foreign_keys=False)

    def down(connection: sa.Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    async with engine.begin() as connection:
        await connection.run_sync(down)
    await engine.dispose()
    await upgrade(url)
    database = Database(str(url))
    assert await database.is_current()
    await database.close()


@pytest.mark.both_databases
def test_a_migration_is_named_after_its_revision() -> None:
    """Whether a schema is current is decided by the files' names, without loading Alembic."""
    from alembic.script import ScriptDirectory

    from storage.migrate import REVISIONS, _config

    scripts = ScriptDirectory.from_config(_config())
    assert [each.revision for each in scripts.walk_revisions()] == REVISIONS[::-1]
    assert scripts.get_current_head() == REVISIONS[-1]


async def test_newer_schema_is_refused(db: Database) -> None:
    """A database of a later release is not touched."""
    async with db.transaction():
        (known,) = (await db.execute(sa.text("SELECT version_num FROM alembic_version"))).one()
    await db.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(SchemaTooNew):
            await db.prepare()
    finally:
        await db.execute(sa.text(f"UPDATE alembic_version SET version_num = '{known}'"))


@pytest.mark.both_databases
async def test_read_then_write_loses_nothing(db: Database) -> None:
    """A hundred steps at once that each read and then write all count."""
    await db.conversations.save(Conversation(1, NOW), NOW)

    async def step() -> None:
        async with db.transaction():
            talk = await db.conversations.hold(1)
            assert talk is not None
            talk.misses += 1
            await db.conversations.save(talk, NOW)

    await asyncio.gather(*(step() for _ in range(100)))
    talk = await db.conversations.get(1)
    assert talk is not None
    assert talk.misses == 100


@pytest.mark.both_databases
async def test_transaction_is_all_or_nothing(db: Database) -> None:
    """An exception takes back everything that was written in the transaction."""

    async def half_of_it() -> None:
        async with db.transaction():
            await db.inbox.store(1, [Incoming(7, 5, "{}")], NOW)
            await db.outbox.put([Delivery(5, "sendMessage", {})], NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await half_of_it()
    assert await db.inbox.heads(NOW, 10) == []
    assert await db.outbox.heads(NOW, 10) == []


@pytest.mark.both_databases
async def test_update_is_stored_once(db: Database) -> None:
    """The same update again, in the same or another batch, is one row."""
    first = Incoming(7, 5, '{"a":1}')
    assert await db.inbox.store(1, [first, first], NOW) == 1
    assert await db.inbox.store(1, [first], NOW) == 0


@pytest.mark.both_databases
async def test_same_id_with_another_payload_is_another_update(db: Database) -> None:
    """Telegram's ids restart at random after a quiet week; the new update is not lost."""
    await db.inbox.store(1, [Incoming(7, 5, '{"a":1}')], NOW)
    assert await db.inbox.store(1, [Incoming(7, 5, '{"a":2}')], NOW) == 1


@pytest.mark.both_databases
async def test_heads_give_one_row_a_chat_in_order(db: Database) -> None:
    """Of each chat only the oldest open update is handed out."""
    rows = [Incoming(1, 5, "a"), Incoming(2, 5, "b"), Incoming(3, 6, "c")]
    await db.inbox.store(1, rows, NOW)
    heads = await db.inbox.heads(NOW, 10)
    assert [row.payload for row in heads] == ["a", "c"]
    assert await db.inbox.finish([heads[0].id], NOW) == {heads[0].id}
    assert await db.inbox.finish([heads[0].id], NOW) == set()
    assert [row.payload for row in await db.inbox.heads(NOW, 10)] == ["b", "c"]


@pytest.mark.both_databases
async def test_postponed_message_holds_its_chat_only(db: Database) -> None:
    """While one chat waits, the order in it is kept and the other chats go on."""
    await db.outbox.put(
        [Delivery(5, "m", {"n": 1}), Delivery(5, "m", {"n": 2}), Delivery(6, "m", {"n": 3})], NOW
    )
    first = next(row for row in await db.outbox.heads(NOW, 10) if row.chat_id == 5)
    await db.outbox.postpone(first.id, NOW + timedelta(seconds=9), "later")
    assert [row.body["n"] for row in await db.outbox.heads(NOW, 10)] == [3]
    later = await db.outbox.heads(NOW + timedelta(seconds=9), 10)
    # One that failed goes after those that did not, and before the second of its own chat.
    assert [row.body["n"] for row in later] == [3, 1]


@pytest.mark.both_databases
async def test_latest_message_replaces_edits_and_sends_anew(db: Database) -> None:
    """A kept-up-to-date message is one message: replaced while it waits, then edited."""

    def card(text: str) -> Delivery:
        return Delivery(9, "sendMessage", {"text": text}, kind="card", key="card:1")

    await db.outbox.put_latest(card("one"), NOW)
    await db.outbox.put_latest(card("two"), NOW)
    (row,) = await db.outbox.heads(NOW, 10)
    assert (row.method, row.body) == ("sendMessage", {"text": "two"})
    await db.outbox.done(row.id, 77, NOW)
    await db.outbox.put_latest(card("three"), NOW)
    await db.outbox.put_latest(card("four"), NOW)
    (row,) = await db.outbox.heads(NOW, 10)
    assert (row.method, row.body) == ("editMessageText", {"text": "four", "message_id": 77})


@pytest.mark.both_databases
async def test_what_changed_while_it_was_sent_is_sent_too(db: Database) -> None:
    """A card that is brought up to date while its message is under way is edited right after."""

    def card(text: str) -> Delivery:
        return Delivery(9, "sendMessage", {"text": text}, kind="card", key="card:1")

    await db.outbox.put_latest(card("one"), NOW)
    (row,) = await db.outbox.heads(NOW, 10)
    await db.outbox.put_latest(card("two"), NOW)
    await db.outbox.done(row.id, 77, NOW, row)
    (row,) = await db.outbox.heads(NOW, 10)
    assert (row.method, row.body) == ("editMessageText", {"text": "two", "message_id": 77})
    await db.outbox.done(row.id, 77, NOW, row)
    assert await db.outbox.heads(NOW, 10) == []


@pytest.mark.both_databases
async def test_said_once(db: Database) -> None:
    """A message with a key that was queued before is not queued again."""
    notice = Delivery(9, "sendMessage", {}, key="due:1")
    assert await db.outbox.put_once(notice, NOW)
    assert not await db.outbox.put_once(notice, NOW)


async def test_erased_words_leave_the_files(db: Database) -> None:
    """After erasing, nothing of the person is left in the database file or its journal."""
    canary = "Kanarie-Zwijnenburg"
    talk = Conversation(1, NOW, kept_question=canary, form={"name": canary})
    await db.conversations.save(talk, NOW)
    await db.outbox.put([Delivery(1, "sendMessage", {"text": canary}, about_chat=1)], NOW)
    await db.people.erase(1, NOW)
    await db.empty_wal()
    assert db.file is not None
    for file in db.file.parent.iterdir():
        assert canary.encode() not in file.read_bytes(), file.name


async def test_database_trouble_is_not_an_ordinary_error(db: Database) -> None:
    """A database that cannot be written is told apart from a mistake in the program."""
    await db.execute(sa.text("PRAGMA query_only=ON"))
    with pytest.raises(DatabaseUnavailable):
        await db.conversations.save(Conversation(1, NOW), NOW)


async def test_cancelling_in_a_transaction_locks_nobody_out(db: Database) -> None:
    """Cancelled at any moment, a transaction is undone and its connection lives on, unlocked."""
    await db.pragma("busy_timeout=77")  # a new connection would not know it

    async def work(number: int) -> None:
        async with db.transaction():
            for step in range(3):
                await db.people.set_mark(f"m{number}", str(step), NOW)

    for moment in range(40):
        cancelled = [asyncio.create_task(work(number)) for number in range(3)]
        await asyncio.sleep(moment / 3000)
        for task in cancelled:
            task.cancel()
        await asyncio.gather(*cancelled, return_exceptions=True)
        await work(9)
        for number in range(3):
            mark = await db.people.mark(f"m{number}")
            assert mark is None or mark[0] == "2"
    assert await db.pragma("busy_timeout") == 77


async def test_second_writer_is_refused(tmp_path: Path) -> None:
    """Of two processes on one database the second does not get the lock."""
    first, second = FileLock(tmp_path / "k.db"), FileLock(tmp_path / "k.db")
    first.take()
    with pytest.raises(DatabaseInUse):
        second.take()
    first.release()
    second.take()
    second.release()


@pytest.mark.both_databases
async def test_naive_time_is_refused(db: Database) -> None:
    """A moment without a time zone is a mistake, and is not stored."""
    naive = datetime(2026, 3, 5)
    with pytest.raises(sa.exc.StatementError):
        await db.execute(sa.update(conversations).values(updated_at=naive))


async def test_what_changed_while_it_was_sent_is_edited_next(db: Database) -> None:
    """A card that is brought up to date while its older text is on its way ends with the newer."""

    def card(text: str) -> Delivery:
        return Delivery(9, "sendMessage", {"text": text}, kind="card", key="card:1")

    await db.outbox.put_latest(card("one"), NOW)
    (sent,) = await db.outbox.heads(NOW, 10)
    await db.outbox.put_latest(card("two"), NOW)
    assert await db.outbox.done(sent.id, 77, NOW, sent)
    (row,) = await db.outbox.heads(NOW, 10)
    assert (row.method, row.body) == ("editMessageText", {"text": "two", "message_id": 77})
    await db.outbox.done(row.id, None, NOW, row)
    assert await db.outbox.heads(NOW, 10) == []


@pytest.mark.both_databases
async def test_what_was_emptied_is_not_written_again(db: Database) -> None:
    """The daily purge touches a row once, however long it is kept after that."""
    later = NOW + timedelta(days=8)
    sent = [Delivery(chat, "sendMessage", {"text": "x"}) for chat in (1, 2)]
    async with db.transaction():
        await db.outbox.put([*sent, Delivery(3, "sendMessage", {"text": "waits"})], NOW)
        await db.inbox.store(1, [Incoming(7, 5, "{}")], NOW)
    for row in (await db.outbox.heads(NOW, 10))[:2]:
        await db.outbox.done(row.id, 1, NOW)
    (update,) = await db.inbox.heads(NOW, 10)
    await db.inbox.quarantine(update.id, "odd", NOW)
    assert (await db.outbox.forget_bodies(later), await db.inbox.forget_dead(later)) == (2, 1)
    assert (await db.outbox.forget_bodies(later), await db.inbox.forget_dead(later)) == (0, 0)
    assert [row.body for row in await db.outbox.heads(NOW, 10)] == [{"text": "waits"}]


async def test_statements_of_an_open_transaction_do_not_travel(db: Database) -> None:
    """What each update needs is done where it is asked: the only trip is the one to commit."""
    await db.inbox.store(1, [Incoming(7, 5, "{}")], NOW)
    trips: list[str] = []
    connection = await db._engine.connect()
    driver = (await connection.get_raw_connection()).driver_connection
    await connection.close()
    assert driver is not None
    travel = driver._execute

    async def note(step: Any, *arguments: Any) -> Any:
        trips.append(step.__name__)
        return await travel(step, *arguments)

    driver._execute = note
    async with db.transaction():
        (row,) = await db.inbox.heads(NOW, 10)
        assert await db.inbox.finish([row.id], NOW) == {row.id}
        talk = Conversation(5, updated_at=NOW)
        await db.conversations.save(talk, NOW)
        assert await db.conversations.hold(5) == talk
        await db.outbox.put([Delivery(5, "sendMessage", {"text": "x"})], NOW)
    assert trips == ["commit"]


async def test_look_that_waits_for_its_turn_does_not_count_as_long(db: Database) -> None:
    """Only what SQLite takes for it sends the next look to SQLite's thread, and for a while."""
    ways: list[str] = []
    takes = 0.0

    async def travel(*_: Any) -> Any:
        ways.append("travels")
        return Found(0)

    async def here(*_: Any) -> Any:
        ways.append("here")
        async with db.transaction():  # the turn of another comes first
            pass
        return Found(0, seconds=takes)

    look = Look(DUE, travel, here)
    async with db.transaction():
        waiting = asyncio.create_task(look.rows({}), context=Context())
        await asyncio.sleep(2 * LONG)
    await waiting
    takes = 2 * LONG
    await look.rows({})
    await look.rows({})
    await asyncio.sleep(REST * takes)
    await look.rows({})
    assert ways == ["here", "here", "travels", "here"]


async def test_another_program_is_waited_for_in_a_thread(db: Database) -> None:
    """While another has the lock the event loop goes on; when it is free the work is done."""
    assert db.file is not None
    await db.inbox.heads(NOW, 1)  # connected
    other = sqlite3.connect(db.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    talk = Conversation(5, updated_at=NOW)
    saving = asyncio.create_task(db.conversations.save(talk, NOW))
    for _ in range(20):
        await asyncio.sleep(0.001)
    assert not saving.done()
    other.rollback()
    other.close()
    await saving
    assert await db.conversations.get(5) == talk


async def test_a_statement_in_place_is_rolled_back_with_the_rest(db: Database) -> None:
    """A refused insert leaves the transaction going; one that fails leaves nothing behind."""
    talk = Conversation(5, updated_at=NOW)
    await db.conversations.save(talk, NOW)

    async def fail() -> None:
        async with db.transaction():
            await db.conversations.hold(5)
            await db.outbox.put([Delivery(5, "sendMessage", {"text": "x"})], NOW)
            values = {"chat_id": 5, "language": "nl", "pinned": False, "misses": 0}
            lists = {"provinces": [], "topics": [], "recent": [], "updated_at": NOW}
            assert not await db.insert_once(sa.insert(conversations), [values | lists])
            assert await db.conversations.hold(5) == talk
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await db.outbox.heads(NOW, 10) == []


@pytest.mark.both_databases
async def test_a_purge_takes_a_piece_at_a_time(db: Database) -> None:
    """However much is past its term, each statement removes so many rows at most."""
    talks = [Conversation(chat, updated_at=NOW) for chat in range(1, PIECE + 8)]
    async with db.transaction():
        for talk in talks:
            await db.conversations.save(talk, NOW)
    later = NOW + timedelta(days=1)
    assert [await db.conversations.forget(later) for _ in range(3)] == [PIECE, 7, 0]
