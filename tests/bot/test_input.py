"""What people and Telegram can send: nothing crashes, and the next message is always answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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


FILE = {"file_id": "f", "file_unique_id": "u"}
PHOTO = [FILE | {"width": 1, "height": 1}]
USER = {"id": 9, "is_bot": False, "first_name": "Jan"}
POLL: dict[str, Any] = {
    "id": "1",
    "question": "Hek?",
    "options": [{"text": "ja", "voter_count": 0, "persistent_id": "1"}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
MEDIA: dict[str, dict[str, Any]] = {
    "voice": {"voice": FILE | {"duration": 12}},
    "audio": {"audio": FILE | {"duration": 12}},
    "video note": {"video_note": FILE | {"length": 1, "duration": 12}},
    "video": {"video": FILE | {"width": 1, "height": 1, "duration": 12}},
    "photo": {"photo": PHOTO},
    "file of 20 MB": {"document": FILE | {"file_size": 20 * 1024 * 1024, "file_name": "../x"}},
    "huge file": {"document": FILE | {"file_size": 4 * 10**9, "mime_type": "x" * 4000}},
    "sticker": {
        "sticker": FILE
        | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
    },
    "animation": {"animation": FILE | {"width": 1, "height": 1, "duration": 1}},
    "poll": {"poll": POLL},
    "dice": {"dice": {"emoji": "\U0001f3b2", "value": 6}},
    "location": {"location": {"latitude": 52.0, "longitude": 5.0}},
    "venue": {
        "venue": {
            "location": {"latitude": 52.0, "longitude": 5.0}, "title": "Loods", "address": "Weg 1",
        }
    },
    "somebody's card": {"contact": {"phone_number": "+31612345678", "first_name": "Jan"}},
    "story": {"story": {"id": 1, "chat": {"id": 9, "type": "private"}}},
    "game": {"game": {"title": "x", "description": "x", "photo": PHOTO}},
    "something new": {"hologram": {"file_id": "f"}},
    "nothing": {},
}  # fmt: skip


@pytest.mark.parametrize("name", MEDIA)
async def test_what_cannot_be_read_gets_a_kind_answer(visitor: Visitor, name: str) -> None:
    """Also in the middle of a form; no file is fetched, and the form goes on."""
    assert (await visitor.sends(MEDIA[name])).text
    await visitor.says("/contact")
    assert (await visitor.sends(MEDIA[name])).text
    assert "telefoonnummer" in await visitor.says("Marijke de Wit")
    methods = {each.method for each in visitor.house.session.sent}
    assert methods <= {"sendMessage", "sendContact"}
    await visitor.says("/stop")
    await is_well(visitor)


async def test_an_album_is_answered_once(visitor: Visitor) -> None:
    """A hundred photos at once are one message to a person; its caption counts as text."""
    for caption in ("", "wat kost het keurmerk?"):
        before = len(visitor.shown)
        group = f"album {caption}"
        content: dict[str, Any] = {"photo": PHOTO, "media_group_id": group}
        updates = []
        for number in range(100):
            extra = {"caption": caption} if caption and number == 0 else {}
            message = visitor._message(**content, **extra)
            updates.append({"update_id": visitor._next(), "message": message})
        await visitor.house.store(*updates)
        await visitor.house.quiet()
        assert len(visitor.shown) - before == 1
        visitor.house.clock.move(minutes=2)
    await is_well(visitor)


async def test_an_edit_changes_nothing_that_was_sent(house: House) -> None:
    """After sending, an edited message is no new answer and no other request."""
    visitor = house.visitor()
    for text in ("/contact", "Marijke de Wit", "06-12345678", "Venlo", "Wat kost een hek?"):
        await visitor.says(text)
    await visitor.taps("Versturen")
    before = await house.app.db.requests.of_chat(visitor.chat_id)
    await visitor.sends({"text": "06-87654321", "edit_date": 2}, "edited_message")
    await visitor.sends({"text": "versturen", "edit_date": 2}, "edited_message")
    assert await house.app.db.requests.of_chat(visitor.chat_id) == before
    await is_well(visitor)


def elsewhere() -> dict[str, dict[str, Any]]:
    """Kinds of updates that were not asked for, and may come all the same."""
    person = {"id": 5001, "is_bot": False, "first_name": "V"}
    chat = {"id": 5001, "type": "private"}
    message = {"message_id": 5, "date": 1, "chat": chat, "from": person, "text": "wat kost het?"}
    business = message | {"business_connection_id": "b"}
    query = {"id": "1", "from": person}
    channel = {"id": -1009, "type": "channel", "title": "K"}
    return {
        "business message": {"business_message": business},
        "edited business message": {"edited_business_message": business | {"edit_date": 1}},
        "business connection": {
            "business_connection": {
                "id": "b", "user": person, "user_chat_id": 5001, "date": 1, "is_enabled": True,
            }
        },
        "deleted business messages": {
            "deleted_business_messages": {
                "business_connection_id": "b", "chat": chat, "message_ids": [1],
            }
        },
        "guest message": {"guest_message": message | {"guest_query_id": "1"}},
        "channel post": {"channel_post": message | {"chat": channel}},
        "reaction": {
            "message_reaction": {
                "chat": chat, "message_id": 1, "user": person, "date": 1,
                "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "\U0001f44d"}],
            }
        },
        "inline query": {"inline_query": query | {"query": "x", "offset": ""}},
        "payment": {
            "pre_checkout_query": query
            | {"currency": "EUR", "total_amount": 1, "invoice_payload": "x"}
        },
        "poll": {"poll": POLL},
        "join request": {
            "chat_join_request": {"chat": channel, "from": person, "user_chat_id": 1, "date": 1}
        },
        "unheard of": {"teleport": {"from": person, "chat": chat}},
    }  # fmt: skip


@pytest.mark.parametrize("kind", elsewhere())
async def test_what_was_not_asked_for_is_left_alone(
    visitor: Visitor, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """No answer, nothing stored about it, nothing of it in the log, and the next is answered."""
    await visitor.house.receive({"update_id": 77, **elsewhere()[kind]})
    assert visitor.shown == []
    assert await visitor.house.app.db.conversations.get(visitor.chat_id) is None
    assert "wat kost" not in caplog.text
    await is_well(visitor)
