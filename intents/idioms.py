"""Turns of phrase that are as good as certain, whatever else a message speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intents import normalize

_WISH = re.compile(
    r"\b(?:"  # asked once at each letter, not once for each alternative
    r"(?:wil|willen|wilt|wou|zou|zouden|kan|kun|kunt|kunnen|mag|graag|liever|laat|even|ff|eens)\b"
    r"[^?.!]{0,40}\b(?:gebeld|teruggebeld|gemaild|teruggemaild|terugbellen|opgebeld)\b"
    r"|(?:gebeld|teruggebeld|gemaild) (?:te )?worden\b"
    r"|(?:bel|mail|app) (?:mij|me|ons)\b|(?:mij|me|ons) (?:eens |even |ff )*(?:terug)?bellen\b"
    r"|(?:aan|liever|gewoon|dan maar|spreek|spreek liever|doe maar|geef mij|geef me) een "
    r"(?:echt |echte )?"
    r"(?:mens|medewerker|persoon)\b"
    r"|(?:mens|medewerker|iemand|persoon) (?:spreken|aan de lijn|aan de telefoon)\b"
    r"|wil(?:len)? (?:graag )?(?:een |met een )?(?:echt |echte )?(?:mens|medewerker)\b"
    r"|^(?:een )?(?:echt |echte )?(?:mens|medewerker|persoon) (?:graag|aub|alstublieft|please)$"
    r"|(?:zoek|zoeken|wil|willen|graag) (?:graag )?contact\b|^contact opnemen$"
    r"|(?:contact|een afspraak) (?:opnemen|maken) met (?:iemand|een)\b"
    r"|call (?:me|us)\b|(?:speak|talk) (?:to|with) (?:a |an )?(?:real )?"
    r"(?:human|person|someone|somebody|employee)\b|(?:be|get) contacted\b"
    r")"
)
_NO_WISH = re.compile(
    r"\b(?:niet|nooit|geen|nog niks|niemand|not|nobody|never|don't)\b[^,.!?]{0,25}"
    r"(?:gebeld|bellen|belt|gemaild|call|contact)"
    r"|\b(?:zou|zouden|beloofd|had) (?:er )?(?:iemand|u|jullie|me|mij|ik|somebody)\b"
    r"[^,.!?]{0,25}bel"
    r"|\b(?:gebeld|teruggebeld) (?:had|hebben|zijn|zou)\b|\bwanneer\b|\bhoe (?:snel|lang)\b"
    r"|\b(?:praat|spreek|chat|typ|am i|are you|ben je|bent u)\b"
    r"|\bwhen\b|\bhow (?:fast|long|soon)\b"
    r"|\b(?:politie|police|112|wie)\b|\bstreep\b|\bhoef\w*\b"
)
_WHO = re.compile(
    r"\bwho (?:do|should|can|must|would) (?:i|we) (?:contact|call|speak|talk|ask|turn)\b"
    r"|\bwho(?:'s| is) (?:my|our|the) (?:contact|guide|person)\b"
    r"|\b(?:bij|met) wie (?:moet|moeten|kan|kunnen) (?:ik|we|wij) (?:dan )?"
    r"(?:zijn|wezen|bellen|spreken|aankloppen|terecht|hebben)\b"
    r"|\bwie (?:moet|moeten|kan|kunnen) (?:ik|we|wij) (?:dan )?"
    r"(?:bellen|hebben|spreken|benaderen)\b"
    r"|\bwelke (?:van (?:die|de) (?:twee|beide) )?"
    r"(?:(?:proces)?begeleiders?|contactpersoon|contactpersonen) "
    r"(?:moet|moeten|heb|hebben|hoort|is|krijg)\b"
    r"|^(?:en |maar |of )?(?:kan|mag|kunnen) (?:ik|we|wij) (?:(?:jullie|u|je|hem|haar|zelf|ook"
    r"|gewoon|even|direct) )+bellen$|^wat is (?:jullie|uw|het|je) (?:telefoon)?nummer$"
)
# What was talked about, how a message goes on about it, and what it then asks.
_AFTER = (
    (
        ("subsidie", "kosten"),
        re.compile(
            r"\b(?:tweede|ander|andere|nieuw|nieuwe|volgende|second|other|new) "
            r"(?:terrein|project|park|locatie|site)\b"
        ),
        None,
    ),
    (
        ("misdrijf_melden",),
        re.compile(
            r"\b(?:keurmerk|kvo\w*|label)\b.*\b(?:iets|wat|aan|tegen|something|about|against)\b"
        ),
        "ondermijning",
    ),
    (
        ("misdrijf_melden",),
        re.compile(
            r"^(?:(?:en|maar|ja|oke?|dus|so|and) )*(?:wie|who|bij wie|met wie|waar) "
            r"(?:moet|kan|moeten|kunnen|do|can|should) (?:ik|we|wij|i) (?:dan |dat |dit |het )*"
            r"(?:bellen|zijn|melden|spreken|heen|terecht|hebben|call|tell|contact)"
            r"(?: dan| nu| now| then)?$"
        ),
        "misdrijf_melden",
    ),
    (
        ("procesbegeleider_zoeken",),
        re.compile(
            r"^(?:en )?(?:wat doet|wat doen|what does|what do) "
            r"(?:die|hij|zij|zo iemand|zo'n|he|she|they)\b"
        ),
        "procesbegeleiding",
    ),
    (("kvo_w",), re.compile(r"\bbedrijventerrein\b|\bbusiness park\b"), "wat_is_kvo_b"),
)


def wants_contact(text: str) -> bool:
    """Whether somebody says in so many words that he wants to be called or speak to a person."""
    plain = " ".join(normalize.words(text))
    return bool(_WISH.search(plain)) and not _NO_WISH.search(plain)


def asks_who(text: str) -> bool:
    """Whether somebody asks whom to turn to, and not to be called."""
    return bool(_WHO.search(" ".join(normalize.words(text))))


def after(text: str, last: Sequence[str]) -> str | None:
    """What a message that goes on about the last subjects asks; None where it does not."""
    plain = " ".join(normalize.words(text))
    for subjects, pattern, asked in _AFTER:
        if last and last[0] in subjects and pattern.search(plain):
            return asked or last[0]
    return None
