"""Bot API calls as data: what a handler returns can be stored, and answers come back unparsed."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import Response, TelegramMethod
from aiogram.types import InputFile
from aiogram.utils.token import TokenValidationError
from aiohttp import JsonPayload
from pydantic import BaseModel

from bot.config import Settings
from bot.refusal import Refused

# Parse mode and previews are the same for everything the assistant says.
SAME_FOR_ALL: dict[str, Any] = {
    "parse_mode": "HTML",
    "link_preview_options": {"is_disabled": True},
}
WITH_TEXT = {"sendMessage", "editMessageText"}


# aiogram asks for this class at each answer; pydantic makes it anew where nobody holds it.
ANSWER = Response[object]


class Call(TelegramMethod[Any]):
    """A Bot API method by name; its answer is not parsed, so no odd answer can fail.

    Parsing would also fail on a message that was sent, and then it would be sent again.
    """

    __returning__ = object

    name: str
    parameters: dict[str, Any]

    @property
    def __api_method__(self) -> str:  # type: ignore[override]
        return self.name

    def model_dump(self, **_: Any) -> dict[str, Any]:
        """What is sent: the parameters alone."""
        return self.parameters


class Session(AiohttpSession):
    """Sends parameters as JSON: making a form of them took more time than all the rest of a
    call. Files go as a form, as Telegram wants.
    """

    def build_form_data(self, bot: Bot, method: TelegramMethod[Any]) -> Any:
        if not isinstance(method, Call):
            return super().build_form_data(bot, method)
        given = method.parameters.items()
        parameters = {key: value for key, value in given if value is not None}
        if any(isinstance(value, InputFile) for value in parameters.values()):
            return super().build_form_data(bot, method)
        return JsonPayload(parameters)


def make_bot(settings: Settings) -> Bot:
    """A bot whose calls go to the address that is set; raises Refused for what is no token."""
    assert settings.token is not None
    server = TelegramAPIServer.from_base(settings.telegram.api_base)
    try:
        return Bot(settings.token.get_secret_value(), Session(api=server, timeout=30))
    except TokenValidationError:
        raise Refused(
            "Wat in BOT_TOKEN staat is geen token. Een token is een getal, een dubbele punt en "
            "een reeks letters; BotFather geeft hem."
        ) from None


def storable(method: TelegramMethod[Any]) -> tuple[str, dict[str, Any]]:
    """The name and the parameters of an unsent method, as plain JSON values."""
    name, body = method.__api_method__, _plain(method)
    return name, (SAME_FOR_ALL | body if name in WITH_TEXT else body)


def _plain(value: Any) -> Any:
    """JSON without what is unset; aiogram's defaults count as unset."""
    if isinstance(value, str | int):
        return value  # as most are
    if isinstance(value, BaseModel):
        return {
            key: _plain(item)
            for key, item in vars(value).items()
            if item is not None and not isinstance(item, Default)
        }
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
