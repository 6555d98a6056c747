"""Finds postcodes in an answer, and tells them from years, prices and house numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from intents import place_cues as cues
from intents.model import Region
from intents.place_text import Token

_DIGITS = re.compile(r"[1-9][0-9]{3}")
_FULL = re.compile(r"([1-9][0-9]{3})([a-z]{2})")
_LETTERS = re.compile(r"[a-z]{2}")
_NEVER = frozenset(("sa", "sd", "ss"))  # combinations that no postcode has
_TIME = frozenset(("am", "pm"))
_REACH = 6  # words behind 'postcode' in which its digits may stand


class Postcodes:
    """The ranges of all provinces, and the reading of postcodes in words."""

    def __init__(self, regions: Sequence[Region]) -> None:
        ranges = sorted(
            (first, last, region.id) for region in regions for first, last in region.postcodes
        )
        self._first = [first for first, _, _ in ranges]
        self._ranges = ranges

    def province_of(self, digits: str) -> str | None:
        code = int(digits)
        at = bisect_right(self._first, code) - 1
        if at < 0:
            return None
        _, last, province = self._ranges[at]
        return province if code <= last else None

    def with_letters(self, words: Sequence[Token], is_answer: bool = True) -> list[str]:
        """Give the province of each full postcode (1012 AB), in the order of the text.

        In a message about anything, small letters apart (1500 eu) are a unit, no postcode.
        """
        found, is_mixed = [], _is_mixed(words)
        for at, word in enumerate(words):
            if not word.text[0].isdigit():
                continue
            follower = words[at + 1] if at + 1 < len(words) else None
            is_sure = len(words) <= 2 or (at > 0 and words[at - 1].text in cues.POSTCODE)
            if full := _FULL.fullmatch(word.text):
                if full[2] not in _NEVER and (is_sure or full[2] not in _TIME):
                    found.append(full[1])
            elif _DIGITS.fullmatch(word.text) and follower:
                is_likely = is_answer or is_sure or follower.raw.isupper()
                if is_likely and _is_half(follower, is_sure or is_mixed):
                    found.append(word.text)
        return self._provinces(found)

    def announced(self, words: Sequence[Token]) -> list[str]:
        """Give the provinces of the four digits that follow the word postcode."""
        found, left = [], 0
        for word in words:
            if word.text in cues.POSTCODE:
                left = _REACH
            elif left and _DIGITS.fullmatch(word.text[:4]) and len(word.text) in (4, 6):
                found.append(word.text[:4])
                left = _REACH
            else:
                left -= left > 0
        return self._provinces(found)

    def alone(self, words: Sequence[Token]) -> list[str]:
        """Give the provinces of four digits that are, but for filling words, the whole answer."""
        found = []
        for at, word in enumerate(words):
            if _DIGITS.fullmatch(word.text):
                before = words[at - 1].text if at else ""
                if before in cues.YEAR and word.text[:2] in ("19", "20"):
                    return []
                found.append(word.text)
            elif word.text not in cues.FILLER and word.text not in cues.BOTH | cues.OR:
                return []
        return self._provinces(found)

    def _provinces(self, codes: Sequence[str]) -> list[str]:
        provinces = [self.province_of(code) for code in codes]
        return list(dict.fromkeys(one for one in provinces if one))


def _is_half(letters: Token, is_sure: bool) -> bool:
    """Whether these are the letters of a postcode, not a word of two letters or a unit."""
    if not _LETTERS.fullmatch(letters.text) or letters.text in _NEVER:
        return False
    if letters.gap.strip(" -\u00a0"):
        return False
    return letters.text not in cues.TWO_LETTERS or (is_sure and letters.raw.isupper())


def _is_mixed(words: Sequence[Token]) -> bool:
    return any(word.raw.islower() for word in words) or len(words) <= 4
