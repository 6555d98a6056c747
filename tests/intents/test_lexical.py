"""Texts become weighted words, word pairs and letter groups."""

import numpy as np
import pytest

from intents import lexical
from intents.lexical import Features, shorten
from intents.wording import Wording

TEXTS = ["wat kost het keurmerk", "wat kost de audit", "wie doen er mee", "hoe lang is het geldig"]


@pytest.fixture
def features() -> Features:
    return Features(TEXTS, Wording())


def test_a_text_has_length_one(features: Features) -> None:
    """All texts weigh the same, long or short."""
    for row in features.rows:
        assert row.values @ row.values == pytest.approx(1.0)


def test_unknown_words_take_weight(features: Features) -> None:
    """What nobody used before makes a text less like ours."""
    known = features.row("wat kost het keurmerk")
    mixed = features.row("wat kost het keurmerk zwemmen fietsen")
    assert mixed.values @ mixed.values < known.values @ known.values


@pytest.mark.parametrize("text", ["", "???", "😂"])
def test_a_text_without_words_has_no_features(features: Features, text: str) -> None:
    """Nothing is found in nothing, and nothing fails."""
    assert len(features.row(text).columns) == 0


@pytest.mark.parametrize("rare", [1, 3, 100])
def test_rare_and_common_features_add_up(
    features: Features, rare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the line between rare and common features is drawn makes no difference."""
    monkeypatch.setattr(lexical, "RARE", rare)
    dense = np.zeros((len(TEXTS), features.width))
    for number, row in enumerate(features.rows):
        dense[number, row.columns] = row.values
    found = lexical.similarities(features.rows, features.width)
    assert found == pytest.approx(dense @ dense.T, abs=1e-5)


def test_an_unknown_text_is_like_nothing(features: Features) -> None:
    """A text that shares nothing has nothing to be compared by."""
    assert len(features.row("zzz").columns) == 0


def test_long_texts_keep_their_ends() -> None:
    """The first and the last words of a long text are read, and no word is cut."""
    short = lexical.shorten("begin " + "midden " * 500 + "eind", 100)
    assert short.startswith("begin")
    assert short.endswith("eind")
    assert len(short) <= 101
    assert set(short.split()) == {"begin", "midden", "eind"}


def test_short_texts_are_not_shortened() -> None:
    """A text that fits stays as it is."""
    assert lexical.shorten("wat kost het") == "wat kost het"


def test_features_are_numbered_as_they_come() -> None:
    """Each start numbers them alike, so that what was learnt at one start is read at the next."""
    features = Features(["wat kost dat"], Wording())
    assert [features.row(word).columns[0] for word in ("wat", "kost", "dat")] == [0, 1, 2]


@pytest.mark.parametrize("length", range(1, 60))
def test_shortened_text_is_no_longer_than_asked(length: int) -> None:
    """A text without spaces too: one that never became shorter was cut for ever."""
    for text in ("kljwq" * 40, "a, " * 66, "wat kost het " * 15):
        assert len(shorten(text, length)) <= length
