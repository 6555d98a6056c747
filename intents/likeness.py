"""How alike a text is to the examples: in words and letters, and in meaning.

Each of these views learns for itself; the classifier adds up what they say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from intents import gradual, lexical, margin, softmax

FAINTEST = 1e-4  # how much of the likeness to landmarks a direction must tell to be counted
OFTEN = 4  # uses of a word that is more likely meant than one that nobody used
CLOSENESS = 1.5  # how much more the nearest examples count than distant ones, in meaning

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Weights = NDArray[np.float32] | Floats
Kept = Mapping[str, NDArray[Any]]


class Encoder(Protocol):
    """Gives each text a vector of length one."""

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> Floats: ...

    def pieces(self, word: str) -> int:
        """In how many pieces the encoder reads a word; 0 where it does not tell."""


class Meanings:
    """The vectors of the examples, and of a text beside them."""

    def __init__(self, encoder: Encoder, examples: Sequence[str]) -> None:
        self._encoder = encoder
        vectors = encoder.encode(examples)
        self._mean = vectors.mean(axis=0)
        self.vectors = _centred(vectors, self._mean)

    def vector(self, text: str) -> Floats:
        found: Floats = self.of([text])[0]
        return found

    def of(self, texts: Sequence[str]) -> Floats:
        """A row for each text."""
        return _centred(self._encoder.encode(texts), self._mean)

    def trusts(self, typed: str, repaired: str, uses: int) -> bool:
        """Whether a repair is one: a misspelt word falls into more pieces than a real one."""
        known, found = self._encoder.pieces(typed), self._encoder.pieces(repaired)
        return not known or found < known or (known > 1 and uses >= OFTEN)


@dataclass(frozen=True, slots=True)
class Reading:
    """One text as the views see it; `meaning` is its vector, where there is an encoder."""

    row: lexical.Row
    meaning: Floats | None = None


class View(Protocol):
    """One way to tell subjects apart."""

    settings: tuple[float, ...]  # all that the learning depends on beside `parts`

    def parts(self) -> list[NDArray[Any]]:
        """What is learnt from, without the labels."""

    def learn(self, labels: Numbers, count: int, importance: Floats) -> Kept:
        """What `weigh` takes, and `left_out`: what each example scores when it is left out."""

    def weigh(self, kept: Kept) -> None:
        """Take what was learnt."""

    def scores(self, reading: Reading) -> Floats:
        """One score per subject."""


class Table(Protocol):
    """Texts as rows of features."""

    @property
    def rows(self) -> Sequence[lexical.Row]: ...

    @property
    def width(self) -> int:
        """How many features there are."""


class Words:
    """Likeness in words and letters: linear, so each feature has one weight per subject."""

    settings: tuple[float, ...] = (
        0.05,
        margin.ROUNDS,
        margin.FOLDS,
    )  # penalty on what is learnt by heart

    def __init__(self, features: Table) -> None:
        self._features = features

    def parts(self) -> list[NDArray[Any]]:
        return [part for row in self._features.rows for part in (row.columns, row.values)]

    def learn(self, labels: Numbers, count: int, importance: Floats) -> Kept:
        alike = lexical.similarities(self._features.rows, self._features.width)
        return _with_margin(alike, labels, count, importance, self.settings[0])

    def weigh(self, kept: Kept) -> None:
        dual = kept["dual"].astype(np.float64)
        weights = np.zeros((self._features.width, dual.shape[1]))
        for row, share in zip(self._features.rows, dual, strict=True):
            weights[row.columns] += np.outer(row.values, share)
        self._weights: Weights = weights
        self._bias = dual.sum(axis=0)

    def scores(self, reading: Reading) -> Floats:
        row = reading.row
        result: Floats = row.values @ self._weights[row.columns] + self._bias
        return result


class ManyWords(Words):
    """The same as `Words`, where there are too many examples to compare each with each other."""

    def __init__(self, features: Table, folds: int = gradual.FOLDS) -> None:
        super().__init__(features)
        self.settings = (gradual.PASSES, gradual.BATCH, gradual.PACE, folds)

    def learn(self, labels: Numbers, count: int, importance: Floats) -> Kept:
        rows, width = self._features.rows, self._features.width
        found = gradual.solve(rows, width, labels, count, importance, int(self.settings[-1]))
        return {
            "weights": found.weights.astype(np.float16),
            "left_out": found.left_out.astype(np.float16),
        }

    def weigh(self, kept: Kept) -> None:
        weights = kept["weights"].astype(np.float32)
        self._weights, self._bias = weights[:-1], weights[-1].astype(np.float64)

    def familiar(self, reading: Reading) -> float:
        """How much of a text, 0 to 1, is of words and letters that some example has."""
        row = reading.row
        known = row.values[self._weights[row.columns].any(axis=1)]
        return float(known @ known)


class Nearness:
    """Likeness to the examples in an encoder's vectors; near ones count most."""

    settings: tuple[float, ...] = (0.01, margin.ROUNDS, margin.FOLDS, CLOSENESS)

    def __init__(self, meanings: Meanings) -> None:
        self._vectors = meanings.vectors

    def parts(self) -> list[NDArray[Any]]:
        return [self._vectors]

    def learn(self, labels: Numbers, count: int, importance: Floats) -> Kept:
        alike = _near(self._vectors @ self._vectors.T)
        return _with_margin(alike, labels, count, importance, self.settings[0])

    def weigh(self, kept: Kept) -> None:
        self._dual = kept["dual"].astype(np.float64)
        self._bias = self._dual.sum(axis=0)

    def scores(self, reading: Reading) -> Floats:
        assert reading.meaning is not None
        result: Floats = _near(self._vectors @ reading.meaning) @ self._dual + self._bias
        return result


class Direction:
    """Where an encoder's vector points: one weight per dimension and subject."""

    settings: tuple[float, ...] = (0.01, softmax.ROUNDS, softmax.CLOSE_ENOUGH)

    def __init__(self, meanings: Meanings) -> None:
        self._vectors = meanings.vectors

    def parts(self) -> list[NDArray[Any]]:
        return [self._vectors]

    def learn(self, labels: Numbers, count: int, importance: Floats) -> Kept:
        found = softmax.solve(self._vectors, labels, count, importance, self.settings[0])
        return {"weights": found.weights, "left_out": found.left_out.astype(np.float16)}

    def weigh(self, kept: Kept) -> None:
        *weights, bias = kept["weights"].astype(np.float64)
        self._weights = np.array(weights)
        self._bias = bias

    def scores(self, reading: Reading) -> Floats:
        assert reading.meaning is not None
        result: Floats = reading.meaning @ self._weights + self._bias
        return result


class Landmarks:
    """Likeness to some of the examples in an encoder's vectors, where there are a great many.

    What each example looks like from the landmarks is learnt from as if it were its meaning
    (Nyström's method), so that time and memory grow with the number of examples itself.
    """

    settings: tuple[float, ...] = (0.05, softmax.ROUNDS, softmax.CLOSE_ENOUGH, CLOSENESS, 1500)

    def __init__(self, vectors: Floats) -> None:
        self._vectors = vectors

    def parts(self) -> list[NDArray[Any]]:
        return [self._vectors]

    def learn(self, labels: Numbers, count: int, importance: Floats) -> Kept:
        order = np.random.default_rng(1).permutation(len(self._vectors))
        chosen = self._vectors[order[: int(self.settings[-1])]].astype(np.float16)
        marks = chosen.astype(np.float64)
        sizes, turns = np.linalg.eigh(_near(marks @ marks.T))
        clear = sizes > FAINTEST
        to_view = turns[:, clear] / np.sqrt(sizes[clear])
        seen = _near(self._vectors @ marks.T) @ to_view
        found = softmax.solve(seen, labels, count, importance, self.settings[0])
        *weights, bias = found.weights.astype(np.float64)
        return {
            "marks": chosen,
            "weights": np.vstack([to_view @ np.array(weights), bias]).astype(np.float32),
            "left_out": found.left_out.astype(np.float16),
        }

    def weigh(self, kept: Kept) -> None:
        self._marks = kept["marks"].astype(np.float32)
        *weights, bias = kept["weights"].astype(np.float64)
        self._weights = np.array(weights)
        self._bias = bias

    def scores(self, reading: Reading) -> Floats:
        assert reading.meaning is not None
        alike = self._marks @ reading.meaning.astype(np.float32)
        result: Floats = _near(alike.astype(np.float64)) @ self._weights + self._bias
        return result


def _with_margin(
    alike: Floats, labels: Numbers, count: int, importance: Floats, penalty: float
) -> Kept:
    signs = -np.ones((len(labels), count))
    signs[np.arange(len(labels)), labels] = 1.0
    found = margin.solve(alike, signs, importance, penalty)
    return {
        "dual": found.dual.astype(np.float32),
        "left_out": found.left_out.astype(np.float16),
    }


def _near(alike: Floats) -> Floats:
    result: Floats = np.exp(CLOSENESS * (alike - 1.0))
    return result


def _centred(vectors: Floats, mean: Floats) -> Floats:
    moved = vectors - mean
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    unit: Floats = moved / np.maximum(lengths, 1e-9)
    return unit
