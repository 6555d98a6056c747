"""The tests can fail: each planted bug is caught by the test that is named beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.planted import FOUND_BY_THE_MODEL, MODEL, PLANTS
from tests.telegram.launch import Preloaded

FAILED = pytest.ExitCode.TESTS_FAILED


@pytest.mark.process
@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_a_planted_bug_is_caught(
    plant: Callable[[], None], preloaded: Preloaded, tmp_path: Path
) -> None:
    """The named test fails on a program with this bug."""
    log = tmp_path / "test.log"
    code = preloaded.test_with(plant.__name__, PLANTS[plant], log)
    assert code == FAILED, log.read_text(encoding="utf-8")
    assert "ImportError" not in log.read_text(encoding="utf-8")


@pytest.mark.process
@pytest.mark.parametrize("plant", FOUND_BY_THE_MODEL, ids=lambda plant: plant.__name__)
def test_the_model_finds_a_planted_bug(
    plant: Callable[[], None], preloaded: Preloaded, tmp_path: Path
) -> None:
    """Random programs come upon this bug, whoever looks for it or not."""
    log = tmp_path / "test.log"
    code = preloaded.test_with(plant.__name__, MODEL, log)
    written = log.read_text(encoding="utf-8")
    assert code == FAILED, written
    assert "Failing test case" in written
