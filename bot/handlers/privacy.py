"""What is kept about a person: explain it, show it, erase it."""

from __future__ import annotations

from aiogram.types import CallbackQuery, Message

from bot.details import show_phone
from bot.handlers import requests as own_requests
from bot.keyboards import Ask, Erase, button, rows
from bot.notices import erased_cards
from bot.phrases import FIRM_YES, OF_REQUEST, bare
from bot.texts import Html, isolated, pieces, size
from bot.turn import Replies, Turn

LONGEST_PIECE = 2000  # of one detail in one message, as Telegram counts


async def explain(message: Message, turn: Turn) -> Replies:
    """/privacy: everything that article 13 of the AVG asks, in plain words."""
    operator, retention = turn.settings.operator, turn.settings.retention
    unknown = turn.t("not_filled_in")
    text = turn.t(
        "privacy",
        operator=operator.name or unknown,
        operator_email=operator.email or unknown,
        legal_basis=operator.legal_basis or unknown,
        form_days=retention.form_days,
        request_days=retention.request_days,
        message_days=retention.message_days,
        conversation_days=retention.conversation_days,
        unknown_days=retention.unknown_days,
    )
    keyboard = rows(
        [button(turn.t("button_my_data"), Ask(what="data"))],
        [button(turn.t("button_erase"), Ask(what="erase"))],
    )
    return [turn.say(text, keyboard)]


async def show_data(event: Message | CallbackQuery, turn: Turn) -> Replies:
    """'Mijn gegevens': all that is stored about this person."""
    kept = await turn.db.people.everything_about(turn.talk.chat_id)
    talk = turn.talk
    parts: list[str] = [turn.t("data_intro")]
    for row in kept["requests"]:
        lines = [
            (turn.t("label_reference"), row["reference"]),
            (turn.t("label_name"), row["name"]),
            (turn.t("label_phone"), show_phone(row["phone"]) if row["phone"] else None),
            (turn.t("label_email"), row["email"]),
            (turn.t("label_company"), row["company"]),
            (turn.t("label_terrein"), row["terrein"]),
            (turn.t("label_region"), ", ".join(row["provinces"])),
            (turn.t("label_place"), row["place"]),
            (turn.t("label_question"), row["question"]),
        ]
        parts += _lines(lines)
    remembered = [
        (turn.t("label_chat"), str(talk.chat_id)),
        (turn.t("label_region"), ", ".join(talk.provinces)),
        (turn.t("label_place"), talk.place),
        (turn.t("label_topics"), ", ".join(_titles(turn, talk.topics))),
        (turn.t("label_kept_question"), talk.kept_question),
        (turn.t("label_asked"), (talk.thread or {}).get("asked")),
        *((turn.t("label_unknown"), row["text"]) for row in kept["feedback"] if row["text"]),
    ]
    parts += _lines(remembered)
    if talk.form:
        form = talk.form
        parts += _lines(
            [
                (turn.t("label_unfinished"), " "),
                (turn.t("label_name"), form.get("name")),
                (turn.t("label_phone"), form.get("phone")),
                (turn.t("label_email"), form.get("email")),
                (turn.t("label_company"), form.get("company")),
                (turn.t("label_terrein"), form.get("terrein")),
                (turn.t("label_region"), ", ".join(form.get("provinces") or [])),
                (turn.t("label_question"), form.get("question")),
            ]
        )
    parts.append(turn.t("data_messages", count=len(kept["outbox"])))
    keyboard = rows([button(turn.t("button_erase"), Ask(what="erase"))])
    texts = _in_messages([part for part in parts if part])
    return [turn.say(text, keyboard if text is texts[-1] else None) for text in texts]


def _titles(turn: Turn, names: list[str]) -> list[str]:
    known = turn.knowledge.intents
    return [known[name].title[turn.language] for name in names if name in known]


def _lines(pairs: list[tuple[Html, str | None]]) -> list[str]:
    """The details under each other; what is too long for one message follows in parts."""
    lines: list[str] = []
    more: list[str] = []
    for label, value in pairs:
        if value:
            first, *rest = pieces(value, LONGEST_PIECE)
            lines.append(f"<b>{label}</b> {isolated(first)}")
            more += [isolated(piece) for piece in rest]
    return ["\n".join(lines), *more]


def _in_messages(parts: list[str]) -> list[str]:
    """Join parts into messages within Telegram's limit; no single part is longer than it."""
    messages = [""]
    for part in parts:
        joined = f"{messages[-1]}\n\n{part}" if messages[-1] else part
        if size(joined) <= 3000 or not messages[-1]:
            messages[-1] = joined
        else:
            messages.append(part)
    return messages


async def ask_to_erase(event: Message | CallbackQuery, turn: Turn) -> Replies:
    """'Verwijder mijn gegevens' or 'trek mijn verzoek in': ask once, plainly."""
    is_of_request = speaks_of_request(event, turn)
    requests = await turn.db.requests.of_chat(turn.talk.chat_id)
    count = sum(request.is_open for request in requests)
    if is_of_request and count == 0:
        everything = [button(turn.t("button_yes_erase"), Erase(do="all"))]
        return [turn.say(turn.t("nothing_open"), rows(everything))]
    if is_of_request and count > 1:
        return await own_requests.show_status(event, turn)
    return await ask_if_sure(turn, is_of_request)


async def ask_if_sure(turn: Turn, is_of_request: bool) -> Replies:
    """The question before anything is deleted or taken back."""
    requests = await turn.db.requests.of_chat(turn.talk.chat_id)
    is_open = any(request.is_open for request in requests)
    turn.talk.misses = 0
    everything = [button(turn.t("button_yes_erase"), Erase(do="all"))]
    request_only = [button(turn.t("button_only_withdraw"), Erase(do="withdraw"))]
    nothing = [button(turn.t("button_no"), Erase(do="keep"))]
    if is_open and is_of_request:
        turn.talk.waiting_for = "withdraw"
        return [turn.say(turn.t("sure_withdraw_open"), rows(request_only, everything, nothing))]
    turn.talk.waiting_for = "erase"
    if is_open:
        return [turn.say(turn.t("sure_erase_open"), rows(everything, request_only, nothing))]
    return [turn.say(turn.t("sure_erase"), rows(everything, nothing))]


def speaks_of_request(event: Message | CallbackQuery, turn: Turn) -> bool:
    """Whether a request is to be taken back, rather than everything deleted."""
    words = turn.text.lower()
    return isinstance(event, Message) and any(word in words for word in OF_REQUEST)


async def erase(query: CallbackQuery, turn: Turn, callback_data: Erase) -> Replies:
    """The answer to 'are you sure?'."""
    return await _decide(turn, callback_data.do)


async def erase_typed(message: Message, turn: Turn) -> Replies:
    """'Ja' or 'nee', typed."""
    if bare(turn.text) not in FIRM_YES:
        return await _decide(turn, "keep")
    return await _decide(turn, "withdraw" if turn.talk.waiting_for == "withdraw" else "all")


async def _decide(turn: Turn, do: str) -> Replies:
    turn.talk.waiting_for = None
    if do == "withdraw":
        requests = await turn.db.requests.of_chat(turn.talk.chat_id)
        return await own_requests.withdraw(turn, [each for each in requests if each.is_open])
    if do != "all":
        return [turn.say(turn.t("kept"))]
    had_request = bool(await turn.db.requests.of_chat(turn.talk.chat_id, limit=1))
    await erased_cards(turn)
    await turn.db.people.erase(turn.talk.chat_id, turn.now)
    turn.is_forgotten = turn.is_confirmation = True
    return [turn.say(turn.t("erased" if had_request else "erased_all"))]
