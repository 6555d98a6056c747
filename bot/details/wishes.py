"""How and when somebody would like to be reached, out of one free message; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 120
_HOUR = (
    r"(?:\d{1,2}(?:[:.]\d{2})?|(?:half )?(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|"
    r"twaalf))"
)
_UNIT = r"\s*(?:uur|u\b|h\b|am\b|pm\b|o'?clock)"
_TO = r"\s*(?:en|tot|and|to|until|-|–)\s*"
_AT = r"(?:na|voor|van|vanaf|tussen|om|rond|tot|after|before|between|from|at|until)"
_CLOCK = (
    rf"{_AT}\s+(?:{_HOUR}(?:{_UNIT})?{_TO}{_HOUR}(?:{_UNIT})?(?!\s*(?!graag|please)[^\W\d_]{{3}})"
    rf"|{_HOUR}{_UNIT}|half \w+(?=\s*(?:[.,!?]|$))|\d{{1,2}}[:.]\d{{2}}|werktijd|kantoortijd"
    r"|werk\b|work\b)"
)
_DAY = (
    r"(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:en)?|overmorgen|morgen|vandaag|"
    r"(?:deze|volgende) week|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tomorrow|today|"
    r"(?:this|next) week"
)
_PART = (
    r"(?:'?s |in de |de |in the |the )?(?:ochtends?|middags?|avonds?|morgens|mornings?|"
    r"afternoons?|evenings?)|(?:morgen|vanmorgen|van)?(?:ochtend|middag|avond)|overdag|"
    r"(?:tijdens|binnen|buiten) (?:de )?(?:kantooruren|kantoortijd|werktijd)"
)
_ONE = rf"(?:{_CLOCK}|(?:op |on )?(?:{_DAY})(?:ochtend|middag|avond)?|{_PART})"
_MOMENT = re.compile(
    rf"(?<!\w)(?:(?:niet|alleen|only|not) )?{_ONE}(?:,? (?:(?:of|en|or|and) )?{_ONE})*(?!\w)",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"(?<!\w)(?:bel|belt|bellen|gebeld|terugbellen|teruggebeld|bereik\w*|bereikbaar|telefonisch|"
    r"call|called|reach|phone|ring|liefst|alleen|schikt|uitkomt|only|preferably)(?!\w)",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?<!\w)(?:(?:liever|liefst|alleen|rather|prefer\w*|only)\b[^.!?]{0,15}\be?-?mail\w*|"
    r"(?:per|via|by) (?:de )?e?-?mail|mail (?:me|mij|ons|us) (?:liever|maar)|"
    r"niet (?:ge)?(?:bellen|beld)|niet opbellen|(?:don'?t|do not) (?:call|phone))(?!\w)",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<!\w)(?:(?:liever|liefst|alleen|rather|prefer\w*|only)\b[^.!?]{0,15}"
    r"\b(?:bellen|gebeld|telefonisch|telefoon|phone|called?|call)|"
    r"(?:niet|geen) e?-?mail(?:en|tjes?)?|no e-?mails?)(?!\w)",
    re.IGNORECASE,
)
_CHANNEL = re.compile(f"{_MAIL.pattern}|{_PHONE.pattern}", re.IGNORECASE)
_WORDS_AROUND = """
    maar alleen graag liefst het ik ben ben bereikbaar bel bellen mij me ons mag kan kunt kunnen u
    iemand terug terugbellen gebeld worden wil wilt bereiken te en of liever dan dus aub please
    hi hello hallo goedemiddag goedemorgen beste alstublieft alsjeblieft someone somebody anyone
    per via een mail mailen mailtje e by phone telefoon telefonisch niet geen don t do not
    van jullie ok oke okee ja nou prima goed even ff eens gerust hoor
    call called i am can be reached reach only preferably best but to back would like want
"""
_SAYS_NOTHING = frozenset(_WORDS_AROUND.split())
_SENTENCE = re.compile(r"[^.!?;\n]*(?:[.:]\d[^.!?;\n]*)*")
_SENTENCES = re.compile(r"(?<=[.!?\n])\s+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """`channel` is 'phone' or 'email'; `moment` is in the visitor's own words."""

    channel: str | None = None
    moment: str | None = None


def read_wish(text: str) -> Wish:
    """'Bel mij na 16 uur', 'liever per mail': None where nothing is said of it."""
    channel = "email" if _MAIL.search(text) else "phone" if _PHONE.search(text) else None
    found = _moments(text)
    moment = ", ".join(text[start:end] for start, end in found)[:LONGEST]
    return Wish(channel, " ".join(moment.split()) or None)


def says_when(text: str) -> bool:
    return bool(_moments(text))


def without_wish(text: str) -> str | None:
    """What is asked besides when to call; None where nothing is left."""
    found = sorted([*_moments(text), *(each.span() for each in _CHANNEL.finditer(text))])
    if not found:
        return text
    left = text
    for start, end in reversed(found):
        left = f"{left[:start]} {left[end:]}"
    words = {word.casefold() for word in _WORD.findall(left)}
    if words <= _SAYS_NOTHING:
        return None
    # A sentence of its own, 'Liefst na 15 uur.', is no part of the question.
    parts = _SENTENCES.split(text)
    kept = [part for part in parts if len(parts) == 1 or without_wish(part) is not None]
    if len(kept) < len(parts):
        return " ".join(kept)
    before, comma, last = text.rpartition(", ")
    return before if comma and without_wish(last) is None else text


def _moments(text: str) -> list[tuple[int, int]]:
    """Where a moment stands in a sentence that speaks of calling, or says nothing else."""
    found = []
    for sentence in _SENTENCE.finditer(text):
        for moment in _MOMENT.finditer(text, sentence.start(), sentence.end()):
            rest = (
                f"{text[sentence.start() : moment.start()]} {text[moment.end() : sentence.end()]}"
            )
            words = {word.casefold() for word in _WORD.findall(rest)}
            if _CUE.search(sentence[0]) or words <= _SAYS_NOTHING:
                found.append(moment.span())
    return found
