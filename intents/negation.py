"""What a text says no to: 'I do not want to be called' asks for anything but a call."""

from __future__ import annotations

import re

from intents import normalize

_CALL = r"(?:terug ?|op)?(?:gebeld|bellen|bel|belt)"
_REFUSED = {
    "contactverzoek": re.compile(
        rf"\b(?:niet|nooit|nie) (?:meer |terug |op )*(?:te )?(?:worden )?{_CALL}\b"
        rf"|\bbel(?:len)? (?:me|mij|ons|mij maar|me maar)? ?(?:alsjeblieft |aub )?(?:niet|nooit)\b"
        rf"|\b(?:hoef|hoeft|hoeven|wil|willen|wens)(?: \w+){{0,4}} (?:niet|geen)(?: \w+){{0,3}} "
        rf"(?:{_CALL}|telefoontjes?|belletjes?|afspraak|contact|terugbelverzoek)\b"
        r"|\bgeen (?:telefoontjes?|belletjes?|terugbelverzoek)\b"
        r"|\b(?:dont|do not|never|no need to) (?:want (?:you )?to |wish to |need to )?(?:be )?"
        r"(?:call|called|phone|phoned|ring)\b|\bno (?:phone )?calls?\b"
    ),
    "aanmelden": re.compile(
        r"\b(?:niet|nooit)(?: \w+){0,2} (?:aanmelden|opgeven|meedoen|inschrijven|starten)\b"
        r"|\b(?:dont|do not) (?:want to )?(?:sign up|apply|join)\b"
    ),
    "gegevens_verwijderen": re.compile(
        r"\bniet(?: \w+){0,2} (?:verwijderen|wissen|verwijderd|gewist|weghalen|intrekken)\b"
        r"|\b(?:verwijder|wis|haal)(?: \w+){0,4} niet\b"
        r"|\b(?:dont|do not) (?:want to )?(?:delete|erase|remove|withdraw)\b"
    ),
}


def refused(text: str) -> frozenset[str]:
    """The subjects a text says it does not want."""
    plain = " ".join(normalize.words(text))
    return frozenset(subject for subject, says_no in _REFUSED.items() if says_no.search(plain))
