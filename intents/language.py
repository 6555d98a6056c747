"""Tells English from Dutch by words that only one of the two has."""

from __future__ import annotations

from collections.abc import Sequence

from intents import normalize
from intents.model import Language

ENOUGH_ENGLISH = 3  # a sentence of three or more English words switches


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ENGLISH = _listed(
    """
    a about after again all already also am an and any anyone anything are aren't ask be
    because been before being best between business businesses but by call called can can't
    cannot certificate certification certified chat company companies contact cost costs
    could crime currently cyber data day days delete did do does doesn't doing don't done
    emergency english every everything example explain fee fees find for free from get
    getting give go going good got great guidance had handle happened happening happens has
    have hear help helpful her here hey his how i i'd i'll i'm i've if in information into
    involved is isn't it its it's join keep know label last later least like long look lot
    make many mark matter may me mean means measures message more morning most much must my
    name need needs new next no not nothing now number of off old on once one only or other
    our out over own park parks part parties pay people person phone place please police
    price privacy process question questions quickly real really reply report request right
    rules safe safety same scheme security see send sent shop shopping should sign so some
    someone something soon speak start started steps still stop street subsidy support take
    talk talking tell than thank thanks that that's the their them then there these they
    thing things this those time to today tomorrow too until up us use used using valid very
    want wanted was way we we'd we'll we're we've week weeks well went were what what's when
    where which while who who's why will with without work works would year years yes
    yesterday you you're your
    """
)
_ASKING = frozenset(["what", "what's", "whats", "which", "who", "how", "why", "when", "where"])
_ALSO_DUTCH = _listed(
    """
    a all an best been chat contact data do had have hey her here in is label lot me most of
    off on over park parks privacy process real start steps stop stopt street subsidy time
    was wat we week well with works men as cyber her need pay
    """
)
_DUTCH = _listed(
    """
    aan al alle als bent bij binnen bij dan dat de deze dit doe doen door een en er ge geen
    gaat gij graag had heb hebben heeft het hier hij hoe hoeveel ie ik in is ja je jij
    jullie kan kun kunnen kunt maar mag me meer met mij mijn moet mogen na naar nee niet nog
    nou nu of om onder ons onze ook op over te tot u uit uw van veel voor waar waarom
    wanneer was wat we welke wie wij wil wilt word worden wordt zich zijn zo zonder zou
    zullen
    """
)


def language_of(words: Sequence[str]) -> Language:
    """English when three or more words are English and fewer are Dutch, or it asks so."""
    english, dutch = _counted(words)
    if len(words) > 1 and words[0] in _ASKING and not dutch:
        return "en"  # 'what is KVO-B', 'who takes part': no Dutch question begins so
    either = sum(word in _ENGLISH for word in words)
    # 'How do we start?' has one word that Dutch lacks, and none that English lacks.
    is_all_english = english == 1 and not dutch and either == len(words)
    sure = either >= ENOUGH_ENGLISH and (english >= 2 or is_all_english)
    return "en" if sure and english > dutch else "nl"


def shows_dutch(text: str, *, is_loose: bool = False) -> bool:
    """Whether a text is Dutch by words that English lacks; `is_loose`: or shows no English.

    One such word is not enough: Jan de Vries may well speak English.
    """
    english, dutch = _counted(normalize.words(text))
    return dutch > max(1, english) or (is_loose and english == 0)


def _counted(words: Sequence[str]) -> tuple[int, int]:
    """How many words only English has, and how many only Dutch."""
    english = sum(word in _ENGLISH_ONLY for word in words)
    return english, sum(word in _DUTCH_ONLY for word in words)


_ENGLISH_ONLY = frozenset(word.replace("'", "") for word in _ENGLISH - _ALSO_DUTCH - _DUTCH)
_DUTCH_ONLY = _DUTCH - _ENGLISH - _ALSO_DUTCH
