"""Decides which of the places named in an answer is meant: denials, corrections, nearness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from intents import place_cues as cues
from intents.place_text import Token

_FAR = 4  # as many words may stand between a cue and its name
ELSEWHERE = -2  # the subject of a clause about a home or the past
_CLAUSE = 25  # and as many between a name and what its clause is about


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in the words `start` to `end`; without provinces it lies abroad.

    `also` holds the provinces of a village with the name of this province. `is_near` says that
    the terrein lies near it rather than in it; `is_doubtful` that it may be a surname. `subject`
    is 2 where the clause is about the terrein, 1 where it is about a building, -1 where it is
    about an office and -2 where it is about a home or the past.
    """

    start: int
    end: int
    kind: str
    name: str
    provinces: tuple[str, ...]
    is_near: bool = False
    is_denied: bool = False
    subject: int = 0
    also: tuple[str, ...] = ()
    is_doubtful: bool = False


def in_context(words: Sequence[Token], mentions: Sequence[Mention]) -> list[Mention]:
    """Note for each mention what the words around it make of it."""
    noted: list[Mention] = []
    for one in mentions:
        is_near = _is_near(words, one)
        before = noted[-1] if noted else None
        if before and _is_joined(words, before, one):
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


def _is_joined(words: Sequence[Token], before: Mention, one: Mention) -> bool:
    """'Tussen Ede en Rhenen', 'op de grens Utrecht-Gelderland': one word counts for both."""
    between = words[before.end : one.start]
    is_row = not between and not words[one.start].starts
    return is_row or (len(between) == 1 and between[0].text in cues.BOTH)


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
    if word.text in cues.TERREIN:
        return 1 if word.text in cues.PREMISES else 2
    return ELSEWHERE if word.text in cues.ELSEWHERE else -(word.text in cues.OFFICE)


def meant(words: Sequence[Token], mentions: Sequence[Mention]) -> list[Mention]:
    """Leave out what is denied, taken back, or named only to say what it is near to."""
    kept = _after_correction(words, mentions)
    kept = [one for one in kept if not one.is_denied]
    kept = _without_terrein_names(words, kept)
    kept = _without_options(words, kept)
    kept = _about_the_terrein(kept)
    kept = _after_but(words, kept)
    return _told_apart(_without_near(kept))


def _after_correction(words: Sequence[Token], mentions: Sequence[Mention]) -> list[Mention]:
    first = 0
    for number, one in enumerate(mentions[1:], 1):
        between = words[mentions[number - 1].end : one.start]
        after = words[one.end : one.end + 2]
        is_moved = [word.text for word in between] in (["naar"], ["to"]) and not any(
            word.text in cues.FUTURE for word in words[: one.start]
        )
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
        is_terrein = is_behind and is_told and not words[one.start].starts
        if not (is_terrein or (follower and _is_firm(words, one, follower))):
            kept.append(one)
    return kept


def _is_firm(words: Sequence[Token], one: Mention, follower: Mention) -> bool:
    """'Bakkerij Zwolle in Almere', 'Amsterdam Trading te Almere': the name of a firm."""
    between = words[one.end : follower.start]
    if not between or between[-1].text not in ("in", "te", "uit"):
        return False
    if any(word.starts for word in words[one.end : follower.start + 1]):
        return False
    named = between[:-1]
    if named:
        return all(word.is_capital and word.text not in cues.KNOWN for word in named)
    before = words[one.start - 1] if one.start and not words[one.start].starts else None
    return before is not None and before.text not in cues.KNOWN and before.raw.isalpha()


def _about_the_terrein(mentions: list[Mention]) -> list[Mention]:
    """'Kantoor in Rotterdam, loods in Venlo' may be about either; a terrein is never an office."""
    best = max((one.subject for one in mentions), default=0)
    least = -1 if best == 1 else min(best, 0)
    return [one for one in mentions if one.subject >= least]


def _without_options(words: Sequence[Token], mentions: list[Mention]) -> list[Mention]:
    """'Is dat Gelderland of Utrecht? Veenendaal': the place says which of the two it is."""
    options: set[str] = set()
    for one, follower in pairwise(mentions):
        between = words[one.end : follower.start]
        is_choice = any(word.text in cues.OR for word in between)
        if is_choice and one.kind == follower.kind == "province":
            options.update(one.provinces, follower.provinces)
    places = [one for one in mentions if one.kind == "place"]
    is_told = options and places and all(options.issuperset(one.provinces) for one in places)
    return places if is_told else mentions


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
