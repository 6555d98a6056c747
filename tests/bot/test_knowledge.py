"""Reading the knowledge base anew: at once for everybody, and a broken one changes nothing."""

from __future__ import annotations

import asyncio
import os
import pty
import shutil
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from click.testing import CliRunner
from fakes import TOKEN, FakeClock, FakeSession, House

from bot import run
from bot.app import App
from bot.cli import main
from bot.config import Knowledge, Operator, Settings
from bot.knowledge import last_reading
from bot.status import as_json, as_lines, status_of
from bot.turn import Brain
from storage import FileLock

DATA = Path(__file__).parents[2] / "intents" / "data"
OPERATOR = 700
FORKLIFT = """\
title: {nl: Een heftruck lenen, en: Borrow a forklift}
answer:
  nl: Een heftruck leent u bij de beheerder van uw terrein.
  en: Ask the manager of your park for a forklift.
source: eigen
utterances:
  - waar kan ik een heftruck lenen
  - heeft iemand een heftruck voor ons
  - where can I borrow a forklift
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
async def house(
    settings: Settings, folder: Path, brain: Brain, clock: FakeClock
) -> AsyncIterator[House]:
    """An assistant with an editor's own copy of the texts, and an operator who hears alarms."""
    changed = {"knowledge": Knowledge(folder=folder), "operator": Operator(chat_id=OPERATOR)}
    session = FakeSession()
    app = App(settings.model_copy(update=changed), Bot(TOKEN, session), brain, clock)
    await app.prepare()
    task = asyncio.create_task(app.run(receive=False))
    yield House(app, session, clock)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


async def alarms(house: House) -> list[str]:
    house.app.sender.wake.set()
    await house.quiet()
    return [each.text for each in house.visitor(OPERATOR).shown]


async def test_changed_answer_is_given_after_a_reload(house: House, folder: Path) -> None:
    """The old answer until the files are read anew, then the new one; nobody is disturbed."""
    visitor = house.visitor()
    for text in ("/contact", "Marijke de Wit"):
        await visitor.says(text)
    edit(folder / "faq" / "kosten.yaml", "  nl: |-\n    ", "  nl: |-\n    Nieuw sinds vandaag. ")
    asker = house.visitor(6001)
    assert "Nieuw sinds" not in await asker.says("wat kost het keurmerk?")
    assert await house.app.reloader.reload() == []
    assert "Nieuw sinds" in await asker.says("wat kost het keurmerk?")
    assert "Venlo" not in await visitor.says("06-12345678")
    assert (
        "Marijke de Wit"
        in (await visitor.says("Venlo")).text + (await visitor.says("Wat kost een hek?")).text
    )
    assert await alarms(house) == []


def break_off(folder: Path) -> None:
    with (folder / "faq" / "kosten.yaml").open("a", encoding="utf-8") as file:
        file.write('broken: "no end\n')


def empty(folder: Path) -> None:
    (folder / "faq" / "kosten.yaml").write_text("", encoding="utf-8")


def lose(folder: Path) -> None:
    shutil.rmtree(folder)


def cut_off(folder: Path) -> None:
    file = folder / "texts.yaml"
    file.write_bytes(file.read_bytes()[:4000])


def bomb(folder: Path) -> None:
    text = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
    (folder / "faq" / "kosten.yaml").write_text(text, encoding="utf-8")


def brackets(folder: Path) -> None:
    (folder / "synonyms.yaml").write_text("[" * 20_000, encoding="utf-8")


def binary(folder: Path) -> None:
    (folder / "places.csv").write_bytes(bytes(range(256)) * 100)


BROKEN: dict[str, tuple[str, Callable[[Path], None]]] = {
    "broken off": ("faq/kosten.yaml:", break_off),
    "empty": ("faq/kosten.yaml:1: dit bestand is leeg", empty),
    "lost": ("deze map is leeg of bestaat niet", lose),
    "cut off": ("texts.yaml:", cut_off),
    "aliases": ("faq/kosten.yaml:1: a: verwijzingen", bomb),
    "brackets": ("synonyms.yaml:1: te diep genest", brackets),
    "binary": ("places.csv:", binary),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_broken_files_change_nothing(house: House, folder: Path, name: str) -> None:
    """All is answered as before; log, status and the operator's chat name file and line."""
    told, spoil = BROKEN[name]
    answer = (await house.visitor().says("wat kost het keurmerk?")).text
    before = house.app.brain
    spoil(folder)
    faults = await house.app.reloader.reload()
    assert any(told in fault for fault in faults), faults
    assert house.app.brain is before
    again = await house.visitor(6001).says("wat kost het keurmerk?")
    assert answer[:200] in again.text
    (alarm,) = await alarms(house)
    assert faults[0] in alarm
    await house.app.background.beat()
    found = await status_of(house.app.settings, house.clock)
    assert told in "\n".join(as_lines(found))
    assert told in str(as_json(found)["knowledge"]["faults"])
    assert as_json(found)["ok"] is False


async def test_unforeseen_trouble_changes_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also a mistake of ours in reading odd files leaves the assistant as it was."""

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("bot.app.make_brain", fail)
    before = house.app.brain
    (fault,) = await house.app.reloader.reload()
    assert "MemoryError" in fault
    assert house.app.brain is before
    assert await house.visitor().says("wat kost het keurmerk?")


async def test_mended_files_are_told_once(house: House, folder: Path) -> None:
    """The same fault twice is told twice, its end once, and status is well again."""
    text = (folder / "faq" / "kosten.yaml").read_text(encoding="utf-8")
    for _ in range(2):
        break_off(folder)
        assert await house.app.reloader.reload()
        (folder / "faq" / "kosten.yaml").write_text(text, encoding="utf-8")
    for _ in range(2):
        assert await house.app.reloader.reload() == []
    told = await alarms(house)
    assert ["niet gelezen" in each for each in told] == [True, True, False]
    assert "weer goed" in told[2]
    reading = await last_reading(house.app.db)
    assert reading is not None
    assert reading.faults == ()


async def test_an_intent_that_is_gone_is_forgotten_kindly(house: House, folder: Path) -> None:
    """Who talked about it, has its button, or asks on, gets an answer and no fault."""
    file = folder / "faq" / "heftruck.yaml"
    file.write_text(FORKLIFT, encoding="utf-8")
    assert await house.app.reloader.reload() == []
    visitor = house.visitor()
    assert "bij de beheerder" in await visitor.says("waar kan ik een heftruck lenen?")
    file.unlink()
    assert await house.app.reloader.reload() == []
    for text in ("meer", "en wat kost dat?", "mijn gegevens", "/status", "dat bedoel ik niet"):
        assert (await visitor.says(text)).text
    assert (await visitor.presses("a:heftruck")).toast
    assert (await visitor.presses("m:heftruck")).toast
    assert "dead" not in await house.app.db.inbox.counts()


async def test_a_facilitator_who_is_gone_keeps_nobody_waiting(house: House, folder: Path) -> None:
    """A form for him goes to who serves the province now; his old requests stay workable."""
    await house.app.db.people.couple("bekkema", 902, house.clock())
    sender, writer = house.visitor(), house.visitor(6001)
    for text in ("/contact", "Marijke de Wit", "06-12345678", "Venlo", "Wat kost een hek?"):
        for visitor in (sender, writer):
            await visitor.says(text)
    await sender.taps("Versturen")
    file = folder / "regions.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("bekkema:", "jansen:").replace("Henny Bekkema", "Jans Jansen")
    text = text.replace("facilitator: bekkema", "facilitator: jansen")
    file.write_text(text, encoding="utf-8")
    assert await house.app.reloader.reload() == []
    # What the summary said is no longer true: it is shown once more, typed or tapped.
    assert "jansen" in await writer.taps("Versturen")
    assert "ontvangen" in await writer.taps("Versturen")
    (request,) = await house.app.db.requests.of_chat(6001)
    assert request.facilitator == "jansen"
    for text in ("/status", "/gegevens", "wie is de procesbegeleider in Venlo?"):
        assert (await sender.says(text)).text
    assert (await house.visitor(902).says("/wachtrij")).text
    assert "dead" not in await house.app.db.inbox.counts()


async def test_menu_is_sent_anew_only_when_it_changed(house: House, folder: Path) -> None:
    """Telegram gets the menu again with its new words, and is left alone otherwise."""
    assert await house.app.reloader.reload() == []
    first = len([e for e in house.session.sent if e.method == "setMyCommands"])
    assert await house.app.reloader.reload() == []
    edit(folder / "texts.yaml", "command_help: {nl: 'Wat kan ik", "command_help: {nl: 'Wat mag ik")
    assert first == len([e for e in house.session.sent if e.method == "setMyCommands"])
    assert await house.app.reloader.reload() == []
    sent = [e for e in house.session.sent if e.method == "setMyCommands"]
    assert len(sent) == first + 2
    assert "Wat mag ik" in str(sent[-2].values)


def command(house: House) -> Any:
    config = Path(str(house.app.db.file)).parent / "config.yaml"
    folder = house.app.settings.knowledge.folder
    config.write_text(f"knowledge:\n  folder: {folder}\n", encoding="utf-8")
    return CliRunner().invoke(main, ["reload", "--config", str(config)])


@pytest.mark.sqlite
async def test_command_reaches_the_running_assistant(house: House, folder: Path) -> None:
    """`kvob reload` signals the process that holds the lock and tells what came of it."""
    assert house.app.db.file is not None
    refused = await asyncio.to_thread(command, house)
    assert refused.exit_code == 78
    assert "draait niet" in refused.output
    lock = FileLock(house.app.db.file)
    lock.take(os.getpid())
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, house.app.reloader.ask)
    try:
        edit(folder / "faq" / "kosten.yaml", "  nl: |-\n    ", "  nl: |-\n    Nieuw. ")
        done = await asyncio.to_thread(command, house)
        count = len(house.app.brain.knowledge.intents)
        assert (done.exit_code, done.stdout) == (0, f"Herladen: {count} onderwerpen.\n")
        assert "Nieuw." in await house.visitor().says("wat kost het keurmerk?")
        break_off(folder)
        refused = await asyncio.to_thread(command, house)
    finally:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)
        lock.release()
    assert refused.exit_code == 78
    assert "faq/kosten.yaml:" in refused.output
    assert await alarms(house) == []  # found before the assistant was asked


def test_a_number_left_behind_is_nobody(tmp_path: Path) -> None:
    """A process that ended, or a command that cannot be signalled, is never signalled."""
    first, second = FileLock(tmp_path / "kvob.db"), FileLock(tmp_path / "kvob.db")
    first.take(4711)
    assert second.holder() == 4711
    first.release()
    assert second.holder() is None
    first.take()
    assert second.holder() is None
    first.release()


def test_a_window_that_was_closed_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signal to reload also comes when the window is closed; then the assistant stops."""
    keeper, terminal = pty.openpty()
    with os.fdopen(terminal, "w") as stream:
        monkeypatch.setattr(run.sys, "stderr", stream)
        assert run.has_terminal()
        os.close(keeper)
        assert not run.has_terminal()
