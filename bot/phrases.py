"""Short things that people type instead of tapping a button."""

from __future__ import annotations

import re

STOP = {
    *("stop", "stoppen", "annuleren", "annuleer", "afbreken", "ik stop", "/stop", "cancel"),
    *("laat maar", "laat maar zitten", "vergeet het", "vergeet het maar", "never mind"),
}
BACK = {"terug", "vorige", "back", "stap terug", "ga terug", "/terug"}
SEND = {"versturen", "verstuur", "verzenden", "verzend", "send", "stuur maar", "verstuur maar"}
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
YES = FIRM_YES | {"ok", "oke", "oké", "akkoord", "klopt", "dat klopt", "ja klopt", "ja dat klopt"}
NO = {"nee", "no", "nee dank u", "nee bedankt", "toch niet", "laat maar", "niet"}
NO_THANKS = {
    *("nee dank u", "nee dank je", "nee dankje", "nee bedankt", "nee hoor", "nee hoeft niet"),
    *("hoeft niet", "dat hoeft niet", "nee laat maar", "no thanks", "no thank you"),
}
PUZZLED = {"hè", "he", "huh", "hm", "hmm", "eh", "uh", "ehm", "wat", "what", "hoezo", "pardon"}

ACKNOWLEDGED = {
    *("ok", "oke", "oké", "okee", "okay", "okido", "prima", "goed", "top", "mooi", "fijn"),
    *("akkoord", "duidelijk", "helder", "snap ik", "begrepen", "great", "fine", "good", "i see"),
}
_AFFIRMING = frozenset({"ja", "jawel", "jazeker", "yes", "yep", "sure"})
_AFFIRMED = _AFFIRMING | frozenset(
    [
        *("hoor", "graag", "doe", "maar", "dat", "is", "alles", "klopt", "goed", "prima", "zeker"),
        *("helemaal", "natuurlijk", "mag", "wel", "oke", "oké", "ok", "top", "zo", "het", "doen"),
        *("verstuur", "versturen", "stuur", "verzend", "op", "please", "it", "that's", "right"),
        *("correct", "all", "fine", "send", "go", "ahead", "do", "that"),
    ]
)
_AGREED = ACKNOWLEDGED | {
    *("doe maar", "is goed", "dat is goed", "prima zo", "alles klopt", "het klopt", "perfect"),
    *("klopt helemaal", "helemaal goed", "ziet er goed uit", "correct", "all correct"),
}
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
    words = [word.strip(",.!") for word in bare(text).split()]
    is_long_yes = len(words) > 1 and words[0] in _AFFIRMING and _AFFIRMED.issuperset(words)
    return bare(text) in YES or is_long_yes


def agrees(text: str) -> bool:
    """'Prima', 'doe maar', a thumb: yes, where all that is asked is whether it is right."""
    return is_yes(text) or bare(text) in _AGREED or is_thumb_up(text)


def is_thumb_up(text: str) -> bool:
    """A sign of approval and nothing else."""
    return bool(text) and not set(text) - _THUMBS


def is_no(text: str) -> bool:
    return bare(text) in NO


def same(text: str, label: str) -> bool:
    """Whether somebody typed what a button says, with other marks and capitals perhaps."""
    return _WORD.findall(text.lower()) == _WORD.findall(label.lower())


def bare(text: str) -> str:
    """Lower case, without punctuation around it."""
    return " ".join(text.lower().split()).strip(" .,!?\"'")
