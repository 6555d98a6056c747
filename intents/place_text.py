"""Cuts an answer into words for the search of place names, each with what surrounds it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

LONGEST = 4096  # what one Telegram message can hold
MOST = 500  # words that are looked at; who needs more does not answer where he is
_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[,;:!?()\[\]\n|•…–—]|\.(?:\s|$)|\s-\s|\s/\s")
_ORDINALS = {"eerste": "1e", "tweede": "2e"}  # 2e Exloërmond, Tweede Valthermond
_CONTROL = {ord(char): None for char in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"}


class Token(NamedTuple):
    """A word: as it is compared, as it was typed, and the characters in front of it.

    `starts` says that it opens the text or follows punctuation.
    """

    text: str
    raw: str
    gap: str
    starts: bool

    @property
    def is_capital(self) -> bool:
        return self.raw[0].isupper()


def tokens(text: str) -> list[Token]:
    """Cut a text into words; 'a/d', 'aan den' and 'st.' get the form that names are kept in."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).translate(_CONTROL)
    text = text.replace(" & ", " en ")
    found: list[Token] = []
    end = 0
    for match in islice(_WORD.finditer(text), MOST):
        gap = text[end : match.start()]
        starts = not found or (gap != " " and bool(_STOP.search(gap)))
        found.append(Token(_fold(match[0]), match[0], gap, starts))
        end = match.end()
    return _written_out(found)


def key(parts: Sequence[Token]) -> str:
    """The form in which names are compared: no case, accents, spaces, hyphens, apostrophes."""
    return "".join(token.text for token in parts)


def key_of(name: str) -> str:
    return "".join(parts_of(name))


@lru_cache(maxsize=10_000)
def parts_of(name: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens(name))


def _fold(word: str) -> str:
    word = word.casefold()
    if not word.isascii():
        decomposed = unicodedata.normalize("NFD", word)
        word = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return word.replace("y", "ij")


def _written_out(found: list[Token]) -> list[Token]:
    for number, token in enumerate(found[:-1]):
        follower = found[number + 1]
        if token.text == "st" and follower.gap in (" ", "-", ".", ". ", ".-"):
            found[number] = token._replace(text="sint")
            found[number + 1] = follower._replace(gap="-", starts=False)
        elif token.text == "a" and follower.text == "d" and len(follower.gap) == 1:
            found[number] = token._replace(text="aan")
            found[number + 1] = follower._replace(text="de")
        elif token.text == "ad" and number:
            found[number] = token._replace(text="aande")
        elif token.text in _ORDINALS:
            found[number] = token._replace(text=_ORDINALS[token.text])
        elif token.text == "aan" and follower.text == "den":
            found[number + 1] = follower._replace(text="de")
    return found
