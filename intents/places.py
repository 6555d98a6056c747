"""Reads where in the Netherlands something lies: from an answer, or from any message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from intents import place_cues as cues
from intents.gazetteer import Entry, Gazetteer, Ordinary
from intents.model import Candidate, Facilitator, Intent, Place, Region
from intents.place_evidence import Evidence
from intents.place_reading import ELSEWHERE, Mention, in_context, meant
from intents.place_table import PlaceTable, read_places
from intents.place_text import Token, key, tokens
from intents.place_typos import Guess, Typos
from intents.postcodes import Postcodes

__all__ = ["PlaceTable", "Places", "read_places"]

UNKNOWN = Place("unknown")
ABROAD = Place("abroad")
_LONGEST_TYPO = 60  # words; in a longer text nothing but exact names is looked for


class Knowledge(Protocol):
    """What of the knowledge base is needed here."""

    @property
    def regions(self) -> tuple[Region, ...]: ...

    @property
    def facilitators(self) -> Mapping[str, Facilitator]: ...

    @property
    def places(self) -> PlaceTable: ...

    @property
    def intents(self) -> Mapping[str, Intent]: ...


class Places:
    """Finds the province, or provinces, that a text names; without state, safe in threads."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._regions = {region.id: region for region in knowledge.regions}
        self._gazetteer = Gazetteer(knowledge.regions, knowledge.places)
        self._postcodes = Postcodes(knowledge.regions)
        self._evidence = Evidence(self._gazetteer.municipalities)
        self._typos = Typos(self._gazetteer.entries, cues.KNOWN | _words_asked_with(knowledge))

    def find(self, text: str) -> Place:
        """Read an answer to 'in which province?'."""
        words = tokens(text)
        if codes := self._postcodes.with_letters(words):
            return self._several(codes, "both")
        if entry := self._whole(words, text):
            return self._of_entry(entry, words[0].raw.islower())
        mentions = self._evidence.of_answer(words, self._gazetteer.hits(words))
        if guess := self._typos.long_name(words):
            return self._offer(self._candidates(guess.entry))
        return self._place(words, mentions) or self._guess(words)

    def mentions(self, text: str) -> Place:
        """Read a place in a message that may be about anything; unknown where in doubt."""
        words = tokens(text)
        if codes := self._postcodes.with_letters(words, is_answer=False):
            return self._several(codes, "both")
        mentions = self._evidence.of_message(words, self._gazetteer.hits(words))
        place = self._place(words, mentions, is_answer=False)
        return place or UNKNOWN

    def _whole(self, words: Sequence[Token], text: str) -> Entry | None:
        """Give the name that the whole answer is, but for words like 'gemeente'."""
        while len(words) > 1 and words[0].text in cues.KIND:
            if words[0].text in ("gemeente", "gem"):
                return self._gazetteer.municipalities.get(key(words[1:]))
            words = words[1:]
        entry = self._gazetteer.entries.get(key(words))
        if entry and entry.ordinary is not Ordinary.NO and "?" in text:
            return None
        return entry

    def _of_entry(self, entry: Entry, is_lower: bool) -> Place:
        is_function = is_lower and entry.ordinary is Ordinary.FUNCTION  # 'een', 'heel'
        if not entry.provinces:
            return ABROAD
        if entry.ordinary is Ordinary.DOUBTFUL or is_function:
            return self._offer(self._candidates(entry))
        name = entry.name if entry.kind == "place" else None
        return self._several(entry.provinces, "ask", self._candidates(entry), name)

    def _place(
        self, words: Sequence[Token], mentions: Sequence[Mention], is_answer: bool = True
    ) -> Place | None:
        noted = in_context(words, mentions)
        left = meant(words, [one for one in noted if one.provinces])
        abroad = [one for one in noted if not one.provinces and not one.is_denied]
        left = [one for one in left if not _lies_abroad(words, one, abroad)]
        codes = self._postcodes.announced(words)
        if left and not (abroad and _is_abroad(left, abroad)):
            return self._of_mentions(words, left, codes)
        if abroad:
            return ABROAD
        if not codes and is_answer and not noted:
            codes = self._postcodes.alone(words)
        if codes:
            return self._several(codes, "both")
        return UNKNOWN if noted else None

    def _of_mentions(
        self, words: Sequence[Token], mentions: Sequence[Mention], codes: Sequence[str]
    ) -> Place:
        mentions = [one for one in mentions if not one.is_doubtful] or mentions
        is_doubtful = any(one.is_doubtful or one.subject == ELSEWHERE for one in mentions)
        provinces: list[str] = []
        candidates: dict[str, Candidate] = {}
        for one in mentions:
            told = [p for p in one.provinces if p in codes] if len(one.provinces) > 1 else []
            for province in told or one.provinces:
                provinces.append(province)
                candidates.setdefault(province, self._candidate(one.name, one.kind, province))
        if is_doubtful or self._has_other_postcode(words, mentions):
            return self._offer(list(candidates.values()))
        names = {one.name for one in mentions if one.kind == "place"}
        name = names.pop() if len(names) == 1 else None
        between = words[mentions[0].end : mentions[-1].start]
        is_both = len(mentions) > 1 and not any(word.text in cues.OR for word in between)
        outcome = "both" if is_both else "ask"
        return self._several(provinces, outcome, list(candidates.values()), name)

    def _has_other_postcode(self, words: Sequence[Token], mentions: Sequence[Mention]) -> bool:
        """'3500 Hasselt': digits in front of a town that are not the postcode of it."""
        first = mentions[0]
        if len(mentions) > 1 or not first.start or words[first.start].starts:
            return False
        before = words[first.start - 1]
        is_code = before.starts and len(before.text) == 4 and before.text.isdecimal()
        return is_code and self._postcodes.province_of(before.text) not in first.provinces

    def _guess(self, words: Sequence[Token]) -> Place:
        guesses = self._typos.guesses(words) if len(words) <= _LONGEST_TYPO else []
        if not guesses:
            return UNKNOWN
        best = guesses[0]
        if not best.entry.provinces:
            return ABROAD if best.distance <= 0.5 else UNKNOWN
        if _is_sure(best) and len(guesses) == 1:
            return self._several(best.entry.provinces, "ask")
        found = [one for guess in guesses for one in self._candidates(guess.entry)]
        return self._offer(list({one.province: one for one in found}.values())[:4])

    def _several(
        self,
        ids: Sequence[str],
        outcome: str,
        candidates: Sequence[Candidate] = (),
        name: str | None = None,
    ) -> Place:
        """Give the place with these provinces; `outcome` says what more than one of them is."""
        ids = list(dict.fromkeys(ids))
        regions = [self._regions[one] for one in ids]
        shared = {region.facilitator for region in regions}
        facilitator = shared.pop() if len(shared) == 1 else None
        candidates = tuple(candidates) or tuple(
            Candidate(region.name, region.name) for region in regions
        )
        provinces = tuple(region.name for region in regions)
        if outcome == "both" and len(ids) > 1:
            return Place("both", provinces, facilitator, name, candidates)
        if facilitator:
            return Place("found", provinces, facilitator, name, candidates)
        return Place("ask", provinces, None, name, candidates)

    def _offer(self, candidates: Sequence[Candidate]) -> Place:
        provinces = tuple(dict.fromkeys(one.province for one in candidates))
        return Place("suggest", provinces, None, None, tuple(candidates))

    def _candidates(self, entry: Entry) -> list[Candidate]:
        return [self._candidate(entry.name, entry.kind, one) for one in entry.provinces]

    def _candidate(self, name: str, kind: str, province: str) -> Candidate:
        region = self._regions[province].name
        return Candidate(f"{name} ({region})" if kind == "place" else region, region)


def _words_asked_with(knowledge: Knowledge) -> frozenset[str]:
    """Whoever asks a question of ours uses these words: none of them is a misspelt place."""
    return frozenset(
        word.text
        for intent in knowledge.intents.values()
        for utterance in intent.utterances
        for word in tokens(utterance)
        if not word.is_capital
    )


def _is_sure(guess: Guess) -> bool:
    """A misspelt province is taken at once where nothing else is as near."""
    limit = 1.5 if guess.length >= 9 else 1
    return guess.entry.kind == "province" and guess.distance <= limit


def _lies_abroad(words: Sequence[Token], one: Mention, abroad: Sequence[Mention]) -> bool:
    """'Limburg in België': a country directly behind a name, or in front of it."""
    for country in abroad:
        if country.kind != "country" or country.is_near:
            continue
        between = words[one.end : country.start]
        if one.end <= country.start and all(word.text in ("in", "te") for word in between):
            return True
        if country.end == one.start and not words[one.start].starts:
            return True
    return False


def _is_abroad(left: Sequence[Mention], abroad: Sequence[Mention]) -> bool:
    return all(one.is_near for one in left) and any(not one.is_near for one in abroad)
