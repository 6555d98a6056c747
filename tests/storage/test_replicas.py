"""Two replicas on one PostgreSQL database: nothing twice, nothing lost, each chat in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import UTC, date, datetime
from typing import Any

import pytest

from storage import Conversation, Database, Delivery, Incoming, NewRequest, SchemaTooOld, Status
from tests.postgres import Postgres

NOW = datetime(2026, 3, 5, 13, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 6, 13, 0, tzinfo=UTC)


@pytest.fixture
async def pair(postgres: Postgres) -> AsyncIterator[list[Database]]:
    """The same database as two replicas hold it."""
    url = postgres.empty("kvob_tests")
    replicas = [Database(url), Database(url)]
    yield replicas
    for each in replicas:
        await each.close()


async def at_once(
    pair: list[Database], step: Callable[[Database], Coroutine[Any, Any, Any]], times: int = 10
) -> list[Any]:
    """The same step so many times at each of them, all at the same moment."""
    return await asyncio.gather(*(step(each) for each in pair for _ in range(times)))


def new_request(form_key: str) -> NewRequest:
    return NewRequest(
        form_key=form_key,
        about_chat=5,
        name="M. de Wit",
        phone=None,
        email="m@example.nl",
        company=None,
        terrein=None,
        place=None,
        provinces=("limburg",),
        facilitator="bekkema",
        question="?",
        topics=(),
        language="nl",
        received_at=NOW,
        due_on=date(2026, 3, 9),
    )


async def test_an_update_that_comes_at_both(pair: list[Database]) -> None:
    """Telegram brings an update again, at another replica: it is stored once."""

    async def store(db: Database) -> int:
        async with db.transaction():
            return await db.inbox.store(1, [Incoming(7, 5, "{}"), Incoming(8, 6, "{}")], NOW)

    assert sum(await at_once(pair, store)) == 2
    assert await pair[0].inbox.counts() == {"open": 2}


async def test_a_form_that_is_sent_at_both(pair: list[Database]) -> None:
    """One form gives one request with one number."""
    given = await at_once(pair, lambda db: _submit(db, "form"))
    assert len({request.reference for request, _ in given}) == 1
    assert [is_new for _, is_new in given].count(True) == 1


async def _submit(db: Database, key: str) -> tuple[Any, bool]:
    async with db.transaction():
        return await db.requests.submit(new_request(key), NOW)


async def test_two_facilitators_tap_at_once(pair: list[Database]) -> None:
    """Of all who take a request at the same moment one has it."""
    request, _ = await _submit(pair[0], "form")

    async def take(db: Database) -> bool:
        return await db.requests.move(request.id, Status.NEW, Status.TAKEN, NOW)

    assert (await at_once(pair, take)).count(True) == 1


async def test_what_is_said_once(pair: list[Database]) -> None:
    """A notice with a key is queued once, whoever is first."""
    notice = Delivery(9, "sendMessage", {}, key="due:1")

    async def say(db: Database) -> bool:
        async with db.transaction():
            return await db.outbox.put_once(notice, NOW)

    assert (await at_once(pair, say)).count(True) == 1
    assert await pair[0].outbox.counts() == {"ready": 1}


async def test_a_card_stays_one_message(pair: list[Database]) -> None:
    """A card that is brought up to date from everywhere waits as one message."""

    async def update(db: Database) -> None:
        async with db.transaction():
            card = Delivery(9, "sendMessage", {"text": "x"}, kind="card", key="card:1")
            await db.outbox.put_latest(card, NOW)

    await at_once(pair, update)
    assert await pair[0].outbox.counts() == {"ready": 1}


async def test_a_card_that_changes_while_it_is_marked_as_sent(pair: list[Database]) -> None:
    """What changed at that moment is not lost: the message that was sent is edited next."""
    one, other = pair
    card = Delivery(9, "sendMessage", {"text": "new"}, kind="card", key="card:1")
    await one.outbox.put_latest(card, NOW)
    (row,) = await one.outbox.heads(NOW, 1)
    async with one.transaction():
        await one.outbox.done(row.id, 77, NOW, row)
        changed = Delivery(9, "sendMessage", {"text": "taken"}, kind="card", key="card:1")
        changing = asyncio.create_task(other.outbox.put_latest(changed, NOW))
        await asyncio.sleep(0.2)
        assert not changing.done()
    await changing
    (edit,) = await one.outbox.heads(NOW, 1)
    assert (edit.method, edit.body) == ("editMessageText", {"text": "taken", "message_id": 77})


async def test_an_invite_counts_once(pair: list[Database]) -> None:
    """One code couples one account, also when two try it at the same moment."""
    assert (await at_once(pair, lambda db: db.people.use_invite("c", NOW))).count(True) == 1


async def test_accounts_are_coupled_by_all_at_their_start(pair: list[Database]) -> None:
    """Replicas that start together couple the same accounts without hindering each other."""

    async def couple(db: Database) -> None:
        async with db.transaction():
            await db.people.couple("keuker", 501, NOW)
            await db.people.couple("bekkema", 502, NOW)

    await at_once(pair, couple)
    assert [each.telegram_id for each in await pair[0].people.accounts()] == [502, 501]


async def test_a_new_chat_is_saved_by_both(pair: list[Database]) -> None:
    """The first time that a chat is saved nobody hinders anybody; the same for a mark."""

    async def save(db: Database) -> None:
        async with db.transaction():
            await db.conversations.save(Conversation(1, NOW), NOW)
            await db.people.set_mark("heartbeat", None, NOW)

    await at_once(pair, save)
    assert await pair[0].conversations.get(1) is not None


async def test_a_row_that_one_has_is_left_by_the_other(pair: list[Database]) -> None:
    """While one handles an update the other leaves that chat alone, and does not wait."""
    one, other = pair
    rows = [Incoming(1, 5, "a"), Incoming(2, 5, "b"), Incoming(3, 6, "c")]
    await one.inbox.store(1, rows, NOW)
    five, six = [row.id for row in await one.inbox.heads(NOW, 10)]
    async with one.transaction():
        assert await one.inbox.finish([five], NOW) == {five}
        async with asyncio.timeout(5):
            assert await other.inbox.finish([five, six], NOW) == {six}
        assert [row.payload for row in await other.inbox.heads(NOW, 10)] == ["a"]
    assert [row.payload for row in await other.inbox.heads(NOW, 10)] == ["b"]


async def test_erasing_waits_for_a_card_that_is_being_written(pair: list[Database]) -> None:
    """A card that is written while its person is erased does not outlive him."""
    one, other = pair
    request, _ = await _submit(one, "form")
    card = Delivery(9, "sendMessage", {"text": "M. de Wit"}, about_chat=5, key="card:1")
    async with one.transaction():
        assert await one.requests.hold(request.id) is not None
        await one.outbox.put_latest(card, NOW)
        erasing = asyncio.create_task(_erase(other))
        await asyncio.sleep(0.2)
        assert not erasing.done()
    await erasing
    assert await one.outbox.counts() == {}


async def _erase(db: Database) -> None:
    async with db.transaction():
        await db.people.erase(5, NOW)


async def test_all_migrate_at_once(postgres: Postgres) -> None:
    """Of several that migrate an empty database at once one does it; an old one is refused."""
    url = postgres.create("kvob_migrate")
    replicas = [Database(url) for _ in range(3)]
    try:
        with pytest.raises(SchemaTooOld):
            await replicas[0].prepare()
        await asyncio.gather(*(each.upgrade() for each in replicas))
        await replicas[0].prepare()
    finally:
        await asyncio.gather(*(each.close() for each in replicas))


async def test_every_connection_is_durable(pair: list[Database], postgres: Postgres) -> None:
    """A commit that returned is on the disk, whatever the server or the database says."""
    name = postgres.own("kvob_tests")
    postgres.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    fresh = Database(str(postgres.url("kvob_tests")))
    try:
        for each in (*pair, fresh):
            assert await each.setting("synchronous_commit") == "on"
    finally:
        await fresh.close()
        postgres.execute(f"ALTER DATABASE {name} RESET synchronous_commit")
