"""The power goes at any moment: what was confirmed is there, and the database is whole."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from fakes import House
from power import cut, record
from statements import traced
from torture import Figures, Size

NORMAL = 1
# Seldom, as by default, and often: what is checkpointed must be as safe as what is not.
CHECKPOINTS = (1000, 40)


@pytest.fixture
async def work(house: House) -> list[list[str]]:
    """What the assistant writes while people send requests: the statements of each commit."""
    async with traced(house.app.db) as seen:
        await house.app.db.people.couple("bekkema", 902, house.clock())
        for number in range(4):
            visitor = house.visitor(5001 + number)
            for text in (
                "/contact",
                "Marijke de Wit",
                "06-12345678",
                "Venlo",
                "Wat kost een hek?",
            ):
                await visitor.says(text)
            await visitor.taps("Versturen")
        await house.visitor(5001).says("/verwijder")
        await house.visitor(5001).taps("Ja, verwijder alles")
        await house.app.background.purge(house.clock())
    done: list[list[str]] = []
    running: list[str] = []
    for sql in seen:
        if sql == "COMMIT" and running:
            done.append(running)
        if sql.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            running = []
        elif not sql.lstrip().upper().startswith(("SELECT", "PRAGMA", "--")):
            running.append(sql)
    return done


@pytest.mark.torture
async def test_a_power_cut_loses_nothing(
    house: House,
    work: list[list[str]],
    empty_database: Path,
    tmp_path: Path,
    size: Size,
    figures: Figures,
) -> None:
    """With the pragmas of the live connection no confirmed commit is lost and nothing is torn."""
    count = size(200, 5000) // len(CHECKPOINTS)
    synchronous = await house.app.db.pragma("synchronous")
    seen = []
    for checkpoint in CHECKPOINTS:
        recording = record(empty_database, tmp_path, work, synchronous, checkpoint)
        result = cut(recording, tmp_path, count, random.Random(checkpoint))
        seen.append(f"checkpoint after {checkpoint} pages: {result}")
        assert result.lost == []
        assert result.corrupt == []
    figures("R3", "0 lost, 0 corrupt", f"{len(work)} commits; {'; '.join(seen)}")


@pytest.mark.torture
async def test_the_cuts_find_what_is_not_synced(
    work: list[list[str]],
    empty_database: Path,
    tmp_path: Path,
    size: Size,
    figures: Figures,
) -> None:
    """The same with synchronous=NORMAL loses commits: the test can see a loss."""
    recording = record(empty_database, tmp_path, work, NORMAL, CHECKPOINTS[0])
    result = cut(recording, tmp_path, size(50, 1000), random.Random(1))
    figures("R3", "control: NORMAL must lose", f"synchronous=NORMAL: {result}")
    assert result.lost
