"""Decides whether a name in a text is meant as a place, or is just a word or a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from intents import place_cues as cues
from intents.gazetteer import Entry, Hit, Ordinary
from intents.place_reading import Mention
from intents.place_text import Token, key

_Accept = Callable[[Sequence[Token], Hit, bool], bool]


class Evidence:
    """Sifts the names found in a text, leniently for an answer, strictly for any message."""

    def __init__(self, municipalities: Mapping[str, Entry]) -> None:
        self._municipalities = municipalities

    def of_answer(self, words: Sequence[Token], hits: Sequence[Hit]) -> list[Mention]:
        """Take what is a place in an answer to 'in which province?'."""
        return self._taken(words, hits, _is_said)

    def of_message(self, words: Sequence[Token], hits: Sequence[Hit]) -> list[Mention]:
        """Take only what is clearly a place, whatever the message is about."""
        return self._taken(words, hits, _is_clear)

    def _taken(
        self, words: Sequence[Token], hits: Sequence[Hit], accept: _Accept
    ) -> list[Mention]:
        taken: list[Mention] = []
        is_mixed = not all(word.raw.isupper() for word in words)
        for number, hit in enumerate(hits):
            follower = hits[number + 1] if number + 1 < len(hits) else None
            before = taken[-1] if taken and taken[-1].end == hit.start else None
            if hit.entry.kind == "short" and before:
                taken[-1:] = _with_short_form(before, hit)
                continue
            one = self._mention(words, hit)
            is_told = one.end > hit.end or _is_told_by(words, hit, follower)
            if is_told or accept(words, hit, is_mixed):
                taken.append(one)
        return taken

    def _mention(self, words: Sequence[Token], hit: Hit) -> Mention:
        entry = hit.entry
        if _before(words, hit) in ("gemeente", "gem"):
            entry = self._municipalities.get(key(words[hit.start : hit.end]), entry)
        one = Mention(hit.start, hit.end, entry.kind, entry.name, entry.provinces)
        return _narrowed_by_letter(words, one)


def _with_short_form(one: Mention, short: Hit) -> list[Mention]:
    """'Bergen NH': what stands behind the name says which place it is."""
    common = tuple(p for p in one.provinces if p in short.entry.provinces)
    if common:
        return [replace(one, end=short.end, provinces=common)]
    return [one, Mention(short.start, short.end, "short", "", short.entry.provinces)]


def _narrowed_by_letter(words: Sequence[Token], one: Mention) -> Mention:
    """'Bergen (L)': also a single letter can say it."""
    if len(one.provinces) < 2 or one.end == len(words) or len(words[one.end].text) > 1:
        return one
    letter = words[one.end].text
    common = tuple(province for province in one.provinces if province[0] == letter)
    return replace(one, end=one.end + 1, provinces=common) if len(common) == 1 else one


def _is_told_by(words: Sequence[Token], hit: Hit, follower: Hit | None) -> bool:
    """'Beek bij Nijmegen': a name behind it that lies in the same province."""
    if follower is None or follower.entry is hit.entry or hit.entry.ordinary is Ordinary.DOUBTFUL:
        return False
    between = words[hit.end : follower.start]
    if len(between) > 2 or not all(word.text in cues.TOLD_BY for word in between):
        return False
    return bool(set(hit.entry.provinces) & set(follower.entry.provinces))


def _is_said(words: Sequence[Token], hit: Hit, is_mixed: bool) -> bool:
    ordinary = hit.entry.ordinary
    before = _before(words, hit)
    if hit.entry.kind == "short":
        return _is_short_alone(words, hit, before)
    if ordinary is Ordinary.NO:
        return True
    if before in cues.ARTICLE:
        return hit.entry.kind == "area"  # 'de Peel'; but terrein 'De Hoek' is not Hoek
    is_capital = words[hit.start].is_capital and is_mixed
    is_behind = (before in cues.IN or before in cues.NEAR) and (before != "te" or is_capital)
    if ordinary is Ordinary.WORD:
        if before in cues.PARK:
            return words[hit.start].text not in cues.ARTICLE
        is_name = is_capital and not words[hit.start].starts
        length = sum(len(word.text) for word in words[hit.start : hit.end])
        return is_behind or is_name or (_is_part(words, hit) and (is_capital or length > 4))
    return ordinary is Ordinary.FUNCTION and is_behind and is_capital


def _is_clear(words: Sequence[Token], hit: Hit, is_mixed: bool) -> bool:
    entry, first, before = hit.entry, words[hit.start], _before(words, hit)
    is_capital = first.is_capital and is_mixed
    if entry.kind == "short" or hit.end - hit.start > entry.parts:
        return entry.kind == "short" and before in ("provincie", "prov")
    if not entry.provinces:
        return before == "in"
    if hit.start and words[hit.start - 1].text in cues.PERSON:
        return False
    if before in cues.OF_PERSON and (hit.start < 2 or words[hit.start - 2].text not in cues.ROLE):
        return entry.kind == "province" and not _is_named_before(words, hit.start - 1)
    if entry.ordinary is Ordinary.NO:
        return True
    is_behind = before in cues.WHERE
    if entry.ordinary is Ordinary.WORD:
        is_asked = is_behind and hit.start > 1 and words[hit.start - 2].text in cues.ROLE
        is_named = (
            bool(before) and before not in cues.TITLE and not _is_named_before(words, hit.start)
        )
        is_last = _is_part(words, hit) and hit.start > 0
        return is_asked or (is_capital and (is_behind or is_named or is_last))
    return entry.ordinary is Ordinary.FUNCTION and is_behind and is_capital


def _is_short_alone(words: Sequence[Token], hit: Hit, before: str) -> bool:
    raw = "".join(word.raw for word in words[hit.start : hit.end])
    if len(raw) > 2:
        return hit.entry.ordinary is Ordinary.NO
    return before in ("provincie", "prov", "nl") or (before in ("in", "uit") and raw.isupper())


def _is_named_before(words: Sequence[Token], at: int) -> bool:
    """Whether the word in front of this one looks like somebody's name."""
    return at > 0 and words[at - 1].is_capital and words[at - 1].text not in cues.ROLE


def _is_part(words: Sequence[Token], hit: Hit) -> bool:
    """Whether the name stands alone between punctuation."""
    return words[hit.start].starts and (hit.end == len(words) or words[hit.end].starts)


def _before(words: Sequence[Token], hit: Hit) -> str:
    """Give the word in front, unless punctuation stands between."""
    return "" if words[hit.start].starts else words[hit.start - 1].text
