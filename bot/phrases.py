"""Short things that people type instead of tapping a button."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from typing import TypeVar

T = TypeVar("T")

MOST_WORDS = 12  # in something that is said instead of a tap

STOP = {
    *("stop", "stoppen", "annuleren", "annuleer", "afbreken", "ik stop", "/stop", "cancel"),
    *("laat maar", "laat maar zitten", "vergeet het", "vergeet het maar", "never mind"),
}
# What ends a contact request that is being made; to a procesbegeleider it may be an answer.
_STOP_FORM = STOP | {
    *("laat zitten", "laat het maar", "laat maar gaan", "doe maar niet", "toch maar niet"),
    *("stop maar", "stop ermee", "ik stop ermee", "stop dit", "kap ermee", "annuleer maar"),
    *("trek maar in", "trek het in", "trek in", "trek het maar in", "intrekken"),
    *("ik wil niet meer", "ik wil toch niet", "hoeft niet meer", "het hoeft niet meer"),
    *("hoeft al niet meer", "niet meer nodig", "is niet meer nodig", "geen zin meer", "exit"),
    *("quit", "forget it", "nvm", "nevermind", "forget about it", "cancel it", "stop it"),
}
_TONE = frozenset(
    [
        *("nou", "neuh", "nee", "ach", "oh", "och", "ok", "oke", "sorry", "maar", "joh", "hoor"),
        *("dan", "nu", "man", "toch", "even", "allemaal", "bedankt", "please", "just", "no"),
    ]
)
BACK = {"terug", "vorige", "back", "stap terug", "ga terug", "/terug"}
SEND = {
    *("versturen", "verstuur", "verzenden", "verzend", "send", "stuur maar", "verstuur maar"),
    *("stuur", "stuur door", "doorsturen", "stuur op", "opsturen", "submit"),
}
SKIP = {"overslaan", "sla over", "skip", "geen", "n.v.t.", "nvt", "-"}
GO_ON = {"verder", "verder gaan", "ga verder", "doorgaan", "go on", "continue"}
MORE = {
    "meer hierover",
    "more about this",
    "meer",
    "meer info",
    "meer informatie",
    "vertel meer",
    "more",
    "tell me more",
    "lees meer",
}
ENGLISH = {
    *("english please", "in english", "in english please", "english", "engels", "engels graag"),
    *("in het engels", "in het engels graag", "kan het in het engels", "can we speak english"),
}
DUTCH = {
    *("nederlands graag", "in het nederlands", "in het nederlands graag", "nederlands", "dutch"),
    *("dutch please", "in dutch", "in dutch please", "kan het in het nederlands"),
}
OTHER_REGION = {
    *("andere provincie", "een andere provincie", "andere regio", "verkeerde provincie"),
    *("other province", "another province", "wrong province"),
}
OF_REQUEST = (
    *("verzoek", "aanvraag", "bericht", "afspraak", "bellen", "trek", "annul"),
    *("request", "message", "cancel", "withdraw"),
)
FIRM_YES = {"ja", "ja graag", "ja hoor", "jawel", "ja zeker", "zeker", "yes", "yes please"}
YES = FIRM_YES | {
    *("ok", "oke", "oké", "akkoord", "klopt", "dat klopt", "ja klopt", "ja dat klopt"),
    *("jep", "jup", "jap", "yep", "yup", "yeah", "jazeker", "zeker weten", "klopt hoor"),
}
NO = {
    *("nee", "no", "nee dank u", "nee bedankt", "toch niet", "laat maar", "niet", "nee hoor"),
    *("neen", "neuh", "nope", "nop", "nah", "nou nee", "nee joh", "nee man", "no thanks"),
}
NO_THANKS = {
    *("nee dank u", "nee dank je", "nee dankje", "nee bedankt", "nee hoor", "nee hoeft niet"),
    *("hoeft niet", "dat hoeft niet", "nee laat maar", "no thanks", "no thank you"),
}
PUZZLED = {"hè", "he", "huh", "hm", "hmm", "eh", "uh", "ehm", "wat", "what", "hoezo", "pardon"}

ACKNOWLEDGED = {
    *("ok", "oke", "oké", "okee", "okay", "okido", "prima", "goed", "top", "mooi", "fijn"),
    *("akkoord", "duidelijk", "helder", "snap ik", "begrepen", "great", "fine", "good", "i see"),
}
_ACKNOWLEDGING = frozenset(
    [
        *("ok", "oke", "oké", "okee", "okay", "prima", "goed", "top", "helder", "duidelijk"),
        *("ah", "aha", "oh", "hm", "hmm", "nou", "tja", "zo", "dan", "hoor", "mooi", "fijn"),
        *("begrepen", "perfect", "then"),
    ]
)
_AFFIRMING = frozenset(
    {"ja", "jawel", "jazeker", "jep", "jup", "yes", "yep", "yup", "yeah", "sure"}
)
_AFFIRMED = _AFFIRMING | frozenset(
    [
        *("hoor", "graag", "doe", "maar", "dat", "is", "alles", "klopt", "goed", "prima", "zeker"),
        *("helemaal", "natuurlijk", "mag", "wel", "oke", "oké", "ok", "top", "zo", "het", "doen"),
        *("verstuur", "versturen", "stuur", "verzend", "op", "please", "it", "that's", "right"),
        *("correct", "all", "fine", "send", "go", "ahead", "do", "that", "precies", "die"),
        *("inderdaad", "bedoel", "ik", "joh", "man", "dan", "hem", "juist", "okee"),
    ]
)
_AGREED = {
    *("die", "die is het", "dat is het", "dat is hem", "dat bedoel ik", "juist", "ok klopt"),
    *("inderdaad", "precies", "exact", "uiteraard", "natuurlijk", "absoluut", "klopt ja"),
    *("doe maar", "is goed", "dat is goed", "prima zo", "alles klopt", "het klopt", "perfect"),
    *("klopt helemaal", "helemaal goed", "ziet er goed uit", "correct", "all correct"),
}
_DENIALS = NO | {
    *("klopt niet", "dat klopt niet", "is niet goed", "geen van beide", "not that", "liever niet"),
}
_DENYING = frozenset({"nee", "neen", "neuh", "nope", "nah", "no"})
_DENIED = _DENYING | frozenset(
    [
        *("joh", "hoor", "man", "niet", "dat", "die", "is", "het", "klopt", "sorry", "toch"),
        *("helemaal", "echt", "zeker", "bedoel", "ik", "dus", "nou", "fout", "verkeerd"),
        *("that's", "that", "not", "wrong", "it", "isn't", "it's"),
    ]
)
_WHICH = re.compile(
    r"(?:(?:op|bel|graag|doe|maar|het|de|die|the|number|nummer|on)\s+)*"
    r"(?:(?P<first>eerste|1e|1|een|één|first|one)|(?P<second>tweede|2e|2|twee|second|two)|"
    r"(?P<third>derde|3e|3|drie|third|three)|(?P<last>laatste|last))"
    r"(?:\s+(?:nummer|graag|maar|one|number|please|is goed))*"
)
_SEVERAL = re.compile(
    r"\b(?:meerdere|verschillende|twee|drie|allebei|alle|several|all|two|both)\b.*"
    r"\b(?:provincies?|vestigingen|locaties|plaatsen|terreinen|provinces|sites|locations)\b"
    r"|^(?:overal|landelijk|(?:door )?heel nederland|het hele land|allebei|everywhere)[ .!]*$"
)
_UNKNOWN = re.compile(
    r"^(?:(?:dat )?(?:weet|heb) ik (?:niet|nog niet|even niet|geen)\b.*|geen idee\b.*|idk|"
    r"no idea|(?:i )?don'?t (?:know|have)\b.*|niet|geen)[ .!]*$"
)
_WORD = re.compile(r"[\w/-]+")
_THUMBS = frozenset("👍👌🙏✅🙂😊😀❤️💪👏🆗🏻🏼🏽🏾🏿 ")

CHANGE = ("nee ", "nee,", "klopt niet", "no ", "no,", "wijzig", "verander")
_CORRECTION = re.compile(
    r"(?:(?:nee|neen|no|sorry|oeps|oops|oh|o|wacht|fout|foutje|correctie|pardon)[ ,.:!-]*)*"
    r"(?:ik bedoel(?:de)?|i mean(?:t)?|het moet zijn|moet zijn|it should be|nee wacht|no wait|"
    r"foutje|oeps|oops)[ ,:]+(?P<right>.+)",
    re.IGNORECASE | re.DOTALL,
)
_NO = re.compile(r"(?:(?:nee|neen|no|sorry|oeps|oops)[ ,.:!-]+)+(?P<right>.+)", re.I | re.DOTALL)


def corrected(text: str) -> str | None:
    """'Nee, ik bedoelde Lelystad': what is right."""
    found = _CORRECTION.fullmatch(text.strip())
    return found["right"] if found else None


def without_no(text: str) -> str:
    """'Nee, Lelystad': what comes after the no."""
    found = _NO.fullmatch(text.strip())
    return found["right"] if found else text


def is_yes(text: str) -> bool:
    """'Ja', and 'ja hoor, doe maar': an affirming word first, and nothing new after it."""
    words = _words(text)
    is_long_yes = len(words) > 1 and words[0] in _AFFIRMING and _AFFIRMED.issuperset(words)
    return bare(text) in YES or is_long_yes


def agrees(text: str) -> bool:
    """'Prima', 'doe maar', a thumb: yes, where all that is asked is whether it is right."""
    return is_yes(text) or bare(text) in _AGREED or acknowledges(text)


def acknowledges(text: str) -> bool:
    """'Ok', 'ah, ok dan': heard, and nothing asked."""
    words = _words(text)
    is_heard = len(words) > 1 and _ACKNOWLEDGING.issuperset(words) and {*words} & ACKNOWLEDGED
    return bare(text) in ACKNOWLEDGED or bool(is_heard) or is_thumb_up(text)


def is_thumb_up(text: str) -> bool:
    """A sign of approval and nothing else."""
    return bool(text) and not set(text) - _THUMBS


def is_no(text: str) -> bool:
    return bare(text) in NO


def denies(text: str) -> bool:
    """'Klopt niet', 'nee joh, dat is het niet': no, where all that is asked is whether it is
    right.
    """
    words = _words(text)
    is_long_no = len(words) > 1 and words[0] in _DENYING and _DENIED.issuperset(words)
    return bare(text) in _DENIALS or is_long_no


def is_stop(text: str) -> bool:
    """In a contact request: 'stop', 'doe maar niet', and 'neuh, laat maar joh'."""
    return _said_in(text, _STOP_FORM)


def is_plain_stop(text: str) -> bool:
    """'Stoppen maar', and nothing that could be an answer to a person."""
    return _said_in(text, STOP)


def _said_in(text: str, phrases: set[str]) -> bool:
    """Whether it is one of these, with words around it that only give it a tone."""
    words = _words(text)
    before = len(list(takewhile(_TONE.__contains__, words)))
    behind = len(list(takewhile(_TONE.__contains__, reversed(words))))
    return any(
        " ".join(words[first:last]) in phrases
        for first in range(before + 1)
        for last in range(len(words) - behind, len(words) + 1)
    )


def is_send(text: str) -> bool:
    """'Versturen', and 'versturen maar'."""
    words = _words(text)
    return bare(text) in SEND or (
        bool(words) and words[0] in SEND and _AFFIRMED.issuperset(words[1:])
    )


@lru_cache(maxsize=16)  # as `bare`
def _words(text: str) -> tuple[str, ...]:
    """The first few words, without the marks around them."""
    return tuple(word.strip(",.!") for word in bare(text).split(maxsplit=MOST_WORDS))


def which(text: str, options: Sequence[T]) -> T | None:
    """'De eerste', 'nummer 2': which of what was offered; None where that is not said."""
    found = _WHICH.fullmatch(bare(text))
    if found is None or not options:
        return None
    if found["last"]:
        return options[-1]
    place = 0 if found["first"] else 1 if found["second"] else 2
    return options[place] if place < len(options) else None


def is_unknown(text: str) -> bool:
    """'Weet ik niet', after a question."""
    return _UNKNOWN.match(text.lower()) is not None


def names_several(text: str) -> bool:
    """'Wij zitten in meerdere provincies', without naming one."""
    return _SEVERAL.search(text.lower()) is not None


def same(text: str, label: str) -> bool:
    """Whether somebody typed what a button says, with other marks and capitals perhaps."""
    return _spelt(text) == _spelt(label)


@lru_cache(maxsize=64)
def _spelt(text: str) -> list[str]:
    return _WORD.findall(text.lower())


@lru_cache(maxsize=16)  # some fifteen questions are asked about each message
def bare(text: str) -> str:
    """Lower case, without punctuation around it."""
    return " ".join(text.lower().split()).strip(" .,!?\"'")
