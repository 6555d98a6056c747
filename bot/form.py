"""The contact request that is being made: what is in it, and what one message puts into it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from bot.details import Details, gives_reach, read_details
from bot.details.wishes import read_wish, without_wish
from bot.handlers import guides
from bot.keyboards import shorten
from bot.moments import with_dates
from bot.promise import local_day
from bot.texts import Html, isolated
from bot.turn import Turn
from intents import Outcome, Place

STEPS = ("name", "contact", "region", "question")
OPTIONAL = ("company", "terrein", "moment")
LONGEST = {"name": 100, "company": 150, "terrein": 150, "place": 100, "moment": 100}
PREFERENCES = {"morning": "phone", "afternoon": "phone", "mail": "email"}
FIELDS = {
    **dict.fromkeys(("naam", "name"), "name"),
    **dict.fromkeys(("telefoon", "nummer", "mail", "e-mail", "email", "phone"), "contact"),
    **dict.fromkeys(("provincie", "plaats", "province", "place"), "region"),
    **dict.fromkeys(("vraag", "question"), "question"),
    **dict.fromkeys(("bedrijf", "company"), "company"),
    **dict.fromkeys(("terrein", "park"), "terrein"),
    **dict.fromkeys(("voorkeur", "moment", "preference"), "moment"),
}
_CHANGE = re.compile(
    r"(?:(?:nee|en|no|and|change|wijzig|verander|toch|een|ander|andere|another)[, ]+)*"
    r"(?:de|het|mijn|the|my)? ?"
    rf"(?P<field>(?:{'|'.join(FIELDS)})\w*)"
    r"(?:\s+(?:moet zijn|wordt|moet worden|is|naar|in|should be|to)\s*:?\s*|\s*:\s*|"
    r"\s+(?P<wrong>wijzigen|veranderen|klopt niet|(?:is|was) (?:fout|verkeerd|wrong))$|$)"
    r"(?P<value>.*)"
)


_WHEREABOUTS = re.compile(
    r"(?:(?:en|dus|maar|and|he|hey|hé|hoi|hallo|daar|dag|goede\w+)[,!\s]+)*"
    r"(?:ik|wij|we|onze?\s\w+|mijn\s\w+|het\s\w+|my\s\w+|our\s\w+|i)"
    r"\s+(?:zit|sit|zitten|sitte|ben|zijn|ligt|liggen|staat|staan|kom|komen|is|am|are)"
    r"(?:\s+(?:gevestigd|located|based|hier|nu))?\s+(?:in|yn|te|op|bij|nabij|vlakbij|uit|near|at)"
    r"(?:\s+[\w'-]+){1,5}",
    re.IGNORECASE,
)


def new_form(turn: Turn) -> dict[str, Any]:
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
        "channel": None,
        "moment": None,
        "place": talk.place if one_person else None,
        "provinces": list(talk.provinces) if one_person else [],
        "facilitator": people[0].id if one_person else None,
        "question": None,
        "earlier": None,
        "candidates": [],
        "suggested": False,
        "hint": None,
        "numbers": [],
        "guessed": [],
        "editing": False,
        "paused": False,
    }
    talk.form, talk.form_at, talk.waiting_for, talk.misses = form, turn.now, None, 0
    return form


def read_text(turn: Turn) -> Details:
    details = read_details(turn.text, turn.brain.places.find, _numbers_of_ours(turn))
    question = without_wish(details.question) if details.question else None
    if question and details.place and says_where(question):
        question = None  # 'ik zit in Zwolle' says where, and asks nothing
    return replace(details, question=question)


def says_where(text: str) -> bool:
    """'Wij zitten in Zwolle', and nothing else."""
    return _WHEREABOUTS.fullmatch(text.strip(" .!,")) is not None


def holds_details(turn: Turn) -> bool:
    """Whether the text gives a number or an address of the visitor's own."""
    if gives_reach(turn.text, _numbers_of_ours(turn)):
        return True
    # 'Bel mij terug, mijn naam is ...': a name that was said, not guessed, and the wish.
    if turn.match is None or "contactverzoek" not in turn.match.intents:
        return False
    details = read_text(turn)
    return details.name is not None and "name" not in details.guessed


def _numbers_of_ours(turn: Turn) -> frozenset[str]:
    return frozenset(
        "+31" + person.phone.replace("-", "")[1:]
        for person in turn.knowledge.facilitators.values()
    )


def own_words(turn: Turn, details: Details) -> str | None:
    """The question in the visitor's own words, where the message holds more than 'bel mij'."""
    if details.question:
        return details.question
    match = turn.match
    if match and match.outcome is Outcome.ANSWER and match.intents[:1] == ("contactverzoek",):
        topics = [n for n in match.intents[1:] if turn.knowledge.intents[n].kind == "faq"]
        return turn.text if topics else None
    return None


def change_named(words: str) -> tuple[str, str] | None:
    """'De naam moet zijn Kees Bakker': which field, and the new value if there is one."""
    found = _CHANGE.match(words)
    if found is None:
        return None
    step = next(step for start, step in FIELDS.items() if found["field"].startswith(start))
    return step, found["value"] or ""


def called_wrong(form: dict[str, Any], words: str) -> str | None:
    """'Mijn nummer was fout', at a later step: which detail is asked again."""
    found = _CHANGE.match(words)
    if found is None or not found["wrong"]:
        return None
    step = next(step for start, step in FIELDS.items() if found["field"].startswith(start))
    return step if has(form, step) else None


def has(form: dict[str, Any], step: str) -> bool:
    if step == "contact":
        return bool(form["phone"] or form["email"])
    if step == "region":
        return bool(form["facilitator"])
    return bool(form.get(step))


def take_details(turn: Turn, details: Details, over: bool = False) -> list[str]:
    """Put what a message gave into the form; what is there stays, unless `over`."""
    form = form_of(turn)
    taken = []
    for name in ("name", "phone", "email", "company", "terrein"):
        value = getattr(details, name)
        # A number or an address that is typed again is a correction, and so is a fuller name.
        is_fuller = name == "name" and value and value.startswith(f"{form[name]} ")
        if value and (over or not form[name] or name in ("phone", "email") or is_fuller):
            form[name] = shorten(value, LONGEST.get(name, 320))
            taken.append(name)
            if name in details.guessed:
                form["guessed"] = list(dict.fromkeys([*form["guessed"], name]))
    form["numbers"] = list(details.phone_choices)
    if details.email or details.email_fault:
        form["hint"] = details.email_hint
    place = details.place
    if place and place.outcome == "found" and place.facilitator:
        if list(place.provinces) != form["provinces"] or place.name != form["place"]:
            set_region(turn, list(place.provinces), place.name)
            taken.append("region")
    elif place and place.candidates and (over or form["step"] == "new" or not has(form, "region")):
        form["provinces"], form["place"], form["facilitator"] = [], None, None
        offer_places(turn, place)
    return taken


def offer_places(turn: Turn, place: Place) -> None:
    """Keep the places that this may be, and why it is asked which: by the name, or a slip."""
    form = form_of(turn)
    form["candidates"] = [[each.label, each.province] for each in place.candidates]
    form["suggested"] = place.outcome == "suggest"


def drop_empty_preference(form: dict[str, Any]) -> None:
    """Who would rather be mailed and then gives a phone number alone, wants to be called."""
    if form["channel"] and not form[form["channel"]] and has(form, "contact"):
        form["channel"] = None


def take_preference(turn: Turn, chosen: str | None) -> None:
    """How he would like to be reached: tapped, or in his own words."""
    form = form_of(turn)
    if chosen is None:
        form["channel"], form["moment"] = None, shorten(_dated(turn, turn.text), LONGEST["moment"])
        return
    form["channel"] = PREFERENCES[chosen]
    # On the card it stands in Dutch.
    part = chosen if chosen != "mail" else None
    form["moment"] = str(turn.brain.texts(f"moment_{part}", "nl")) if part else None


def preference_of(turn: Turn) -> str | None:
    """What the summary says of it."""
    form = form_of(turn)
    channel = form.get("channel")
    parts = [str(turn.t(f"channel_{channel}"))] if channel else []
    return ", ".join([*parts, *([form["moment"]] if form.get("moment") else [])]) or None


def take_wish(turn: Turn) -> bool:
    """'Alleen na 16 uur', 'liever per mail': kept with the request, in the visitor's words."""
    form, wish = form_of(turn), read_wish(turn.text)
    moment = _dated(turn, wish.moment) if wish.moment else None
    for name, value in (("channel", wish.channel), ("moment", moment)):
        if value:
            form[name] = value
    return bool(wish.channel or wish.moment)


def _dated(turn: Turn, text: str) -> str:
    return with_dates(text, local_day(turn.received), turn.language)


def take_question_beside(turn: Turn, details: Details) -> None:
    """'Ik heet Jan en ik wil weten wat het kost': the question is not asked again, but shown."""
    form = form_of(turn)
    if details.question and len(details.question.split()) > 1 and not form["question"]:
        form["question"] = details.question
        form["guessed"].append("question")


def contact_fault(turn: Turn, details: Details) -> Html | None:
    """What is wrong with a number or an address that was typed, in a friendly sentence."""
    if details.phone_fault and not details.phone:
        return turn.t(f"phone_{details.phone_fault}")
    if details.email_fault and not details.email and not details.email_hint:
        return turn.t(f"email_{details.email_fault}")
    return None


def set_region(turn: Turn, provinces: list[str], place: str | None) -> None:
    form = form_of(turn)
    people = guides.facilitators_of(turn, provinces)
    form["provinces"], form["place"], form["candidates"] = provinces, place, []
    form["facilitator"] = people[0].id if len(people) == 1 else None
    turn.talk.provinces, turn.talk.place = provinces, place


def place_in(known: dict[str, Any]) -> str:
    """'Venlo (Limburg)', or the provinces alone; of a form, or of what is kept of one."""
    provinces = ", ".join(known["provinces"])
    return f"{known['place']} ({provinces})" if known["place"] else provinces


def labelled(
    turn: Turn, lines: list[tuple[str, str | None]], guessed: Collection[str] = ()
) -> str:
    """The details that are there, a line each; those that were guessed say so."""
    return "\n".join(
        f"<b>{turn.t(f'label_{label}')}</b> {isolated(value)}"
        + (f" <i>{turn.t('guessed')}</i>" if label in guessed else "")
        for label, value in lines
        if value
    )


def follow_regions(turn: Turn) -> None:
    """Who serves the province may be another since the form was begun: it goes to him.

    What the summary said is then no longer true, so it is shown once more before it is sent.
    """
    form = form_of(turn)
    people = guides.facilitators_of(turn, form["provinces"])
    serves = people[0].id if len(people) == 1 else None
    if form["facilitator"] and form["facilitator"] != serves:
        form["facilitator"], form["shown"], form["outdated"] = serves, False, True


def form_of(turn: Turn) -> dict[str, Any]:
    form = turn.talk.form
    assert form is not None
    return form
