"""Random programs of messages, taps, crashes, repetitions and time against a small model."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import importlib
import itertools
import logging
import shutil
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import TelegramMethod
from fakes import TOKEN, FakeClock, FakeSession, House
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pydantic import SecretStr
from torture import Figures, Size

from bot.app import App
from bot.config import FacilitatorAccount, Limits, Settings, Telegram
from bot.handlers.contact import A_DAY
from bot.keyboards import Desk
from bot.promise import AMSTERDAM
from bot.turn import Brain
from storage.driver import Cursor
from tests.one_thread import AtOnce, one_engine, one_thread
from tests.telegram.crash import POINTS

VISITORS = (5001, 5002, 5003)
DESK = {"keuker": 901, "bekkema": 902}
# Letters stand for no number and no word of the texts: found again, it is this person's.
NAMES = {5001: "Marijke Zwijnenburg", 5002: "Onne Quakkelaar", 5003: "Tjeerd Wibbelink"}
TOWNS = {5001: ("Venlo", "bekkema"), 5002: ("Middelburg", "keuker"), 5003: ("Assen", "bekkema")}
STEPS = ("/contact", "name", "06-12345678", "town", "Wat kost een hek?", "versturen")
AT = [name for name in POINTS if name not in ("received", "stored", "heartbeat")]
KNOWN = (
    "SELECT id, about_chat, state, taken_by, reference, name FROM requests"
    " WHERE about_chat IS NOT NULL ORDER BY id"
)
WAITING = (
    "SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 'open')"
    " OR EXISTS (SELECT 1 FROM outbox WHERE state = 'ready')"
)
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
PROGRAMS, STEPS_AT_MOST = 300, 50
OFFICE = datetime(2026, 3, 5, 14, 0, tzinfo=AMSTERDAM)


class Crash(BaseException):
    """The process is gone; nothing of it does anything any more."""


@dataclass
class Power:
    """Whether the process lives, and where it is to end."""

    point: str | None = None
    left: int = 0
    is_dead: bool = False

    def pass_by(self, point: str) -> None:
        self.check()
        if point == self.point:
            self.left -= 1
            if self.left <= 0:
                self.is_dead, self.point = True, None
                raise Crash

    def check(self) -> None:
        if self.is_dead:
            raise Crash


POWER = Power()


@contextlib.contextmanager
def crashable() -> Iterator[None]:
    """The points of the kill tests, within this process: a dead one touches nothing more."""
    with pytest.MonkeyPatch.context() as patch:
        for name in AT:
            place, method, when = POINTS[name]
            module, owner = place.split(":")
            cls = getattr(importlib.import_module(module), owner)
            patch.setattr(cls, method, _watched(getattr(cls, method), name, when))
        travel = Cursor._travel

        async def checked(self: Cursor, *args: Any) -> None:
            POWER.check()
            await travel(self, *args)

        patch.setattr(Cursor, "_travel", checked)
        yield


def _watched(original: Any, name: str, when: str) -> Any:
    @functools.wraps(original)
    async def watched(*args: Any, **kwargs: Any) -> Any:
        if when == "before":
            POWER.pass_by(name)
        result = await original(*args, **kwargs)
        if when == "after":
            POWER.pass_by(name)
        return result

    return watched


class Line(FakeSession):
    """Telegram, which a dead process does not reach; its memory outlives every process."""

    def __init__(self, sent: list[Any], ids: Iterator[int]) -> None:
        super().__init__()
        self.sent, self._ids = sent, ids

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        POWER.check()
        given = await super().make_request(bot, method, timeout)
        values = self.sent[-1].values
        message_id = values.get("message_id") or next(self._ids)
        values["shown_as"] = message_id
        return given | {"message_id": message_id}


class Memo:
    """A matcher that thinks once about each text: programs say the same again and again."""

    def __init__(self, matcher: Any) -> None:
        self._matcher = matcher
        self.match = functools.lru_cache(maxsize=None)(matcher.match)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._matcher, name)


@dataclass
class Wish:
    """A request as the model knows it."""

    chat: int
    state: str = "new"
    by: str | None = None


@dataclass
class Model:
    """What should be true: who is where in the form, and what became of his requests."""

    step: dict[int, int] = field(default_factory=lambda: dict.fromkeys(VISITORS, 0))
    wishes: list[Wish] = field(default_factory=list)
    erased: list[tuple[int, datetime]] = field(default_factory=list)

    def is_enough(self, chat: int, now: datetime) -> bool:
        """Whoever had his data deleted three times within a day sends no more that day."""
        since = now - timedelta(days=1)
        return sum(who == chat and at >= since for who, at in self.erased) >= A_DAY


class Programs(RuleBasedStateMachine):
    """What may happen, in any order."""

    brain: Brain
    empty: Path
    folder: Path
    seen: Counter[str]

    @initialize()
    def start(self) -> None:
        POWER.__init__()  # type: ignore[misc]
        self.seen["programs"] += 1
        self.runner = asyncio.Runner()
        self.folder.mkdir()
        shutil.copy(self.empty, self.folder / "kvob.db")
        self.settings = Settings(
            token=SecretStr(TOKEN),
            database_url=SecretStr(f"sqlite+aiosqlite:///{self.folder / 'kvob.db'}"),
            telegram=Telegram(seconds_per_chat=0, messages_per_second=0),
            limits=Limits(messages_per_minute=1000, open_requests=100),
            facilitators={k: FacilitatorAccount(telegram_id=v) for k, v in DESK.items()},
        )
        # Looks at what is committed, past the assistant and much sooner.
        self.eye = sqlite3.connect(self.folder / "kvob.db", isolation_level=None)
        self.eye.row_factory = sqlite3.Row
        self.clock, self.model = FakeClock(OFFICE), Model()
        self.sent: list[Any] = []
        self.ids = itertools.count(1)
        self.updates: list[tuple[datetime, dict[str, Any]]] = []
        self.crashes = self.steps = 0
        self.next_id = 1000
        self.runner.run(self._start())

    async def _start(self) -> None:
        app = App(self.settings, Bot(TOKEN, Line(self.sent, self.ids)), self.brain, self.clock)
        app.worker._thread = AtOnce()  # type: ignore[assignment]
        self.is_awake = watch_first_round(app)
        await app.prepare()
        self.house = House(app, app.bot.session, self.clock)  # type: ignore[arg-type]
        self.running = asyncio.create_task(app.run(receive=False))

    def teardown(self) -> None:
        if not hasattr(self, "runner"):
            return
        steps = max(self.steps - 1, 0)  # the first look is before the first step
        self.seen["steps"] += steps
        self.seen["most"] = max(self.seen["most"], steps)
        self.runner.run(self._end())
        self.runner.close()
        self.eye.close()
        shutil.rmtree(self.folder)

    async def _end(self) -> None:
        """Nothing of the old process is left; what it did not commit is undone."""
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        with contextlib.suppress(BaseException):
            await self.house.app.db.close()

    async def _settle(self) -> None:
        """Until nothing waits; a process that died is started again."""
        async with asyncio.timeout(30):
            turns = count_turns()
            while not self._is_quiet():
                if POWER.is_dead:
                    self.crashes += 1
                    self.seen["crashes"] += 1
                    await self._end()
                    POWER.is_dead = False
                    await self._start()
                    turns = count_turns()
                assert not self.running.done(), f"it ended by itself: {self.running}"
                await asyncio.sleep(next(turns))
        POWER.point = None

    def _is_quiet(self) -> bool:
        """Whether it lives, nobody is at work, and nothing waits in the database."""
        app = self.house.app
        if POWER.is_dead or not self.is_awake.is_set():
            return False
        if not (app.worker.is_idle and app.sender.is_idle):
            return False
        return not self.eye.execute(WAITING).fetchone()[0]

    async def _lives_through(self, step: Coroutine[Any, Any, None]) -> bool:
        """Do this; False where the process died over it (then nothing of it ever answers)."""
        task = asyncio.ensure_future(step)
        turns = count_turns()
        while not (task.done() or POWER.is_dead):
            await asyncio.sleep(next(turns))
        task.cancel()
        result = (await asyncio.gather(task, return_exceptions=True))[0]
        if POWER.is_dead:
            return False
        if isinstance(result, BaseException):
            raise result
        return True

    async def _deliver(self, update: dict[str, Any]) -> list[Any]:
        before = len(self.sent)
        while not await self._lives_through(self.house.store(update)):
            await self._settle()
        await self._settle()
        return self.sent[before:]

    def _says(self, chat: int, text: str) -> list[Any]:
        self.seen["updates"] += 1
        person = {"id": chat, "is_bot": False, "first_name": "V"}
        content: dict[str, Any] = {
            "message_id": self._new_id(),
            "date": int(self.clock().timestamp()),
            "chat": {"id": chat, "type": "private", "first_name": "V"},
            "from": person,
            "text": text,
        }
        if text.startswith("/"):
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        return self._do({"message": content}, chat)

    def _taps(self, chat: int, data: str) -> list[Any]:
        self.seen["updates"] += 1
        message = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}}
        person = {"id": chat, "is_bot": False, "first_name": "V"}
        query = {"id": str(self._new_id()), "from": person, "chat_instance": "1", "data": data}
        return self._do({"callback_query": query | {"message": message | {"text": "x"}}}, chat)

    def _do(self, content: dict[str, Any], chat: int) -> list[Any]:
        update = {"update_id": self._new_id(), **content}
        self.updates.append((self.clock(), update))
        new = self.runner.run(self._deliver(update))
        return [each for each in new if each.values.get("chat_id") == chat]

    def _new_id(self) -> int:
        self.next_id += 1
        return self.next_id

    # what may happen

    @rule(chat=st.sampled_from(VISITORS))
    def goes_on_with_the_form(self, chat: int) -> None:
        """The next answer of the form; the last one sends it."""
        step = self.model.step[chat]
        said = {"name": NAMES[chat], "town": TOWNS[chat][0]}.get(STEPS[step], STEPS[step])
        heard = self._says(chat, said)
        assert heard, f"no answer to {said}"
        if step == 0 and self.model.is_enough(chat, self.clock()):
            assert any("vandaag al veel verzoeken" in each.text for each in heard)
            return
        self.model.step[chat] = (step + 1) % len(STEPS)
        if said == "versturen":
            self.model.wishes.append(Wish(chat))
            self.seen["requests"] += 1
            assert any("ontvangen" in each.text for each in heard)

    @rule(chat=st.sampled_from(VISITORS))
    def sends_a_request(self, chat: int) -> None:
        """The rest of the form in one go."""
        self.goes_on_with_the_form(chat)
        while self.model.step[chat]:
            self.goes_on_with_the_form(chat)

    @precondition(lambda self: not all(self.model.step.values()))
    @rule(data=st.data(), text=st.sampled_from(["wat kost het keurmerk?", "/status", "/help"]))
    def asks(self, data: st.DataObject, text: str) -> None:
        """Something else, outside the form."""
        idle = [chat for chat, step in self.model.step.items() if step == 0]
        assert self._says(data.draw(st.sampled_from(idle)), text)

    @rule(point=st.sampled_from(AT), hit=st.integers(1, 3))
    def will_crash(self, point: str, hit: int) -> None:
        """The next time that it comes here the process is gone."""
        POWER.point, POWER.left = point, hit

    @precondition(lambda self: self.updates)
    @rule(data=st.data())
    def an_update_comes_again(self, data: st.DataObject) -> None:
        """Telegram repeats it for a day at most; nobody hears anything."""
        recent = [u for at, u in self.updates if self.clock() - at < timedelta(days=1)]
        if recent:
            self.seen["repeated"] += 1
            update = data.draw(st.sampled_from(recent))
            POWER.point = None
            assert self.runner.run(self._deliver(update)) == []

    @rule(hours=st.sampled_from([1, 9, 30, 80]))
    def time_passes(self, hours: int) -> None:
        """Whoever was in a form gives it up first, so that the model need not know its terms."""
        for chat, step in self.model.step.items():
            if step:
                assert self._says(chat, "stop")
                self.model.step[chat] = 0
        self.clock.move(hours=hours)

    @rule()
    def is_purged(self) -> None:
        """What is past its term goes; nothing here is."""
        POWER.point = None
        self.runner.run(self.house.app.background.purge(self.clock()))
        self.runner.run(self._settle())

    @rule(chat=st.sampled_from(VISITORS))
    def is_erased(self, chat: int) -> None:
        """All about this person goes, from the database and from the cards."""
        if self.model.step[chat]:
            self._says(chat, "stop")
        self.model.step[chat] = 0
        # After a crash a notice of the clock may have come behind the question.
        asked = self._says(chat, "/verwijder")
        is_asked = any("e:all" in each.buttons.values() for each in asked)
        heard = self._taps(chat, "e:all") if is_asked else []
        if heard:
            self.seen["erased"] += 1
            self.model.erased.append((chat, self.clock()))
            assert any("verwijderd" in each.text for each in heard)
        self.model.wishes = [wish for wish in self.model.wishes if wish.chat != chat]
        self._check_nothing_of(chat)

    @precondition(lambda self: self.model.wishes)
    @rule(
        data=st.data(),
        who=st.sampled_from(sorted(DESK)),
        do=st.sampled_from(["take", "close", "takeover", "spoken"]),
    )
    def a_facilitator_acts(self, data: st.DataObject, who: str, do: str) -> None:
        """A button on a card, whether or not he may press it."""
        wish = data.draw(st.sampled_from(self.model.wishes))
        ids = {id(w): row["id"] for w, row in zip(self.model.wishes, self._rows(), strict=True)}
        self._taps(DESK[who], Desk(do=do, request=ids[id(wish)]).pack())
        self.seen["desk"] += 1
        if wish.state == "closed" or (wish.by not in (None, who) and do != "takeover"):
            return
        wish.state, wish.by = after(wish, who, do)

    @precondition(lambda self: self.model.wishes)
    @rule(chat=st.sampled_from(VISITORS), data=st.data())
    def a_stranger_presses(self, chat: int, data: st.DataObject) -> None:
        """Whatever a visitor presses of the desk, nothing changes."""
        row = data.draw(st.sampled_from(self._rows()))
        do = data.draw(st.sampled_from(["take", "close", "hand", "takeover"]))
        self._taps(chat, Desk(do=do, request=row["id"]).pack())

    # what must be true at any moment

    def _rows(self) -> list[sqlite3.Row]:
        """The requests that are known, in the order in which they came."""
        return self.eye.execute(KNOWN).fetchall()

    def _states(self, table: str) -> set[str]:
        return {row[0] for row in self.eye.execute(f"SELECT DISTINCT state FROM {table}")}

    @invariant()
    def the_requests_are_those_of_the_model(self) -> None:
        """Each once, with the right name, in its state and confirmed; nothing else is open."""
        if not hasattr(self, "runner"):
            return
        self.steps += 1
        assert self._states("inbox") <= {"done"}, "an update waits or is set aside"
        assert self._states("outbox") <= {"sent", "stale"}, "a message waits or is set aside"
        rows = self._rows()
        seen = [(row["about_chat"], row["state"], row["taken_by"]) for row in rows]
        assert seen == [(wish.chat, wish.state, wish.by) for wish in self.model.wishes]
        for row in rows:
            chat, reference = row["about_chat"], row["reference"]
            assert row["name"] == NAMES[chat]
            told = sum(
                each.values.get("chat_id") == chat
                and reference in each.text
                and "ontvangen" in each.text
                for each in self.sent
            )
            assert 1 <= told <= 1 + self.crashes, f"{reference} confirmed {told}x"
            desk, head = DESK[TOWNS[chat][1]], f"<b>{reference}"
            cards = {
                each.values["shown_as"]
                for each in self.sent
                if each.values.get("chat_id") == desk
                and each.method == "sendMessage"
                and head in each.text
            }
            assert 1 <= len(cards) <= 1 + self.crashes, f"{reference} on {len(cards)} cards"

    def _check_nothing_of(self, chat: int) -> None:
        """No row of any table holds his name."""
        canary = NAMES[chat].split()[1]
        for (table,) in self.eye.execute(TABLES).fetchall():
            rows = self.eye.execute(f"SELECT * FROM {table}").fetchall()
            assert canary not in repr([tuple(row) for row in rows]), f"{table} knows {canary}"


def count_turns() -> Iterator[float]:
    """How long to wait before looking again: a turn of the event loop, later a while."""
    return itertools.chain(itertools.repeat(0.0, 1000), itertools.repeat(0.001))


def watch_first_round(app: App) -> asyncio.Event:
    """Set when what the clock asks at a start is done: it may bring reminders."""
    is_done, keep_time = asyncio.Event(), app.background.keep_time

    async def watched() -> None:
        await keep_time()
        is_done.set()

    app.background.keep_time = watched  # type: ignore[method-assign]
    return is_done


def after(wish: Wish, who: str, do: str) -> tuple[str, str | None]:
    """What an open request becomes when somebody does this who may."""
    if do in ("take", "takeover"):
        return ("taken" if wish.by is None else wish.state), who
    return {"spoken": "spoken", "close": "closed"}[do], who


@pytest.mark.torture
def test_programs(brain: Brain, empty_database: Path, size: Size, figures: Figures) -> None:
    """Whatever happens in whatever order, the requests are those of the model, each once."""
    logging.getLogger("bot").setLevel(logging.CRITICAL)
    Programs.brain = replace(brain, matcher=Memo(brain.matcher))  # type: ignore[arg-type]
    Programs.empty, Programs.seen = empty_database, Counter()
    ram = Path("/dev/shm")
    home = tempfile.mkdtemp(dir=ram if ram.is_dir() else None)
    Programs.folder = Path(home) / "one"
    programs = size(PROGRAMS, 5000)
    is_ordinary = programs <= PROGRAMS
    how = settings(
        max_examples=programs,
        stateful_step_count=STEPS_AT_MOST + 1,  # the start counts as well
        deadline=None,
        database=None,
        derandomize=is_ordinary,
        # In full size a failure is worth the time to make its program as short as can be.
        phases=[Phase.generate] if is_ordinary else [Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    begun = time.process_time()
    try:
        with crashable(), one_thread(), one_engine():
            run_state_machine_as_test(Programs, settings=how)
    finally:
        shutil.rmtree(home)
        logging.getLogger("bot").setLevel(logging.NOTSET)
    seen = Programs.seen
    count, steps, most = (seen.pop(what) for what in ("programs", "steps", "most"))
    others = ", ".join(f"{number} {what}" for what, number in sorted(seen.items()))
    figures(
        "R24",
        "no difference from the model",
        f"{count} programs of {steps / count:.1f} steps on average, {most} at most, in "
        f"{time.process_time() - begun:.0f} s of CPU: {others}",
    )
    assert count >= programs
    assert most == STEPS_AT_MOST
