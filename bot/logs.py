"""Logs without secrets and without personal data."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

from pydantic import SecretStr

TOKEN = re.compile(r"\d{6,}(?::|%3A)[\w-]{30,}", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
NUMBERS = re.compile(r"\b(update|row|request):(\d+)\b")
PHONE = re.compile(r"(?<![\w.:-])(?:\+|00)?\d(?:[ .-]?\d){8,13}(?![\w.:-])")
# What these say is about files and modules; of all others the message may quote a visitor.
PLAIN = (OSError, ImportError)


class Redact(logging.Formatter):
    """Hides secrets, tokens, phone numbers and addresses in message, arguments and traceback."""

    def __init__(self, pattern: str, secrets: Iterable[SecretStr | None] = ()) -> None:
        super().__init__(pattern)
        self._secrets = [each.get_secret_value() for each in secrets if each is not None]

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have kept it, in full
        return self._hidden(super().format(record))

    def _hidden(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return redact(text)

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        return "".join(_told(ei[1])).rstrip() if ei[1] is not None else ""


class JsonLines(Redact):
    """One JSON object a line, for who collects logs; hides the same."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        message = self._hidden(record.getMessage())
        told: dict[str, object] = {
            "time": moment,
            "level": record.levelname,
            "logger": record.name,
            "message": message,
        }
        told |= {name: int(number) for name, number in NUMBERS.findall(message)}
        if record.exc_info and record.exc_info[1] is not None:
            told["traceback"] = self._hidden(self.formatException(record.exc_info))
        return json.dumps(told)


class Handler(logging.StreamHandler[TextIO]):
    """Writes lines; one that cannot be written is not shown raw, as logging itself would."""

    def handleError(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(Exception):
            self.stream.write(f"a line of {record.name}:{record.lineno} could not be written\n")


def redact(text: str) -> str:
    text = TOKEN.sub("[token]", text)
    return PHONE.sub("[number]", EMAIL.sub("[email]", text))


def _told(error: BaseException) -> list[str]:
    """Where it happened and what kind it is; not what it says, which may be a visitor's words."""
    lines: list[str] = []
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        lines += [*_told(earlier), "which led to:\n"]
    lines += traceback.format_tb(error.__traceback__)
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    lines.append(f"{name}: {error}\n" if isinstance(error, PLAIN) else f"{name}\n")
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            lines += ["in it:\n", *_told(each)]
    return lines


def set_up_logs(
    level: str,
    secrets: Iterable[SecretStr | None] = (),
    stream: TextIO | None = None,
    as_json: bool = False,
) -> None:
    """Write to standard error; nothing there names a person or a secret."""
    handler = Handler(stream or sys.stderr)
    kind = JsonLines if as_json else Redact
    handler.setFormatter(kind("%(asctime)s %(levelname)s %(name)s %(message)s", secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    # These log whole requests or every event; what matters of it is logged here.
    for name in ("aiosqlite", "aiohttp.access", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # asyncio quotes the result and the exception of a task that nobody awaited.
    logging.getLogger("asyncio").addFilter(_without_task)
    sys.excepthook = lambda kind, error, trace: logging.getLogger("bot").critical(
        "stopped by an unexpected error", exc_info=(kind, error, trace)
    )


def _without_task(record: logging.LogRecord) -> bool:
    record.msg, record.args = record.getMessage().split("\n", 1)[0], ()
    return True
