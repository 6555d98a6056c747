"""How much each view says beside the others: what makes the left-out examples likeliest.

Views count in different units, so each is first brought to chances: the factor is learnt with
which its scores, as odds, fit the left-out examples best. Then some mixtures are tried, and the
one whose chances are nearest to the truth is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WORDS = (0.2, 0.3, 0.4, 0.5, 0.6)  # shares of the first view
SPLITS = (0.0, 0.5, 1.0)  # of the rest: what goes to the last view
ROUNDS = 12
STEEPEST = 50.0

Floats = NDArray[np.float64]
Scores = NDArray[np.float32]
Numbers = NDArray[np.intp]


def shares(left_out: Sequence[Floats], labels: Numbers, importance: Floats) -> Floats:
    """The factor of each of three views, in the unit of the first."""
    scores = [one.astype(np.float32) for one in left_out]
    units = np.array([steepness(one, labels, importance) for one in scores])
    best, least = np.array([1.0, 0.0, 0.0]), np.inf
    for words in WORDS:
        for split in SPLITS:
            mixture = np.array([words, (1 - words) * (1 - split), (1 - words) * split]) * units
            mixed: Scores = np.sum(
                [np.float32(factor) * one for factor, one in zip(mixture, scores, strict=True)], 0
            )
            missed = _missed(mixed, labels, importance)
            if missed < least:
                best, least = mixture, missed
    result: Floats = best / units[0]
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


def _chances(scores: Scores, factor: float) -> Scores:
    odds = np.float32(factor) * (scores - scores.max(axis=1, keepdims=True))
    raised: Scores = np.exp(odds)
    raised /= raised.sum(axis=1, keepdims=True)
    return raised
