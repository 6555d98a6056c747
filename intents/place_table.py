"""The names of places as they stand in places.csv and regions.yaml, read and checked."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from intents.document import Fault, Node

PLACES_FILE = "places.csv"
REGIONS_FILE = "regions.yaml"
HEADER = ["name", "province"]


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A name and a province in which it lies; `postcodes` says how large it is there."""

    name: str
    province: str
    postcodes: int = 1


@dataclass(frozen=True, slots=True)
class Area:
    """A region that people name instead of a province, and the ids of its provinces."""

    name: str
    provinces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """All that is known of names besides the provinces themselves; provinces are ids.

    `aliases` are other names of a place, by its official name. `doubtful`, `function` and `words`
    are names that are also something else: the country, a function word, a word or surname.
    """

    places: tuple[NamedPlace, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    areas: tuple[Area, ...] = ()
    abbreviations: tuple[NamedPlace, ...] = ()
    countries: tuple[str, ...] = ()
    abroad: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    function: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def read_places(regions: Mapping[str, Node], csv_text: str) -> tuple[PlaceTable, list[Fault]]:
    """Read the names; what is wrong with them comes back as faults, and is left out."""
    reader = _Reader(regions)
    places = [*reader.rows(csv_text), *reader.by_province("more_places")]
    everyday = reader.mapping(regions.get("everyday", {}), "everyday")
    table = PlaceTable(
        places=tuple(places),
        aliases=reader.aliases({place.name for place in places}),
        areas=tuple(reader.areas()),
        abbreviations=tuple(reader.by_province("abbreviations")),
        countries=reader.texts(regions.get("countries"), "countries"),
        abroad=reader.texts(regions.get("abroad"), "abroad"),
        doubtful=reader.texts(everyday.get("doubtful"), "everyday.doubtful"),
        function=reader.texts(everyday.get("function"), "everyday.function"),
        words=reader.texts(everyday.get("words"), "everyday.words"),
    )
    return table, reader.faults


class _Reader:
    """Takes names out of plain data and notes what does not belong there."""

    def __init__(self, regions: Mapping[str, Node]) -> None:
        self.faults: list[Fault] = []
        self._regions = regions
        provinces = regions.get("provinces")
        listed = provinces if isinstance(provinces, list) else []
        self._provinces = {str(one.get("id")) for one in listed if isinstance(one, dict)}

    def rows(self, csv_text: str) -> Iterator[NamedPlace]:
        """Read the table: name, province and, if given, the number of postcodes."""
        lines = csv_text.splitlines()
        start = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
        table = list(csv.reader(lines[start:]))
        if not table or table[0][:2] != HEADER:
            self._fault(PLACES_FILE, start + 1, "", "hier hoort name,province te staan")
            return
        for number, row in enumerate(table[1:], start + 2):
            if not row:
                continue
            name, province, postcodes = ([*row, "", "", "1"] if len(row) < 3 else row)[:3]
            if not name.strip() or not postcodes.isdecimal():
                self._fault(PLACES_FILE, number, "", "hier hoort naam,provincie,aantal te staan")
            elif self._is_province(province, PLACES_FILE, number, name):
                yield NamedPlace(name.strip(), province, int(postcodes))

    def by_province(self, key: str) -> Iterator[NamedPlace]:
        """Read `province id: [names]`."""
        for province, names in self.mapping(self._regions.get(key, {}), key).items():
            if self._is_province(province, REGIONS_FILE, None, key):
                for name in self.texts(names, f"{key}.{province}"):
                    yield NamedPlace(name, province)

    def areas(self) -> Iterator[Area]:
        listed = self._regions.get("areas", [])
        for number, node in enumerate(listed if isinstance(listed, list) else [""], 1):
            key = f"areas[{number}]"
            one = self.mapping(node, key)
            provinces = self.texts(one.get("provinces"), f"{key}.provinces")
            names = self.texts(one.get("names"), f"{key}.names")
            known = [self._is_province(id_, REGIONS_FILE, None, key) for id_ in provinces]
            if known and all(known):
                yield from (Area(name, provinces) for name in names)

    def aliases(self, known: set[str]) -> Mapping[str, tuple[str, ...]]:
        read = {}
        for name, others in self.mapping(self._regions.get("aliases", {}), "aliases").items():
            read[name] = self.texts(others, f"aliases.{name}")
            if name not in known:
                self._fault(REGIONS_FILE, None, "aliases", f"'{name}' staat niet in {PLACES_FILE}")
        return read

    def mapping(self, node: Node, key: str) -> dict[str, Node]:
        if isinstance(node, dict):
            return node
        self._fault(REGIONS_FILE, None, key, "hier horen sleutels met waarden te staan")
        return {}

    def texts(self, node: Node | None, key: str) -> tuple[str, ...]:
        if node is None:
            return ()
        items = node if isinstance(node, list) else [node]
        texts = tuple(item.strip() for item in items if isinstance(item, str))
        if len(texts) < len(items) or not all(texts) or not isinstance(node, list):
            self._fault(REGIONS_FILE, None, key, "hier hoort een lijst met namen te staan")
        return tuple(text for text in texts if text)

    def _is_province(self, province: str, file: str, line: int | None, key: str) -> bool:
        if province in self._provinces:
            return True
        self._fault(file, line, key, f"'{province}' is geen id van een provincie")
        return False

    def _fault(self, file: str, line: int | None, key: str, message: str) -> None:
        self.faults.append(Fault(file, line, key, message))
