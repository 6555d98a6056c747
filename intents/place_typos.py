"""Guesses which place a misspelt name stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents import place_cues as cues
from intents.gazetteer import Entry, Ordinary
from intents.place_text import Token, key

SHORTEST = 4
LONGEST = 30
_TOWN = 4  # the weight of a municipality, or of a place with as many postcodes
_SHORTEST = {"place": SHORTEST, "province": 7}
_MOST_WORDS = 3
_LONG_NAME = (2, 6)
_MOST_GUESSES = 6
_MOST_ALIKE = 5  # names that sound the same
_SOUNDS = (
    (re.compile("ch|gh"), "g"),
    (re.compile("sj"), "s"),
    (re.compile("ck|qu|c"), "k"),
    (re.compile("ey|ei|y"), "i"),
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
    letters: int  # that are wrong


class Typos:
    """Knows all names by their letters and by their sound."""

    def __init__(self, entries: Mapping[str, Entry], known: frozenset[str]) -> None:
        self._entries = {
            _in_letters(name): entry
            for name, entry in entries.items()
            if len(name) >= _SHORTEST.get(entry.kind, 6) and entry.kind != "short"
        }
        self._names = list(self._entries)
        self._sounds = [sound(name) for name in self._names]
        self._by_sound: dict[str, list[int]] = {}
        for at, heard in enumerate(self._sounds):
            self._by_sound.setdefault(heard, []).append(at)
        self._known = known

    def guesses(self, words: Sequence[Token]) -> list[Guess]:
        """Give the best guess for an answer, and a second where it is as good."""
        best: list[Guess] = []
        for window in islice(self._windows(words), _MOST_GUESSES):
            best += self._like(window)
        best.sort(key=lambda one: (one.distance, -one.entry.weight))
        return best[:1] + [one for one in best[1:2] if _is_as_good(one, best[0])]

    def long_name(self, words: Sequence[Token]) -> Guess | None:
        """Give the name of several words that the whole answer may be: 'Bergen op Zom'.

        Of two words only where one letter is wrong: 'Hessenpoort Zwolle' is no such name.
        """
        core = _without_filler(words)
        if not _LONG_NAME[0] <= len(core) <= _LONG_NAME[1]:
            return None
        if any(word.starts for word in core[1:]):
            return None
        alike = self._alike(_in_letters(key(core)))
        guesses = [one for one in alike if one.entry.parts >= min(len(core), 3)]
        if len(core) == 2:
            guesses = [one for one in guesses if one.letters == 1]
        best = min(guesses, key=lambda one: one.distance, default=None)
        return best if best and best.distance else None

    def _windows(self, words: Sequence[Token]) -> Iterator[Sequence[Token]]:
        """Give what may be a name: what a part of the answer holds besides filling words."""
        seen = set()
        for part in _parts(words):
            candidates = [_without_filler(part)]
            for at, word in enumerate(part):
                if word.text in cues.BEFORE_TYPO:
                    candidates += [part[at + 1 : at + 2], part[at + 1 : at + 3]]
            for candidate in candidates:
                typed = _in_letters(key(candidate))
                is_known = all(w.text in self._known for w in candidate)
                if is_known or typed in seen or not self._can_be(candidate, typed):
                    continue
                seen.add(typed)
                yield candidate

    def _can_be(self, candidate: Sequence[Token], typed: str) -> bool:
        return (
            len(candidate) <= _MOST_WORDS and SHORTEST <= len(typed) <= LONGEST and typed.isalpha()
        )

    def _like(self, window: Sequence[Token]) -> list[Guess]:
        """Give the names that may be meant, by their letters or by their sound."""
        article = window[0].text
        if article not in cues.ARTICLE or len(window) == 1:
            return self._alike(_in_letters(key(window)))
        # 'De Horn' is a terrein or a hamlet, not Horn; 'de Achterhoek' is a region.
        bare = [
            one for one in self._alike(_in_letters(key(window[1:]))) if one.entry.kind != "place"
        ]
        return [*self._alike(_in_letters(key(window)), article), *bare]

    def _alike(self, typed: str, beginning: str = "") -> list[Guess]:
        if typed in self._entries and not beginning:
            return []  # spelt well, but not meant as a place
        heard = sound(typed)
        near = process.extract(typed, self._names, scorer=OSA.distance, score_cutoff=2, limit=20)
        alike = self._by_sound.get(heard, ())[:_MOST_ALIKE]
        guesses = []
        for at in {*(at for _, _, at in near), *alike}:
            name, entry = self._names[at], self._entries[self._names[at]]
            distance = OSA.distance(typed, name)
            sounds = OSA.distance(heard, self._sounds[at])
            is_plausible = _is_plausible(typed, name, entry, distance, sounds)
            if is_plausible and name.startswith(beginning):
                guesses.append(Guess(entry, (distance + sounds) / 2, len(name), distance))
        return guesses


def _in_letters(name: str) -> str:
    """Count ij as one letter again: it stands for y as well."""
    return name.replace("ij", "y").replace("ji", "y")


def sound(name: str) -> str:
    """Write names that sound alike the same way: Hoogkerk and Hogkerck."""
    for pattern, plain in _SOUNDS:
        name = pattern.sub(plain, name)
    return name


def _is_plausible(typed: str, name: str, entry: Entry, distance: int, sounds: int) -> bool:
    """A slip in the name of a town is likely; beside a hamlet there may be another hamlet."""
    if not _begin_alike(typed, name):
        return False
    length, is_town = len(name), entry.weight >= _TOWN
    if sounds == 0 and distance <= 2:
        return is_town or length >= 6
    if distance == 1:
        is_slip = len(typed) != length or sorted(typed) == sorted(name)
        return is_town or length >= (7 if is_slip else 9)
    is_moved = sorted(typed) == sorted(name)
    return distance == 2 and is_town and length >= (7 if is_moved else 9)


def _begin_alike(typed: str, name: str) -> bool:
    swapped = typed[1::-1] == name[:2]
    return swapped or typed[0] == name[0] or sound(typed[:3])[0] == sound(name[:3])[0]


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
    if 0 < first < last and part[first - 1].text in cues.ARTICLE:
        first -= 1
    return part[first:last]
