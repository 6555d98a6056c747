"""What the form asks and shows: the next question, the summary, and the ways out of it."""

from __future__ import annotations

from typing import Any

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, KeyboardButton, ReplyKeyboardMarkup

from bot.details import show_phone
from bot.form import (
    OPTIONAL,
    PREFERENCES,
    STEPS,
    drop_empty_preference,
    form_of,
    has,
    labelled,
    place_in,
    preference_of,
    set_region,
)
from bot.handlers import earlier, guides
from bot.keyboards import Form, button, in_pairs, rows, shorten
from bot.phrases import same
from bot.texts import Html, isolated
from bot.turn import Keyboard, Replies, Turn
from intents import Candidate

ABOUT, MOST_OFFERED = "about-", 2  # questions that one tap gives: 'about-kosten'


def answered_then(replies: Replies, question: Replies) -> Replies:
    """The answer and the form's next question in one message, without the answer's buttons."""
    if len(replies) != 1 or not isinstance(replies[0], SendMessage):
        return [*replies, *question]
    asked = question[0]
    assert isinstance(asked, SendMessage)
    asked.text = f"{replies[0].text}\n\n{asked.text}"
    return question


def ask_again(turn: Turn) -> Replies:
    """The open question once more, with what is known already."""
    known = [str(value) for value in (form_of(turn)["name"],) if value]
    key = "form_goes_on_name" if known else "form_goes_on"
    return ask_next(turn, lead=turn.t(key, name=isolated(known[0]) if known else ""))


def taken_at(turn: Turn, step: str) -> Replies:
    form = form_of(turn)
    if step not in form["trail"]:
        form["trail"].append(step)
    form["editing"] = False
    if step == "contact":
        drop_empty_preference(form)
    # A name that was guessed is certain once it is typed at its own step.
    form["guessed"] = [each for each in form["guessed"] if each != step]
    return ask_next(turn)


def ask_next(turn: Turn, lead: Html | None = None, first: bool = False) -> Replies:
    """Ask the first thing that is missing; with nothing missing, show the summary."""
    form = form_of(turn)
    if not (form["editing"] and not first):
        missing = next((s for s in STEPS if not has(form, s)), "summary")
        form["step"] = "same" if form.get("earlier") else missing
    step = form["step"]
    if form.get("hint"):
        return _ask_about_address(turn, lead)
    if step == "summary":
        return show_summary(turn, None if first else lead)
    if first and form["name"] and step != "name":
        lead = Html(f"{lead}\n\n{turn.t('form_known', name=isolated(form['name']))}")
    return prompt(turn, step, lead)


def prompt(turn: Turn, step: str, lead: Html | None) -> Replies:
    form = form_of(turn)
    if step == "same":
        return earlier.ask(turn, lead, way_out(turn)[1])
    text = turn.t(f"ask_{step}")
    keyboard: Keyboard
    if step == "contact" and form.get("numbers"):
        text = turn.t("which_number")
        keyboard = _number_keyboard(turn)
    elif step == "contact":
        keyboard = _share_keyboard(turn)
    elif step == "region" and form["candidates"]:
        return _ask_which_place(turn, lead)
    elif step == "region":
        keyboard = rows(*guides.region_buttons(turn), way_out(turn))
    elif step == "moment":
        keyboard = rows(*_preference_buttons(turn), way_out(turn))
    elif step == "question":
        offered = offered_questions(turn)
        keyboard = rows(
            *([button(shown, _to(form, f"{ABOUT}{name}"))] for name, shown in offered.items()),
            way_out(turn),
        )
    elif step in OPTIONAL:
        keyboard = rows([button(turn.t("button_skip"), _to(form, "skip"))], way_out(turn))
    else:
        keyboard = rows(way_out(turn))
    return [turn.say(f"{lead}\n\n{text}" if lead else text, keyboard)]


def _ask_about_address(turn: Turn, lead: Html | None) -> Replies:
    """The address looks like a slip: is this the one that is meant?"""
    form = form_of(turn)
    form["shown"], form["outdated"] = False, True  # what is sent must have been seen
    text = turn.t("email_hint", hint=isolated(form["hint"]))
    choices = [[button(turn.t(f"button_{do}"), _to(form, do))] for do in ("hint_yes", "hint_no")]
    return [turn.say(f"{lead}\n\n{text}" if lead else text, rows(*choices, way_out(turn)))]


def take_address(turn: Turn, is_meant: bool) -> Replies:
    """The answer to that: the address that was meant, or the one that was typed."""
    form = form_of(turn)
    if is_meant:
        form["email"] = form["hint"]
    form["hint"] = None
    return taken_at(turn, "contact") if has(form, "contact") else ask_next(turn)


def _ask_which_place(turn: Turn, lead: Html | None) -> Replies:
    """A place was named that can be read in more than one way, or is misspelt: which is it?"""
    form = form_of(turn)
    found = [Candidate(label, province) for label, province in form["candidates"]]
    asked = guides.which_place(turn, found, bool(form.get("suggested")), way_out(turn))
    if lead:
        asked.text = f"{lead}\n\n{asked.text}"
    return [asked]


def offered_questions(turn: Turn) -> dict[str, str]:
    """What was talked about last, by intent, so that nobody has to type it: 'Meer over: Wat kost
    het?'.
    """
    known = (turn.knowledge.intents.get(name) for name in turn.talk.topics)
    found = [intent for intent in known if intent and intent.kind == "faq"][:MOST_OFFERED]
    return {each.id: str(turn.t("more_about", title=each.title[turn.language])) for each in found}


def _preference_buttons(turn: Turn) -> list[list[InlineKeyboardButton]]:
    """Only what can be done with what he gave: no mail without an address."""
    form = form_of(turn)
    given = {"phone": form["phone"], "email": form["email"]}
    chosen = [
        button(turn.t(f"prefer_{name}"), _to(form, name))
        for name, channel in PREFERENCES.items()
        if given[channel]
    ]
    return [*in_pairs(chosen), [button(turn.t("button_skip"), _to(form, "skip"))]]


def way_out(turn: Turn) -> list[InlineKeyboardButton]:
    form = form_of(turn)
    return [
        button(turn.t("button_back"), _to(form, "back")),
        button(turn.t("button_stop"), _to(form, "stop")),
    ]


def _number_keyboard(turn: Turn) -> ReplyKeyboardMarkup:
    """The numbers that were typed together; a tap types one of them."""
    return _below(turn, [KeyboardButton(text=show_phone(one)) for one in form_of(turn)["numbers"]])


def _share_keyboard(turn: Turn) -> ReplyKeyboardMarkup:
    """The button with which a phone shares its own number; Telegram has it only down here."""
    return _below(turn, [KeyboardButton(text=turn.t("button_share"), request_contact=True)])


def _below(turn: Turn, buttons: list[KeyboardButton]) -> ReplyKeyboardMarkup:
    """Buttons in place of the keys, each on a line of its own, and the way out."""
    way_out = [KeyboardButton(text=turn.t(key)) for key in ("button_back", "button_stop")]
    return ReplyKeyboardMarkup(
        keyboard=[*([each] for each in buttons), way_out],
        resize_keyboard=True,
        one_time_keyboard=True,
    )


def take_region(turn: Turn, provinces: list[str], place: str | None) -> Replies:
    """The province is known."""
    set_region(turn, provinces, place)
    return taken_at(turn, "region")


def show_summary(turn: Turn, lead: Html | None) -> Replies:
    """Everything as it will be sent, to be confirmed or changed."""
    form = form_of(turn)
    lines = [
        ("name", form["name"]),
        ("phone", show_phone(form["phone"]) if form["phone"] else None),
        ("email", form["email"]),
        ("region", place_in(form)),
        ("company", form["company"]),
        ("terrein", form["terrein"]),
        ("preference", preference_of(turn)),
        ("question", shorten(form["question"], 600)),
    ]
    shown = labelled(turn, lines, form["guessed"])
    person = turn.knowledge.facilitators[form["facilitator"]]
    parts = [turn.t("summary"), shown, turn.t("summary_end", name=person.name)]
    text = "\n\n".join([str(lead), *parts] if lead else parts)
    form["shown"], form["outdated"] = True, False
    send_it = [button(turn.t("button_send"), _to(form, "send"))]
    change = [button(turn.t("button_change"), _to(form, "change"))]
    stop = [button(turn.t("button_stop"), _to(form, "stop"))]
    return [turn.say(text, rows(send_it, change, stop))]


def ask_what_to_change(turn: Turn) -> Replies:
    """The second step of 'wijzigen': which detail."""
    form_of(turn)["shown"] = False
    return [turn.say(turn.t("what_to_change"), rows(*change_buttons(turn)))]


def change_typed(turn: Turn) -> tuple[str, str] | None:
    """What a button of 'wijzigen' says, typed: that detail, without a new value."""
    steps = (*STEPS, *OPTIONAL)
    step = next((s for s in steps if same(turn.text, turn.t(f"button_change_{s}"))), None)
    return (step, "") if step else None


def change_buttons(turn: Turn) -> list[list[InlineKeyboardButton]]:
    form = form_of(turn)
    steps = ("name", "contact", "region", "question", "company", "terrein", "moment")
    changes = [button(turn.t(f"button_change_{step}"), _to(form, step)) for step in steps]
    return [*in_pairs(changes), [button(turn.t("button_summary"), _to(form, "skip"))]]


def _to(form: dict[str, Any], do: str) -> Form:
    return Form(do=do, key=form["key"])


def offer_to_go_on(turn: Turn) -> Replies:
    """Lay the form aside, and say that it is not sent and can be gone on with."""
    form = form_of(turn)
    form["paused"], form["shown"] = True, False
    resume = [
        [button(turn.t("button_resume"), _to(form, "resume"))],
        [button(turn.t("button_drop"), _to(form, "stop"))],
    ]
    return [turn.say(turn.t("unfinished"), rows(*resume))]
