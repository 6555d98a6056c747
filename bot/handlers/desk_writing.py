"""A facilitator writes: a note for the two of them, or a message to the entrepreneur.

One question is open at a time. What is typed counts only while it is the first thing after the
question; after anything else, and for a reply to a card, it is asked what the words are for, so
that nothing reaches an entrepreneur by mistake.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram.types import InlineKeyboardMarkup, Message

from bot.handlers import desk_absence, desk_queue
from bot.keyboards import AddTo, Desk, button, rows
from bot.notices import LONGEST_PIECE, tell_desk, tell_facilitator, to_visitor
from bot.office import language_of, office_of
from bot.phrases import BACK, NO, STOP, bare
from bot.steps import way_back
from bot.texts import isolated, pieces
from bot.turn import Replies, Turn
from storage import ContactRequest, Kind, Status

TYPED = ("note", "message", "search", "away")  # what is waited for; the rest is tapped
WITHOUT_REQUEST = ("search", "away")
OPEN_FOR = timedelta(minutes=10)


def has_draft(message: Message, turn: Turn) -> bool:
    """Whether a question of the desk is open, and this is no command."""
    draft = turn.talk.desk
    if draft is None or draft["do"] not in TYPED or turn.text.startswith("/"):
        return False
    return _is_fresh(turn) or draft["do"] not in WITHOUT_REQUEST


def _is_fresh(turn: Turn) -> bool:
    """Whether nothing else was done since it was asked, and it was just now."""
    draft = turn.talk.desk
    if draft is None or draft.get("is_old"):
        return False
    return turn.now - datetime.fromisoformat(draft["at"]) <= OPEN_FOR


async def is_reply(message: Message, turn: Turn) -> bool:
    """Whether this is a reply to something about a request that is not his own."""
    request = await replied_request(message, turn)
    return request is not None and request.about_chat != turn.talk.chat_id


async def ask(turn: Turn, request: ContactRequest, what: str) -> None:
    """'Typ uw notitie' or 'typ uw bericht': the next words are for that."""
    turn.talk.desk = {"do": what, "request": request.id, "at": turn.now.isoformat()}
    text = turn.t(
        f"ask_{what}", reference=request.reference or "", name=isolated(request.name or "")
    )
    await tell_facilitator(office_of(turn), request, turn.talk.chat_id, text, _cancel(turn))


async def ask_note_for_colleague(turn: Turn, before: ContactRequest, now: ContactRequest) -> None:
    """It went to the colleague; a word with it is welcome, and may be left out."""
    if now.version == before.version:
        return  # it was refused
    turn.talk.desk = {"do": "note", "request": now.id, "at": turn.now.isoformat()}
    office = office_of(turn)
    text = turn.t(
        "ask_note_handed",
        reference=now.reference or "",
        name=office.name_of(now.facilitator),
    )
    data = Desk(do="takeback", request=now.id, value=way_back(before, now))
    choices = rows(
        [button(turn.t("desk_no_note"), Desk(do="drop", request=0))],
        [button(turn.t("desk_takeback"), data)],
    )
    await tell_facilitator(office, now, turn.talk.chat_id, text, choices)


def _cancel(turn: Turn) -> InlineKeyboardMarkup | None:
    return rows([button(turn.t("desk_drop"), Desk(do="drop", request=0))])


def drop(turn: Turn) -> Replies:
    """Annuleren."""
    turn.toast = turn.t("toast_dropped" if turn.talk.desk else "toast_nothing_open")
    turn.talk.desk = None
    return []


async def take(message: Message, turn: Turn) -> Replies:
    """The words that were asked for."""
    me = await turn.db.people.facilitator_of(turn.user_id)
    draft = turn.talk.desk
    if me is None or draft is None:
        turn.talk.desk = None
        return [turn.say(turn.t("only_facilitators"))]
    if bare(turn.text) in STOP | BACK | NO:
        turn.talk.desk = None
        return [turn.say(turn.t("toast_dropped"))]
    if draft["do"] == "search":
        turn.talk.desk = None
        return await desk_queue.search(turn, me, turn.text)
    if draft["do"] == "away":
        return await desk_absence.read(turn, me)
    request = await turn.db.requests.get(draft["request"])
    if request is None or request.name is None:
        turn.talk.desk = None
        return [turn.say(turn.t("request_gone"))]
    if not _is_fresh(turn):
        await ask_what_for(turn, request, turn.text)
        return []
    return await _write(turn, request, me, draft["do"], turn.text)


async def ask_what_for(turn: Turn, request: ContactRequest, text: str) -> None:
    """'Wat wilt u met deze tekst?': a note, a message, or nothing."""
    turn.talk.desk = {
        "do": "choose",
        "request": request.id,
        "at": turn.now.isoformat(),
        "text": text,
    }
    labels = ["note_it", "send_it"] if request.is_open else ["note_it"]
    choices = [
        button(turn.t(f"desk_{each}"), Desk(do=each, request=request.id)) for each in labels
    ]
    asked = turn.t(
        "ask_what_for", reference=request.reference or "", name=isolated(request.name or "")
    )
    cancel = [button(turn.t("desk_drop"), Desk(do="drop", request=0))]
    keyboard = rows(*([each] for each in choices), cancel)
    await tell_facilitator(office_of(turn), request, turn.talk.chat_id, asked, keyboard)


async def keep_words(turn: Turn) -> None:
    """Words for a note or a message in which an emergency was read: they are not lost."""
    draft = turn.talk.desk
    if draft is None or draft["do"] not in ("note", "message"):
        return
    request = await turn.db.requests.get(draft["request"])
    if request is not None and request.name is not None:
        await ask_what_for(turn, request, turn.text)


async def reply_to_card(message: Message, turn: Turn) -> Replies:
    """Words typed as a reply to a card or to anything else about a request."""
    request = await replied_request(message, turn)
    if request is None or request.name is None:
        return [turn.say(turn.t("request_gone"))]
    await ask_what_for(turn, request, turn.text)
    return []


async def replied_request(message: Message, turn: Turn) -> ContactRequest | None:
    """The request that the message is about to which this is a reply."""
    if message.reply_to_message is None:
        return None
    number = await turn.db.outbox.request_of(
        turn.talk.chat_id, message.reply_to_message.message_id
    )
    return await turn.db.requests.get(number) if number is not None else None


async def tapped(turn: Turn, request: ContactRequest, me: str, do: str) -> Replies:
    """'Bericht' on the card, or the choice what the words are for."""
    if do == "message":
        refusal = _refusal(turn, request, me)
        if refusal is not None:
            turn.toast = refusal
            await tell_desk(turn, request.id)
        else:
            await ask(turn, request, "message")
        return []
    draft = turn.talk.desk or {}
    if draft.get("request") != request.id or not draft.get("text"):
        turn.toast = turn.t("toast_nothing_open")
        return []
    return await _write(turn, request, me, "note" if do == "note_it" else "message", draft["text"])


async def _write(turn: Turn, request: ContactRequest, me: str, what: str, text: str) -> Replies:
    if what == "note":
        turn.talk.desk = None
        await turn.db.requests.log(request.id, me, Kind.NOTE, text, turn.now)
        await tell_desk(turn, request.id)
        said = turn.t("note_kept", reference=request.reference or "")
        await tell_facilitator(office_of(turn), request, turn.talk.chat_id, said)
        return []
    turn.talk.desk = None
    if (refusal := _refusal(turn, request, me)) is not None:
        return [turn.say(refusal)]
    await send_message(turn, request, me, text)
    return []


def _refusal(turn: Turn, request: ContactRequest, me: str) -> str | None:
    if not request.is_open:
        return turn.t("request_closed_already")
    if request.taken_by not in (None, me):
        return turn.t("taken_by_colleague", name=office_of(turn).name_of(request.taken_by))
    return None


async def send_message(turn: Turn, request: ContactRequest, me: str, text: str) -> None:
    """To the entrepreneur, in this chat; what became of it is told when it is known."""
    office = office_of(turn)
    if request.taken_by is None:
        await turn.db.requests.move(
            request.id, request.state, _mine(request.state), turn.now, taken_by=me
        )
    number = await turn.db.requests.log(request.id, me, Kind.MESSAGE, text, turn.now, "chat")
    language = language_of(request)
    head = office.t(
        "message_from", language, name=office.name_of(me), reference=request.reference or ""
    )
    answer = button(office.t("button_answer", language), AddTo(do="ask", request=request.id))
    first, *rest = pieces(text, LONGEST_PIECE)
    texts = [f"{head}\n{isolated(first)}", *(str(isolated(piece)) for piece in rest)]
    for part, said in enumerate(texts):
        is_last = part == len(texts) - 1
        key = f"message:{number}" if is_last else f"part:{number}:{part}"
        keyboard = rows([answer]) if is_last else None
        delivery = to_visitor(request, said, keyboard, "message", key)
        await turn.db.outbox.put([delivery], turn.now)
    sending = turn.t(
        "message_sending", reference=request.reference or "", name=isolated(request.name or "")
    )
    key = f"result:{number}"
    await tell_facilitator(office, request, turn.talk.chat_id, sending, key=key)
    await tell_desk(turn, request.id)


def _mine(state: Status) -> Status:
    return Status.TAKEN if state is Status.NEW else state
