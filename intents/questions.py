"""Splits a message into the questions it may hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from intents.lexical import READ, shorten

SHORTEST = 6  # letters in a part that can be a question of its own
MOST = 6  # parts that are looked at
LONGEST = 200  # letters of the questions that are fetched from the middle of a long message

_SENTENCES = re.compile(r"(?<=[?!.;])\s+|\n+|\s+[-–]\s+|:\s+")
_JOINTS = re.compile(
    r"\s*,?\s+(?:en|maar|and|but|ook nog)\s+(?=\w+\s+\w)|,\s+(?:of\s+|or\s+)?(?=\w+\s+\w)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(?:(?:en|maar|dus|oh?|ja|verder|daarnaast|ook|nog|of|and|but|also|so)\b,? *)*"
    r"(?:wat|wa|wie|wee|hoe\w*|hoo|waar\w*|woar\w*|wanneer|welke?|waarom|kan|kun|kunt|kunnen|mag"
    r"|mogen|moet|moeten|is|zijn|ben|bent|heb|hebt|heeft|hebben|krijg\w*|komt|doe|doet|doen|geldt"
    r"|gelden|zit|zitten|hoort|werkt|werken|helpt|betaal\w*|kost|wordt|worden|weet|zou|bestaat"
    r"|what|whats|who|whos|how|where|when|which|why|can|could|do|does|did|are|may|must|should"
    r"|will|would|leg|vertel|geef|laat|bel|mail|stuur|haal|gooi|trek|verwijder|wis|tell|explain"
    r"|give|send|delete|please)\b",
    re.IGNORECASE,
)
_INTERROGATIVE = re.compile(
    r"(?:(?:en|maar|dus|oh?|ja|nee|ok|oke|verder|ook|nog|and|but|also|so|hoi|hallo)\b,? *)*"
    r"(?:(?:wat|wa|wie|hoe\w*|waar\w*|wanneer|welke?|what|whats|who|how|where|when|which|why)\b"
    r"|(?:kan|kun|kunt|kunnen|mag|mogen|moet|moeten|heb|heeft|hebben|krijg\w*|doet|doen|helpt"
    r"|geldt|werkt|is|zijn|zit|gaat|can|could|do|does|is|are|may|must|should|will)"
    r" (?:ik|we|wij|je|jij|jullie|u|er|iedereen|iemand|dat|een|mijn|ons|onze"
    r"|i|you|they|there|everybody|this|that|my|our)\b)",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:(?:ik|we|wij|i) (?:\w+ ){0,2}(?:wil|willen|zou|zoek|zoeken|want|need|would)"
    r"|(?:wil|willen|zou|zoek|zoeken) (?:ik|we|wij)|graag|please|anders)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:dat|da|daar|dit|die|erbij|ervan|eraan|that|it)\b", re.IGNORECASE)


def worth_reading(text: str) -> str:
    """The first and last part of a long message; before those, what only its middle asks."""
    ends = shorten(text)
    if "?" in ends or "?" not in text:
        return ends
    asked = [one for one in _sentences(text) if one.endswith("?") and len(one) < LONGEST]
    last = " ".join(asked[-2:])
    last = last if len(last) <= LONGEST else asked[-1]
    return f"{last}\n{shorten(text, READ - len(last) - 1)}" if asked else ends


def parts(text: str) -> list[str]:
    """The first few sentences of a text that has several; [] for one."""
    return _sentences(text)[:MOST]


def asking(text: str) -> str | None:
    """The sentence that asks, where a message has several: the last with a question mark."""
    sentences = _sentences(text)
    asked = [sentence for sentence in sentences if sentence.endswith("?")] or sentences
    return asked[-1] if asked else None


def asked(text: str) -> list[str]:
    """The sentences of a message that ask or want something; a story around them does not.

    Whoever wants something and then asks a question asks about what he wants.
    """
    sentences = parts(text)
    asking = [sentence for sentence in sentences if asks(sentence)]
    if not asking:
        return sentences
    last = sentences.index(asking[-1])
    return [
        sentence
        for at, sentence in enumerate(sentences)
        if sentence in asking or (at > last and _WISH.search(sentence))
    ]


def asks(piece: str) -> bool:
    """Whether a piece of a message is put as a question."""
    return piece.endswith("?") or _QUESTION.match(piece) is not None


def reads_as_question(text: str) -> bool:
    """Whether a whole message is put as a question, however its other words are spelt."""
    words = text.split()
    return len(words) > 2 and ("?" in text or _INTERROGATIVE.match(text) is not None)


def are_questions(pieces: Sequence[str]) -> bool:
    """Whether each piece asks or wants something by itself."""
    first = pieces[0].split(",")
    wants = any(_QUESTION.match(clause.strip()) for clause in first) or _WISH.search(pieces[0])
    own_mark = pieces[0].endswith("?")  # else the mark at the end is that of the whole
    return bool(wants or own_mark) and all(
        (own_mark and piece.endswith("?")) or _QUESTION.match(piece) or _WISH.search(piece)
        for piece in pieces[1:]
    )


def _sentences(text: str) -> list[str]:
    sentences = [piece.strip() for piece in _SENTENCES.split(text) if _counts(piece)]
    return sentences if len(sentences) > 1 else []


def halves(sentence: str) -> list[tuple[str, str]]:
    """The first ways to cut one sentence in two at 'en', 'and' or a comma."""
    cuts: list[tuple[str, str]] = []
    for joint in _JOINTS.finditer(sentence):
        first, second = sentence[: joint.start()], sentence[joint.end() :]
        if joint[0].strip() == "," and not _asks_on(first, second):
            continue
        if _counts(first) and _counts(second):
            cuts.append((first, second))
        if len(cuts) == MOST - 1:
            break
    return cuts


def all_parts(sentence: str) -> list[str]:
    """One sentence cut at each 'en' or comma behind which a question of its own begins."""
    found: list[str] = []
    start = 0
    for joint in _JOINTS.finditer(sentence):
        if len(found) == MOST:
            break
        first, second = sentence[start : joint.start()], sentence[joint.end() :]
        if asks(first) and asks(second) and _counts(first) and _counts(second):
            found.append(first)
            start = joint.end()
    return [*found, sentence[start:]] if found else []


def _asks_on(first: str, second: str) -> bool:
    """Whether what follows a mere comma is a question of its own, after another question."""
    return asks(first) and not _POINTS_BACK.search(second)


def _counts(piece: str) -> bool:
    return sum(1 for _ in islice(filter(str.isalnum, piece), SHORTEST)) == SHORTEST
