"""Webhook -> inbox: Telegram brings updates, and hears 200 only after they are stored."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging

from aiogram import Bot
from aiogram.exceptions import TelegramUnauthorizedError
from aiohttp import web

from bot.calls import Call
from bot.clock import Clock
from bot.config import Settings
from bot.receive import (
    ALLOWED,
    FIRST_WAIT,
    REFUSALS,
    OnReturn,
    TokenRefused,
    incoming,
    pause_after,
    warn_operator,
)
from storage import Database, DatabaseUnavailable

log = logging.getLogger(__name__)

PATH = "/webhook"
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # nosec B105 - a name
LARGEST = 1024 * 1024  # bytes of one update; Telegram's are far below
AT_ONCE = 20  # connections that Telegram may open
SETTLE = 3.0  # seconds in which Telegram brings what waited
LOOK_AGAIN = 300.0  # seconds; then it is asked whether the webhook is still ours
TAKEN_AWAY = "een ander programma heeft de webhook weggehaald of veranderd; hij is teruggezet"


class CannotListen(Exception):
    """The address to listen on is in use, or is not this computer's."""


class Webhook:
    """A small web server behind the public one: it takes updates from Telegram alone.

    It trusts the secret and nothing else: no address, no X-Forwarded-For.
    """

    def __init__(
        self, bot: Bot, db: Database, settings: Settings, clock: Clock, wake: asyncio.Event
    ) -> None:
        self._bot, self._db, self._settings, self._clock = bot, db, settings, clock
        self._wake = wake
        self.is_caught_up = False
        self.on_return: OnReturn | None = None

    async def run(self) -> None:
        """Listen until cancelled; raises TokenRefused and CannotListen."""
        place = self._settings.telegram.webhook
        runner = web.AppRunner(self.make_door(), access_log=None, shutdown_timeout=2)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, place.host, place.port).start()
            except OSError as error:
                raise CannotListen(f"{place.host}:{place.port}: {error.strerror}") from None
            log.info("listening on %s:%d", place.host, place.port)
            await self._announce()
            await asyncio.sleep(SETTLE)
            self.is_caught_up = True
            while True:
                await asyncio.sleep(LOOK_AGAIN)
                await self._look_after()
        finally:
            await runner.cleanup()

    def make_door(self) -> web.Application:
        """One address, one method; everything else is 404 or 405."""
        door = web.Application(client_max_size=LARGEST)
        door.router.add_post(PATH, self.take)
        return door

    async def take(self, request: web.Request) -> web.Response:
        """One update: stored and committed before Telegram hears that it may forget it."""
        if not self._is_from_telegram(request):
            log.warning("a call without the right secret was refused")
            return web.Response(status=401)
        try:
            row = incoming(json.loads(await request.read()))
        except (ValueError, RecursionError):
            row = None
        if row is None:
            log.warning("a call that holds no update was refused")
            return web.Response(status=400)
        try:
            async with self._db.transaction():
                await self._db.inbox.store(self._bot.id, [row], self._clock())
        except DatabaseUnavailable as error:
            log.warning("cannot store update:%d: %s", row.update_id, error)
            return web.Response(status=503)
        self._wake.set()
        return web.Response()

    def _is_from_telegram(self, request: web.Request) -> bool:
        given = request.headers.get(SECRET, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(given, self._secret.encode())

    @property
    def _secret(self) -> str:
        secret = self._settings.webhook_secret
        assert secret is not None, "load_settings refuses a webhook without a secret"
        return secret.get_secret_value()

    async def _announce(self) -> None:
        """Tell Telegram where to bring updates; what waits there is not dropped."""
        parameters = {
            "url": self._settings.telegram.webhook.url,
            "secret_token": self._secret,
            "allowed_updates": ALLOWED,
            "max_connections": AT_ONCE,
            "drop_pending_updates": False,
        }
        wait, refused = FIRST_WAIT, 0
        while True:
            try:
                await self._bot(Call(name="setWebhook", parameters=parameters))
            except Exception as error:
                refused += isinstance(error, TelegramUnauthorizedError)
                if refused >= REFUSALS:
                    raise TokenRefused from None
                wait = await pause_after(error, wait)
            else:
                return

    async def _look_after(self) -> None:
        """Put the webhook back where another program took it away, and say so."""
        try:
            info = await self._bot(Call(name="getWebhookInfo", parameters={}))
            is_ours = info["url"] == self._settings.telegram.webhook.url
        except Exception as error:
            log.warning("getWebhookInfo: %s", type(error).__name__)
            return
        if not is_ours:
            await warn_operator(self._db, self._settings, TAKEN_AWAY, self._clock())
            await self._announce()
