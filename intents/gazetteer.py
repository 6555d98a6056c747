"""The index of every name that stands for a place, and the search for them in a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from intents.model import Region
from intents.place_cues import FILLER
from intents.place_table import PlaceTable
from intents.place_text import Token, key_of, parts_of

SPLIT_LENGTH = 8  # a name this long is also found with a space where none belongs
MUNICIPALITY = 5  # as many postcodes is it worth to be one, when names are weighed
MOST_HITS = 40  # who names more places does not answer where he is
_GLUE = frozenset(" -'’‘`´/.\u00a0")


class Ordinary(IntEnum):
    """How much a name is also something else, and so how little it says by itself."""

    NO = 0
    WORD = 1
    FUNCTION = 2
    DOUBTFUL = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """What one name can stand for; `provinces` are ids, the largest place first.

    kind is 'province', 'place', 'area', 'short' (an abbreviation), 'country' or 'abroad'; `also`
    holds the provinces in which a village is called like this province.
    """

    name: str
    kind: str
    provinces: tuple[str, ...]
    parts: int
    weight: int = 0
    ordinary: Ordinary = Ordinary.NO
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in the words from `start` up to `end`."""

    start: int
    end: int
    entry: Entry


class Gazetteer:
    """All names, found by their key; built once, then only read."""

    def __init__(self, regions: Sequence[Region], table: PlaceTable) -> None:
        self.entries: dict[str, Entry] = {}
        self.municipalities: dict[str, Entry] = {}
        self._ordinary = _ordinary_keys(table)
        # Whoever comes first keeps the name: a town that is also a province is the province.
        self._add_provinces(regions)
        self._add_places(regions, table)
        for area in table.areas:
            self._add(Entry(area.name, "area", area.provinces, 0, 3))
        for name in table.countries:
            self._add(Entry(name, "country", (), 0, 2))
        for name in table.abroad:
            self._add(Entry(name, "abroad", (), 0, 2))
        for short in table.abbreviations:
            self._add(Entry(short.name, "short", (short.province,), 0))
        self._beginnings = {
            name[:length] for name in self.entries for length in range(1, len(name) + 1)
        }

    def _add_provinces(self, regions: Sequence[Region]) -> None:
        for region in regions:
            for name in (region.name, region.name_en, *region.variants):
                self._add(Entry(name, "province", (region.id,), 0, 50))

    def _add_places(self, regions: Sequence[Region], table: PlaceTable) -> None:
        rows = [(place.name, place.province, place.postcodes) for place in table.places]
        for region in regions:
            rows += [(name, region.id, MUNICIPALITY) for name in region.municipalities]
        official = _merged(rows)
        for name, entry in official.items():
            self._add(entry)
            first = self.entries[name]
            if first.kind == "province" and (also := set(entry.provinces) - set(first.provinces)):
                self.entries[name] = replace(first, also=tuple(sorted(also)))
        self.municipalities = _merged(
            (name, region.id, MUNICIPALITY) for region in regions for name in region.municipalities
        )
        for name, others in table.aliases.items():
            named = official[key_of(name)]
            for other in others:
                self._add(named, other)

    def _add(self, entry: Entry, name: str | None = None) -> None:
        name = name or entry.name
        words = parts_of(name)
        spellings = [words, ("het", *words[1:])] if words[:1] == ("t",) else [words]
        for spelling in spellings:
            found = "".join(spelling)
            ordinary = self._ordinary.get(found, Ordinary.NO)
            one = Entry(
                entry.name, entry.kind, entry.provinces, len(words), entry.weight, ordinary
            )
            known = self.entries.setdefault(found, one)
            if known.name == one.name and known.parts < one.parts:
                self.entries[found] = one  # 'Adam' is also typed as A'dam

    def hits(self, words: Sequence[Token]) -> list[Hit]:
        """Find every name, the longest first where names overlap."""
        found: list[Hit] = []
        start = 0
        while start < len(words) and len(found) < MOST_HITS:
            hit = self._longest_at(words, start)
            if hit:
                found.append(hit)
            start = hit.end if hit else start + 1
        return found

    def _longest_at(self, words: Sequence[Token], start: int) -> Hit | None:
        joined, best = "", None
        for end in range(start, len(words)):
            word = words[end]
            if end > start and not _GLUE.issuperset(word.gap):
                break
            joined += word.text
            if joined not in self._beginnings:
                break
            entry = self.entries.get(joined)
            rest = self.entries.get(joined.removeprefix(words[start].text))
            if words[start].text in ("in", "te") and rest and end - start == 1:
                break  # 'te Raard' is not Ter Aard
            if entry and (end - start < entry.parts or _is_split(joined, words[end + 1 :])):
                best = Hit(start, end + 1, entry)
        return best


def _is_split(joined: str, after: Sequence[Token]) -> bool:
    """'Nieuwe Gein': a name typed with a space, where no other word seems to belong to it."""
    ends = not after or after[0].starts or after[0].text in FILLER
    return ends and len(joined) >= SPLIT_LENGTH


def _merged(rows: Iterable[tuple[str, str, int]]) -> dict[str, Entry]:
    """Join rows with the same key into one entry with all its provinces, the largest first."""
    weights: dict[str, dict[str, int]] = {}
    names: dict[str, str] = {}
    for name, province, weight in rows:
        found = key_of(name)
        names.setdefault(found, name)
        known = weights.setdefault(found, {})
        known[province] = known.get(province, 0) + weight
    return {
        found: Entry(
            names[found],
            "place",
            tuple(sorted(known, key=lambda one: -known[one])),
            len(parts_of(names[found])),
            sum(known.values()),
        )
        for found, known in weights.items()
    }


def _ordinary_keys(table: PlaceTable) -> dict[str, Ordinary]:
    keys: dict[str, Ordinary] = {}
    for names, ordinary in (
        (table.words, Ordinary.WORD),
        (table.function, Ordinary.FUNCTION),
        (table.doubtful, Ordinary.DOUBTFUL),
    ):
        for name in names:
            keys[key_of(name)] = ordinary
            if name.startswith("'t "):
                keys[key_of("het " + name[3:])] = ordinary
    return keys
