"""The procesbegeleider of a region: asks for the province, and names the right person."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.methods import SendContact, SendMessage
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.keyboards import Ask, InRegion, button, in_pairs, rows
from bot.phrases import agrees, denies, is_unknown, which
from bot.texts import Html
from bot.turn import Replies, Turn
from intents import Candidate, Facilitator, Intent, Place, Region

Row = list[InlineKeyboardButton]
INTENT = "procesbegeleider_zoeken"
SUGGESTED = "yes:"  # 'do you mean this?' is open, for the provinces whose ids follow


def place_of(label: str) -> str | None:
    """The place of a reading such as 'Bergen (Limburg)'; None where it is a province alone."""
    place, bracket, _ = label.partition(" (")
    return place if bracket else None


def regions_by_name(turn: Turn) -> dict[str, Region]:
    return {region.name: region for region in turn.knowledge.regions}


def region_of_link(turn: Turn, name: str) -> Region | None:
    """The province of a deep link such as prov-noord-brabant."""
    for region in turn.knowledge.regions:
        if name in (region.id, region.name.lower(), region.name.lower().replace(" ", "-")):
            return region
    return None


def facilitators_of(turn: Turn, provinces: list[str]) -> list[Facilitator]:
    """Who serves these provinces, each once."""
    known = regions_by_name(turn)
    ids = dict.fromkeys(known[name].facilitator for name in provinces if name in known)
    return [turn.knowledge.facilitators[each] for each in ids]


def remember(turn: Turn, provinces: list[str], place: str | None) -> None:
    """Keep the province for this chat."""
    turn.talk.provinces = provinces
    turn.talk.place = place
    turn.talk.waiting_for = None


def notice_place(turn: Turn) -> None:
    """A place that is named in a question is kept, so that it need not be asked later."""
    place = turn.mentioned_place()
    if place.outcome == "found" and place.facilitator:
        turn.talk.provinces, turn.talk.place = list(place.provinces), place.name


async def find_guide(event: Message | CallbackQuery, turn: Turn) -> Replies:
    """Who is my procesbegeleider? Names him at once where the province is known."""
    if isinstance(event, Message) and turn.text:
        for place in _places_named(turn):
            if place.outcome != "unknown":
                return take_place(turn, place)
        if person := _person_named(turn):
            return _show_person(turn, person)
    if turn.talk.provinces:
        return hand_over(turn)
    return ask_region(turn)


def names_where(turn: Turn) -> bool:
    """Whether `who is my procesbegeleider` is among the first guesses, with a clear place."""
    likely = turn.match.intents[:2] if turn.match else ()
    return INTENT in likely and turn.mentioned_place().outcome in ("found", "both")


def _places_named(turn: Turn) -> list[Place]:
    """The place in the question: sure that there is one, it is read as the answer would be."""
    if turn.mentioned_place().outcome == "unknown":
        return []
    return [turn.brain.places.find(turn.text)]


def _person_named(turn: Turn) -> Facilitator | None:
    """'Het nummer van Onno Keuker': a facilitator who is asked for by name."""
    words = {word.strip(",.!?:;'\"") for word in turn.text.lower().split()}
    for facilitator in turn.knowledge.facilitators.values():
        if words & {part for part in facilitator.name.lower().split() if len(part) > 3}:
            return facilitator
    return None


def _show_person(turn: Turn, person: Facilitator) -> Replies:
    """This person with all his provinces; where the visitor's terrein lies is still unknown."""
    turn.talk.misses = 0
    served = [r.name for r in turn.knowledge.regions if r.facilitator == person.id]
    region = ", ".join(served)
    line = turn.t("guide_line", **_person(turn, person), region=region)
    keyboard = rows(
        [button(turn.t("button_call_me"), Ask(what="contact"))],
        [button(turn.t("button_region"), Ask(what="region"))],
    )
    return [turn.say(f"{line}\n{turn.t('as_of')}", keyboard), _card(turn, person)]


def ask_region(turn: Turn, lead: str = "ask_region") -> Replies:
    """Ask in which province the terrein lies."""
    turn.talk.waiting_for = "region"
    turn.talk.topics = list(dict.fromkeys([INTENT, *turn.talk.topics]))[:5]
    return [turn.say(turn.t(lead), rows(*region_buttons(turn)))]


async def ask_other_region(message: Message, turn: Turn) -> Replies:
    """'Andere provincie', typed."""
    return ask_region(turn)


def region_buttons(turn: Turn) -> list[list[InlineKeyboardButton]]:
    """The twelve provinces."""
    return in_pairs(
        [button(region.name, InRegion(region=region.id)) for region in turn.knowledge.regions]
    )


async def help_with_region(message: Message, turn: Turn) -> Replies:
    """'Weet ik niet' or 'in meerdere' after 'in welke provincie?'."""
    if is_unknown(turn.text):
        return ask_region(turn, "unknown_region")
    turn.talk.provinces, turn.talk.place = [], None
    text = turn.t("two_guides", people=people_lines(turn))
    call_me = [button(turn.t("button_call_me"), Ask(what="contact"))]
    return [turn.say(f"{text}\n{turn.t('as_of')}", rows(call_me, *region_buttons(turn)))]


async def read_region(message: Message, turn: Turn) -> Replies:
    """The answer to 'in which province?', as people type it."""
    return take_place(turn, turn.brain.places.find(turn.text))


def take_place(turn: Turn, place: Place) -> Replies:
    """Act on a place: name the person, or ask what is still needed."""
    if place.outcome == "found" and place.facilitator:
        remember(turn, list(place.provinces), place.name)
        return hand_over(turn)
    if place.outcome == "both":
        remember(turn, list(place.provinces), None)
        return hand_over(turn)
    if place.outcome in ("ask", "suggest"):
        known = regions_by_name(turn)
        ids = [known[each.province].id for each in place.candidates if each.province in known]
        turn.talk.waiting_for = f"{SUGGESTED}{' '.join(ids)}"
        return [which_place(turn, place.candidates, place.outcome == "suggest")]
    if place.outcome == "abroad":
        turn.talk.waiting_for = "region"
        return [turn.say(turn.t("abroad"), rows(*region_buttons(turn)))]
    return ask_region(turn, "region_unknown")


def which_place(
    turn: Turn, candidates: Sequence[Candidate], is_suggested: bool, *more: Row
) -> SendMessage:
    """Ask which place is meant: by a slip that was made, or a name that several have."""
    if not is_suggested:
        text = turn.t("which_place")
    elif len(candidates) == 1:
        text = turn.t("did_you_mean_one", place=candidates[0].label)
    else:
        text = turn.t("did_you_mean")
    return turn.say(text, rows(*candidate_buttons(turn, candidates), *more))


def candidate_buttons(
    turn: Turn, candidates: Sequence[Candidate]
) -> list[list[InlineKeyboardButton]]:
    """The readings of a place, each with its province."""
    known = regions_by_name(turn)
    buttons = [
        [button(candidate.label, InRegion(region=known[candidate.province].id))]
        for candidate in candidates
        if candidate.province in known
    ]
    return [*buttons, [button(turn.t("button_other_region"), Ask(what="change_region"))]]


def answers_suggestion(turn: Turn) -> bool:
    """Whether 'do you mean this?' is open, and this is a yes, a no, or 'the second'."""
    offered = _suggested(turn)
    if not offered:
        return False
    is_word = agrees(turn.text) or denies(turn.text)
    return is_word or which(turn.text, offered) is not None


async def confirm_region(message: Message, turn: Turn) -> Replies:
    """'Ja', 'nee' or 'de tweede' after 'bedoelt u Zwolle?'."""
    offered = _suggested(turn)
    chosen = which(turn.text, offered)
    if chosen is None and len(offered) == 1 and not denies(turn.text):
        chosen = offered[0]
    if chosen is None:
        return ask_region(turn)
    remember(turn, [chosen.name], None)
    return hand_over(turn)


def _suggested(turn: Turn) -> list[Region]:
    """The provinces of the places that were offered last."""
    ids = (turn.talk.waiting_for or "").removeprefix(SUGGESTED).split()
    return [region for region in turn.knowledge.regions for one in ids if region.id == one]


async def choose_region(query: CallbackQuery, turn: Turn, callback_data: InRegion) -> Replies:
    """A province was tapped."""
    from bot.handlers import form_questions

    region = next((r for r in turn.knowledge.regions if r.id == callback_data.region), None)
    if region is None:
        turn.toast = turn.t("old_button")
        return []
    form = turn.talk.form
    if form is not None and form["step"] == "region" and not form.get("paused"):
        named = [label for label, province in form["candidates"] if province == region.name]
        place = place_of(named[0]) if len(named) == 1 else None
        return form_questions.take_region(turn, [region.name], place)
    remember(turn, [region.name], None)
    return hand_over(turn)


def hand_over(turn: Turn) -> Replies:
    """Name, phone and e-mail of the right person, and a contact card for the phone book."""
    turn.talk.topics = list(dict.fromkeys([INTENT, *turn.talk.topics]))[:5]
    turn.talk.misses = 0
    people = facilitators_of(turn, turn.talk.provinces)
    if len(people) == 1:
        text = turn.t("your_guide", **_person(turn, people[0]), region=place_words(turn))
    else:
        lines = [_served_line(turn, person) for person in people]
        text = turn.t("two_guides", people=Html("\n\n".join(lines)))
    text = Html(f"{text}\n{turn.t('as_of')}")
    keyboard = rows(
        [button(turn.t("button_call_me"), Ask(what="contact"))],
        [button(turn.t("button_other_region"), Ask(what="change_region"))],
    )
    return [turn.say(text, keyboard), *(_card(turn, person) for person in people)]


def _card(turn: Turn, person: Facilitator) -> SendContact:
    """A contact card for the phone book."""
    first_name, _, last_name = person.name.partition(" ")
    return SendContact(
        chat_id=turn.talk.chat_id,
        phone_number="+31" + person.phone.replace("-", "")[1:],
        first_name=first_name,
        last_name=last_name,
    )


def place_words(turn: Turn) -> str:
    """'Assen (Drenthe)', or the provinces alone."""
    names = f" {turn.t('or')} ".join(turn.talk.provinces)
    if len(turn.talk.provinces) > 2:
        names = ", ".join(turn.talk.provinces)
    return f"{turn.talk.place} ({names})" if turn.talk.place else names


def _person(turn: Turn, person: Facilitator) -> dict[str, object]:
    return {"name": person.name, "phone": person.phone, "email": person.email}


def _served_line(turn: Turn, person: Facilitator) -> Html:
    """One person with those of the named provinces that are his."""
    known = regions_by_name(turn)
    own = [n for n in turn.talk.provinces if n in known and known[n].facilitator == person.id]
    return turn.t("guide_line", **_person(turn, person), region=", ".join(own))


def people_lines(turn: Turn) -> Html:
    """The person of the remembered province, or all of them with their provinces."""
    provinces = turn.talk.provinces or [region.name for region in turn.knowledge.regions]
    lines = []
    for person in facilitators_of(turn, provinces):
        served = [r.name for r in turn.knowledge.regions if r.facilitator == person.id]
        lines.append(turn.t("guide_line", **_person(turn, person), region=", ".join(served)))
    return Html("\n".join(lines))


def person_line(turn: Turn, found: list[Intent]) -> Html | None:
    """The right person under an answer that points to him, once the province is known."""
    if not any(
        "procesbegeleider" in intent.answer.nl and intent.kind == "faq" for intent in found
    ):
        return None
    people = facilitators_of(turn, turn.talk.provinces)
    if len(people) != 1:
        return None
    return turn.t("guide_under_answer", **_person(turn, people[0]), region=place_words(turn))
