"""What is made of aiogram: models when they are used, routes asked in place, calls as JSON."""

from __future__ import annotations

import json
import subprocess
import sys

from aiogram import Bot, methods, types
from aiogram.methods import Response, SendMessage
from aiogram.types import BufferedInputFile, Message
from aiohttp import FormData
from fakes import TOKEN

from bot.calls import Call, Session

HELLO = {"message_id": 7, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "hallo"}


def test_that_nobody_uses_is_not_built() -> None:
    """At the import no model is built, however the program is started."""
    look = (
        "import bot.app; from aiogram import methods, types;"
        "print(sum(getattr(getattr(kind, name), '__pydantic_complete__', False)"
        " for kind in (types, methods) for name in kind.__all__))"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 20


def test_answer_of_telegram_is_built_at_its_first_use() -> None:
    """What aiogram parses by itself is understood as ever, other models inside it included."""
    answer = Response[list[types.BusinessMessagesDeleted]].model_validate(
        {
            "ok": True,
            "result": [
                {"business_connection_id": "b", "chat": HELLO["chat"], "message_ids": [1, 2]}
            ],
        }
    )
    assert answer.result is not None
    assert answer.result[0].chat.id == 5


def test_method_is_built_at_its_first_use() -> None:
    """A method that is made from a message knows its chat and takes its keyboard."""
    key = types.InlineKeyboardButton(text="Ja", callback_data="yes")
    reply = Message.model_validate(HELLO).answer(
        "Dag", reply_markup=types.InlineKeyboardMarkup(inline_keyboard=[[key]])
    )
    assert isinstance(reply, SendMessage)
    assert (reply.chat_id, reply.text) == (5, "Dag")
    assert methods.SetWebhook(url="https://example.nl").url == "https://example.nl"


async def test_parameters_go_as_json_and_files_as_a_form() -> None:
    """What is sent to Telegram: JSON without what is None; a form where a file goes too."""
    session = Session()
    bot = Bot(TOKEN, session)
    text = Call(name="sendMessage", parameters={"chat_id": 5, "text": "é", "reply_markup": None})
    body = session.build_form_data(bot, text)
    assert body.content_type == "application/json"
    assert json.loads(body.decode()) == {"chat_id": 5, "text": "é"}
    file = BufferedInputFile(b"x", "x.csv")
    form = session.build_form_data(bot, Call(name="sendDocument", parameters={"document": file}))
    assert isinstance(form, FormData)
