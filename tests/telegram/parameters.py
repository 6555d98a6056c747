"""The parameters of one call, however they were sent: query, form, multipart or JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.telegram.refusal import bad_request


@dataclass(frozen=True)
class Upload:
    """A file that came along with a call."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Parameters:
    """Texts by name, as Telegram keeps them, and the files."""

    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        value = self.texts.get(name, default)
        try:
            value.encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
        return value

    def integer(self, name: str, default: int = 0) -> int:
        """Telegram reads what is not a number as if it were not there."""
        try:
            return int(self.texts.get(name, ""))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return self.texts.get(name, "").lower() in {"true", "yes", "1"}

    def data(self, name: str) -> Any:
        value = self.texts.get(name)
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def upload(self, name: str) -> Upload | str | None:
        """The file of this parameter: sent along (also by attach://), or an id or address."""
        if name in self.files:
            return self.files[name]
        value = self.text(name)
        if value.startswith("attach://"):
            return self.files.get(value.removeprefix("attach://"))
        return value or None

    @property
    def chat_id(self) -> int | None:
        try:
            return int(self.texts["chat_id"])
        except (KeyError, ValueError):
            return None

    def readable(self) -> dict[str, Any]:
        """For looking at in a test: what is JSON is read, a file is its Upload."""
        return {name: _readable(value) for name, value in self.texts.items()} | self.files


async def read_parameters(request: web.Request) -> Parameters:
    texts = {name: str(value) for name, value in request.query.items()}
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        texts |= _from_json(await request.text())
    elif request.content_type.startswith(("application/x-www-form-urlencoded", "multipart/")):
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                with value.file as opened:
                    content = opened.read()
                files[name] = Upload(value.filename, value.content_type, content)
            else:
                texts[name] = value.decode() if isinstance(value, bytes) else str(value)
    return Parameters(texts, files)


def _from_json(body: str) -> dict[str, str]:
    try:
        given = json.loads(body) if body else {}
    except ValueError:
        raise bad_request("can't parse JSON encoded request") from None
    if not isinstance(given, dict):
        raise bad_request("can't parse JSON encoded request: object expected")
    return {name: _as_text(value) for name, value in given.items() if value is not None}


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _readable(value: str) -> Any:
    if value[:1] in {"{", "["} or value in {"true", "false"}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
