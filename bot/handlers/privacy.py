"""What is kept about a person: explain it, and erase it; `own_data` shows it."""

from __future__ import annotations

from aiogram.types import CallbackQuery, Message

from bot.handlers import form_questions
from bot.handlers import requests as own_requests
from bot.keyboards import Ask, Erase, button, rows
from bot.notices import erased_cards
from bot.phrases import FIRM_YES, OF_REQUEST, bare, is_no, is_yes, same
from bot.turn import Replies, Turn

BUTTONS = {
    "all": "button_yes_erase",
    "withdraw": "button_only_withdraw",
    "keep": "button_no",
}


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
        copy_days=turn.settings.backup.keep_days,
        officer=_officer(turn),
    )
    keyboard = rows(
        [button(turn.t("button_my_data"), Ask(what="data"))],
        [button(turn.t("button_erase"), Ask(what="erase"))],
    )
    return [turn.say(text, keyboard)]


def _officer(turn: Turn) -> str:
    """The data protection officer, where there is one."""
    officer = turn.settings.operator.privacy_officer
    return turn.t("privacy_officer", officer=officer) if officer else ""


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


def is_decision(turn: Turn) -> bool:
    """Whether 'are you sure?' is answered: 'ja', 'nee', or what one of its buttons says."""
    return is_yes(turn.text) or is_no(turn.text) or _typed_button(turn) is not None


def _typed_button(turn: Turn) -> str | None:
    return next((do for do, key in BUTTONS.items() if same(turn.text, turn.t(key))), None)


async def erase_typed(message: Message, turn: Turn) -> Replies:
    """'Ja' or 'nee', typed; a contact request that is being made goes on."""
    do = _typed_button(turn)
    if do is None and bare(turn.text) in FIRM_YES:
        do = "withdraw" if turn.talk.waiting_for == "withdraw" else "all"
    replies = await _decide(turn, do or "keep")
    if turn.talk.form is None or turn.talk.form["paused"] or turn.is_forgotten:
        return replies
    return [*replies, *form_questions.ask_again(turn)]


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
