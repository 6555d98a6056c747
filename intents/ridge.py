"""Linear classification by ridge regression, with its own leave-one-out predictions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Solution:
    """`dual` weighs each example per class; `left_out` is what each gets without itself."""

    dual: Floats
    left_out: Floats


def solve(kernel: Floats, targets: Floats, weights: Floats, penalty: float) -> Solution:
    """Fit one ridge regression per class.

    The leave-one-out predictions come from the same inverse (the PRESS identity), so thresholds
    can be learnt from them without training once per example.
    """
    ridge = kernel + 1.0  # the constant is the bias, lightly penalised
    ridge[np.diag_indices_from(ridge)] += penalty / weights
    inverse = np.linalg.inv(ridge)
    dual = inverse @ targets
    left_out = targets - dual / np.diag(inverse)[:, None]
    return Solution(dual, left_out)
