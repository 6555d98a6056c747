"""What one typed message does to the open contact request: a value, a change, or a question."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiogram.types import Message

from bot import asides
from bot.details import FIRST_NAMES, Details, read_name, read_phone
from bot.details.wishes import without_wish
from bot.form import (
    LONGEST,
    OPTIONAL,
    STEPS,
    called_wrong,
    change_named,
    contact_fault,
    form_of,
    has,
    holds_details,
    read_text,
    set_region,
    take_details,
    take_preference,
    take_question_beside,
    take_wish,
)
from bot.handlers import contact, earlier, form_places, guides, safety
from bot.handlers.form_questions import (
    answered_then,
    ask_again,
    ask_next,
    ask_what_to_change,
    change_typed,
    prompt,
    show_summary,
    take_address,
    taken_at,
)
from bot.keyboards import shorten
from bot.phrases import (
    BACK,
    CHANGE,
    NO_THANKS,
    SKIP,
    agrees,
    bare,
    corrected,
    denies,
    is_no,
    is_send,
    is_stop,
    is_yes,
    same,
    which,
    without_no,
)
from bot.texts import Html, isolated
from bot.turn import Replies, Turn
from intents import Outcome, reads_as_question

# Asked while the form is open these are no question for a procesbegeleider.
OF_THIS_CHAT = {"privacy", "bot_identiteit", "reactietermijn"}
TRIES = 2  # at one step, after which a person is offered
_PLACE_INSTEAD = re.compile(
    r"^(?:\S+ ){0,3}(?:niet|toch|not)\b(?: \S+){1,4}$|^toch \S+$", re.IGNORECASE
)
WORDS = 4  # of a text that is more than 'ja' or a name
Answer = Callable[[Message, Turn], Awaitable[Replies]]


async def go_on(message: Message, turn: Turn, answer: Answer) -> Replies:
    """One message while the form is open; `answer` answers a question in the middle."""
    form = form_of(turn)
    words = bare(turn.text)
    if is_stop(turn.text):
        return contact.cancel(turn)
    if contact.is_stale(turn):
        return await contact.lay_aside(message, turn, answer)
    turn.talk.form_at = turn.now
    if form.get("hint"):
        if agrees(turn.text) or denies(turn.text):
            return take_address(turn, is_meant=not denies(turn.text))
        form["hint"] = None
    if words in BACK:
        return contact.back(turn)
    if form["step"] == "region" and (answered := form_places.take_answer(turn)):
        return answered
    is_empty = not any(has(form, step) for step in STEPS)
    if is_empty and form["step"] == "name" and is_no(turn.text):
        return contact.cancel(turn)  # he did not want this
    if words in NO_THANKS and form["step"] not in (*OPTIONAL, "summary"):
        return contact.cancel(turn) if is_empty else ask_again(turn)
    if message.contact is not None:
        return _take_shared_contact(message, turn)
    if (correction := corrected(turn.text)) and (replies := _correct(turn, correction)):
        return replies
    if is_send(turn.text) and form["step"] not in ("question", "summary"):
        return ask_again(turn)
    if form["step"] != "summary" and (wrong := called_wrong(form, words)):
        return await _change(message, turn, answer, wrong, "")
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
    if is_send(turn.text) or agrees(turn.text):
        # Something else was said since the summary: it is shown once more before it goes.
        return await contact.send(turn) if form_of(turn).get("shown") else show_summary(turn, None)
    if change := change_typed(turn) or change_named(words):
        return await _change(message, turn, answer, *change)
    if same(turn.text, turn.t("button_change")):
        return ask_what_to_change(turn)
    is_change = words.startswith(CHANGE)
    if is_change and (replies := _correct(turn, without_no(turn.text))):
        return replies
    if is_no(turn.text) or is_change:
        return ask_what_to_change(turn)
    return _correct(turn, turn.text, is_stated=False) or await _question_or_help(
        message, turn, answer
    )


def _correct(turn: Turn, text: str, *, is_stated: bool = True) -> Replies | None:
    """Details that are given again replace what was there; None where none are given.

    Where it is not stated that something is wrong, a guess does not replace a name.
    """
    form = form_of(turn)
    turn.text = text
    details = read_text(turn)
    if not is_stated and _is_another_name(form, details):
        details = replace(details, name=None)
    taken = take_details(turn, details, over=True)
    fault = contact_fault(turn, details)
    if take_wish(turn) or taken or fault or form.get("hint"):
        return ask_next(turn, lead=fault)
    if details.place is None and _PLACE_INSTEAD.search(text):
        place = turn.brain.places.find(text)
        if place.outcome == "found" and list(place.provinces) != form["provinces"]:
            set_region(turn, list(place.provinces), place.name)
            return ask_next(turn)
    if details.place is not None and form["candidates"]:
        form["step"], form["editing"] = "region", True
        return prompt(turn, "region", None)
    return None


def _is_another_name(form: dict[str, Any], details: Details) -> bool:
    """'Kleefse Waard' after 'Kees Smit' is a terrein; 'Kees de Smit' is the same man."""
    if "name" not in details.guessed or not (form["name"] and details.name):
        return False
    known, new = (set(each.casefold().split()) for each in (form["name"], details.name))
    return not known & new


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
    if step == "contact" and (number := which(turn.text, form["numbers"])):
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
    if step == "region" and not taken:
        place = turn.brain.places.find(turn.text)
        if place.outcome != "unknown" and not _sure_question(turn):
            return form_places.take(turn, place)
    # A place that is typed here is a place; who is called so types it once more.
    if step == "name" and not {"name", "region"} & set(taken):
        name = read_name(turn.text)
        if name and not _sure_question(turn):
            form["name"] = shorten(name, LONGEST["name"])
            return taken_at(turn, "name")
    if fault := contact_fault(turn, details):
        return ask_next(turn, lead=fault)
    if form.get("hint") and not has(form, "contact"):
        return ask_next(turn)
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
    is_word = is_yes(turn.text) or is_no(turn.text) or is_send(turn.text)
    if is_word or is_small_talk or not bare(turn.text):
        return ask_next(turn, lead=turn.t("help_question"))
    if take_wish(turn) and without_wish(turn.text) is None:
        return ask_next(turn, lead=turn.t("noted"))
    if bare(turn.text) in _given(form):
        return ask_next(turn, lead=turn.t("noted"))  # sent twice on a bad line
    details = read_text(turn)
    if (details.phone or details.email) and details.question is None:
        # 'Doe toch maar bellen, 06-...': how to reach him, and no question.
        take_details(turn, details)
        take_wish(turn)
        return ask_next(turn, lead=turn.t("noted"))
    match = turn.match
    if match and match.outcome is Outcome.ANSWER and set(match.intents) <= OF_THIS_CHAT:
        return await _question_or_help(message, turn, answer)
    form["question"] = turn.text
    return taken_at(turn, "question")


def _adds_to_question(turn: Turn) -> bool:
    """'Alleen wat de eerste stap is', where the question was guessed or not asked yet: it is put
    with it, and shown before anything is sent.
    """
    form = form_of(turn)
    is_open = form["step"] == "same" and not form["question"]
    if not (is_open or form["step"] == "summary") or safety.is_report(turn):
        return False
    is_complaint = bool(turn.match and "frustratie" in turn.match.intents)
    if len(turn.text.split()) < WORDS or is_complaint:
        return False
    form["question"] = f"{form['question']}. {turn.text}" if form["question"] else turn.text
    form["guessed"] = list(dict.fromkeys([*form["guessed"], "question"]))
    return True


def _given(form: dict[str, Any]) -> set[str]:
    """What was answered before, as it is compared."""
    names = ("name", "email", "place", "company", "terrein")
    return {bare(str(form[name])) for name in names if form[name]} | {
        bare(each) for each in form["provinces"]
    }


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
    if _adds_to_question(turn):
        return ask_next(turn, lead=turn.t("noted"))
    step = form_of(turn)["step"]
    is_marked = "?" in turn.text and step != "name"
    if (is_marked or step == "region") and reads_as_question(turn.text):
        return ask_next(turn, lead=turn.t("form_unsure"))
    if step == "contact" and not any(sign.isdigit() or sign == "@" for sign in turn.text):
        return ask_again(turn)  # 'waar waren we?' is no mistake in a number
    return ask_next(turn, lead=_help(turn, step))


def _help(turn: Turn, step: str) -> Html:
    """What is wanted here; the second time in a row also how to reach a person without it."""
    form = form_of(turn)
    failed = form.get("failed") or ["", 0]
    count = failed[1] + 1 if failed[0] == step else 1
    form["failed"] = [step, count]
    text = turn.t(f"help_{step}")
    if count < TRIES or step == "summary":
        return text
    return Html(f"{text}\n\n{turn.t('help_person', people=asides.numbers(turn))}")


def _take_shared_contact(message: Message, turn: Turn) -> Replies:
    """A shared contact card: one's own only, and only its number."""
    card = message.contact
    if card is None or card.user_id != turn.user_id:
        return ask_next(turn, lead=turn.t("not_your_card"))
    digits = card.phone_number
    reading = read_phone(digits if digits.startswith("+") else f"+{digits}")
    if reading.number is None:
        return ask_next(turn, lead=turn.t("phone_invalid"))
    form_of(turn)["phone"] = reading.number
    return taken_at(turn, "contact")
