"""How far a word is from another that was meant: by what fingers do, and by what it sounds like.

The sounds are those of Dutch; for words of other languages they are one more way to be near.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

SAME_SOUND = 0.5
DOUBLED = 0.5  # a letter twice that should be there once, or the other way round
SWAPPED = 0.7
LEFT_OUT = 0.7
NEXT_KEY = 0.9
ADDED = 1.0
OTHER_KEY = 1.2
FIRST = 0.3  # more, where the first letter is not right: people look at that one
NEAR_SOUND = 1.3
TWO = 2.0

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEXT = {
    frozenset((key, near))
    for row, keys in enumerate(_KEYS)
    for at, key in enumerate(keys)
    for near in (
        keys[at + 1 : at + 2],
        *(_KEYS[row + 1][max(0, at - 1) : at + 1] if row + 1 < len(_KEYS) else ()),
    )
    if near
}
_LIKE = re.compile(
    r"tie(?=s?$)|ti(?=on)|isch|l[iu]k(?=$|e)|sch|ch|ij|ei|ie|ouw|auw|au|ou|oe|dt$|d$|b$|ck|ph|th"
    r"|qu|x|c(?=[eiy])|[cqzvy]|n$(?<=en)"
)
_SOUND = {
    "tie": "si", "ti": "si", "isch": "is", "lik": "lik", "luk": "lik", "sch": "sg", "ch": "g",
    "ij": "i", "ei": "i", "ie": "i", "y": "i", "ouw": "A", "auw": "A", "au": "A", "ou": "A",
    "oe": "U", "dt": "t", "d": "t", "b": "p", "ck": "k", "ph": "f", "th": "t", "qu": "kw",
    "x": "ks", "q": "k", "z": "s", "v": "f", "n": "",
}  # fmt: skip
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """What a word sounds like: 'sertivikaad' and 'certificaat' are the same."""

    def heard(found: re.Match[str]) -> str:
        sign = found[0]
        if sign == "c":
            return "s" if word[found.end() : found.end() + 1] in tuple("eiy") else "k"
        return _SOUND[sign]

    return _TWICE.sub(r"\1", _LIKE.sub(heard, word))


def effort(typed: str, meant: str) -> float:
    """How unlikely it is that somebody who meant one word typed the other; about 1 a slip."""
    first = 0.0 if typed[0] == meant[0] else FIRST
    if sound(typed) == sound(meant):
        return SAME_SOUND
    errors = OSA.distance(typed, meant)
    if errors == 1:
        return _one(typed, meant) + first
    near = OSA.distance(sound(typed), sound(meant)) == 1
    return (NEAR_SOUND if near else TWO) * errors / 2 + first


def _one(typed: str, meant: str) -> float:
    """The one slip that lies between two words."""
    if len(typed) == len(meant):
        at = next(n for n, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b)
        if typed[at + 1 :] != meant[at + 1 :]:
            return SWAPPED
        return NEXT_KEY if frozenset((typed[at], meant[at])) in _NEXT else OTHER_KEY
    if _TWICE.sub(r"\1", typed) == _TWICE.sub(r"\1", meant):
        return DOUBLED
    return LEFT_OUT if len(typed) < len(meant) else ADDED
