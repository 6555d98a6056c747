"""Replicas on one PostgreSQL database behind HAProxy: kills, and throughput with 1, 2 and 3.

    python benchmarks/replicas.py kills [--kills 150] [--dialogues 300]
    python benchmarks/replicas.py follow-up [--times 5]
    python benchmarks/replicas.py throughput [--seconds 15] [--visitors 150]
    python benchmarks/replicas.py chart

Needs `haproxy` (Debian: apt install haproxy). The database is a real server with every commit
synced to disk, in a folder of its own; or the one that KVOB_TEST_POSTGRES names.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.end_to_end import UNLIMITED, questions
from benchmarks.results import FOLDER, machine, quantile
from benchmarks.telegram import TOKEN, Crowd, Telegram
from tests.postgres import Postgres
from tests.telegram.carrier import Carrier, free_port
from tests.telegram.fleet import Fleet
from tests.telegram.launch import Preloaded
from tests.telegram.people import Applicant, outcome
from tests.telegram.process import BEKKEMA, KEUKER
from tests.telegram.stand_in import TelegramStandIn

DURABLE = {"fsync": "on"}
SIZES = (1, 2, 3)
UNSENT = "SELECT id FROM outbox WHERE state = 'ready' LIMIT 1"
PROXY = """\
global
    maxconn 1000
defaults
    mode http
    timeout connect 1s
    timeout client 15s
    timeout server 15s
    retries 2
    option redispatch 1
frontend telegram
    bind 127.0.0.1:{port}
    default_backend replicas
backend replicas
    balance leastconn
    option httpchk
    http-check send meth GET uri /webhook
    http-check expect status 405
    default-server check inter 200ms fall 2 rise 1 on-marked-down shutdown-sessions
"""


@contextmanager
def proxy(ports: Sequence[int], folder: Path) -> Iterator[int]:
    """HAProxy in front of these ports; gives its own."""
    port = free_port()
    servers = [f"    server r{number} 127.0.0.1:{each}\n" for number, each in enumerate(ports)]
    file = folder / "haproxy.cfg"
    file.write_text(PROXY.format(port=port) + "".join(servers), encoding="utf-8")
    found = shutil.which("haproxy") or "/usr/sbin/haproxy"
    with (folder / "haproxy.log").open("wb") as log:
        process = subprocess.Popen([found, "-db", "-f", str(file)], stdout=log, stderr=log)
    try:
        yield port
    finally:
        process.kill()
        process.wait()


async def kill(kills: int, dialogues: int, postgres: Postgres, folder: Path) -> dict[str, Any]:
    """kill -9 of one of three replicas at random instants, while people fill in the form."""
    chance = random.Random(2026)
    forker = Preloaded()
    database, begun = postgres.empty("kvob_kills"), time.monotonic()
    leaders = 0
    async with (
        TelegramStandIn() as api,
        Fleet.run(api, folder, database, forker, 3) as fleet,
    ):
        desk = [api.user(each, first_name="Gids", started=True) for each in (KEUKER, BEKKEMA)]
        people = [Applicant(api, n, is_hasty=n % 3 == 0) for n in range(dialogues)]
        talks: list[asyncio.Task[None]] = []
        with proxy(fleet.ports, folder) as port:
            async with Carrier(api.updates.poll, [port]).bringing() as carrier:
                for number in range(kills):
                    first, last = (dialogues * each // kills for each in (number, number + 1))
                    talks += [asyncio.create_task(each.applies()) for each in people[first:last]]
                    await asyncio.sleep(chance.uniform(0, 0.5))
                    victim = fleet.leader() if number % 3 == 0 else None
                    leaders += victim is not None
                    victim = victim or chance.choice(fleet.bots)
                    victim.kill()
                    await fleet.start(victim)
                    if number % 10 == 9:
                        print(f"{number + 1} kills, {time.monotonic() - begun:.0f} s", flush=True)
                try:
                    await asyncio.gather(*talks)
                    # Asked of the database: to look through all chats holds up the stand-in.
                    async with asyncio.timeout(120):
                        while await asyncio.to_thread(postgres.execute, UNSENT, "kvob_kills"):
                            await asyncio.sleep(1)
                except (AssertionError, TimeoutError):
                    explain(carrier, postgres, [p.question for p in people if not p.cards(desk)])
                    raise
                await asyncio.sleep(2)
        result = outcome(people, desk)
    forker.close()
    return {
        "replicas": 3,
        "kills": kills,
        "of them the one that sends": leaders,
        "dialogues": dialogues,
        "updates": carrier.brought,
        "brought again": carrier.repeated,
        **result.counts,
        "seconds": round(time.monotonic() - begun),
    }


def explain(carrier: Carrier, postgres: Postgres, questions: list[str]) -> None:
    """Where an update or a message is stuck, and what became of requests without a card."""
    print(len(questions), "requests have no card")
    for question in questions[:3]:
        query = (
            "SELECT o.id, o.chat_id, o.kind, o.key, o.method, o.state, o.attempts, o.message_id, "
            "o.error, r.state, o.created_at, o.sent_at FROM requests r LEFT JOIN outbox o "
            f"ON o.request_id = r.id WHERE r.question = '{question}'"
        )
        print(question, *postgres.execute(query, "kvob_kills"), sep="\n  ")
    print("Telegram has not brought:", carrier.waiting)
    for query in (
        "SELECT id, chat_id, state, attempts, not_before, error FROM inbox WHERE state <> 'done'",
        "SELECT id, chat_id, kind, attempts, not_before, error FROM outbox WHERE state = 'ready'",
        "SELECT pid, locktype, classid, objid, mode, granted FROM pg_locks WHERE NOT granted",
    ):
        print(query, *postgres.execute(query, "kvob_kills"), sep="\n  ")


async def follow_up(times: int, postgres: Postgres, folder: Path) -> dict[str, Any]:
    """Seconds from the end of the replica that sends to the next answer of another one."""
    forker = Preloaded()
    waits: dict[str, list[float]] = {"killed": [], "stopped without being killed": []}
    async with (
        TelegramStandIn() as api,
        Fleet.run(api, folder, postgres.empty("kvob_follow"), forker, 3) as fleet,
    ):
        visitor = api.user(1)
        with proxy(fleet.ports, folder) as port:
            async with Carrier(api.updates.poll, [port]).bringing():
                await visitor.asks("/start")
                for number in range(2 * times):
                    leader = fleet.leader()
                    while leader is None:
                        await asyncio.sleep(0.1)
                        leader = fleet.leader()
                    hangs, terms = number % 2 == 1, leader.output().count("leads no longer")
                    begun, heard = time.monotonic(), len(visitor.chat)
                    leader.pause() if hangs else leader.kill()
                    await visitor.says("wat kost het?")
                    while len(visitor.chat) < heard + 2:  # his question and its answer
                        await asyncio.sleep(0.01)
                    waits[list(waits)[hangs]].append(round(time.monotonic() - begun, 1))
                    if hangs:
                        leader.resume()
                        while leader.output().count("leads no longer") == terms:
                            await asyncio.sleep(0.1)
                    else:
                        await fleet.start(leader)
                    await asyncio.sleep(1)
    texts = sum(seen.is_from_bot for seen in visitor.chat)
    rows = postgres.execute("SELECT count(*) FROM outbox WHERE chat_id = 1", "kvob_follow")
    forker.close()
    return {
        **{f"seconds, {name}": values for name, values in waits.items()},
        "messages sent twice": texts - rows[0][0],
    }


class _Api:
    """What a Fleet needs to know of Telegram."""

    def __init__(self, telegram: Telegram) -> None:
        self.token, self.base = TOKEN, telegram.base

    def calls_of(self, *_: str) -> list[Any]:
        return []


async def load(
    size: int, seconds: float, visitors: int, postgres: Postgres, folder: Path
) -> dict[str, float]:
    """Everybody asks again as soon as he is answered; then one alone."""
    forker = Preloaded()
    database = postgres.empty("kvob_load")
    home = folder / str(size)
    home.mkdir()
    try:
        async with (
            Telegram() as telegram,
            Fleet.run(_Api(telegram), home, database, forker, size, UNLIMITED) as fleet,  # type: ignore[arg-type]
        ):
            with proxy(fleet.ports, home) as port:
                await asyncio.sleep(1)
                async with Carrier(telegram.poll, [port], at_once=100).bringing():
                    crowd = Crowd(telegram, questions(), visitors)
                    await crowd.arrive()
                    rate = await crowd.ask_without_pause(seconds)
                    waits = crowd.waits
                    alone = Crowd(telegram, questions(), 1)
                    await alone.arrive()
                    await alone.ask_without_pause(5)
    finally:
        forker.close()
    return {
        "updates a second": round(rate, 1),
        "p50 ms": round(1000 * quantile(waits, 0.5)),
        "p95 ms": round(1000 * quantile(waits, 0.95)),
        "p50 ms, one visitor alone": round(1000 * quantile(alone.waits, 0.5), 1),
    }


def keep(name: str, values: Any) -> None:
    """Put one part into the file of this benchmark."""
    file = FOLDER / "replicas.json"
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps(known | {"machine": machine(), name: values}, indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")
    print(json.dumps(values, indent=1))


def draw() -> None:
    """The chart of what was measured last."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "kvob"
    from matplotlib import pyplot

    found = json.loads((FOLDER / "replicas.json").read_text(encoding="utf-8"))
    rows = found["throughput"]
    figure, axes = pyplot.subplots(figsize=(6, 3.2), layout="constrained")
    bars = axes.bar(list(rows), [row["updates a second"] for row in rows.values()], 0.6)
    axes.bar_label(bars, [f"{row['updates a second']:.0f}/s" for row in rows.values()])
    axes.axhline(30, color="black", linewidth=0.8, linestyle="dashed")
    axes.text(-0.45, 31, "Telegram's limit for sending: 30/s", fontsize=8)
    axes.set_ylabel("updates answered a second")
    axes.set_title(f"Replicas on one machine ({found['machine']['processor']})", fontsize=9)
    figure.savefig(FOLDER / "replicas.svg", metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("kills", "follow-up", "throughput", "chart"))
    parser.add_argument("--kills", type=int, default=150)
    parser.add_argument("--dialogues", type=int, default=300)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--visitors", type=int, default=150)
    given = parser.parse_args()
    if given.what == "chart":
        return draw()
    postgres = Postgres.start(DURABLE)
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            if given.what == "kills":
                keep("kills", asyncio.run(kill(given.kills, given.dialogues, postgres, folder)))
            elif given.what == "follow-up":
                keep("follow-up", asyncio.run(follow_up(given.times, postgres, folder)))
            else:
                rows = {
                    f"{size} replica{'s' * (size > 1)}": asyncio.run(
                        load(size, given.seconds, given.visitors, postgres, folder)
                    )
                    for size in SIZES
                }
                keep("throughput", rows)
                draw()
    finally:
        postgres.stop()
    return None


if __name__ == "__main__":
    main()
