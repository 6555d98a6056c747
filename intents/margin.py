"""Classification with a margin: one machine per subject, all solved at once with one inverse."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROUNDS = 40

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Solution:
    """`dual` weighs each example per subject; `left_out` is what each gets without itself."""

    dual: Floats
    left_out: Floats


def solve(kernel: Floats, signs: Floats, weights: Floats, penalty: float) -> Solution:
    """Minimise the squared hinge loss; `signs` is 1 for an example's own subject, else -1.

    Each round is a ridge regression in which an example that is already beyond its margin asks
    for nothing more, so all rounds share one inverse; looking ahead along the last step makes
    few of them enough. That inverse also gives the predictions for each example left out (the
    PRESS identity), so that thresholds can be learnt without training once per example.
    """
    system = kernel + 1.0  # the constant is the bias, lightly penalised
    diagonal = penalty / weights
    system[np.diag_indices_from(system)] += diagonal
    inverse = np.linalg.inv(system)
    fit = np.eye(len(kernel)) - diagonal[:, None] * inverse
    fitted = before = fit @ signs
    targets, pace = signs, 1.0
    for _ in range(ROUNDS):
        faster = (1 + math.sqrt(1 + 4 * pace * pace)) / 2
        ahead = fitted + (pace - 1) / faster * (fitted - before)
        targets = np.where(signs > 0, np.maximum(ahead, 1.0), np.minimum(ahead, -1.0))
        before, fitted, pace = fitted, fit @ targets, faster
    dual = inverse @ targets
    return Solution(dual, targets - dual / np.diag(inverse)[:, None])
