"""Short follow-up questions: what a text leans towards after what was last talked about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from intents import normalize

LONGEST = 12  # words; a longer message speaks for itself
LONGEST_BARE = 6  # words of a question that has none but small ones
TO_RELATED = 0.35  # added to the score of a subject that belongs with the last one
TO_LAST = 0.25

_POINTS_BACK = re.compile(
    r"^(?:en|maar|oh?|ok[ea]?y?|ja|nee|dus|and|but|so|what about|hoezo|waarom)\b"
    r"|\b(?:dat|die|dit|deze|dan|daar|daarvan|daarvoor|daarmee|daarbij|ervan|ervoor|eraan|er|hier"
    r"|hiervan|zelf|ook|het|that|it|then|there|those|this|these|they)\b"
)
_MORE = re.compile(
    r"^(?:en )?(?:vertel (?:me )?(?:eens )?(?:meer|verder)"
    r"|(?:graag )?meer (?:info|informatie|uitleg|hierover|daarover|weten)"
    r"|leg (?:dat )?(?:eens )?uit|ga verder|hoezo|hoe dan|en dan|hoe bedoelt? (?:je|u)"
    r"|tell me more|more(?: info)?|go on|how so|what do you mean)\b.{0,12}$"
)
_ONLY_PLACE = re.compile(
    r"^(?:(?:en|oh|ok|nee|sorry|maar|of|in|voor|naar|bij|rond|regio|provincie|gemeente|omgeving"
    r"|wij|we|zitten|ons|onze|terrein|ligt|vestiging|and|for|about|what|het|de|is|dus|die|graag"
    r"|dan|locatie|near|around|are) )*xplaats(?: (?:dan|ook|graag|is|het|dus|then|too))*$"
)

# Questions of nothing but small words: what is asked is clear, what about is not.
_SMALL = frozenset(
    """
    en maar oh o ok oke dus dan nou nu eigenlijk precies ongeveer er het dat die dit deze daar
    daarvan daarvoor daarmee hier zo nog ook wel hij ze zij iemand dit t da de een je jij we u
    jullie ik men meestal gemiddeld ja nee hoor eens allemaal alles
    and but so then that it this they those does do did is are he she ok well a the you we i
    usually exactly
    """.split()  # noqa: SIM905 - a list to read, not code
)
_ASKED = {
    "how long": (
        "hoe how lang hoelang lang long duurt duren take takes kost nog last",
        "lang long",
    ),
    "when": ("wanneer when komt gebeurt happen", "wanneer when"),
    "how much": (
        "hoeveel wat kost kosten much how what cost costs betaal",
        "hoeveel kost much cost",
    ),
    "who": (
        "wie van bij met who whose by doet doe regelt maakt bepaalt helpt controleert is dat"
        " doen regelen arranges helps daarbij moet",
        "wie who",
    ),
    "why": ("waarom hoezo why hoe komt", "waarom hoezo why komt"),
    "how": ("hoe how werkt gaat doe krijg krijgen get works begin", "hoe how"),
    "and then": (
        "daarna verder after next what wat volgt gebeurt",
        "daarna dan nu after next then",
    ),
    "number": (
        "wat is wat's nummer telefoonnummer zijn haar hun number what whats his her",
        "nummer number",
    ),
    "must": ("moet verplicht mandatory have to must", "moet verplicht mandatory must"),
}
# The words with which it is asked, and those of which it needs one.
_WAYS = {
    asked: (frozenset(f"{allowed} {needed}".split()), frozenset(needed.split()))
    for asked, (allowed, needed) in _ASKED.items()
}
_PEOPLE = ("contactverzoek", "procesbegeleider_zoeken", "status_verzoek", "reactietermijn")
# What such a question asks after a subject; "" is any other, "=" the subject itself.
_MEANS = {
    "how long": {
        **dict.fromkeys(("certificering", "aanmelden", "procesbegeleiding"), "certificering"),
        **dict.fromkeys(_PEOPLE, "reactietermijn"),
        **dict.fromkeys(("privacy", "gegevens_verwijderen"), "privacy"),
        **dict.fromkeys(("kosten", "subsidie", "wat_is_kvo_b", "geldigheid"), "geldigheid"),
    },
    "when": dict.fromkeys(_PEOPLE, "reactietermijn"),
    "how much": {
        "cijfers": "=",
        "privacy": "=",
        "deelnemers": "=",
        "maatregelen": "kosten",
        "": "kosten",
    },
    "who": {
        "certificering": "procesbegeleiding",
        "deelnemers": "procesbegeleiding",
        "maatregelen": "deelnemers",
        "resultaten": "organisatie",
        "wat_is_kvo_b": "organisatie",
        **dict.fromkeys(
            ("aanmelden", "geldigheid", "procesbegeleiding", *_PEOPLE), "procesbegeleider_zoeken"
        ),
        "kvo_w": "=",
    },
    "why": {"wat_is_kvo_b": "resultaten", "": "="},
    "how": {
        **dict.fromkeys(("wat_is_kvo_b", "resultaten", "cijfers", "kosten"), "certificering"),
        "": "=",
    },
    "and then": {
        "aanmelden": "certificering",
        "certificering": "geldigheid",
        "contactverzoek": "reactietermijn",
        "": "=",
    },
    "number": {"misdrijf_melden": "=", "": "procesbegeleider_zoeken"},
    "must": {"": "="},
}


def bare(text: str, last: str) -> str | None:
    """What a question of small words alone asks after a subject: 'hoe lang duurt dat?'"""
    words = normalize.words(text)
    if not words or len(words) > LONGEST_BARE:
        return None
    for asked, (known, needed) in _WAYS.items():
        if needed & set(words) and set(words) - _SMALL <= known:
            if asked == "and then" and words[-1] not in needed | {"that", "verder"}:
                continue
            means = _MEANS[asked].get(last, _MEANS[asked].get(""))
            if means:
                return last if means == "=" else means
    return None


def asks_for_more(text: str) -> bool:
    """Nothing but 'tell me more'."""
    return bool(_MORE.match(" ".join(normalize.words(text))))


def names_only_a_place(words: Sequence[str]) -> bool:
    """Nothing but a place, in words in which places are already replaced by their stand-in."""
    return bool(_ONLY_PLACE.match(" ".join(words)))


def lean(text: str, last: Sequence[str], related: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """What to add to the score of which subject; empty where a text stands on its own."""
    words = normalize.words(text)
    if not last or len(words) > LONGEST or not _POINTS_BACK.search(" ".join(words)):
        return {}
    leaning: dict[str, float] = {}
    for subject in last:
        for other in related.get(subject, ()):
            leaning[other] = TO_RELATED
    for subject in last:
        leaning[subject] = max(TO_LAST, leaning.get(subject, 0.0))
    return leaning
