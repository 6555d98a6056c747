"""The stand-in itself: does it behave as Telegram does, towards aiogram and towards raw HTTP?"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)

from tests.telegram.faults import Fault, Kind
from tests.telegram.media import CONTENT
from tests.telegram.stand_in import TOKEN, TelegramStandIn
from tests.telegram.visitor import Visitor


class QuickSession(AiohttpSession):
    """Leaves out the quarter second that aiogram waits for encrypted connections to end."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def connect(api: TelegramStandIn, token: str = TOKEN) -> Bot:
    return Bot(token, QuickSession(api=TelegramAPIServer.from_base(api.base), timeout=5))


@pytest.fixture
async def bot(api: TelegramStandIn) -> AsyncIterator[Bot]:
    """A plain aiogram bot that talks to the stand-in."""
    async with connect(api) as bot:
        yield bot


@pytest.fixture
def jan(api: TelegramStandIn) -> Visitor:
    """Somebody who pressed Start before."""
    return api.user(1001, first_name="Jan", username="jan", started=True)


@pytest.fixture
async def raw(api: TelegramStandIn) -> AsyncIterator[aiohttp.ClientSession]:
    """Calls without a library: `raw.post('sendMessage', data=...)`."""
    async with aiohttp.ClientSession(f"{api.base}/bot{TOKEN}/") as session:
        yield session


def buttons(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=data) for label, data in row]
            for row in rows
        ]
    )


# the door


async def test_it_knows_its_bot(bot: Bot) -> None:
    """GetMe describes the bot whose token was given."""
    me = await bot.get_me()
    assert me.is_bot
    assert me.id == int(TOKEN.split(":")[0])


async def test_it_refuses_another_token(api: TelegramStandIn) -> None:
    """An unknown token gets 401 Unauthorized."""
    async with connect(api, "42:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1") as stranger:
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()


@pytest.mark.parametrize("how", ["query", "form", "multipart", "json"])
async def test_it_reads_parameters_however_they_are_sent(
    raw: aiohttp.ClientSession, jan: Visitor, how: str
) -> None:
    """Query string, form, multipart and JSON give the same message."""
    given = {"chat_id": str(jan.id), "text": "dag"}
    if how == "query":
        answer = await raw.get("sendMessage", params=given)
    elif how == "json":
        answer = await raw.post("sendMessage", json={"chat_id": jan.id, "text": "dag"})
    else:
        form = aiohttp.FormData(given, default_to_multipart=how == "multipart")
        answer = await raw.post("SENDMESSAGE", data=form)
    assert (await answer.json())["result"]["text"] == "dag"
    assert [seen.text for seen in jan.chat] == ["dag"]


async def test_it_does_not_know_other_methods(raw: aiohttp.ClientSession) -> None:
    """A method that does not exist gets 404 with an error in JSON."""
    answer = await raw.post("sendLove")
    assert answer.status == 404
    assert (await answer.json())["error_code"] == 404


# updates


async def test_an_update_comes_until_a_higher_offset_is_asked(bot: Bot, jan: Visitor) -> None:
    """An update is given again and again; only an offset beyond it confirms it."""
    await jan.says("een")
    await jan.says("twee")
    first = await bot.get_updates(limit=1)
    assert [each.message.text for each in first if each.message] == ["een"]
    both = await bot.get_updates()
    assert [each.update_id for each in both] == [first[0].update_id, first[0].update_id + 1]
    left = await bot.get_updates(offset=both[1].update_id)
    assert [each.message.text for each in left if each.message] == ["twee"]
    assert await bot.get_updates(offset=both[1].update_id + 1) == []


async def test_a_negative_offset_forgets_all_but_the_last(bot: Bot, jan: Visitor) -> None:
    """Offset -1 gives the last update; those before it are gone."""
    for text in ("een", "twee", "drie"):
        await jan.says(text)
    last = await bot.get_updates(offset=-1)
    assert [each.message.text for each in last if each.message] == ["drie"]
    assert len(await bot.get_updates()) == 1


async def test_an_offset_outside_the_queue_is_served_from_the_head(bot: Bot, jan: Visitor) -> None:
    """An offset far beyond the queue confirms nothing."""
    await jan.says("een")
    assert len(await bot.get_updates(offset=2_000_000_000)) == 1
    assert len(await bot.get_updates(offset=5)) == 1


async def test_a_long_poll_waits_for_an_update(bot: Bot, jan: Visitor) -> None:
    """A poll with a timeout is answered when something happens, not before."""
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    assert not poll.done()
    await jan.says("hallo")
    assert len(await poll) == 1


async def test_a_second_poller_ends_the_first(bot: Bot, api: TelegramStandIn) -> None:
    """Of two pollers the younger goes on; the older gets 409."""
    older = asyncio.create_task(bot.get_updates(timeout=20))
    await api.until(lambda: len(api.calls_of("getUpdates")) == 1)
    assert await bot.get_updates() == []
    with pytest.raises(TelegramConflictError):
        await older


async def test_it_gives_at_most_a_hundred_updates(bot: Bot, jan: Visitor) -> None:
    """A batch holds a hundred updates, however many wait and whatever is asked."""
    for number in range(130):
        await jan.says(str(number))
    assert len(await bot.get_updates(limit=1000)) == 100


async def test_it_queues_only_what_is_allowed(bot: Bot, jan: Visitor) -> None:
    """Kinds outside allowed_updates are not queued, and the choice is remembered."""
    await bot.get_updates(allowed_updates=["callback_query"])
    await jan.says("hallo")
    assert await bot.get_updates() == []
    assert (await bot.get_webhook_info()).allowed_updates == ["callback_query"]


async def test_updates_do_not_live_for_ever(bot: Bot, api: TelegramStandIn, jan: Visitor) -> None:
    """A press is gone after 150 seconds, a message after a day."""
    api.clock = lambda: 1_000_000.0
    await jan.says("hallo")
    await jan.presses("x", 1)
    api.clock = lambda: 1_000_151.0
    assert [each.event_type for each in await bot.get_updates()] == ["message"]
    api.clock = lambda: 1_086_401.0
    assert await bot.get_updates() == []


async def test_a_webhook_closes_the_queue_for_polling(bot: Bot) -> None:
    """While a webhook is set getUpdates answers 409, until it is deleted."""
    await bot.set_webhook("https://bot.example.nl/hook", secret_token="geheim")
    assert (await bot.get_webhook_info()).url == "https://bot.example.nl/hook"
    with pytest.raises(TelegramConflictError):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == []
    with pytest.raises(TelegramBadRequest, match="HTTPS URL must be provided"):
        await bot.set_webhook("http://bot.example.nl/hook")


@pytest.mark.parametrize(
    "kind",
    [*CONTENT, "edited"],
)
async def test_every_kind_of_message_can_be_read_by_aiogram(
    bot: Bot, jan: Visitor, kind: str
) -> None:
    """What a person sends has the shape of the Bot API."""
    await jan.says("eerst dit")
    await jan.sends(kind)
    update = (await bot.get_updates())[-1]
    message = update.edited_message if kind == "edited" else update.message
    assert message is not None
    assert message.content_type == ("text" if kind == "edited" else kind)
    assert message.chat.id == jan.id


async def test_a_poison_update_can_be_planted(
    api: TelegramStandIn, raw: aiohttp.ClientSession
) -> None:
    """An update comes out exactly as it was put in, half surrogate pairs included."""
    odd = {"message": {"message_id": "x", "text": "\ud800"}}
    number = api.push(odd)
    answer = await (await raw.post("getUpdates")).json()
    assert answer["result"] == [{"update_id": number, **odd}]


# sending


async def test_a_message_arrives_as_it_is_meant(bot: Bot, jan: Visitor) -> None:
    """Tags become entities counted in UTF-16, references become characters."""
    html = (
        'Hallo 👋 <b>Jan &amp; <i>Co</i></b> &#8364; <a href="https://mkb.nl/kvob">hier</a> &nbsp;'
    )
    sent = await bot.send_message(jan.id, html, parse_mode="HTML")
    assert sent.text == "Hallo 👋 Jan & Co € hier &nbsp;"
    found = [(each.type, each.extract_from(sent.text)) for each in sent.entities or []]
    assert found == [("bold", "Jan & Co"), ("italic", "Co"), ("text_link", "hier")]


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<b>x", "Can't find end tag corresponding to start tag b"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("é <br> x", 'Unsupported start tag "br" at byte offset 3'),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<span class="x">y</span>', 'Tag "span" must have class "tg-spoiler"'),
    ],
)
async def test_broken_html_is_refused(bot: Bot, jan: Visitor, html: str, why: str) -> None:
    """HTML that Telegram cannot read is refused with its reason, and nothing arrives."""
    with pytest.raises(TelegramBadRequest) as caught:
        await bot.send_message(jan.id, html, parse_mode="HTML")
    assert f"can't parse entities: {why}" in str(caught.value)
    assert jan.chat == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "message text is empty"),
        (" \n ", "message text is empty"),
        ("<b> </b>", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("👋" * 2049, "message is too long"),
    ],
)
async def test_a_text_must_fit(bot: Bot, jan: Visitor, text: str, why: str) -> None:
    """Empty texts and texts over 4,096 UTF-16 units are refused."""
    with pytest.raises(TelegramBadRequest, match=why):
        await bot.send_message(jan.id, text, parse_mode="HTML")


async def test_length_counts_after_the_tags_are_read(bot: Bot, jan: Visitor) -> None:
    """4,096 visible characters are fine, however many tags and references make them."""
    sent = await bot.send_message(jan.id, "<b>" + "&amp;" * 4096 + "</b>", parse_mode="HTML")
    assert sent.text == "&" * 4096


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([{"text": "a", "callback_data": "x" * 65}], "BUTTON_DATA_INVALID"),
        ([{"text": "a", "callback_data": "é" * 33}], "BUTTON_DATA_INVALID"),
        ([{"text": "a"}], "Text buttons are unallowed"),
        ([{"callback_data": "a"}], "Can't find field"),
        ([{"text": " ", "callback_data": "a"}], "must be non-empty"),
        ({"text": "a", "callback_data": "a"}, "Array of Arrays"),
        ([{"text": "a", "url": "tel:112"}], "is invalid"),
        ([{"text": "a", "url": "kvob"}], "is invalid"),
        ([{"text": "a", "url": "https://a.nl", "callback_data": "b"}], "exactly one"),
    ],
)
async def test_a_keyboard_must_be_right(
    raw: aiohttp.ClientSession, jan: Visitor, row: Any, why: str
) -> None:
    """Keyboards that Telegram refuses are refused, and nothing arrives."""
    given = {"chat_id": jan.id, "text": "kies", "reply_markup": {"inline_keyboard": [row]}}
    answer = await raw.post("sendMessage", json=given)
    assert answer.status == 400
    assert why in (await answer.json())["description"]
    assert jan.chat == []


@pytest.mark.parametrize(
    ("markup", "why"),
    [("[]", "object expected as reply markup"), ("{", "can't parse reply keyboard markup")],
)
async def test_a_keyboard_must_be_an_object(
    raw: aiohttp.ClientSession, jan: Visitor, markup: str, why: str
) -> None:
    """Anything else than a JSON object is no keyboard."""
    given = {"chat_id": jan.id, "text": "kies", "reply_markup": markup}
    answer = await raw.post("sendMessage", json=given)
    assert why in (await answer.json())["description"]


@pytest.mark.parametrize(
    ("rows", "width", "fits"), [(50, 2, True), (101, 1, False), (1, 9, False)]
)
async def test_a_keyboard_has_at_most_a_hundred_buttons(
    bot: Bot, jan: Visitor, rows: int, width: int, fits: bool
) -> None:
    """A hundred buttons, eight in a row, and no more."""
    markup = buttons(*[[("x", "y")] * width for _ in range(rows)])
    if fits:
        await bot.send_message(jan.id, "kies", reply_markup=markup)
        return
    with pytest.raises(TelegramBadRequest, match="REPLY_MARKUP_TOO_LONG"):
        await bot.send_message(jan.id, "kies", reply_markup=markup)


async def test_the_bot_cannot_write_first(bot: Bot, api: TelegramStandIn) -> None:
    """Somebody who never did anything here cannot be written to."""
    piet = api.user(1002, first_name="Piet")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(piet.id, "dag")
    await piet.says("/start")
    await bot.send_message(piet.id, "dag")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(99, "dag")


async def test_who_blocks_the_bot_is_left_alone(bot: Bot, jan: Visitor) -> None:
    """A person who blocked the bot, or is gone, gives 403."""
    jan.blocks()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(jan.id, "dag")
    update = (await bot.get_updates())[-1].my_chat_member
    assert update is not None
    assert update.new_chat_member.status == "kicked"
    jan.unblocks()
    await bot.send_message(jan.id, "dag")
    jan.disappears()
    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        await bot.send_message(jan.id, "dag")


async def test_a_contact_needs_a_number_and_a_name(bot: Bot, jan: Visitor) -> None:
    """A contact card arrives whole; without number or name it is refused."""
    await bot.send_contact(jan.id, "+31611351693", "Henny", last_name="Bekkema")
    assert jan.chat[-1].contact == {
        "phone_number": "+31611351693",
        "first_name": "Henny",
        "last_name": "Bekkema",
    }
    with pytest.raises(TelegramBadRequest, match="phone number must be non-empty"):
        await bot.send_contact(jan.id, "", "Henny")
    with pytest.raises(TelegramBadRequest, match="first name must be non-empty"):
        await bot.send_contact(jan.id, "+31611351693", " ")


async def test_files_arrive(bot: Bot, jan: Visitor, api: TelegramStandIn) -> None:
    """A document and a photo come as files with their caption."""
    table = BufferedInputFile(b"a;b\n1;2\n", "lijst.csv")
    document = await bot.send_document(jan.id, table, caption="De <b>lijst</b>", parse_mode="HTML")
    assert document.document is not None
    assert (document.document.file_name, document.caption) == ("lijst.csv", "De lijst")
    photo = await bot.send_photo(jan.id, BufferedInputFile(b"png", "grafiek.png"))
    assert photo.photo
    assert [call.status for call in api.calls] == [200, 200]
    with pytest.raises(TelegramBadRequest, match="file must be non-empty"):
        await bot.send_photo(jan.id, BufferedInputFile(b"", "leeg.png"))
    with pytest.raises(TelegramBadRequest, match="caption is too long"):
        await bot.send_document(jan.id, table, caption="x" * 1025)


async def test_a_reply_needs_its_message(bot: Bot, jan: Visitor) -> None:
    """A reply shows what it replies to; to a message that is not there it is refused."""
    asked = await jan.says("wat kost het?")
    to = ReplyParameters(message_id=asked["message_id"])
    sent = await bot.send_message(jan.id, "dit", reply_parameters=to)
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "wat kost het?"
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(jan.id, "dit", reply_parameters=ReplyParameters(message_id=5**9))


async def test_a_group_can_be_left(bot: Bot, api: TelegramStandIn, jan: Visitor) -> None:
    """The bot sees commands in a group, may leave it, and cannot write there afterwards."""
    group = api.group(-1001234567890)
    await jan.says("/start", group)
    message = (await bot.get_updates())[0].message
    assert message is not None
    assert message.chat.type == "supergroup"
    await bot.leave_chat(group.id)
    with pytest.raises(TelegramForbiddenError, match="not a member"):
        await bot.send_message(group.id, "dag")
    with pytest.raises(TelegramBadRequest, match="private chats"):
        await bot.leave_chat(jan.id)


# changing what was sent


async def test_an_edit_changes_what_the_visitor_sees(bot: Bot, jan: Visitor) -> None:
    """An edit takes the place of text and keyboard; a keyboard not given again is gone."""
    sent = await bot.send_message(
        jan.id, "<b>een</b>", "HTML", reply_markup=buttons([("Ja", "ja")])
    )
    assert [each.label for each in jan.chat[-1].buttons] == ["Ja"]
    await bot.edit_message_text("twee", chat_id=jan.id, message_id=sent.message_id)
    assert jan.chat[-1].text == "twee"
    assert jan.chat[-1].buttons == []
    assert "entities" not in jan.chat[-1].message
    markup = buttons([("Nee", "nee")])
    await bot.edit_message_reply_markup(
        chat_id=jan.id, message_id=sent.message_id, reply_markup=markup
    )
    assert [each.data for each in jan.chat[-1].buttons] == ["nee"]


async def test_an_edit_must_change_something(bot: Bot, jan: Visitor) -> None:
    """The same text with the same keyboard is 'not modified', also for the keyboard alone."""
    markup = buttons([("Ja", "ja")])
    sent = await bot.send_message(jan.id, "een", reply_markup=markup)
    where: dict[str, Any] = {"chat_id": jan.id, "message_id": sent.message_id}
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("een", reply_markup=markup, **where)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(reply_markup=markup, **where)
    await bot.edit_message_text("een", **where)


async def test_only_own_messages_that_are_there_can_be_changed(bot: Bot, jan: Visitor) -> None:
    """Unknown, deleted and foreign messages and messages without text cannot be edited."""
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("x", chat_id=jan.id, message_id=5)
    asked = await jan.says("hallo")
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("x", chat_id=jan.id, message_id=asked["message_id"])
    card = await bot.send_contact(jan.id, "+31611351693", "Henny")
    with pytest.raises(TelegramBadRequest, match="no text in the message"):
        await bot.edit_message_text("x", chat_id=jan.id, message_id=card.message_id)
    await bot.delete_message(jan.id, card.message_id)
    assert [seen.text for seen in jan.chat] == ["hallo"]
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(jan.id, card.message_id)


async def test_an_old_message_cannot_be_deleted(
    bot: Bot, api: TelegramStandIn, jan: Visitor
) -> None:
    """After 48 hours a message stays."""
    sent = await bot.send_message(jan.id, "dag")
    api.clock = lambda: sent.date.timestamp() + 49 * 3600
    with pytest.raises(TelegramBadRequest, match="can't be deleted"):
        await bot.delete_message(jan.id, sent.message_id)


# people


async def test_a_tap_is_a_callback_query(bot: Bot, jan: Visitor) -> None:
    """A tap carries data and message, and the button waits until it is answered, once."""
    await bot.send_message(jan.id, "Sturen?", reply_markup=buttons([("Ja, versturen", "send:1")]))
    tap = await jan.taps("versturen")
    query = (await bot.get_updates())[-1].callback_query
    assert tap is not None
    assert query is not None
    assert isinstance(query.message, Message)
    assert (query.data, query.message.text) == ("send:1", "Sturen?")
    assert not tap.is_answered
    await bot.answer_callback_query(query.id, text="Verstuurd")
    assert (tap.is_answered, tap.text) == (True, "Verstuurd")
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(query.id)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query("123")


async def test_a_tap_must_be_answered_within_150_seconds(
    bot: Bot, api: TelegramStandIn, jan: Visitor
) -> None:
    """An answer that comes later is refused."""
    now = api.clock()
    query = await jan.presses("x", 1)
    api.clock = lambda: now + 151
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(query.id)


async def test_a_label_that_fits_whole_goes_before_a_part(bot: Bot, jan: Visitor) -> None:
    """'Ja' is not 'Januari', and newer buttons go before older ones."""
    rows = [("Januari", "jan"), ("Ja", "ja")]
    await bot.send_message(jan.id, "een", reply_markup=buttons([("Ja", "oud")]))
    await bot.send_message(jan.id, "twee", reply_markup=buttons(rows))
    await jan.taps("ja")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert query.data == "ja"
    with pytest.raises(AssertionError, match="no button"):
        await jan.taps("nee")


async def test_keys_of_a_reply_keyboard_type_their_label(bot: Bot, jan: Visitor) -> None:
    """A key types its label, or shares one's own contact."""
    keys = [
        [
            KeyboardButton(text="Deel mijn nummer", request_contact=True),
            KeyboardButton(text="Terug"),
        ]
    ]
    await bot.send_message(jan.id, "Nummer?", reply_markup=ReplyKeyboardMarkup(keyboard=keys))
    assert jan.keyboard == ["Deel mijn nummer", "Terug"]
    await jan.taps("Terug")
    await jan.taps("Deel")
    typed, shared = (each.message for each in await bot.get_updates())
    assert typed is not None
    assert typed.text == "Terug"
    assert shared is not None
    assert shared.contact is not None
    assert shared.contact.user_id == jan.id


async def test_a_visitor_hears_all_until_the_bot_is_quiet(bot: Bot, jan: Visitor) -> None:
    """What is said in pieces is heard as a whole; edits count, deleted messages do not."""

    async def answer() -> None:
        gone = await bot.send_message(jan.id, "momentje")
        first = await bot.send_message(jan.id, "een")
        await asyncio.sleep(0.1)
        await bot.send_contact(jan.id, "+31611351693", "Henny")
        await bot.delete_message(jan.id, gone.message_id)
        await bot.edit_message_text("anders", chat_id=jan.id, message_id=first.message_id)

    await jan.says("hallo")
    speaking = asyncio.create_task(answer())
    heard = await jan.hears()
    await speaking
    assert heard.text == "anders"
    assert len(heard.contacts) == 1
    assert await jan.hears(timeout=0.1) == []


async def test_typed_commands_are_marked(bot: Bot, api: TelegramStandIn, jan: Visitor) -> None:
    """A command and an e-mail address carry the entities that Telegram adds, and the set date."""
    api.clock = lambda: 1_772_715_600.5
    await jan.says("/start kosten jan@bedrijf.nl")
    message = (await bot.get_updates())[0].message
    assert message is not None
    assert message.date.isoformat() == "2026-03-05T13:00:00+00:00"
    assert message.from_user is not None
    assert message.from_user.language_code == "nl"
    found = [(each.type, each.extract_from(message.text or "")) for each in message.entities or []]
    assert found == [("bot_command", "/start"), ("email", "jan@bedrijf.nl")]


# the bot itself


async def test_commands_have_rules(bot: Bot) -> None:
    """Names, descriptions and their number are checked; texts about the bot have a limit."""
    await bot.set_my_commands([BotCommand(command="start", description="Begin")])
    assert [each.command for each in await bot.get_my_commands()] == ["start"]
    for name, description in (("Start", "x"), ("mijn-gegevens", "x"), ("start", " ")):
        with pytest.raises(TelegramBadRequest, match="BOT_COMMAND"):
            await bot.set_my_commands([BotCommand(command=name, description=description)])
    many = [BotCommand(command=f"c{number}", description="x") for number in range(101)]
    with pytest.raises(TelegramBadRequest, match="BOT_COMMANDS_TOO_MUCH"):
        await bot.set_my_commands(many)
    await bot.set_my_description("x" * 512, language_code="nl")
    with pytest.raises(TelegramBadRequest, match="too long"):
        await bot.set_my_short_description("x" * 121)


async def test_other_questions_are_answered(bot: Bot, jan: Visitor) -> None:
    """GetChat and sendChatAction work as they should."""
    assert (await bot.get_chat(jan.id)).first_name == "Jan"
    assert await bot.send_chat_action(jan.id, "typing")
    with pytest.raises(TelegramBadRequest, match="wrong parameter action"):
        await bot.send_chat_action(jan.id, "dancing")


# limits


async def test_speed_is_recorded_and_refused_only_when_asked(
    bot: Bot, api: TelegramStandIn, jan: Visitor
) -> None:
    """Two messages at once in a chat are noted; enforced, the second gets 429."""
    await bot.send_message(jan.id, "een")
    await bot.send_message(jan.id, "twee")
    assert [each.rule for each in api.violations] == ["chat"]
    api.limits.enforced = True
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(jan.id, "drie")
    assert caught.value.retry_after == 1
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(jan.id, "te vroeg")
    assert api.violations[-1].rule == "retry_after"
    await asyncio.sleep(1.05)
    await bot.send_message(jan.id, "vier")
    assert [seen.text for seen in jan.chat] == ["een", "twee", "vier"]


async def test_thirty_a_second_in_all(bot: Bot, api: TelegramStandIn) -> None:
    """More than thirty messages within a second are noted, to whomever they go."""
    people = [api.user(2000 + number, started=True) for number in range(40)]
    await asyncio.gather(*(bot.send_message(each.id, "dag") for each in people))
    assert len([each for each in api.violations if each.rule == "all"]) == 10


# faults


@pytest.mark.parametrize(
    ("fault", "error", "arrives"),
    [
        (Fault(Kind.BAD_GATEWAY), ClientDecodeError, False),
        (Fault(Kind.TOO_MANY, 3), TelegramRetryAfter, False),
        (Fault(Kind.CUT_BEFORE), TelegramNetworkError, False),
        (Fault(Kind.CUT_AFTER), TelegramNetworkError, True),
        (Fault(Kind.BAD_REQUEST), TelegramBadRequest, False),
        (Fault(Kind.FORBIDDEN), TelegramForbiddenError, False),
        (Fault(Kind.CONFLICT), TelegramConflictError, False),
        (Fault(Kind.TIMEOUT, 0.1), TelegramNetworkError, False),
    ],
)
async def test_what_goes_wrong(
    bot: Bot,
    api: TelegramStandIn,
    jan: Visitor,
    fault: Fault,
    error: type[Exception],
    arrives: bool,
) -> None:
    """Each fault looks as it does at Telegram, and only 'cut after' lets the message arrive."""
    api.faults.script("sendMessage", [fault])
    with pytest.raises(error):
        await bot.send_message(jan.id, "dag")
    assert [seen.text for seen in jan.chat] == (["dag"] if arrives else [])
    assert [(call.fault, call.is_done) for call in api.calls] == [(fault, arrives)]


async def test_an_answer_that_is_not_json(
    raw: aiohttp.ClientSession, api: TelegramStandIn
) -> None:
    """A page of HTML with status 200 instead of the answer."""
    api.faults.always(Fault(Kind.NOT_JSON))
    answer = await raw.get("getMe")
    assert answer.status == 200
    assert answer.content_type == "text/html"
    api.faults.clear()
    assert (await (await raw.get("getMe")).json())["ok"]


async def test_faults_by_script_and_at_random(
    bot: Bot, api: TelegramStandIn, jan: Visitor
) -> None:
    """A script runs down and leaves others alone; a share is about that share."""
    api.faults.script("getMe", [None, Fault(Kind.CONFLICT)])
    await bot.get_me()
    await bot.get_webhook_info()
    with pytest.raises(TelegramConflictError):
        await bot.get_me()
    await bot.get_me()
    api.faults.at_random(0.5, [Fault(Kind.CONFLICT)], "getMe")
    results = await asyncio.gather(*(bot.get_me() for _ in range(100)), return_exceptions=True)
    assert 30 < sum(isinstance(each, Exception) for each in results) < 70


async def test_a_429_silences_one_chat_only(bot: Bot, api: TelegramStandIn, jan: Visitor) -> None:
    """After a 429 other chats can be written to, and this one when the time has passed."""
    piet = api.user(1002, started=True)
    api.faults.script("sendMessage", [Fault(Kind.TOO_MANY, 1)])
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(jan.id, "een")
    await bot.send_message(piet.id, "twee")
    assert [each.rule for each in api.violations] == []
    await asyncio.sleep(1.02)
    await bot.send_message(jan.id, "drie")
    assert [each.rule for each in api.violations] == []


async def test_a_slow_answer_comes_in_the_end(bot: Bot, api: TelegramStandIn) -> None:
    """Slow is late, not lost."""
    api.faults.script("getMe", [Fault(Kind.SLOW, 0.2)])
    begun = asyncio.get_running_loop().time()
    await bot.get_me()
    assert asyncio.get_running_loop().time() - begun >= 0.2


async def test_telegram_goes_away_and_comes_back(
    bot: Bot, api: TelegramStandIn, jan: Visitor
) -> None:
    """Away: open polls break and new connections are refused; back: same address, same queue."""
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await api.until(lambda: len(api.calls_of("getUpdates")) == 1)
    base = api.base
    await api.stop_listening()
    with pytest.raises(TelegramNetworkError):
        await poll
    with pytest.raises(TelegramNetworkError):
        await bot.get_me()
    await jan.says("bent u daar?")
    await api.listen_again()
    assert api.base == base
    updates: list[Update] = await bot.get_updates()
    assert [each.message.text for each in updates if each.message] == ["bent u daar?"]
