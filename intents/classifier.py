"""Learns from example sentences which subject a text is about, and how sure that is.

Knows nothing of our knowledge base: any set of subjects with examples will do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from intents import confidence, ridge
from intents.confidence import Thresholds
from intents.lexical import Features, gram_matrix
from intents.wording import Wording

PENALTY = 0.5
Floats = NDArray[np.float64]


class Encoder(Protocol):
    """Gives a text as a vector of length one."""

    def encode(self, texts: Sequence[str]) -> Floats: ...


@dataclass(frozen=True, slots=True)
class Ranking:
    """The subjects of a text, most likely first."""

    ids: tuple[str, ...]
    scores: tuple[float, ...]
    in_scope: float
    correct: float


class Classifier:
    """Ridge regression on lexical features and, where there is one, an encoder's vectors."""

    def __init__(
        self,
        examples: Mapping[str, Sequence[str]],
        outside: Sequence[str] = (),
        wording: Wording | None = None,
        encoder: Encoder | None = None,
        lexical_share: float = 0.4,
    ) -> None:
        """`examples` are the subjects' sentences, `outside` is what belongs to none of them."""
        self.ids = tuple(examples)
        texts = [text for sentences in examples.values() for text in sentences] + list(outside)
        labels = [n for n, sentences in enumerate(examples.values()) for _ in sentences]
        self._labels = np.array(labels + [len(self.ids)] * len(outside))
        self._features = Features(texts, wording or Wording())
        self._encoder = encoder
        self._share = lexical_share if encoder else 1.0
        kernel = self._share * gram_matrix(self._features.rows, self._features.width)
        if encoder:
            vectors = encoder.encode(texts)
            self._mean = vectors.mean(axis=0)
            self._vectors = _centred(vectors, self._mean)
            kernel += (1 - self._share) * (self._vectors @ self._vectors.T)
        solution = ridge.solve(kernel, self._targets(), self._example_weights(), PENALTY)
        self._learn(solution.dual)
        self._confidence = confidence.learn(solution.left_out, self._labels)
        self.left_out = solution.left_out
        self.labels = self._labels

    @property
    def thresholds(self) -> Thresholds:
        return self._confidence.thresholds

    def rank(self, text: str) -> Ranking:
        scores = self._score(text)
        sure = self._confidence.of(scores)
        subjects = scores[: len(self.ids)]
        order = np.argsort(-subjects)
        return Ranking(
            tuple(self.ids[n] for n in order),
            tuple(float(subjects[n]) for n in order),
            sure.in_scope,
            sure.correct,
        )

    def _targets(self) -> Floats:
        targets = -np.ones((len(self._labels), len(self.ids) + 1))
        targets[np.arange(len(self._labels)), self._labels] = 1.0
        return targets

    def _example_weights(self) -> Floats:
        """Large subjects, and all that is outside, must not drown the small ones."""
        sizes = np.bincount(self._labels, minlength=len(self.ids) + 1)
        typical = float(np.median(sizes[:-1]))
        weights = np.sqrt(typical / np.maximum(sizes, 1))
        limited: Floats = np.minimum(weights, 2.0)[self._labels]
        return limited

    def _learn(self, dual: Floats) -> None:
        weights = np.zeros((self._features.width, dual.shape[1]))
        for row, share in zip(self._features.rows, dual, strict=True):
            weights[row.columns] += np.outer(row.values, share)
        self._weights = self._share * weights
        self._bias = dual.sum(axis=0)
        if self._encoder:
            self._projection = (1 - self._share) * (self._vectors.T @ dual)

    def _score(self, text: str) -> Floats:
        row = self._features.row(text)
        scores: Floats = row.values @ self._weights[row.columns] + self._bias
        if self._encoder:
            scores = (
                scores + _centred(self._encoder.encode([text]), self._mean)[0] @ self._projection
            )
        return scores


def _centred(vectors: Floats, mean: Floats) -> Floats:
    moved = vectors - mean
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    unit: Floats = moved / np.maximum(lengths, 1e-9)
    return unit
