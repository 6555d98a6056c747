"""Finds the place in parts of a message, and leaves names and sentences as they were."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.details.names import name_score
from bot.details.segments import EDGES, is_filler, without
from bot.details.vocabulary import (
    FIRST_NAMES,
    GREETINGS,
    NOT_NAMES,
    PARTICLES,
    PLACE_WORDS,
    PROVINCES,
    REQUEST,
    SITUATED,
)
from intents import Place

FindPlace = Callable[[str], Place]

MOST_LOOKUPS = 15
LONGEST_SENTENCE = 20  # words
_PLAIN = (GREETINGS | REQUEST | PARTICLES | NOT_NAMES) - PROVINCES
_IN = re.compile(
    r"(?<![\w'])(?:in|te|uit|bij|nabij|vlakbij|rond|omgeving|regio|provincie|gemeente|near|"
    r"from|at) +(?=\S)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"(?<![\w.])[1-9]\d{3} ?([A-Za-z]{2})(?!\w)")
_MAYBE_PLACE = re.compile(r"[\w '’./()-]{2,40}")
_Spot = tuple[int, int, Place]


class Whereabouts:
    """Keeps the place that a message names; `take` returns a part without it."""

    def __init__(self, find_place: FindPlace | None, *, is_reachable: bool) -> None:
        self.place: Place | None = None
        self.is_guessed = False
        self._find_place = find_place
        self._is_reachable = is_reachable
        self._lookups = 0
        self._suggested: list[tuple[str, Place]] = []

    def take_labelled(self, text: str) -> bool:
        place = self._look_up(text)
        if place is None or place.outcome == "unknown":
            return False
        self.place = place
        return True

    def take_postcode(self, text: str) -> str:
        found = None if self.place else _POSTCODE.search(text)
        if not found or (not found[1].isupper() and found[1].casefold() in NOT_NAMES | PARTICLES):
            return text
        return without(text, found.span()) if self.take_labelled(found[0]) else text

    def take(self, text: str) -> str:
        """Take out the place, with 'in' before it, where that leaves a sound text."""
        if not text or not self._find_place:
            return text
        if len(text.split()) <= 4 and self._note_if_place(text):
            return ""
        if self._is_settled():
            return text
        if (rest := self._take_beside(text)) is not None:
            return rest
        if spots := self._spots_in(text):
            return self._take_from_sentence(text, spots)
        if len(text.split()) <= 15 and SITUATED & set(text.casefold().split()):
            self._note_whole_sentence(text)
        return text

    def settle(self, name: str | None) -> str | None:
        """Where no place was found, take the one perhaps meant by a typo; return its text."""
        for text, place in [] if self.place else self._suggested:
            if not name or _folded(text) not in _folded(name):
                self.place = place
                return text
        return None

    def is_place(self, text: str) -> bool:
        place = self._look_up(text)
        return (
            place is not None and place.outcome in {"found", "ask"} and self._covers(place, text)
        )

    def _take_beside(self, text: str) -> str | None:
        """Divide 'Karel Smit Deventer' and 'Assen hercertificering'; None where it is neither."""
        words = text.split()
        for cut in (-1, -2, 1, 2) if 2 <= len(words) <= 7 else ():
            ends = (" ".join(words[:cut]), " ".join(words[cut:]))
            rest, place = ends if cut < 0 else (ends[1], ends[0])
            is_name = len(rest.split()) > 1 and name_score(rest, is_reachable=True) > 1
            is_first = cut > 0 and self._is_reachable and place[0].isupper()
            if not (is_name or is_first) or place.split()[0] in PARTICLES or not rest:
                continue
            if place.split()[0].casefold() not in FIRST_NAMES and self._note_if_place(place):
                return rest
        return None

    def _spots_in(self, text: str) -> list[_Spot]:
        """Return what stands after 'in', 'bij' and the like, if it is a place."""
        spots = []
        for near in list(_IN.finditer(text))[:4]:
            words = text[near.end() :].split(" ")[:4]
            for count in range(len(words), 0, -1):
                fragment = " ".join(words[:count]).rstrip(EDGES + ".!?)")
                if place := self._place_of(fragment, text):
                    spots.append((near.start(), near.end() + len(fragment), place))
                    break
        return spots

    def _take_from_sentence(self, text: str, spots: list[_Spot]) -> str:
        start, end, place = spots[0]
        self._keep(place, text[start:end].split(" ", 1)[1])
        if len(spots) > 1:
            self._note_whole_sentence(text)
            return text
        rest = without(text, (start, end))
        if is_filler(rest, PLACE_WORDS):
            return ""
        # A longer sentence keeps its place: it would not be the same question without.
        is_last = not text[end:].strip(EDGES + ".!")
        return rest if is_last and len(rest.split()) <= 4 else text

    def _note_whole_sentence(self, text: str) -> None:
        if len(text.split()) > LONGEST_SENTENCE:
            return
        place = self._look_up(text)
        if place and place.outcome in {"found", "ask", "both", "abroad"}:
            self.place = place
            self.is_guessed = True

    def _note_if_place(self, text: str) -> bool:
        place = self._place_of(text)
        if place and not self._is_settled():
            self._keep(place, text)
        return place is not None

    def _keep(self, place: Place, text: str) -> None:
        self.place = place
        names = (place.name or "", *place.provinces)
        self.is_guessed = not any(name and _folded(name) in _folded(text) for name in names)

    def _is_settled(self) -> bool:
        return self.place is not None and self.place.outcome == "found"

    def _place_of(self, text: str, around: str | None = None) -> Place | None:
        """Return the place if the whole text is one; a typo, perhaps, waits for the names.

        `around` is the sentence in which the text stands after 'in'; without, it stands alone.
        """
        text = text.strip(EDGES + ".!?")
        words = text.casefold().split()
        if all(word in _PLAIN for word in words) or not _MAYBE_PLACE.fullmatch(text):
            return None
        if around and text[0].isdigit():
            return None
        place = self._look_up(text)
        if place is None or place.outcome == "unknown":
            return None
        if place.outcome == "suggest":
            # 'in maart' is no typo for Maarn.
            is_likely = around is None or text[0].isupper() or SITUATED & set(around.split())
            if len(words) == 1 and is_likely:
                self._suggested.append((text, place))
            return None
        return place if self._covers(place, text) else None

    def _covers(self, place: Place, text: str) -> bool:
        """Tell whether the text is this place and no more; 'Anja van Assen' is a name."""
        if _is_named(place, text):
            return True
        words = text.split()
        if len(words) > 4 or words[0].casefold().strip(".,") in FIRST_NAMES:
            return False
        # Another spelling ('Den Bosch') is whole only if no part of it is the place by itself.
        for length in range(1, len(words)):
            for first in range(len(words) - length + 1):
                if self._look_up(" ".join(words[first : first + length])) == place:
                    around = " ".join(words[:first] + words[first + length :])
                    return is_filler(around, PLACE_WORDS | PROVINCES)
        return True

    def _look_up(self, text: str) -> Place | None:
        self._lookups += 1
        if self._find_place is None or self._lookups > MOST_LOOKUPS:
            return None
        return self._find_place(text)


def _is_named(place: Place, text: str) -> bool:
    names = [place.name or "", *place.provinces, *(one.label for one in place.candidates)]
    return any(_folded(name) == _folded(text) for name in names)


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
