"""Sorts the parts of a message: who, where, which company, and what remains as the question."""

from __future__ import annotations

import re
from itertools import islice

from bot.details.companies import find_company, find_terrein
from bot.details.names import INTRO, name_at_start, name_score
from bot.details.segments import EDGES, MOST_SEGMENTS, Segment, is_filler, joined, without
from bot.details.vocabulary import NOT_NAMES, PLACE_WORDS, SALUTATIONS, TITLES
from bot.details.whereabouts import FindPlace, Whereabouts

MOST_INTROS = 5
_LABELS = {
    **dict.fromkeys(("naam", "name", "contactpersoon", "voornaam"), "name"),
    **dict.fromkeys(("bedrijf", "bedrijfsnaam", "firma", "onderneming", "company"), "company"),
    **dict.fromkeys(("plaats", "woonplaats", "provincie", "gemeente", "regio"), "place"),
    **dict.fromkeys(("locatie", "vestigingsplaats", "place", "city", "province"), "place"),
    **dict.fromkeys(("terrein", "bedrijventerrein", "park", "business park"), "terrein"),
    **dict.fromkeys(("vraag", "mijn vraag", "onderwerp", "betreft", "bericht"), "question"),
    **dict.fromkeys(("question", "my question", "subject", "message", "re"), "question"),
}
_CLOSING = re.compile(
    r"(?<!\w)(?:(?:met )?(?:vriendelijke |hartelijke )?(?:groet(?:en|jes)?|gr|mvg|m\.v\.g)"
    r"|(?:kind |best )?regards)\b[ .!]*",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?<!\w)(?:over|betreft|betreffende|inzake|m\.b\.t\.|mbt|i\.v\.m\.|ivm|in verband met|"
    r"vanwege|wegens|aangaande|about|regarding|concerning) +",
    re.IGNORECASE,
)
_TO_PERSON = re.compile(
    r" (?:met|aan|to|with)(?: (?:een|a))? (?:mens|iemand|persoon|someone|person)$"
)
_CALL = re.compile(
    r"(?<!\w)(?:(?:bel|call) +|(?:voor|for) +(?=(?:mevr|mw|dhr|meneer|de heer|mrs?\b|ms\b)))",
    re.IGNORECASE,
)
_MIDWAY = ("ik ben", "i am", "i'm")  # these introduce a name also inside a sentence


class Sorter:
    """Takes what it recognises out of each segment; what remains is the question."""

    def __init__(self, find_place: FindPlace | None, *, is_reachable: bool) -> None:
        self.name: str | None = None
        self.company: str | None = None
        self.terrein: str | None = None
        self.question: str | None = None
        self.guessed: set[str] = set()
        self.where = Whereabouts(find_place, is_reachable=is_reachable)
        self._is_reachable = is_reachable

    def sort(self, segments: list[Segment]) -> None:
        kept: list[tuple[int, str]] = []
        label: str | None = None
        for number, segment in enumerate(segments):
            if not segment.text:
                continue
            if number >= MOST_SEGMENTS or label == "question":
                left: str = segment.text
            elif label and self._take_labelled(label, segment.text):
                left = ""
            elif label := _label_of(segment):
                continue
            else:
                left = self._take(segment.text)
            label = None
            if left:
                kept.append((number, left))
        self._guess_name(kept)
        typo = self.where.settle(self.name)
        if self.where.is_guessed:
            self.guessed.add("place")
        self.question = joined([one for one in kept if one[1] != typo], segments)

    def _take_labelled(self, label: str, text: str) -> bool:
        """Take a whole segment for what its label says; False where it cannot be that."""
        if label == "place":
            return self.where.take_labelled(text)
        if label == "name":
            self.name = name_at_start(text, is_sure=True)
            return self.name is not None
        if label == "company":
            self.company = text[:80]
        else:
            self.terrein = text[:80]
        return True

    def _take(self, text: str) -> str:
        """Take out all that is recognised; return what remains for the question."""
        if not any(map(str.isalnum, text)) or _is_salutation(text):
            return ""
        text = self.where.take_postcode(text)
        text = self._take_company(text)
        text = self._take_introduced(self._take_signature(text))
        if subject := _SUBJECT.search(text):
            before, after = text[: subject.start()].strip(EDGES), text[subject.end() :]
            if not self._take_before_subject(before):
                left = _TO_PERSON.sub("", self.where.take(after)).strip(EDGES)
                return "" if is_filler(left) else left
        text = self.where.take(text)
        return "" if is_filler(text) else text

    def _take_before_subject(self, before: str) -> str:
        left = self.where.take(before)
        if not is_filler(left) and not self.name and name_score(left):
            self._guess(left)
            return ""
        return "" if is_filler(left) else left

    def _take_company(self, text: str) -> str:
        company = None if self.company else find_company(text)
        if company:
            self.company = company.name
            self.guessed |= set() if company.is_stated else {"company"}
            rest = without(text, company.span)
            # A sentence about the company stays whole; 'Jan van Bakkerij Jansen' is divided.
            if company.is_aside or is_filler(rest, PLACE_WORDS) or name_score(rest):
                text = rest
        terrein = None if self.terrein else find_terrein(text)
        if terrein and not self.where.is_place(terrein.name):
            self.terrein = terrein.name
            self.guessed.add("terrein")
            text = without(text, terrein.span)
        return text

    def _take_signature(self, text: str) -> str:
        """Take the name after a greeting at the end, and the one in 'John hier'."""
        for closing in islice(_CLOSING.finditer(text), MOST_INTROS):
            rest = text[closing.end() :]
            name = name_at_start(rest, is_sure=True)
            if name and len(rest.split()) == len(name.split()):
                self.name = self.name or name
                return text[: closing.start()].strip(EDGES)
            if not rest.strip(EDGES):
                return text[: closing.start()].strip(EDGES)
        return f"ik ben {text[: -len(' hier')]}" if text.endswith(" hier") else text

    def _take_introduced(self, text: str) -> str:
        """Take the name after 'mijn naam is', 'ik ben', or 'bel' where a number follows."""
        for intro in islice(INTRO.finditer(text), MOST_INTROS):
            is_sure = bool(intro[1])
            if not (is_sure or intro.start() == 0 or intro[0].casefold().startswith(_MIDWAY)):
                continue
            if (rest := self._without_name(text, intro, is_sure=is_sure)) is not None:
                return rest
        for call in islice(_CALL.finditer(text) if self._is_reachable else (), MOST_INTROS):
            if (rest := self._without_name(text, call, is_sure=False)) is not None:
                self.guessed.add("name")
                return rest
        return text

    def _without_name(self, text: str, intro: re.Match[str], *, is_sure: bool) -> str | None:
        rest = text[intro.end() :]
        name = name_at_start(rest, is_sure=is_sure)
        if not name or (not is_sure and self.where.is_place(name)):
            return None
        self.name = self.name or name
        end = intro.end() + _length_of_words(rest, len(name.split()))
        return without(text, (intro.start(), end))

    def _guess_name(self, kept: list[tuple[int, str]]) -> None:
        """Take the segment that looks most like a name, if no name was stated."""
        scores = [name_score(text, is_reachable=self._is_reachable) for _, text in kept]
        if not self.name and any(scores):
            _, text = kept.pop(scores.index(max(scores)))
            self._guess(text)

    def _guess(self, text: str) -> None:
        self.name = name_at_start(text, is_sure=True)
        self.guessed.add("name")


def _label_of(segment: Segment) -> str | None:
    if _CLOSING.fullmatch(segment.text):
        return "name"
    return _LABELS.get(segment.text.casefold()) if segment.ending[:1] == ":" else None


def _is_salutation(text: str) -> bool:
    words = [word.strip(".,!") for word in text.casefold().split()]
    if len(words) > 4 or words[0] not in SALUTATIONS:
        return False
    return not any(word in NOT_NAMES - TITLES for word in words[1:])


def _length_of_words(text: str, count: int) -> int:
    words = list(re.finditer(r"\S+", text))[:count]
    return words[-1].end() if words else 0
