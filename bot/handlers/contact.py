"""The contact request from its beginning until it is sent, stopped or laid aside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove

from bot.form import (
    OPTIONAL,
    PREFERENCES,
    STEPS,
    contact_fault,
    form_of,
    has,
    holds_details,
    new_form,
    own_words,
    read_text,
    take_details,
    take_preference,
    take_wish,
)
from bot.handlers import additions, earlier, guides, requests
from bot.handlers.form_questions import (
    ABOUT,
    ask_again,
    ask_next,
    ask_what_to_change,
    offer_to_go_on,
    offered_questions,
    prompt,
    show_summary,
    take_address,
    taken_at,
)
from bot.keyboards import Ask, Form, button, rows
from bot.notices import tell_desk
from bot.office import office_of
from bot.phrases import (
    BACK,
    GO_ON,
    bare,
    is_stop,
)
from bot.promise import due_on, in_words
from bot.texts import Html
from bot.turn import Replies, Turn
from storage import NewRequest

LAID_ASIDE_AFTER = timedelta(hours=8)  # a form that nobody touched for so long is asked about
A_DAY = 3  # times as many requests as may be open at once
Answer = Callable[[Message, Turn], Awaitable[Replies]]


async def begin(event: Message | CallbackQuery, turn: Turn) -> Replies:
    """Start a contact request with all that this message and this chat already gave."""
    if turn.talk.form is not None:
        turn.talk.form["paused"] = False
        turn.talk.form_at = turn.now
        return ask_again(turn)
    open_ones = [r for r in await turn.db.requests.of_chat(turn.talk.chat_id) if r.is_open]
    if open_ones and isinstance(event, Message) and _belongs_perhaps(turn):
        return additions.ask_whether_new(turn, open_ones[0])
    limit = turn.settings.limits.open_requests
    if len(open_ones) >= limit:
        return [turn.say(turn.t("too_many_requests")), *await requests.show_status(event, turn)]
    if await _sent_today(turn) >= A_DAY * limit:
        return [turn.say(turn.t("too_many_today", people=guides.people_lines(turn)))]
    if isinstance(event, Message) and _not_now(turn.text):
        return [
            turn.say(
                turn.t("not_now"),
                rows([button(turn.t("button_leave_message"), Ask(what="contact"))]),
            )
        ]
    form = new_form(turn)
    turn.talk.kept_question = turn.talk.kept_question if isinstance(event, CallbackQuery) else None
    if isinstance(event, Message) and turn.text and not turn.text.startswith("/"):
        details = read_text(turn)
        take_details(turn, details)
        take_wish(turn)
        form["question"] = own_words(turn, details)
        # Long messages are read less surely: the visitor sees what was made of his.
        if form["question"] and form["question"] != turn.text:
            form["guessed"].append("question")
        intro = turn.t("form_intro")
        fault = contact_fault(turn, details)
    else:
        intro, fault = turn.t("form_intro"), None
    if form["provinces"] and not form["facilitator"]:
        form["provinces"] = []
    await earlier.remember(turn)
    lead = Html(f"{intro}\n\n{fault}") if fault else intro
    return ask_next(turn, lead=lead, first=True)


async def _sent_today(turn: Turn) -> int:
    """Requests of one day, those too that he took back or had deleted: each was a card on
    somebody's phone.
    """
    since, limit = turn.now - timedelta(days=1), turn.settings.limits.open_requests
    sent = await turn.db.requests.of_chat(turn.talk.chat_id, limit=100)
    erased = await turn.db.people.erased_since(turn.talk.chat_id, since)
    # How many there were before somebody erased himself is not known any more.
    return sum(each.received_at >= since for each in sent) + limit * erased


async def pass_on(event: Message | CallbackQuery, turn: Turn) -> Replies:
    """'Geef mijn vraag door': what was typed is the question, so that nobody types it twice."""
    kept = turn.talk.kept_question
    is_new = turn.talk.form is None
    turn.text = ""  # a typed 'ja' is no part of it
    replies = await begin(event, turn)
    form = turn.talk.form
    if form is not None and kept and (is_new or not form["question"]):
        form["question"], turn.talk.kept_question = kept, None
    return replies


def _belongs_perhaps(turn: Turn) -> bool:
    """'Bel mij morgen liever', or 'mijn nummer is anders': no whole new request."""
    if turn.text.startswith("/"):
        return False
    return not holds_details(turn) or read_text(turn).name is None


def _not_now(text: str) -> bool:
    """'Maar niet nu': then nothing is started, only offered."""
    words = bare(text)
    return any(sign in words for sign in ("niet nu", "later misschien", "nu even niet", "not now"))


async def begin_with_details(message: Message, turn: Turn) -> Replies:
    """A message that holds a phone number or an address is a contact request."""
    return await begin(message, turn)


def _take_offered(turn: Turn, name: str) -> Replies:
    """A tap on what was talked about, unless it is so long ago that it is not offered any more."""
    question = offered_questions(turn).get(name)
    if question is None:
        return prompt(turn, "question", None)
    form_of(turn)["question"] = question
    return taken_at(turn, "question")


async def tapped(query: CallbackQuery, turn: Turn, callback_data: Form) -> Replies:
    """A button of the form; of an older form it only says what became of that."""
    form = turn.talk.form
    if form is None or form["key"] != callback_data.key:
        sent = await turn.db.requests.by_form(callback_data.key)
        is_own = sent is not None and sent.about_chat == turn.talk.chat_id
        turn.toast = turn.t("already_sent" if is_own else "old_button")
        return []
    form["paused"], turn.talk.form_at = False, turn.now
    do = callback_data.do
    if do in ("hint_yes", "hint_no") and form.get("hint"):
        return take_address(turn, is_meant=do == "hint_yes")
    form["hint"] = None
    if do == "send":
        return ask_next(turn) if form.get("outdated") else await send(turn)
    if do == "stop":
        return cancel(turn)
    if do == "back":
        return back(turn)
    if do == "resume":
        return ask_again(turn)
    if do == "skip":
        form["editing"] = False
        return ask_next(turn)
    if do in PREFERENCES:
        take_preference(turn, do)
        return taken_at(turn, "moment")
    if do.startswith(ABOUT) and form["step"] == "question":
        return _take_offered(turn, do.removeprefix(ABOUT))
    if do == "change":
        return ask_what_to_change(turn)
    if do in earlier.CHOICES:
        earlier.choose(turn, do)
        return ask_next(turn)
    if do in (*STEPS, *OPTIONAL):
        form["step"], form["editing"] = do, True
        return prompt(turn, do, None)
    turn.toast = turn.t("old_button")
    return []


async def send(turn: Turn) -> Replies:
    """Store the request and promise a date; the same form again gives the first request."""
    form = form_of(turn)
    if not all(has(form, step) for step in STEPS):
        return ask_next(turn)
    new = NewRequest(
        form_key=form["key"],
        about_chat=turn.talk.chat_id,
        name=form["name"],
        phone=form["phone"],
        email=form["email"],
        company=form["company"],
        terrein=form["terrein"],
        place=form["place"],
        provinces=tuple(form["provinces"]),
        facilitator=await office_of(turn).on_duty(form["facilitator"]),
        question=form["question"],
        topics=tuple(turn.talk.topics),
        language=turn.language,
        received_at=turn.received,
        due_on=due_on(turn.received),
        preferred_channel=form.get("channel"),
        preferred_moment=form.get("moment"),
    )
    request, is_new = await turn.db.requests.submit(new, turn.now)
    if is_new:
        await tell_desk(turn, request.id)
    turn.talk.form, turn.talk.form_at = None, None
    person = turn.knowledge.facilitators[request.facilitator]
    text = turn.t(
        "sent",
        reference=request.reference or "",
        name=person.name,
        phone=person.phone,
        due=in_words(request.due_on, None, turn.language),
    )
    return [turn.say(text, ReplyKeyboardRemove(remove_keyboard=True))]


def cancel(turn: Turn) -> Replies:
    """Forget the form; nothing was sent."""
    turn.talk.form, turn.talk.form_at, turn.talk.waiting_for = None, None, None
    return [turn.say(turn.t("cancelled"), ReplyKeyboardRemove(remove_keyboard=True))]


def back(turn: Turn) -> Replies:
    """One step back: that detail is asked again."""
    form = form_of(turn)
    trail, here = form["trail"], form["step"]
    if here == "summary" and not form.get("shown"):
        return show_summary(turn, None)  # back from 'what would you like to change?'
    before = trail[: trail.index(here)] if here in trail else trail
    if not before:
        return prompt(turn, here, turn.t("first_step"))
    form["step"], form["editing"] = before[-1], True
    return prompt(turn, before[-1], None)


def is_stale(turn: Turn) -> bool:
    touched = turn.talk.form_at
    return touched is not None and turn.now - touched > LAID_ASIDE_AFTER


async def lay_aside(message: Message, turn: Turn, answer: Answer) -> Replies:
    """Back after hours: answer what was said, and ask whether the request goes on."""
    form = form_of(turn)
    turn.talk.form_at = turn.now
    if bare(turn.text) in GO_ON or bare(turn.text) in BACK:
        return ask_again(turn)
    form["paused"] = True
    replies = await answer(message, turn) if turn.text else []
    return [*replies, *offer_to_go_on(turn)]


async def nothing_to_stop(message: Message, turn: Turn) -> Replies:
    """'Stop' or 'terug' where nothing is going on."""
    turn.talk.waiting_for = None
    return [turn.say(turn.t("nothing_to_stop"))]


async def nothing_to_send(message: Message, turn: Turn) -> Replies:
    """'Versturen' where nothing is being made: what was sent already, or how to begin."""
    if any(each.is_open for each in await turn.db.requests.of_chat(turn.talk.chat_id)):
        return [turn.say(turn.t("already_sent")), *await requests.show_status(message, turn)]
    leave = button(turn.t("button_leave_message"), Ask(what="contact"))
    return [turn.say(turn.t("nothing_to_send"), rows([leave]))]


async def resume_typed(message: Message, turn: Turn) -> Replies:
    """'Verder' or 'stoppen', typed while the form is laid aside."""
    if is_stop(turn.text):
        return cancel(turn)
    form_of(turn)["paused"] = False
    turn.talk.form_at = turn.now
    return ask_again(turn)
