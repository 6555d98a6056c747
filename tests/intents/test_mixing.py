"""Each view counts for as much as it is worth."""

import numpy as np
import pytest
from numpy.typing import NDArray

from intents import mixing

Floats = NDArray[np.float64]
LABELS = np.arange(400) % 4


def view(noise: float, seed: int, unit: float = 1.0) -> Floats:
    """Scores that name the right subject, but for so much noise, counted in some unit."""
    drawn = np.random.default_rng(seed)
    return unit * (np.eye(4)[LABELS] + noise * drawn.normal(size=(400, 4)))


def right(shares: Floats, views: list[Floats]) -> float:
    mixed = sum(share * one for share, one in zip(shares, views, strict=True))
    return float((mixed.argmax(axis=1) == LABELS).mean())


def test_the_better_view_counts_more() -> None:
    """A view that is mostly right gets the largest share, one that knows nothing next to none."""
    views = [view(1.0, 1), view(30.0, 2), view(0.3, 3)]
    shares = mixing.shares(views, LABELS, np.ones(400))
    assert shares[2] > shares[0] > shares[1]


def test_views_that_err_apart_are_better_together() -> None:
    """The mixture is right more often than any view alone."""
    views = [view(0.7, 1), view(0.7, 2), view(0.7, 3)]
    together = right(mixing.shares(views, LABELS, np.ones(400)), views)
    alone = max(right(np.eye(3)[number], views) for number in range(3))
    assert together > alone + 0.03


def test_units_do_not_matter() -> None:
    """A view that counts in hundreds says no more than the same view in ones."""
    small = mixing.shares([view(0.7, 1), view(0.5, 2), view(0.5, 3)], LABELS, np.ones(400))
    large = mixing.shares([view(0.7, 1), view(0.5, 2), view(0.5, 3, 20)], LABELS, np.ones(400))
    assert large[2] * 20 == pytest.approx(small[2], rel=0.02)
    assert large[:2] == pytest.approx(small[:2], rel=0.02)


@pytest.mark.parametrize("seed", range(3))
def test_steepness_turns_scores_into_chances(seed: int) -> None:
    """Where scores are drawn as odds, the factor that brings them back is found."""
    drawn = np.random.default_rng(seed)
    odds = 2 * drawn.normal(size=(4000, 3))
    labels = (odds + drawn.gumbel(size=odds.shape)).argmax(axis=1)
    found = mixing.steepness((odds / 5).astype(np.float32), labels, np.ones(4000))
    assert found == pytest.approx(5, rel=0.1)


def test_scores_that_are_never_wrong() -> None:
    """Perfect scores do not send the factor to infinity."""
    assert mixing.steepness(view(0, 1).astype(np.float32), LABELS, np.ones(400)) < 100
