"""'Nuttig?' under an answer, and the questions that were not understood: masked, then counted."""

from __future__ import annotations

from aiogram.types import CallbackQuery, InlineKeyboardButton

from bot.keyboards import Ask, Useful, button, rows
from bot.mask import has_marks, mask
from bot.turn import Replies, Turn
from intents import Intent, Match, alike
from storage import Reaction


def row(turn: Turn, found: list[Intent]) -> list[InlineKeyboardButton]:
    """The two buttons, once a thread, under the answer to a question that was typed.

    Not under small talk or safety, nor while something else is asked.
    """
    thread = turn.talk.thread or {}
    is_question = bool(turn.text.strip()) and not turn.text.startswith("/")
    is_busy = turn.talk.form is not None or turn.talk.waiting_for is not None
    if thread or not is_question or is_busy or any(each.kind != "faq" for each in found):
        return []
    # The question stays, masked, so that 'nee' can be counted under it.
    turn.talk.thread = {"asked": mask(turn.text), "about": found[0].id}
    return [
        button(turn.t("button_useful_yes"), Useful(say="yes")),
        button(turn.t("button_useful_no"), Useful(say="no")),
    ]


async def rate(query: CallbackQuery, turn: Turn, callback_data: Useful) -> Replies:
    """'Ja' says thanks; 'nee' offers a person. Each question counts once."""
    thread = turn.talk.thread or {}
    asked, about = thread.get("asked"), thread.get("about")
    turn.talk.thread = {"rated": True}
    is_useful = callback_data.say == "yes"
    if asked and about:
        kind = Reaction.HELPFUL if is_useful else Reaction.UNHELPFUL
        await turn.db.feedback.note(
            kind,
            turn.talk.chat_id,
            turn.language,
            turn.now,
            text=None if is_useful else asked,
            alike=None if is_useful else alike(asked),
            intent=about,
        )
    if is_useful:
        turn.toast = turn.t("useful_thanks")
        return []
    return _offer_person(turn, asked)


def _offer_person(turn: Turn, asked: str | None) -> Replies:
    first = button(turn.t("button_leave_message"), Ask(what="contact"))
    if asked and not has_marks(asked):
        # Nothing was hidden, so this is what was typed: it can be passed on as it is.
        turn.talk.kept_question = asked
        first = button(turn.t("button_pass_on"), Ask(what="pass_on"))
    person = button(turn.t("button_region"), Ask(what="region"))
    return [turn.say(turn.t("not_useful"), rows([first], [person]))]


async def note_miss(turn: Turn, is_known_subject: bool) -> None:
    """Keep a question that was not understood, masked; never what belongs to something else.

    A form, an open question of ours, a report of a crime or a cry for help in this thread: what
    is said then is no question about the keurmerk, and holds what nobody should keep.
    """
    talk = turn.talk
    question = turn.text or talk.kept_question or ""
    is_report = turn.match is not None and may_be_a_report(turn, turn.match)
    if (
        is_known_subject
        or is_report
        or is_quiet(turn)
        or talk.form is not None
        or talk.waiting_for is not None
    ):
        return
    if not question.strip() or question.startswith("/") or talk.desk is not None:
        return
    if await turn.db.people.facilitator_of(turn.user_id) is not None:
        return
    masked = mask(question)
    await turn.db.feedback.note(
        Reaction.MISSED,
        talk.chat_id,
        turn.language,
        turn.now,
        text=masked,
        alike=alike(masked),
    )


def may_be_a_report(turn: Turn, match: Match) -> bool:
    """Whether it is not sure that this is no report of a crime or an emergency."""
    is_first = bool(match.intents) and turn.knowledge.intents[match.intents[0]].kind == "safety"
    return is_first or "misdrijf_melden" in (*match.intents, match.runner_up)


def is_quiet(turn: Turn) -> bool:
    """Whether danger or a crime came up in this thread."""
    return bool((turn.talk.thread or {}).get("quiet"))


def keep_quiet(turn: Turn) -> None:
    """Nothing that is said in this thread is kept or asked about."""
    turn.talk.thread = {"quiet": True}
