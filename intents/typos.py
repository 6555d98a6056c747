"""Repairs typing errors towards the words that the examples use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents import normalize

SHORTEST = 4  # letters of a word that is repaired
TWO_ERRORS = 8  # letters from which two errors are repaired
MOST = 12  # words of one text that are looked at
TARGETS = 20_000  # words, the most used, towards which is repaired
REMEMBERED = 1_000  # words whose repair is kept at hand

Trusts = Callable[[str, str, int], bool]

_WORD = re.compile(r"\w[\w'’]*(?:-\w+)*")


class Typos:
    """Knows how often each word occurs; the first letter of a word is taken to be right."""

    def __init__(
        self, texts: Iterable[str], others: Iterable[str] = (), left_alone: Iterable[str] = ()
    ) -> None:
        """`others` are words that are well spelt although no text uses them.

        So are those that are `left_alone`, but nothing is repaired towards them.
        """
        self._uses = Counter(word for text in texts for word in normalize.words(text))
        self._known = frozenset(self._uses) | frozenset(others)
        self._left_alone = frozenset(left_alone)
        self._alike: dict[tuple[str, int], list[str]] = {}
        often = sorted(self._known, key=lambda word: (-self._uses[word], word))[:TARGETS]
        for word in sorted(often):
            if len(word) >= SHORTEST and word.isalpha():
                self._alike.setdefault((word[0], len(word)), []).append(word)
        # A message is read whole and in parts, so a word is asked for several times.
        self._repair_of = lru_cache(REMEMBERED)(self._nearest)

    def knows(self, word: str) -> bool:
        return word in self._known

    def repair(self, text: str, trusts: Trusts | None = None) -> str:
        """The text with words that nobody used before replaced by the nearest known ones.

        `trusts` is asked whether a word may be replaced by another that is used so many times.
        """
        left = MOST

        def replace(found: re.Match[str]) -> str:
            nonlocal left
            if found[0].lower() in self._known:
                return found[0]
            words = normalize.words(found[0])
            if len(words) != 1 or words[0] in self._known or left == 0:
                return found[0]
            left -= 1
            repaired = self._repair_of(words[0])
            if not repaired or (trusts and not trusts(words[0], repaired, self._uses[repaired])):
                return found[0]
            return repaired

        return _WORD.sub(replace, text)

    def _nearest(self, word: str) -> str | None:
        if len(word) < SHORTEST or not word.isalpha() or word in self._left_alone:
            return None
        errors = 2 if len(word) >= TWO_ERRORS else 1
        lengths = range(len(word) - errors, len(word) + errors + 1)
        close = process.extract(
            word,
            [known for length in lengths for known in self._alike.get((word[0], length), ())],
            scorer=OSA.distance,
            score_cutoff=errors,
            limit=5,
        )
        if not close:
            return None
        least = close[0][1]
        return max((one[0] for one in close if one[1] == least), key=self._uses.__getitem__)
