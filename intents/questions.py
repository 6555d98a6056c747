"""Splits a message into the questions it may hold."""

from __future__ import annotations

import re

SHORTEST = 6  # letters in a part that can be a question of its own
MOST = 6  # parts that are looked at

_SENTENCES = re.compile(r"(?<=[?!.;])\s+|\n+|\s+[-–]\s+|:\s+")
_JOINTS = re.compile(
    r"\s*,?\s+(?:en|maar|of|and|but|ook nog)\s+(?=\w+\s+\w)|,\s+(?=\w+\s+\w)", re.IGNORECASE
)


def parts(text: str) -> list[str]:
    """The first few sentences of a text that has several; [] for one."""
    return _sentences(text)[:MOST]


def asking(text: str) -> str | None:
    """The sentence that asks, where a message has several: the last with a question mark."""
    sentences = _sentences(text)
    asked = [sentence for sentence in sentences if sentence.endswith("?")] or sentences
    return asked[-1] if asked else None


def _sentences(text: str) -> list[str]:
    sentences = [piece.strip() for piece in _SENTENCES.split(text) if _counts(piece)]
    return sentences if len(sentences) > 1 else []


def halves(sentence: str) -> list[tuple[str, str]]:
    """Every way to cut one sentence in two at 'en', 'and' or a comma."""
    cuts = []
    for joint in _JOINTS.finditer(sentence):
        first, second = sentence[: joint.start()], sentence[joint.end() :]
        if _counts(first) and _counts(second):
            cuts.append((first, second))
    return cuts[: MOST - 1]


def _counts(piece: str) -> bool:
    return sum(map(str.isalnum, piece)) >= SHORTEST
