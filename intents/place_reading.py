"""Decides which of the places named in an answer is meant: denials, corrections, nearness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from intents import place_cues as cues
from intents.place_text import Token

_FAR = 4  # as many words may stand between a cue and its name
_CLAUSE = 25  # and as many between a name and what its clause is about


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in the words `start` to `end`; without provinces it lies abroad.

    `is_near` says that the terrein lies near it rather than in it; `subject` is 1 where the
    clause is about the terrein, -1 where it is about an office, a home or the past.
    """

    start: int
    end: int
    kind: str
    name: str
    provinces: tuple[str, ...]
    is_near: bool = False
    is_denied: bool = False
    subject: int = 0


def in_context(words: Sequence[Token], mentions: Sequence[Mention]) -> list[Mention]:
    """Note for each mention what the words around it make of it."""
    noted: list[Mention] = []
    for one in mentions:
        is_near = _is_near(words, one)
        before = noted[-1] if noted else None
        if before and one.start == before.end + 1 and words[before.end].text in cues.BOTH:
            is_near = is_near or before.is_near
        noted.append(
            replace(
                one,
                is_near=is_near,
                is_denied=_is_denied(words, one),
                subject=_subject(words, one),
            )
        )
    return noted


def _is_near(words: Sequence[Token], one: Mention) -> bool:
    if not one.provinces and one.end < len(words) and words[one.end].text in ("grens", "border"):
        return True
    for at in range(one.start - 1, max(-1, one.start - 1 - _FAR), -1):
        if words[at + 1].starts:
            return False
        if words[at].text in cues.NEAR:
            return True
        if words[at].text not in cues.BRIDGE:
            return False
    return False


def _is_denied(words: Sequence[Token], one: Mention) -> bool:
    for at in range(one.end, min(len(words), one.end + 3)):
        if words[at].starts:
            break
        if words[at].text == "niet":
            ends = at + 1 == len(words) or words[at + 1].starts
            if ends or words[at + 1].text in cues.BUT:
                return True
        if words[at].text not in ("is", "het", "dus"):
            break
    for at in range(one.start - 1, max(-1, one.start - 3 - _FAR), -1):
        if words[at + 1].starts:
            return False
        if words[at].text in cues.NOT:
            return True
        if words[at].text not in cues.DENIED_BRIDGE:
            return False
    return False


def _subject(words: Sequence[Token], one: Mention) -> int:
    """Look for what the clause is about, first backwards from the name, then forwards."""
    at = one.start
    if one.start and words[one.start - 1].text in cues.FROM:
        return -1
    first, last = max(0, one.start - _CLAUSE), min(len(words), one.end + _CLAUSE)
    while at > first and not words[at].starts and words[at - 1].text not in cues.CLAUSE:
        at -= 1
        if found := _kind_of_subject(words[at]):
            return found
    at = one.end
    while at < last and not words[at].starts and words[at].text not in cues.CLAUSE:
        if found := _kind_of_subject(words[at]):
            return found
        at += 1
    return 0


def _kind_of_subject(word: Token) -> int:
    return (word.text in cues.TERREIN) - (word.text in cues.ELSEWHERE)


def meant(words: Sequence[Token], mentions: Sequence[Mention]) -> list[Mention]:
    """Leave out what is denied, taken back, or named only to say what it is near to."""
    kept = _after_correction(words, mentions)
    kept = [one for one in kept if not one.is_denied]
    kept = _without_terrein_names(words, kept)
    kept = _about_the_terrein(kept)
    kept = _after_but(words, kept)
    return _told_apart(_without_near(kept))


def _after_correction(words: Sequence[Token], mentions: Sequence[Mention]) -> list[Mention]:
    first = 0
    for number, one in enumerate(mentions[1:], 1):
        between = words[mentions[number - 1].end : one.start]
        after = words[one.end : one.end + 2]
        is_moved = [word.text for word in between] in (["naar"], ["to"])
        is_corrected = any(word.text in cues.CORRECTION for word in between)
        if is_moved or is_corrected or any(w.text.startswith("bedoel") for w in after):
            first = number
    return list(mentions[first:])


def _without_terrein_names(words: Sequence[Token], mentions: list[Mention]) -> list[Mention]:
    """'Bedrijventerrein Zuidbroek in Apeldoorn': the first is the name of the terrein."""
    kept = []
    for one, follower in zip_longest(mentions, mentions[1:]):
        is_behind = one.start > 0 and words[one.start - 1].text in cues.PARK
        between = words[one.end : follower.start] if follower else ()
        is_told = follower and all(word.text in cues.TOLD_BY for word in between)
        if not (is_behind and is_told and not words[one.start].starts):
            kept.append(one)
    return kept


def _about_the_terrein(mentions: list[Mention]) -> list[Mention]:
    if any(one.subject >= 0 for one in mentions):
        return [one for one in mentions if one.subject >= 0]
    return mentions


def _after_but(words: Sequence[Token], mentions: list[Mention]) -> list[Mention]:
    """'In Almere, maar mijn bedrijf staat in Hilversum': what comes after counts."""
    turns = [
        at
        for at, word in enumerate(words)
        if word.text in cues.BUT and not {w.text for w in words[at + 1 : at + 3]} & cues.ALSO
    ]
    if not turns or any(word.text in cues.ALSO for word in words):
        return mentions
    for turn in reversed(turns):
        before = [one for one in mentions if one.end <= turn]
        after = [one for one in mentions if one.start > turn]
        if not before or not after:
            continue
        if any(one.subject > 0 for one in before) and not any(one.subject > 0 for one in after):
            return before
        return (
            before if all(one.is_near for one in after) else [*_narrowing(before, after), *after]
        )
    return mentions


def _narrowing(before: list[Mention], after: list[Mention]) -> list[Mention]:
    """Keep what is only told apart by what follows: 'Haren, maar dan in Groningen'."""
    told = {province for one in after for province in one.provinces}
    return [one for one in before if len(one.provinces) > 1 and told & set(one.provinces)]


def _without_near(mentions: list[Mention]) -> list[Mention]:
    exact = [one for one in mentions if not one.is_near]
    if not exact:
        return mentions
    near = {province for one in mentions if one.is_near for province in one.provinces}
    return [_narrowed(one, near) for one in exact]


def _told_apart(mentions: list[Mention]) -> list[Mention]:
    """'Bergen in Limburg': another name says which of several places is meant."""
    return [
        _narrowed(
            one,
            {p for other in mentions if other is not one for p in other.provinces},
        )
        for one in mentions
    ]


def _narrowed(one: Mention, told: set[str]) -> Mention:
    common = tuple(province for province in one.provinces if province in told)
    return replace(one, provinces=common) if len(one.provinces) > 1 and common else one
