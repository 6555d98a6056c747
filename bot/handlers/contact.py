"""The contact request form: one question at a time, and everything that was given is taken."""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from aiogram.methods import SendMessage
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.details import Details, read_details, read_name, read_phone, show_phone
from bot.handlers import guides, requests, safety
from bot.keyboards import Ask, Form, button, in_pairs, rows, shorten
from bot.notices import tell_desk
from bot.phrases import BACK, GO_ON, SEND, SKIP, STOP, bare, is_no, is_yes
from bot.promise import due_on, in_words
from bot.texts import Html, isolated
from bot.turn import Keyboard, Replies, Turn
from intents import Candidate, Outcome, Place
from storage import NewRequest

STEPS = ("name", "contact", "region", "question")
OPTIONAL = ("company", "terrein")
LONGEST = {"name": 100, "company": 150, "terrein": 150, "place": 100}
LAID_ASIDE_AFTER = timedelta(hours=8)  # a form that nobody touched for so long is asked about

FIELDS = {
    **dict.fromkeys(("naam", "name"), "name"),
    **dict.fromkeys(("telefoon", "nummer", "mail", "e-mail", "email", "phone"), "contact"),
    **dict.fromkeys(("provincie", "plaats", "province", "place"), "region"),
    **dict.fromkeys(("vraag", "question"), "question"),
    **dict.fromkeys(("bedrijf", "company"), "company"),
    **dict.fromkeys(("terrein", "park"), "terrein"),
}
_CHANGE = re.compile(
    r"(?:(?:nee|en|no|and|change|wijzig|verander)[, ]+)*(?:de|het|mijn|the|my)? ?"
    rf"(?P<field>(?:{'|'.join(FIELDS)})\w*)"
    r"(?:\s+(?:moet zijn|wordt|moet worden|is|should be)\s*:?\s*|\s*:\s*|"
    r"\s+(?:wijzigen|veranderen|klopt niet|is fout|is wrong)$|$)(?P<value>.*)"
)

Answer = Callable[[Message, Turn], Awaitable[Replies]]


# ---- beginning -----------------------------------------------------------------------------


async def begin(event: Message | CallbackQuery, turn: Turn) -> Replies:
    """Start a contact request with all that this message and this chat already gave."""
    if turn.talk.form is not None:
        turn.talk.form["paused"] = False
        turn.talk.form_at = turn.now
        return ask_again(turn)
    open_ones = [r for r in await turn.db.requests.of_chat(turn.talk.chat_id) if r.is_open]
    if len(open_ones) >= turn.settings.limits.open_requests:
        return [turn.say(turn.t("too_many_requests")), *await requests.show_status(event, turn)]
    if isinstance(event, Message) and _not_now(turn.text):
        return [
            turn.say(
                turn.t("not_now"),
                rows([button(turn.t("button_leave_message"), Ask(what="contact"))]),
            )
        ]
    form = _new_form(turn)
    turn.talk.kept_question = turn.talk.kept_question if isinstance(event, CallbackQuery) else None
    if isinstance(event, Message) and turn.text and not turn.text.startswith("/"):
        details = _read(turn)
        _take_details(turn, details)
        form["question"] = _own_words(turn, details)
        # Long messages are read less surely: the visitor sees what was made of his.
        if form["question"] and form["question"] != turn.text:
            form["guessed"].append("question")
        intro = turn.t("form_intro")
        fault = _contact_fault(turn, details)
    else:
        intro, fault = turn.t("form_intro"), None
    if form["provinces"] and not form["facilitator"]:
        form["provinces"] = []
    return _ask_next(turn, lead=fault or intro, first=True)


def _new_form(turn: Turn) -> dict[str, Any]:
    talk = turn.talk
    people = guides.facilitators_of(turn, talk.provinces)
    one_person = len(people) == 1
    form: dict[str, Any] = {
        "key": secrets.token_urlsafe(8),
        "step": "new",
        "trail": [],
        "name": None,
        "phone": None,
        "email": None,
        "company": None,
        "terrein": None,
        "place": talk.place if one_person else None,
        "provinces": list(talk.provinces) if one_person else [],
        "facilitator": people[0].id if one_person else None,
        "question": None,
        "candidates": [],
        "guessed": [],
        "editing": False,
        "paused": False,
    }
    talk.form, talk.form_at, talk.waiting_for, talk.misses = form, turn.now, None, 0
    return form


async def pass_on(query: CallbackQuery, turn: Turn) -> Replies:
    """'Geef mijn vraag door': what was typed is the question, so that nobody types it twice."""
    kept = turn.talk.kept_question
    is_new = turn.talk.form is None
    replies = await begin(query, turn)
    form = turn.talk.form
    if form is not None and kept and (is_new or not form["question"]):
        form["question"], turn.talk.kept_question = kept, None
    return replies


def _not_now(text: str) -> bool:
    """'Maar niet nu': then nothing is started, only offered."""
    words = bare(text)
    return any(sign in words for sign in ("niet nu", "later misschien", "nu even niet", "not now"))


def _read(turn: Turn) -> Details:
    numbers = frozenset(
        "+31" + person.phone.replace("-", "")[1:]
        for person in turn.knowledge.facilitators.values()
    )
    return read_details(turn.text, turn.brain.places.find, numbers)


def _own_words(turn: Turn, details: Details) -> str | None:
    """The question in the visitor's own words, where the message holds more than 'bel mij'."""
    if details.question:
        return details.question
    match = turn.match
    if match and match.outcome is Outcome.ANSWER and match.intents[:1] == ("contactverzoek",):
        topics = [n for n in match.intents[1:] if turn.knowledge.intents[n].kind == "faq"]
        return turn.text if topics else None
    return None


async def begin_with_details(message: Message, turn: Turn) -> Replies:
    """A message that holds a phone number or an address is a contact request."""
    return await begin(message, turn)


def holds_details(turn: Turn) -> bool:
    """Whether the text gives a number or an address of the visitor's own."""
    details = _read(turn)
    if details.phone or details.email:
        return True
    # 'Bel mij terug, mijn naam is ...': a name that was said, not guessed, and the wish.
    wishes = bool(turn.match and "contactverzoek" in turn.match.intents)
    return wishes and details.name is not None and "name" not in details.guessed


# ---- going on ------------------------------------------------------------------------------


async def go_on(message: Message, turn: Turn, answer: Answer) -> Replies:
    """One message while the form is open; `answer` answers a question in the middle."""
    form = _form(turn)
    words = bare(turn.text)
    if words in STOP:
        return cancel(turn)
    if _is_stale(turn):
        return await _lay_aside(message, turn, answer)
    turn.talk.form_at = turn.now
    if words in BACK:
        return _back(turn)
    if message.contact is not None:
        return _take_shared_contact(message, turn)
    if form["step"] == "summary":
        return await _at_summary(message, turn, answer)
    if form["step"] in OPTIONAL and words in SKIP:
        form["editing"] = False
        return _ask_next(turn)
    return await _take_step(message, turn, answer)


async def _at_summary(message: Message, turn: Turn, answer: Answer) -> Replies:
    """At the summary: send, change, or more details."""
    words = bare(turn.text)
    if words in SEND or is_yes(turn.text):
        # Something else was said since the summary: it is shown once more before it goes.
        return await send(turn) if _form(turn).get("shown") else _summary(turn, None)
    if is_no(turn.text) or words.startswith(("nee ", "klopt niet", "no ", "wijzig")):
        return [turn.say(turn.t("what_to_change"), rows(*_change_buttons(turn)))]
    if change := _change_named(words):
        return await _change(message, turn, answer, *change)
    details = _read(turn)
    taken = _take_details(turn, details, over=True)
    fault = _contact_fault(turn, details)
    if taken or fault:
        return _ask_next(turn, lead=fault)
    return await _question_or_help(message, turn, answer)


def _change_named(words: str) -> tuple[str, str] | None:
    """'De naam moet zijn Kees Bakker': which field, and the new value if there is one."""
    found = _CHANGE.match(words)
    if found is None:
        return None
    step = next(step for start, step in FIELDS.items() if found["field"].startswith(start))
    return step, found["value"] or ""


async def _change(message: Message, turn: Turn, answer: Answer, step: str, value: str) -> Replies:
    form = _form(turn)
    form["step"], form["editing"] = step, True
    if not value:
        return _prompt(turn, step, None)
    start = turn.text.lower().rfind(value)
    turn.text = turn.text[start:] if start >= 0 else value
    return await _take_step(message, turn, answer)


async def _take_step(message: Message, turn: Turn, answer: Answer) -> Replies:
    """A valid value for this step, else a question, else the step's help."""
    form = _form(turn)
    step = form["step"]
    if step == "question":
        return await _take_question(message, turn)
    if step in OPTIONAL:
        form[step] = shorten(turn.text, LONGEST[step])
        return _taken(turn, step)
    if step == "region" and form["candidates"] and is_yes(turn.text):
        if len(form["candidates"]) == 1:
            return take_region(turn, [form["candidates"][0][1]], None)
        return _prompt(turn, "region", None)
    details = _read(turn)
    if step == "contact" and (details.phone or details.email):
        # What is given here replaces what was given before, the other channel too.
        form["phone"], form["email"] = None, None
    taken = _take_details(turn, details, over=form["editing"])
    if step == "region" and "region" not in taken and not taken:
        place = turn.brain.places.find(turn.text)
        if place.outcome != "unknown" and not _sure_question(turn):
            return _take_place(turn, place)
    if step == "name" and "name" not in taken:
        name = read_name(turn.text)
        if name and not _sure_question(turn):
            form["name"] = shorten(name, LONGEST["name"])
            return _taken(turn, "name")
    if fault := _contact_fault(turn, details):
        return _ask_next(turn, lead=fault)
    if step in taken or (step == "contact" and _has(form, step)):
        _take_question_beside(turn, details)
        return _taken(turn, step)
    if taken:
        return _ask_next(turn, lead=turn.t("noted"))
    return await _question_or_help(message, turn, answer)


def _take_question_beside(turn: Turn, details: Details) -> None:
    """'Ik heet Jan en ik wil weten wat het kost': the question is not asked again, but shown."""
    form = _form(turn)
    if details.question and len(details.question.split()) > 1 and not form["question"]:
        form["question"] = details.question
        form["guessed"].append("question")


async def _take_question(message: Message, turn: Turn) -> Replies:
    """All text is the question here, but a report of a crime is never kept."""
    form = _form(turn)
    if turn.match and turn.match.intents[:1] == ("misdrijf_melden",):
        replies = await safety.report_crime(message, turn)
        return [*replies, *_ask_next(turn, lead=turn.t("no_report_in_form"))]
    is_small_talk = bool(
        turn.match
        and turn.match.outcome is Outcome.ANSWER
        and turn.knowledge.intents[turn.match.intents[0]].kind == "smalltalk"
        and len(turn.text.split()) <= 3
    )
    if is_yes(turn.text) or is_no(turn.text) or is_small_talk or bare(turn.text) in SEND | {""}:
        return _ask_next(turn, lead=turn.t("help_question"))
    form["question"] = turn.text
    return _taken(turn, "question")


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
        step = _form(turn)["step"]
        replies = await answer(message, turn)
        # What was asked may have ended the form ('verwijder mijn gegevens').
        if turn.talk.form is None or turn.talk.waiting_for in ("erase", "withdraw"):
            return replies
        _form(turn)["step"] = step
        return _answered_then(replies, ask_again(turn))
    if turn.match and turn.match.near_miss:
        known = turn.knowledge.near_misses[turn.match.near_miss]
        return _answered_then([turn.say(known.answer[turn.language])], ask_again(turn))
    step = _form(turn)["step"]
    if step == "contact" and not any(sign.isdigit() or sign == "@" for sign in turn.text):
        return ask_again(turn)  # 'waar waren we?' is no mistake in a number
    return _ask_next(turn, lead=turn.t(f"help_{step}"))


def _answered_then(replies: Replies, question: Replies) -> Replies:
    """The answer and the form's next question in one message, without the answer's buttons."""
    if len(replies) != 1 or not isinstance(replies[0], SendMessage):
        return [*replies, *question]
    asked = question[0]
    assert isinstance(asked, SendMessage)
    asked.text = f"{replies[0].text}\n\n{asked.text}"
    return question


def ask_again(turn: Turn) -> Replies:
    """The open question once more, with what is known already."""
    known = [str(value) for value in (_form(turn)["name"],) if value]
    key = "form_goes_on_name" if known else "form_goes_on"
    return _ask_next(turn, lead=turn.t(key, name=isolated(known[0]) if known else ""))


def _taken(turn: Turn, step: str) -> Replies:
    form = _form(turn)
    if step not in form["trail"]:
        form["trail"].append(step)
    form["editing"] = False
    # A name that was guessed is certain once it is typed at its own step.
    form["guessed"] = [each for each in form["guessed"] if each != step]
    return _ask_next(turn)


def _ask_next(turn: Turn, lead: Html | None = None, first: bool = False) -> Replies:
    """Ask the first thing that is missing; with nothing missing, show the summary."""
    form = _form(turn)
    if not (form["editing"] and not first):
        form["step"] = next((s for s in STEPS if not _has(form, s)), "summary")
    step = form["step"]
    if step == "summary":
        return _summary(turn, None if first else lead)
    if first and form["name"] and step != "name":
        lead = Html(f"{lead}\n\n{turn.t('form_known', name=isolated(form['name']))}")
    return _prompt(turn, step, lead)


def _prompt(turn: Turn, step: str, lead: Html | None) -> Replies:
    form = _form(turn)
    text = turn.t(f"ask_{step}")
    keyboard: Keyboard
    if step == "contact":
        keyboard = _share_keyboard(turn)
    elif step == "region" and form["candidates"]:
        # A place was named that can be read in more than one way: ask which.
        text = turn.t("which_place")
        found = [Candidate(label, province) for label, province in form["candidates"]]
        keyboard = rows(*guides.candidate_buttons(turn, found), _way_out(turn))
    elif step == "region":
        keyboard = rows(*guides.region_buttons(turn), _way_out(turn))
    elif step in OPTIONAL:
        keyboard = rows([button(turn.t("button_skip"), _to(form, "skip"))], _way_out(turn))
    else:
        keyboard = rows(_way_out(turn))
    return [turn.say(f"{lead}\n\n{text}" if lead else text, keyboard)]


def _way_out(turn: Turn) -> list[InlineKeyboardButton]:
    form = _form(turn)
    return [
        button(turn.t("button_back"), _to(form, "back")),
        button(turn.t("button_stop"), _to(form, "stop")),
    ]


def _has(form: dict[str, Any], step: str) -> bool:
    if step == "contact":
        return bool(form["phone"] or form["email"])
    if step == "region":
        return bool(form["facilitator"])
    return bool(form.get(step))


# ---- taking values -------------------------------------------------------------------------


def _take_details(turn: Turn, details: Details, over: bool = False) -> list[str]:
    """Put what a message gave into the form; what is there stays, unless `over`."""
    form = _form(turn)
    taken = []
    for name in ("name", "phone", "email", "company", "terrein"):
        value = getattr(details, name)
        # A number or an address that is typed again is a correction.
        if value and (over or not form[name] or name in ("phone", "email")):
            form[name] = shorten(value, LONGEST.get(name, 320))
            taken.append(name)
            if name in details.guessed:
                form["guessed"] = list(dict.fromkeys([*form["guessed"], name]))
    place = details.place
    is_found = place is not None and place.outcome == "found" and place.facilitator
    if place and is_found and list(place.provinces) != form["provinces"]:
        _set_region(turn, list(place.provinces), place.name)
        taken.append("region")
    elif (
        place and place.candidates and (over or form["step"] == "new" or not _has(form, "region"))
    ):
        form["provinces"], form["place"], form["facilitator"] = [], None, None
        form["candidates"] = [[each.label, each.province] for each in place.candidates]
    return taken


def _contact_fault(turn: Turn, details: Details) -> Html | None:
    """What is wrong with a number or an address that was typed, in a friendly sentence."""
    if details.phone_fault and not details.phone:
        return turn.t(f"phone_{details.phone_fault}")
    if details.email_fault and not details.email:
        return turn.t(f"email_{details.email_fault}")
    if details.email_hint and details.email:
        return turn.t("email_hint", hint=isolated(details.email_hint))
    return None


def _set_region(turn: Turn, provinces: list[str], place: str | None) -> None:
    form = _form(turn)
    people = guides.facilitators_of(turn, provinces)
    form["provinces"], form["place"], form["candidates"] = provinces, place, []
    form["facilitator"] = people[0].id if len(people) == 1 else None
    turn.talk.provinces, turn.talk.place = provinces, place


def _take_place(turn: Turn, place: Place) -> Replies:
    """The province step: one person must come out of it."""
    if place.outcome in ("found", "both") and place.facilitator:
        return take_region(turn, list(place.provinces), place.name)
    if place.outcome in ("ask", "suggest", "both"):
        key = "did_you_mean" if place.outcome == "suggest" else "which_place"
        return [turn.say(turn.t(key), rows(*guides.candidate_buttons(turn, place.candidates)))]
    return [turn.say(turn.t("abroad_form"), rows(*guides.region_buttons(turn)))]


def other_region(turn: Turn) -> Replies:
    """None of the places that were offered: all provinces. Nothing where no form asks for one."""
    form = turn.talk.form
    if form is None or form["paused"] or form["step"] != "region":
        return []
    form["candidates"] = []
    return _prompt(turn, "region", None)


def take_region(turn: Turn, provinces: list[str], place: str | None) -> Replies:
    """The province is known."""
    _set_region(turn, provinces, place)
    return _taken(turn, "region")


def _take_shared_contact(message: Message, turn: Turn) -> Replies:
    """A shared contact card: one's own only, and only its number."""
    contact = message.contact
    if contact is None or contact.user_id != turn.user_id:
        return _ask_next(turn, lead=turn.t("not_your_card"))
    digits = contact.phone_number
    reading = read_phone(digits if digits.startswith("+") else f"+{digits}")
    if reading.number is None:
        return _ask_next(turn, lead=turn.t("phone_invalid"))
    _form(turn)["phone"] = reading.number
    return _taken(turn, "contact")


# ---- summary and sending -------------------------------------------------------------------


def _summary(turn: Turn, lead: Html | None) -> Replies:
    """Everything as it will be sent, to be confirmed or changed."""
    form = _form(turn)
    place = ", ".join(form["provinces"])
    if form["place"]:
        place = f"{form['place']} ({place})"
    lines = [
        ("name", form["name"]),
        ("phone", show_phone(form["phone"]) if form["phone"] else None),
        ("email", form["email"]),
        ("region", place),
        ("company", form["company"]),
        ("terrein", form["terrein"]),
        ("question", shorten(form["question"], 600)),
    ]
    shown = [
        f"<b>{turn.t(f'label_{label}')}</b> {isolated(value)}"
        + (f" <i>{turn.t('guessed')}</i>" if label in form["guessed"] else "")
        for label, value in lines
        if value
    ]
    person = turn.knowledge.facilitators[form["facilitator"]]
    parts = [turn.t("summary"), "\n".join(shown), turn.t("summary_end", name=person.name)]
    text = "\n\n".join([str(lead), *parts] if lead else parts)
    form["shown"] = True
    send_it = [button(turn.t("button_send"), _to(form, "send"))]
    return [turn.say(text, rows(send_it, *_change_buttons(turn)))]


def _change_buttons(turn: Turn) -> list[list[InlineKeyboardButton]]:
    form = _form(turn)
    steps = ("name", "contact", "region", "question", "company", "terrein")
    changes = [button(turn.t(f"button_change_{step}"), _to(form, step)) for step in steps]
    return [*in_pairs(changes), [button(turn.t("button_stop"), _to(form, "stop"))]]


def _to(form: dict[str, Any], do: str) -> Form:
    return Form(do=do, key=form["key"])


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
        return await send(turn)
    if do == "stop":
        return cancel(turn)
    if do == "back":
        return _back(turn)
    if do == "resume":
        return ask_again(turn)
    if do == "skip":
        form["editing"] = False
        return _ask_next(turn)
    if do in (*STEPS, *OPTIONAL):
        form["step"], form["editing"] = do, True
        return _prompt(turn, do, None)
    turn.toast = turn.t("old_button")
    return []


async def send(turn: Turn) -> Replies:
    """Store the request and promise a date; the same form again gives the first request."""
    form = _form(turn)
    if not all(_has(form, step) for step in STEPS):
        return _ask_next(turn)
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
        facilitator=form["facilitator"],
        question=form["question"],
        topics=tuple(turn.talk.topics),
        language=turn.language,
        received_at=turn.received,
        due_on=due_on(turn.received),
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


# ---- stopping, going back, coming back -----------------------------------------------------


def cancel(turn: Turn) -> Replies:
    """Forget the form; nothing was sent."""
    turn.talk.form, turn.talk.form_at, turn.talk.waiting_for = None, None, None
    return [turn.say(turn.t("cancelled"), ReplyKeyboardRemove(remove_keyboard=True))]


def _back(turn: Turn) -> Replies:
    """One step back: that detail is asked again."""
    form = _form(turn)
    trail, here = form["trail"], form["step"]
    before = trail[: trail.index(here)] if here in trail else trail
    if not before:
        return _prompt(turn, here, turn.t("first_step"))
    form["step"], form["editing"] = before[-1], True
    return _prompt(turn, before[-1], None)


def _is_stale(turn: Turn) -> bool:
    touched = turn.talk.form_at
    return touched is not None and turn.now - touched > LAID_ASIDE_AFTER


async def _lay_aside(message: Message, turn: Turn, answer: Answer) -> Replies:
    """Back after hours: answer what was said, and ask whether the request goes on."""
    form = _form(turn)
    turn.talk.form_at = turn.now
    if bare(turn.text) in GO_ON or bare(turn.text) in BACK:
        return ask_again(turn)
    form["paused"] = True
    replies = await answer(message, turn) if turn.text else []
    return [*replies, *offer_to_go_on(turn)]


def offer_to_go_on(turn: Turn) -> Replies:
    """Lay the form aside, and say that it is not sent and can be gone on with."""
    form = _form(turn)
    form["paused"], form["shown"] = True, False
    resume = [
        [button(turn.t("button_resume"), _to(form, "resume"))],
        [button(turn.t("button_drop"), _to(form, "stop"))],
    ]
    return [turn.say(turn.t("unfinished"), rows(*resume))]


async def nothing_to_stop(message: Message, turn: Turn) -> Replies:
    """'Stop' or 'terug' where nothing is going on."""
    turn.talk.waiting_for = None
    return [turn.say(turn.t("nothing_to_stop"))]


async def resume_typed(message: Message, turn: Turn) -> Replies:
    """'Verder' or 'stoppen', typed while the form is laid aside."""
    if bare(turn.text) in STOP:
        return cancel(turn)
    _form(turn)["paused"] = False
    turn.talk.form_at = turn.now
    return ask_again(turn)


def _form(turn: Turn) -> dict[str, Any]:
    form = turn.talk.form
    assert form is not None
    return form


def _share_keyboard(turn: Turn) -> ReplyKeyboardMarkup:
    """The button with which a phone shares its own number; Telegram has it only down here."""
    share = KeyboardButton(text=turn.t("button_share"), request_contact=True)
    way_out = [KeyboardButton(text=turn.t(key)) for key in ("button_back", "button_stop")]
    return ReplyKeyboardMarkup(
        keyboard=[[share], way_out], resize_keyboard=True, one_time_keyboard=True
    )
