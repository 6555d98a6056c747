"""Divides a message into the parts that people set off by commas, lines and sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.details.vocabulary import CONTACT, GREETINGS, PARTICLES, REQUEST

EDGES = ' \n\t,;:=-–—*•|\x1f"“”<>/'
CUT = "\x1f"  # stands where a number or an address was taken out
MOST_SEGMENTS = 40  # what comes after is one segment, and question whatever it looks like

_FILLER = GREETINGS | REQUEST | PARTICLES
_BREAK = re.compile(r"[,;\n|•\x1f]+\s*|(?<=[.!?])\s|\s[-–—/]\s|:(?=[\s\x1f]|$)")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:(?:\w\.)+|(?:st|dhr|mevr|mw|drs|ing|ir|dr|mr|mrs|joh|gebr|nr)\.)$",
    re.IGNORECASE,
)
# A form without colons: 'naam Jan Smit tel 06-... plaats Assen vraag wat kost het'.
_INLINE = re.compile(
    r"(?<!\w)(naam|telefoon(?:nummer)?|tel|mobiel|e-?mail|bedrijf|plaats|provincie|terrein|vraag)"
    r"\b[.:]* *",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\(([^()]{1,80} [^()]{1,80})\)")  # not '(NH)', which belongs to a place
_BEFORE_NUMBER = re.compile(r" (?:op|via|naar|is|onder)[ :]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a message and the sign that ends it."""

    text: str
    ending: str


def split(text: str) -> list[Segment]:
    """Divide a message at commas, lines and ends of sentences; not inside 'J. de Vries'."""
    if len(set(_INLINE.findall(text.casefold()))) >= 3:
        text = _INLINE.sub(r"\n\1:\n", text)
    text = _ASIDE.sub(r", \1,", text)
    found: list[Segment] = []
    start = 0
    for sign in _BREAK.finditer(text):
        if len(found) == MOST_SEGMENTS:
            break
        before = text[start : sign.start()]
        if sign[0] == " " and _ABBREVIATED.search(before[-12:]):
            continue
        if CUT in sign[0]:
            before = before[:-12] + _BEFORE_NUMBER.sub("", before[-12:])
        found.append(Segment(before.strip(EDGES), sign[0]))
        start = sign.end()
    found.append(Segment(text[start:].replace(CUT, " ").strip(EDGES), ""))
    return found


def joined(kept: list[tuple[int, str]], segments: list[Segment]) -> str | None:
    """Put parts together again with the signs that stood between them; None if none says much."""
    whole = ""
    last = -1
    for number, text in kept:
        sign = segments[last].ending if number == last + 1 and whole else ","
        between = "\n" if "\n" in sign else ": " if sign[:1] == ":" else ", "
        between = " " if (sign.isspace() and "\n" not in sign) or CUT in sign else between
        whole += (between if whole else "") + text
        last = number
    whole = whole.strip(EDGES).rstrip(".")
    return whole if any(map(str.isalnum, whole)) else None


def is_filler(text: str, more: frozenset[str] = frozenset()) -> bool:
    """Tell whether a text says no more than 'call me, please'."""
    words = {word.strip(".-'") for word in re.findall(r"[\w'’.-]+", text.casefold())}
    if "?" in text and not words & CONTACT:
        return False
    return not (words - {""}) - _FILLER - more


def without(text: str, span: tuple[int, int]) -> str:
    """Take a part out of a text, and the signs around it that have become loose."""
    before, after = text[: span[0]].rstrip(EDGES), text[span[1] :].lstrip(EDGES)
    space = "" if after[:1] in {"?", "!", "."} else " "
    return f"{before}{space}{after}".strip(EDGES)
