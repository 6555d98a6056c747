"""The steps with a request: which make sense now, what they change, and who hears of it.

Each returns the sentence that the facilitator sees; a step that makes no sense is refused with
one. Of two that are taken at once one wins, for each names the version of the request it saw.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.cards import ATTEMPTS
from bot.keyboards import AddTo, Moment, button, rows
from bot.moments import moment_in_words, offered
from bot.notices import tell_visitor
from bot.office import Office, language_of
from bot.promise import due_on, in_words
from bot.texts import Html
from storage import OPEN, ContactRequest, Kind, Outcome, Status

UNDO_WITHIN = timedelta(minutes=1)
WITH_CONTACT = (Outcome.APPOINTMENT, Outcome.INFORMED, Outcome.REFERRED)


async def _move(
    office: Office,
    request: ContactRequest,
    actor: str,
    new: Status,
    kind: Kind,
    note: str | None = None,
    channel: str | None = None,
    **changes: Any,
) -> bool:
    """Change the request as it was read, and write the step in its log; False if it changed."""
    done = await office.db.requests.move(
        request.id, request.state, new, office.now, request.version, **changes
    )
    if done:
        await office.db.requests.log(request.id, actor, kind, note, office.now, channel)
    return done


def channel_of(request: ContactRequest) -> str:
    """How this visitor is called on: as he prefers, else by what he gave."""
    return request.preferred_channel or ("phone" if request.phone else "email")


async def take(office: Office, request: ContactRequest, me: str) -> Html:
    """Make a request mine that is nobody's."""
    if request.taken_by == me:
        return office.t("yours_already")
    if not await _move(office, request, me, Status.TAKEN, Kind.TAKEN, taken_by=me):
        return office.t("somebody_was_faster")
    await tell_visitor(office, request, "notice_taken", name=office.name_of(me))
    return office.t("toast_taken")


async def take_over(office: Office, request: ContactRequest, me: str) -> Html:
    """Make a colleague's request mine; where it stands does not change."""
    if request.taken_by is None:
        return await take(office, request, me)
    if request.taken_by == me:
        return office.t("yours_already")
    note = request.taken_by
    if not await _move(office, request, me, request.state, Kind.TAKEN_OVER, note, taken_by=me):
        return office.t("somebody_was_faster")
    await tell_visitor(office, request, "notice_taken", name=office.name_of(me))
    return office.t("toast_taken_over", name=office.name_of(request.taken_by))


async def unreached(office: Office, request: ContactRequest, me: str, value: str = "") -> Html:
    """An attempt that failed; `value` is the number of attempts on the card that was tapped."""
    if request.state is Status.SPOKEN:
        return office.t("toast_not_after_spoken")
    if value.isdecimal() and int(value) != request.attempts:
        return office.t("toast_attempt_known", count=request.attempts)
    count = request.attempts + 1
    changes = {"attempts": count, "taken_by": me}
    channel = channel_of(request)
    if not await _move(
        office, request, me, Status.UNREACHED, Kind.UNREACHED, None, channel, **changes
    ):
        return office.t("somebody_was_faster")
    await tell_visitor(
        office,
        request,
        "notice_unreached",
        _moment_buttons(office, request),
        # Being told of it counts as contact when it is delivered; see deliveries.py.
        kept_as=f"unreached:{request.id}:{count}",
        name=office.name_of(me),
    )
    key = "toast_unreached" if count < ATTEMPTS else "toast_unreached_often"
    return office.t(key, count=count)


def _moment_buttons(office: Office, request: ContactRequest) -> InlineKeyboardMarkup | None:
    """Day parts on the coming working days, and 'does not matter'."""
    language = language_of(request)
    texts = office.brain.texts

    def of(value: str) -> InlineKeyboardButton:
        label = moment_in_words(value, office.today, texts, language)
        return button(label, Moment(request=request.id, value=value))

    return rows(*([of(value)] for value in [*offered(office.now), "any"]))


async def spoken(office: Office, request: ContactRequest, me: str) -> Html:
    """They had contact."""
    if request.state is Status.SPOKEN:
        return office.t("toast_spoken")
    channel = channel_of(request)
    if not await _move(
        office, request, me, Status.SPOKEN, Kind.SPOKEN, None, channel, taken_by=me
    ):
        return office.t("somebody_was_faster")
    await office.db.requests.note_contact(request.id, me, channel, office.now)
    return office.t("toast_spoken")


async def wait(office: Office, request: ContactRequest, me: str) -> Html:
    """It is the entrepreneur's turn; he must have been reached for that."""
    if request.contacted_at is None:
        return office.t("toast_no_contact_yet")
    if request.state is Status.WAITING:
        return office.t("toast_waits_already")
    if not await _move(office, request, me, Status.WAITING, Kind.WAITING, taken_by=me):
        return office.t("somebody_was_faster")
    answer = button(
        office.t("button_answer", language_of(request)), AddTo(do="ask", request=request.id)
    )
    await tell_visitor(office, request, "notice_waiting", rows([answer]), name=office.name_of(me))
    return office.t("toast_waiting")


async def close(
    office: Office,
    request: ContactRequest,
    me: str,
    outcome: Outcome | None = None,
    actor: str | None = None,
) -> Html:
    """Close, with or without saying how it ended; that may be said after it.

    `actor` is who does it where that is not whose request it is: the operator.
    """
    changes: dict[str, Any] = {
        "taken_by": me,
        "outcome": outcome.value if outcome else None,
        "undo_until": office.now + UNDO_WITHIN,
        "undo_state": request.state.value,
    }
    if not await _move(office, request, actor or me, Status.CLOSED, Kind.CLOSED, **changes):
        return office.t("somebody_was_faster")
    if outcome is not None:
        await _log_outcome(office, request, actor or me, outcome)
    often = outcome is Outcome.UNREACHABLE and request.attempts >= ATTEMPTS
    key = "notice_closed_unreachable" if often else "notice_closed"
    kept_as = f"closed:{request.id}"
    await office.db.outbox.drop_key(kept_as)
    await tell_visitor(
        office,
        request,
        key,
        reopen_button(office, request),
        kept_as,
        name=office.name_of(me),
        count=request.attempts,
    )
    return office.t("toast_closed")


def reopen_button(office: Office, request: ContactRequest) -> InlineKeyboardMarkup | None:
    label = office.t("button_reopen", language_of(request))
    return rows([button(label, AddTo(do="reopen", request=request.id))])


async def set_outcome(office: Office, request: ContactRequest, me: str, outcome: Outcome) -> Html:
    """Say how it ended, once it is closed."""
    if request.outcome is not None:
        return office.t("toast_outcome_known")
    changes = {"outcome": outcome.value}
    if not await office.db.requests.move(
        request.id,
        request.state,
        request.state,
        office.now,
        request.version,
        closed_at=request.closed_at,
        **changes,
    ):
        return office.t("somebody_was_faster")
    await _log_outcome(office, request, me, outcome)
    return office.t("toast_outcome", outcome=office.t(f"outcome_{outcome.value}"))


async def _log_outcome(office: Office, request: ContactRequest, me: str, outcome: Outcome) -> None:
    """An appointment, an answer or a referral cannot be given without contact."""
    await office.db.requests.log(request.id, me, Kind.OUTCOME, outcome.value, office.now)
    if outcome in WITH_CONTACT:
        await office.db.requests.note_contact(request.id, me, channel_of(request), office.now)


async def undo_close(
    office: Office, request: ContactRequest, me: str, pressed_at: datetime
) -> Html:
    """Take the closing back within a minute; the moment of the tap counts."""
    until = request.undo_until
    if until is None or request.undo_state is None or pressed_at > until:
        return office.t("toast_undo_too_late")
    back = Status(request.undo_state)
    changes = {"closed_at": None, "outcome": None, "undo_until": None, "undo_state": None}
    if back is Status.NEW:
        changes["taken_by"] = None  # it was nobody's before it was closed
    if not await _move(office, request, me, back, Kind.UNDONE, **changes):
        return office.t("somebody_was_faster")
    await tell_visitor(
        office,
        request,
        "notice_not_closed",
        kept_as=f"closed:{request.id}",
        name=office.name_of(request.taken_by),
    )
    return office.t("toast_undone")


async def reopen(office: Office, request: ContactRequest, actor: str) -> ContactRequest | None:
    """Open a closed request again, with a new promise; None where that cannot be."""
    holder = actor if actor in office.brain.knowledge.facilitators else request.taken_by
    holder = await office.on_duty(holder or request.facilitator)
    due = due_on(office.now)
    changes: dict[str, Any] = {
        "taken_by": holder,
        "closed_at": None,
        "outcome": None,
        "undo_until": None,
        "undo_state": None,
        "due_on": due,
        "contacted_at": None,
        "breached_at": None,
        "delayed_to": None,
        "attempts": 0,
    }
    if not await _move(office, request, actor, Status.TAKEN, Kind.REOPENED, **changes):
        return None
    return await office.db.requests.get(request.id)


async def reopen_by_facilitator(office: Office, request: ContactRequest, me: str) -> Html:
    """The entrepreneur called after all."""
    opened = await reopen(office, request, me)
    if opened is None:
        return office.t("somebody_was_faster")
    due = in_words(opened.due_on, None, language_of(opened))
    await tell_visitor(office, opened, "notice_reopened", name=office.name_of(me), due=due)
    return office.t("toast_reopened", due=in_words(opened.due_on, office.today, "nl"))


async def release(office: Office, request: ContactRequest, me: str) -> Html:
    """Put it back in the queue, for who is free."""
    if request.taken_by != me:
        return office.t("toast_not_yours")
    if not await _move(office, request, me, Status.NEW, Kind.RELEASED, taken_by=None):
        return office.t("somebody_was_faster")
    return office.t("toast_released")


async def hand_over(office: Office, request: ContactRequest, me: str) -> Html:
    """To the colleague: a new request of his, not taken yet."""
    colleague = office.colleague_of(request.holder)
    if colleague is None:
        return office.t("no_colleague")
    if colleague in await office.db.absences.on(office.today):
        return office.t("toast_colleague_away", name=office.name_of(colleague))
    return await give_to(office, request, me, colleague)


async def give_to(office: Office, request: ContactRequest, actor: str, colleague: str) -> Html:
    """Make it a new request of this facilitator."""
    changes: dict[str, Any] = {"taken_by": None, "facilitator": colleague}
    if not await _move(office, request, actor, Status.NEW, Kind.HANDED_OVER, colleague, **changes):
        return office.t("somebody_was_faster")
    if request.taken_by is not None:
        await office.db.outbox.drop_key(_who_helps(request))
        await _tell_who_helps(office, request, "notice_handed", colleague)
    return office.t("toast_handed", name=office.name_of(colleague))


def _who_helps(request: ContactRequest) -> str:
    """Under which name the message about who helps is kept, to be changed when it is undone."""
    return f"handed:{request.id}"


async def _tell_who_helps(office: Office, request: ContactRequest, text: str, who: str) -> None:
    kept_as, name = _who_helps(request), office.name_of(who)
    await tell_visitor(office, request, text, kept_as=kept_as, name=name)


def way_back(before: ContactRequest, now: ContactRequest) -> str:
    """What the button that takes it back has to know: from when it is, and what it was."""
    return f"{now.version}-{before.state.value}-{before.facilitator}"


async def take_back(office: Office, request: ContactRequest, me: str, value: str) -> Html:
    """A handing over that was a mistake, as long as nothing happened with the request since."""
    version, _, was = value.partition("-")
    state, _, facilitator = was.partition("-")
    handed = await office.db.requests.last_events(request.id, [Kind.HANDED_OVER], 1)
    is_mine = bool(handed) and handed[-1].actor == me
    is_known = state in OPEN and facilitator in office.brain.knowledge.facilitators
    if not (is_mine and is_known and request.is_open and str(request.version) == version):
        return office.t("toast_take_back_too_late", name=office.name_of(request.holder))
    back, note = Status(state), request.facilitator
    changes = {"taken_by": None if back is Status.NEW else me, "facilitator": facilitator}
    if not await _move(office, request, me, back, Kind.TAKEN_OVER, note, **changes):
        return office.t("somebody_was_faster")
    if back is not Status.NEW:
        await _tell_who_helps(office, request, "notice_taken", me)
    return office.t("toast_taken_back", reference=request.reference or "")
