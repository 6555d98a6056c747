"""What cannot be seen or turns text around does not get in."""

from __future__ import annotations

import pytest

from bot.details import clean


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Jan \t Smit  ", "Jan Smit"),
        ("a\r\nb\n\n\nc \n d", "a\nb\nc\nd"),
        ("Jan\u202eSmit\u2066\u2069\u200b\ufeff\u00ad", "JanSmit"),
        ("\x00a\x07b\x7f", "ab"),
        ("a\u00a0b\u3000c", "a b c"),
        ("e\u0301", "é"),
        ("\ud800x", "x"),
        ("👩\u200d💻 en 👍🏽 en ❤\ufe0f", "👩\u200d💻 en 👍🏽 en ❤\ufe0f"),
        ("a\u200db", "ab"),
        ("regel\u2028twee", "regel\ntwee"),
        ("", ""),
    ],
)
def test_text_is_cleaned(text: str, cleaned: str) -> None:
    """Controls, direction marks and zero-width signs go; letters, lines and emoji stay."""
    assert clean(text) == cleaned


def test_pile_of_accents_is_cut() -> None:
    """Ten thousand accents on one letter become a few."""
    assert len(clean("a" + "\u0300" * 10_000)) < 6


def test_cleaning_twice_changes_nothing() -> None:
    """Clean text stays as it is."""
    text = "x\u202e \t\r\n e\u0301\u0301\u0301\u0301\u0301 👩\u200d💻"
    assert clean(clean(text)) == clean(text)
