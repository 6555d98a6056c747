"""What a facilitator writes: a note never reaches the entrepreneur, a message only on purpose."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import SendMessage
from facilitators import card, couple_both, heard, kinds, request_of, send_request, tap
from fakes import House, Visitor

from storage import Status

UNSEEN = Path(__file__).parents[2] / "data" / "alarms" / "emergencies.txt"
CANARY = "Let op: fluitketelzwijn, lastige man"
WORDS = "Kunt u een foto van het hek sturen?"


def refused(text: str) -> TelegramForbiddenError:
    return TelegramForbiddenError(method=SendMessage(chat_id=1, text="x"), message=text)


@pytest.fixture
async def desk(house: House) -> tuple[Visitor, Visitor]:
    return await couple_both(house)


@pytest.mark.both_databases
async def test_message_arrives_and_its_result_is_told(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """One tap and the words: the entrepreneur has them, the facilitator knows that he has."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Bericht")
    await bekkema.says(WORDS)
    assert heard(visitor, WORDS) == 1
    assert "Bericht van Henny Bekkema" in visitor.shown[-1].text
    assert heard(bekkema, "is bezorgd") == 1
    assert "(bezorgd)" in card(bekkema).text
    request = await request_of(house)
    assert (request.state, request.taken_by) == (Status.TAKEN, "bekkema")
    assert request.first_contact_at is not None
    assert (await kinds(house))[-3:] == ["message", "delivered", "contact"]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (refused("Forbidden: bot was blocked by the user"), "geblokkeerd of verwijderd"),
        (refused("Forbidden: user is deactivated"), "geblokkeerd of verwijderd"),
        (
            TelegramBadRequest(SendMessage(chat_id=1, text="x"), "Bad Request: odd"),
            "kon niet weg",
        ),
    ],
)
async def test_message_that_cannot_be_delivered(
    house: House, desk: tuple[Visitor, Visitor], error: Any, told: str
) -> None:
    """It is said plainly, with how to reach him; and it was no contact."""
    _, bekkema = desk
    visitor = await send_request(house)
    house.session.failures[visitor.chat_id] = error
    await tap(bekkema, "Bericht")
    await bekkema.says(WORDS)
    last = next(each for each in reversed(bekkema.shown) if "Niet bezorgd" in each.text)
    assert last.method == "sendMessage"
    assert told in last.text
    assert "+31612345678" in last.text
    assert "(NIET bezorgd)" in card(bekkema).text
    assert (await request_of(house)).first_contact_at is None


async def test_a_note_that_sounds_like_an_emergency_is_kept(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """What likeness alone takes for a call for help is a note here; a rule still gives 112."""
    _, bekkema = desk
    await send_request(house)
    request = await request_of(house)
    matcher = house.app.brain.matcher
    texts = UNSEEN.read_text(encoding="utf-8").splitlines()
    by_likeness = next(text for text in texts if 0.9 < matcher.match(text).score < 1)
    assert matcher.match(by_likeness).intents == ("noodgeval",)
    await bekkema.presses(f"d:note:{request.id}:")
    assert "112" not in (await bekkema.says(by_likeness)).text[:20]
    assert by_likeness in card(bekkema).text
    await bekkema.presses(f"d:note:{request.id}:")
    assert "112" in (await bekkema.says("Help, er wordt hier nu ingebroken!")).text[:20]


async def test_notes_reach_no_entrepreneur(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """Whatever happens to the request after it, no row that goes to him holds the note."""
    keuker, bekkema = desk
    visitor = await send_request(house)
    request = await request_of(house)
    for person in (bekkema, keuker):
        await person.presses(f"d:note:{request.id}:")
        await person.says(CANARY)
    assert "fluitketelzwijn" in card(bekkema).text
    for step in ("take", "unreached", "message", "spoken", "waiting", "history", "hand"):
        await bekkema.presses(f"d:{step}:{request.id}:")
        await bekkema.says(CANARY if step == "hand" else "Hallo.")
    await keuker.presses(f"d:takeover:{request.id}:")
    await keuker.presses(f"d:close:{request.id}:")
    await keuker.presses(f"d:undo:{request.id}:")
    await keuker.presses(f"d:close:{request.id}:")
    await visitor.presses(f"t:reopen:{request.id}")
    for text in ("Nog een vraag.", "/status", "/gegevens", "mijn gegevens", "wat kost het?"):
        await visitor.says(text)
    await house.beats(days=6)
    query = sa.text(
        "SELECT chat_id, kind FROM outbox WHERE CAST(body AS TEXT) LIKE '%fluitketelzwijn%'"
    )
    rows = (await house.app.db.execute(query)).all()
    assert {row.chat_id for row in rows} == {keuker.chat_id, bekkema.chat_id}
    assert not any("fluitketelzwijn" in str(each.values) for each in visitor.shown)
    assert heard(bekkema, "fluitketelzwijn") > 1


def test_notes_are_read_in_two_places_only() -> None:
    """`Event.note` is read where a facilitator looks, and nowhere else in the program."""
    readers = set()
    for path in (Path(__file__).parents[3] / "bot").rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        nodes = list(ast.walk(ast.parse(code)))
        called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
        reads = [n for n in nodes if isinstance(n, ast.Attribute) and n.attr == "note"]
        reads = [n for n in reads if id(n) not in called and "outage" not in ast.unparse(n)]
        if reads:
            readers.add(path.name)
    assert readers == {"cards.py", "desk_history.py"}


async def test_reply_to_a_card_is_asked_about(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """Words typed as a reply are a note or a message only after a tap says which."""
    _, bekkema = desk
    visitor = await send_request(house)
    request = await request_of(house)
    number = await house.app.db.outbox.shown(f"card:{request.id}:bekkema", bekkema.chat_id)
    replied = {"message_id": number, "date": 1, "chat": {"id": 902, "type": "private"}}
    reply = await bekkema.says("Kan het morgen?", reply_to_message=replied)
    assert heard(visitor, "Kan het morgen?") == 0
    assert list(reply.buttons) == [
        "Notitie, alleen voor ons",
        "Bericht aan de ondernemer",
        "Annuleren",
    ]
    await bekkema.taps("Bericht aan de ondernemer")
    assert heard(visitor, "Kan het morgen?") == 1
    assert "geen vraag open" in (await bekkema.presses(f"d:send_it:{request.id}:")).toast
    assert heard(visitor, "Kan het morgen?") == 1


async def test_after_something_else_the_words_are_asked_about(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """A command in between is answered, and what is typed then is not sent just like that."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Bericht")
    assert "Open verzoeken: 1" in await bekkema.says("/wachtrij")
    reply = await bekkema.says("jansen")
    assert "Wat wilt u met deze tekst doen?" in reply
    assert heard(visitor, "jansen") == 0
    await bekkema.taps("Annuleren")
    assert heard(visitor, "jansen") == 0


async def test_after_ten_minutes_the_words_are_asked_about(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """An old question is no trap."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Bericht")
    house.clock.move(minutes=11)
    assert "Wat wilt u met deze tekst doen?" in await bekkema.says("Tot morgen dan.")
    assert heard(visitor, "Tot morgen dan.") == 0


async def test_emergency_while_writing(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """112 is said first, and the words are not lost: they are asked about."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Bericht")
    reply = await bekkema.says("er is brand in de loods, help")
    assert "112" in reply.sent[0].text
    assert "Wat wilt u met deze tekst doen?" in reply
    assert heard(visitor, "brand in de loods") == 0


@pytest.mark.parametrize("word", ["annuleren", "stop", "Nee"])
async def test_writing_can_be_stopped(
    house: House, desk: tuple[Visitor, Visitor], word: str
) -> None:
    """A word or a tap, and nothing is written; after it the assistant listens as always."""
    _, bekkema = desk
    visitor = await send_request(house)
    await tap(bekkema, "Bericht")
    assert "niets geschreven" in await bekkema.says(word)
    assert "kosten" in await bekkema.says("wat kost het keurmerk?")
    assert len(visitor.shown) == len([e for e in visitor.shown if "wat kost" not in e.text])
    assert "message" not in await kinds(house)


async def test_colleague_takes_it_while_words_are_typed(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """Rights are read when the words come: they are not sent in a colleague's request."""
    keuker, bekkema = desk
    visitor = await send_request(house)
    request = await request_of(house)
    await tap(bekkema, "Bericht")
    await keuker.presses(f"d:take:{request.id}:")
    assert "Onno Keuker heeft dit verzoek al opgepakt" in await bekkema.says(WORDS)
    assert heard(visitor, WORDS) == 0


async def test_long_message_is_split_and_not_cut(
    house: House, desk: tuple[Visitor, Visitor]
) -> None:
    """4,096 characters fit: in two messages, the last of which has the button."""
    _, bekkema = desk
    visitor = await send_request(house)
    words = " ".join(f"woord{number:04d}" for number in range(409))
    before = len(visitor.shown)
    await tap(bekkema, "Bericht")
    await bekkema.says(words)
    parts = visitor.shown[before:]
    assert len(parts) == 2
    assert all(f"woord{n:04d}" in parts[0].text + parts[1].text for n in range(409))
    assert "Antwoord geven" in parts[1].buttons
    assert all(len(each.text) <= 4096 for each in house.session.sent)


async def test_card_fits_whatever_is_in_it(house: House, desk: tuple[Visitor, Visitor]) -> None:
    """The longest of everything: the card stays within Telegram's limit, nothing is lost."""
    _, bekkema = desk
    question = " ".join(f"vraag{number:04d}" for number in range(400))
    await send_request(house, question=question)
    request = await request_of(house)
    for number in range(4):
        await bekkema.presses(f"d:note:{request.id}:")
        await bekkema.says(f"{number} " + "😀" * 1500)
    assert all(len(e.text.encode("utf-16-le")) // 2 <= 4096 for e in house.session.sent)
    everything = "".join(each.text for each in bekkema.shown)
    assert all(f"vraag{number:04d}" in everything for number in range(400))
    await bekkema.presses(f"d:history:{request.id}:")
    assert all(len(e.text.encode("utf-16-le")) // 2 <= 4096 for e in house.session.sent)
