"""A canary goes through the whole product, then he is erased or his term ends: no trace."""

from __future__ import annotations

import asyncio
import io
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Bot
from facilitators import couple_both, send_request, tap
from fakes import TOKEN, FakeClock, FakeSession, House, Visitor, living, places_of
from pydantic import SecretStr

from bot.app import App
from bot.backup import Copier, forget_old_databases, rotate
from bot.config import Backup, Operator, Settings
from bot.logs import set_up_logs
from bot.restore import restore
from bot.turn import Brain
from storage import Database
from storage.tables import conversations, events, metadata, requests

NOW = datetime(2026, 3, 5, 13, 0, tzinfo=UTC)
CANARY, OTHER, KEUKER, BEKKEMA, OPERATOR = 5_550_123, 6001, 901, 902, 700
SIGNS = (
    *("Zwijnenburg", "zwijnenburg", "12345678", "1234 5678", "kanarie-hekken", "Kwetterpark"),
    *("vogelverschrikker", "5550123", "fluitketel"),
)


@pytest.fixture
def written(logs_as_before: None) -> io.StringIO:
    """All that the program writes at DEBUG."""
    stream = io.StringIO()
    set_up_logs("DEBUG", [SecretStr(TOKEN)], stream)
    return stream


@pytest.fixture
async def house(
    settings: Settings, brain: Brain, clock: FakeClock, tmp_path: Path, written: io.StringIO
) -> AsyncIterator[House]:
    """An assistant with copies, both facilitators and an operator."""
    changed = {
        "backup": Backup(folder=tmp_path / "copies"),
        "operator": Operator(chat_id=OPERATOR),
    }
    session = FakeSession()
    app = App(settings.model_copy(update=changed), Bot(TOKEN, session), brain, clock)
    await app.prepare()
    async with living(app, session, clock, receive=False) as house:
        for name, account in (("keuker", KEUKER), ("bekkema", BEKKEMA)):
            await app.db.people.couple(name, account, clock())
        yield house


async def live(house: House) -> Visitor:
    """All that somebody can do here; returns the canary."""
    canary, other = house.visitor(CANARY), house.visitor(OTHER)
    await canary.says("mijn fluitketel doet het niet")
    await canary.says("/start inv-" + "x" * 30)
    for text in (
        "/contact",
        "Kanarie Zwijnenburg",
        "06-12345678",
        "Venlo",
        "Helpt een vogelverschrikker?",
    ):
        await canary.says(text)
    await canary.taps("Iets wijzigen")
    await canary.taps("Bedrijf")
    await canary.says("Zwijnenburg Hekwerk")
    await canary.taps("Iets wijzigen")
    await canary.taps("Terrein invullen")
    await canary.says("Kwetterpark")
    await canary.says("z@kanarie-hekken.nl")
    await canary.taps("Versturen")
    assert "ontvangen" in canary.last
    for text in ("/contact", "Marijke de Wit", "marijke@dewit.nl", "Venlo", "Wat kost een hek?"):
        await other.says(text)
    await other.taps("Versturen")
    (request,) = await house.app.db.requests.of_chat(CANARY)
    for person in (BEKKEMA, KEUKER):
        await house.visitor(person).says("/wachtrij")
        await house.visitor(person).presses(f"d:show:{request.id}:")
    await house.visitor(BEKKEMA).presses(f"d:take:{request.id}:")
    await house.visitor(BEKKEMA).presses(f"d:unreached:{request.id}:")
    for text in ("/status", "/gegevens", "/contact", "Kanarie Zwijnenburg", "mijn fluitketel"):
        await canary.says(text)
    await canary.sends({"text": "Zwijnenburg", "forward_origin": {"type": "fluitketel"}})
    counts = await house.app.db.inbox.counts()
    assert counts["dead"] == 1
    return canary


def with_signs(folder: Path) -> list[tuple[str, str]]:
    """The files in this folder that hold something of the canary."""
    contents = [(file.name, file.read_bytes()) for file in folder.iterdir() if file.is_file()]
    return [
        (name, sign) for name, content in contents for sign in SIGNS if sign.encode() in content
    ]


async def until_clean(house: House) -> None:
    """The journal is written out right after the erasure; wait for it, not for a minute."""
    end = time.monotonic() + 5
    while found := await places_of(house.app.db, *SIGNS):
        assert time.monotonic() < end, found
        await asyncio.sleep(0.05)


async def erase(canary: Visitor) -> None:
    await canary.says("/verwijder")
    assert "verwijderd" in await canary.says("ja")


@pytest.mark.both_databases
async def test_erased_is_gone_everywhere(house: House, written: io.StringIO) -> None:
    """Database, journal, outbox, updates that could not be read, logs: no trace; others keep."""
    canary = await live(house)
    found = {sign for _, sign in await places_of(house.app.db, *SIGNS)}
    assert found == set(SIGNS) - {"1234 5678"}, "blind"
    await erase(canary)
    await until_clean(house)
    (left,) = await house.app.db.requests.of_chat(OTHER)
    assert left.name == "Marijke de Wit"
    assert "Marijke" in await house.visitor(BEKKEMA).says("/wachtrij")
    text = written.getvalue()
    assert "update:" in text
    for sign in (*SIGNS, "Marijke", "marijke"):
        assert sign not in text


async def test_erased_while_the_journal_is_emptied(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is erased while it is emptied for another is not forgotten: it is emptied again."""
    background, emptied = house.app.background, []
    await background.purge(house.clock())

    async def empty_wal() -> bool:
        emptied.append(len(emptied))
        if len(emptied) == 1:
            background.empty_journal_soon()
        await asyncio.sleep(0)
        return True

    monkeypatch.setattr(house.app.db, "empty_wal", empty_wal)
    background.empty_journal_soon()
    async with asyncio.timeout(5):
        while len(emptied) < 2:
            await asyncio.sleep(0.01)


async def test_cards_of_the_erased_say_so(house: House) -> None:
    """Each message in a facilitator's chat that is about him alone ends as 'verwijderd'."""
    canary = await live(house)
    sent = len(house.session.sent)
    await erase(canary)
    edits = [e for e in house.session.sent[sent:] if e.method == "editMessageText"]
    assert {each.text for each in edits} == {"Gegevens verwijderd."}
    assert {each.values["chat_id"] for each in edits} == {BEKKEMA, KEUKER}
    assert not any("Zwijnenburg" in str(e.values) for e in house.session.sent[sent:])


async def test_card_on_its_way_is_blanked_when_it_arrives(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erased while Telegram is taking the card: it arrives, and is edited at once."""
    canary = house.visitor(CANARY)
    arrived, erased = asyncio.Event(), asyncio.Event()
    take = house.session.make_request

    async def slow(bot: Any, method: Any, timeout: int | None = None) -> Any:
        result = await take(bot, method, timeout)
        values = method.model_dump(warnings=False)
        if values.get("chat_id") == BEKKEMA and "Zwijnenburg" in str(values):
            arrived.set()
            await erased.wait()
        return result

    monkeypatch.setattr(house.session, "make_request", slow)
    for text in ("/contact", "Kanarie Zwijnenburg", "06-12345678", "Venlo", "Wat kost een hek?"):
        await canary.says(text)
    await canary.writes("versturen")
    await asyncio.wait_for(arrived.wait(), 10)
    await canary.writes("/verwijder")
    await canary.writes("ja")
    erased.set()
    await house.quiet()
    last = house.visitor(BEKKEMA).shown[-1]
    assert (last.method, last.text) == ("editMessageText", "Gegevens verwijderd.")
    await until_clean(house)


@pytest.mark.sqlite
async def test_copies_forget_in_time_and_restore_forgets_at_once(
    house: House, tmp_path: Path
) -> None:
    """Copies and databases kept aside hold him till their term; put back, he is gone."""
    canary = await live(house)
    await house.app.background.beat()
    settings, db = house.app.settings, house.app.db
    folder = settings.backup.folder
    assert folder is not None
    assert db.file is not None
    copier = Copier(db, settings)
    copy = await copier.round(house.clock())
    assert copy is not None
    aside = db.file.with_name("kvob.db.before-upgrade-from-0001")
    shutil.copy(copy, aside)
    house.clock.move(minutes=5)
    await erase(canary)
    await copier.round(house.clock())
    url = SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'elsewhere' / 'kvob.db'}")
    for number, old in enumerate((copy, aside)):
        other = settings.model_copy(update={"database_url": url})
        assert (await restore(other, old, house.clock()))[0] == 1, number
        for file in (tmp_path / "elsewhere").iterdir():
            content = file.read_bytes()
            is_replaced = ".replaced-" in file.name
            assert is_replaced or not any(s.encode() in content for s in SIGNS), file.name
        shutil.rmtree(tmp_path / "elsewhere")
    later = house.clock() + timedelta(days=settings.backup.keep_days, hours=1)
    rotate(folder, settings.backup.keep_days, later)
    forget_old_databases(db.file, settings.backup.keep_days, later + timedelta(days=4000))
    await until_clean(house)
    assert with_signs(folder) == []


async def test_terms_end_without_anybody_asking(house: House) -> None:
    """Closed and ninety days on, daily purged: nothing of him is left, and the figures stay."""
    await live(house)
    (request,) = await house.app.db.requests.of_chat(CANARY)
    await house.visitor(BEKKEMA).presses(f"d:close:{request.id}:")
    for _ in range(33):
        house.clock.move(days=3)
        await house.app.background.purge(house.clock())
    folder = house.app.settings.backup.folder
    assert folder is not None
    rotate(folder, house.app.settings.backup.keep_days, house.clock())
    await until_clean(house)
    left = await house.app.db.requests.get(request.id)
    assert left is not None
    assert left.name is None
    assert (left.provinces, left.received_at) == (("Limburg",), request.received_at)
    assert left.closed_at is not None


async def test_kept_question_goes_with_unfinished_forms(house: House) -> None:
    """A question that was kept to be passed on is forgotten after a week of silence."""
    visitor = house.visitor(CANARY)
    await visitor.says("mijn fluitketel doet het niet")
    assert "Laatste vraag die ik niet begreep:" in await visitor.says("/gegevens")
    house.clock.move(days=8)
    await house.app.background.purge(house.clock())
    assert "Laatste vraag die ik niet begreep:" not in await visitor.says("/gegevens")


# What is in no way about the person, or says nothing more than what is shown.
TECHNICAL = {
    "requests": {
        *("id", "form_key", "about_chat", "version", "search", "undo_until", "undo_state"),
        *("state", "attempts", "first_contact_at", "contacted_at", "anonymised_at", "touched_at"),
        *("reminded_on", "breached_at", "rating_asked_at", "due_on", "facilitator"),
    },
    "conversations": {"pinned", "form", "form_at", "recent", "desk", "thread"},
    "events": {"id", "request_id", "actor", "channel"},
    "feedback": {"id", "about_chat", "alike", "kind", "intent", "language", "at"},
}
ODD: dict[str, Any] = {
    "name": "Kanarie", "phone": "+31612345678", "email": "k@zwijn.nl", "company": "Hekwerk BV",
    "terrein": "Kwetterpark", "place": "Venlo", "provinces": ["Limburg"], "question": "Hekken?",
    "topics": ["kosten"], "language": "en", "preferred_channel": "email", "taken_by": "keuker",
    "preferred_moment": "woensdagochtend", "outcome": "informed", "rating": "no",
    "reference": "KVO-123456", "kept_question": "fluitketel?", "misses": 7,
    "waiting_for": "region", "note": "Wij bellen u morgen.", "kind": "message",
}  # fmt: skip
SHOWN: dict[str, str] = {
    "phone": "06 12345678", "provinces": "Limburg", "topics": "Wat kost het", "language": "Engels",
    "preferred_channel": "e-mail", "taken_by": "Onno Keuker", "outcome": "informatie gegeven",
    "rating": "nee", "waiting_for": "in welke provincie?", "kind": "bericht aan u",
    "received_at": "06-02-2026", "closed_at": "07-02-2026", "first_due_on": "9 februari",
    "delayed_to": "10 februari", "updated_at": "05-03-2026", "at": "08-02-2026",
    "chat_id": str(CANARY),
}  # fmt: skip


async def test_my_data_shows_every_stored_field(house: House) -> None:
    """Each column about a person is shown in words, or is on the list of technical ones."""
    visitor = house.visitor(CANARY)
    for text in ("/contact", "Kanarie", "06-12345678", "Venlo", "Wat kost een hek?"):
        await visitor.says(text)
    await visitor.taps("Versturen")
    (request,) = await house.app.db.requests.of_chat(CANARY)
    day = house.clock().replace(year=2026, month=2, day=6)
    dates = {
        "received_at": day, "closed_at": day + timedelta(days=1), "at": day + timedelta(days=2),
        "first_due_on": day.date() + timedelta(days=3),
        "delayed_to": day.date() + timedelta(days=4),
    }  # fmt: skip
    async with house.app.db.transaction():
        await house.app.db.requests.log(request.id, "keuker", "message", "x", house.clock())
    for table, key in (
        (requests, requests.c.id == request.id),
        (conversations, conversations.c.chat_id == CANARY),
        (events, sa.and_(events.c.request_id == request.id, events.c.kind == "message")),
    ):
        names = {c.name for c in table.columns} - TECHNICAL[table.name] - {"updated_at", "chat_id"}
        values = {name: (ODD | dates)[name] for name in names}
        if table is conversations:
            values["language"] = "nl"
        await house.app.db.execute(sa.update(table).where(key).values(values))
    reply = await visitor.says("/gegevens")
    for table in (requests, conversations, events):
        for column in table.columns:
            if column.name not in TECHNICAL[table.name]:
                part = SHOWN.get(column.name, str(ODD.get(column.name)))
                assert part in reply, (table.name, column.name)


def test_every_table_about_people_is_known() -> None:
    """A new table with a chat's number has to be shown, erased and purged like the others."""
    about = {
        table.name
        for table in metadata.tables.values()
        if {"chat_id", "about_chat", "telegram_id"} & {column.name for column in table.columns}
    }
    assert about == {
        *("feedback", "inbox", "outbox", "conversations", "requests", "accounts", "wrong_codes"),
    }


@pytest.mark.sqlite
async def test_journal_is_emptied_when_the_reader_is_gone(db: Database) -> None:
    """While somebody reads, the journal stays and that is told; then it is emptied."""
    await db.people.set_mark("x", "fluitketel", FakeClock(NOW)())
    assert db.file is not None
    with closing(sqlite3.connect(db.file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM marks").fetchall()
        await db.people.set_mark("x", None, FakeClock(NOW)())
        await db.pragma("busy_timeout=50")
        assert not await db.empty_wal()
        reader.execute("ROLLBACK")
    assert await db.empty_wal()
    for file in db.file.parent.iterdir():
        assert b"fluitketel" not in file.read_bytes(), file.name


async def test_half_written_words_about_him_go_too(house: House) -> None:
    """What a facilitator was typing about somebody goes with that person."""
    _, bekkema = await couple_both(house)
    visitor = await send_request(house, CANARY)
    await tap(bekkema, "Bericht")
    await bekkema.says("/wachtrij")
    await bekkema.says("Kanarievogels aan de Zwijnenburglaan.")
    talk = await house.app.db.conversations.get(bekkema.chat_id)
    assert talk is not None
    assert "Zwijnenburglaan" in str(talk.desk)
    await visitor.says("/verwijder")
    await visitor.taps("Ja, verwijder alles")
    talk = await house.app.db.conversations.get(bekkema.chat_id)
    assert talk is not None
    assert talk.desk is None
