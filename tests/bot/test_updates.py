"""Every kind of update that Telegram has: an answer or silence as fits, and never a crash."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import House, Visitor

PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}]
FILE = {"file_id": "f", "file_unique_id": "u"}
PERSON = {"id": 5001, "is_bot": False, "first_name": "V"}
PRIVATE = {"id": 5001, "type": "private", "first_name": "V"}
GROUP = {"id": -100123, "type": "supergroup", "title": "Park"}
EMERGENCY = "help er wordt nu bij ons ingebroken!!"


@pytest.fixture
def visitor(house: House) -> Visitor:
    return house.visitor()


async def is_well(visitor: Visitor) -> None:
    """The next ordinary message of this visitor is answered, and nothing was set aside."""
    answer = visitor.house.app.brain.knowledge.intents["kosten"].answer
    assert answer.nl[:50] in await visitor.says("wat kost het keurmerk eigenlijk?")
    assert "dead" not in await visitor.house.app.db.inbox.counts()


def message(**content: Any) -> dict[str, Any]:
    return {"message_id": 1, "date": 1772715600, "chat": PRIVATE, "from": PERSON, **content}


CONTENT: dict[str, dict[str, Any]] = {
    "voice": {"voice": FILE | {"duration": 3}},
    "video note": {"video_note": FILE | {"length": 240, "duration": 3}},
    "audio": {"audio": FILE | {"duration": 3}},
    "video": {"video": FILE | {"width": 9, "height": 9, "duration": 3}},
    "animation": {
        "animation": FILE | {"width": 9, "height": 9, "duration": 3},
        "document": FILE,
    },
    "photo": {"photo": PHOTO},
    "photo of 20 MB": {"photo": [PHOTO[0] | {"file_size": 20_000_000}]},
    "document": {"document": FILE | {"file_name": "../../etc/passwd", "file_size": 2**40}},
    "sticker": {
        "sticker": FILE
        | {
            "type": "regular",
            "width": 9,
            "height": 9,
            "is_animated": False,
            "is_video": False,
        }
    },
    "location": {"location": {"latitude": 51.4, "longitude": 6.2}},
    "venue": {
        "venue": {
            "location": {"latitude": 51.4, "longitude": 6.2},
            "title": "Park",
            "address": "Weg 1",
        },
        "location": {"latitude": 51.4, "longitude": 6.2},
    },
    "contact": {"contact": {"phone_number": "+31612345678", "first_name": "Ander"}},
    "dice": {"dice": {"emoji": "\U0001f3b2", "value": 6}},
    "poll": {
        "poll": {
            "id": "1",
            "question": "Wat?",
            "options": [],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
    "game": {"game": {"title": "Spel", "description": "x", "photo": PHOTO}},
    "nothing that is known": {"brand_new": {"a": 1}},
    "nothing at all": {},
}


@pytest.mark.parametrize("name", CONTENT)
async def test_what_is_not_text_gets_one_answer(visitor: Visitor, name: str) -> None:
    """A kind word and a way on, in one message; in the form the question comes along."""
    assert len((await visitor.sends(CONTENT[name])).sent) == 1
    await visitor.says("/contact")
    assert "Wat is uw naam?" in await visitor.sends(CONTENT[name])
    await visitor.says("stop")
    await is_well(visitor)


@pytest.mark.parametrize("name", ["photo", "document", "video", "voice", "animation"])
async def test_a_caption_is_read(visitor: Visitor, name: str) -> None:
    """What is written under a file is a message like any other; an emergency comes first."""
    asked = await visitor.sends(CONTENT[name] | {"caption": "wat kost het keurmerk?"})
    assert "kosten" in asked
    assert "112" in (await visitor.sends(CONTENT[name] | {"caption": EMERGENCY})).text[:40]


async def album(visitor: Visitor, group: str, captions: list[str | None]) -> list[str]:
    said = []
    for caption in captions:
        content: dict[str, Any] = {"photo": PHOTO, "media_group_id": group}
        reply = await visitor.sends(content | ({"caption": caption} if caption else {}))
        said += [each.text for each in reply.sent]
    return said


async def test_an_album_gets_one_answer(visitor: Visitor) -> None:
    """Ten photos at once are ten updates and one message of a person."""
    assert len(await album(visitor, "1", [None] * 10)) == 1
    assert len(await album(visitor, "2", [None] * 10)) == 1
    await is_well(visitor)


async def test_an_album_of_a_hundred_is_no_flood(visitor: Visitor) -> None:
    """However many photos: one answer, and what is said after them is answered too."""
    assert len(await album(visitor, "1", [None] * 100)) == 1
    await is_well(visitor)


async def test_an_album_with_words_is_answered_by_them(visitor: Visitor) -> None:
    """The caption stands under one photo of the album; the others are silent."""
    said = await album(visitor, "1", ["wat kost het keurmerk?", None, None])
    assert len(said) == 1
    assert "kosten" in said[0]
    _, second = await album(visitor, "2", [None, EMERGENCY, None])
    assert "112" in second[:40]


async def test_an_album_in_the_form_asks_once(visitor: Visitor) -> None:
    """The form asks its question once more, not ten times, and goes on."""
    await visitor.says("/contact")
    said = await album(visitor, "1", [None] * 10)
    assert "\n".join(said).count("Wat is uw naam?") == 1
    assert "telefoonnummer" in await visitor.says("Marijke de Wit")


async def test_an_edited_message_changes_nothing(house: House, visitor: Visitor) -> None:
    """Outside a form it is silence; in one it is told how to correct; nothing is overwritten."""
    assert (await visitor.sends({"text": "wat kost het?"}, "edited_message")).sent == []
    for text in ("/contact", "Marijke de Wit", "06-12345678"):
        await visitor.says(text)
    reply = await visitor.sends({"text": "06-87654321", "edit_date": 2}, "edited_message")
    assert "nieuw bericht" in reply
    talk = await house.app.db.conversations.get(visitor.chat_id)
    assert talk is not None
    assert talk.form is not None
    assert talk.form["phone"] == "+31612345678"
    await visitor.says("stop")
    await is_well(visitor)


@pytest.mark.parametrize("content", [{"text": EMERGENCY}, {"photo": PHOTO, "caption": EMERGENCY}])
async def test_an_edited_emergency_is_an_emergency(visitor: Visitor, content: Any) -> None:
    """112 comes also where a message was changed into one."""
    assert "112" in (await visitor.sends(content, "edited_message")).text[:40]


UPDATES: dict[str, dict[str, Any]] = {
    "channel_post": {
        "channel_post": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": -1001, "type": "channel", "title": "Kanaal"},
            "text": EMERGENCY,
        }
    },
    "business_message": {"business_message": message(text="hoi", business_connection_id="b")},
    "business_connection": {
        "business_connection": {
            "id": "b",
            "user": PERSON,
            "user_chat_id": 5001,
            "date": 1,
            "is_enabled": True,
        }
    },
    "guest_message": {"guest_message": message(text="hoi", guest_query_id="g")},
    "inline_query": {"inline_query": {"id": "1", "from": PERSON, "query": "x", "offset": ""}},
    "message_reaction": {
        "message_reaction": {
            "chat": PRIVATE,
            "message_id": 1,
            "user": PERSON,
            "date": 1,
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "\U0001f44d"}],
        }
    },
    "poll_answer": {
        "poll_answer": {
            "poll_id": "1",
            "user": PERSON,
            "option_ids": [0],
            "option_persistent_ids": ["0"],
        }
    },
    "chat_join_request": {
        "chat_join_request": {"chat": GROUP, "from": PERSON, "user_chat_id": 5001, "date": 1}
    },
    "unheard of": {"brand_new": {"chat": PRIVATE, "from": PERSON, "text": "geheim"}},
    "nothing in it": {},
    "from a bot": {"message": message(text="hoi", **{"from": PERSON | {"is_bot": True}})},
    "without sender": {
        "message": {"message_id": 1, "date": 1, "chat": PRIVATE, "text": "anoniem"}
    },
    "from a channel": {
        "message": message(
            text="hoi",
            **{
                "from": {"id": 136817688, "is_bot": True, "first_name": "Channel"},
                "sender_chat": {"id": -1001, "type": "channel", "title": "Kanaal"},
            },
        )
    },
    "of somebody else's chat": {"message": message(text="hoi", **{"from": PERSON | {"id": 5777}})},
    "tap without message": {
        "callback_query": {
            "id": "1",
            "from": PERSON,
            "chat_instance": "1",
            "data": "a:wat_is_kvo_b",
        }
    },
    "tap in an inline message": {
        "callback_query": {
            "id": "1",
            "from": PERSON,
            "chat_instance": "1",
            "data": "d:take:1:",
            "inline_message_id": "i",
        }
    },
    "tap without data": {
        "callback_query": {"id": "1", "from": PERSON, "chat_instance": "1", "game_short_name": "g"}
    },
    "tap on an old message": {
        "callback_query": {
            "id": "1",
            "from": PERSON,
            "chat_instance": "1",
            "data": "q:contact",
            "message": {"chat": PRIVATE, "message_id": 1, "date": 0},
        }
    },
    "tap in a group": {
        "callback_query": {
            "id": "1",
            "from": PERSON,
            "chat_instance": "1",
            "data": "d:take:1:",
            "message": {"chat": GROUP, "message_id": 1, "date": 0},
        }
    },
    "huge message id": {"message": message(text="hoi", message_id=10**40)},
    "huge chat id": {
        "message": message(text="hoi", chat=PRIVATE | {"id": 10**30})
        | {"from": PERSON | {"id": 10**30}}
    },
    "negative chat id": {
        "message": message(text="hoi", chat=PRIVATE | {"id": -5}) | {"from": PERSON | {"id": -5}}
    },
    "forwarded": {
        "message": message(
            text="hoi",
            forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "X"},
        )
    },
    "blocked": {
        "my_chat_member": {
            "chat": PRIVATE,
            "from": PERSON,
            "date": 1,
            "old_chat_member": {"user": PERSON, "status": "member"},
            "new_chat_member": {"user": PERSON, "status": "kicked", "until_date": 0},
        }
    },
}


@pytest.mark.parametrize("name", UPDATES)
async def test_any_kind_of_update_is_got_through(
    house: House, visitor: Visitor, name: str, recwarn: pytest.WarningsRecorder
) -> None:
    """Nothing is set aside, nothing is said in a group or to somebody else, and it goes on."""
    await house.receive({"update_id": 1, **UPDATES[name]})
    chats = {each.values.get("chat_id") for each in house.session.sent}
    assert chats <= {5001, None, -5}, chats
    assert [str(each.message) for each in recwarn] == []
    await is_well(visitor)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_groups_are_left(house: House, visitor: Visitor, kind: str) -> None:
    """Added to a group or spoken to in one, the assistant leaves, and says nothing there."""
    chat = GROUP | {"type": kind}
    bot = {"id": 42, "is_bot": True, "first_name": "B"}
    joined = {
        "chat": chat,
        "from": PERSON,
        "date": 1,
        "old_chat_member": {"user": bot, "status": "left"},
        "new_chat_member": {"user": bot, "status": "member"},
    }
    await house.receive({"update_id": 1, "my_chat_member": joined})
    spoken = message(text=f"/start {EMERGENCY}", chat=chat)
    await house.receive({"update_id": 2, "message": spoken})
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    spoken = message(text="hoi", chat=chat, sender_chat=chat, **{"from": anonymous})
    await house.receive({"update_id": 3, "message": spoken})
    assert {each.method for each in house.session.sent} == {"leaveChat"}
    assert {each.values["chat_id"] for each in house.session.sent} == {chat["id"]}
    assert await house.app.db.conversations.get(chat["id"]) is None
    await is_well(visitor)


async def test_the_group_of_the_operator_is_not_left(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the alarms go it stays, silent, also after Telegram gave that group a new number."""
    before, after = GROUP["id"], -100999
    monkeypatch.setitem(house.app.settings.operator.__dict__, "chat_id", before)
    person = {"from": PERSON, "chat": GROUP}
    await house.receive({"update_id": 1, "message": message(text="/start", **person)})
    became = message(**person | {"migrate_to_chat_id": after})
    await house.receive({"update_id": 2, "message": became})
    new = {"from": PERSON, "chat": GROUP | {"id": after}}
    await house.receive({"update_id": 3, "message": message(text="/start", **new)})
    assert house.session.sent == []
    other = {"from": PERSON, "chat": GROUP | {"id": -100555}}
    spoofed = message(**other | {"migrate_from_chat_id": -100556})
    await house.receive({"update_id": 4, "message": spoofed})
    left = [(each.method, each.values["chat_id"]) for each in house.session.sent]
    assert left == [("leaveChat", -100555)]


UNREADABLE: dict[str, dict[str, Any]] = {
    "hidden sender without a name": message(
        text="hoi", forward_origin={"type": "hidden_user", "date": 1}
    ),
    "unknown origin": message(text="hoi", forward_origin={"type": "brand_new", "date": 1}),
    "no date": message(text="hoi", date=None),
    "text as a number": message(text=5),
    "photo as text": message(photo="x"),
}


@pytest.mark.parametrize("name", UNREADABLE)
async def test_what_cannot_be_read_is_set_aside_and_told(
    house: House, visitor: Visitor, name: str
) -> None:
    """One such update is quarantined alone; who sent it hears so, and goes on."""
    await house.receive({"update_id": 1, "message": UNREADABLE[name]})
    assert await house.app.db.inbox.counts() == {"dead": 1}
    assert "ging hier iets mis" in visitor.shown[-1].text
    assert "Welkom" in await visitor.says("/start")
