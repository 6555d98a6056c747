"""The door for Telegram's webhook: only Telegram gets in, and nothing is confirmed unstored."""

from __future__ import annotations

import asyncio
import io
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.methods import GetMe
from fakes import TOKEN, FakeClock, FakeSession, House, living, locked
from pydantic import SecretStr

from bot.app import App
from bot.config import Settings, Telegram, Webhook, load_settings
from bot.receive import ALLOWED, TokenRefused
from bot.turn import Brain
from bot.webhook import CannotListen
from intents import KnowledgeError

SECRET = "a-Secret_of-256-chars-at-most"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
PUBLIC = "https://bot.example.nl/webhook"


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        token=SecretStr(TOKEN),
        webhook_secret=SecretStr(SECRET),
        database_url=SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'kvob.db'}"),
        telegram=Telegram(
            seconds_per_chat=0,
            messages_per_second=0,
            webhook=Webhook(url=PUBLIC, port=free_port()),
        ),
    )


@pytest.fixture
async def house(settings: Settings, brain: Brain, clock: FakeClock) -> AsyncIterator[House]:
    """The assistant as it runs with a webhook, with only Telegram's end replaced."""
    session = FakeSession()
    app = App(settings, Bot(TOKEN, session), brain, clock)
    async with living(app, session, clock) as house:
        async with asyncio.timeout(20):
            while not any(each.method == "setWebhook" for each in session.sent):
                await asyncio.sleep(0.01)
        yield house


@pytest.fixture
def address(settings: Settings) -> str:
    return f"http://127.0.0.1:{settings.telegram.webhook.port}/webhook"


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def update(number: int, text: str = "wat kost het?", chat_id: int = 5001) -> dict[str, Any]:
    message = {
        "message_id": number,
        "date": 1772715600,
        "chat": {"id": chat_id, "type": "private", "first_name": "V"},
        "from": {"id": chat_id, "is_bot": False, "first_name": "V"},
        "text": text,
    }
    return {"update_id": number, "message": message}


async def post(client: aiohttp.ClientSession, address: str, body: Any, **headers: str) -> int:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = io.BytesIO(data)
    async with client.post(address, data=given, headers=headers or {HEADER: SECRET}) as response:
        return response.status


async def stored(house: House) -> int:
    return sum((await house.app.db.inbox.counts()).values())


async def test_an_update_is_answered(
    house: House, address: str, client: aiohttp.ClientSession
) -> None:
    """What Telegram brings with the secret is handled as if it had been fetched."""
    assert await post(client, address, update(1)) == 200
    await house.quiet()
    assert "kost" in house.visitor().shown[-1].text.lower()


async def test_an_update_that_comes_twice_is_answered_once(
    house: House, address: str, client: aiohttp.ClientSession
) -> None:
    """Telegram repeats what it is not sure of, with its keys in any order; once is enough."""
    body = update(7)
    backwards = dict(reversed([(k, v) for k, v in body.items()]))
    backwards["message"] = dict(reversed(list(body["message"].items())))
    for each in (body, body, backwards):
        assert await post(client, address, each) == 200
    await house.quiet()
    assert len(house.visitor().shown) == 1


async def test_telegram_is_told_where_to_bring_updates(house: House) -> None:
    """setWebhook names address, secret, kinds and connections, and drops nothing that waits."""
    (call,) = [each for each in house.session.sent if each.method == "setWebhook"]
    assert call.values["url"] == PUBLIC
    assert call.values["secret_token"] == SECRET
    assert call.values["allowed_updates"] == ALLOWED
    assert 1 <= call.values["max_connections"] <= 100
    assert call.values["drop_pending_updates"] is False
    assert not any(each.method == "getUpdates" for each in house.session.sent)


WRONG = {
    "missing": {},
    "empty": {HEADER: ""},
    "wrong": {HEADER: "wrong"},
    "a part of it": {HEADER: SECRET[:-1]},
    "longer": {HEADER: SECRET + "x"},
    "another case": {HEADER: SECRET.lower()},
    "spoofed address": {"X-Forwarded-For": "149.154.167.220", "X-Real-IP": "149.154.167.220"},
    "secret elsewhere": {"Authorization": SECRET},
}


@pytest.mark.parametrize("name", WRONG)
async def test_without_the_secret_nobody_gets_in(
    house: House, address: str, client: aiohttp.ClientSession, name: str
) -> None:
    """Whoever does not know the secret gets 401, whatever else he says, and stores nothing."""
    headers = WRONG[name] or {"X-Nothing": "here"}
    assert await post(client, address, update(1), **headers) == 401
    assert await stored(house) == 0


async def by_hand(settings: Settings, secret: bytes, body: bytes = b"{}") -> bytes:
    """The status of a call with a header that no well-behaved client would send."""
    place = settings.telegram.webhook
    reader, writer = await asyncio.open_connection(place.host, place.port)
    try:
        lines = [
            b"POST /webhook HTTP/1.1",
            b"Host: x",
            b"Connection: close",
            HEADER.encode() + b": " + secret,
            b"Content-Length: %d" % len(body),
        ]
        writer.write(b"\r\n".join(lines) + b"\r\n\r\n" + body)
        await writer.drain()
        status = await reader.readline()
        return status.split()[1]
    finally:
        writer.close()


@pytest.mark.parametrize("secret", ["gehéim".encode(), b"\xff\xfe\xe9", "gehéim".encode("latin1")])
async def test_an_odd_secret_is_wrong_and_no_fault(
    house: House, settings: Settings, secret: bytes
) -> None:
    """A secret beyond ASCII is compared as bytes: 401, not 500."""
    assert await by_hand(settings, secret, json.dumps(update(1)).encode()) == b"401"
    assert await by_hand(settings, SECRET.encode(), json.dumps(update(1)).encode()) == b"200"
    assert await stored(house) == 1


BAD = {
    "empty": b"",
    "no JSON": b"update",
    "half": b'{"update_id": 1',
    "not UTF-8": b'{"update_id": 1, "x": "\xff"}',
    "100,000 brackets": b"[" * 100_000,
    "100,000 brackets inside": b'{"update_id": 1, "message": ' + b"[" * 100_000 + b"]" * 100_000,
    "a list": b"[1, 2]",
    "a number": b"1",
    "null": b"null",
    "a very long number": b"1" * 10_000,
    "no id": b'{"message": {}}',
    "id as text": b'{"update_id": "1"}',
    "id as truth": b'{"update_id": true}',
    "id out of range": b'{"update_id": 99999999999999999999999}',
    "id as fraction": b'{"update_id": 1.5}',
}


@pytest.mark.parametrize("name", BAD)
async def test_what_is_no_update_is_refused(
    house: House, address: str, client: aiohttp.ClientSession, name: str
) -> None:
    """No update, no 500: 400, and the next good one is taken."""
    assert await post(client, address, BAD[name]) == 400
    assert await stored(house) == 0
    assert await post(client, address, update(2)) == 200


async def test_too_large_is_refused(
    house: House, address: str, client: aiohttp.ClientSession
) -> None:
    """Over 1 MiB gives 413, also when it is said in pieces; exactly 1 MiB is read."""
    start, end = b'{"update_id": 1, "x": "', b'"}'
    whole = start + b"x" * (1024 * 1024 - len(start) - len(end)) + end

    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(32):
            yield b" " * 64 * 1024

    assert await post(client, address, whole) == 200
    assert await post(client, address, whole + b" ") == 413
    assert await post(client, address, b"{" + b" " * 2 * 1024 * 1024) == 413
    async with client.post(address, data=in_pieces(), headers={HEADER: SECRET}) as response:
        assert response.status == 413
    assert await post(client, address, b"{" + b" " * 2 * 1024 * 1024, **{HEADER: "no"}) == 401


async def test_poison_is_taken_and_set_aside(
    house: House, address: str, client: aiohttp.ClientSession
) -> None:
    """An update that cannot be handled is stored and set aside; Telegram need not repeat it."""
    assert await post(client, address, {"update_id": 1, "message": "\ud83d"}) == 200
    assert await post(client, address, update(2)) == 200
    await house.quiet()
    assert (await house.app.db.inbox.counts()) == {"dead": 1, "done": 1}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "HEAD"])
async def test_only_post_is_served(
    house: House, address: str, client: aiohttp.ClientSession, method: str
) -> None:
    """No other method and no other address says anything."""
    async with client.request(method, address, headers={HEADER: SECRET}) as response:
        assert response.status == 405
    async with client.post(address.replace("webhook", ""), headers={HEADER: SECRET}) as response:
        assert response.status == 404


async def test_nothing_is_confirmed_before_the_commit(
    house: House, address: str, client: aiohttp.ClientSession
) -> None:
    """While the database cannot be written Telegram waits for its 200."""
    async with locked(house, patience=5000):
        answer = asyncio.create_task(post(client, address, update(1)))
        await asyncio.sleep(0.5)
        assert not answer.done()
    assert await answer == 200
    assert await stored(house) == 1


async def test_without_a_database_telegram_keeps_it(
    house: House, address: str, client: aiohttp.ClientSession
) -> None:
    """A database that stays away gives 503: Telegram brings the update again."""
    async with locked(house, patience=50):
        assert await post(client, address, update(1)) == 503
    assert await stored(house) == 0
    assert await post(client, address, update(1)) == 200


@pytest.mark.parametrize("setting", ["max_page_count=1", "query_only=ON"], ids=["full", "ro"])
async def test_on_a_disk_that_takes_nothing_telegram_keeps_it(
    house: House, address: str, client: aiohttp.ClientSession, setting: str
) -> None:
    """Full or read-only: 503, so that Telegram brings it again; with room it is handled."""
    back = {"max_page_count=1": "max_page_count=1000000"}.get(setting, "query_only=OFF")
    body = update(1, "wat kost het? " + "x" * 4000)
    async with house.app.db._reading.connect() as connection:
        await connection.exec_driver_sql(f"PRAGMA {setting}")
    statuses = [await post(client, address, update(n, "y" * 4000)) for n in range(2, 12)]
    assert statuses[-1] == await post(client, address, body) == 503
    async with house.app.db._reading.connect() as connection:
        await connection.exec_driver_sql(f"PRAGMA {back}")
    assert await stored(house) == statuses.count(200)
    assert await post(client, address, body) == 200
    await house.quiet()
    assert house.visitor().shown


async def test_a_secret_is_required(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a good secret nothing starts; it is told which variable, and never its value."""
    file = tmp_path / "config.yaml"
    file.write_text("telegram:\n  webhook:\n    url: https://bot.example.nl\n", encoding="utf-8")
    for bad in ("", "with space", "geh€im", "x" * 257):
        monkeypatch.setenv("WEBHOOK_SECRET", bad)
        with pytest.raises(KnowledgeError) as caught:
            load_settings(file)
        (fault,) = caught.value.faults
        assert "WEBHOOK_SECRET" in str(fault)
        assert not bad or bad not in str(fault)
    monkeypatch.delenv("WEBHOOK_SECRET")
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    monkeypatch.setenv("WEBHOOK_SECRET_FILE", str(tmp_path / "secret"))
    settings = load_settings(file)
    assert settings.webhook_secret is not None
    assert settings.webhook_secret.get_secret_value() == SECRET
    assert settings.telegram.webhook.url == "https://bot.example.nl/webhook"
    assert SECRET not in repr(settings)


@pytest.mark.parametrize("url", ["http://bot.example.nl/webhook", "bot.example.nl", "https://"])
def test_the_public_address_is_https(tmp_path: Path, url: str) -> None:
    """Telegram takes nothing else; it is told with the line it stands on."""
    file = tmp_path / "config.yaml"
    file.write_text(f"telegram:\n  webhook:\n    url: {url}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_settings(file)
    assert "config.yaml:3" in str(caught.value.faults[0])


async def test_a_refused_token_ends_it(
    settings: Settings, brain: Brain, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token that Telegram does not know ends the program; trying again does not help."""
    session = FakeSession()
    refusal = TelegramUnauthorizedError(method=GetMe(), message="Unauthorized")
    session.failures = {None: refusal}  # type: ignore[dict-item]
    app = App(settings, Bot(TOKEN, session), brain, clock)
    with pytest.raises(ExceptionGroup) as caught:
        async with asyncio.timeout(20):
            await app.run()
    assert caught.value.subgroup(TokenRefused)


async def test_an_address_in_use_is_told(
    settings: Settings, brain: Brain, clock: FakeClock
) -> None:
    """Where another program listens already the assistant ends with a plain reason."""
    place = settings.telegram.webhook
    with socket.socket() as held:
        held.bind((place.host, place.port))
        held.listen()
        app = App(settings, Bot(TOKEN, FakeSession()), brain, clock)
        with pytest.raises(ExceptionGroup) as caught:
            await app.run()
    group = caught.value.subgroup(CannotListen)
    assert group is not None
    assert str(place.port) in str(group.exceptions[0])


async def test_it_stops_at_once(house: House, address: str) -> None:
    """An open connection of Telegram does not hold the stop up."""
    async with aiohttp.ClientSession() as client:
        assert await post(client, address, update(1)) == 200
        await house.quiet()
        begun = asyncio.get_running_loop().time()
        tasks = [each for each in asyncio.all_tasks() if "App.run" in repr(each.get_coro())]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert asyncio.get_running_loop().time() - begun < 4
