"""The province step of the form: a place that is named, and the answer to 'do you mean this?'."""

from __future__ import annotations

from bot.form import form_of, offer_places
from bot.handlers import guides
from bot.handlers.form_questions import ask_again, prompt, take_region
from bot.keyboards import rows
from bot.phrases import OTHER_REGION, agrees, bare, denies, is_no, is_yes, which
from bot.turn import Replies, Turn
from intents import Place


def take(turn: Turn, place: Place) -> Replies:
    """A place that was typed: one person must come out of it."""
    if place.outcome in ("found", "both") and place.facilitator:
        return take_region(turn, list(place.provinces), place.name)
    if place.outcome in ("ask", "suggest", "both"):
        form_of(turn)["step"] = "region"
        offer_places(turn, place)
        return prompt(turn, "region", None)
    return [turn.say(turn.t("abroad_form"), rows(*guides.region_buttons(turn)))]


def take_answer(turn: Turn) -> Replies:
    """'Ja', 'nee joh', 'de tweede' after a place that was offered; nothing where it is no such
    answer.
    """
    offered = form_of(turn)["candidates"]
    if not offered and (is_yes(turn.text) or is_no(turn.text)):
        return ask_again(turn)  # to what was said before; it is no place
    if bare(turn.text) in OTHER_REGION or (offered and denies(turn.text)):
        return ask_other(turn)
    chosen = which(turn.text, offered)
    if chosen is None and offered and agrees(turn.text):
        if len(offered) > 1:
            return prompt(turn, "region", None)
        chosen = offered[0]
    if chosen is None:
        return []
    label, province = chosen
    return take_region(turn, [province], guides.place_of(label))


def ask_other(turn: Turn) -> Replies:
    """None of the places that were offered: all provinces. Nothing where no form asks for one."""
    form = turn.talk.form
    if form is None or form["paused"] or form["step"] != "region":
        return []
    form["candidates"] = []
    return prompt(turn, "region", None)
