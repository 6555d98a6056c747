"""Multinomial logistic regression: all subjects compete for each example, one weight a dimension.

What it costs grows with the number of examples, not with its square.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.margin import FOLDS

ROUNDS = 150
REMEMBERED = 8  # steps that tell how the slope changes
CLOSE_ENOUGH = 3e-6  # of the loss: a round that gains less is the last

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Solution:
    """`weights` has a row per dimension and a last one for the bias; a column per subject.

    `left_out` is what each example scores when it and a fifth of the others are not learnt from.
    """

    weights: Singles
    left_out: Floats


def solve(
    vectors: Floats, labels: Numbers, count: int, importance: Floats, penalty: float
) -> Solution:
    """Minimise the cross-entropy; the bias is free."""
    rows = np.column_stack([vectors, np.ones(len(vectors))]).astype(np.float32)
    wanted = np.eye(count, dtype=np.float32)[labels]
    heavy = importance.astype(np.float32)[:, None]
    fold = np.random.default_rng(1).permutation(len(rows)) % FOLDS
    left_out = np.zeros((len(rows), count))
    for number in range(FOLDS):
        rest, out = fold != number, fold == number
        left_out[out] = rows[out] @ _minimise(rows[rest], wanted[rest], heavy[rest], penalty)
    return Solution(_minimise(rows, wanted, heavy, penalty), left_out)


def _minimise(rows: Singles, wanted: Singles, heavy: Singles, penalty: float) -> Singles:
    """Quasi-Newton (L-BFGS) that starts from a bound on the curve, which all subjects share."""
    held = np.full((rows.shape[1], 1), penalty, dtype=np.float32)
    held[-1] = 1e-3  # as good as free
    curve = 0.25 * (rows * heavy).T @ rows + np.diag(held[:, 0])
    first = np.linalg.inv(curve.astype(np.float64)).astype(np.float32)
    weights = np.zeros((rows.shape[1], wanted.shape[1]), dtype=np.float32)
    loss, slope = _loss(rows, wanted, heavy, held, weights)
    steps: deque[tuple[Singles, Singles, float]] = deque(maxlen=REMEMBERED)
    for _ in range(ROUNDS):
        direction = _downhill(slope, steps, first)
        falls = float((direction * slope).sum())
        size = 1.0
        while size > 1e-4:
            step = np.float32(size) * direction
            there, steep = _loss(rows, wanted, heavy, held, weights + step)
            if there <= loss + 1e-4 * size * falls:
                break
            size /= 2
        else:
            break
        change = steep - slope
        bend = float((change * step).sum())
        if bend > 0:
            steps.append((step, change, 1 / bend))
        gained, weights, loss, slope = loss - there, weights + step, there, steep
        if gained <= CLOSE_ENOUGH * loss:
            break
    return weights


def _downhill(
    slope: Singles, steps: deque[tuple[Singles, Singles, float]], first: Singles
) -> Singles:
    """Where the loss falls fastest, as far as the last steps tell."""
    heading = slope.copy()
    shares = []
    for step, change, scale in reversed(steps):
        share = np.float32(scale * float((step * heading).sum()))
        heading -= share * change
        shares.append(share)
    heading = first @ heading
    for (step, change, scale), share in zip(steps, reversed(shares), strict=True):
        heading += (share - np.float32(scale * float((change * heading).sum()))) * step
    return -heading


def _loss(
    rows: Singles, wanted: Singles, heavy: Singles, held: Singles, weights: Singles
) -> tuple[float, Singles]:
    """The loss, and how it changes with each weight."""
    scores = rows @ weights
    scores -= scores.max(axis=1, keepdims=True)
    chances = np.exp(scores)
    total = chances.sum(axis=1, keepdims=True)
    misses = heavy * (np.log(total) - (scores * wanted).sum(axis=1, keepdims=True))
    chances /= total
    slope = rows.T @ (heavy * (chances - wanted)) + held * weights
    return float(misses.sum() + 0.5 * (held * weights * weights).sum()), slope
