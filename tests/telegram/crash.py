"""Named points at which the forked program ends itself, at their first, second ... hit.

Planted from outside into the running program, so that the product knows nothing of them.
"""

from __future__ import annotations

import functools
import os
import signal
from collections.abc import Callable
from typing import Any

VARIABLE = "CRASH_AT"  # "marked:2": when it comes there for the second time

# Where: what is wrapped, and whether the end comes before or after it.
POINTS: dict[str, tuple[str, str, str]] = {
    "received": ("bot.receive:Receiver", "_fetch", "after"),
    "stored": ("bot.receive:Receiver", "_store", "after"),
    "in transaction": ("storage.inbox:Inbox", "finish", "after"),
    "request written": ("storage.requests:Requests", "submit", "after"),
    "before commit": ("storage.conversations:Conversations", "save", "after"),
    "committed": ("bot.worker:Worker", "_commit", "after"),
    "before send": ("bot.send:Sender", "_send", "before"),
    "after send": ("bot.send:Sender", "_delivered", "before"),
    "marking": ("storage.outbox:Outbox", "done", "after"),
    "marked": ("bot.commits:Commits", "_commit", "after"),
    "heartbeat": ("storage.people:People", "set_mark", "after"),
}
AT_THE_START = "heartbeat"  # comes once a minute
SENT_BUT_NOT_MARKED = {"after send", "marking"}


def plant_crash(wanted: str) -> None:
    """Make this process end itself there."""
    import importlib

    name, count = wanted.rsplit(":", 1)
    place, method, when = POINTS[name]
    module, owner = place.split(":")
    cls = getattr(importlib.import_module(module), owner)
    setattr(cls, method, _wrapped(getattr(cls, method), when, int(count)))


def _wrapped(original: Callable[..., Any], when: str, count: int) -> Callable[..., Any]:
    left = count

    def hit() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    @functools.wraps(original)
    async def crashing(*args: Any, **kwargs: Any) -> Any:
        if when == "before":
            hit()
        result = await original(*args, **kwargs)
        # A poll that brought nothing is no hit.
        if when == "after" and result != [] and args[1:2] != ([],):
            hit()
        return result

    return crashing
