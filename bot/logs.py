"""Logs without secrets and without personal data."""

from __future__ import annotations

import logging
import re
import sys

TOKEN = re.compile(r"\d{6,}:[\w-]{30,}")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.:-])(?:\+|00)?\d(?:[ .-]?\d){8,13}(?![\w.:-])")


class Redact(logging.Formatter):
    """Hides tokens, phone numbers and addresses in message, arguments and traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def redact(text: str) -> str:
    text = TOKEN.sub("[token]", text)
    return PHONE.sub("[number]", EMAIL.sub("[email]", text))


def set_up_logs(level: str) -> None:
    """Write to standard error; nothing there names a person or a secret."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redact("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # These log whole requests or every event; what matters of it is logged here.
    for name in ("aiosqlite", "aiohttp.access", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = lambda kind, error, trace: logging.getLogger("bot").critical(
        "stopped by an unexpected error", exc_info=(kind, error, trace)
    )
