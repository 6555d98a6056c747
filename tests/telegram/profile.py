"""The methods of the Bot API that concern the bot itself: profile, commands, webhook."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.telegram.entities import utf16_length
from tests.telegram.parameters import Parameters
from tests.telegram.refusal import bad_request
from tests.telegram.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SCOPES = {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
}


def get_me(world: World, _: Parameters) -> Any:
    return world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, given: Parameters) -> Any:
    commands = given.data("commands")
    if not isinstance(commands, list):
        raise bad_request("parameter commands is required and must be an Array")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not isinstance(command, dict) or not COMMAND.fullmatch(str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", "")).strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile["commands"][_scope(given)] = commands
    return True


def get_my_commands(world: World, given: Parameters) -> Any:
    return world.profile["commands"].get(_scope(given), [])


def delete_my_commands(world: World, given: Parameters) -> Any:
    world.profile["commands"].pop(_scope(given), None)
    return True


def set_my_description(world: World, given: Parameters) -> Any:
    return _describe(world, given, "description", 512)


def set_my_short_description(world: World, given: Parameters) -> Any:
    return _describe(world, given, "short_description", 120)


def set_my_name(world: World, given: Parameters) -> Any:
    return _describe(world, given, "name", 64)


def set_webhook(world: World, given: Parameters) -> Any:
    """Only remembered: the stand-in does not deliver by webhook."""
    url = given.text("url")
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", given.text("secret_token")):
        raise bad_request("secret token contains unallowed characters")
    world.webhook = {"url": url, "secret_token": given.text("secret_token")}
    if given.flag("drop_pending_updates"):
        world.updates.drop_all()
    allow_updates(world, given)
    return True


def delete_webhook(world: World, given: Parameters) -> Any:
    world.webhook = {"url": ""}
    if given.flag("drop_pending_updates"):
        world.updates.drop_all()
    return True


def get_webhook_info(world: World, _: Parameters) -> Any:
    info = {"url": world.webhook["url"], "has_custom_certificate": False}
    allowed = {"allowed_updates": world.updates.allowed} if world.updates.allowed else {}
    return info | {"pending_update_count": len(world.updates)} | allowed


def allow_updates(world: World, given: Parameters) -> None:
    """Which kinds are queued from now on; what is not given stays as it was."""
    allowed = given.data("allowed_updates")
    if isinstance(allowed, list):
        world.updates.allowed = [str(each) for each in allowed]


def _scope(given: Parameters) -> str:
    scope = given.data("scope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    language = given.text("language_code")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    return f"{kind}{scope.get('chat_id', '')}/{language}"


def _describe(world: World, given: Parameters, name: str, longest: int) -> bool:
    value = given.text(name)
    if utf16_length(value) > longest:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    world.profile["descriptions"][name, given.text("language_code")] = value
    return True


PROFILE_METHODS: dict[str, Callable[[World, Parameters], Any]] = {
    "getme": get_me,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmydescription": set_my_description,
    "setmyshortdescription": set_my_short_description,
    "setmyname": set_my_name,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}
