"""How alike a text is to the examples: in words and letters, or in those and in meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from intents import lexical

LEXICAL_SHARE = 0.6  # of the likeness of two texts, where there is an encoder
CLOSENESS = 1.5  # how much more the nearest examples count than distant ones

Floats = NDArray[np.float64]


class Encoder(Protocol):
    """Gives each text a vector of length one."""

    def encode(self, texts: Sequence[str]) -> Floats: ...


class Words:
    """Likeness in words and letters: linear, so each feature has one weight per subject."""

    def __init__(self, features: lexical.Features) -> None:
        self._features = features

    def matrix(self) -> Floats:
        """How alike the examples are to each other."""
        return lexical.similarities(self._features.rows, self._features.width)

    def parts(self) -> list[NDArray[Any]]:
        """All that the matrix depends on."""
        return [part for row in self._features.rows for part in (row.columns, row.values)]

    def weigh(self, dual: Floats) -> None:
        """Take what was learnt: one weight per example and subject."""
        weights = np.zeros((self._features.width, dual.shape[1]))
        for row, share in zip(self._features.rows, dual, strict=True):
            weights[row.columns] += np.outer(row.values, share)
        self._weights = weights
        self._bias = dual.sum(axis=0)

    def scores(self, text: str) -> Floats:
        """One score per subject."""
        row = self._features.row(text)
        result: Floats = row.values @ self._weights[row.columns] + self._bias
        return result


class WordsAndMeaning:
    """Likeness in words, letters and an encoder's vectors; near examples count most."""

    def __init__(
        self, features: lexical.Features, encoder: Encoder, examples: Sequence[str]
    ) -> None:
        self._features = features
        self._encoder = encoder
        self._index = lexical.Index(features.rows, features.width)
        vectors = encoder.encode(examples)
        self._mean = vectors.mean(axis=0)
        self._vectors = _centred(vectors, self._mean)

    def matrix(self) -> Floats:
        """How alike the examples are to each other."""
        words = lexical.similarities(self._features.rows, self._features.width)
        return _joined(words, self._vectors @ self._vectors.T)

    def parts(self) -> list[NDArray[Any]]:
        """All that the matrix depends on."""
        return [*self._index.parts, self._vectors.astype(np.float32)]

    def weigh(self, dual: Floats) -> None:
        """Take what was learnt: one weight per example and subject."""
        self._dual = dual
        self._bias = dual.sum(axis=0)

    def scores(self, text: str) -> Floats:
        """One score per subject."""
        vector = _centred(self._encoder.encode([text]), self._mean)[0]
        alike = _joined(self._index.similar(self._features.row(text)), self._vectors @ vector)
        result: Floats = alike @ self._dual + self._bias
        return result


def _joined(words: Floats, meaning: Floats) -> Floats:
    alike = LEXICAL_SHARE * words + (1 - LEXICAL_SHARE) * meaning
    result: Floats = np.exp(CLOSENESS * (alike - 1.0))
    return result


def _centred(vectors: Floats, mean: Floats) -> Floats:
    moved = vectors - mean
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    unit: Floats = moved / np.maximum(lengths, 1e-9)
    return unit
