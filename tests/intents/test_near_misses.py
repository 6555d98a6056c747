"""Subjects that are not ours are found by name."""

import pytest

from intents.model import NearMiss, Text
from intents.near_misses import NearMisses

ANSWER = Text("Daar ga ik niet over.", "That is not my subject.")


@pytest.fixture
def near_misses() -> NearMisses:
    return NearMisses(
        [
            NearMiss("kvk", ("kvk", "kamer van koophandel"), (), ANSWER),
            NearMiss("vergunning", ("parkeervergunning", "koophandelvergunning"), (), ANSWER),
        ]
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wat kost een uittreksel van de kvk", "kvk"),
        ("bij de kamer van koophandel", "kvk"),
        ("wat kosten parkeervergunningen", "vergunning"),
        ("een parkeervergunnig graag", "vergunning"),
        ("de kamer is koud", None),
        ("kvkk", None),
        ("", None),
    ],
)
def test_names_are_found(near_misses: NearMisses, text: str, expected: str | None) -> None:
    """A name is found in the plural and with a typing error too; a short one only as it is."""
    assert near_misses.find(text.split(), lambda word: False) == expected


def test_a_known_word_is_no_misspelt_name(near_misses: NearMisses) -> None:
    """A word of our own that begins like a name is not taken for it."""
    words = ["parkeervergunningen"]
    assert near_misses.find(words, lambda word: word in words) is None


def test_no_names_find_nothing() -> None:
    """A knowledge base without near misses has none."""
    assert NearMisses([]).find(["kvk"], lambda word: False) is None
