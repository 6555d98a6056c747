"""The margin classifier separates what can be separated, and judges honestly."""

import numpy as np
import pytest
from numpy.typing import NDArray

from intents import margin

Floats = NDArray[np.float64]


def groups(spread: float) -> tuple[Floats, Floats]:
    """Three clouds of twenty points, and the signs of their groups."""
    drawn = np.random.default_rng(7)
    labels = np.repeat(np.arange(3), 20)
    points = np.eye(3)[labels] + spread * drawn.normal(size=(60, 3))
    signs = np.where(np.eye(3)[labels] > 0, 1.0, -1.0)
    return points @ points.T, signs


def test_clear_groups_are_learnt() -> None:
    """Each point scores highest for its own group, also when it was left out."""
    kernel, signs = groups(0.05)
    solution = margin.solve(kernel, signs, np.ones(60), 0.1)
    scores = kernel @ solution.dual + solution.dual.sum(axis=0)
    assert (scores.argmax(axis=1) == signs.argmax(axis=1)).all()
    assert (solution.left_out.argmax(axis=1) == signs.argmax(axis=1)).all()


def test_noise_is_not_mistaken_for_knowledge() -> None:
    """Where there is nothing to learn, what was left out is judged no better than by chance."""
    drawn = np.random.default_rng(3)
    points = drawn.normal(size=(200, 300))
    labels = drawn.integers(0, 4, 200)
    signs = np.where(np.eye(4)[labels] > 0, 1.0, -1.0)
    solution = margin.solve(points @ points.T / 300, signs, np.ones(200), 0.1)
    right = (solution.left_out.argmax(axis=1) == labels).mean()
    assert right < 0.4


def test_leaving_out_equals_learning_without() -> None:
    """The short cut through one inverse gives what learning from the rest alone gives."""
    kernel, signs = groups(0.4)
    solution = margin.solve(kernel, signs, np.ones(60), 0.1)
    fold = np.random.default_rng(1).permutation(60) % margin.FOLDS
    rest, out = np.flatnonzero(fold != 0), np.flatnonzero(fold == 0)
    alone = margin.solve(kernel[np.ix_(rest, rest)], signs[rest], np.ones(len(rest)), 0.1)
    expected = kernel[np.ix_(out, rest)] @ alone.dual + alone.dual.sum(axis=0)
    assert solution.left_out[out] == pytest.approx(expected, abs=1e-2)


def test_light_examples_count_less() -> None:
    """Of two contradicting examples the heavier one is believed."""
    kernel = np.array([[1.0, 1.0], [1.0, 1.0]])
    signs = np.array([[1.0, -1.0], [-1.0, 1.0]])
    dual = margin.solve(kernel, signs, np.array([10.0, 1.0]), 1.0).dual
    scores = kernel @ dual + dual.sum(axis=0)
    assert scores[0].argmax() == 0
