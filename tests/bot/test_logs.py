"""Quiet logs: whatever happens, no secret and nothing of a person is written."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
import sys
import warnings
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import SendMessage
from fakes import FakeClock, FakeSession, House, living
from multidict import CIMultiDict, CIMultiDictProxy
from pydantic import SecretStr
from yarl import URL

from bot.app import App
from bot.config import Operator, Settings
from bot.handlers import answers
from bot.logs import Handler, set_up_logs
from bot.receive import Receiver, reason_of
from bot.send import _reason
from bot.turn import Brain

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
ADDRESS = f"https://api.telegram.org/bot{TOKEN}/getUpdates"
SECRET = "a-webhook-secret-of-our-own"
NAME, PHONE, EMAIL = "Zwaantje Kuipers", "06-12345678", "zwaantje@kuipers-hekken.nl"
QUESTION = "Wie controleert de schouw bij nacht op de Kerkweide?"
CANARIES = (
    *TOKEN.split(":"),
    SECRET,
    "zwaantje",
    "kuipers",
    "12345678",
    "1234 5678",
    "612345678",
    "schouw",
    "kerkweide",
    "rare-code",
)
SEND = SendMessage(chat_id=1, text="x")


@pytest.fixture
def written(logs_as_before: None) -> io.StringIO:
    """All that the program writes at DEBUG, as it writes it."""
    stream = io.StringIO()
    set_up_logs("DEBUG", [SecretStr(TOKEN), SecretStr(SECRET)], stream)
    return stream


def assert_quiet(written: io.StringIO) -> None:
    text = written.getvalue().casefold()
    assert text
    for canary in CANARIES:
        assert canary.casefold() not in text, [
            line for line in text.splitlines() if canary.casefold() in line
        ][:3]


@pytest.fixture
async def house(settings: Settings, brain: Brain, clock: FakeClock) -> AsyncIterator[House]:
    session = FakeSession()
    changed = {"token": SecretStr(TOKEN), "operator": Operator(chat_id=700)}
    app = App(settings.model_copy(update=changed), Bot(TOKEN, session), brain, clock)
    await app.prepare()
    async with living(app, session, clock, receive=False) as house:
        yield house


async def test_a_whole_conversation_leaves_no_trace(
    written: io.StringIO, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Form, request, desk, data, poison, faults of ours and of Telegram: nothing is quoted."""
    await house.app.db.people.couple("bekkema", 902, house.clock())
    visitor, bekkema = house.visitor(), house.visitor(902)
    for text in ("hallo", QUESTION, "/contact", NAME, PHONE, "Venlo", QUESTION):
        await visitor.says(text)
    await visitor.says(EMAIL)
    await visitor.taps("Versturen")
    for label in ("Oppakken", "Niet bereikt", "Afgerond"):
        card = [each for each in bekkema.shown if each.buttons][-1]
        await bekkema.presses(card.buttons[label])
    await bekkema.says("/wachtrij")
    for text in ("/gegevens", "/status", "/start inv-rare-code-rare-code-rare-code", "/kerkweide"):
        await visitor.says(text)
    await visitor.presses("d:take:1:schouw")
    await visitor.presses(f"f:send:{NAME}")
    await visitor.sends({"text": QUESTION, "edit_date": 2}, "edited_message")
    await visitor.sends({"caption": QUESTION, "photo": "kerkweide"})
    await visitor.sends({"text": QUESTION, "forward_origin": {"type": NAME}})
    await house.receive({"update_id": 7, "brand_new": {"text": QUESTION, "from": NAME}})

    def fail(*_: object, **__: object) -> None:
        try:
            raise KeyError(QUESTION)
        except KeyError as error:
            raise ValueError(f"{NAME} {PHONE} {EMAIL}") from error

    with monkeypatch.context() as broken:
        broken.setattr(answers, "answer", fail)
        await visitor.says("wat kost het keurmerk?")
    await visitor.says("/verwijder")
    await visitor.taps("Ja, verwijder alles")
    assert "failed at try 3: ValueError" in written.getvalue()
    assert "test_logs.py" in written.getvalue()  # where it happened is told
    assert_quiet(written)


FAILURES: list[Exception] = [
    TelegramBadRequest(method=SEND, message=f"Bad Request: {ADDRESS} not found"),
    TelegramForbiddenError(method=SEND, message=f"Forbidden: {ADDRESS}"),
    TelegramServerError(method=SEND, message=f"Bad Gateway {ADDRESS}"),
    TelegramNetworkError(method=SEND, message=f"cannot connect to {ADDRESS}"),
    TelegramRetryAfter(method=SEND, message=f"Too Many Requests {ADDRESS}", retry_after=1),
    aiohttp.TooManyRedirects(
        aiohttp.RequestInfo(URL(ADDRESS), "GET", CIMultiDictProxy(CIMultiDict()), URL(ADDRESS)),
        (),
    ),
    aiohttp.ClientResponseError(
        aiohttp.RequestInfo(URL(ADDRESS), "GET", CIMultiDictProxy(CIMultiDict()), URL(ADDRESS)),
        (),
        status=404,
        message=f"Not Found {ADDRESS}",
    ),
    OSError(f"cannot open {ADDRESS}"),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda each: type(each).__name__)
async def test_the_token_does_not_leak(
    written: io.StringIO, house: House, failure: Exception
) -> None:
    """An error that carries the address: not in log, database or alarm, sending or receiving."""
    assert TOKEN in str(failure), "this test is blind"
    house.session.failures = {902: failure}  # type: ignore[dict-item]
    await house.app.db.people.couple("bekkema", 902, house.clock())
    visitor = house.visitor()
    for text in ("/contact", NAME, PHONE, "Venlo", QUESTION):
        await visitor.says(text)
    await visitor.writes("versturen")
    while "row:" not in written.getvalue():
        await asyncio.sleep(0.01)
    errors = await house.app.db.execute(sa.text("SELECT error FROM outbox"))
    shown = [each.text for each in house.session.sent]
    for text in [*map(str, errors.scalars()), *shown, _reason(failure), reason_of(failure)]:
        assert TOKEN not in text
    assert_quiet(written)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda each: type(each).__name__)
async def test_receiving_does_not_leak_the_token(
    written: io.StringIO, house: House, failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where receiving fails every few seconds, the log says why, and not where."""
    app = house.app
    receiver = Receiver(app.bot, app.db, app.settings, app.clock, app.worker.wake)

    async def fail(*_: Any, **__: Any) -> None:
        raise failure

    monkeypatch.setattr(house.session, "make_request", fail)
    receiving = asyncio.create_task(receiver.run())
    async with asyncio.timeout(5):
        while "cannot receive" not in written.getvalue():
            await asyncio.sleep(0.01)
    receiving.cancel()
    assert_quiet(written)


async def test_what_nobody_caught_is_not_quoted(written: io.StringIO) -> None:
    """A crash, a forgotten task and a warning tell kind and place, and no words."""

    async def fail() -> None:
        raise ValueError(f"{NAME} {QUESTION} {TOKEN}")

    try:
        await fail()
    except ValueError as error:
        group = ExceptionGroup(NAME, [error])
        sys.excepthook(type(group), group, error.__traceback__)
    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"odd: {TOKEN} {SECRET} {PHONE} {EMAIL}", RuntimeWarning, stacklevel=1)
    logging.getLogger("x").debug(
        "%s", {"url": URL(ADDRESS), "as": f"bot{TOKEN}".replace(":", "%3A")}
    )
    for part in (
        "stopped by an unexpected error",
        "never retrieved",
        "RuntimeWarning",
        "[secret]",
    ):
        assert part in written.getvalue()
    assert "in fail" in written.getvalue()
    assert_quiet(written)


def test_lines_for_programs(logs_as_before: None) -> None:
    """As JSON each line is an object, with the numbers that find a row, and as quiet."""
    stream = io.StringIO()
    set_up_logs("DEBUG", [SecretStr(SECRET)], stream, as_json=True)
    try:
        raise ValueError(f"{NAME} {PHONE}")
    except ValueError:
        logging.getLogger("bot").exception(
            "update:%d of row:%d %s\n%s", 987654321, 4711, SECRET, TOKEN
        )
    logging.getLogger("bot").error("odd \ud83d")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert (first["level"], first["logger"]) == ("ERROR", "bot")
    assert (first["update"], first["row"]) == (987654321, 4711)
    assert "test_logs.py" in first["traceback"]
    assert datetime.fromisoformat(first["time"]).tzinfo is not None
    assert second["message"] == "odd \ud83d"
    assert_quiet(stream)


def test_a_line_that_cannot_be_written_is_not_shown_raw(
    written: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake in a log line shows its place; Python itself would show what was to be logged."""
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h, Handler)]
    handler.handle(logging.LogRecord("bot", logging.ERROR, "x.py", 7, "update:%d", (NAME,), None))
    assert "could not be written" in written.getvalue()
    assert capsys.readouterr() == ("", "")
    assert_quiet(written)


def test_what_the_operator_needs_is_told(written: io.StringIO) -> None:
    """A file that cannot be read is named; ids and numbers of updates stay readable."""
    try:
        open("/nowhere/kvob.db")  # noqa: SIM115
    except OSError:
        logging.getLogger("bot").exception("cannot start")
    logging.getLogger("bot").error("update:%d of row:%d", 987654321, 1234567890)
    assert "/nowhere/kvob.db" in written.getvalue()
    assert "update:987654321 of row:1234567890" in written.getvalue()
