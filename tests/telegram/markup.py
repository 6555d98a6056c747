"""Keyboards: what Telegram accepts under a message and what it refuses."""

from __future__ import annotations

import json
from typing import Any

from tests.telegram.entities import is_web_address, utf16_length
from tests.telegram.refusal import Refusal, bad_request

Markup = dict[str, Any]

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
MOST_DATA_BYTES = 64
ACTIONS = {
    "callback_data",
    "url",
    "copy_text",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
}


def read_markup(value: str | None) -> Markup | None:
    """The keyboard of a call, checked as Telegram checks it; None where there is none."""
    if not value:
        return None
    try:
        markup = json.loads(value)
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"], "inline keyboard")
        return {"inline_keyboard": [[_inline(each) for each in row] for row in rows if row]}
    if "keyboard" in markup:
        rows = _rows(markup["keyboard"], "keyboard")
        return markup | {"keyboard": [[_plain(each) for each in row] for row in rows if row]}
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return markup
    if not markup:
        return None
    raise bad_request("can't parse reply keyboard markup: no known keyboard in it")


def is_inline(markup: Markup | None) -> bool:
    """Whether these are buttons under the message itself, with at least one button."""
    return bool(markup and markup.get("inline_keyboard"))


def _rows(rows: Any, name: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f"can't parse {name}: expected an Array of Arrays of buttons")
    if any(len(row) > MOST_IN_A_ROW for row in rows) or sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return rows


def _unfit(why: str) -> Refusal:
    return bad_request(f"can't parse inline keyboard button: {why}")


def _inline(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise _unfit("InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise _unfit('Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise _unfit('Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    given = [name for name in ACTIONS if button.get(name) not in (None, "")]
    empty_query = "switch_inline_query" in button or "switch_inline_query_current_chat" in button
    if not given and not empty_query:
        raise _unfit("Text buttons are unallowed in the inline keyboard")
    if len(given) > 1:
        raise _unfit("exactly one action is allowed")
    _check_action(button)
    return button


def _check_action(button: dict[str, Any]) -> None:
    data = button.get("callback_data")
    if data is not None and not isinstance(data, str):
        raise _unfit('Field "callback_data" must be of type String')
    if data and len(data.encode("utf-8", "surrogatepass")) > MOST_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not (isinstance(url, str) and is_web_address(url)):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    copied = button.get("copy_text")
    if copied is not None:
        text = copied.get("text") if isinstance(copied, dict) else None
        if not isinstance(text, str) or not 1 <= utf16_length(text) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    app = button.get("web_app")
    if app is not None and not str(app.get("url", "")).startswith("https://"):
        raise bad_request("inline keyboard button Web App URL is invalid: Only HTTPS links")


def _plain(button: Any) -> dict[str, Any]:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    return button
