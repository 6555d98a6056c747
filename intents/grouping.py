"""Brings questions together that differ only in endings, order, case, signs and small words."""

from __future__ import annotations

from intents.normalize import stem, words

_SMALL = frozenset(
    {
        *(
            "de",
            "het",
            "een",
            "n",
            "t",
            "en",
            "of",
            "is",
            "zijn",
            "ik",
            "wij",
            "we",
            "u",
            "jullie",
        ),
        *("kan", "kunnen", "mag", "mogen", "er", "ook", "dan", "nou", "eens", "even", "graag"),
        *("the", "a", "an", "and", "or", "are", "i", "you", "do", "can", "please", "hoi", "hallo"),
    }
)


def alike(text: str) -> str:
    """The same for like questions: their stems, sorted, without small words."""
    found = words(text)
    telling = [word for word in found if word not in _SMALL] or found
    return " ".join(sorted({stem(word) for word in telling}))
