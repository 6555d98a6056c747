"""Signs of life: the port, systemd and the monitor's address, all after a committed heartbeat."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from fakes import House
from pydantic import SecretStr, ValidationError

from bot.background import Background
from bot.config import Health as HealthSettings
from bot.config import load_settings
from bot.health import Health, notify
from storage import DatabaseUnavailable


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def running(health: Health) -> AsyncIterator[None]:
    task = asyncio.create_task(health.run())
    await asyncio.sleep(0.1)
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def ask(port: int) -> tuple[int, dict[str, Any]]:
    async with (
        ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/health") as answer,
    ):
        return answer.status, await answer.json()


async def test_port_follows_the_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first heartbeat and long after the last it is 503, between them 200."""
    port = free_port()
    health = Health(HealthSettings(port=port))
    async with running(health):
        assert await ask(port) == (503, {"ok": False, "heartbeat_age_seconds": None})
        await health.beat()
        status, body = await ask(port)
        assert (status, body["ok"]) == (200, True)
        monkeypatch.setattr("bot.health.FRESH", 0.0)
        status, body = await ask(port)
        assert (status, body["ok"]) == (503, False)


async def test_port_listens_on_this_machine_only() -> None:
    """The socket is bound to 127.0.0.1, whatever the network is."""
    port = free_port()
    async with running(Health(HealthSettings(port=port))):
        with socket.socket() as other:
            # Only an address that is still free can be bound.
            other.bind(("127.0.0.2", port))
        with socket.socket() as same, pytest.raises(OSError, match="in use"):
            same.bind(("127.0.0.1", port))


async def test_port_in_use_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    """Without its port the assistant runs on, and the log says why."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        await Health(HealthSettings(port=taken.getsockname()[1])).run()
    assert "health.port cannot be used" in caplog.text


async def test_no_port_no_listener() -> None:
    """Without the setting nothing listens."""
    await asyncio.wait_for(Health(HealthSettings()).run(), 1)


async def test_systemd_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first heartbeat says READY, each says WATCHDOG."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(2)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        health = Health(HealthSettings())
        await health.beat()
        assert systemd.recv(100) == b"READY=1\nWATCHDOG=1"
        await health.beat()
        assert systemd.recv(100) == b"WATCHDOG=1"


def test_systemd_with_an_abstract_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with @ is not in the file system."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind("\0kvob-test-notify")
        systemd.settimeout(2)
        monkeypatch.setenv("NOTIFY_SOCKET", "@kvob-test-notify")
        notify("READY=1")
        assert systemd.recv(100) == b"READY=1"


def test_systemd_that_is_gone_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A socket that nobody reads is a line in the log."""
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "none"))
    notify("READY=1")
    assert "systemd cannot be told" in caplog.text


async def test_heartbeat_that_is_not_committed_is_no_sign_of_life(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk refuses the heartbeat, neither port nor systemd nor monitor hears one."""
    beats = []

    async def beat() -> None:
        beats.append(1)

    background = Background(house.app.db, house.app.settings, house.clock, beat)

    async def refuse(*_: object) -> None:
        raise DatabaseUnavailable("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(house.app.db.people, "set_mark", refuse)
        with pytest.raises(DatabaseUnavailable):
            await background.beat()
    assert beats == []
    await background.beat()
    assert beats == [1]


@asynccontextmanager
async def monitor(status: int) -> AsyncIterator[tuple[str, list[str]]]:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=status, headers={"Location": "/elsewhere"})

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}/canary-of-the-monitor", asked
    await runner.cleanup()


@pytest.mark.parametrize("status", [200, 500])
async def test_monitor_is_fetched_and_never_named(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Each heartbeat fetches the address once; also when it fails the log does not hold it."""
    caplog.set_level(logging.DEBUG)
    async with monitor(status) as (url, asked):
        health = Health(HealthSettings(ping_url=SecretStr(url)))
        await health.beat()
        await health.pinged()
    assert asked == ["/canary-of-the-monitor"]
    assert "canary" not in caplog.text
    assert ("answered 500" in caplog.text) == (status == 500)


async def test_monitor_that_is_away_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    """A refused connection is a line in the log, without the address."""
    caplog.set_level(logging.DEBUG)
    url = f"http://127.0.0.1:{free_port()}/canary-of-the-monitor"
    health = Health(HealthSettings(ping_url=SecretStr(url)))
    await health.beat()
    await health.pinged()
    assert health.is_fresh
    assert "cannot be fetched" in caplog.text
    assert "canary" not in caplog.text


async def test_monitor_that_hangs_holds_nothing_up() -> None:
    """The heartbeat does not wait for the monitor, and asks it once at a time."""
    asked, answered = [], asyncio.Event()

    async def hang(request: web.Request) -> web.Response:
        asked.append(request.path)
        await answered.wait()
        return web.Response()

    app = web.Application()
    app.router.add_get("/{path:.*}", hang)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    health = Health(HealthSettings(ping_url=SecretStr(f"http://127.0.0.1:{port}/canary")))
    async with asyncio.timeout(5):
        for _ in range(3):
            await health.beat()
            await asyncio.sleep(0.05)
        assert health.is_fresh
        assert asked == ["/canary"]
        answered.set()
        await health.pinged()
    await runner.cleanup()


async def test_monitor_that_points_elsewhere_is_not_followed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A redirect could lead a secret over a plain line: it is told, and not followed."""
    async with monitor(302) as (url, asked):
        health = Health(HealthSettings(ping_url=SecretStr(url)))
        await health.beat()
        await health.pinged()
    assert asked == ["/canary-of-the-monitor"]
    assert "answered 302" in caplog.text


@pytest.mark.parametrize(
    "address", ["canary", "http://monitor.example/canary", "ftp://monitor.example", "https://"]
)
def test_address_must_be_one(tmp_path: Path, address: str) -> None:
    """What is no web address, or not encrypted, is refused at the start without repeating it."""
    with pytest.raises(ValidationError) as caught:
        HealthSettings(ping_url=SecretStr(address))
    assert "canary" not in str(caught.value)
    file = tmp_path / "config.yaml"
    file.write_text("health:\n  ping_url: https://monitor.example/canary\n", encoding="utf-8")
    assert "canary" not in repr(load_settings(file))
