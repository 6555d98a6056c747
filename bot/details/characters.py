"""Rids what people type of characters that cannot be seen or that turn text around."""

from __future__ import annotations

import re
import unicodedata

_JOINER = "\u200d"  # joins emoji into one: 👩‍💻
_MOST_MARKS = 3  # accents on one letter; more is a prank, and slow to normalise
_DROPPED = frozenset({"Cc", "Cs", "Cf", "Co"})
_SPACES = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]+")
_LINES = re.compile(r" ?[\r\n\v\f\x85\u2028\u2029]\s*")
_DIGIT_LIKE = re.compile(
    r"(?<=\d)[oOОоΟ](?=[\d\s-])|(?<!\w)[oOОоΟ](?=6\W?[\dlI])"
    r"|(?<=\d)[lI](?=\d)|(?<=\d[ -])[lI](?=\d)"
)


def clean(text: str) -> str:
    """Return free text composed (NFC), without control, direction and zero-width characters.

    Line ends stay, a run of them is one; joined emoji stay whole.
    """
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    kept: list[str] = []
    marks = 0
    for number, character in enumerate(text):
        if character.isascii():
            marks = 0
            kept.append(character)
            continue
        category = unicodedata.category(character)
        marks = marks + 1 if category == "Mn" else 0
        if marks <= _MOST_MARKS and (category not in _DROPPED or _joins(text, number)):
            kept.append(character)
    lined = _LINES.sub("\n", _SPACES.sub(" ", "".join(kept)))
    shown = "".join(one for one in lined if one == "\n" or (one >= " " and one != "\x7f"))
    return unicodedata.normalize("NFC", shown).strip()


def _joins(text: str, number: int) -> bool:
    """Tell whether a zero-width joiner stands between two emoji."""
    if text[number] != _JOINER or not 0 < number < len(text) - 1:
        return False
    before, after = unicodedata.category(text[number - 1]), unicodedata.category(text[number + 1])
    return before in {"So", "Sk", "Mn"} and after == "So"


def fold_digits(text: str) -> str:
    """Write digits of other scripts, full-width signs, and O or l between digits as ASCII.

    The length stays the same, so that positions hold.
    """
    if not text.isascii():
        text = "".join(map(_fold, text))
    return _DIGIT_LIKE.sub(lambda like: "1" if like[0] in "lI" else "0", text)


def _fold(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    code = ord(character)
    return chr(code - 0xFEE0) if 0xFF01 <= code <= 0xFF5E else character
