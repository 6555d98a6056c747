"""A week at the desk: sixty requests, worked by two people on their phones; taps are counted."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from facilitators import card, couple_both
from fakes import House, Visitor

from bot.notices import update_cards
from bot.promise import AMSTERDAM, due_on
from storage import ContactRequest, NewRequest, Status

SEED = 1979
MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=AMSTERDAM)
A_DAY = 12
TOWNS = [("Venlo", "Limburg", "bekkema"), ("Goes", "Zeeland", "keuker")]


class Fingers:
    """One facilitator's phone: what he taps is counted for the job that he is doing."""

    def __init__(self, house: House, person: Visitor, taps: dict[str, list[int]]) -> None:
        self.house, self.person, self.taps = house, person, taps
        self.count = 0

    @contextmanager
    def job(self, name: str) -> Iterator[None]:
        self.count = 0
        yield
        self.taps[name].append(self.count)

    async def tap(self, label: str, reference: str | None = None) -> str:
        """A button on the card of this request, or else of the last message that came."""
        self.count += 1
        shown = card(self.person, reference).buttons if reference else self.person.last.buttons
        data = [value for key, value in shown.items() if label.lower() in key.lower()]
        assert data, (label, list(shown))
        return (await self.person.presses(data[0])).toast

    async def key(self, word: str) -> None:
        """A key of the keyboard below: a tap that types its word."""
        self.count += 1
        await self.person.says(word)

    async def types(self, words: str) -> None:
        await self.person.says(words)


async def arrives(house: House, number: int) -> None:
    """A request as the form would store it."""
    town, province, facilitator = TOWNS[number % 2]
    new = NewRequest(
        form_key=f"form-{number}",
        about_chat=20_000 + number,
        name=f"Ondernemer {number:02d}",
        phone=f"+3161234{number:04d}",
        email=None,
        company=f"Bedrijf {number:02d}",
        terrein=None,
        place=town,
        provinces=(province,),
        facilitator=facilitator,
        question=f"Vraag {number:02d} over verlichting.",
        topics=("kosten",),
        language="nl",
        received_at=house.clock(),
        due_on=due_on(house.clock()),
    )
    request, _ = await house.app.db.requests.submit(new, house.clock())
    await update_cards(
        house.app.db, house.app.brain, house.app.settings, request.id, house.clock()
    )


async def works_on(hand: Fingers, other: Fingers, request: ContactRequest, luck: float) -> None:
    """What happens to one request in practice, by chance."""
    name = request.reference or ""
    if luck < 0.45:
        with hand.job("bellen en afronden met uitkomst"):
            await hand.tap("Afgerond", name)
            await hand.tap("Informatie gegeven", name)
    elif luck < 0.6:
        with hand.job("oppakken"):
            await hand.tap("Oppakken", name)
        with hand.job("gesproken"):
            await hand.tap("Gesproken", name)
        with hand.job("wacht op ondernemer"):
            await hand.tap("Wacht op ondernemer", name)
    elif luck < 0.72:
        for _ in range(3):
            with hand.job("niet bereikt"):
                await hand.tap("Niet bereikt", name)
        with hand.job("sluiten na drie pogingen"):
            await hand.tap("Sluiten", name)
    elif luck < 0.82:
        with hand.job("bericht sturen"):
            await hand.tap("Bericht", name)
            await hand.types("Kunt u een foto van de lantaarns sturen?")
    elif luck < 0.88:
        with hand.job("naar collega met een woord erbij"):
            await hand.tap("Naar collega", name)
            await hand.types("Hij belt liever met jou.")
        with other.job("oppakken"):
            await other.tap("Oppakken", name)
    elif luck < 0.94:
        with hand.job("notitie maken"):
            await hand.tap("Meer", name)
            await hand.tap("Notitie", name)
            await hand.types("Belt alleen 's ochtends.")
        with hand.job("verloop bekijken"):
            await hand.tap("Meer", name)
            await hand.tap("Verloop", name)
    else:
        with hand.job("oppakken"):
            await hand.tap("Oppakken", name)
        with hand.job("terug in de wachtrij"):
            await hand.tap("Meer", name)
            await hand.tap("Terug in de wachtrij", name)
        with other.job("afronden"):
            await other.key("Wachtrij")
            other.count = 0
            await other.person.presses(f"d:show:{request.id}:")
            await other.tap("Afgerond", name)
        with other.job("vergissing herstellen"):
            await other.tap("Ongedaan maken", name)


async def looks_around(hand: Fingers, request: ContactRequest) -> None:
    """What one does between two calls."""
    with hand.job("wachtrij en een kaartje openen"):
        await hand.key("Wachtrij")
        await hand.tap(next(iter(hand.person.last.buttons)))
    with hand.job("mijn verzoeken"):
        await hand.key("Wachtrij")
        await hand.tap("Mijn")
    with hand.job("te late verzoeken"):
        await hand.key("Wachtrij")
        await hand.tap("Te laat")
    with hand.job("een provincie"):
        await hand.types("wachtrij limburg")
    assert "(Limburg)" in hand.person.last.text
    with hand.job("iemand opzoeken en openen"):
        await hand.types(f"zoek {request.name}")
        await hand.tap(request.name or "")


async def test_a_week_of_sixty_requests(house: House) -> None:
    """Every job takes two taps at most, nothing is forgotten, and every step is in the log."""
    house.clock.moment = MONDAY
    keuker, bekkema = await couple_both(house)
    taps: dict[str, list[int]] = defaultdict(list)
    hands = {
        "keuker": Fingers(house, keuker, taps),
        "bekkema": Fingers(house, bekkema, taps),
    }
    chance = random.Random(SEED)
    db = house.app.db
    for day in range(5):
        house.clock.moment = MONDAY + timedelta(days=day)
        await house.beats()
        for number in range(day * A_DAY, (day + 1) * A_DAY):
            await arrives(house, number)
        await house.quiet()
        waiting = await db.requests.open()
        fresh = [each for each in waiting if each.state is Status.NEW]
        for request in fresh:
            house.clock.move(minutes=5)
            hand = hands[request.facilitator]
            other = hands["keuker" if request.facilitator == "bekkema" else "bekkema"]
            await works_on(hand, other, request, chance.random())
        if day in (0, 4):
            await looks_around(hands["keuker"], fresh[0])
    with hands["keuker"].job("afwezig melden"):
        await hands["keuker"].key("Afwezig")
        await hands["keuker"].tap("t/m")
    table = {name: (len(counts), max(counts)) for name, counts in sorted(taps.items())}
    assert {name: most for name, (_, most) in table.items() if most > 2} == {}, table
    assert sum(count for count, _ in table.values()) >= 60
    for day in range(7, 12):
        house.clock.moment = MONDAY + timedelta(days=day)
        await house.beats()
    for request in await db.requests.open():
        kinds = [event.kind for event in await db.requests.history(request.id)]
        assert request.contacted_at or {"reminded", "breached"} & set(kinds), "forgotten"
    for number in range(60):
        (request,) = await db.requests.of_chat(20_000 + number)
        events = await db.requests.history(request.id)
        assert any(event.actor in hands for event in events), request.reference
