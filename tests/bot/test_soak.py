"""Very many updates of very many people: memory, journal and inbox stay small."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psutil
import pytest
from fakes import House
from torture import Figures, Size

from bot.receive import incoming

MEGABYTE = 1024 * 1024
PEOPLE = 20_000
TEXTS = (
    "wat kost het?",
    "wat is kvo-b?",
    "/help",
    "dat snap ik niet",
    "welke maatregelen zijn er?",
)


@pytest.mark.torture
async def test_it_does_not_grow(house: House, size: Size, figures: Figures) -> None:
    """Memory grows by 20 MB at most, the journal stays under 16 MB, the inbox is purged."""
    updates = size(0, 100_000)
    process, at_first, largest = psutil.Process(), 0, 0
    for start in range(0, updates, 100):
        batch = range(start, min(start + 100, updates))
        await house.store(*(_says(house, number) for number in batch))
        while (await house.app.db.inbox.counts()).get("open"):
            await asyncio.sleep(0.05)
        await house.quiet()
        house.session.sent.clear()
        house.clock.move(minutes=2)
        # What grows once, such as caches of statements, has grown after a tenth.
        if at_first == 0 and start >= updates / 10:
            at_first = process.memory_info().rss
        file = house.app.db.file
        assert file is not None
        largest = max(largest, Path(f"{file}-wal").stat().st_size)
    grown = (process.memory_info().rss - at_first) / MEGABYTE
    house.clock.move(days=4)
    await house.app.background.purge(house.clock())
    figures(
        "R20",
        "memory +20 MB at most, journal 16 MB at most, inbox purged",
        f"{updates} updates: memory {grown:+.1f} MB, journal {largest / MEGABYTE:.1f} MB at most",
    )
    assert await house.app.db.inbox.counts() == {}
    assert grown <= 20
    assert largest <= 16 * MEGABYTE


def _says(house: House, number: int) -> dict[str, object]:
    chat_id = 100_000 + number * 7 % PEOPLE
    message = {
        "message_id": number + 1,
        "date": int(house.clock().timestamp()),
        "chat": {"id": chat_id, "type": "private", "first_name": "V"},
        "from": {"id": chat_id, "is_bot": False, "first_name": "V"},
        "text": TEXTS[number % len(TEXTS)],
    }
    update = {"update_id": 1_000_000 + number, "message": message}
    assert incoming(update) is not None
    return update
