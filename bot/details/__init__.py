"""Name, phone, e-mail, place and question out of one free message; pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.details.characters import clean
from bot.details.companies import find_company
from bot.details.names import INTRO, name_at_start, name_score, read_name
from bot.details.reach import (
    EmailFault,
    EmailReading,
    PhoneFault,
    PhoneReading,
    find_email,
    find_phone,
    prepare,
    read_email,
    read_phone,
    show_phone,
)
from bot.details.segments import CUT, split
from bot.details.sorter import Sorter
from bot.details.vocabulary import FIRST_NAMES
from intents import Place

__all__ = [
    "FIRST_NAMES",
    "INTRO",
    "Details",
    "EmailReading",
    "PhoneReading",
    "clean",
    "find_company",
    "gives_reach",
    "name_at_start",
    "name_score",
    "read_details",
    "read_email",
    "read_name",
    "read_phone",
    "show_phone",
]


@dataclass(frozen=True, slots=True)
class Details:
    """What one message tells; None where it tells nothing.

    `phone` is E.164. `guessed` names the fields that were not introduced as such ('Karel Smit'
    between two commas): they are shown before anything is sent. `question` is what remains.
    """

    name: str | None = None
    phone: str | None = None
    phone_fault: PhoneFault | None = None
    phone_choices: tuple[str, ...] = ()
    email: str | None = None
    email_fault: EmailFault | None = None
    email_hint: str | None = None
    place: Place | None = None
    company: str | None = None
    terrein: str | None = None
    question: str | None = None
    guessed: frozenset[str] = frozenset()


def read_details(
    text: str,
    find_place: Callable[[str], Place] | None = None,
    known_numbers: frozenset[str] = frozenset(),
) -> Details:
    """Take from a message all details of a contact request that it has.

    `known_numbers` are those of the procesbegeleiders: nobody's own.
    """
    text, email, phone = _read_reach(text, known_numbers)
    sorter = Sorter(find_place, is_reachable=bool(email.spans or phone.spans))
    sorter.sort(split(text))
    return Details(
        name=sorter.name,
        phone=phone.number,
        phone_fault=phone.fault,
        phone_choices=phone.choices,
        email=email.address,
        email_fault=email.fault,
        email_hint=email.hint,
        place=sorter.where.place,
        company=sorter.company,
        terrein=sorter.terrein,
        question=sorter.question,
        guessed=frozenset(sorter.guessed),
    )


def gives_reach(text: str, known_numbers: frozenset[str] = frozenset()) -> bool:
    """Whether a message has a number or an address; takes a fraction of reading all of it."""
    _, email, phone = _read_reach(text, known_numbers)
    return bool(phone.number or email.address)


def _read_reach(
    text: str, known_numbers: frozenset[str]
) -> tuple[str, EmailReading, PhoneReading]:
    """Address and number, and the prepared text without them."""
    text = prepare(text)
    email = find_email(text)
    text = _cut(text, email.spans)
    phone = find_phone(text, known_numbers)
    return _cut(text, phone.spans), email, phone


def _cut(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{CUT}{text[end:]}"
    return text
