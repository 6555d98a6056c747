"""Finds names of subjects that people take for ours, in a plural, a compound or with a typo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents import normalize
from intents.model import NearMiss

REMEMBERED = 1_000  # words that are kept at hand: a message is read whole and in parts
LONG = 7  # letters from which a name is also found as the start of a word, or with a typo


class NearMisses:
    """Looks for the names of all near misses at once; the longest name wins."""

    def __init__(self, near_misses: Iterable[NearMiss]) -> None:
        self._names: dict[tuple[str, ...], str] = {}
        for near in near_misses:
            for word in near.words:
                self._names.setdefault(tuple(normalize.words(word)), near.id)
        self._first = {name[0] for name in self._names if name}
        self._longest = max((len(name) for name in self._names), default=0)
        self._long = [name[0] for name in self._names if len(name) == 1 and len(name[0]) >= LONG]
        self._near_name = lru_cache(REMEMBERED)(self._name_in)

    def find(self, words: Sequence[str], is_known: Callable[[str], bool]) -> str | None:
        """The near miss these words name; a known word is no misspelt or longer name."""
        longest = 0 if self._first.isdisjoint(words) else min(self._longest, len(words))
        for size in range(longest, 0, -1):
            for at in range(len(words) - size + 1):
                near = self._names.get(tuple(words[at : at + size]))
                if near:
                    return near
        for word in words:
            if len(word) >= LONG and not is_known(word):
                name = self._near_name(word)
                if name:
                    return self._names[(name,)]
        return None

    def _name_in(self, word: str) -> str | None:
        for name in self._long:
            if word.startswith(name):
                return name
        found = process.extractOne(word, self._long, scorer=OSA.distance, score_cutoff=1)
        return found[0] if found else None
