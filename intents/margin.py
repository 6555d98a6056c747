"""Classification with a margin: one machine per subject, all solved at once with one inverse."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROUNDS = 25
FOLDS = 5

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Solution:
    """`dual` is the weight of each example per subject.

    `left_out` is what each example scores when it and a fifth of the others are not learnt from.
    """

    dual: Floats
    left_out: Floats


def solve(kernel: Floats, signs: Floats, weights: Floats, penalty: float) -> Solution:
    """Minimise the squared hinge loss; `signs` is 1 for an example's own subject, else -1."""
    diagonal = (penalty / weights).astype(np.float32)
    system = kernel.astype(np.float32) + np.float32(1.0)  # the constant is the bias
    inverse = np.linalg.inv(_with_diagonal(system, diagonal))
    wanted = signs.astype(np.float32)
    left_out = np.zeros_like(signs)
    fold = np.random.default_rng(1).permutation(len(kernel)) % FOLDS
    for number in range(FOLDS):
        rest, out = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        part = _minimise(_without(inverse, rest, out), wanted[rest], diagonal[rest])
        left_out[out] = system[np.ix_(out, rest)] @ part
    return Solution(_minimise(inverse, wanted, diagonal).astype(np.float64), left_out)


def _minimise(inverse: Singles, signs: Singles, diagonal: Singles) -> Singles:
    """Ridge regressions in which an example beyond its margin asks for nothing more.

    All rounds share one inverse; looking ahead along the last step makes few of them enough.
    """
    fitted = before = _fit(inverse, signs, diagonal)
    targets, pace = signs, 1.0
    for _ in range(ROUNDS):
        faster = (1 + math.sqrt(1 + 4 * pace * pace)) / 2
        ahead = fitted + np.float32((pace - 1) / faster) * (fitted - before)
        targets = np.where(signs > 0, np.maximum(ahead, 1), np.minimum(ahead, -1))
        before, fitted, pace = fitted, _fit(inverse, targets, diagonal), faster
    result: Singles = inverse @ targets
    return result


def _fit(inverse: Singles, targets: Singles, diagonal: Singles) -> Singles:
    fitted: Singles = targets - diagonal[:, None] * (inverse @ targets)
    return fitted


def _without(inverse: Singles, rest: Numbers, out: Numbers) -> Singles:
    """The inverse of the system without some of its rows and columns (Schur complement)."""
    cross = inverse[np.ix_(rest, out)]
    smaller: Singles = inverse[np.ix_(rest, rest)]
    smaller -= cross @ np.linalg.solve(inverse[np.ix_(out, out)], cross.T)
    return smaller


def _with_diagonal(system: Singles, diagonal: Singles) -> Singles:
    added = system.copy()
    added[np.diag_indices_from(added)] += diagonal
    return added
