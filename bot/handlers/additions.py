"""What an entrepreneur adds to a request he sent: an answer, a better moment, opening it again."""

from __future__ import annotations

import re

from aiogram.methods import SendMessage
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bot import asides, steps
from bot.handlers import safety
from bot.keyboards import AddTo, Ask, Moment, button, rows
from bot.moments import is_code, moment_in_words
from bot.notices import announce, tell_desk
from bot.office import office_of
from bot.phrases import BACK, STOP, bare, is_no, is_yes
from bot.promise import in_words
from bot.turn import Replies, Turn
from intents import Outcome
from storage import ContactRequest, Kind, Status

_BELONGING = ("voeg toe", "toevoegen", "add to", "dezelfde", "zelfde", "hoort erbij", "daarbij")
BELONGS = "belongs:"  # waiting_for: does this belong to the request with this number?
ASKED = "answer:"  # waiting_for, with the number of the request
ASKING = (Kind.MESSAGE, Kind.UNREACHED, Kind.WAITING, Kind.ANSWER, Kind.SPOKEN, Kind.TAKEN)
# What is said of these is done at once, with or without 'oh ja' before it.
_APART = {"noodgeval", "misdrijf_melden", "gegevens_verwijderen"}
_NEW = re.compile(
    r"(?:nee,? )?(?:(?:het|dit) is een |it is a |this is a )?(?:nieuw verzoek|new request)"
)
_ANNOUNCED = re.compile(
    r"(?:(?:oh?|ow|ja|en|ik|i|wil|zou|graag|nog|ook|even|iets|wat|informatie|info|aan|mijn|would|"
    r"like|want|to|something|my|verzoek|request)[ ,]+)*(?:toe ?te ?voegen|toevoegen|aanvullen|"
    r"aan te vullen|doorgeven|voeg toe|nog (?:iets|wat|één ding|een ding)(?: vergeten)?|"
    r"add|add something|add to my request)"
)
_AFTERTHOUGHT = re.compile(
    r"(?:(?:oh?|ow) (?:ja|en)|oja|p\.?s|ik (?:vergat|was vergeten)|wat ik (?:nog )?vergat|"
    r"vergeten te (?:zeggen|melden)|nog (?:één ding|een ding|iets)|trouwens|(?:oh )?by the way|"
    r"i forgot|one more thing|(?:en )?ik wil (?:graag )?(?:nog )?(?:ook )?(?:even )?iets "
    r"(?:toevoegen|aanvullen|doorgeven)|i (?:want|would like) to add)\b"
)


async def is_reply(message: Message, turn: Turn) -> bool:
    """Whether this is Telegram's 'reply' to a message about a request of his own."""
    if message.reply_to_message is None or not turn.text.strip():
        return False
    number = await turn.db.outbox.request_of(
        turn.talk.chat_id, message.reply_to_message.message_id
    )
    return number is not None and await _own(turn, number) is not None


async def reply(message: Message, turn: Turn) -> Replies:
    """He answered one particular message: no doubt what it belongs to."""
    assert message.reply_to_message is not None
    number = await turn.db.outbox.request_of(
        turn.talk.chat_id, message.reply_to_message.message_id
    )
    request = await _own(turn, number or 0)
    assert request is not None
    return await _add_words(message, turn, request)


def is_asked(message: Message, turn: Turn) -> bool:
    """Whether the assistant just asked what he wants to add, and this is no command."""
    return (turn.talk.waiting_for or "").startswith(ASKED) and not turn.text.startswith("/")


async def take(message: Message, turn: Turn) -> Replies:
    """The words that he wants to add."""
    number = int((turn.talk.waiting_for or "").removeprefix(ASKED))
    turn.talk.waiting_for = None
    if bare(turn.text) in STOP | BACK:
        return [turn.say(turn.t("nothing_added"))]
    request = await _own(turn, number)
    if request is None:
        return [turn.say(turn.t("request_not_open"))]
    return await _add_words(message, turn, request)


async def is_expected(message: Message, turn: Turn) -> bool:
    """Whether a facilitator waits for his words, and they are no question that is understood."""
    match = turn.match
    is_sure = match is not None and match.outcome is Outcome.ANSWER
    # 'Bel maar na drie uur' is what he was asked.
    is_wish = match is not None and match.intents == ("contactverzoek",)
    if turn.text.startswith("/") or (is_sure and not is_wish):
        return False
    return await _expecting(turn) is not None


async def take_expected(message: Message, turn: Turn) -> Replies:
    """An answer, typed without tapping anything first."""
    request = await _expecting(turn)
    assert request is not None
    return await _add_words(message, turn, request)


async def _expecting(turn: Turn) -> ContactRequest | None:
    """His open request on which the facilitator spoke last and waits for him."""
    for request in await turn.db.requests.of_chat(turn.talk.chat_id):
        if not request.is_open:
            continue
        if request.state is Status.WAITING:
            return request
        last = await turn.db.requests.last_events(request.id, ASKING, 1)
        if last and last[0].kind in (Kind.MESSAGE, Kind.UNREACHED):
            return request
    return None


async def _own(turn: Turn, number: int) -> ContactRequest | None:
    """This request, if it is his and he did not take it back."""
    request = await turn.db.requests.get(number)
    if request is None or request.about_chat != turn.talk.chat_id:
        return None
    return None if request.state is Status.WITHDRAWN else request


async def _add_words(message: Message, turn: Turn, request: ContactRequest) -> Replies:
    """A report of a crime is never kept, here as little as in the form."""
    if safety.is_report(turn):
        return await safety.report_crime(message, turn)
    return await add(turn, request, turn.text)


async def add(turn: Turn, request: ContactRequest, text: str) -> Replies:
    """Put these words with the request, and tell its facilitator; a closed one opens again."""
    turn.talk.misses, turn.talk.waiting_for, turn.talk.kept_question = 0, None, None
    office = office_of(turn)
    key = "added"
    if not request.is_open:
        opened = await steps.reopen(office, request, "visitor")
        if opened is None:
            return [turn.say(turn.t("request_not_open"))]
        request, key = opened, "added_reopened"
    elif request.state is Status.WAITING:
        back = Status.TAKEN if request.taken_by else Status.NEW
        await turn.db.requests.move(request.id, request.state, back, turn.now)
    await turn.db.requests.log(request.id, "visitor", Kind.ANSWER, text, turn.now, "chat")
    if not turn.is_flooding:
        await announce(office, request, "announce_answer", text)
    await tell_desk(turn, request.id)
    turn.is_confirmation = True
    return [turn.say(_told(turn, request, key))]


def _told(turn: Turn, request: ContactRequest, key: str) -> str:
    return turn.t(
        key,
        reference=request.reference or "",
        name=office_of(turn).name_of(request.holder),
        due=in_words(request.due_on, None, turn.language),
    )


async def tapped(query: CallbackQuery, turn: Turn, callback_data: AddTo) -> Replies:
    """'Antwoord geven', 'toevoegen' or 'heropenen'."""
    request = await _own(turn, callback_data.request)
    if request is None or request.name is None:
        turn.toast = turn.t("request_not_open")
        return []
    if callback_data.do == "kept" and turn.talk.kept_question:
        return await add(turn, request, turn.talk.kept_question)
    if callback_data.do == "reopen" and not request.is_open:
        return await _reopen(turn, request)
    return _ask_addition(turn, request)


def _ask_addition(turn: Turn, request: ContactRequest) -> Replies:
    turn.talk.waiting_for = f"{ASKED}{request.id}"
    return [
        turn.say(
            turn.t(
                "ask_addition",
                reference=request.reference or "",
                name=office_of(turn).name_of(request.holder),
            )
        )
    ]


async def _reopen(turn: Turn, request: ContactRequest) -> Replies:
    """Open it, promise a new date, and ask what is still the matter."""
    office = office_of(turn)
    opened = await steps.reopen(office, request, "visitor")
    if opened is None:
        turn.toast = turn.t("request_not_open")
        return []
    await announce(office, opened, "announce_reopened")
    await tell_desk(turn, opened.id)
    turn.talk.waiting_for = f"{ASKED}{opened.id}"
    turn.is_confirmation = True
    return [turn.say(_told(turn, opened, "reopened"))]


async def choose_moment(query: CallbackQuery, turn: Turn, callback_data: Moment) -> Replies:
    """When he would like to be called."""
    request = await _own(turn, callback_data.request)
    value = callback_data.value
    if request is None or not request.is_open:
        turn.toast = turn.t("request_not_open")
        return []
    if value != "any" and not is_code(value, turn.now):
        turn.toast = turn.t("moment_gone")
        return []
    office = office_of(turn)
    if value == request.preferred_moment:
        turn.toast = turn.t("moment_noted_already")
        return []
    await turn.db.requests.prefer(request.id, request.preferred_channel, value)
    await turn.db.requests.log(request.id, "visitor", Kind.MOMENT, value, turn.now, "chat")
    in_dutch = moment_in_words(value, office.today, turn.brain.texts, "nl")
    await announce(office, request, "announce_moment", moment=in_dutch)
    await tell_desk(turn, request.id)
    moment = moment_in_words(value, None, turn.brain.texts, turn.language)
    name = office.name_of(request.holder)
    return [turn.say(turn.t("moment_noted", moment=moment, name=name))]


async def offer(turn: Turn, replies: Replies) -> Replies:
    """Under 'dat begrijp ik niet': the words may belong to the request that is open."""
    if not turn.talk.kept_question or not replies:
        return replies
    open_ones = [r for r in await turn.db.requests.of_chat(turn.talk.chat_id) if r.is_open]
    last = replies[-1]
    if open_ones and isinstance(last, SendMessage):
        keyboard = last.reply_markup
        known = keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else []
        last.reply_markup = rows([add_button(turn, open_ones[0])], *known)
    return replies


def add_button(turn: Turn, request: ContactRequest) -> InlineKeyboardButton:
    label = turn.t("button_add", reference=request.reference or "")
    return button(label, AddTo(do="kept", request=request.id))


def is_belonging_asked(message: Message, turn: Turn) -> bool:
    return (turn.talk.waiting_for or "").startswith(BELONGS)


def belongs(turn: Turn) -> bool:
    """'Ja', or what the button says."""
    return is_yes(turn.text) or bare(turn.text).startswith(_BELONGING)


def is_new(turn: Turn) -> bool:
    """'Nee', or what the other button says."""
    return is_no(turn.text) or _NEW.fullmatch(bare(turn.text)) is not None


async def says_afterthought(message: Message, turn: Turn) -> bool:
    """'Oh ja, en ...' while a request is open: more likely a part of it than a question to us."""
    match = turn.match
    words = bare(turn.text)
    if "?" in turn.text or (match and _APART & set(match.intents[:1])):
        return False
    if not (_AFTERTHOUGHT.match(words) or _ANNOUNCED.fullmatch(words)):
        return False
    return await _latest_open(turn) is not None


async def ask_afterthought(message: Message, turn: Turn) -> Replies:
    """Ask what it is, where that was not said yet; else whether it belongs to the request."""
    request = await _latest_open(turn)
    assert request is not None
    if _ANNOUNCED.fullmatch(bare(turn.text)):
        return _ask_addition(turn, request)
    return ask_whether_new(turn, request)


async def asks_to_mail(message: Message, turn: Turn) -> bool:
    """'Kan ik ook mailen?' of who has sent a request."""
    match = turn.match
    if match and match.outcome is Outcome.ANSWER and _APART & set(match.intents):
        return False
    return asides.asks_to_mail(turn.text) and await _latest_open(turn) is not None


async def tell_mailbox(message: Message, turn: Turn) -> Replies:
    """The address of the person who has his request, and that typing here does it too."""
    request = await _latest_open(turn)
    assert request is not None
    person = turn.knowledge.facilitators.get(request.holder)
    if person is None:
        return _ask_addition(turn, request)
    text = turn.t(
        "mail_yourself",
        name=person.name,
        email=person.email,
        reference=request.reference or "",
    )
    add_it = button(turn.t("button_add_something"), AddTo(do="ask", request=request.id))
    return [turn.say(text, rows([add_it]))]


async def _latest_open(turn: Turn) -> ContactRequest | None:
    requests = await turn.db.requests.of_chat(turn.talk.chat_id)
    return next((each for each in requests if each.is_open), None)


async def add_kept(message: Message, turn: Turn) -> Replies:
    """'Ja, dat hoort daarbij', typed."""
    number = int((turn.talk.waiting_for or "").removeprefix(BELONGS))
    turn.talk.waiting_for = None
    request = await _own(turn, number)
    if request is None or not turn.talk.kept_question:
        return [turn.say(turn.t("request_not_open"))]
    return await add(turn, request, turn.talk.kept_question)


def ask_whether_new(turn: Turn, open_one: ContactRequest) -> Replies:
    """A wish for contact while a request is open: does it belong to that one?"""
    turn.talk.kept_question = turn.text
    turn.talk.waiting_for = f"{BELONGS}{open_one.id}"
    new = button(turn.t("button_new_request"), Ask(what="contact"))
    text = turn.t("belongs_to_request", reference=open_one.reference or "")
    return [turn.say(text, rows([add_button(turn, open_one)], [new]))]
