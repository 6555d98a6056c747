"""The margin classifier for a great many examples: learnt in passes over them, a batch at a time.

`margin` compares each example with each other, which is exact but grows with the square of their
number. Here time and memory grow with the number itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.lexical import Row

PASSES = 5
BATCH = 500
PACE = 0.3  # how far a weight moves at first; less, the more it has moved
FOLDS = 2

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Solution:
    """`weights` has a row per feature and a last one for the bias; a column per subject.

    `left_out` is what each example scores when it and others, half of all, are not learnt from.
    """

    weights: Singles
    left_out: Singles


class _Table:
    """All rows in three arrays; each has a last feature that is always there, for the bias."""

    def __init__(self, rows: Sequence[Row], width: int) -> None:
        sizes = np.array([len(row.columns) + 1 for row in rows])
        self.ends = np.cumsum(sizes)
        self.starts = self.ends - sizes
        self.columns = np.full(int(self.ends[-1]), width, dtype=np.int32)
        self.values = np.ones(len(self.columns), dtype=np.float32)
        for row, start, end in zip(rows, self.starts, self.ends - 1, strict=True):
            self.columns[start:end] = row.columns
            self.values[start:end] = row.values

    def batch(self, numbers: Numbers) -> tuple[Numbers, NDArray[np.int32], Singles]:
        """Where each of these rows begins, and their features."""
        sizes = self.ends[numbers] - self.starts[numbers]
        begins = np.cumsum(sizes) - sizes
        places = np.arange(int(sizes.sum())) + np.repeat(self.starts[numbers] - begins, sizes)
        return begins, self.columns[places], self.values[places]


def solve(
    rows: Sequence[Row],
    width: int,
    labels: Numbers,
    count: int,
    importance: Floats,
    folds: int = FOLDS,
) -> Solution:
    """Minimise the squared hinge loss, one subject against the rest.

    Of `folds` parts of the examples one is left out at a time.
    """
    table = _Table(rows, width)
    heavy = importance.astype(np.float32)
    drawn = np.random.default_rng(1)
    fold = drawn.permutation(len(rows)) % folds
    left_out = np.zeros((len(rows), count), dtype=np.float32)
    for number in range(folds):
        rest, out = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        weights = _learn(table, width, rest, labels, count, heavy, drawn)
        for at in range(0, len(out), BATCH):
            left_out[out[at : at + BATCH]] = _scores(weights, *table.batch(out[at : at + BATCH]))
    everything = np.arange(len(rows))
    return Solution(_learn(table, width, everything, labels, count, heavy, drawn), left_out)


def _learn(
    table: _Table,
    width: int,
    numbers: Numbers,
    labels: Numbers,
    count: int,
    heavy: Singles,
    drawn: np.random.Generator,
) -> Singles:
    """Gradient descent with a pace for each feature (AdaGrad)."""
    weights = np.zeros((width + 1, count), dtype=np.float32)
    weights[-1] = -1.0  # most examples belong to another subject
    moved = np.full(width + 1, 1e-3, dtype=np.float32)
    for _ in range(PASSES):
        order = drawn.permutation(numbers)
        for at in range(0, len(order), BATCH):
            some = order[at : at + BATCH]
            begins, columns, values = table.batch(some)
            signs = np.full((len(some), count), -1.0, dtype=np.float32)
            signs[np.arange(len(some)), labels[some]] = 1.0
            short = np.maximum(1 - signs * _scores(weights, begins, columns, values), 0)
            pull = heavy[some][:, None] * signs * short
            sizes = np.diff(np.append(begins, len(columns)))
            owners = np.repeat(np.arange(len(some)), sizes)
            touched, sums = _gathered(columns, values, owners, pull)
            moved[touched] += (sums * sums).sum(axis=1)
            weights[touched] += np.float32(PACE) / np.sqrt(moved[touched])[:, None] * sums
    return weights


def _scores(
    weights: Singles, begins: Numbers, columns: NDArray[np.int32], values: Singles
) -> Singles:
    found: Singles = np.add.reduceat(weights[columns] * values[:, None], begins, axis=0)
    return found


def _gathered(
    columns: NDArray[np.int32], values: Singles, owners: Numbers, pull: Singles
) -> tuple[NDArray[np.int32], Singles]:
    """What each feature is told by all examples that have it."""
    order = np.argsort(columns, kind="stable")
    ordered = columns[order]
    first = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    told = pull[owners[order]] * values[order][:, None]
    return ordered[first], np.add.reduceat(told, first, axis=0)
