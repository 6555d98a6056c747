"""A request as a facilitator sees it: one message with the few buttons that make sense now.

The only place, with the history that a facilitator asks for, where internal notes are shown.
"""

from __future__ import annotations

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.calls import storable
from bot.details import show_phone
from bot.keyboards import Desk, button, in_pairs, rows, shorten
from bot.moments import moment_in_words
from bot.office import Office
from bot.promise import in_words, local_day, local_time
from bot.texts import Html, isolated, pieces, size
from storage import ContactRequest, Delivery, Event, Kind, Outcome, Status

SHOWN = 1500  # characters of the question on the card; the rest follows in messages of its own
LONGEST = 4000  # of a card, below Telegram's 4,096
LINES = 3  # notes and messages on the card; the history has them all
SAID = (Kind.NOTE, Kind.MESSAGE, Kind.ANSWER)
ATTEMPTS = 3  # after so many it is proposed to close


async def card_to(
    office: Office,
    request: ContactRequest,
    facilitator: str,
    chat_id: int,
    menu: str = "",
) -> None:
    """Bring this facilitator's card up to date; who has none yet gets one."""
    shown, *rest = pieces(request.question or "", SHOWN)
    kinds = [*SAID, Kind.DELIVERED, Kind.UNDELIVERED]
    said = await office.db.requests.last_events(request.id, kinds, 4 * LINES)
    text = card_text(office, request, shown, bool(rest), said)
    keyboard = card_buttons(office, request, facilitator, menu)
    method = SendMessage(chat_id=chat_id, text=text, reply_markup=keyboard)
    delivery = to_desk(method, request, "card", f"card:{request.id}:{facilitator}")
    await office.db.outbox.put_latest(delivery, office.now)
    for number, piece in enumerate(rest):
        more = office.t("card_more", reference=request.reference or "")
        message = SendMessage(chat_id=chat_id, text=f"{more}\n{isolated(piece)}")
        key = f"question:{request.id}:{facilitator}:{number}"
        await office.db.outbox.put_once(to_desk(message, request, "card", key), office.now)


def to_desk(
    method: SendMessage, request: ContactRequest, kind: str, key: str | None = None
) -> Delivery:
    """A message to a facilitator about this request: erased with it."""
    name, body = storable(method)
    return Delivery(
        body["chat_id"],
        name,
        body,
        kind=kind,
        about_chat=request.about_chat,
        request_id=request.id,
        key=key,
    )


def card_text(
    office: Office,
    request: ContactRequest,
    question: str,
    has_more: bool,
    said: list[Event],
) -> str:
    """One request; always Dutch."""
    lines = _head(office, request)
    # Who took his request back is not called any more: no details stay on the card.
    if request.state is Status.WITHDRAWN:
        return "\n".join(lines)
    if request.name is None:
        return "\n".join([*lines, office.t("card_erased")])
    lines += [
        Html(f"{office.t(f'label_{label}')} {isolated(value)}")
        for label, value in _details(office, request)
        if value
    ]
    lines.append(Html(f"{office.t('label_question')} {isolated(question)}"))
    if has_more:
        lines.append(office.t("card_goes_on"))
    text = "\n".join(lines)
    room = LONGEST - size(text)
    fitting: list[Html] = []
    for line in reversed(_said_lines(office, request, said)):
        room -= size(line) + 1
        if room < 0:
            break
        fitting.insert(0, line)
    return "\n".join([text, *fitting])


def _head(office: Office, request: ContactRequest) -> list[Html]:
    """Number, state, date, whose it is, and what the facilitator should think of."""
    t, today = office.t, office.today
    lines = [Html(f"<b>{request.reference or ''} · {state_of(office, request)}</b>")]
    if request.is_open and request.contacted_at is None:
        late = Html(f" {t('card_late')}") if request.due_on < today else Html("")
        lines.append(t("card_due", due=in_words(request.due_on, today, "nl"), late=late))
        if request.delayed_to is not None:
            lines.append(t("card_delayed", due=in_words(request.delayed_to, today, "nl")))
    elif request.is_open and request.contacted_at is not None:
        contact = in_words(local_day(request.contacted_at), None, "nl")
        lines.append(t("card_contact", day=contact))
    if request.taken_by:
        lines.append(t("card_taken", name=office.name_of(request.taken_by)))
    if request.is_open and request.state is Status.UNREACHED and request.attempts >= ATTEMPTS:
        lines.append(t("card_propose_close", count=request.attempts))
    if request.state is Status.CLOSED and request.outcome is None:
        lines.append(t("card_which_outcome"))
    return lines


def state_of(office: Office, request: ContactRequest) -> Html:
    """Its state in a few words, with the number of attempts or the outcome."""
    state = office.t(f"state_{request.state.value}", count=request.attempts)
    if request.state is Status.CLOSED and request.outcome:
        return Html(f"{state}: {office.t(f'outcome_{request.outcome}').lower()}")
    return state


def _details(office: Office, request: ContactRequest) -> list[tuple[str, str | None]]:
    place = ", ".join(request.provinces)
    phone = f"{show_phone(request.phone)} ({request.phone})" if request.phone else None
    return [
        ("name", request.name),
        ("phone", phone),
        ("email", request.email),
        ("company", request.company),
        ("terrein", request.terrein),
        ("region", f"{request.place} ({place})" if request.place else place),
        ("preference", preference_of(office, request)),
        ("topics", ", ".join(_titles(office, request.topics))),
        ("language", "Engels" if request.language == "en" else None),
    ]


def preference_of(office: Office, request: ContactRequest) -> str | None:
    """How and when he would like to be reached."""
    parts = []
    if request.preferred_channel:
        parts.append(str(office.t(f"channel_{request.preferred_channel}")))
    if moment := request.preferred_moment:
        parts.append(moment_in_words(moment, office.today, office.brain.texts, "nl"))
    return ", ".join(parts) or None


def _titles(office: Office, names: tuple[str, ...]) -> list[str]:
    known = office.brain.knowledge.intents
    return [known[name].title.nl for name in names if name in known and known[name].kind == "faq"]


def _said_lines(office: Office, request: ContactRequest, events: list[Event]) -> list[Html]:
    """The latest notes and messages, the latest last; in full they stand in the history."""
    became = {
        event.note: event.kind
        for event in events
        if event.kind in (Kind.DELIVERED, Kind.UNDELIVERED)
    }
    said = [event for event in events if event.kind in SAID and event.note][-LINES:]
    return [_said_line(office, event, became.get(str(event.id))) for event in said]


def _said_line(office: Office, event: Event, became: str | None) -> Html:
    at = local_time(event.at)
    text = office.t(
        f"card_{event.kind}",
        name=office.name_of(event.actor),
        at=f"{at.day}-{at.month} {at:%H:%M}",
        text=isolated(shorten(" ".join((event.note or "").split()), 200)),
    )
    return Html(f"{text} {office.t(f'card_{became}')}" if became else text)


# ---- buttons -------------------------------------------------------------------------------


def card_buttons(
    office: Office, request: ContactRequest, viewer: str, menu: str = ""
) -> InlineKeyboardMarkup | None:
    """The steps that make sense now for this facilitator, at most a handful."""

    def of(step: str, value: str = "") -> InlineKeyboardButton:
        data = Desk(do=step, request=request.id, value=value)
        return button(office.t(f"desk_{step}"), data)

    if request.name is None or request.state is Status.WITHDRAWN:
        return None
    if request.state is Status.CLOSED:
        return _closed_buttons(office, request)
    if request.taken_by not in (None, viewer):
        return rows([of("takeover"), of("note")], [of("history")])
    if menu == "more":
        more = [of("note"), of("history")]
        more += [of("release")] if request.taken_by == viewer else []
        return rows(*in_pairs([*more, of("less")]))
    unreached = of("unreached", str(request.attempts))
    last = [of("hand"), of("more")]
    if request.state is Status.SPOKEN:
        return rows([of("close"), of("waiting")], [of("message"), of("hand")], [of("more")])
    if request.state is Status.WAITING:
        return rows([of("spoken"), unreached], [of("message"), of("close")], last)
    first = [of("take")] if request.state is Status.NEW else []
    if request.state is Status.UNREACHED and request.attempts >= ATTEMPTS:
        first = [of("close_unreached")]
    waiting = [of("waiting")] if request.contacted_at and request.taken_by == viewer else []
    return rows(first, [of("spoken"), unreached], [of("message"), of("close")], waiting, last)


def _closed_buttons(office: Office, request: ContactRequest) -> InlineKeyboardMarkup | None:
    """How it ended, and for a minute the way back; later it can be opened again."""
    can_undo = request.undo_until is not None and office.now <= request.undo_until
    back = "undo" if can_undo else "reopen"
    outcomes = [
        button(
            office.t(f"outcome_{each.value}"),
            Desk(do="outcome", request=request.id, value=each.value),
        )
        for each in Outcome
        if request.outcome is None
    ]
    way_back = button(office.t(f"desk_{back}"), Desk(do=back, request=request.id))
    return rows(*in_pairs(outcomes), [way_back])
