"""Phone numbers and e-mail addresses as people type them: found, judged, and shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from typing import Literal

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from bot.details.characters import clean, fold_digits

PhoneFault = Literal["too_short", "too_long", "invalid", "service", "facilitator", "several"]
EmailFault = Literal["invalid", "accents"]
Span = tuple[int, int]

_MOST_TRIES = 20  # a message with more odd numbers than this is no message
_MOST_FOUND = 5
_IBAN = r"\b[A-Za-z]{2}\d{2} ?[A-Za-z]{4}(?: ?\d{2,4}){2,5}\b"
_DATE = (
    r"(?<![\d./-])(?:\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d)|(?:19|20)\d\d-\d\d-\d\d)"
    r"(?![-/. ]?\d)"
)
_OTHER_NUMBER = r"\b(?:bsn|burgerservicenummer|sofinummer|kvk|btw)\D{0,15}\d[\d. ]{6,12}"
_NO_PHONE = re.compile(f"{_IBAN}|{_DATE}|{_OTHER_NUMBER}", re.IGNORECASE)
_GLUED = re.compile(rf"({_IBAN})|(?<=\d{{9}})(?=[a-z])|(?<=[a-z])(?=0\d{{9}})", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<=\d{6})[ /]+(?=(?:0|\+|\(0)[\d(])|(?<=\d\d \d\d) (?=0[1-9])")
_ATTEMPT = re.compile(r"(?<![\w@#.,])(?:\+ ?|\(\+?)?\d(?:[ ().\-/–‑]{0,3}\d){4,18}(?![\w@])")
_DIGIT = re.compile(r"\d")
_NO_ZERO = re.compile(r"6[1-9]\d{7}")
_SERVICE_TYPES = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PAGER,
        PhoneNumberType.VOICEMAIL,
    }
)
_SERVICE_PREFIXES = ("+3114", "+3197")  # gemeenten (14 020), machines (097)

_SPOKEN = re.compile(
    r"(?<=[\w.-])[ \t]?[(\[]?(?:apen?staart(?:je)?|apenstaard(?:je)?)[)\]]?[ \t]?(?=\w)"
    r"(?P<domain>(?:[\w-]{1,40}(?: ?punt ?|\.)){1,3}\w{2,10})",
    re.IGNORECASE,
)
_AT = re.compile(r"[ \t]?(?:@|\(at\)|\[at\])[ \t]?(?=\S{1,80}\.\S)", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,80}@[^\s<>()\[\];:\"@]{1,255}")
_KNOWN_DOMAINS = (
    *("gmail.com", "hotmail.com", "hotmail.nl", "outlook.com", "outlook.nl", "live.nl"),
    *("live.com", "icloud.com", "yahoo.com", "ziggo.nl", "kpnmail.nl", "planet.nl"),
    *("xs4all.nl", "home.nl", "hetnet.nl", "upcmail.nl", "casema.nl", "chello.nl"),
)
_GOOD_DOMAINS = frozenset({*_KNOWN_DOMAINS, "mail.com", "email.com", "ymail.com", "gmail.nl"})
_MEANT_ENDINGS = {
    **dict.fromkeys(("con", "cim", "vom", "cmo", "comm", "xom", "om"), "com"),
    **dict.fromkeys(("nk", "ln", "nll", "mnl", "n"), "nl"),
}


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """A number as E.164, or why there is none; neither where no number was typed.

    fault        meaning
    too_short    digits are missing
    too_long     there are digits too many
    invalid      the length is right, but no such number exists
    service      112, 0800, 0900, 14xxx, a pager or a machine: nobody can be called back there
    facilitator  it is the number of a procesbegeleider
    several      more than one good number: `choices` has them

    `spans` are where it stands in the prepared text.
    """

    number: str | None = None
    fault: PhoneFault | None = None
    choices: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class EmailReading:
    """An address, or why there is none; `hint` is the address that was perhaps meant."""

    address: str | None = None
    fault: EmailFault | None = None
    hint: str | None = None
    spans: tuple[Span, ...] = ()


def prepare(text: str) -> str:
    """Return the text in which spans count: clean, plain digits, numbers loose from words."""
    text = fold_digits(clean(text))
    text = _GLUED.sub(lambda glued: glued[1] or " ", text)
    text = _SPOKEN.sub(lambda at: "@" + re.sub(r" ?punt ?", ".", at["domain"], flags=re.I), text)
    return _AT.sub("@", text)


def read_phone(text: str, known_numbers: Iterable[str] = ()) -> PhoneReading:
    """Read the answer to 'what is your number?'; more is taken for a number than in a message."""
    text = prepare(text)
    found = find_phone(text, known_numbers)
    if found.number or found.fault:
        return found
    digits = re.sub(r"\D", "", text)
    bare = re.fullmatch(r"[\d\s().\-/]+", text)
    if bare and 10 <= len(digits) <= 15 and digits[0] != "0":
        # Telegram shares a contact's number without its plus.
        abroad = find_phone(f"+{digits}", known_numbers)
        if abroad.number or abroad.fault == "facilitator":
            return abroad
    if not bare or not digits:
        return PhoneReading()
    return PhoneReading(fault="service" if digits == "112" else _length_fault(digits))


def find_phone(text: str, known_numbers: Iterable[str] = ()) -> PhoneReading:
    """Find the number on which the writer can be called in a prepared text."""
    if not _DIGIT.search(text):
        return PhoneReading()  # most messages: what follows takes long to find nothing
    masked = _NO_PHONE.sub(lambda other: "#" * len(other[0]), text)
    facilitators = {_e164(known) for known in known_numbers}
    own: dict[str, list[Span]] = {}
    fault: PhoneFault | None = None
    for number, span in _valid_numbers(masked):
        refusal = _refusal(number, facilitators)
        if refusal:
            fault = fault or refusal
        else:
            own.setdefault(_as_e164(number), []).append(span)
    spans = tuple(span for each in own.values() for span in each)
    if len(own) > 1:
        return PhoneReading(fault="several", choices=tuple(own), spans=spans)
    if own:
        return PhoneReading(number=next(iter(own)), spans=spans)
    return _find_attempt(masked, fault)


def _valid_numbers(text: str) -> list[tuple[PhoneNumber, Span]]:
    apart = _BETWEEN.sub(lambda gap: ";" * len(gap[0]), text)
    for version in (text, apart):
        matcher = phonenumbers.PhoneNumberMatcher(version, "NL", max_tries=_MOST_TRIES)
        found = [(one.number, (one.start, one.end)) for one in islice(matcher, _MOST_FOUND)]
        if found:
            return found
    return []


def _find_attempt(text: str, fault: PhoneFault | None) -> PhoneReading:
    """Return the first thing that was meant as a number, and what is wrong with it."""
    for attempt in islice(_ATTEMPT.finditer(text), _MOST_TRIES):
        typed = re.sub(r"[^\d+]", "", attempt[0])
        if _NO_ZERO.fullmatch(typed) and _is_valid(f"0{typed}"):
            return PhoneReading(number=f"+31{typed}", spans=(attempt.span(),))
        if not fault and typed[0] in "0+" and len(typed) >= 6:
            return PhoneReading(fault=_length_fault(typed), spans=(attempt.span(),))
    return PhoneReading(fault=fault)


def _refusal(number: PhoneNumber, facilitators: set[str]) -> PhoneFault | None:
    e164 = _as_e164(number)
    if e164 in facilitators:
        return "facilitator"
    is_service = phonenumbers.number_type(number) in _SERVICE_TYPES
    return "service" if is_service or e164.startswith(_SERVICE_PREFIXES) else None


def _length_fault(typed: str) -> PhoneFault:
    """Say what is wrong with a number that is not valid, from the digits that were typed."""
    try:
        number = phonenumbers.parse(typed, "NL")
    except phonenumbers.NumberParseException:
        return "too_short" if len(typed) < 10 else "invalid"
    length = len(str(number.national_number))
    if number.country_code == 31:  # nine digits after the zero, always
        return "too_short" if length < 9 else "too_long" if length > 9 else "invalid"
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason == phonenumbers.ValidationResult.TOO_SHORT:
        return "too_short"
    return "too_long" if reason == phonenumbers.ValidationResult.TOO_LONG else "invalid"


def _is_valid(typed: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(typed, "NL"))


def _as_e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


@lru_cache(maxsize=64)  # the few numbers of facilitators, again and again
def _e164(typed: str) -> str:
    try:
        return _as_e164(phonenumbers.parse(typed, "NL"))
    except phonenumbers.NumberParseException:
        return typed


def show_phone(e164: str) -> str:
    """Write a number as it is dialled here: '06 12345678', foreign '+32 475 12 34 56'."""
    try:
        number = phonenumbers.parse(e164, "NL")
    except phonenumbers.NumberParseException:
        return e164
    dutch = number.country_code == 31
    style = PhoneNumberFormat.NATIONAL if dutch else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def read_email(text: str) -> EmailReading:
    """Read the answer to 'what is your e-mail address?'."""
    return find_email(prepare(text))


def find_email(text: str) -> EmailReading:
    """Find the first good address in a prepared text, else the first attempt at one."""
    first: EmailReading | None = None
    for match in islice(_ADDRESS.finditer(text), _MOST_FOUND) if "@" in text else ():
        reading = _judge(match[0], match.start())
        if reading.address:
            return reading
        first = first or reading
    return first or EmailReading()


def _judge(typed: str, start: int) -> EmailReading:
    local, domain = typed.split("@")
    lead = len(local) - len(local.lstrip(".'*_"))
    # A comma ends the address, unless it was typed for the dot.
    before, comma, after = domain.partition(",")
    if not (comma and "." not in before and re.match(r"(?:com|nl|net|org|eu|be|de)\b", after)):
        domain = before
    domain = domain.rstrip(".,!?'*_/")
    spans = ((start + lead, start + len(local) + 1 + len(domain)),)
    local = local[lead:]
    meant = _meant_domain(domain.casefold().replace(",", "."))
    hint = (
        f"{local}@{meant}" if meant != domain.casefold() and _valid(f"{local}@{meant}") else None
    )
    valid = _valid(f"{local}@{domain}")
    if valid is None:
        return EmailReading(fault="invalid", hint=hint, spans=spans)
    if not local.isascii():
        return EmailReading(fault="accents", hint=hint, spans=spans)
    return EmailReading(address=valid, hint=hint, spans=spans)


def _valid(address: str) -> str | None:
    try:
        return validate_email(address, check_deliverability=False, strict=True).normalized
    except EmailNotValidError:
        return None


def _meant_domain(domain: str) -> str:
    """Return the domain that a slip of the finger was meant to be, or the domain itself."""
    if domain in _GOOD_DOMAINS:
        return domain
    head, dot, ending = domain.rpartition(".")
    if not dot:
        glued = {known.replace(".", ""): known for known in reversed(_KNOWN_DOMAINS)}
        bare = {known.partition(".")[0]: known for known in reversed(_KNOWN_DOMAINS)}
        return glued.get(domain) or bare.get(domain) or domain
    fixed = f"{head}.{_MEANT_ENDINGS.get(ending, ending)}"
    close = get_close_matches(fixed[:40], _KNOWN_DOMAINS, n=1, cutoff=0.87)
    return fixed if fixed in _GOOD_DOMAINS or not close else close[0]
