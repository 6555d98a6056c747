"""A step of the database that has begun is finished, also when its task is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

Result = TypeVar("Result")


async def to_the_end(step: Awaitable[Result]) -> Result:
    """Wait for this step; a cancellation takes effect after it, not in its middle.

    A statement that is abandoned in the middle goes on in the driver's thread: its connection is
    thrown away with the transaction still open in it, and until it is closed whoever comes next,
    such as the sender that marks what it sent at a stop, finds the database locked.
    """
    task = asyncio.ensure_future(step)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError:
                continue
        if not task.cancelled():
            task.exception()  # seen: what went wrong matters to nobody any more
        raise
