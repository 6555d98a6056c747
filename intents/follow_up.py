"""Short follow-up questions: what a text leans towards after what was last talked about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from intents import normalize

LONGEST = 12  # words; a longer message speaks for itself
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
