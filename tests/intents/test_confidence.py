"""How sure a score is, is learnt from examples that were left out."""

import numpy as np
import pytest

from intents import confidence


def judged(right: int, wrong: int, outside: int) -> tuple[np.ndarray, np.ndarray]:
    """Left-out scores for two subjects and 'outside': some right, some wrong, some outside."""
    rows = [[0.8, -0.9, -0.9]] * right + [[-0.3, -0.2, -0.6]] * wrong
    rows += [[-0.8, -0.9, 0.5]] * outside
    labels = [0] * (right + wrong) + [2] * outside
    noise = np.random.default_rng(5).normal(scale=0.05, size=(len(rows), 3))
    return np.array(rows) + noise, np.array(labels)


def test_a_clear_score_is_sure() -> None:
    """High and alone is sure, close together is not, and 'outside' is out of scope."""
    learnt = confidence.learn(*judged(60, 20, 40))
    clear = learnt.of(np.array([0.8, -0.9, -0.9]))
    close = learnt.of(np.array([-0.3, -0.25, -0.6]))
    foreign = learnt.of(np.array([-0.8, -0.9, 0.5]))
    assert clear.correct > 0.9 > close.correct
    assert clear.in_scope > 0.9
    assert foreign.in_scope < 0.1


def test_thresholds_keep_within_what_may_go_wrong() -> None:
    """With the learnt thresholds no more goes wrong on the examples than is allowed."""
    scores, labels = judged(60, 30, 60)
    learnt = confidence.learn(scores, labels)
    sure = [learnt.of(row) for row in scores]
    limits = learnt.thresholds
    answered = np.array(
        [one.correct >= limits.correct and one.in_scope >= limits.in_scope for one in sure]
    )
    wrong = scores[:, :2].argmax(axis=1) != labels
    inside = labels != 2
    assert (answered & wrong & inside).sum() <= confidence.WRONG_AT_MOST * inside.sum()
    assert (answered & ~inside).sum() <= confidence.OUTSIDE_ANSWERED_AT_MOST * (~inside).sum()
    assert answered[:60].mean() > 0.9


def test_offering_asks_no_more_than_answering() -> None:
    """What may be answered may also be offered."""
    limits = confidence.learn(*judged(60, 30, 60)).thresholds
    assert limits.offer <= limits.in_scope


@pytest.mark.parametrize("outside", [0, 1])
def test_little_to_learn_from_is_no_fault(outside: int) -> None:
    """Without examples of what is outside the thresholds still exist."""
    limits = confidence.learn(*judged(10, 2, outside)).thresholds
    assert 0 <= limits.offer <= 1
