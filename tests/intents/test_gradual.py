"""Learning in passes finds what comparing all with all finds."""

import numpy as np
import pytest
from numpy.typing import NDArray

from intents import gradual
from intents.lexical import Row

Floats = NDArray[np.float64]
LABELS = np.arange(600) % 3


def rows(spread: float) -> list[Row]:
    """Texts of six features each, mostly from the third of the features that is their group's."""
    drawn = np.random.default_rng(7)
    made = []
    for label in LABELS:
        own = drawn.permutation(20)[:6] + 20 * label
        strays = drawn.random(6) < spread
        columns = np.unique(np.where(strays, drawn.permutation(60)[:6], own))
        made.append(Row(columns, np.full(len(columns), len(columns) ** -0.5)))
    return made


def right(scores: NDArray[np.float32]) -> float:
    return float((scores.argmax(axis=1) == LABELS).mean())


def scores(texts: list[Row], solution: gradual.Solution) -> NDArray[np.float32]:
    weights = solution.weights
    return np.array([row.values @ weights[row.columns] + weights[-1] for row in texts])


def test_clear_groups_are_learnt() -> None:
    """Each text scores highest for its own group, also when it was left out."""
    texts = rows(0.1)
    solution = gradual.solve(texts, 60, LABELS, 3, np.ones(600))
    assert right(scores(texts, solution)) > 0.99
    assert right(solution.left_out) > 0.97


def test_scores_have_a_margin() -> None:
    """A subject scores about 1 for its own texts and -1 for others, as in the exact method."""
    texts = rows(0.0)
    found = scores(texts, gradual.solve(texts, 60, LABELS, 3, np.ones(600)))
    own = found[np.arange(600), LABELS]
    assert own.mean() == pytest.approx(1, abs=0.25)
    assert (found.sum(axis=1) - own).mean() / 2 == pytest.approx(-1, abs=0.25)


def test_noise_is_not_mistaken_for_knowledge() -> None:
    """Where the features say nothing, what was left out is judged no better than by chance."""
    solution = gradual.solve(rows(1.0), 60, LABELS, 3, np.ones(600))
    assert right(solution.left_out) < 0.45


def test_a_text_without_features() -> None:
    """A sentence of signs alone gets what is known of texts in general."""
    texts = [*rows(0.1)[:-1], Row(np.zeros(0, dtype=np.intp), np.zeros(0))]
    solution = gradual.solve(texts, 60, LABELS, 3, np.ones(600))
    assert np.isfinite(solution.left_out).all()
