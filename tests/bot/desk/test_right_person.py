"""The wrong person is never told: with many requests of many people, each hears only his own."""

from __future__ import annotations

import random
import re

from facilitators import couple_both, send_request
from fakes import House, Visitor

PEOPLE = 16
SEED = 20260305
REFERENCE = re.compile(r"KVO-\d{6}")
PLACES = ("Venlo", "Assen", "Goes", "Almere")


def letter(number: int) -> str:
    """Names have no digits: one small letter per person."""
    return chr(ord("a") + number)


async def test_the_wrong_person_is_never_told(house: House) -> None:
    """Sixteen people, all steps in random order, messages, moments, delays: to the right chat."""
    facilitators = await couple_both(house)
    chance = random.Random(SEED)
    people: dict[int, Visitor] = {}
    for number in range(PEOPLE):
        chat_id = 5001 + number
        people[chat_id] = await send_request(
            house,
            chat_id,
            PLACES[number % 4],
            f"Naam{letter(number)} Zus",
            f"Zaak{number:02d} hek?",
        )
    db = house.app.db
    owner = {(await db.requests.of_chat(each))[0].reference: each for each in people}
    for chat_id, visitor in chance.sample(sorted(people.items()), PEOPLE):
        number = (await db.requests.of_chat(chat_id))[0].id
        who = chance.choice(facilitators)
        for step in ("takeover", "unreached", "message", "spoken", "waiting", "close", "undo"):
            await who.presses(f"d:{step}:{number}:")
            if step == "message":
                await who.says(f"Woorden voor chat{chat_id}")
            if step == "unreached" and chance.random() < 0.5:
                await visitor.presses(f"w:{number}:any")
            if step == "waiting":
                await visitor.says(f"mijn fluitketel {chat_id} doet het niet")
        if chance.random() < 0.3:
            await who.presses(f"d:close:{number}:")
            if chance.random() < 0.5:
                await visitor.presses(f"t:reopen:{number}")
                await visitor.says(f"Nog iets van {chat_id}.")
    await house.beats(days=5)
    await house.beats(days=6)
    for chat_id, visitor in people.items():
        words = " ".join(str(each.values) for each in visitor.shown)
        assert {owner[found] for found in REFERENCE.findall(words)} == {chat_id}
        assert set(re.findall(r"voor chat(\d+)", words)) == {str(chat_id)}
        assert len(visitor.shown) > 10
    for person in facilitators:
        for sent in person.shown:
            _check_card(sent.text, owner)


def _check_card(text: str, owner: dict[str | None, int]) -> None:
    """A card or an announcement names one request, and only the person and the words of it."""
    references = set(REFERENCE.findall(text))
    if len(references) != 1:
        return
    chat_id = owner[references.pop()]
    assert set(re.findall(r"Naam([a-z])", text)) <= {letter(chat_id - 5001)}
    assert set(re.findall(r"Zaak(\d+)", text)) <= {f"{chat_id - 5001:02d}"}
    assert set(re.findall(r"(?:fluitketel|Nog iets van) (\d+)", text)) <= {str(chat_id)}
