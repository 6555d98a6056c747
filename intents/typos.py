"""Repairs typing errors towards the words that the examples use."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents import normalize, spelling

SHORTEST = 2  # letters of a word that is repaired
SHORT = 4  # letters from which a word is repaired whatever stands beside it
OTHER_FIRST = 5  # letters from which the first may be another: 'lost' is not 'kost'
TWO_ERRORS = 8  # letters from which two errors are repaired
MOST = 12  # words of one text that are looked at
TARGETS = 20_000  # words, the most used, towards which is repaired
PAIRED = 100_000  # texts from which is learnt which words stand side by side
NEAREST = 40  # of those, the words that are weighed
REMEMBERED = 1_000  # words whose repair is kept at hand
OFTEN = 0.12  # what it weighs how often a word is used
BESIDE = 0.4  # and that it is used beside the word before or after it
JOINED = 6  # letters of a word that may have been typed as two
NEAR_SOUND = 6  # letters of a sound that is compared with others
SPACE = 0.8  # how unlikely it is that a space is missing, too many or in the wrong place
SLIGHT = 0.7  # letters that changed places, or another spelling of the same sound
USUAL = 20  # uses of a word from which one that stands beside it is enough to be sure of it
ALONE = 0.2  # what a use counts where no word stands beside it that is known to
UNPAIRED = 1.5  # that it is missing between two words that were never seen side by side
PART, USED = 3, 5  # letters and uses that each of those has at least
MOST_EFFORT = 1.65  # for each error that a word may have
START, END = "^", "$"

Trusts = Callable[[str, str, int], bool]

_WORD = re.compile(r"\w[\w'’]*(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class Repair:
    """The words that were meant, for so many that were typed."""

    words: tuple[str, ...]
    taken: int
    uses: int
    is_sure: bool  # nobody need be asked whether it is one
    fits: bool  # the words are used beside those that stand there

    @property
    def told(self) -> tuple[str, int]:
        return " ".join(self.words), self.uses


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text without slips."""

    text: str
    fits: bool


class Typos:
    """Knows how often each word occurs, and beside which others."""

    def __init__(
        self, texts: Iterable[str], others: Iterable[str] = (), left_alone: Iterable[str] = ()
    ) -> None:
        """`others` are words that are well spelt although no text uses them.

        So are those that are `left_alone`, but nothing is repaired towards them.
        """
        self._uses: Counter[str] = Counter()
        self._pairs: set[tuple[str, str]] = set()
        for number, text in enumerate(texts):
            words = normalize.words(text)
            self._uses.update(words)
            if number < PAIRED:
                self._pairs.update(pairwise([START, *words, END]))
        self._known = frozenset(self._uses) | frozenset(others)
        self._left_alone = frozenset(left_alone)
        often = sorted(self._known, key=lambda word: (-self._uses[word], word))[:TARGETS]
        targets = [word for word in sorted(often) if len(word) >= SHORTEST and word.isalpha()]
        self._alike: dict[tuple[str, int], list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        self._by_tail: dict[str, list[str]] = {}
        self._near_sound: dict[tuple[str, int], list[str]] = {}
        for word in targets:
            self._alike.setdefault((word[0], len(word)), []).append(word)
            self._by_tail.setdefault(word[1:], []).append(word)
            sound = spelling.sound(word)
            self._by_sound.setdefault(sound, []).append(word)
        for sound in self._by_sound:
            if len(sound) >= NEAR_SOUND - 1:
                self._near_sound.setdefault((sound[0], len(sound)), []).append(sound)
        # A message is read whole and in parts, so a word is asked for several times.
        self._near = lru_cache(REMEMBERED)(self._candidates)

    def knows(self, word: str) -> bool:
        return word in self._known

    def repair(self, text: str, trusts: Trusts | None = None) -> str:
        """The text with words that nobody used before replaced by the nearest known ones.

        `trusts` is asked whether words may be replaced by others that are used so many times.
        """
        return self.read(text, trusts).text

    def read(self, text: str, trusts: Trusts | None = None) -> Repaired:
        """The text repaired, and whether all of the repairs fit what stands beside them."""
        found = list(_WORD.finditer(text))
        words = [self._folded(one[0]) for one in found]
        looks = MOST
        parts: list[str] = []
        fits = True
        done, last, at = 0, START, 0
        while at < len(words):
            word, taken = words[at], 1
            if word and looks:
                after = words[at + 1 : at + 3]
                if len(after) > 0 and text[found[at].end() : found[at + 1].start()].strip():
                    after = []
                best = self._best(last, word, after)
                looks -= word not in self._known
                if best and (best.is_sure or not trusts or trusts(word, *best.told)):
                    taken, end = best.taken, found[at + best.taken - 1].end()
                    parts += [text[done : found[at].start()], best.told[0]]
                    done, word = end, best.words[-1]
                    fits = fits and best.fits
            last = word
            at += taken
        return Repaired("".join([*parts, text[done:]]) if parts else text, fits)

    def _folded(self, typed: str) -> str:
        """The word as it is counted; nothing where it is no word of its own."""
        lowered = typed.lower()
        if lowered in self._known:
            return lowered
        words = normalize.words(typed)
        return words[0] if len(words) == 1 else ""

    def _best(self, before: str, word: str, after: Sequence[str]) -> Repair | None:
        """What was likely meant by a word, and perhaps the next one."""
        beside = after[0] if after else ""
        if word in self._known and (
            not beside or (beside in self._known and word + beside not in self._uses)
        ):
            return None  # as most words are
        options = [*self._across(word, beside)] if beside else []
        if word not in self._known:
            options += self._apart(word)
            if len(word) >= SHORTEST and word not in self._left_alone:
                options += [(effort, (one,), 1) for one, effort in self._near(word)]
        best, least = None, math.inf
        for effort, words, taken in options:
            follows = after[taken - 1] if len(after) >= taken else END
            pairs = ((before, words[0]), (words[-1], follows))
            beside_known = sum(pair in self._pairs for pair in pairs)
            is_one = taken == len(words) == 1
            uses = min(self._uses[one] for one in words)
            is_usual = uses * (beside_known or ALONE) >= USUAL
            if is_one and len(word) < SHORT and not (beside_known or is_usual):
                continue
            if is_one and len(word) < SHORTEST + 1 and not (beside_known and is_usual):
                continue
            cost = effort - OFTEN * math.log1p(uses) - BESIDE * beside_known
            if cost < least:
                is_slight = effort <= SLIGHT and (beside_known == 2 or is_usual)
                is_sure = is_slight if is_one else taken == 2 or effort <= SPACE
                fits = not is_one or beside_known > 0
                best, least = Repair(words, taken, uses, is_sure, fits), cost
        return best

    def _across(self, word: str, beside: str) -> Iterable[tuple[float, tuple[str, ...], int]]:
        """A space too many, or one letter too early or too late: 'spel regels', 'lever tdat'."""
        joined = word + beside
        both = word in self._known and beside in self._known
        is_word = len(joined) >= JOINED and joined in self._uses
        if is_word and (word, beside) not in self._pairs and not (both and len(beside) < PART):
            yield SPACE, (joined,), 2
        if both:
            return
        for cut in (len(word) - 1, len(word) + 1):
            pair = joined[:cut], joined[cut:]
            if pair in self._pairs or self._are_used(pair, 2):
                yield SPACE, pair, 2

    def _apart(self, word: str) -> Iterable[tuple[float, tuple[str, ...], int]]:
        """Two words without a space between them: 'watis'."""
        for cut in range(1, len(word)):
            pair = word[:cut], word[cut:]
            if pair in self._pairs:
                yield SPACE, pair, 1
            elif self._are_used(pair, PART):
                yield UNPAIRED, pair, 1

    def _are_used(self, words: Sequence[str], least: int) -> bool:
        return all(len(one) >= least and self._uses[one] >= USED for one in words)

    def _candidates(self, word: str) -> list[tuple[str, float]]:
        """Known words that may be meant by one that is not known, and how far each is."""
        if not word.isalpha():
            return []
        sound = spelling.sound(word)
        swapped = word[1] + word[0] + word[2:]
        near = {
            *self._by_sound.get(sound, ()),
            *(self._by_tail.get(word[1:], ()) if len(word) >= OTHER_FIRST else ()),
            *self._by_tail.get(word, ()),
            *(one for one in (word[1:], swapped) if self._is_target(one)),
        }
        errors = 2 if len(word) >= TWO_ERRORS else 1
        near.update(_within(errors, word, self._alike))
        most = errors * MOST_EFFORT
        # In order: of words that are as likely the first is taken, at each start the same.
        close = _efforts(word, sorted(near), most)
        if not close and len(sound) >= NEAR_SOUND:
            sounds = _within(1, sound, self._near_sound)
            close = _efforts(
                word, [one for other in sounds for one in self._by_sound[other]], most
            )
        return close

    def _is_target(self, word: str) -> bool:
        return len(word) >= SHORTEST and word in self._by_tail.get(word[1:], ())


def _efforts(typed: str, words: Iterable[str], most: float) -> list[tuple[str, float]]:
    efforts = [(one, spelling.effort(typed, one)) for one in words]
    return [one for one in efforts if one[1] <= most]


def _within(errors: int, word: str, alike: dict[tuple[str, int], list[str]]) -> list[str]:
    lengths = range(len(word) - errors, len(word) + errors + 1)
    known = [one for length in lengths for one in alike.get((word[0], length), ())]
    close = process.extract(word, known, scorer=OSA.distance, score_cutoff=errors, limit=NEAREST)
    return [one[0] for one in close]
