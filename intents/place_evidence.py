"""Decides whether a name in a text is meant as a place, or is just a word or a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from intents import place_cues as cues
from intents.gazetteer import Entry, Hit, Ordinary
from intents.place_reading import Mention
from intents.place_text import Token, key

_LONG = 8  # letters of a name that is hardly a word in between
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
        ends = {hit.end for hit in hits}
        is_mixed = not all(word.raw.isupper() for word in words)
        for number, hit in enumerate(hits):
            follower = hits[number + 1] if number + 1 < len(hits) else None
            before = taken[-1] if taken and taken[-1].end == hit.start else None
            if hit.entry.kind == "short" and before:
                taken[-1:] = _with_short_form(before, hit)
                continue
            one = self._mention(words, hit)
            is_told = one.end > hit.end or _is_told_by(words, hit, follower)
            if _is_part_of_name(words, hit, ends):
                continue
            if is_told or accept(words, hit, is_mixed):
                one = _as_village(words, one, follower)
                is_doubtful = is_mixed and (
                    _is_surname(words, hit) or _is_everyday(words, hit, hits)
                )
                taken.append(replace(one, is_doubtful=is_doubtful))
        return taken

    def _mention(self, words: Sequence[Token], hit: Hit) -> Mention:
        entry = hit.entry
        if _before(words, hit) in ("gemeente", "gem"):
            entry = self._municipalities.get(key(words[hit.start : hit.end]), entry)
        one = Mention(hit.start, hit.end, entry.kind, entry.name, entry.provinces, also=entry.also)
        return _narrowed_by_letter(words, one)


def _with_short_form(one: Mention, short: Hit) -> list[Mention]:
    """'Bergen NH': what stands behind the name says which place it is."""
    common = tuple(p for p in one.provinces + one.also if p in short.entry.provinces)
    if common:
        return [replace(one, end=short.end, provinces=common)]
    return [one, Mention(short.start, short.end, "short", "", short.entry.provinces)]


def _is_part_of_name(words: Sequence[Token], hit: Hit, ends: set[int]) -> bool:
    """'Utrecht weg 3', 'Klein-Amsterdam', 'meneer Van Utrecht': no place by itself.

    `ends` are the places in the row of words where another name ends.
    """
    after = words[hit.end] if hit.end < len(words) else None
    if after and not after.starts and after.text in cues.STREET:
        return True
    if words[hit.start].starts:
        return False
    before = words[hit.start - 1]
    if words[hit.start].gap == "-" and before.raw.isalpha():
        is_known = before.text in (cues.KNOWN - cues.PREFIX) | cues.COMPASS
        return hit.start not in ends and not is_known and len(before.text) > 1
    if before.text in cues.OF_PERSON and hit.start > 1 and not before.starts:
        before = words[hit.start - 2]
    return before.text in cues.PERSON


def _is_surname(words: Sequence[Token], hit: Hit) -> bool:
    """'Van Breda Transport', 'Jan van Breda': more likely a person than a place."""
    at = hit.start - 1
    if words[hit.start].starts or words[at].text not in cues.OF_PERSON:
        return False
    if words[at].is_capital:
        return True
    is_named = at > 0 and not words[at].starts and words[at - 1].is_capital
    return is_named and words[at - 1].text not in cues.KNOWN


def _is_everyday(words: Sequence[Token], hit: Hit, hits: Sequence[Hit]) -> bool:
    """'We doen in dieren', 'best wel': a word in a sentence that is not just about where."""
    if hit.entry.ordinary is Ordinary.NO:
        return False
    if words[hit.start].starts and not _is_part(words, hit):
        return _is_core(words, hit)
    if words[hit.start].is_capital:
        return False
    named = {at for one in hits for at in range(one.start, one.end)}
    rest = [word for at, word in enumerate(words) if at not in named and word.raw.isalpha()]
    return any(len(word.text) > 2 and word.text not in cues.ABOUT_PLACES for word in rest)


def _as_village(words: Sequence[Token], one: Mention, follower: Hit | None) -> Mention:
    """'Zeeland bij Uden' and 'het dorp Zeeland' are not the province of that name."""
    told = {p for p in one.also if follower and p in follower.entry.provinces}
    between = words[one.end : follower.start] if follower else ()
    is_behind = bool(between) or (follower and "(" in words[follower.start].gap)
    if told and is_behind and all(word.text in cues.TOLD_BY for word in between):
        return replace(one, kind="place", provinces=tuple(sorted(told)))
    is_village = one.start and words[one.start - 1].text in ("dorp", "dorpje", "plaatsje")
    return replace(one, kind="place", provinces=one.also) if one.also and is_village else one


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
    if not follower.entry.provinces:
        # 'Losser bij Gronau'
        return words[hit.start].is_capital and [w.text in cues.NEAR for w in between] == [True]
    if len(between) > 2 or not all(word.text in cues.TOLD_BY for word in between):
        return False
    return bool(set(hit.entry.provinces) & set(follower.entry.provinces))


def _is_said(words: Sequence[Token], hit: Hit, is_mixed: bool) -> bool:
    ordinary = hit.entry.ordinary
    before = _before(words, hit)
    if hit.entry.kind == "short":
        return _is_short_alone(words, hit, before)
    if ordinary is Ordinary.NO or _is_apostrophe_inside(words, hit):
        return True
    after = words[hit.end] if hit.end < len(words) else None
    if after and after.text in cues.SIDE and hit.entry.kind == "province":
        return True
    if before in cues.ARTICLE:
        return hit.entry.kind == "area"  # 'de Peel'; but terrein 'De Hoek' is not Hoek
    is_capital = words[hit.start].is_capital and is_mixed
    is_behind = (before in cues.IN or before in cues.NEAR) and (before != "te" or is_capital)
    if ordinary is Ordinary.WORD:
        if not words[hit.start].is_capital and _is_adjective(after):
            return False
        if before in cues.PARK:
            return words[hit.start].text not in cues.ARTICLE
        is_name = is_capital and not words[hit.start].starts
        length = sum(len(word.text) for word in words[hit.start : hit.end])
        is_alone = _is_part(words, hit) and (is_capital or length > 4)
        return is_behind or is_name or is_alone or _is_core(words, hit)
    return ordinary is Ordinary.FUNCTION and is_behind and is_capital


def _is_apostrophe_inside(words: Sequence[Token], hit: Hit) -> bool:
    """A'dam is no Adam."""
    return any(word.gap and word.gap in "'’‘`´" for word in words[hit.start + 1 : hit.end])


def _is_adjective(after: Token | None) -> bool:
    """'In houten loodsen': a word of the sentence that goes on with the next one."""
    if after is None or after.starts or not after.raw.isalpha():
        return False
    return after.raw.islower() and len(after.text) > 2 and after.text not in cues.KNOWN


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


def _is_core(words: Sequence[Token], hit: Hit) -> bool:
    """'Ede dus', 'Goes en omgeving': the answer holds nothing else."""
    rest = [*words[: hit.start], *words[hit.end :]]
    about = cues.ABOUT_PLACES
    if sum(len(word.text) for word in words[hit.start : hit.end]) < _LONG:
        about -= cues.TONE  # but 'best hoor' and 'echt wel' hold no place
    return words[hit.start].starts and all(word.text in about for word in rest)


def _is_part(words: Sequence[Token], hit: Hit) -> bool:
    """Whether the name stands alone between punctuation."""
    return words[hit.start].starts and (hit.end == len(words) or words[hit.end].starts)


def _before(words: Sequence[Token], hit: Hit) -> str:
    """Give the word in front, unless punctuation stands between."""
    return "" if words[hit.start].starts else words[hit.start - 1].text
