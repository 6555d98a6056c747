"""Learns from example sentences which subject a text is about, and how sure that is.

Knows nothing of our knowledge base: any set of subjects with examples will do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from intents import confidence, lexical, margin, questions
from intents.cache import Cache
from intents.confidence import Confidence, Thresholds
from intents.typos import Typos
from intents.wording import Wording

PENALTY = 0.1
CLOSENESS = 2.0  # how much more the nearest examples count than distant ones
LEXICAL_SHARE = 0.6  # of the similarity of two texts, where there is an encoder
LEFT_OUT = -2.0  # the score of a subject that is ruled out
ASKING_SHARE = 0.3  # of a message's scores: the sentence that asks

Floats = NDArray[np.float64]


class Encoder(Protocol):
    """Gives each text a vector of length one."""

    def encode(self, texts: Sequence[str]) -> Floats: ...


@dataclass(frozen=True, slots=True)
class Ranking:
    """The subjects of a text, most likely first."""

    ids: tuple[str, ...]
    scores: tuple[float, ...]
    in_scope: float
    correct: float


class Classifier:
    """A margin classifier on how similar a text is to each of the examples."""

    def __init__(
        self,
        examples: Mapping[str, Sequence[str]],
        outside: Sequence[str] = (),
        wording: Wording | None = None,
        encoder: Encoder | None = None,
        cache: Cache | None = None,
    ) -> None:
        """`examples` are the subjects' sentences, `outside` is what belongs to none of them.

        `cache` keeps what was learnt, so that the next start need not learn it again.
        """
        self.ids = tuple(examples)
        texts = [text for sentences in examples.values() for text in sentences] + list(outside)
        labels = [n for n, sentences in enumerate(examples.values()) for _ in sentences]
        self._labels = np.array(labels + [len(self.ids)] * len(outside))
        wording = wording or Wording()
        self._typos = Typos(texts, wording.words)
        self._features = lexical.Features(texts, wording)
        self._index = lexical.Index(self._features.rows, self._features.width)
        self._encoder = encoder
        if encoder:
            vectors = encoder.encode(texts)
            self._mean = vectors.mean(axis=0)
            self._vectors = _centred(vectors, self._mean)
        self._dual, self._confidence = self._learn(cache)
        self._bias = self._dual.sum(axis=0)

    @property
    def thresholds(self) -> Thresholds:
        return self._confidence.thresholds

    def knows(self, word: str) -> bool:
        """Whether the word is well spelt as far as the examples can tell."""
        return self._typos.knows(word)

    def rank(
        self,
        text: str,
        lean: Mapping[str, float] | None = None,
        without: frozenset[str] = frozenset(),
    ) -> Ranking:
        """What the text is about.

        `lean` adds to the scores of subjects that are expected, `without` leaves subjects out.
        """
        text = self._typos.repair(text)
        scores = self._score(text)
        asking = questions.asking(text)
        if asking:
            scores = (1 - ASKING_SHARE) * scores + ASKING_SHARE * self._score(asking)
        if lean:
            scores[: len(self.ids)] += [lean.get(subject, 0.0) for subject in self.ids]
        for number, subject in enumerate(self.ids):
            if subject in without:
                scores[number] = LEFT_OUT
        sure = self._confidence.of(scores)
        subjects = scores[: len(self.ids)]
        order = np.argsort(-subjects)
        return Ranking(
            tuple(self.ids[n] for n in order),
            tuple(float(subjects[n]) for n in order),
            sure.in_scope,
            sure.correct,
        )

    def _learn(self, cache: Cache | None) -> tuple[Floats, Confidence]:
        name = f"learnt-{self._fingerprint()}"
        kept = cache.read(name) if cache else None
        if kept:
            return kept["dual"], confidence.from_arrays(kept)
        alike = lexical.similarities(self._features.rows, self._features.width)
        if self._encoder:
            alike = _mixed(alike, self._vectors @ self._vectors.T)
        solution = margin.solve(_kernel(alike), self._targets(), self._importance(), PENALTY)
        learnt = confidence.learn(solution.left_out, self._labels)
        if cache:
            cache.write(name, {"dual": solution.dual, **confidence.to_arrays(learnt)})
        return solution.dual, learnt

    def _fingerprint(self) -> str:
        """Stands for all that the learnt weights depend on: the features, not the texts."""
        digest = hashlib.sha256(repr((PENALTY, CLOSENESS, LEXICAL_SHARE, self.ids)).encode())
        digest.update(self._labels.tobytes())
        for part in self._index.parts:
            digest.update(part.tobytes())
        if self._encoder:
            digest.update(self._vectors.astype(np.float32).tobytes())
        return digest.hexdigest()[:32]

    def _score(self, text: str) -> Floats:
        alike = self._index.similar(self._features.row(text))
        if self._encoder:
            vector = _centred(self._encoder.encode([text]), self._mean)[0]
            alike = _mixed(alike, self._vectors @ vector)
        scores: Floats = _kernel(alike) @ self._dual + self._bias
        return scores

    def _targets(self) -> Floats:
        targets = -np.ones((len(self._labels), len(self.ids) + 1))
        targets[np.arange(len(self._labels)), self._labels] = 1.0
        return targets

    def _importance(self) -> Floats:
        """Large subjects, and all that is outside, must not drown the small ones."""
        sizes = np.bincount(self._labels, minlength=len(self.ids) + 1)
        typical = float(np.median(sizes[:-1]))
        limited: Floats = np.minimum(np.sqrt(typical / np.maximum(sizes, 1)), 2.0)
        weights: Floats = limited[self._labels]
        return weights


def _kernel(alike: Floats) -> Floats:
    """Close examples count more than many distant ones."""
    result: Floats = np.exp(CLOSENESS * (alike - 1.0))
    return result


def _mixed(lexical_part: Floats, encoded_part: Floats) -> Floats:
    return LEXICAL_SHARE * lexical_part + (1 - LEXICAL_SHARE) * encoded_part


def _centred(vectors: Floats, mean: Floats) -> Floats:
    moved = vectors - mean
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    unit: Floats = moved / np.maximum(lengths, 1e-9)
    return unit
