"""`kvob run`: start the assistant, stop it cleanly, and say why it cannot start."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Iterator
from pathlib import Path

from bot.app import create_app
from bot.config import Settings, load_settings
from bot.logs import set_up_logs
from bot.operations import lock_of
from bot.receive import TokenRefused
from bot.refusal import Refused
from bot.webhook import CannotListen
from storage import DatabaseInUse, FileLock, SchemaTooNew

log = logging.getLogger("bot")

CANNOT = 78  # exit code: starting again does not help


def run_bot(config: Path | None) -> int:
    """Run until stopped; returns the exit code."""
    settings = load_settings(config)
    secrets = (settings.token, settings.webhook_secret, settings.smtp_password)
    set_up_logs(settings.log_level, secrets)
    for line in settings.warnings():
        log.warning("%s", line)
    if settings.token is None:
        raise Refused(
            "Er is geen token. Zet het in de omgeving als BOT_TOKEN, of als BOT_TOKEN_FILE."
        )
    exit_code = 0
    with held(lock_of(settings)):
        try:
            asyncio.run(_run(settings))
        except* TokenRefused:
            log.critical("Telegram refuses the token; get a new one from BotFather")
            exit_code = CANNOT
        except* CannotListen as errors:
            log.critical("cannot listen for Telegram's updates: %s", errors.exceptions[0])
            exit_code = 1
        except* SchemaTooNew:
            log.critical("the database was made by a newer release; install that release")
            exit_code = CANNOT
    return exit_code


@contextlib.contextmanager
def held(lock: FileLock | None) -> Iterator[None]:
    """Hold the database's lock; a second instance is refused."""
    if lock is None:
        yield
        return
    try:
        lock.take()
    except DatabaseInUse:
        raise Refused(
            "Er draait al een assistent op deze database. Stop die eerst; "
            "twee tegelijk zou berichten door elkaar halen."
        ) from None
    try:
        yield
    finally:
        lock.release()


async def _run(settings: Settings) -> None:
    app = create_app(settings)
    task = asyncio.create_task(app.run())
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, task.cancel)
    log.info("started; receiving from %s", settings.telegram.api_base)
    with contextlib.suppress(asyncio.CancelledError):
        await task
    log.info("stopped")
