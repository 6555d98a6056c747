"""What was learnt is kept, and nothing depends on it."""

import logging
from pathlib import Path

import numpy as np
import pytest

from intents.cache import KEPT, Cache


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Arrays come back as they were."""
    cache = Cache(tmp_path / "new")
    cache.write("a", {"x": np.arange(3)})
    kept = cache.read("a")
    assert kept is not None
    assert kept["x"].tolist() == [0, 1, 2]


def test_what_is_missing_or_damaged_is_none(tmp_path: Path) -> None:
    """A missing file, a damaged one and one with code in it are the same as nothing."""
    cache = Cache(tmp_path)
    (tmp_path / "damaged.npz").write_bytes(b"PK\x03\x04 nothing")
    np.savez(tmp_path / "objects.npz", x=np.array([{}], dtype=object))
    assert [cache.read(name) for name in ("missing", "damaged", "objects")] == [None] * 3


def test_a_folder_that_cannot_be_written_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Without a writable folder the program works on."""
    (tmp_path / "file").write_text("")
    with caplog.at_level(logging.WARNING):
        Cache(tmp_path / "file").write("a", {"x": np.arange(3)})
    assert "could not be kept" in caplog.text


def test_old_files_are_forgotten(tmp_path: Path) -> None:
    """The folder does not grow with every change of the knowledge base."""
    cache = Cache(tmp_path)
    for number in range(KEPT + 5):
        cache.write(str(number), {"x": np.arange(1)})
    assert len(list(tmp_path.iterdir())) == KEPT
