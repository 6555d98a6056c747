"""`kvob close`: what the operator asks for beside the running assistant, by a file.

An SQLite file has one writer, so a command does not write it while the assistant runs: it leaves
an order in a folder beside the database, and the assistant carries it out. Where nothing runs, or
where the database takes several writers, the command does it itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bot.clock import Clock
from bot.config import Settings
from bot.notices import update_cards
from bot.office import Office
from bot.steps import close
from bot.turn import Brain
from storage import Database, DatabaseUnavailable, Outcome

log = logging.getLogger(__name__)

LOOK_AGAIN = 1.0  # seconds
LARGEST = 1000  # bytes of an order
KEPT = 3600.0  # seconds that an answer stays for a command that went away


def folder_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.orders")


class Answer(NamedTuple):
    """What became of an order, in words; `is_done` where the request is closed now."""

    text: str
    is_done: bool


async def close_by_operator(office: Office, reference: str, outcome: Outcome) -> Answer:
    """Close a request for who works by mail alone; doing it twice changes nothing."""
    async with office.db.transaction():
        request = await office.db.requests.by_reference(reference)
        if request is None:
            return Answer(f"{reference}: dit verzoek is er niet.", False)
        if not request.is_open:
            return Answer(f"{reference}: dit verzoek was al gesloten.", True)
        told = await close(office, request, request.holder, outcome, actor="operator")
        await update_cards(office.db, office.brain, office.settings, request.id, office.now)
    now = await office.db.requests.get(request.id)
    if now is None or now.is_open:
        return Answer(f"{reference}: {told}", False)
    return Answer(f"{reference} is afgerond; de ondernemer krijgt bericht.", True)


class Orders:
    """Carries out, one by one, what lies in the folder."""

    def __init__(
        self,
        db: Database,
        settings: Settings,
        brain: Callable[[], Brain],
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._db, self._settings, self._brain = db, settings, brain
        self._clock, self._wake = clock, wake

    async def run(self) -> None:
        """Work until cancelled; returns at once where the database is no file."""
        if self._db.file is None:
            return
        folder = folder_of(self._db.file)
        while True:
            for order in sorted(folder.glob("*.json")):
                await self._carry_out(order)
            forget_answers(folder)
            await asyncio.sleep(LOOK_AGAIN)

    async def _carry_out(self, order: Path) -> None:
        """The answer stands there before the order goes: after a crash it is done again."""
        try:
            answer = await self._answer_to(order)
        except DatabaseUnavailable as error:
            log.warning("an order waits: %s", error)
            return
        except Exception as error:
            log.error("an order failed", exc_info=error)
            text = f"Het lukte niet ({type(error).__name__}); zie het logboek."
            answer = Answer(text, False)
        with contextlib.suppress(OSError):
            _put_answer(order, answer)
        self._wake()

    async def _answer_to(self, order: Path) -> Answer:
        try:
            reference, outcome = _read(order)
        except (OSError, ValueError, KeyError, TypeError):
            return Answer("Deze opdracht is niet te lezen.", False)
        office = Office(self._db, self._brain(), self._settings, self._clock())
        return await close_by_operator(office, reference, outcome)


def _read(order: Path) -> tuple[str, Outcome]:
    if order.stat().st_size > LARGEST:
        raise ValueError
    wish = json.loads(order.read_text(encoding="utf-8"))
    return str(wish["close"]), Outcome(wish["outcome"])


def _put_answer(order: Path, answer: Answer) -> None:
    part = order.with_suffix(".part")
    part.write_text(json.dumps(answer), encoding="utf-8")
    part.replace(order.with_suffix(".done"))
    order.unlink()


def forget_answers(folder: Path) -> None:
    """Answers that nobody waits for any more."""
    for answer in folder.glob("*.done"):
        with contextlib.suppress(OSError):
            if time.time() - answer.stat().st_mtime > KEPT:
                answer.unlink()


def leave_order(database: Path, reference: str, outcome: Outcome) -> Path:
    """Put an order in the folder; it appears whole or not at all."""
    folder = folder_of(database)
    folder.mkdir(mode=0o700, exist_ok=True)
    order = folder / f"{time.time_ns()}-{secrets.token_hex(4)}.json"
    part = order.with_suffix(".tmp")
    part.write_text(json.dumps({"close": reference, "outcome": outcome.value}), encoding="utf-8")
    part.replace(order)
    return order


def wait_for_answer(order: Path, seconds: float) -> Answer | None:
    """What the assistant answered; None if it did not within this time, then the order stays."""
    answer = order.with_suffix(".done")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer.exists():
            told = Answer(*json.loads(answer.read_text(encoding="utf-8")))
            answer.unlink(missing_ok=True)
            return told
        time.sleep(0.1)
    return None
