"""Brings a text to the form in which texts are compared: case, accents, punctuation, stems."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 4096  # what one Telegram message can hold

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´′"), None)
_STRAIGHT = dict.fromkeys(map(ord, "’‘ʼ`´′"), "'")
_STROKED = str.maketrans({"ł": "l", "ı": "i", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d"})
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_SINGLE_LETTER_JOIN = re.compile(r"(?<=\w)-(?=\w\b)|(?<=\b\w)-(?=\w)")
_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")
_VOWELS = "aeiou"


def clean(text: str) -> str:
    """The text without invisible, direction and control characters, in its plainest form."""
    text = text[:LONGEST]
    if text.isascii() and text.isprintable():
        return " ".join(text.replace("`", "'").split())
    # One sign may stand for eighteen.
    composed = unicodedata.normalize("NFKC", text)[:LONGEST]
    signs = set(composed)  # each is looked up once, however often it occurs
    hidden: dict[int, str | None] = {
        ord(sign): None for sign in signs if unicodedata.category(sign)[0] == "C"
    }
    hidden |= {ord(sign): " " for sign in signs if sign.isspace()}
    return _SPACE.sub(" ", composed.translate(hidden).translate(_STRAIGHT)).strip()


def fold(text: str) -> str:
    """Lower case, without accents; punctuation stays."""
    lowered = clean(text).casefold()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFD", lowered)
    accents = {ord(sign): None for sign in set(decomposed) if unicodedata.category(sign) == "Mn"}
    return unicodedata.normalize("NFC", decomposed.translate(accents)).translate(_STROKED)


def words(text: str) -> list[str]:
    """The words of a text, folded: "Wat ís zo'n KVO-B?" gives wat, is, zon, kvob."""
    return list(_words(text))


@lru_cache(maxsize=64)  # the rules that read one message each ask for its words
def _words(text: str) -> tuple[str, ...]:
    bare = _SINGLE_LETTER_JOIN.sub("", fold(text).translate(_APOSTROPHES))
    return tuple(_WORD.findall(_STRETCHED.sub(r"\1", bare)))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A light stem, so that kosten, kost and koste meet; sound for Dutch, harmless for English."""
    if len(word) < 4 or not word.isalpha():
        return word
    for ending in ("heden", "heid", "ingen", "ing", "jes", "je", "en", "es", "e", "s", "t"):
        rest = word[: -len(ending)]
        if ending == "t" and rest.endswith("s"):
            continue  # kost, post, lijst: the t belongs to the word
        if word.endswith(ending) and len(rest) >= 3 and any(v in rest for v in _VOWELS + "y"):
            word = rest
            break
    return _even_out(word)


def _even_out(word: str) -> str:
    """Undo the spelling of long and short vowels: loop(en) and loppen, dief and dieven."""
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in _VOWELS:
        word = word[:-1]
    if word[-1] in "vz":
        word = word[:-1] + ("f" if word[-1] == "v" else "s")
    if len(word) > 3 and word[-2] == word[-3] and word[-2] in "aeou":
        word = word[:-2] + word[-1]
    return word
