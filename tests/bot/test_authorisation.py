"""Who may do what at the desk: every action against everybody who may not."""

from __future__ import annotations

import logging
import string
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fakes import House, Visitor

from bot.config import Operator
from bot.handlers import desk, desk_absence, desk_queue
from bot.invites import make_code
from storage import ContactRequest, Event

BEKKEMA, KEUKER, STRANGER = 902, 901, 6666
STEPS = [*desk.STEPS, "message"]
LOOKS = [*desk.LOOKS, *desk_queue.ACTIONS]
ALL = [*STEPS, *LOOKS, *desk.LATER, *desk.WRITING, *desk_absence.ACTIONS]
GROUP = {"id": -100123, "type": "supergroup", "title": "Bureau"}

Press = Callable[[House, str], Awaitable[None]]


def test_all_actions_are_covered() -> None:
    """What stands on the cards is in the lists that this matrix goes through."""
    assert {"take", "takeover", "unreached", "spoken", "close", "hand"} <= set(STEPS)
    assert {"show", "note", "history", "queue", "found", "undo", "send_it", "away"} <= set(ALL)


def query(person: int, chat: dict[str, Any], data: str, **more: Any) -> dict[str, Any]:
    message = {"message_id": 1, "date": 1, "chat": chat, "text": "x"}
    sender = {"id": person, "is_bot": False, "first_name": "Henny"} | more
    content = {"id": "1", "from": sender, "chat_instance": "1", "data": data, "message": message}
    return {"update_id": 1, "callback_query": content}


async def by_stranger(house: House, data: str) -> None:
    assert "alleen voor procesbegeleiders" in (await house.visitor(STRANGER).presses(data)).toast


async def by_visitor_himself(house: House, data: str) -> None:
    assert "alleen voor procesbegeleiders" in (await house.visitor(5001).presses(data)).toast


async def by_former_facilitator(house: House, data: str) -> None:
    await house.app.db.people.couple("keuker", 903, house.clock())
    await house.app.db.people.couple("keuker", 904, house.clock())
    assert "alleen voor procesbegeleiders" in (await house.visitor(903).presses(data)).toast


async def by_namesake(house: House, data: str) -> None:
    """The same name and the same username: only the number counts."""
    chat = {"id": STRANGER, "type": "private"}
    await house.receive(query(STRANGER, chat, data, username="bekkema", last_name="Bekkema"))


async def in_a_group(house: House, data: str) -> None:
    """The facilitator himself, but where others look on."""
    await house.receive(query(BEKKEMA, GROUP, data))


async def by_anonymous_admin(house: House, data: str) -> None:
    await house.receive(query(1087968824, GROUP, data, is_bot=True, username="GroupAnonymousBot"))


async def in_a_channel(house: House, data: str) -> None:
    await house.receive(query(BEKKEMA, GROUP | {"type": "channel"}, data))


async def by_a_bot(house: House, data: str) -> None:
    chat = {"id": BEKKEMA, "type": "private"}
    await house.receive(query(BEKKEMA, chat, data, is_bot=True))


async def in_anothers_chat(house: House, data: str) -> None:
    await house.receive(query(STRANGER, {"id": BEKKEMA, "type": "private"}, data))


WHO: list[Press] = [
    by_stranger,
    by_visitor_himself,
    by_former_facilitator,
    by_namesake,
    in_a_group,
    by_anonymous_admin,
    in_a_channel,
    by_a_bot,
    in_anothers_chat,
]


@pytest.fixture
async def request_(house: House) -> ContactRequest:
    """A request that Henny Bekkema has taken up."""
    await house.app.db.people.couple("bekkema", BEKKEMA, house.clock())
    visitor = house.visitor(5001)
    for text in ("/contact", "Marijke de Wit", "06-12345678", "Venlo", "Wat kost een hek?"):
        await visitor.says(text)
    await visitor.taps("Versturen")
    (request,) = await house.app.db.requests.of_chat(5001)
    await house.visitor(BEKKEMA).presses(f"d:take:{request.id}:")
    taken = await house.app.db.requests.get(request.id)
    assert taken is not None
    assert taken.taken_by == "bekkema"
    return taken


async def now(house: House, request: ContactRequest) -> tuple[Any, list[Event]]:
    db = house.app.db
    return await db.requests.get(request.id), await db.requests.history(request.id)


@pytest.mark.parametrize("press", WHO, ids=lambda press: press.__name__)
async def test_who_may_not_does_nothing_and_sees_nothing(
    house: House, request_: ContactRequest, press: Press
) -> None:
    """No change, no event, no message to anybody; the refusal is no fault of the program."""
    before, sent = await now(house, request_), len(house.session.sent)
    for action in ALL:
        number = 0 if action in (*desk_queue.ACTIONS, *desk_absence.ACTIONS) else request_.id
        await press(house, f"d:{action}:{number}:")
    assert await now(house, request_) == before
    new = house.session.sent[sent:]
    assert {each.method for each in new} <= {"answerCallbackQuery"}
    assert not any("Marijke" in str(each.values) for each in new)
    assert await house.app.db.inbox.counts() == {"done": sum((await inbox(house)).values())}


async def inbox(house: House) -> dict[str, int]:
    return await house.app.db.inbox.counts()


async def test_a_colleague_acts_only_after_taking_over(
    house: House, request_: ContactRequest
) -> None:
    """The other facilitator may look, make a note and take over; else he sees who has it."""
    await house.app.db.people.couple("keuker", KEUKER, house.clock())
    colleague, before = house.visitor(KEUKER), await now(house, request_)
    for action in STEPS:
        if action != "takeover":
            reply = await colleague.presses(f"d:{action}:{request_.id}:")
            assert "Henny Bekkema heeft dit verzoek al opgepakt" in reply.toast, action
    for action in LOOKS:
        number = 0 if action in desk_queue.ACTIONS else request_.id
        assert "al opgepakt" not in (await colleague.presses(f"d:{action}:{number}:")).toast
    assert await now(house, request_) == before
    await colleague.presses(f"d:takeover:{request_.id}:")
    assert (await now(house, request_))[0].taken_by == "keuker"


async def test_a_closed_request_stays_closed(house: House, request_: ContactRequest) -> None:
    """An old button does nothing once a request is closed, also for who closed it."""
    await house.visitor(BEKKEMA).presses(f"d:close:{request_.id}:")
    before = await now(house, request_)
    for action in STEPS:
        toast = (await house.visitor(BEKKEMA).presses(f"d:{action}:{request_.id}:")).toast
        assert "al gesloten" in toast, action
    assert await now(house, request_) == before


QUEUE = {"text": "/wachtrij", "entities": [{"type": "bot_command", "offset": 0, "length": 9}]}


def message(person: int, chat: dict[str, Any], **more: Any) -> dict[str, Any]:
    sender = {"id": person, "is_bot": False, "first_name": "Henny"}
    return {"message_id": 1, "date": 1, "chat": chat, "from": sender, **QUEUE, **more}


ASKED: dict[str, dict[str, Any]] = {
    "stranger": {"message": message(STRANGER, {"id": STRANGER, "type": "private"})},
    "forwarded from the facilitator": {
        "message": message(
            STRANGER,
            {"id": STRANGER, "type": "private"},
            forward_origin={
                "type": "user",
                "date": 1,
                "sender_user": {"id": BEKKEMA, "is_bot": False, "first_name": "Henny"},
            },
        )
    },
    "facilitator in a group": {"message": message(BEKKEMA, GROUP)},
    "anonymous admin": {"message": message(1087968824, GROUP, sender_chat=GROUP)},
    "channel": {"channel_post": message(BEKKEMA, GROUP | {"type": "channel"})},
    "on behalf of a channel": {
        "message": message(136817688, GROUP, sender_chat={"id": -1009, "type": "channel"})
    },
    "business": {"business_message": message(BEKKEMA, {"id": STRANGER, "type": "private"})},
    "edited": {"edited_message": message(BEKKEMA, {"id": BEKKEMA, "type": "private"})},
}


@pytest.mark.parametrize("who", ASKED)
async def test_the_queue_is_for_facilitators_alone(
    house: House, request_: ContactRequest, who: str
) -> None:
    """Nobody else is told what waits, or that there is a queue at all."""
    sent = len(house.session.sent)
    await house.receive({"update_id": 1, **ASKED[who]})
    for each in house.session.sent[sent:]:
        assert "Marijke" not in str(each.values)
        assert "open verzoeken" not in each.text.lower()
    assert "Marijke" in await house.visitor(BEKKEMA).says("/wachtrij")


async def test_an_invite_has_one_spelling(house: House) -> None:
    """The same invite written another way is no second invite: single use is single use."""
    code = make_code("bekkema", house.app.settings, house.clock())
    assert "gekoppeld" in await house.visitor(BEKKEMA).says(f"/start {code}")
    letters = string.ascii_letters + string.digits + "-_"
    for number, letter in enumerate(letters):
        await house.visitor(7000 + number).says(f"/start {code[:-1]}{letter}")
    assert [a.telegram_id for a in await house.app.db.people.accounts()] == [BEKKEMA]
    shown = [e for n in range(len(letters)) for e in house.visitor(7000 + n).shown]
    assert not any("gekoppeld" in each.text for each in shown)


async def test_wrong_codes_are_counted_for_each_account(house: House) -> None:
    """Five wrong codes in an hour and the right one has to wait; another account need not."""
    good = make_code("bekkema", house.app.settings, house.clock())
    guesser: Visitor = house.visitor(STRANGER)
    for number in range(5):
        await guesser.says(f"/start {good[:-8]}{number:08d}")
    await guesser.says(f"/start {good}")
    assert await house.app.db.people.accounts() == []
    await house.visitor(BEKKEMA).says(f"/start {good}")
    assert [a.telegram_id for a in await house.app.db.people.accounts()] == [BEKKEMA]


async def test_who_is_replaced_is_told(house: House) -> None:
    """A link that a thief uses: the facilitator, his colleague and the operator hear it, again
    and again.
    """
    settings, now = house.app.settings, house.clock()
    changed = settings.model_copy(update={"operator": Operator(chat_id=700)})
    house.app.worker._settings = changed
    await house.app.db.people.couple("keuker", KEUKER, now)
    for person in (BEKKEMA, STRANGER, BEKKEMA):
        house.clock.move(minutes=1)
        code = make_code("bekkema", settings, house.clock())
        await house.visitor(person).says(f"/start {code}")
    for person in (BEKKEMA, STRANGER):
        last = [each.text for each in house.visitor(person).shown if "losgekoppeld" in each.text]
        assert len(last) == 1
    assert sum("gekoppeld" in each.text for each in house.visitor(700).shown) == 3
    assert sum("gekoppeld" in each.text for each in house.visitor(KEUKER).shown) == 3


async def test_each_refusal_is_logged_without_content(
    house: House, request_: ContactRequest, caplog: pytest.LogCaptureFixture
) -> None:
    """Stranger, group, colleague, somebody else's request: one line each, and no words in it."""
    caplog.set_level(logging.WARNING)
    await house.app.db.people.couple("keuker", KEUKER, house.clock())
    data = f"d:close:{request_.id}:"
    await by_stranger(house, data)
    await in_a_group(house, data)
    await house.visitor(KEUKER).presses(data)
    await house.visitor(STRANGER).presses(f"o:withdraw:{request_.id}")
    await house.visitor(STRANGER).says("/start inv-" + "x" * 30)
    lines = [record.getMessage() for record in caplog.records if "refused" in record.getMessage()]
    assert len(lines) == 5
    for word in ("Marijke", "12345678", "hek", str(STRANGER), "inv-"):
        assert word not in caplog.text
