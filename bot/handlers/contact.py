"""The contact request form: one question at a time, and everything that was given is taken."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove

from bot import asides
from bot.details import FIRST_NAMES, read_name, read_phone
from bot.details.wishes import without_wish
from bot.form import (
    LONGEST,
    OPTIONAL,
    PREFERENCES,
    STEPS,
    change_named,
    contact_fault,
    form_of,
    has,
    holds_details,
    new_form,
    number_named,
    own_words,
    read_text,
    take_details,
    take_preference,
    take_question_beside,
    take_wish,
)
from bot.handlers import additions, earlier, guides, requests, safety
from bot.handlers.form_questions import (
    ABOUT,
    answered_then,
    ask_again,
    ask_next,
    ask_what_to_change,
    offer_to_go_on,
    offered_questions,
    prompt,
    show_summary,
    take_place,
    take_region,
    taken_at,
)
from bot.keyboards import Ask, Form, button, rows, shorten
from bot.notices import tell_desk
from bot.office import office_of
from bot.phrases import (
    BACK,
    CHANGE,
    GO_ON,
    NO_THANKS,
    SEND,
    SKIP,
    STOP,
    agrees,
    bare,
    corrected,
    is_no,
    is_yes,
    without_no,
)
from bot.promise import due_on, in_words
from bot.texts import isolated
from bot.turn import Replies, Turn
from intents import Outcome
from storage import NewRequest

LAID_ASIDE_AFTER = timedelta(hours=8)  # a form that nobody touched for so long is asked about
# Asked while the form is open these are no question for a procesbegeleider.
OF_THIS_CHAT = {"privacy", "bot_identiteit", "reactietermijn"}
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
    return ask_next(turn, lead=fault or intro, first=True)


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


async def go_on(message: Message, turn: Turn, answer: Answer) -> Replies:
    """One message while the form is open; `answer` answers a question in the middle."""
    form = form_of(turn)
    words = bare(turn.text)
    if words in STOP:
        return cancel(turn)
    if _is_stale(turn):
        return await _lay_aside(message, turn, answer)
    turn.talk.form_at = turn.now
    if words in BACK:
        return _back(turn)
    if words in NO_THANKS and form["step"] not in (*OPTIONAL, "summary"):
        is_empty = not any(has(form, step) for step in STEPS)
        return cancel(turn) if is_empty else ask_again(turn)
    if message.contact is not None:
        return _take_shared_contact(message, turn)
    if (correction := corrected(turn.text)) and (replies := _correct(turn, correction)):
        return replies
    if told := asides.told_about_form(turn):
        return ask_next(turn, lead=told)
    is_answer = words.startswith(earlier.ANSWERS) or not _sure_question(turn)
    if form["step"] == "same" and is_answer:
        if earlier.read(turn) and not earlier.names_place(turn):
            return ask_next(turn)
        if holds_details(turn):
            form["earlier"], form["step"] = None, "name"
        elif form["earlier"] is None:
            form["step"] = "region"
    if form["step"] == "summary":
        return await _at_summary(message, turn, answer)
    if form["step"] in OPTIONAL and words in SKIP:
        form["editing"] = False
        return ask_next(turn)
    return await _take_step(message, turn, answer)


async def _at_summary(message: Message, turn: Turn, answer: Answer) -> Replies:
    """At the summary: send, change, or more details."""
    words = bare(turn.text)
    if words in SEND or agrees(turn.text):
        # Something else was said since the summary: it is shown once more before it goes.
        return await send(turn) if form_of(turn).get("shown") else show_summary(turn, None)
    if change := change_named(words):
        return await _change(message, turn, answer, *change)
    is_change = words.startswith(CHANGE)
    if is_change and (replies := _correct(turn, without_no(turn.text))):
        return replies
    if is_no(turn.text) or is_change:
        return ask_what_to_change(turn)
    return _correct(turn, turn.text) or await _question_or_help(message, turn, answer)


def _correct(turn: Turn, text: str) -> Replies | None:
    """Details that are given again replace what was there; None where none are given."""
    form = form_of(turn)
    turn.text = text
    details = read_text(turn)
    taken = take_details(turn, details, over=True)
    fault = contact_fault(turn, details)
    if take_wish(turn) or taken or fault:
        return ask_next(turn, lead=fault)
    if details.place is not None and form["candidates"]:
        form["step"], form["editing"] = "region", True
        return prompt(turn, "region", None)
    return None


async def _change(message: Message, turn: Turn, answer: Answer, step: str, value: str) -> Replies:
    form = form_of(turn)
    form["step"], form["editing"] = step, True
    if not value:
        return prompt(turn, step, None)
    start = turn.text.lower().rfind(value)
    turn.text = turn.text[start:] if start >= 0 else value
    return await _take_step(message, turn, answer)


async def _take_step(message: Message, turn: Turn, answer: Answer) -> Replies:
    """A valid value for this step, else a question, else the step's help."""
    form = form_of(turn)
    step = form["step"]
    if step == "question":
        return await _take_question(message, turn, answer)
    if step == "moment":
        take_preference(turn, None)
        return taken_at(turn, step)
    if step in OPTIONAL:
        form[step] = shorten(turn.text, LONGEST[step])
        return taken_at(turn, step)
    if step == "region" and form["candidates"] and is_yes(turn.text):
        if len(form["candidates"]) == 1:
            label, province = form["candidates"][0]
            return take_region(turn, [province], guides.place_of(label))
        return prompt(turn, "region", None)
    if step == "contact" and (number := number_named(form, bare(turn.text))):
        form["phone"], form["numbers"] = number, []
        return taken_at(turn, step)
    if step == "name" and bare(turn.text) in FIRST_NAMES:
        # Erica is a village too, but her name is what was asked.
        form["name"] = read_name(turn.text)
        return taken_at(turn, step)
    details = read_text(turn)
    if step == "contact" and (details.phone or details.email):
        # What is given here replaces what was given before, the other channel too.
        form["phone"], form["email"] = None, None
    taken = take_details(turn, details, over=form["editing"])
    if step == "region" and "region" not in taken and not taken:
        place = turn.brain.places.find(turn.text)
        if place.outcome != "unknown" and not _sure_question(turn):
            return take_place(turn, place)
    # A place that is typed here is a place; who is called so types it once more.
    if step == "name" and not {"name", "region"} & set(taken):
        name = read_name(turn.text)
        if name and not _sure_question(turn):
            form["name"] = shorten(name, LONGEST["name"])
            return taken_at(turn, "name")
    if fault := contact_fault(turn, details):
        return ask_next(turn, lead=fault)
    if step in taken or (step == "contact" and has(form, step)):
        take_wish(turn)
        take_question_beside(turn, details)
        return taken_at(turn, step)
    if take_wish(turn) or taken:
        lead = turn.t("noted")
        if taken == ["region"]:
            lead = turn.t("noted_place", place=isolated(guides.place_words(turn)))
        return ask_next(turn, lead=lead)
    return await _question_or_help(message, turn, answer)


async def _take_question(message: Message, turn: Turn, answer: Answer) -> Replies:
    """All text is the question here, but a report of a crime is never kept, and what is asked of
    this chat itself is answered by it.
    """
    form = form_of(turn)
    if safety.is_report(turn):
        replies = await safety.report_crime(message, turn)
        return [*replies, *ask_next(turn, lead=turn.t("no_report_in_form"))]
    is_small_talk = bool(
        turn.match
        and turn.match.outcome is Outcome.ANSWER
        and turn.knowledge.intents[turn.match.intents[0]].kind == "smalltalk"
        and len(turn.text.split()) <= 3
    )
    if is_yes(turn.text) or is_no(turn.text) or is_small_talk or bare(turn.text) in SEND | {""}:
        return ask_next(turn, lead=turn.t("help_question"))
    if take_wish(turn) and without_wish(turn.text) is None:
        return ask_next(turn, lead=turn.t("noted"))
    match = turn.match
    if match and match.outcome is Outcome.ANSWER and set(match.intents) <= OF_THIS_CHAT:
        return await _question_or_help(message, turn, answer)
    form["question"] = turn.text
    return taken_at(turn, "question")


def _take_offered(turn: Turn, name: str) -> Replies:
    """A tap on what was talked about, unless it is so long ago that it is not offered any more."""
    question = offered_questions(turn).get(name)
    if question is None:
        return prompt(turn, "question", None)
    form_of(turn)["question"] = question
    return taken_at(turn, "question")


def _sure_question(turn: Turn) -> bool:
    match = turn.match
    return bool(
        match
        and match.outcome is Outcome.ANSWER
        and match.intents[0] not in ("contactverzoek", "procesbegeleider_zoeken")
    )


async def _question_or_help(message: Message, turn: Turn, answer: Answer) -> Replies:
    """A question in the middle is answered, and then the form goes on."""
    if _sure_question(turn):
        step = form_of(turn)["step"]
        replies = await answer(message, turn)
        # What was asked may have ended the form ('verwijder mijn gegevens').
        if turn.talk.form is None or turn.talk.waiting_for in ("erase", "withdraw"):
            return replies
        form_of(turn)["step"] = step
        return answered_then(replies, ask_again(turn))
    if turn.match and turn.match.near_miss:
        known = turn.knowledge.near_misses[turn.match.near_miss]
        return answered_then([turn.say(known.answer[turn.language])], ask_again(turn))
    step = form_of(turn)["step"]
    if step != "name" and "?" in turn.text and len(turn.text.split()) > 2:
        return ask_next(turn, lead=turn.t("form_unsure"))
    if step == "contact" and not any(sign.isdigit() or sign == "@" for sign in turn.text):
        return ask_again(turn)  # 'waar waren we?' is no mistake in a number
    return ask_next(turn, lead=turn.t(f"help_{step}"))


def _take_shared_contact(message: Message, turn: Turn) -> Replies:
    """A shared contact card: one's own only, and only its number."""
    contact = message.contact
    if contact is None or contact.user_id != turn.user_id:
        return ask_next(turn, lead=turn.t("not_your_card"))
    digits = contact.phone_number
    reading = read_phone(digits if digits.startswith("+") else f"+{digits}")
    if reading.number is None:
        return ask_next(turn, lead=turn.t("phone_invalid"))
    form_of(turn)["phone"] = reading.number
    return taken_at(turn, "contact")


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
    if do == "send":
        return ask_next(turn) if form.get("outdated") else await send(turn)
    if do == "stop":
        return cancel(turn)
    if do == "back":
        return _back(turn)
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


def _back(turn: Turn) -> Replies:
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


def _is_stale(turn: Turn) -> bool:
    touched = turn.talk.form_at
    return touched is not None and turn.now - touched > LAID_ASIDE_AFTER


async def _lay_aside(message: Message, turn: Turn, answer: Answer) -> Replies:
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
    if bare(turn.text) in STOP:
        return cancel(turn)
    form_of(turn)["paused"] = False
    turn.talk.form_at = turn.now
    return ask_again(turn)
