"""The regression in which all subjects compete separates what can be separated."""

import numpy as np
import pytest
from numpy.typing import NDArray

from intents import margin, softmax

Floats = NDArray[np.float64]
LABELS = np.repeat(np.arange(3), 20)


def points(spread: float) -> Floats:
    """Three clouds of twenty points."""
    drawn = np.random.default_rng(7)
    return np.eye(3)[LABELS] + spread * drawn.normal(size=(60, 3))


def scores(vectors: Floats, solution: softmax.Solution) -> Floats:
    return np.column_stack([vectors, np.ones(len(vectors))]) @ solution.weights


def test_clear_groups_are_learnt() -> None:
    """Each point scores highest for its own group, also when it was left out."""
    vectors = points(0.05)
    solution = softmax.solve(vectors, LABELS, 3, np.ones(60), 0.01)
    assert (scores(vectors, solution).argmax(axis=1) == LABELS).all()
    assert (solution.left_out.argmax(axis=1) == LABELS).all()


def test_the_lowest_point_is_found() -> None:
    """Nothing is to be gained by changing any weight: the slope of the loss is level."""
    vectors = points(0.4)
    solution = softmax.solve(vectors, LABELS, 3, np.ones(60), 0.1)
    odds = np.exp(scores(vectors, solution))
    chances = odds / odds.sum(axis=1, keepdims=True)
    slope = vectors.T @ (chances - np.eye(3)[LABELS]) + 0.1 * solution.weights[:-1]
    assert np.abs(slope).max() < 0.05


def test_noise_is_not_mistaken_for_knowledge() -> None:
    """Where there is nothing to learn, what was left out is judged no better than by chance."""
    drawn = np.random.default_rng(3)
    vectors = drawn.normal(size=(200, 300)) / 17
    labels = drawn.integers(0, 4, 200)
    solution = softmax.solve(vectors, labels, 4, np.ones(200), 0.1)
    assert (solution.left_out.argmax(axis=1) == labels).mean() < 0.4


def test_leaving_out_is_learning_without() -> None:
    """What is left out has no part in the weights by which it is judged."""
    vectors = points(0.4)
    solution = softmax.solve(vectors, LABELS, 3, np.ones(60), 0.1)
    fold = np.random.default_rng(1).permutation(60) % margin.FOLDS
    rest, out = np.flatnonzero(fold != 0), np.flatnonzero(fold == 0)
    alone = softmax.solve(vectors[rest], LABELS[rest], 3, np.ones(len(rest)), 0.1)
    assert solution.left_out[out] == pytest.approx(scores(vectors[out], alone), abs=1e-2)


def test_light_examples_count_less() -> None:
    """Of two contradicting examples the heavier one is believed."""
    vectors = np.ones((2, 1))
    solution = softmax.solve(vectors, np.array([0, 1]), 2, np.array([10.0, 1.0]), 1.0)
    assert scores(vectors, solution)[0].argmax() == 0
