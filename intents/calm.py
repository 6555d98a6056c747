"""Sentences that speak of danger calmly: questions in general, denials, somebody's trade.

Alarming words alone are no emergency. What is asked about burglars as such, is denied, or is
somebody's work is a subject of conversation, unless somebody is in it: I, we, he, here, now.
Words as `safety` folds them: no capitals, no punctuation.
"""

from __future__ import annotations

import re

LONGEST = 18  # words of a question in general; a longer text may tell a story as well

_ASKS = re.compile(
    r"(?:(?:en|maar|oke?|even|zeg|nog|vraagje) )*"
    r"(?:hoe|hoeveel|wat(?! een)|wie(?! (?:kan|komt|belt|helpt))|welke?|waar(?! blij)"
    r"|waarom|wanneer|is"
    r"|zijn(?! (?:hand|vinger|arm|been|voet|hoofd|gezicht|huid|keel|mond|hart|oog|ogen))"
    r"|kan(?! (?:iemand|er|je|u))|kunnen|mag|moet|staat|bestaat|geldt|telt|valt|heeft|zou"
    r"|hebben|how|what|which|who|why|when|are|can|does|do|should|would)\b"
)
_SOMEBODY = re.compile(
    r"\b(?:ik|k|we|wij|me|mij|mijn|mn|ons|onze|hij|zij|ze|hier\w*|buiten|binnen|help\w*|nu|snel"
    r"|er (?:wordt|word|is|zijn|staat|staan|ligt|liggen|zit|zitten|loopt|lopen|rijdt|komt|hangt"
    r"|brandt|gebeurt|klim\w*|breekt)|collega|i|im|my|our|us|he|she|they|here|now|outside|inside"
    r"|there (?:is|are))\b"
)
_LIFE = re.compile(
    r"\b(?:bewust?e?loos|adem\w*|stikt|stikken|bloed(?:t|en|ing)|hart(?:aanval|stilstand|infarct)"
    r"|onwel|flauw\w*|beroerte|vergift\w*|verdrink\w*|reanim\w*|bekneld|gewond\w*|unconscious"
    r"|breath\w*|bleed\w*|chok\w*|stroke|seizure)\b"
)
_DENIED = re.compile(
    r"\b(?:(?:nooit|niet|never|not) (?:ingebroken|bedreigd|overvallen|beroofd|aangevallen"
    r"|threatened|robbed|attacked)"
    r"|geen (?:paniek|spoedgeval|inbraak|overval|brand)|niets aan de hand"
    r"|niks aan de hand|no panic|false alarm|loos alarm)\b"
)
_TRADE = re.compile(
    r"(?:^| )(?:(?:ik|wij|we) (?:werk|werken) (?:bij|voor|in|als|met)"
    r"|(?:ik|wij|we) (?:verkoop|maak|lever|installeer|keur"
    r"|geef|geven|verkopen|maken|leveren|installeren|keuren) "
    r"|ik ben (?:een )?(?:\w*lasser|brandweer\w*|politie\w*|beveiliger|verpleeg\w*|slotenmaker"
    r"|smid|slager|kok|jager|ehbo\w*|bhv\w*|\w*monteur|\w*specialist)"
    r"|(?:mijn|ons|onze) (?:bedrijf|zaak|firma|vereniging) (?:doet|maakt|verkoopt|levert|heet|is)"
    r"|(?:bedrijf|firma|zaak|company|shop) (?:heet|genaamd|is called|called|named)"
    r"|(?:op|van) de agenda|agenda(?:punt| staat)"
    r"|(?:we|i) (?:train|teach|sell|make|install|repair)"
    r"|(?:de|een) krant|opsporing verzocht|op (?:tv|televisie|de radio)|het nieuws)\b"
)


# Nothing but where the terrein is: De Vaart in Almere is a park, and not water.
_ADDRESS = re.compile(
    r"(?:(?:ja|en|dus|wij|we|ik|ons|het|mijn|de|onze|bedrijf|zaak|loods|pand|terrein|zit|zitten|is"
    r"|ligt|staat|gevestigd|bedrijventerrein|industrieterrein) )+(?:op|aan|bij) (?:de |het )?"
    r"(?:vaart|haven|kade|sluis|gracht|vijver|kanaal|brink)"
)


_INTRODUCES = re.compile(
    r"(?:(?:hallo|hoi|dag|goede\w+|hi|hello|ja|en) )*(?:mijn naam is|ik heet|[ju]e? spreekt met"
    r"|my name is) \w+"
    r"|(?:(?:ons|onze|mijn|het|our) (?:bedrijf|zaak|loods|pand|garage|winkel|terrein|vestiging"
    r"|company|firma|werkplaats) (?:zit|ligt|staat|is)(?: gevestigd)? (?:in|op|te|bij|aan) \w+)"
)
_TROUBLE = re.compile(
    r"\b(?:dak|kast|lift|kelder|water|sloot|nood|vrie\w+|koel\w+|machine|put|toilet|wc|auto|vast"
    r"|klem|op\w*sloten|bang|donker|rook|vuur|vlam\w*|gas|hulp|help\w*|nu|net|snel|direct|iemand"
    r"|er|hij|ze|man|mannen|dief|dieven|dader\w*|pijn|kapot|weg|los|open|heet|warm|koud|stuk"
    r"|brand|fire|smoke|stuck|now|somebody|someone)\b"
)


def introduces(plain: str) -> bool:
    """Whether folded words only say who somebody is, or where his firm sits."""
    found = _INTRODUCES.match(plain)
    rest = plain[found.end() :] if found else ""
    is_short = plain.count(" ") < LONGEST
    return bool(found) and is_short and not _TROUBLE.search(rest) and not _LIFE.search(plain)


def speaks_in_general(plain: str) -> bool:
    """Whether folded words ask about danger as such, or deny that there is any."""
    if _LIFE.search(plain):
        return False
    if _DENIED.search(plain):
        return True
    is_short = plain.count(" ") < LONGEST
    return bool(is_short and _ASKS.match(plain)) and not _SOMEBODY.search(plain)


def speaks_of_work(plain: str) -> bool:
    """Whether folded words tell what somebody does, or what was on the news."""
    is_work = _TRADE.search(plain) or _ADDRESS.fullmatch(plain)
    return bool(is_work) and not _LIFE.search(plain)
