"""How alike a text is to the examples: in words and letters, and in meaning.

Each of these views learns for itself; the classifier adds up what they say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from intents import lexical

CLOSENESS = 1.5  # how much more the nearest examples count than distant ones, in meaning

Floats = NDArray[np.float64]


class Encoder(Protocol):
    """Gives each text a vector of length one."""

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> Floats: ...


class Meanings:
    """The vectors of the examples."""

    def __init__(self, encoder: Encoder, examples: Sequence[str]) -> None:
        self._encoder = encoder
        vectors = encoder.encode(examples)
        self._mean = vectors.mean(axis=0)
        self.vectors = _centred(vectors, self._mean)

    def similar(self, text: str) -> Floats:
        """How alike a text is to each example."""
        vector = _centred(self._encoder.encode([text]), self._mean)[0]
        alike: Floats = self.vectors @ vector
        return alike


@dataclass(frozen=True, slots=True)
class Reading:
    """One text as the views see it; `meaning` is its likeness to each example, if known."""

    row: lexical.Row
    meaning: Floats | None = None


class View(Protocol):
    """One way to tell how alike texts are."""

    penalty: float  # on what is learnt by heart

    def matrix(self) -> Floats:
        """How alike the examples are to each other."""

    def parts(self) -> list[NDArray[Any]]:
        """All that the matrix depends on."""

    def weigh(self, dual: Floats) -> None:
        """Take what was learnt: one weight per example and subject."""

    def scores(self, reading: Reading) -> Floats:
        """One score per subject."""


class Words:
    """Likeness in words and letters: linear, so each feature has one weight per subject."""

    penalty = 0.05

    def __init__(self, features: lexical.Features) -> None:
        self._features = features

    def matrix(self) -> Floats:
        return lexical.similarities(self._features.rows, self._features.width)

    def parts(self) -> list[NDArray[Any]]:
        return [part for row in self._features.rows for part in (row.columns, row.values)]

    def weigh(self, dual: Floats) -> None:
        weights = np.zeros((self._features.width, dual.shape[1]))
        for row, share in zip(self._features.rows, dual, strict=True):
            weights[row.columns] += np.outer(row.values, share)
        self._weights = weights
        self._bias = dual.sum(axis=0)

    def scores(self, reading: Reading) -> Floats:
        row = reading.row
        result: Floats = row.values @ self._weights[row.columns] + self._bias
        return result


class Meaning:
    """Likeness in an encoder's vectors ; near examples count most."""

    penalty = 0.01

    def __init__(self, meanings: Meanings) -> None:
        self._vectors = meanings.vectors

    def matrix(self) -> Floats:
        return _near(self._vectors @ self._vectors.T)

    def parts(self) -> list[NDArray[Any]]:
        return [self._vectors]

    def weigh(self, dual: Floats) -> None:
        self._dual = dual
        self._bias = dual.sum(axis=0)

    def scores(self, reading: Reading) -> Floats:
        assert reading.meaning is not None
        result: Floats = _near(reading.meaning) @ self._dual + self._bias
        return result


def _near(alike: Floats) -> Floats:
    result: Floats = np.exp(CLOSENESS * (alike - 1.0))
    return result


def _centred(vectors: Floats, mean: Floats) -> Floats:
    moved = vectors - mean
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    unit: Floats = moved / np.maximum(lengths, 1e-9)
    return unit
