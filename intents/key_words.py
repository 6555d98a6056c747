"""Mends misspelt words that tell an emergency or a crime report; read by `safety`."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents.well_spelt import WELL_SPELT

# Key words that are recognised with a typo as well, and other words that only look like them
# (common ones stand in `well_spelt`).
MENDED = tuple(
    """
    inbreker inbrekers ingebroken inbreken inbraak overval overvallen overvaller brand brandt
    vlammen bedreigd bedreigt bewusteloos pistool gewapend gestolen diefstal aangifte anoniem
    verdacht verdachte noodgeval explosie gaslek rook moment melden politie ambulance brandweer
    burglar burglary breaking robbery emergency suspicious stolen vernield vernieling gewond
    iemand ademt grond binnen winkel loods inbrekers overvallers steekpartij schietpartij
    ontploffing slachtoffer reanimeren hartaanval gaslucht vuurwapen gewonden pistolen geschoten
    gestoken burglars robbers intruder intruders
    """.split()  # noqa: SIM905 - a list to read, not code
)
REAL = frozenset(
    """
    overal gesloten overleden inbreng gewoond merken ambulante antoniem bangerik gelosten
    geschopten geschoren geschoven gestonken gestoten gestoven gewenden inadem inbraken
    inbreien inbreuken mendel overtal overwal omvervallen pitloos robbens rubbers robbert
    robberts stollen veracht verachte verdicht verdichte verhield verpacht verpachte verwachte
    verzacht verzachte vierlingen gaslicht wilken intreken braking
    """.split()  # noqa: SIM905 - a list to read, not code
)
# Short words that are too short to be mended by likeness.
SPELT = {
    **dict.fromkeys(("brant", "brnd", "brnt", "brandd", "bradn", "barnd", "brnad"), "brand"),
    **dict.fromkeys(("hlep", "hepl", "hellep", "heeelp", "hellup", "helpp"), "help"),
    **dict.fromkeys(("mse", "msse"), "mes"),
    **dict.fromkeys(("heft", "heef"), "heeft"),
    **dict.fromkeys(("rok", "rokk", "roook"), "rook"),
    **dict.fromkeys(("aamt", "aamd", "aadt", "ademd"), "ademt"),
}

_REAL = REAL | WELL_SPELT
_DOUBLED = re.compile(r"(.)\1")
_SINGLE = {_DOUBLED.sub(r"\1", word): word for word in MENDED if len(word) > 4}
_SORTED = {"".join(sorted(word)): word for word in MENDED if len(word) > 4}
_LONG = [word for word in MENDED if len(word) > 6]


@lru_cache(maxsize=10_000)
def mend(word: str) -> str:
    """A misspelt key word as it should be written; any other word as it is."""
    if word in SPELT:
        return SPELT[word]
    if len(word) < 5 or not word.isalpha() or word in MENDED or word in _REAL:
        return word
    single = _SINGLE.get(_DOUBLED.sub(r"\1", word))
    if single:
        return single
    swapped = _SORTED.get("".join(sorted(word)))
    if swapped and swapped[0] == word[0]:
        return swapped
    if len(word) > 5:
        found = process.extractOne(word, _LONG, scorer=OSA.distance, score_cutoff=1)
        if found and word[0] == found[0][0]:
            return found[0]
    return word
