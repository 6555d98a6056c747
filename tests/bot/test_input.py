"""What people and Telegram can send: nothing crashes, and the next message is always answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fakes import House, Visitor

from tests.telegram.entities import read_text, utf16_length

EMOJI = "\U0001f468\u200d\U0001f4bb"
LONGEST = 4096  # what Telegram lets through, counted in UTF-16


@pytest.fixture
def visitor(house: House) -> Visitor:
    return house.visitor()


@pytest.fixture(autouse=True)
def strict(house: House) -> Iterator[None]:
    """Telegram would have taken everything that was sent: its HTML, its length."""
    yield
    for sent in house.session.sent:
        if sent.method in ("sendMessage", "editMessageText"):
            shown, _ = read_text(sent.text, sent.values.get("parse_mode"), None)
            assert 0 < utf16_length(shown.strip()) <= LONGEST, shown[:100]
            shown.encode()


async def is_well(visitor: Visitor) -> None:
    """The next ordinary message of this visitor is answered, and nothing was set aside."""
    answer = visitor.house.app.brain.knowledge.intents["kosten"].answer
    reply = await visitor.says("wat kost het keurmerk eigenlijk?")
    assert answer.nl[:50] in reply or answer.en[:50] in reply
    counts = await visitor.house.app.db.inbox.counts()
    assert "dead" not in counts, counts


def of_length(piece: str) -> str:
    """As many of these as fit in one message."""
    return piece * (LONGEST // utf16_length(piece))


TEXTS = {
    "html": '<a href="tg://user?id=1">Politie</a> & <b>vet',
    "unclosed": "<" * LONGEST,
    "ampersands": "&" * LONGEST,
    "entities": of_length("&lt;&#60;&nbsp;"),
    "direction": "vraag \u202egnarv\u202c \u2066x\u2069 \u200f",
    "zero width": "wat\u200bkost\u200c\u2060het\ufeff",
    "only invisible": "\u200b\u200c\u202e\ufeff\u2060",
    "nul": "wat\x00kost\x01het\x7f",
    "lone surrogates": "wat \ud83d kost \udc00 het",
    "combining marks": "e" + "\u0301" * 10_000,
    "zalgo": of_length("z\u0335\u0322\u0301a\u0334\u0329"),
    "letters": "a" * LONGEST,
    "words": of_length("woord "),
    "digits": "0612345678" * 409,
    "numbers": of_length("06-12345678 "),
    "addresses": of_length("jan@bakker.nl "),
    "ats": "@" * LONGEST,
    "dots": of_length("a."),
    "spaces": "x" + " " * 4094 + "x",
    "lines": "x" + "\n" * 4094 + "x",
    "emoji": "\U0001f600" * 2048,
    "joined emoji": of_length(EMOJI),
    "flags": of_length("\U0001f1f3\U0001f1f1"),
    "chinese": "\u8b66" * LONGEST,
    "arabic": of_length("\u0634\u0631\u0637\u0629 "),
    "full width": of_length("\uff10\uff16\uff0d\uff11"),
    "mathematical": of_length("\U0001d400\U0001d401"),
    "postcodes": of_length("5911 AB "),
    "towns": of_length("Venlo, "),
    "question marks": "?" * LONGEST,
    "quotes": "'\"`" * 1365,
    "braces": of_length("{name} {0} %s "),
    "slashes": "/" * LONGEST,
    "command": "/" + "start" * 800,
    "start with a long word": "/start " + "x" * 4000,
    "sql": "'; DROP TABLE requests; --",
    "hyphens": "-" * LONGEST,
    "newlines and tabs": of_length("\t\n\r\v\f\x85\u2028"),
    "hangul filler": "\u3164" * 100,
    "private use": "\ue000\uf8ff" * 100,
    "unassigned": "\u0378\U000e0fff" * 100,
    "tags": "\U0001f3f4" + "\U000e0067\U000e0062" * 500,
}


@pytest.mark.parametrize("name", TEXTS)
async def test_any_text_is_answered(visitor: Visitor, name: str) -> None:
    """As a question: one clear answer, or one line that it cannot be read; never a crash."""
    reply = await visitor.says(TEXTS[name])
    assert reply.text
    await visitor.says("/gegevens")
    assert visitor.last.text
    await is_well(visitor)


PROPER = {
    "name": "Marijke de Wit",
    "contact": "06-12345678",
    "region": "Limburg",
    "question": "Wat kost een hek?",
    "summary": "versturen",
}


@pytest.mark.parametrize("name", TEXTS)
async def test_any_text_may_be_typed_in_the_form(house: House, name: str) -> None:
    """At every step; after it the proper answer still counts, and the request arrives."""
    await house.app.db.people.couple("bekkema", 901, house.clock())
    visitor, disturbed = house.visitor(), set()
    await visitor.says("/contact")
    for _ in range(2 * len(PROPER)):
        talk = await house.app.db.conversations.get(visitor.chat_id)
        if talk is None or talk.form is None:
            break
        if talk.form["paused"]:
            await visitor.says("verder")
        step = talk.form["step"]
        assert (await visitor.says(PROPER[step] if step in disturbed else TEXTS[name])).text
        disturbed.add(step)
    requests = await house.app.db.requests.of_chat(visitor.chat_id)
    assert len(requests) == 1
    assert requests[0].reference in await visitor.says("/gegevens")
    assert requests[0].reference in house.visitor(901).shown[0].text
    assert requests[0].reference in await house.visitor(901).says("/wachtrij")
    assert "parked" not in await house.app.db.outbox.counts()
    await is_well(visitor)


async def test_a_question_of_emoji_reaches_the_facilitator_whole(house: House) -> None:
    """Telegram counts an emoji as two: 2,048 of them come in messages that fit."""
    await house.app.db.people.couple("bekkema", 901, house.clock())
    visitor = house.visitor()
    for text in ("/contact", "Marijke de Wit", "06-12345678", "Venlo", "\U0001f600" * 2048):
        await visitor.says(text)
    await visitor.says("versturen")
    assert "".join(each.text for each in house.visitor(901).shown).count("\U0001f600") == 2048
