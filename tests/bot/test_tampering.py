"""Buttons that were never shown: whatever is pressed, nobody touches somebody else's request."""

from __future__ import annotations

import asyncio
import random
import string
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from fakes import House, Sent, Visitor

from bot.config import Limits, Settings
from bot.receive import incoming
from storage import ContactRequest, Conversation, Event

SEED = 19791129
PRESSES = 20_000
AT_ONCE = 2000
STRANGERS = range(6000, 6100)
SECRETS = ("Marijke", "12345678", "zwaluw")  # of the victims' requests


@dataclass(frozen=True)
class State:
    """All that belongs to the victims, as the database has it."""

    requests: list[ContactRequest]
    events: list[list[Event]]
    talks: list[Conversation | None]


async def state_of(house: House, victims: list[Visitor]) -> State:
    db = house.app.db
    requests = [r for each in victims for r in await db.requests.of_chat(each.chat_id)]
    events = [await db.requests.history(request.id) for request in requests]
    talks = [await db.conversations.get(each.chat_id) for each in victims]
    return State(requests, events, talks)


async def fill_in(visitor: Visitor) -> None:
    question = "Op ons terrein zit een zwaluw."
    for text in ("/contact", "Marijke de Wit", "06-12345678", "Venlo", question):
        await visitor.says(text)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Every press is really handled: no limit stands between it and the request."""
    return settings.model_copy(update={"limits": Limits(messages_per_minute=1000)})


@pytest.fixture
async def victims(house: House) -> list[Visitor]:
    """People whose requests are new, taken, spoken, closed, withdrawn, not sent; and one asked."""
    await house.app.db.people.couple("bekkema", 902, house.clock())
    bekkema = house.visitor(902)
    people = [house.visitor(5001 + number) for number in range(7)]
    for number, visitor in enumerate(people[:6]):
        await fill_in(visitor)
        if number < 5:
            await visitor.taps("Versturen")
    for number, labels in {1: ["Oppakken"], 2: ["Oppakken", "Gesproken"], 3: ["Afgerond"]}.items():
        (request,) = await house.app.db.requests.of_chat(5001 + number)
        for label in labels:
            cards = [e for e in bekkema.shown if f"{request.reference} " in e.text and e.buttons]
            await bekkema.presses(cards[-1].buttons[label])
    await people[4].says("/status")
    await people[4].taps("Trek verzoek in")
    await people[4].taps("Ja, trek")
    await people[6].says("/verwijder")
    states = {r.state.value for r in (await state_of(house, people)).requests}
    assert states == {"new", "taken", "spoken", "closed", "withdrawn"}
    return people


def shown_data(sent: list[Sent]) -> list[str]:
    """Every button that anybody was ever shown."""
    return sorted({data for each in sent for data in each.buttons.values()})


def tampered(data: str, keys: list[str], chance: random.Random) -> str:
    """The same button with another action, request, key or form; or something else altogether."""
    prefix, *rest = data.split(":")
    odd = ["0", "-1", "1", "2", "3", "4", "5", "99999999999999999999999", "1e3", " 1", "\uff11"]
    odd += ["", "None", "True", "1.0", "0x1", "1;--", "../1", "\x00", "\u202e1", "\ud83d", "{1}"]
    does = ["send", "stop", "really", "withdraw", "keep", "all", "take", "takeover", "unreached"]
    does += ["spoken", "close", "hand", "show", "page", "resume", "back", "skip", "contact", "x"]
    match chance.randrange(8):
        case 0:
            return data
        case 1 if rest:
            rest[chance.randrange(len(rest))] = chance.choice(odd)
            return ":".join([prefix, *rest])
        case 2:
            return f"{chance.choice('ofd')}:{chance.choice(does)}:{chance.choice(odd[2:7])}"
        case 3:
            return f"d:{chance.choice(does)}:{chance.choice(odd)}:{chance.choice(odd)}"
        case 4:
            return f"f:{chance.choice(does)}:{chance.choice(keys)}"
        case 5:
            at = chance.randrange(len(data) + 1)
            return data[:at] + chance.choice(string.printable) + data[at + 1 :]
        case 6:
            return data + chance.choice([":", ":x", "::::", ":" * 60, "x" * 500])
        case _:
            letters = string.printable + "\u00e9\u202e\U0001f600"
            return "".join(chance.choices(letters, k=chance.randrange(1, 64)))


def press(number: int, chat_id: int, data: str) -> dict[str, Any]:
    person = {"id": chat_id, "is_bot": False, "first_name": "V"}
    chat = {"id": chat_id, "type": "private"}
    query = {"id": str(number), "from": person, "chat_instance": "1", "data": data}
    query["message"] = {"message_id": 1, "date": 1, "chat": chat, "text": "x"}
    return {"update_id": number, "callback_query": query}


async def feed(house: House, updates: list[dict[str, Any]]) -> None:
    rows = [row for row in map(incoming, updates) if row is not None]
    async with house.app.db.transaction():
        await house.app.db.inbox.store(house.app.bot.id, rows, house.clock())
    house.app.worker.wake.set()
    async with asyncio.timeout(60):
        while (await house.app.db.inbox.counts()).get("open"):
            await asyncio.sleep(0.05)
    async with asyncio.timeout(60):
        while (await house.app.db.outbox.counts()).get("ready"):
            await asyncio.sleep(0.05)


async def test_tampered_buttons_change_nothing(house: House, victims: list[Visitor]) -> None:
    """20,000 random, changed, replayed and foreign presses by strangers: 0 changes, 0 faults."""
    former = house.visitor(903)
    await house.app.db.people.couple("keuker", former.chat_id, house.clock())
    await house.app.db.people.unlink("keuker")
    before = await state_of(house, victims)
    known = shown_data(house.session.sent)
    keys = [talk.form["key"] for talk in before.talks if talk and talk.form]
    keys += [data.split(":")[-1] for data in known if data.startswith("f:")]
    chance = random.Random(SEED)
    strangers = [*STRANGERS, former.chat_id]
    for start in range(0, PRESSES, AT_ONCE):
        presses = [
            press(10**6 + number, chance.choice(strangers), chance.choice(known))
            if chance.random() < 0.1
            else press(
                10**6 + number,
                chance.choice(strangers),
                tampered(chance.choice(known), keys, chance),
            )
            for number in range(start, start + AT_ONCE)
        ]
        await feed(house, presses)
    assert await state_of(house, victims) == before
    faults = sa.text("SELECT count(*) FROM inbox WHERE state = 'dead' OR attempts > 0")
    assert (await house.app.db.execute(faults)).scalar() == 0
    for stranger in strangers:
        for sent in house.visitor(stranger).shown:
            assert not any(secret in str(sent.values) for secret in SECRETS), sent
            assert sent.text != "Uw verzoek is ingetrokken."
    assert {a.facilitator for a in await house.app.db.people.accounts()} == {"bekkema"}


async def test_an_owner_reaches_only_his_own(house: House, victims: list[Visitor]) -> None:
    """With a request of his own somebody still cannot touch another's, by any number or key."""
    owner = house.visitor(6500)
    await fill_in(owner)
    await owner.taps("Versturen")
    before = await state_of(house, victims)
    numbers = [request.id for request in before.requests]
    keys = [talk.form["key"] for talk in before.talks if talk and talk.form]
    data = [f"o:{do}:{n}" for n in numbers for do in ("withdraw", "really", "keep", "all")]
    data += [f"f:{do}:{key}" for key in keys for do in ("send", "stop", "back", "name")]
    data += [f"d:{do}:{n}:" for n in numbers for do in ("take", "close", "show", "page")]
    for each in data:
        reply = await owner.presses(each)
        assert reply.sent == []
        assert reply.toast
    assert await state_of(house, victims) == before
