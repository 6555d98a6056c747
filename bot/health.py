"""Tells the outside that the assistant lives: systemd, a port on this machine, a monitor's URL."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time

from aiohttp import ClientSession, ClientTimeout, web

from bot.config import Health as HealthSettings

log = logging.getLogger(__name__)

REPLICA = "replica:"  # and a name: the mark of the heartbeat of that replica alone
FRESH = 180.0  # seconds; a heartbeat comes every minute
PING_TIMEOUT = ClientTimeout(total=10)


class Health:
    """Knows when the last heartbeat was committed; every sign of life follows from that."""

    def __init__(self, settings: HealthSettings) -> None:
        self._settings = settings
        self._last: float | None = None  # on the monotonic clock, in seconds
        self._pinging: asyncio.Task[None] | None = None

    async def beat(self) -> None:
        """After a heartbeat that was committed: the loop runs and the disk takes writes."""
        notify("WATCHDOG=1" if self._last else "READY=1\nWATCHDOG=1")
        self._last = time.monotonic()
        url = self._settings.ping_url
        if url is not None and (self._pinging is None or self._pinging.done()):
            # Beside everything else: a monitor that hangs holds up nothing.
            self._pinging = asyncio.create_task(self._ping(url.get_secret_value()))

    async def pinged(self) -> None:
        """Wait until the monitor has answered, or was given up."""
        if self._pinging is not None:
            await self._pinging

    @property
    def age(self) -> float | None:
        return None if self._last is None else time.monotonic() - self._last

    @property
    def is_fresh(self) -> bool:
        return self.age is not None and self.age < FRESH

    async def run(self) -> None:
        """Answer GET /health until cancelled, if a port is set; only this machine can ask."""
        if self._settings.port is None:
            return
        app = web.Application(client_max_size=1024)
        app.router.add_get("/health", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", self._settings.port).start()
            await asyncio.Event().wait()
        except OSError as error:
            # No reason to leave visitors without an answer; the monitor will notice.
            log.error("health.port cannot be used: %s", error.strerror)
        finally:
            await runner.cleanup()

    async def _answer(self, _request: web.Request) -> web.Response:
        age = None if self.age is None else round(self.age, 1)
        body = {"ok": self.is_fresh, "heartbeat_age_seconds": age}
        return web.json_response(body, status=200 if self.is_fresh else 503)

    async def _ping(self, url: str) -> None:
        """Fetch the monitor's address. It is a secret, and errors repeat it: only their kind."""
        try:
            async with (
                ClientSession(timeout=PING_TIMEOUT) as session,
                session.get(url, allow_redirects=False) as answer,
            ):
                if answer.status >= 300:
                    log.warning("health.ping_url answered %d", answer.status)
        except Exception as error:
            log.warning("health.ping_url cannot be fetched: %s", type(error).__name__)


def notify(message: str) -> None:
    """Tell systemd, where it started us and asked to be told (sd_notify)."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    if address.startswith("@"):  # a name that is not in the file system
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.connect(address)
            channel.sendall(message.encode())
    except OSError as error:
        log.warning("systemd cannot be told: %s", error.strerror)
