"""The methods of the Bot API that concern messages and chats."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable
from typing import Any

from tests.telegram.entities import read_text, utf16_length
from tests.telegram.markup import is_inline, read_markup
from tests.telegram.parameters import Parameters, Upload
from tests.telegram.refusal import bad_request
from tests.telegram.world import Chat, Message, World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
DELETED_WITHIN = 48 * 3600
ACTIONS = re.compile(
    "typing|upload_photo|record_video|upload_video|record_voice|upload_voice|upload_document"
    "|choose_sticker|find_location|record_video_note|upload_video_note"
)
GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


def send_message(world: World, given: Parameters) -> Any:
    chat = world.open_chat(given)
    return world.post(chat, _text_content(given), given)


def send_contact(world: World, given: Parameters) -> Any:
    chat = world.open_chat(given)
    contact = {}
    for name, required in (("phone_number", True), ("first_name", True), ("last_name", False)):
        value = given.text(name).strip()
        if value:
            contact[name] = value
        elif required:
            raise bad_request(f"{name.replace('_', ' ')} must be non-empty")
    if vcard := given.text("vcard"):
        contact["vcard"] = vcard
    return world.post(chat, {"contact": contact}, given)


def send_document(world: World, given: Parameters) -> Any:
    chat = world.open_chat(given)
    file = _file(given, "document")
    return world.post(chat, {"document": file} | _caption(given), given)


def send_photo(world: World, given: Parameters) -> Any:
    chat = world.open_chat(given)
    file = _file(given, "photo")
    size = {key: file[key] for key in ("file_id", "file_unique_id", "file_size") if key in file}
    sizes = [size | {"width": 800, "height": 600}]
    return world.post(chat, {"photo": sizes} | _caption(given), given)


def edit_message_text(world: World, given: Parameters) -> Any:
    chat, message = _own_message(world, given)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, chat, message, _text_content(given), given)


def edit_message_reply_markup(world: World, given: Parameters) -> Any:
    chat, message = _own_message(world, given)
    return _edit(world, chat, message, {}, given)


def delete_message(world: World, given: Parameters) -> Any:
    chat = world.open_chat(given)
    message = chat.messages.get(given.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if world.now() - message["date"] > DELETED_WITHIN:
        raise bad_request("message can't be deleted for everyone")
    del chat.messages[message["message_id"]]
    chat.stir()
    return True


def answer_callback_query(world: World, given: Parameters) -> Any:
    world.answer_query(given)
    return True


def send_chat_action(world: World, given: Parameters) -> Any:
    chat = world.open_chat(given)
    if not ACTIONS.fullmatch(given.text("action")):
        raise bad_request("wrong parameter action in request")
    chat.stir()
    return True


def get_chat(world: World, given: Parameters) -> Any:
    chat = world.chat_of(given)
    return chat.info | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, True),
    }


def leave_chat(world: World, given: Parameters) -> Any:
    world.leave(world.open_chat(given))
    return True


def _text_content(given: Parameters) -> dict[str, Any]:
    mode = given.text("parse_mode") or None
    text, entities = read_text(given.text("text"), mode, given.text("entities"))
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def _caption(given: Parameters) -> dict[str, Any]:
    mode = given.text("parse_mode") or None
    text, entities = read_text(given.text("caption"), mode, given.text("caption_entities"))
    if utf16_length(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def _file(given: Parameters, name: str) -> dict[str, Any]:
    file = given.upload(name)
    if file is None:
        raise bad_request(f"there is no {name} in the request")
    if isinstance(file, str):
        return {"file_id": file, "file_unique_id": file[-8:]}
    if not file.content:
        raise bad_request("file must be non-empty")
    return _described(file)


def _described(file: Upload) -> dict[str, Any]:
    kind = mimetypes.guess_type(file.name)[0] or file.content_type
    found = {"file_name": file.name, "mime_type": kind, "file_size": len(file.content)}
    return {"file_id": f"BQAC{hash(file.content):x}", "file_unique_id": "AgAD"} | found


def _own_message(world: World, given: Parameters) -> tuple[Chat, Message]:
    chat = world.open_chat(given)
    message = chat.messages.get(given.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.bot["id"]:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(
    world: World, chat: Chat, message: Message, content: dict[str, Any], given: Parameters
) -> Message:
    """Put new content in place; a keyboard that is not given again goes away."""
    markup = read_markup(given.text("reply_markup"))
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    changed = {**message, **content}
    if content and "entities" not in content:
        changed.pop("entities", None)
    changed.pop("reply_markup", None)
    if is_inline(markup):
        changed["reply_markup"] = markup
    if changed == message:
        raise bad_request(NOT_MODIFIED)
    world.limits.count("edit", chat.id)
    if changed.get("text") != message.get("text"):
        chat.news.append(message["message_id"])
    changed["edit_date"] = world.now()
    chat.messages[message["message_id"]] = changed
    chat.stir()
    return changed


MESSAGE_METHODS: dict[str, Callable[[World, Parameters], Any]] = {
    "sendmessage": send_message,
    "sendcontact": send_contact,
    "senddocument": send_document,
    "sendphoto": send_photo,
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "answercallbackquery": answer_callback_query,
    "sendchataction": send_chat_action,
    "getchat": get_chat,
    "leavechat": leave_chat,
}
