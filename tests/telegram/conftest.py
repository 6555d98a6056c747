"""Fixtures of the tests over HTTP: the stand-in for Telegram and the real program beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.telegram.stand_in import TelegramStandIn


@pytest.fixture
async def api() -> AsyncIterator[TelegramStandIn]:
    """Telegram's stand-in, listening on a free port of this machine."""
    async with TelegramStandIn() as stand_in:
        yield stand_in
