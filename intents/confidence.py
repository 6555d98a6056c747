"""Learns from left-out examples how sure a set of scores is, and what may be answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WRONG_AT_MOST = 0.02  # share of the examples answered with another subject, or though outside
OUTSIDE_CHOICE_AT_MOST = 0.15  # share of what is outside that is offered a choice


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From `answer` on the best subject is answered; from `choose` on a choice is offered."""

    answer: float
    choose: float


@dataclass(frozen=True, slots=True)
class Sure:
    """How likely a text is in scope, and how likely its best subject is the right one."""

    in_scope: float
    correct: float


@dataclass(frozen=True)
class Confidence:
    """Two logistic regressions over the shape of the scores."""

    in_scope: Floats
    correct: Floats
    thresholds: Thresholds

    def of(self, scores: Floats) -> Sure:
        shape = _shape(scores[None, :])
        return Sure(
            float(_probability(shape, self.in_scope)[0]),
            float(_probability(shape, self.correct)[0]),
        )


def learn(left_out: Floats, labels: NDArray[np.intp]) -> Confidence:
    """Fit on what each example got while it was left out."""
    outside = left_out.shape[1] - 1
    shape = _shape(left_out)
    inside = labels != outside
    right = inside & (left_out[:, :outside].argmax(axis=1) == labels)
    in_scope = _fit(shape, inside.astype(float))
    correct = _fit(shape, right.astype(float))
    thresholds = _thresholds(
        _probability(shape, correct), _probability(shape, in_scope), right, inside
    )
    return Confidence(in_scope, correct, thresholds)


def _shape(scores: Floats) -> Floats:
    """What tells sure from unsure: best, lead over the second, lead over 'outside'."""
    subjects = scores[:, :-1]
    top = np.sort(subjects, axis=1)[:, ::-1]
    second = top[:, 1] if top.shape[1] > 1 else -np.ones(len(top))
    return np.column_stack([np.ones(len(top)), top[:, 0], top[:, 0] - second, scores[:, -1]])


def _fit(shape: Floats, wanted: Floats) -> Floats:
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


def _thresholds(
    correct: Floats, in_scope: Floats, right: NDArray[np.bool_], inside: NDArray[np.bool_]
) -> Thresholds:
    order = np.argsort(-correct)
    wrong = np.cumsum(~right[order]) / len(order)
    allowed = int((wrong <= WRONG_AT_MOST).sum())
    answer = float(correct[order[min(allowed, len(order) - 1)]])
    outside = np.sort(in_scope[~inside])[::-1]
    spare = int(OUTSIDE_CHOICE_AT_MOST * len(outside))
    choose = float(outside[spare]) if len(outside) > spare else 0.3
    return Thresholds(answer, choose)
