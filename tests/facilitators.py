"""The two facilitators and their visitors, as the tests of the desk speak with them."""

from __future__ import annotations

from fakes import House, Sent, Visitor

from storage import ContactRequest, Event

KEUKER, BEKKEMA = 901, 902


async def couple_both(house: House) -> tuple[Visitor, Visitor]:
    """Onno Keuker and Henny Bekkema, each with an account."""
    for name, account in (("keuker", KEUKER), ("bekkema", BEKKEMA)):
        await house.app.db.people.couple(name, account, house.clock())
    return house.visitor(KEUKER), house.visitor(BEKKEMA)


async def send_request(
    house: House,
    chat_id: int = 5001,
    place: str = "Venlo",
    name: str = "Marijke de Wit",
    question: str = "Ik wil iets weten over hekken.",
    contact: str = "06-12345678",
) -> Visitor:
    visitor = house.visitor(chat_id)
    for text in ("/contact", name, contact, place, question):
        await visitor.says(text)
    await visitor.taps("Versturen")
    return visitor


async def request_of(house: House, chat_id: int = 5001) -> ContactRequest:
    """The latest request of this visitor."""
    return (await house.app.db.requests.of_chat(chat_id))[0]


async def history(house: House, chat_id: int = 5001) -> list[Event]:
    return await house.app.db.requests.history((await request_of(house, chat_id)).id)


async def kinds(house: House, chat_id: int = 5001) -> list[str]:
    return [event.kind for event in await history(house, chat_id)]


def card(person: Visitor, reference: str | None = None) -> Sent:
    """The card as it stands now: the latest text of the latest message with steps on it."""
    shown = [
        each
        for each in person.shown
        if " · " in each.text.split("\n")[0] and (reference or "KVO-") in each.text.split("\n")[0]
    ]
    assert shown, [each.text for each in person.shown]
    return shown[-1]


async def tap(person: Visitor, label: str, reference: str | None = None) -> str:
    """Tap a button on the card; gives what it says for a moment."""
    buttons = card(person, reference).buttons
    data = [value for key, value in buttons.items() if label.lower() in key.lower()]
    assert data, f"no {label!r} on the card: {list(buttons)}"
    return (await person.presses(data[0])).toast


def heard(person: Visitor, part: str) -> int:
    """How many messages to this person hold these words."""
    return sum(part.lower() in each.text.lower() for each in person.shown)
