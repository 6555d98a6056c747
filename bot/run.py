"""`kvob run`: start the assistant, stop it cleanly, and say why it cannot start."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import sys
from pathlib import Path

from bot.config import Settings, load_settings
from bot.lock import held, lock_of
from bot.logs import set_up_logs
from bot.refusal import Refused
from storage import DatabaseUnavailable, SchemaTooNew, SchemaTooOld

log = logging.getLogger("bot")

CANNOT = 78  # exit code: starting again does not help
HANGUP = getattr(signal, "SIGHUP", None)  # there is none on Windows


# Seconds after which a thread that understands a text makes way; Python's own 5 ms add up to
# most of a reply's time, for each statement is a visit to SQLite's thread.
SWITCH = 0.0005


def run_bot(config: Path | None) -> int:
    """Run until stopped; returns the exit code."""
    settings = load_settings(config)
    if HANGUP is not None:
        # Asked to reload before it can: what is on the disk is read at the start anyway.
        signal.signal(HANGUP, signal.SIG_IGN)
    secrets = (settings.token, settings.webhook_secret, settings.smtp_password)
    set_up_logs(settings.log_level, secrets, as_json=settings.log_format == "json")
    for line in settings.warnings():
        log.warning("%s", line)
    if settings.token is None:
        raise Refused(
            "Er is geen token. Zet het in de omgeving als BOT_TOKEN, of als BOT_TOKEN_FILE."
        )
    with held(lock_of(settings), os.getpid()):
        return _serve(settings)


def _serve(settings: Settings) -> int:
    """Run the assistant under the lock. What takes seconds to import comes after the lock, so
    that a second one is refused at once."""
    sys.setswitchinterval(SWITCH)
    from bot.receive import TokenRefused
    from bot.webhook import CannotListen

    exit_code = 0
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
    except* SchemaTooOld:
        log.critical("the database is of an earlier release; run 'kvob migrate' once")
        exit_code = 1
    except* DatabaseUnavailable as errors:
        log.critical("the database cannot be used: %s", errors.exceptions[0])
        exit_code = 1
    return exit_code


async def _run(settings: Settings) -> None:
    from bot.app import create_app

    app = create_app(settings)
    # What was read at the start stays; the collector need not go through all of it again.
    gc.freeze()
    task = asyncio.create_task(app.run())
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, task.cancel)
    if HANGUP is not None:
        began_in_terminal = has_terminal()

        def reload_or_stop() -> None:
            # The signal also says that the window it was started in was closed.
            if began_in_terminal and not has_terminal():
                task.cancel()
            else:
                app.reloader.ask()

        loop.add_signal_handler(HANGUP, reload_or_stop)
    log.info("started; receiving from %s", settings.telegram.api_base)
    with contextlib.suppress(asyncio.CancelledError):
        await task
    log.info("stopped")


def has_terminal() -> bool:
    """Whether somebody looks at the output in a window that is still open."""
    try:
        return os.isatty(sys.stderr.fileno())
    except (OSError, ValueError):
        return False
