"""The command `kvob`: what goes wrong is told in a plain line, never as a traceback."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError, TelegramUnauthorizedError
from aiogram.methods import GetMe
from click.testing import CliRunner, Result
from fakes import TOKEN, FakeSession

from bot import operations
from bot.cli import main
from bot.terminal import _print
from bot.turn import Brain

pytestmark = pytest.mark.usefixtures("logs_as_before")

COMMANDS = {
    "migrate": ["migrate"],
    "backup": ["backup", "copies"],
    "export": ["export", "maart 2026", "maart.csv"],
    "unknown": ["unknown"],
    "close": ["close", "KVO-123456"],
    "unlink": ["unlink", "keuker"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own to run commands in, without a token."""
    monkeypatch.chdir(tmp_path)
    for name in ("BOT_TOKEN", "BOT_TOKEN_FILE", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def kvob(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="kvob")


def make_newer(file: Path, empty: Path) -> None:
    shutil.copy(empty, file)
    with contextlib.closing(sqlite3.connect(file)) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
        db.commit()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_newer_database_gives_no_traceback(
    folder: Path, empty_database: Path, name: str
) -> None:
    """`kvob close` and `kvob unlink` printed a traceback on a database of a newer release."""
    make_newer(folder / "kvob.db", empty_database)
    ended = kvob(*COMMANDS[name])
    assert ended.exit_code == 78
    assert ended.output == "De database is van een nieuwere versie van dit programma.\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_file_that_is_no_database_gives_no_traceback(folder: Path, name: str) -> None:
    """It is said in one line what is wrong with the file."""
    (folder / "kvob.db").write_text("not what it should be", encoding="utf-8")
    ended = kvob(*COMMANDS[name])
    assert ended.exit_code == 78
    assert ended.output.count("\n") == 1
    assert "file is not a database" in ended.output


@pytest.mark.parametrize("name", ["backup", "export", "unknown", "close"])
def test_no_database_yet_is_said_as_such(folder: Path, name: str) -> None:
    """`kvob export` said 'unable to open database file' where nothing was ever started."""
    ended = kvob(*COMMANDS[name])
    assert (ended.exit_code, ended.output) == (78, "Er is nog geen database.\n")


def test_chat_on_a_newer_database_gives_no_traceback(
    folder: Path, empty_database: Path, brain: Brain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`kvob chat` printed a traceback on a database of a newer release."""
    monkeypatch.setattr("bot.app.read_brain", lambda settings: brain)
    make_newer(folder / "kvob-chat.db", empty_database)
    ended = kvob("chat")
    assert ended.exit_code == 78
    assert ended.output.endswith("De database is van een nieuwere versie van dit programma.\n")


def test_a_page_that_cannot_be_written_gives_no_traceback(
    folder: Path, brain: Brain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`kvob evaluate --html` printed a traceback where the page could not be written."""
    monkeypatch.setattr("bot.cli._brain", lambda config, lexical: brain)
    monkeypatch.setenv("CACHE_DIRECTORY", str(folder))
    lines = folder / "lines.jsonl"
    lines.write_text('{"text": "wat kost dat", "labels": ["kosten"], "kind": "x"}\n')
    ended = kvob("evaluate", str(lines), "--html", "nowhere/page.html")
    assert ended.exit_code == 78
    assert ended.output.splitlines()[-1].startswith("nowhere/page.html: No such file")


def test_help_speaks_of_kvob() -> None:
    """What is to be typed is `kvob`, not the module behind it."""
    assert kvob("close", "--help").output.startswith("Usage: kvob close")


class Deaf(FakeSession):
    """Telegram's end, which answers everything with one error."""

    def __init__(self, error: type[Exception]) -> None:
        super().__init__()
        self.error = error

    async def make_request(self, *_: Any, **__: Any) -> Any:
        raise self.error(method=GetMe(), message="x")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (TelegramUnauthorizedError, "token: Telegram weigert het"),
        (TelegramNetworkError, "token: Telegram is niet bereikbaar"),
    ],
)
def test_doctor_tells_a_refused_token_from_a_line_that_is_down(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception], told: str
) -> None:
    """It said 'niet bereikbaar, of weigert het token', and called a remark 'goed'."""
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setattr(operations, "make_bot", lambda settings: Bot(TOKEN, Deaf(error)))
    ended = kvob("doctor")
    assert ended.exit_code == 1
    assert f"FOUT   {told}" in ended.output
    assert "let op operator.name ontbreekt" in ended.output
    assert "goed   let op" not in ended.output


def test_invite_with_a_refused_token_makes_no_link(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An invite signed with a token that Telegram refuses would never work."""
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    session = Deaf(TelegramUnauthorizedError)
    monkeypatch.setattr(operations, "make_bot", lambda settings: Bot(TOKEN, session))
    ended = kvob("invite", "keuker")
    assert ended.exit_code == 78
    assert "Telegram weigert het token" in ended.output
    assert "/start" not in ended.output


def test_the_terminal_shows_no_invisible_signs(capsys: pytest.CaptureFixture[str]) -> None:
    """What keeps a visitor's words apart in Telegram was a box in some terminals."""
    _print("<b>Naam:</b> \u2068Jan &amp; Piet\u2069")
    assert capsys.readouterr().out == "Naam: Jan & Piet\n\n"
