"""The release before and this one beside each other on one PostgreSQL database, during an upgrade.

    mkdir previous && git archive REVISION | tar -x -C previous
    python benchmarks/rolling.py previous [--dialogues 60]

Two replicas of the previous release take people's requests; the schema is migrated under them;
then each is stopped and started as this release, and all the time dialogues go through both.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.replicas import DURABLE, UNSENT, keep
from tests.postgres import Postgres
from tests.telegram.carrier import Carrier
from tests.telegram.fleet import Fleet
from tests.telegram.launch import launch_in
from tests.telegram.people import Applicant, outcome
from tests.telegram.process import BEKKEMA, KEUKER
from tests.telegram.stand_in import TelegramStandIn

NAME = "kvob_rolling"
SCHEMA = "SELECT version_num FROM alembic_version"
REFUSED = 78
LIGHT = {"KVOB_KNOWLEDGE__ENCODER": "false"}  # two releases start here in turn


async def migrate(folder: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "bot", "migrate"]
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, env=environment)
    if await process.wait():
        raise SystemExit(f"`kvob migrate` failed in {folder}")


async def upgrade(
    previous: Path, dialogues: int, postgres: Postgres, home: Path
) -> dict[str, Any]:
    begun = time.monotonic()
    database = postgres.create(NAME)
    async with TelegramStandIn() as api:
        environment = os.environ | {"DATABASE_URL": database, "PYTHONUTF8": "1"}
        await migrate(previous, environment)
        before = postgres.execute(SCHEMA, NAME)[0][0]
        desk = [api.user(each, first_name="Gids", started=True) for each in (KEUKER, BEKKEMA)]
        people = [Applicant(api, n, is_hasty=n % 3 == 0) for n in range(dialogues)]
        talks: list[asyncio.Task[None]] = []
        came = iter(people)
        told: dict[str, int] = {}

        async with (
            Fleet.run(api, home, database, launch_in(previous), 2, LIGHT) as fleet,
            Carrier(api.updates.poll, fleet.ports).bringing() as carrier,
        ):

            async def talk(stage: str, share: float) -> None:
                """Some more people begin, and half of them are still busy when it ends."""
                handled = carrier.brought
                talks.extend(
                    asyncio.create_task(next(came).applies())
                    for _ in range(round(dialogues * share))
                )
                wanted = len(talks) - round(dialogues * share) // 2
                while sum(each.done() for each in talks) < wanted:
                    await asyncio.sleep(0.1)
                told[stage] = carrier.brought - handled

            await talk("two of the previous release", 0.2)
            await asyncio.gather(
                migrate(ROOT, environment), talk("while the schema is migrated", 0.2)
            )
            after = postgres.execute(SCHEMA, NAME)[0][0]
            await talk("two of the previous release on the new schema", 0.2)
            for number, bot in enumerate(fleet.bots):
                assert (await bot.stop()).code == 0
                if number == 0 and before != after:
                    await bot.start(wait=False)
                    assert await bot.ended(60) == REFUSED, "it should refuse a newer schema"
                bot.launch = launch_in(ROOT)
                await fleet.start(bot)
                await talk("one of each" if number == 0 else "two of this release", 0.2)
            await asyncio.gather(*talks)
            async with asyncio.timeout(60):
                while await asyncio.to_thread(postgres.execute, UNSENT, NAME):
                    await asyncio.sleep(0.5)
            await asyncio.sleep(2)
        result = outcome(people, desk)
    return {
        "schema before": before,
        "schema after": after,
        "dialogues": dialogues,
        "updates": carrier.brought,
        "of them": told,
        "brought again": carrier.repeated,
        **result.counts,
        "seconds": round(time.monotonic() - begun),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("previous", type=Path, help="a folder with the release before this one")
    parser.add_argument("--dialogues", type=int, default=60)
    given = parser.parse_args()
    postgres = Postgres.start(DURABLE)
    try:
        with tempfile.TemporaryDirectory() as name:
            work = upgrade(given.previous.resolve(), given.dialogues, postgres, Path(name))
            keep("rolling upgrade", asyncio.run(work))
    finally:
        postgres.stop()


if __name__ == "__main__":
    main()
