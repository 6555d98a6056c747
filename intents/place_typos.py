"""Guesses which place a misspelt name stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents import place_cues as cues
from intents.gazetteer import Entry, Ordinary
from intents.place_text import Token, key

SHORTEST = 4
_MOST_WORDS = 3
_MOST_GUESSES = 6
_SOUNDS = (
    (re.compile("ch|gh"), "g"),
    (re.compile("sj"), "s"),
    (re.compile("ck|qu|c"), "k"),
    (re.compile("ij|ei|ey"), "i"),
    (re.compile("ou|auw|ouw"), "au"),
    (re.compile("ph"), "f"),
    (re.compile("th|dt"), "t"),
    (re.compile("ae"), "a"),
    (re.compile("oe"), "u"),
    (re.compile("z"), "s"),
    (re.compile("v"), "f"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile("d$"), "t"),
    (re.compile("en$"), "e"),
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A name that may be meant, and how far it is from what was typed; 0 sounds the same."""

    entry: Entry
    distance: float
    length: int


class Typos:
    """Knows all names by their letters and by their sound."""

    def __init__(self, entries: Mapping[str, Entry], known: frozenset[str]) -> None:
        self._entries = {
            name: entry
            for name, entry in entries.items()
            if len(name) >= SHORTEST and entry.kind != "short"
        }
        self._names = list(self._entries)
        self._sounds = [sound(name) for name in self._names]
        self._known = known

    def guesses(self, words: Sequence[Token]) -> list[Guess]:
        """Give the best guess for an answer, and a second where it is as good."""
        best: list[Guess] = []
        for number, window in enumerate(self._windows(words)):
            if number == _MOST_GUESSES:
                break
            best += self._like(window)
        best.sort(key=lambda one: (one.distance, -one.entry.weight))
        return best[:1] + [one for one in best[1:2] if _is_as_good(one, best[0])]

    def _windows(self, words: Sequence[Token]) -> Iterator[str]:
        """Give what may be a name: what a part of the answer holds besides filling words."""
        seen = set()
        for part in _parts(words):
            core = _without_filler(part)
            candidates = [core] if len(core) <= _MOST_WORDS else []
            for at, word in enumerate(part):
                if word.text in cues.IN or word.text in cues.NEAR:
                    candidates += [part[at + 1 : at + 2], part[at + 1 : at + 3]]
            for candidate in candidates:
                typed = key(candidate)
                if len(typed) < SHORTEST or typed in seen or typed.isdigit():
                    continue
                if not all(w.text in self._known or w.text in cues.FILLER for w in candidate):
                    seen.add(typed)
                    yield typed

    def _like(self, typed: str) -> list[Guess]:
        limit = 1 if len(typed) < 8 else 2
        spelt = process.extract(
            typed, self._names, scorer=OSA.distance, score_cutoff=limit, limit=5
        )
        heard = process.extract(
            sound(typed), self._sounds, scorer=OSA.distance, score_cutoff=limit - 1, limit=5
        )
        found: dict[str, Guess] = {}
        for distance, at in ((d, at) for _, d, at in (*spelt, *heard)):
            name = self._names[at]
            exact = OSA.distance(typed, name)
            if _is_far(typed, name, exact):
                continue
            guess = Guess(self._entries[name], (distance + exact) / 2, len(name))
            if name not in found or guess.distance < found[name].distance:
                found[name] = guess
        return list(found.values())


def sound(name: str) -> str:
    """Write names that sound alike the same way: Hoogkerk and Hogkerck."""
    for pattern, plain in _SOUNDS:
        name = pattern.sub(plain, name)
    return name


def _is_far(typed: str, name: str, distance: int) -> bool:
    if distance > max(len(typed), len(name)) * 0.34:
        return True
    # In a short name one letter makes another name; the first letter is seldom wrong.
    return len(name) <= 5 and (typed[0] != name[0] or distance > 1)


def _is_as_good(one: Guess, best: Guess) -> bool:
    return (
        one.distance == best.distance
        and one.entry.provinces != best.entry.provinces
        and one.entry.weight * 3 >= best.entry.weight
        and one.entry.ordinary is Ordinary.NO
    )


def _parts(words: Sequence[Token]) -> list[Sequence[Token]]:
    starts = [at for at, word in enumerate(words) if word.starts] + [len(words)]
    return [words[first:last] for first, last in pairwise(starts)]


def _without_filler(part: Sequence[Token]) -> Sequence[Token]:
    first, last = 0, len(part)
    while first < last and part[first].text in cues.FILLER:
        first += 1
    while last > first and part[last - 1].text in cues.FILLER:
        last -= 1
    return part[first:last]
