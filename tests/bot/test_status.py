"""`kvob status`: true beside a running assistant, without personal data, red when it should be."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import SendMessage
from click.testing import CliRunner
from fakes import House
from pydantic import SecretStr

from bot import disk
from bot.background import Background
from bot.backup import Copier
from bot.cli import main
from bot.config import Backup, Operator, Settings
from bot.status import Status, as_json, as_lines, status_of
from storage import Database, FileLock, Incoming

KEUKER, BEKKEMA = 501, 502


@pytest.fixture
async def staffed(house: House) -> House:
    """An assistant to which both facilitators are coupled, and that is well."""
    for name, account in (("keuker", KEUKER), ("bekkema", BEKKEMA)):
        await house.app.db.people.couple(name, account, house.clock())
    await house.app.background.beat()
    return house


async def look(house: House) -> Status:
    return await status_of(house.app.settings, house.clock)


async def send_request(house: House) -> None:
    visitor = house.visitor()
    for text in ("/contact", "Marijke de Wit", "06-12345678", "Venlo", "Iets over hekken."):
        await visitor.says(text)
    await visitor.taps("Versturen")


async def test_well(staffed: House) -> None:
    """A running assistant with both facilitators coupled needs nobody's attention."""
    found = await look(staffed)
    assert found.attention == []
    assert as_json(found)["ok"] is True
    assert "Alles is goed." in list(as_lines(found))


@pytest.mark.sqlite
async def test_it_is_read_while_the_lock_is_held(staffed: House) -> None:
    """Reading takes no lock, changes no mark and sees what was just committed."""
    assert staffed.app.db.file is not None
    lock = FileLock(staffed.app.db.file)
    lock.take()
    await staffed.visitor().says("wat kost het?")
    found = await look(staffed)
    lock.release()
    assert found.last_update == staffed.clock()


async def test_old_heartbeat(staffed: House) -> None:
    """An assistant that gave no sign of life for three minutes does not run."""
    staffed.clock.move(minutes=2)
    assert (await look(staffed)).is_alive
    staffed.clock.move(minutes=2)
    found = await look(staffed)
    assert not found.is_alive
    assert "loopt niet" in " ".join(found.attention)
    assert as_json(found)["heartbeat_age_seconds"] == 240


async def test_update_that_cannot_be_read_is_shown(staffed: House) -> None:
    """A quarantined update is listed with its reason, without what it says."""
    await staffed.receive(
        {"update_id": 77, "message": {"chat": {"id": 5001}, "text": "Kanarie Zwijnenburg"}}
    )
    found = await look(staffed)
    (row,) = as_json(found)["dead"]
    assert (row["number"], row["kind"]) == (77, "update")
    assert "niet gelezen" in " ".join(found.attention)
    assert "Zwijnenburg" not in json.dumps(as_json(found)) + "".join(as_lines(found))


async def test_unreachable_facilitator_and_parked_card(staffed: House) -> None:
    """A facilitator who blocked the bot shows, with the card that did not reach him."""
    refused = TelegramForbiddenError(SendMessage(chat_id=1, text="x"), "bot was blocked")
    staffed.session.failures[BEKKEMA] = staffed.session.failures[KEUKER] = refused
    await send_request(staffed)
    found = await look(staffed)
    assert set(found.facilitators.values()) == {"unreachable"}
    assert {row["kind"] for row in as_json(found)["parked"]} == {"card"}
    told = " ".join(found.attention)
    assert "bekkema is bij Telegram niet bereikbaar" in told
    assert "niet bezorgd" in told


async def test_facilitator_who_is_back_needs_no_attention(staffed: House) -> None:
    """Once he unblocks the bot and has his cards, everything is well again."""
    refused = TelegramForbiddenError(SendMessage(chat_id=1, text="x"), "bot was blocked")
    staffed.session.failures[BEKKEMA] = refused
    await send_request(staffed)
    assert (await look(staffed)).attention
    del staffed.session.failures[BEKKEMA]
    bot = {"id": 42, "is_bot": True, "first_name": "B"}
    change = {
        "chat": {"id": BEKKEMA, "type": "private"},
        "from": staffed.visitor(BEKKEMA).person,
        "date": 1,
        "old_chat_member": {"status": "kicked", "user": bot, "until_date": 0},
        "new_chat_member": {"status": "member", "user": bot},
    }
    await staffed.receive({"update_id": 78, "my_chat_member": change})
    assert (await look(staffed)).attention == []


async def test_uncoupled_facilitator(house: House) -> None:
    """Who never coupled an account is named, with the command that mends it."""
    await house.app.background.beat()
    assert "kvob invite keuker" in " ".join((await look(house)).attention)


async def test_visitor_who_blocks_the_assistant_is_no_reason_to_act(staffed: House) -> None:
    """A reply that a visitor does not want is listed and asks for nothing."""
    refused = TelegramForbiddenError(SendMessage(chat_id=1, text="x"), "bot was blocked")
    staffed.session.failures[5001] = refused
    await staffed.visitor().says("wat kost het?")
    found = await look(staffed)
    assert found.parked
    assert found.attention == []


async def test_promise_comes_near_and_passes(staffed: House) -> None:
    """Received on Thursday, promised for Monday: near on Friday, urgent that day, late after."""
    await send_request(staffed)
    expected: list[tuple[dict[str, float], str, str | None]] = [
        ({}, "", None),
        ({"days": 1}, "near", None),
        ({"days": 2}, "near", None),
        ({"days": 1}, "near", "vandaag nog"),
        ({"days": 1}, "late", "over hun datum"),
    ]
    for move, where, told in expected:
        staffed.clock.move(**move)
        await staffed.app.background.beat()
        found = await look(staffed)
        requests = as_json(found)["requests"]
        assert requests["open"] == 1
        for name in ("near", "late"):
            assert len(requests[name]) == (1 if name == where else 0), (move, name)
        assert [told in line for line in found.attention] == ([True] if told else []), move


async def test_request_with_contact_is_not_late(staffed: House) -> None:
    """Once somebody had contact the promise is kept."""
    await send_request(staffed)
    (request,) = await staffed.app.db.requests.open()
    await staffed.visitor(BEKKEMA).presses(f"d:spoken:{request.id}:")
    stored = await staffed.app.db.requests.get(request.id)
    assert stored is not None
    assert stored.first_contact_at is not None
    staffed.clock.move(days=9)
    await staffed.app.background.beat()
    assert (await look(staffed)).attention == []


async def test_waiting_update_and_message(staffed: House) -> None:
    """What waits longer than it should is told, with how long."""
    now, db = staffed.clock(), staffed.app.db
    async with db.transaction():
        await db.inbox.store(1, [Incoming(9, 5009, "{}")], now)
        (row,) = await db.inbox.heads(now, 9)
        await db.inbox.fail(row.id, "x", now.replace(year=2100))
    staffed.clock.move(minutes=3)
    await staffed.app.background.beat()
    found = await look(staffed)
    assert as_json(found)["updates_waiting"] == 1
    assert as_json(found)["oldest_waiting_update"] is not None
    assert "wachten op antwoord" in " ".join(found.attention)


@pytest.mark.sqlite
async def test_full_disk(staffed: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Little free space is told before it is too late."""
    monkeypatch.setattr(disk, "free_mb", lambda _file: 12)
    found = await look(staffed)
    assert found.attention == ["nog maar 12 MB vrij op de schijf"]


@pytest.mark.sqlite
async def test_full_disk_is_an_alarm_once_a_day(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator hears of it in time, and not every minute."""
    settings = house.app.settings.model_copy(update={"operator": Operator(chat_id=700)})
    background = Background(house.app.db, settings, house.clock)
    await background.beat()
    assert house.visitor(700).shown == []
    monkeypatch.setattr(disk, "free_mb", lambda _file: 12)
    for hours in (0, 1, 1, 22, 1):
        house.clock.move(hours=hours)
        await background.beat()
    house.app.sender.wake.set()
    await house.quiet()
    told = [each.text for each in house.visitor(700).shown]
    assert told == ["KVO-B alarm: nog maar 12 MB vrij op de schijf"] * 2


async def test_a_task_of_the_clock_that_fails_stops_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours in a task of every minute is told once; heartbeat and clock go on."""
    settings = house.app.settings.model_copy(update={"operator": Operator(chat_id=700)})
    beats, rounds = [], []

    async def beat() -> None:
        beats.append(1)

    background = Background(house.app.db, settings, house.clock, beat)

    async def fail(*_: object) -> None:
        rounds.append(1)
        raise ZeroDivisionError

    monkeypatch.setattr(background, "look_at_the_desk", fail)
    monkeypatch.setattr("bot.background.BEAT", 0.01)
    monkeypatch.setattr("bot.background.LOOK_AGAIN", 0.01)
    running = asyncio.gather(background.live(), background.run())
    async with asyncio.timeout(30):
        while len(beats) < 3 or len(rounds) < 3:
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    house.app.sender.wake.set()
    await house.quiet()
    (told,) = [each.text for each in house.visitor(700).shown]
    assert "ZeroDivisionError" in told


async def test_certificate_of_the_promise(staffed: House) -> None:
    """Of last month's promises: one kept, one late, one that can still be kept."""
    for chat_id, days in ((5001, 0), (5002, 6), (5003, 6)):
        staffed.clock.move(days=days)
        visitor = staffed.visitor(chat_id)
        for text in ("/contact", "Marijke de Wit", "06-12345678", "Venlo", "Iets over hekken."):
            await visitor.says(text)
        await visitor.taps("Versturen")
        if chat_id == 5001:
            (request,) = await staffed.app.db.requests.of_chat(chat_id)
            await staffed.visitor(BEKKEMA).presses(f"d:spoken:{request.id}:")
    await staffed.app.background.beat()
    found = as_json(await look(staffed))["requests"]
    assert (found["kept_in_30_days"], found["promised_in_30_days"]) == (1, 2)
    told = "\n".join(as_lines(await look(staffed)))
    assert "belofte:             1 over de datum, 0 vandaag" in told
    assert "op tijd in 30 dagen: 1 van 2" in told


@pytest.mark.sqlite
async def test_copies(staffed: House, tmp_path: Path) -> None:
    """Where copies are wanted, the age of the last one is watched."""
    update = {"backup": Backup(folder=tmp_path / "copies")}
    settings = staffed.app.settings.model_copy(update=update)
    found = await status_of(settings, staffed.clock)
    assert "back-up" in " ".join(found.attention)
    await Copier(staffed.app.db, settings).round(staffed.clock())
    found = await status_of(settings, staffed.clock)
    assert found.attention == []
    assert as_json(found)["last_backup"] is not None


async def test_no_database(settings: Settings, house: House, tmp_path: Path) -> None:
    """Before the first start there is nothing to read, and nothing is made."""
    url = SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'none.db'}")
    found = await status_of(settings.model_copy(update={"database_url": url}), house.clock)
    assert "nog geen database" in " ".join(found.attention)
    assert not (tmp_path / "none.db").exists()


async def test_broken_database(settings: Settings, house: House, tmp_path: Path) -> None:
    """A file that is no database is told plainly, and left as it is."""
    file = tmp_path / "broken.db"
    file.write_bytes(b"not a database " * 300)
    url = SecretStr(f"sqlite+aiosqlite:///{file}")
    found = await status_of(settings.model_copy(update={"database_url": url}), house.clock)
    assert "niet te lezen" in " ".join(found.attention)
    assert file.read_bytes() == b"not a database " * 300


async def test_newer_database(staffed: House) -> None:
    """A database of a later release is told plainly."""
    await staffed.app.db.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    assert "nieuwere versie" in " ".join((await look(staffed)).attention)


def command(tmp_path: Path, *arguments: str) -> Any:
    file = tmp_path / "config.yaml"
    file.touch()
    return CliRunner().invoke(main, [*arguments, "--config", str(file)])


def test_command_is_red_and_plain(tmp_path: Path) -> None:
    """The command gives exit code 1 and says what is wrong; as JSON for programs."""
    assert command(tmp_path, "migrate").exit_code == 0
    told = command(tmp_path, "status")
    assert told.exit_code == 1
    assert "LET OP: de assistent loopt niet" in told.output
    found = json.loads(command(tmp_path, "status", "--json").output)
    assert found["ok"] is False
    assert found["is_alive"] is False


async def test_command_for_a_monitor(tmp_path: Path) -> None:
    """With --alive only the heartbeat counts: uncoupled facilitators do not make it red."""
    db = Database(f"sqlite+aiosqlite:///{tmp_path / 'kvob.db'}")
    await db.upgrade()
    await db.people.set_mark("heartbeat", None, datetime.now(UTC))
    await db.close()
    assert (await asyncio.to_thread(command, tmp_path, "status", "--alive")).exit_code == 0
    assert (await asyncio.to_thread(command, tmp_path, "status")).exit_code == 1
