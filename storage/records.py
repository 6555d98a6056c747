"""What the storage gives and takes: dataclasses and enums, no SQL."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """Where a contact request stands."""

    NEW = "new"
    TAKEN = "taken"
    UNREACHED = "unreached"
    SPOKEN = "spoken"
    WAITING = "waiting"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OPEN = (Status.NEW, Status.TAKEN, Status.UNREACHED, Status.SPOKEN, Status.WAITING)


class Outcome(StrEnum):
    """How a request ended, as the facilitator says when he closes it."""

    APPOINTMENT = "appointment"
    INFORMED = "informed"
    REFERRED = "referred"
    UNREACHABLE = "unreachable"
    UNSUITABLE = "unsuitable"


class Kind(StrEnum):
    """What happened, in a request's log. `actor` is 'visitor', 'system', 'operator' or a
    facilitator; `channel` is 'phone', 'email' or 'chat' where it says anything.
    """

    SENT = "sent"
    TAKEN = "taken"
    TAKEN_OVER = "taken_over"
    RELEASED = "released"
    HANDED_OVER = "handed_over"
    UNREACHED = "unreached"
    SPOKEN = "spoken"
    WAITING = "waiting"
    CLOSED = "closed"
    OUTCOME = "outcome"
    UNDONE = "undone"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    NOTE = "note"  # internal: never told to the visitor
    MESSAGE = "message"  # a facilitator's words to the visitor
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    ANSWER = "answer"  # the visitor's words to the facilitator
    MOMENT = "moment"
    CONTACT = "contact"  # first contact since it was sent or reopened
    REMINDED = "reminded"
    BREACHED = "breached"
    RATED = "rated"


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update as Telegram gave it, not yet stored; `chat_id` is 0 where it has none."""

    update_id: int
    chat_id: int
    payload: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update that waits to be handled."""

    id: int
    update_id: int
    chat_id: int
    payload: str
    attempts: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to send: a Bot API method with its parameters.

    `about_chat` is the visitor whom it is about, wherever it goes. `key` names a message that is
    kept up to date or that may be said only once.
    """

    chat_id: int
    method: str
    body: dict[str, Any]
    kind: str = "reply"
    about_chat: int | None = None
    request_id: int | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A delivery that waits to be sent."""

    id: int
    chat_id: int
    kind: str
    method: str
    body: dict[str, Any]
    attempts: int
    created_at: datetime
    about_chat: int | None
    request_id: int | None
    key: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that stands in somebody's chat."""

    chat_id: int
    message_id: int


@dataclass(slots=True)
class Conversation:
    """What is remembered of one chat; a handler changes it, the worker stores it.

    `waiting_for` says which question of ours is open ('province', 'erase', ...); `form` holds the
    contact request that is being made, with its step; `recent` the seconds (Unix time) of the
    last messages, and with a minus of the last taps, to slow down floods; `thread` what counts
    until half an hour of silence.
    """

    chat_id: int
    updated_at: datetime
    language: str = "nl"
    pinned: bool = False
    provinces: list[str] = field(default_factory=list)
    place: str | None = None
    topics: list[str] = field(default_factory=list)
    misses: int = 0
    waiting_for: str | None = None
    kept_question: str | None = None
    form: dict[str, Any] | None = None
    form_at: datetime | None = None
    recent: list[int] = field(default_factory=list)
    desk: dict[str, Any] | None = None
    thread: dict[str, Any] | None = None


class Reaction(StrEnum):
    """What a visitor let know about an answer."""

    MISSED = "missed"  # the question was not understood
    UNHELPFUL = "unhelpful"
    HELPFUL = "helpful"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Questions that are alike and were not understood, or answered without help (`intent`)."""

    text: str
    count: int
    latest: datetime
    language: str
    intent: str | None


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A contact request as the visitor confirmed it; phone in E.164."""

    form_key: str
    about_chat: int
    name: str
    phone: str | None
    email: str | None
    company: str | None
    terrein: str | None
    place: str | None
    provinces: tuple[str, ...]
    facilitator: str
    question: str
    topics: tuple[str, ...]
    language: str
    received_at: datetime
    due_on: date
    preferred_channel: str | None = None
    preferred_moment: str | None = None


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """A stored contact request; the personal fields are None once it is anonymous."""

    id: int
    reference: str | None
    about_chat: int | None
    name: str | None
    phone: str | None
    email: str | None
    company: str | None
    terrein: str | None
    place: str | None
    provinces: tuple[str, ...]
    facilitator: str
    question: str | None
    topics: tuple[str, ...]
    language: str
    state: Status
    outcome: str | None
    taken_by: str | None
    attempts: int
    received_at: datetime
    due_on: date
    first_contact_at: datetime | None
    closed_at: datetime | None
    first_due_on: date | None
    contacted_at: datetime | None
    preferred_channel: str | None
    preferred_moment: str | None
    undo_until: datetime | None
    undo_state: str | None
    breached_at: datetime | None
    delayed_to: date | None
    version: int

    @property
    def holder(self) -> str:
        """Whose it is: who took it, or who is to take it."""
        return self.taken_by or self.facilitator

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Event:
    """One step in the life of a request: who did what, when."""

    at: datetime
    actor: str
    kind: str
    note: str | None
    channel: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Absence:
    """A facilitator is away on these days, the first and the last included."""

    facilitator: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Account:
    """A facilitator's own Telegram account."""

    facilitator: str
    telegram_id: int
    coupled_at: datetime
    reachable: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many rows wait, and since when the oldest does."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Failure:
    """An update or a message that was given up; `number` finds it in the log."""

    number: int
    kind: str
    at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Promise:
    """A request on which nobody had contact yet, and its date."""

    reference: str | None
    facilitator: str
    state: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Erasure:
    """That somebody was erased, and when: enough to know him again, not to find him."""

    digest: str
    at: datetime
