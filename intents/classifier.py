"""Learns from example sentences which subject a text is about, and how sure that is.

Knows nothing of our knowledge base: any set of subjects with examples will do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from intents import confidence, lexical, mixing, questions
from intents.cache import Cache, fingerprint, kept_or_learnt
from intents.confidence import Thresholds
from intents.likeness import (
    Direction,
    Encoder,
    Kept,
    ManyWords,
    Meanings,
    Nearness,
    Reading,
    View,
    Words,
)
from intents.typos import Typos
from intents.well_spelt import WELL_SPELT
from intents.wording import Wording

OUTSIDE = "fallback"  # how what belongs to no subject is called in reports
RULED_OUT = -2.0  # the score of a subject that is left out
MOST_COMPARED = 6_000  # examples that are compared each with each other
MOST_LEARNT = 100_000  # examples that are learnt from; of more, every so many
TYPED_TWICE = 120  # letters up to which a repaired text is read as it was typed as well
TYPED_SHARE = 0.5  # of the meaning of a repaired text: as it was typed
ASKING_SHARE = 0.3  # of a message's scores: the sentence that asks
ASKED = 100  # letters that are read of it

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The subjects of a text, most likely first; how likely it is that one fits, and the first.

    `leads` tells how far a subject that is decided apart was before all else, and `reading` what
    was seen of the text.
    """

    ids: tuple[str, ...]
    scores: tuple[float, ...]
    in_scope: float
    correct: float
    leads: Mapping[str, float]
    reading: Reading
    scored: Floats  # each subject and what is outside, in the order of the classifier


@dataclass(frozen=True, slots=True)
class Stolen:
    """An example that another subject would answer if the example itself were not known."""

    text: str
    owner: str
    thief: str
    correct: float


@dataclass(frozen=True, slots=True)
class Learnt:
    """What one view learnt, and how much it says beside the others.

    `left_out` is what each example scores when it is not learnt from.
    """

    name: str
    view: View
    share: float
    left_out: Floats


class Classifier:
    """One margin classifier per subject, and one for what belongs to none."""

    def __init__(
        self,
        examples: Mapping[str, Sequence[str]],
        outside: Sequence[str] = (),
        wording: Wording | None = None,
        cache: Cache | None = None,
        apart: Iterable[str] = (),
    ) -> None:
        """`examples` are the subjects' sentences, `outside` is what belongs to none of them.

        `apart` are subjects for which the caller decides by their lead, not by the thresholds.
        `cache` keeps what was learnt, so that the next start need not learn it again.
        """
        self.ids = tuple(examples)
        self._place = {subject: number for number, subject in enumerate(self.ids)}
        self._apart = [self._place[subject] for subject in apart if subject in self._place]
        wording = wording or Wording()
        groups = [*examples.values(), outside]
        self._typos = Typos((text for some in groups for text in some), wording.words, WELL_SPELT)
        groups = _at_most(MOST_LEARNT, groups)
        self.texts = [text for some in groups for text in some]
        self.labels = np.repeat(np.arange(len(groups)), [len(some) for some in groups])
        self._are_many = len(self.texts) > MOST_COMPARED
        self._features = lexical.Features(self.texts, wording, least=2 if self._are_many else 1)
        self._meanings: Meanings | None = None
        words: View = (ManyWords if self._are_many else Words)(self._features)
        self._views = [self._learn(words, cache)]
        if self._are_many:
            self._features.rows.clear()  # hundreds of megabytes, and of no further use
        self._calibrate()

    def with_meaning(self, encoder: Encoder, cache: Cache | None = None) -> Classifier:
        """The same subjects, now told apart by an encoder's vectors as well."""
        other = copy(self)
        other._meanings = meanings = Meanings(encoder, self.texts)
        views: list[View] = [] if self._are_many else [Nearness(meanings)]
        views.append(Direction(meanings))
        other._views = self._views + [self._learn(view, cache) for view in views]
        other._mix(cache)
        other._calibrate()
        return other

    @property
    def thresholds(self) -> Thresholds:
        return self._confidence.thresholds

    def knows(self, word: str) -> bool:
        """Whether the word is well spelt as far as the examples can tell."""
        return self._typos.knows(word)

    def rank(
        self,
        text: str,
        lean: Mapping[str, float] = MappingProxyType({}),
        without: frozenset[str] = frozenset(),
    ) -> Ranking:
        """What the text is about.

        `lean` adds to the scores of subjects that are expected, `without` leaves subjects out.
        """
        text = lexical.shorten(text)
        read = self._typos.read(text, self._meanings.trusts if self._meanings else None)
        # A repair may be wrong: unless it fits the words beside it, what was typed counts as well.
        reading = self._reading(read.text, None if read.fits else text)
        scores = self._scores(reading)
        asking = questions.asking(read.text)
        if asking:
            question = self._reading(lexical.shorten(asking, ASKED))
            scores = (1 - ASKING_SHARE) * scores + ASKING_SHARE * self._scores(question)
        for subject in lean.keys() & self._place.keys():
            scores[self._place[subject]] += lean[subject]
        leads = {self.ids[place]: float(_lead(scores, place)) for place in self._apart}
        for subject in without & self._place.keys():
            self._rule_out(scores, subject)
        return self._ranked(scores, leads, reading)

    def without(self, ranking: Ranking, subject: str) -> Ranking:
        """The ranking again, with a subject left out."""
        scores = ranking.scored.copy()
        self._rule_out(scores, subject)
        return self._ranked(scores, ranking.leads, ranking.reading)

    def _rule_out(self, scores: Floats, subject: str) -> None:
        scores[self._place[subject]] = min(RULED_OUT, float(scores.min()))

    def _ranked(self, scores: Floats, leads: Mapping[str, float], reading: Reading) -> Ranking:
        sure = self._confidence.of(scores)
        subjects = scores[: len(self.ids)]
        order = np.argsort(-subjects)
        return Ranking(
            tuple([self.ids[number] for number in order.tolist()]),
            tuple(subjects[order].tolist()),
            sure.in_scope,
            sure.correct,
            leads,
            reading,
            scores,
        )

    def is_sure(self, ranking: Ranking) -> bool:
        """Whether the first subject may be answered at once."""
        limits = self.thresholds
        return ranking.correct >= limits.correct and ranking.in_scope >= limits.in_scope

    @property
    def name(self) -> str:
        """Stands for all that was learnt."""
        return "+".join(learnt.name for learnt in self._views)

    @property
    def width(self) -> int:
        """How many features of words and letters there are."""
        return self._features.width

    @property
    def meanings(self) -> Meanings | None:
        return self._meanings

    def readings(self, texts: Sequence[str]) -> list[Reading]:
        """What is seen of texts that are spelt as examples are."""
        rows = [self._features.row(text) for text in texts]
        if not self._meanings:
            return [Reading(row) for row in rows]
        vectors = self._meanings.of(texts)
        return [Reading(row, vector) for row, vector in zip(rows, vectors, strict=True)]

    def leads(self, subject: str, readings: Iterable[Reading]) -> Floats:
        """How far a subject is before all else in each of these."""
        return _lead(np.array([self._scores(one) for one in readings]), self._place[subject])

    def left_out_leads(self, subject: str) -> Floats:
        """How far a subject is before all else in each example while that is left out."""
        return _lead(self.left_out, self._place[subject])

    def stolen(self) -> list[Stolen]:
        """The examples that would be answered with another subject, the surest first."""
        limits = self.thresholds
        found = []
        for text, label, scores in zip(self.texts, self.labels, self.left_out, strict=True):
            best = int(np.argmax(scores[: len(self.ids)]))
            sure = self._confidence.of(scores)
            answered = sure.correct >= limits.correct and sure.in_scope >= limits.in_scope
            if answered and best != label:
                owner = OUTSIDE if label == len(self.ids) else self.ids[label]
                found.append(Stolen(text, owner, self.ids[best], sure.correct))
        return sorted(found, key=lambda one: -one.correct)

    def _reading(self, text: str, as_typed: str | None = None) -> Reading:
        """What is seen of a text; what was typed, where it is told, counts for half."""
        meaning = None
        if self._meanings:
            meaning = self._meanings.vector(text)
            if as_typed and as_typed != text and len(as_typed) <= TYPED_TWICE:
                typed = self._meanings.vector(as_typed)
                meaning = (1 - TYPED_SHARE) * meaning + TYPED_SHARE * typed
        return Reading(self._features.row(text), meaning)

    def _scores(self, reading: Reading) -> Floats:
        """One score per subject, and a last one for what is outside."""
        return _sum([learnt.share * learnt.view.scores(reading) for learnt in self._views])

    def _calibrate(self) -> None:
        self.left_out = _sum([learnt.share * learnt.left_out for learnt in self._views])
        self._confidence = confidence.learn(self.left_out, self.labels, self._apart)

    def _mix(self, cache: Cache | None) -> None:
        """Let the views count as much as suits these subjects."""
        name = fingerprint(repr([learnt.name for learnt in self._views]), mixing.SETTINGS)

        def learn() -> Kept:
            left_out = [learnt.left_out for learnt in self._views]
            return {"shares": mixing.shares(left_out, self.labels, self._importance())}

        kept = kept_or_learnt(cache, name, {"shares"}, learn)
        self._views = [
            replace(learnt, share=float(share))
            for learnt, share in zip(self._views, kept["shares"], strict=True)
        ]

    def _learn(self, view: View, cache: Cache | None) -> Learnt:
        """From the cache, or anew; rounded at once, so that both give the same."""
        name = self._fingerprint(view)
        count = len(self.ids) + 1
        kept = kept_or_learnt(
            cache, name, {"left_out"}, lambda: view.learn(self.labels, count, self._importance())
        )
        view.weigh(kept)
        return Learnt(name, view, 1.0, kept["left_out"].astype(np.float64))

    def _fingerprint(self, view: View) -> str:
        """Stands for all that the learning depends on; the same on every machine."""
        return fingerprint(
            self.ids, type(view).__name__, view.settings, self.labels, *view.parts()
        )

    def _importance(self) -> Floats:
        """Large subjects, and all that is outside, must not drown the small ones."""
        sizes = np.bincount(self.labels, minlength=len(self.ids) + 1)
        typical = float(np.median(sizes[:-1]))
        limited: Floats = np.minimum(np.sqrt(typical / np.maximum(sizes, 1)), 2.0)
        weights: Floats = limited[self.labels]
        return weights


def _lead(scores: Floats, place: int) -> Floats:
    """How far one score of each row is before the best of its others; below 0 if behind."""
    before, behind = scores[..., :place], scores[..., place + 1 :]
    best = np.maximum(before.max(-1, initial=-np.inf), behind.max(-1, initial=-np.inf))
    found: Floats = scores[..., place] - best
    return found


def _sum(scores: Sequence[Floats]) -> Floats:
    total: Floats = np.sum(scores, axis=0)
    return total


def _at_most(total: int, groups: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """All groups, the larger ones thinned out where there are more sentences than this."""
    if sum(map(len, groups)) <= total:
        return list(groups)
    low, high = 1, total
    while high - low > 1:
        middle = (low + high) // 2
        fits = sum(min(len(some), middle) for some in groups) <= total
        low, high = (middle, high) if fits else (low, middle)
    return [
        some if len(some) <= low else [some[at * len(some) // low] for at in range(low)]
        for some in groups
    ]
