"""/wachtrij and search: filters, pages in place, whatever is typed; and who is away."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from facilitators import card, couple_both, heard, kinds, request_of, send_request, tap
from fakes import House, Visitor

from bot.promise import read_day
from storage import ContactRequest, Filter, NewRequest


@pytest.fixture
async def desk(house: House) -> tuple[Visitor, Visitor]:
    return await couple_both(house)


async def store(house: House, number: int, **changes: object) -> ContactRequest:
    """A request straight into the database."""
    values: dict[str, object] = {
        "form_key": f"form-{number}",
        "about_chat": 10_000 + number,
        "name": f"Persoon {number:02d}",
        "phone": f"+3161234{number:04d}",
        "email": None,
        "company": None,
        "terrein": None,
        "place": "Venlo",
        "provinces": ("Limburg",),
        "facilitator": "bekkema",
        "question": "Iets over hekken.",
        "topics": (),
        "language": "nl",
        "received_at": datetime(2026, 3, 5, 13, 0, tzinfo=UTC),
        "due_on": date(2026, 3, 9),
    }
    new = NewRequest(**(values | changes))  # type: ignore[arg-type]
    return (await house.app.db.requests.submit(new, house.clock()))[0]


@pytest.mark.both_databases
async def test_filters_and_pages_turn_in_place(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """Mine, late, a province: one tap each, in the same message; pages of eight."""
    keuker, _ = desk
    for number in range(10):
        await store(house, number)
    goes = await store(
        house,
        20,
        place="Goes",
        provinces=("Zeeland",),
        facilitator="keuker",
        due_on=date(2026, 3, 3),
    )
    queue = await keuker.says("/wachtrij")
    assert "Open verzoeken: 11" in queue
    assert queue.text.index("Goes") < queue.text.index("Venlo")
    assert "(te laat)" in queue
    page = await keuker.taps("Volgende")
    assert [each.method for each in page.sent] == ["editMessageText"]
    assert page.text.count("Persoon") == 3
    mine = await keuker.taps("Mijn")
    assert "Open verzoeken: 1" in mine
    late = await keuker.taps("Te laat")
    assert goes.reference in late
    assert "Open verzoeken: 1" in late
    assert {"Limburg", "Zeeland"} <= set((await keuker.taps("Provincie")).buttons)
    limburg = await keuker.taps("Limburg")
    assert "Open verzoeken: 10" in limburg
    assert "Persoon 07" in limburg
    await keuker.taps("Alle")
    await keuker.taps(goes.name or "")
    assert "Goes" in card(keuker).text


@pytest.mark.parametrize(
    "words",
    [
        *("de wit", "WIT marijke", "06-12345678", "06 1234 5678", "+31 6 12345678", "12345678"),
        *("venlo", "hekwerk", "hékwerk wit", "zwaluwpark", "marijke@dewit.nl"),
    ],
)
async def test_search_finds(house: House, words: str) -> None:
    """By name, number, place, company and address; capitals and accents do not matter."""
    wanted = await store(
        house,
        1,
        name="Marijke de Wit",
        phone="+31612345678",
        email="marijke@dewit.nl",
        company="Hékwerk BV",
        terrein="Zwaluwpark",
    )
    await store(house, 2, name="Kees Bakker", phone="+31687654321", place="Goes")
    found = await house.app.db.queue.page(Filter(words=words), 0, 9)
    assert [each.id for each in found] == [wanted.id]


@pytest.mark.parametrize("words", ["%", "_", "100%", "''", "\\", "000000", " ", "x" * 500])
async def test_search_takes_words_as_they_are(house: House, words: str) -> None:
    """Signs that mean something to a database mean nothing here."""
    await store(house, 1, name="Marijke de Wit")
    assert await house.app.db.queue.page(Filter(words=words), 0, 9) == []


async def test_search_by_reference_and_after_closing(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """'zoek KVO-…' finds it, open or closed; who was erased is not found."""
    _, bekkema = desk
    visitor = await send_request(house)
    request = await request_of(house)
    await tap(bekkema, "Afgerond")
    reply = await bekkema.says(f"zoek {request.reference}")
    assert "Marijke de Wit" in reply
    assert "Afgerond" in reply
    await bekkema.taps("Marijke de Wit")
    await visitor.says("/verwijder")
    await visitor.taps("Ja, verwijder alles")
    assert "niets gevonden" in await bekkema.says("zoek marijke")


@pytest.mark.both_databases
async def test_search_by_button_and_pages(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """'Zoeken' asks for the words; the next page is of the same words."""
    _, bekkema = desk
    for number in range(10):
        await store(house, number, name=f"Jansen {number:02d}")
    await store(house, 30, name="Pietersen")
    await bekkema.says("/wachtrij")
    assert "Wat zoekt u?" in await bekkema.taps("Zoeken")
    found = await bekkema.says("jansen")
    assert "Gevonden: 10" in found
    second = await bekkema.taps("Volgende")
    assert "Jansen 09" in second
    assert "Pietersen" not in second


async def test_queue_text_is_not_kept(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """A list names several people; once it is sent nothing of it stays in the outbox."""
    _, bekkema = desk
    await store(house, 1, name="Kanarie Zwijnenburg")
    await bekkema.says("/wachtrij")
    await bekkema.says("zoek kanarie")
    assert heard(bekkema, "Zwijnenburg") == 2
    left = (await house.app.db.people.everything_about(bekkema.chat_id))["outbox"]
    assert "Zwijnenburg" not in str(left)


# ---- away ----------------------------------------------------------------------------------


@pytest.mark.both_databases
async def test_away_hands_over_and_sends_new_ones_to_the_colleague(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """What nobody had contact on goes over at once; new requests too; the promise stands."""
    keuker, bekkema = desk
    await send_request(house, 5001)
    await send_request(house, 5002, "Venlo", "Kees Bakker")
    await bekkema.presses(f"d:spoken:{(await request_of(house, 5002)).id}:")
    before = await request_of(house, 5001)
    await bekkema.says("/afwezig")
    reply = await bekkema.taps("vrijdag 13 maart")
    assert "Onno Keuker krijgt uw nieuwe verzoeken" in reply
    assert "Nu overgedragen: 1" in reply
    moved = await request_of(house, 5001)
    assert (moved.facilitator, moved.due_on) == ("keuker", before.due_on)
    assert (await request_of(house, 5002)).taken_by == "bekkema"
    assert heard(keuker, "is afwezig t/m vrijdag 13 maart") == 1
    visitor = await send_request(house, 5003, "Venlo", "Truus Smit")
    assert "Het gaat naar Onno Keuker" in visitor.shown[-1].text
    assert "Truus Smit" in card(keuker).text
    assert heard(bekkema, "Truus Smit") == 0
    await house.beats(days=4)
    assert heard(bekkema, "Vandaag reageren:</b> KVO") == 0
    assert heard(keuker, "Vandaag reageren:</b> KVO") == 2
    assert "Welkom terug" in await bekkema.says("/aanwezig")
    await send_request(house, 5004, "Venlo", "Jan Vos")
    assert heard(bekkema, "Jan Vos") == 1


async def test_away_later_begins_on_its_day(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """'van … t/m …': nothing moves before the first day, then the clock moves it."""
    keuker, bekkema = desk
    assert "van maandag 9 maart" in await bekkema.says("/afwezig van 9-3 t/m 13-3")
    await send_request(house)
    assert (await request_of(house)).facilitator == "bekkema"
    await house.beats(days=1)
    assert (await request_of(house)).facilitator == "bekkema"
    await house.beats(days=3)
    assert (await request_of(house)).facilitator == "keuker"
    assert "handed_over" in await kinds(house)
    assert "Nieuw" in card(keuker).text


async def test_both_away(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """Then requests stay where they are, and both say so."""
    keuker, bekkema = desk
    await bekkema.says("afwezig t/m vrijdag")
    reply = await keuker.says("afwezig t/m vrijdag")
    assert "Henny Bekkema is dan ook afwezig" in reply
    visitor = await send_request(house)
    assert "Het gaat naar Henny Bekkema" in visitor.shown[-1].text
    assert "Marijke de Wit" in card(bekkema).text


@pytest.mark.parametrize("words", ["gisteren", "32 maart", "ooit", "t/m 1-1-2020", "t/m 2099"])
async def test_day_that_is_no_day(house: House, desk: tuple[Visitor, Visitor], words: str) -> None:
    """It is asked again, with an example; nothing is noted."""
    _, bekkema = desk
    await bekkema.says("/afwezig")
    assert "begrijp ik niet" in await bekkema.says(words)
    assert await house.app.db.absences.on(date(2026, 3, 5)) == {}


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("vandaag", date(2026, 3, 5)),
        ("morgen", date(2026, 3, 6)),
        ("vrijdag", date(2026, 3, 6)),
        ("donderdag", date(2026, 3, 5)),
        ("12 december", date(2026, 12, 12)),
        ("2 jan", date(2027, 1, 2)),
        ("vrijdag 13 mrt.", date(2026, 3, 13)),
        ("12-12", date(2026, 12, 12)),
        ("4/3", date(2027, 3, 4)),
        ("4-3-2027", date(2027, 3, 4)),
        ("20260306", date(2026, 3, 6)),
        ("29 februari", None),
        ("31-13", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(words: str, day: date | None) -> None:
    """The next such day; None for what is none."""
    assert read_day(words, date(2026, 3, 5)) == day


async def test_commands_of_the_desk_mean_nothing_to_others(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """An entrepreneur who types 'zoek', 'afwezig' or 'wachtrij' is no facilitator."""
    visitor = await send_request(house)
    for text in ("/wachtrij", "zoek marijke", "/zoek wit", "afwezig", "/afwezig", "/aanwezig"):
        reply = await visitor.says(text)
        assert "Marijke" not in reply.text, text
        assert "afwezig" not in reply.text.lower(), text
    assert await house.app.db.absences.on(date(2026, 3, 5)) == {}


async def test_a_facilitator_who_asks_for_help_hears_of_his_queue(
    desk: tuple[Visitor, Visitor],
) -> None:
    """'Help', typed without a slash, names the keys of the desk too."""
    keuker, _ = desk
    assert "/wachtrij" in await keuker.says("help")


async def test_a_command_is_no_postcode(house: House) -> None:
    """'/cijfers 2026', typed by somebody else, is an unknown command and no place."""
    reply = await house.visitor().says("/cijfers 2026")
    assert "Die opdracht ken ik niet" in reply


@pytest.mark.parametrize("typed", ["Wibaut", "{reference}", "06-98765432", "marijke wibaut"])
async def test_what_stands_in_the_queue_is_found_without_zoek(
    house: House, desk: tuple[Visitor, Visitor], typed: str
) -> None:
    """A facilitator who types only a name, a reference or a number means that request."""
    stored = await store(house, 1, name="Marijke Wibaut", phone="+31698765432")
    assert "Marijke Wibaut" in await desk[0].says(typed.format(reference=stored.reference))


async def test_a_visitor_finds_nobody_by_name(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """The same words of anybody else search nothing."""
    await store(house, 1, name="Marijke Wibaut")
    assert "Wibaut" not in await house.visitor().says("Wibaut")


async def test_a_question_of_a_facilitator_is_answered_as_anybodys(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """What is surely a question is no search, though its words stand in a request."""
    await store(house, 1, company="Wat kost het keurmerk")
    assert "Audit" in await desk[0].says("wat kost het keurmerk")


async def test_a_request_is_opened_by_its_name(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """The buttons under the list held numbers, which nobody remembers; of one name the number
    tells which.
    """
    first = await store(house, 1, name="Jan Bakker")
    other = await store(house, 2, name="Jan Bakker", place="Goes")
    await store(house, 3, name="Ans Bos")
    queue = await desk[0].says("/wachtrij")
    expected = {f"Jan Bakker, {first.reference}", f"Jan Bakker, {other.reference}", "Ans Bos"}
    assert expected <= set(queue.buttons)


async def test_who_is_finds_the_request(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """'Wie is Ans Bos?' of a facilitator was answered as an entrepreneur's question."""
    await store(house, 1, name="Ans Bos")
    assert "Gevonden: 1" in await desk[0].says("wie is Ans Bos?")


async def test_start_tells_a_facilitator_what_he_can_do(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """/start showed him the entrepreneur's menu alone."""
    assert "/wachtrij" in await desk[0].says("/start")
    assert "/wachtrij" not in await house.visitor(7001).says("/start")


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("hoeveel staan er open?", "(Alle)"),
        ("welke verzoeken zijn er", "(Alle)"),
        ("wat moet ik vandaag doen", "(Alle)"),
        ("mijn verzoeken", "(Mijn)"),
        ("welke verzoeken zijn te laat?", "te laat"),
    ],
)
async def test_queue_asked_in_a_sentence(
    house: House, desk: tuple[Visitor, Visitor], text: str, heading: str
) -> None:
    """A facilitator who asks what lies there gets the queue, and no answer for entrepreneurs."""
    _, bekkema = desk
    visitor = await send_request(house)
    reply = await bekkema.says(text)
    assert heading.lower() in reply
    assert "wachtrij" not in await visitor.says("hoeveel staan er open?")


@pytest.mark.parametrize(
    "text",
    [
        "gesproken met marijke",
        "marijke is afgerond",
        "ik heb marijke gesproken",
        "notitie",
        "niet bereikt",
        "bericht",
    ],
)
async def test_step_that_is_typed_points_to_the_card(
    house: House, desk: tuple[Visitor, Visitor], text: str
) -> None:
    """What a card says, typed in the chat, changes nothing and shows where to tap."""
    _, bekkema = desk
    await send_request(house)
    before = await request_of(house)
    reply = await bekkema.says(text)
    assert "op het kaartje" in reply
    assert "Marijke de Wit" in reply.buttons
    assert await request_of(house) == before


async def test_words_of_a_draft_are_no_question_for_the_queue(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """Who is typing a note may write 'alle verzoeken' in it."""
    _, bekkema = desk
    await send_request(house)
    await tap(bekkema, "Meer")
    await tap(bekkema, "Notitie")
    await bekkema.says("alle verzoeken van deze straat horen bij elkaar")
    assert "alle verzoeken van deze straat" in card(bekkema).text
