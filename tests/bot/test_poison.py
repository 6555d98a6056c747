"""Updates that nobody should send: each bad one is set aside alone, each good one is answered."""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import random
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from fakes import House
from torture import Figures, Size

from bot import worker
from bot.handlers import answers
from bot.receive import incoming
from storage import Incoming

SEED = 20200131
MUTANTS = 5000
AT_ONCE = 250

BASE = 7000  # the chats that send mutants; good visitors have other numbers


def originals(chat_id: int) -> list[dict[str, Any]]:
    """Updates as Telegram sends them, one of each kind that we ask for."""
    person = {"id": chat_id, "is_bot": False, "first_name": "V", "language_code": "nl"}
    chat = {"id": chat_id, "type": "private", "first_name": "V"}
    message = {"message_id": 5, "date": 1772715600, "chat": chat, "from": person}
    command = [{"type": "bot_command", "offset": 0, "length": 8}]
    return [
        {"message": message | {"text": "wat kost het keurmerk?"}},
        {"message": message | {"text": "/contact", "entities": command}},
        {"message": message | {"photo": [{"file_id": "f", "file_unique_id": "u"}]}},
        {"message": message | {"contact": {"phone_number": "31612345678", "user_id": chat_id}}},
        {
            "message": message
            | {
                "text": "doorgestuurd",
                "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "X"},
                "reply_to_message": message | {"text": "eerder"},
            }
        },
        {"edited_message": message | {"text": "jan@bakker.nl", "edit_date": 1772715601}},
        {
            "callback_query": {
                "id": "9",
                "from": person,
                "chat_instance": "1",
                "data": "q:contact",
                "message": message | {"text": "x"},
            }
        },
        {
            "my_chat_member": {
                "chat": chat,
                "from": person,
                "date": 1772715600,
                "old_chat_member": {"user": person, "status": "kicked", "until_date": 0},
                "new_chat_member": {"user": person, "status": "member"},
            }
        },
    ]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every key and index in a JSON value, with what holds it."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(entries):
        yield value, key
        if isinstance(inner, dict | list):
            yield from places(inner)


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


def mutate(update: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Drop, retype, enlarge, rename or add something somewhere."""
    odd = [None, True, 0, -1, 1.5, "", "x", [], {}, [[]], "\ud83d", 2**63, -(10**30), nested(60)]
    update = copy.deepcopy(update)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        found = list(places(update))
        if not found:
            break
        holder, key = chance.choice(found)
        match chance.randrange(5):
            case 0:
                del holder[key]
            case 1:
                holder[key] = copy.deepcopy(chance.choice(odd))
            case 2 if isinstance(holder[key], str) and len(holder[key]) < 100:
                holder[key] = holder[key] * 3000
            case 2:
                holder[key] = 10 ** chance.randrange(12, 40)
            case 3 if isinstance(holder, dict):
                holder[f"new_{chance.randrange(9)}"] = holder.pop(key)
            case _ if isinstance(holder, dict):
                holder["brand_new"] = {"chat": {"id": 1}, "text": "\u202e"}
    return update


async def feed(house: House, rows: list[Incoming], patience: float = 600) -> None:
    """Many updates at once, as after a while without us; wait until all are handled."""
    async with house.app.db.transaction():
        await house.app.db.inbox.store(house.app.bot.id, rows, house.clock())
    house.app.worker.wake.set()
    async with asyncio.timeout(patience):
        while (await house.app.db.inbox.counts()).get("open"):
            await asyncio.sleep(0.05)
    await house.quiet()


@pytest.mark.torture
async def test_mutated_updates_stop_nobody(
    house: House, size: Size, figures: Figures, caplog: pytest.LogCaptureFixture
) -> None:
    """5,000 mutants: the process goes on, the good are answered, the bad tried at most 3 times."""
    caplog.set_level(logging.CRITICAL, "bot")  # a line for each of them is kept in memory
    chance = random.Random(SEED)
    numbers = iter(range(1, 10**9))
    good: dict[int, int] = {}
    answered_text = house.app.brain.knowledge.intents["kosten"].answer.nl[:50]
    mutants = size(MUTANTS, 200_000) // AT_ONCE * AT_ONCE
    for start in range(0, mutants, AT_ONCE):
        rows = []
        for number in range(start, start + AT_ONCE):
            update = chance.choice(originals(BASE + number % AT_ONCE))
            mutant = mutate(update, chance)
            row = incoming({**mutant, "update_id": next(numbers)})
            assert row is not None
            rows.append(row)
            if number % 10 == 0:
                chat_id = 100 + number // 10 % 25
                update = {"update_id": next(numbers), **originals(chat_id)[0]}
                row = incoming(update)
                assert row is not None
                rows.append(row)
                good[chat_id] = good.get(chat_id, 0) + 1
        await feed(house, rows)
        house.clock.move(minutes=2)
    for chat_id, count in good.items():
        shown = [e for e in house.visitor(chat_id).shown if answered_text in e.text]
        assert len(shown) == count
    counts = await house.app.db.inbox.counts()
    assert counts["dead"] > mutants / 10
    assert counts["done"] > mutants / 10
    assert counts["dead"] + counts["done"] == mutants + sum(good.values())
    result = await house.app.db.execute(sa.text("SELECT max(attempts) FROM inbox"))
    assert result.scalar() <= worker.TRIES
    seen = f"{mutants} mutants, {counts['dead']} set aside, {sum(good.values())} others answered"
    figures("R5", "no exit, every other update answered, at most 3 tries", seen)


async def test_a_handler_that_fails_is_tried_three_times(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours: three tries, then it is set aside, told, and the next one is answered."""
    tries = 0

    def fail(*_: object, **__: object) -> None:
        nonlocal tries
        tries += 1
        raise ZeroDivisionError

    visitor, other = house.visitor(), house.visitor(5002)
    with monkeypatch.context() as broken:
        broken.setattr(answers, "answer", fail)
        reply = await visitor.says("wat kost het keurmerk?")
        assert "ging hier iets mis" in reply
    assert tries == worker.TRIES == 3
    assert (await house.app.db.inbox.counts())["dead"] == 1
    assert "kosten" in await visitor.says("wat kost het keurmerk?")
    assert "kosten" in await other.says("wat kost het keurmerk?")


async def test_what_is_set_aside_keeps_its_payload(house: House) -> None:
    """Whoever looks into it finds what came; nothing else of it is kept or logged."""
    update = {"update_id": 1, "message": {"text": "geheim"}}
    row = incoming(update)
    assert row is not None
    await feed(house, [row])
    result = await house.app.db.execute(sa.text("SELECT payload FROM inbox"))
    assert json.loads(str(result.scalar())) == update
