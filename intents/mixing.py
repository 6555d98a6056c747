"""How much each view says beside the others: what makes the left-out examples likeliest.

Views count in different units, so each is first brought to chances: the factor is learnt with
which its scores, as odds, fit the left-out examples best. Then some mixtures are tried, and the
one whose chances are nearest to the truth is kept, or the mean of those that are nearly as good.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WORDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)  # shares of the first view
SPLITS = (0.0, 0.25, 0.5, 0.75, 1.0)  # of the rest: what goes to the last view
NEARLY = 1.01  # times what the best misses
ROUNDS = 12
STEEPEST = 50.0
SETTINGS = (WORDS, SPLITS, NEARLY)

Floats = NDArray[np.float64]
Scores = NDArray[np.float32]
Numbers = NDArray[np.intp]


def shares(left_out: Sequence[Floats], labels: Numbers, importance: Floats) -> Floats:
    """The factor of each view, in the unit of the first: two or three views."""
    scores = [one.astype(np.float32) for one in left_out]
    units = np.array([steepness(one, labels, importance) for one in scores])
    splits = [(1 - split, split) for split in SPLITS] if len(scores) == 3 else [(1.0,)]
    tried = [
        np.array([words, *((1 - words) * split for split in splits_of_rest)]) * units
        for words in WORDS
        for splits_of_rest in splits
    ]
    missed = np.array([_missed(_mixed(scores, one), labels, importance) for one in tried])
    good = missed <= NEARLY * missed.min()
    chosen = [one for one, kept in zip(tried, good, strict=True) if kept]
    result: Floats = np.mean(chosen, axis=0) / units[0]
    return result


def steepness(scores: Scores, labels: Numbers, importance: Floats) -> float:
    """The factor that turns scores into odds, by Newton's method on the likelihood."""
    own = np.arange(len(labels)), labels
    factor = 1.0
    for _ in range(ROUNDS):
        chances = _chances(scores, factor)
        expected = (chances * scores).sum(axis=1)
        spread = (chances * scores * scores).sum(axis=1) - expected**2
        slope = float((importance * (scores[own] - expected)).sum())
        curve = float((importance * spread).sum()) + 1e-3
        step = slope / curve
        factor = min(max(factor + step, factor / 4), factor * 4, STEEPEST)
        if abs(step) < 1e-3 * factor:
            break
    return factor


def _missed(scores: Scores, labels: Numbers, importance: Floats) -> float:
    """How far the chances are from the truth (Brier score): steadier than counting errors."""
    chances = _chances(scores, steepness(scores, labels, importance))
    own = chances[np.arange(len(labels)), labels]
    return float((importance * (1 - 2 * own + (chances**2).sum(axis=1))).sum())


def _mixed(scores: Sequence[Scores], factors: Floats) -> Scores:
    mixed = np.zeros_like(scores[0])
    for one, factor in zip(scores, factors, strict=True):
        mixed += np.float32(factor) * one
    return mixed


def _chances(scores: Scores, factor: float) -> Scores:
    odds = np.float32(factor) * (scores - scores.max(axis=1, keepdims=True))
    raised: Scores = np.exp(odds)
    raised /= raised.sum(axis=1, keepdims=True)
    return raised
