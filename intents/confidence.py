"""Learns from left-out examples how sure a set of scores is, and what may be answered."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# What may go wrong with an example that was left out. Examples are written to differ from each
# other, so a left-out one is harder than what people type: measured about four times as often
# wrong (docs/understanding.md).
WRONG_AT_MOST = 0.06  # of the subjects' examples: answered with another subject
OUTSIDE_ANSWERED_AT_MOST = 0.03  # of what is outside: answered
OUTSIDE_OFFERED_AT_MOST = 0.30  # of what is outside: answered or offered a choice

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sure:
    """How likely a text is in scope, and how likely its best subject is the right one."""

    in_scope: float
    correct: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Answered when both are reached, offered when only `offer` is."""

    correct: float
    in_scope: float
    offer: float


@dataclass(frozen=True)
class Confidence:
    """Two logistic regressions over the shape of the scores."""

    in_scope: Floats
    correct: Floats
    thresholds: Thresholds

    def of(self, scores: Floats) -> Sure:
        """How sure one text's scores are."""
        shape = _shape(scores[None, :])[0]
        return Sure(_chance(shape @ self.in_scope), _chance(shape @ self.correct))


def learn(left_out: Floats, labels: NDArray[np.intp], apart: Sequence[int] = ()) -> Confidence:
    """Fit on what each example got while it was left out; the last column is 'outside'.

    `apart` are subjects for which the thresholds do not decide: what is taken for one of them
    does not count.
    """
    outside = left_out.shape[1] - 1
    shape = _shape(left_out)
    inside = labels != outside
    best = left_out[:, :outside].argmax(axis=1)
    right = inside & (best == labels)
    in_scope = fit(shape, inside.astype(float))
    correct = fit(shape, right.astype(float))
    counts = ~np.isin(best, apart)
    thresholds = _thresholds(
        _probability(shape[counts], correct),
        _probability(shape[counts], in_scope),
        right[counts],
        inside[counts],
    )
    return Confidence(in_scope, correct, thresholds)


def _shape(scores: Floats) -> Floats:
    """What tells sure from unsure: best, lead over the second, and 'outside'."""
    shape = np.ones((len(scores), 4))
    top = np.sort(scores[:, :-1], axis=1)
    shape[:, 1] = top[:, -1]
    shape[:, 2] = top[:, -1] - (top[:, -2] if top.shape[1] > 1 else -1.0)
    shape[:, 3] = scores[:, -1]
    return shape


def fit(shape: Floats, wanted: Floats) -> Floats:
    """Logistic regression by Newton's method, lightly held back."""
    weights = np.zeros(shape.shape[1])
    held = 0.1 * np.eye(shape.shape[1])
    for _ in range(25):
        chance = _probability(shape, weights)
        slope = shape.T @ (wanted - chance) - held @ weights
        curve = (shape * (chance * (1 - chance))[:, None]).T @ shape + held
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def _probability(shape: Floats, weights: Floats) -> Floats:
    result: Floats = 1 / (1 + np.exp(-np.clip(shape @ weights, -30, 30)))
    return result


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))


def _thresholds(correct: Floats, in_scope: Floats, right: Flags, inside: Flags) -> Thresholds:
    wrong = inside & ~right
    least_correct = _lowest(correct[wrong], int(WRONG_AT_MOST * inside.sum()))
    answered = (~inside) & (correct >= least_correct)
    spare = int((~inside).sum() * OUTSIDE_ANSWERED_AT_MOST)
    least_in_scope = _lowest(in_scope[answered], spare)
    offer = _lowest(in_scope[~inside], int((~inside).sum() * OUTSIDE_OFFERED_AT_MOST))
    return Thresholds(least_correct, least_in_scope, min(offer, least_in_scope))


def _lowest(values: Floats, spare: int) -> float:
    """The lowest threshold that at most `spare` of these values reach."""
    ordered = np.sort(values)[::-1]
    return float(ordered[spare]) + 1e-9 if len(ordered) > spare else 0.0
