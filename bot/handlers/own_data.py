"""'Mijn gegevens': all that is stored about who asks, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from aiogram.types import CallbackQuery, Message

from bot.details import show_phone
from bot.handlers import guides
from bot.keyboards import Ask, button, rows
from bot.moments import moment_in_words
from bot.promise import AMSTERDAM, in_words
from bot.texts import Html, isolated, pieces, shown, size
from bot.turn import Replies, Turn
from storage import Kind

LONGEST_PIECE = 2000  # of one detail in one message, as Telegram counts
LONGEST_MESSAGE = 3000

Row = Mapping[str, Any]
Pairs = list[tuple[str, object]]  # the key of a label, and the value


async def show_data(event: Message | CallbackQuery, turn: Turn) -> Replies:
    """Everything, in as many messages as it takes."""
    kept = await turn.db.people.everything_about(turn.talk.chat_id)
    parts: list[str] = [turn.t("data_intro")]
    for row in kept["requests"]:
        parts += _lines(turn, _request(turn, row))
    parts += _steps(turn, kept["steps"])
    for row in kept["messages"]:
        parts += _quoted(turn.t("data_said", at=_moment(row["at"])), row["note"])
    parts += _lines(turn, _remembered(turn))
    if turn.talk.form:
        parts += [turn.t("label_unfinished"), *_lines(turn, _form(turn.talk.form))]
    parts += _counted(turn, kept)
    keyboard = rows([button(turn.t("button_erase"), Ask(what="erase"))])
    texts = _in_messages([part for part in parts if part])
    return [turn.say(text, keyboard if text is texts[-1] else None) for text in texts]


def _request(turn: Turn, row: Row) -> Pairs:
    knows = turn.knowledge.facilitators
    holder = knows.get(row["taken_by"] or row["facilitator"])
    return [
        ("reference", row["reference"]),
        ("sent_on", _moment(row["received_at"])),
        ("promised", _day(turn, row["first_due_on"] or row["due_on"])),
        ("promised_later", _day(turn, row["delayed_to"])),
        ("is_with", holder.name if holder else None),
        *_details(row),
        ("topics", ", ".join(_titles(turn, row["topics"]))),
        ("language", _word(turn, row["language"])),
        ("preferred_channel", _word(turn, row["preferred_channel"])),
        ("preferred_moment", _preferred(turn, row["preferred_moment"])),
        ("closed_on", _moment(row["closed_at"])),
        ("ended_as", _word(turn, row["outcome"])),
        ("helped", _word(turn, row["rating"])),
    ]


def _preferred(turn: Turn, moment: str | None) -> str | None:
    return moment_in_words(moment, None, turn.brain.texts, turn.language) if moment else None


def _form(form: Row) -> Pairs:
    return _details(form)


def _details(row: Row) -> Pairs:
    return [
        ("name", row["name"]),
        ("phone", show_phone(row["phone"]) if row["phone"] else None),
        ("email", row["email"]),
        ("company", row["company"]),
        ("terrein", row["terrein"]),
        ("region", ", ".join(row["provinces"])),
        ("place", row["place"]),
        ("question", row["question"]),
    ]


def _remembered(turn: Turn) -> Pairs:
    talk = turn.talk
    return [
        ("chat", talk.chat_id),
        ("language", _word(turn, talk.language)),
        ("region", ", ".join(talk.provinces)),
        ("place", talk.place),
        ("topics", ", ".join(_titles(turn, talk.topics))),
        ("kept_question", talk.kept_question),
        ("asked", (talk.thread or {}).get("asked")),
        ("misses", talk.misses or None),
        ("open_question", _word(turn, _asked(talk.waiting_for))),
        ("last_message", _moment(talk.updated_at)),
    ]


def _steps(turn: Turn, steps: Sequence[Row]) -> list[str]:
    """What happened with the requests, a line each."""
    lines = []
    for row in steps:
        known = set(Kind)
        told = turn.t(f"step_{row['kind']}" if row["kind"] in known else "step_other")
        lines.append(f"• {_moment(row['at'])}: {told}")
    return ["\n".join([turn.t("data_steps"), *lines])] if lines else []


def _counted(turn: Turn, kept: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """What is kept only as rows: how many, and what stands in them."""
    settings = turn.settings
    parts: list[str] = []
    if kept["notes"]:
        email = settings.operator.email or turn.t("not_filled_in")
        parts.append(turn.t("data_notes", count=len(kept["notes"]), operator_email=email))
    days = settings.retention.message_days
    parts.append(turn.t("data_messages", count=len(kept["outbox"]), message_days=days))
    parts.append(turn.t("data_updates", count=len(kept["updates"])))
    for row in kept["updates"]:
        if row["payload"] and row["state"] == "dead":
            parts += _quoted(turn.t("data_unread", at=_moment(row["received_at"])), row["payload"])
    unknown: Pairs = [("unknown", row["text"]) for row in kept["feedback"]]
    parts += _lines(turn, unknown)
    judged = sum(row["text"] is None for row in kept["feedback"])
    if judged:
        parts.append(turn.t("data_judged", count=judged))
    if kept["codes"]:
        parts.append(turn.t("data_codes", count=len(kept["codes"])))
    for row in kept["accounts"]:
        person = turn.knowledge.facilitators.get(row["facilitator"])
        name = person.name if person else row["facilitator"]
        parts.append(turn.t("data_account", name=name, at=_moment(row["coupled_at"])))
    return parts


def _titles(turn: Turn, names: Sequence[str]) -> list[str]:
    known = turn.knowledge.intents
    return [known[name].title[turn.language] for name in names if name in known]


def _asked(waiting: str | None) -> str | None:
    """Which place is meant is asked as part of 'in which province?'."""
    return "region" if (waiting or "").startswith(guides.SUGGESTED) else waiting


def _word(turn: Turn, value: str | None) -> str | None:
    """A word of ours in the visitor's language; what has none is shown as it stands."""
    if not value:
        return None
    key = f"own_{value}"
    return turn.t(key) if key in turn.knowledge.texts else value


def _moment(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}" if moment else None


def _day(turn: Turn, day: date | None) -> str | None:
    return in_words(day, None, turn.language) if day else None


def _lines(turn: Turn, pairs: Pairs) -> list[str]:
    """The details under each other; what is too long for one message follows in parts."""
    lines: list[str] = []
    more: list[str] = []
    for label, value in pairs:
        if value is None or value == "":
            continue
        first, *rest = pieces(str(value), LONGEST_PIECE)
        told = shown(value) if isinstance(value, Html) else isolated(first)
        lines.append(f"<b>{turn.t(f'label_{label}')}</b> {told}")
        more += [isolated(piece) for piece in rest]
    return ["\n".join(lines), *more]


def _quoted(lead: Html, text: str | None) -> list[str]:
    first, *rest = pieces(text or "", LONGEST_PIECE)
    return [f"{lead}\n{isolated(first)}", *(isolated(piece) for piece in rest)]


def _in_messages(parts: list[str]) -> list[str]:
    """Join parts into messages within Telegram's limit; no single part is longer than it."""
    messages = [""]
    for part in parts:
        joined = f"{messages[-1]}\n\n{part}" if messages[-1] else part
        if size(joined) <= LONGEST_MESSAGE or not messages[-1]:
            messages[-1] = joined
        else:
            messages.append(part)
    return messages
