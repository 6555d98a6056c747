"""112 and the police, before everything else; nothing of it is kept."""

from __future__ import annotations

from aiogram.types import Message

from bot.handlers import desk_writing
from bot.handlers.useful import keep_quiet
from bot.keyboards import Ask, button, rows
from bot.turn import Replies, Turn
from intents import Outcome


async def emergency(message: Message, turn: Turn) -> Replies:
    """Say 112 first, ask nothing, keep nothing; a form stays where it was."""
    keep_quiet(turn)
    if turn.talk.form is not None:
        turn.talk.form["shown"] = False
    await desk_writing.keep_words(turn)
    return [turn.say(turn.knowledge.intents["noodgeval"].answer[turn.language])]


async def suicide(message: Message, turn: Turn) -> Replies:
    """Say where help is, day and night; nothing of it is kept."""
    keep_quiet(turn)
    if turn.talk.form is not None:
        turn.talk.form["shown"] = False
    await desk_writing.keep_words(turn)
    return [turn.say(turn.t("thoughts_of_suicide"))]


def is_report(turn: Turn) -> bool:
    """Whether this is surely a report of a crime; a question about fences is none."""
    match = turn.match
    is_sure = match is not None and match.outcome is Outcome.ANSWER
    return bool(is_sure and match and match.intents[:1] == ("misdrijf_melden",))


async def report_crime(message: Message, turn: Turn) -> Replies:
    """Refer to the police; the text is not kept, an open form waits."""
    keep_quiet(turn)
    turn.talk.topics = ["misdrijf_melden", *turn.talk.topics][:5]
    turn.talk.misses = 0
    intent = turn.knowledge.intents["misdrijf_melden"]
    person = button(turn.t("button_person"), Ask(what="region"))
    text = intent.answer[turn.language]
    if turn.match and len(turn.match.intents) > 1:
        other = turn.knowledge.intents[turn.match.intents[1]]
        if other.kind == "faq":
            text += f"\n\n<b>{other.title[turn.language]}</b>\n{other.answer[turn.language]}"
            text += f"\n{turn.t('as_of')}" if other.dated else ""
            turn.talk.topics = [other.id, *turn.talk.topics][:5]
    return [turn.say(text, rows([person]))]
