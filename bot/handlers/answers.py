"""Answer, choice, fallback, and anything that is not text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from aiogram.methods import LeaveChat, SendMessage
from aiogram.types import CallbackQuery, ChatMemberUpdated, InlineKeyboardButton, Message

from bot.config import Settings
from bot.handlers import (
    additions,
    contact,
    desk_accounts,
    form_places,
    form_questions,
    guides,
    own_data,
    privacy,
    requests,
    useful,
)
from bot.keyboards import Ask, More, Show, button, in_pairs, rows
from bot.phrases import ENGLISH, acknowledges, bare, is_no, is_yes, same
from bot.texts import Html
from bot.turn import Replies, Turn
from intents import Intent, Outcome, reads_as_question
from storage import Database

MAIN_TOPICS = ("wat_is_kvo_b", "kosten", "maatregelen", "aanmelden")
# These lead to something that the assistant does; all other intents are answered with their text.
ACTIONS = {
    "procesbegeleider_zoeken": guides.find_guide,
    "contactverzoek": contact.begin,
    "status_verzoek": requests.show_status,
    "gegevens_verwijderen": privacy.ask_to_erase,
}
COURTESY = ("groet", "bedankt", "afscheid")
TYPED = {  # what a button says, and what it does (`ask`)
    "button_person": "region",
    "button_region": "region",
    "button_pass_on": "pass_on",  # nosec B105 - a button, no secret
    "button_none": "none",
}
OFFERED = "pass_on"  # waiting_for: it was just offered to pass the question on
GOES_ON = re.compile(r"^(?:en|maar|ok\w*|dus|ja|and|but|so)\b|\b(?:dan|then)\b", re.IGNORECASE)
FRESH = timedelta(minutes=10)  # so long somebody knows what he was told
OUT = ("left", "kicked")
MOVED = "operator_group"  # the mark that holds its number in the settings and its number now
MEDIA = ("voice", "photo", "sticker", "video", "document", "location", "contact", "poll")


async def start(message: Message, turn: Turn) -> Replies:
    """Say who this is and what it can do; a deep link opens at the right place."""
    payload = (message.text or "").partition(" ")[2].strip().lower()
    greeting = turn.t("welcome")
    payload = {"contact": "contactverzoek"}.get(payload, payload)
    if payload in ACTIONS:
        return [turn.say(turn.t("welcome_short")), *await ACTIONS[payload](message, turn)]
    if payload in turn.knowledge.intents:
        return [turn.say(turn.t("welcome_short")), *answer(turn, [payload])]
    region = guides.region_of_link(turn, payload.removeprefix("prov-"))
    if payload.startswith("prov-") and region is not None:
        guides.remember(turn, [region.name], None)
        return [turn.say(turn.t("welcome_short")), *guides.hand_over(turn)]
    turn.talk.waiting_for = None
    return [turn.say(greeting, rows(*main_buttons(turn))), *await _desk_help(turn)]


async def _desk_help(turn: Turn) -> Replies:
    """For a facilitator: what he can do with his requests."""
    if await turn.db.people.facilitator_of(turn.user_id) is None:
        return []
    return [turn.say(turn.t("help_desk"), desk_accounts.desk_keyboard(turn))]


def main_buttons(turn: Turn) -> list[list[InlineKeyboardButton]]:
    """The five things that people come for."""
    topics = [
        button(turn.knowledge.intents[name].title[turn.language], Show(intent=name))
        for name in MAIN_TOPICS
        if name in turn.knowledge.intents
    ]
    other = "button_english" if turn.language == "nl" else "button_dutch"
    return [
        *in_pairs(topics),
        [button(turn.t("button_person"), Ask(what="region"))],
        [button(turn.t(other), Ask(what="language"))],
    ]


async def show_help(message: Message, turn: Turn) -> Replies:
    """What the assistant can do; a facilitator hears of his queue as well."""
    text = turn.knowledge.intents["hulp"].answer[turn.language]
    return [turn.say(text, rows(*main_buttons(turn))), *await _desk_help(turn)]


async def switch_language(event: Message | CallbackQuery, turn: Turn) -> Replies:
    """The other language, from now on, whatever is typed."""
    turn.talk.language = "en" if turn.language == "nl" else "nl"
    turn.talk.pinned = True
    return [turn.say(turn.t("welcome"), rows(*main_buttons(turn)))]


async def speak(message: Message, turn: Turn) -> Replies:
    """'English please', typed: from now on that language, and a contact request goes on in it."""
    turn.talk.language = "en" if bare(turn.text.replace(",", " ")) in ENGLISH else "nl"
    turn.talk.pinned = True
    if turn.talk.form is not None and not turn.talk.form["paused"]:
        return form_questions.ask_again(turn)
    return [turn.say(turn.t("welcome"), rows(*main_buttons(turn)))]


def button_typed(turn: Turn) -> str | None:
    """What the button does whose words were typed."""
    return next((do for key, do in TYPED.items() if same(turn.text, turn.t(key))), None)


async def tapped_in_words(message: Message, turn: Turn) -> Replies:
    """What a button says may be typed, and does the same."""
    what = button_typed(turn)
    turn.text = ""  # no question of his own
    if what == "pass_on":
        return await contact.pass_on(message, turn)
    if what == "none":
        await useful.note_miss(turn, is_known_subject=False)
        return fallback(turn)
    return await guides.find_guide(message, turn)


async def react(message: Message, turn: Turn) -> Replies:
    """Answer any text: surely, with a choice, or honestly not; above it 112, where in doubt."""
    may_be_urgent = bool(turn.match and turn.match.may_be_urgent)
    if may_be_urgent:
        useful.keep_quiet(turn)  # what may be a report is not kept
    replies = await _react(message, turn)
    if may_be_urgent:
        for reply in replies:
            if isinstance(reply, SendMessage):
                reply.text = f"{turn.t('perhaps_urgent')}\n\n{reply.text}"
                break
    return replies


async def _react(message: Message, turn: Turn) -> Replies:
    match = turn.match
    assert match is not None
    guides.notice_place(turn)
    if match.outcome is Outcome.CHOOSE:
        if guides.names_where(turn):
            return await guides.find_guide(message, turn)
        if useful.may_be_a_report(turn, match):
            useful.keep_quiet(turn)
        return await additions.offer(turn, choose(turn, list(match.intents)))
    if match.outcome is Outcome.FALLBACK:
        await useful.note_miss(turn, is_known_subject=near_miss_answer(turn) is not None)
        return await additions.offer(turn, fallback(turn))
    plain = [name for name in match.intents if name not in ACTIONS]
    actions = [name for name in match.intents if name in ACTIONS]
    replies: Replies = []
    if more := _told_just_now(turn, plain if not (actions or match.left) else []):
        return more
    if plain:
        left = [name for name in match.left if name not in COURTESY]
        replies += answer(turn, plain, with_buttons=not actions, is_rated=True, left=left)
    for name in actions[:1]:
        replies += await ACTIONS[name](message, turn)
    return replies


def _told_just_now(turn: Turn, names: list[str]) -> Replies:
    """Who asks on about what he was told a moment ago gets the rest of it, not the same again."""
    goes_on = reads_as_question(turn.text) and GOES_ON.search(turn.text)
    if len(names) != 1 or turn.talk.topics[:1] != names or not goes_on:
        return []
    intent = turn.knowledge.intents[names[0]]
    is_fresh = turn.now - turn.talk.updated_at < FRESH
    return _more(turn, intent) if is_fresh and intent.kind == "faq" and intent.more else []


def answer(
    turn: Turn,
    names: list[str],
    with_buttons: bool = True,
    is_rated: bool = False,
    left: Sequence[str] = (),
) -> Replies:
    """The answers of one or two intents in one message, with what may come next.

    With `is_rated` it may be asked, once a thread, whether the answer helped. `left` was asked as
    well: a message with three answers is too long to read, so it is a tap away.
    """
    found = [turn.knowledge.intents[name] for name in names]
    parts = _answer_texts(turn, found)
    waiting = [turn.knowledge.intents[name] for name in left]
    if waiting:
        titles = "', '".join(intent.title[turn.language] for intent in waiting)
        parts.append(turn.t("asked_as_well", title=titles))
    # What is done beside it names the person itself.
    person = guides.person_line(turn, found) if with_buttons else None
    text = "\n\n".join(part for part in (*parts, person) if part)
    turn.talk.misses = 0
    # While the question about the province is open, small talk does not close it.
    if any(intent.kind != "smalltalk" for intent in found):
        turn.talk.waiting_for = None
        turn.talk.kept_question = None
        turn.talk.topics = list(dict.fromkeys([*names, *turn.talk.topics]))[:5]
    if not with_buttons:
        return [turn.say(text)]
    last = useful.row(turn, found) if is_rated else []
    return [turn.say(text, rows(*_next_steps(turn, found, waiting), last))]


def _answer_texts(turn: Turn, found: list[Intent]) -> list[Html]:
    """One text for each; of what date the page is stands once, under the last that needs it."""
    dated = [intent.id for intent in found if intent.dated]
    texts = []
    for intent in found:
        text = intent.answer[turn.language]
        if len(found) > 1 and intent.kind != "smalltalk":
            text = f"<b>{intent.title[turn.language]}</b>\n{text}"
        is_last = dated[-1:] == [intent.id]
        texts.append(Html(f"{text}\n{turn.t('as_of')}" if is_last else text))
    return texts


def _next_steps(
    turn: Turn, found: list[Intent], waiting: Sequence[Intent] = ()
) -> list[list[InlineKeyboardButton]]:
    """What was asked as well, more about this, what people ask next, and always a person."""
    if all(intent.kind == "smalltalk" and not intent.related for intent in found):
        return []
    more = [
        button(turn.t("button_more"), More(intent=intent.id))
        for intent in found[:1]
        if intent.more
    ]
    related = dict.fromkeys(
        [
            *(intent.id for intent in waiting),
            *(name for intent in found for name in intent.related),
        ]
    )
    for intent in found:
        related.pop(intent.id, None)
    person = {"procesbegeleider_zoeken", "contactverzoek"}
    topics = [
        button(turn.knowledge.intents[name].title[turn.language], Show(intent=name))
        for name in related
        if name not in person
    ][:3]
    return [
        more,
        *([topic] for topic in topics),
        [button(turn.t("button_person"), Ask(what="region"))],
    ]


async def short_word(message: Message, turn: Turn) -> Replies:
    """'Ja', 'nee', 'ok' or '?' where nothing was asked: kindly back to what can be done here."""
    if turn.talk.waiting_for == OFFERED and is_yes(turn.text):
        return await contact.pass_on(message, turn)
    is_region_open = turn.talk.waiting_for == "region"
    turn.talk.misses = 0
    if is_region_open:
        return guides.ask_region(turn)
    turn.talk.waiting_for = None
    key = "short_no" if is_no(turn.text) else "short_ok" if acknowledges(turn.text) else None
    key = key or ("short_yes" if is_yes(turn.text) else "short_other")
    if key == "short_ok" and turn.talk.topics:
        return [turn.say(turn.t(key), rows([button(turn.t("button_person"), Ask(what="region"))]))]
    return [turn.say(turn.t(key), rows(*main_buttons(turn)[:-1]))]


async def foreign(message: Message, turn: Turn) -> Replies:
    """A language that is not spoken here: one line in Dutch and English, and who can be called."""
    if turn.text and not useful.is_quiet(turn):
        turn.talk.kept_question = turn.text
    turn.talk.misses, turn.talk.waiting_for = turn.talk.misses + 1, OFFERED
    key = "foreign" if turn.talk.misses == 1 else "foreign_again"
    people = guides.people_lines(turn)
    if key == "foreign_again":
        known = turn.knowledge.facilitators.values()
        people = Html("\n".join(f"{each.name}: {each.phone}" for each in known))
    pass_on = [button(turn.t("button_pass_on"), Ask(what="pass_on"))]
    english = [button(turn.brain.texts("button_english", "nl"), Ask(what="language"))]
    shown = rows(pass_on, english) if turn.language == "nl" else rows(pass_on)
    return [turn.say(turn.t(key, people=people), shown)]


def choose(turn: Turn, names: list[str]) -> Replies:
    """Offer at most three titles, and 'none of these'; nobody asks to be greeted."""
    names = [name for name in names if name not in COURTESY]
    if not names:
        return fallback(turn)
    is_wish = names[0] in ACTIONS and names[0] != "status_verzoek"
    if turn.text and not is_wish and not useful.is_quiet(turn):
        turn.talk.kept_question = turn.text
    buttons = [
        [button(turn.knowledge.intents[name].title[turn.language], Show(intent=name))]
        for name in names[:3]
    ]
    none = button(turn.t("button_none"), Ask(what="none"))
    person = button(turn.t("button_person"), Ask(what="region"))
    return [turn.say(turn.t("choose"), rows(*buttons, [none, person]))]


def fallback(turn: Turn) -> Replies:
    """Say honestly that this is not understood; the second time in a row, offer a person."""
    near_miss = near_miss_answer(turn)
    # A subject that is named and declined was understood.
    turn.talk.misses = 0 if near_miss else turn.talk.misses + 1
    if turn.text and not useful.is_quiet(turn):
        turn.talk.kept_question = turn.text
    pass_on = [button(turn.t("button_pass_on"), Ask(what="pass_on"))]
    if turn.talk.waiting_for is None:
        turn.talk.waiting_for = OFFERED
    if turn.talk.misses >= 2:
        people = Html(f"{guides.people_lines(turn)}\n{turn.t('as_of')}")
        # The third time the same sentence would sound like a machine that is stuck.
        text = turn.t("second_miss" if turn.talk.misses == 2 else "third_miss", people=people)
        return [
            turn.say(text, rows(pass_on, [button(turn.t("button_region"), Ask(what="region"))]))
        ]
    text = (
        Html(f"{near_miss}\n\n{turn.t('what_i_can')}") if near_miss else turn.t("not_understood")
    )
    return [turn.say(text, rows(*main_buttons(turn)[:-1], pass_on))]


def near_miss_answer(turn: Turn) -> str | None:
    """The honest no to a subject that sounds like ours."""
    known = turn.knowledge.near_misses
    name = turn.match.near_miss if turn.match else None
    return known[name].answer[turn.language] if name and name in known else None


async def show_answer(query: CallbackQuery, turn: Turn, callback_data: Show) -> Replies:
    """A topic was tapped."""
    name = callback_data.intent
    if name not in turn.knowledge.intents:
        return await old_button(query, turn)
    if name in ACTIONS:
        return await ACTIONS[name](query, turn)
    return answer(turn, [name])


async def show_more(query: CallbackQuery, turn: Turn, callback_data: More) -> Replies:
    """The long version was asked."""
    intent = turn.knowledge.intents.get(callback_data.intent)
    if intent is None or intent.more is None:
        return await old_button(query, turn)
    return _more(turn, intent)


def _more(turn: Turn, intent: Intent) -> Replies:
    assert intent.more is not None
    text = intent.more[turn.language]
    if intent.dated:
        text = f"{text}\n{turn.t('as_of')}"
    turn.talk.topics = list(dict.fromkeys([intent.id, *turn.talk.topics]))[:5]
    steps = _next_steps(turn, [intent])[1:]
    return [turn.say(text, rows(*steps))]


async def more_typed(message: Message, turn: Turn) -> Replies:
    """'Meer', typed after an answer."""
    intent = turn.knowledge.intents.get(turn.talk.topics[0])
    if intent is None or intent.more is None:
        return await react(message, turn)
    return _more(turn, intent)


async def ask(query: CallbackQuery, turn: Turn, callback_data: Ask) -> Replies:
    """Something was tapped that the assistant does."""
    what = callback_data.what
    if what == "region":
        return await guides.find_guide(query, turn)
    if what == "change_region":
        return form_places.ask_other(turn) or guides.ask_region(turn)
    if what == "contact":
        return await contact.begin(query, turn)
    if what == "pass_on":
        return await contact.pass_on(query, turn)
    if what == "language":
        return await switch_language(query, turn)
    if what == "erase":
        return await privacy.ask_to_erase(query, turn)
    if what == "data":
        return await own_data.show_data(query, turn)
    if what == "none":
        await useful.note_miss(turn, is_known_subject=False)
        return fallback(turn)
    return await old_button(query, turn)


async def old_button(query: CallbackQuery, turn: Turn) -> Replies:
    """A button whose meaning is gone: say so, and show the way on."""
    turn.toast = turn.t("old_button")
    return []


async def not_text(message: Message, turn: Turn) -> Replies:
    """A voice note, a photo, a sticker ...: say kindly what to do instead."""
    kind = next((name for name in MEDIA if getattr(message, name, None)), "other")
    key = f"media_{kind}" if kind in ("voice", "photo", "sticker") else "media_other"
    if message.video_note or message.audio:
        key = "media_voice"
    if message.animation:
        key = "media_sticker"
    if turn.talk.form is not None and not turn.talk.form.get("paused"):
        return [turn.say(turn.t(key)), *form_questions.ask_again(turn)]
    if key == "media_sticker":
        return [turn.say(turn.t(key))]
    pass_on = [button(turn.t("button_pass_on"), Ask(what="pass_on"))]
    return [turn.say(turn.t(key), rows(*main_buttons(turn)[:-1], pass_on))]


async def edited(message: Message, turn: Turn) -> Replies:
    """An edited message changes nothing that was said before; say how to correct."""
    if turn.talk.form is None:
        return []
    return [turn.say(turn.t("edited"))]


async def leave_group(
    event: Message | ChatMemberUpdated, settings: Settings, db: Database
) -> Replies:
    """The assistant speaks with one person at a time; it leaves groups, but not the operator's,
    where its alarms go. There it says nothing else.
    """
    is_out = isinstance(event, ChatMemberUpdated) and event.new_chat_member.status in OUT
    if event.chat.type == "private" or is_out:
        return []
    if await _is_operators(event, settings.operator.chat_id, db):
        return []
    return [LeaveChat(chat_id=event.chat.id)]


async def _is_operators(
    event: Message | ChatMemberUpdated, group: int | None, db: Database
) -> bool:
    """Whether it is the operator's group, also under the number that Telegram gave it since."""
    if group is None:
        return False
    if isinstance(event, Message):
        # It became a supergroup: both the old and the new group say so.
        new = event.chat.id if event.migrate_from_chat_id == group else None
        if event.chat.id == group:
            new = event.migrate_to_chat_id
        if new is not None:
            await db.people.set_mark(MOVED, f"{group}:{new}", event.date)
            return True
    moved = await db.people.mark(MOVED)
    return event.chat.id == group or (moved is not None and moved[0] == f"{group}:{event.chat.id}")
