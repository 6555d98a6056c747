"""Makes intents/data/places.csv: place names and provinces, from a package with postcodes.

Run it in an environment of its own, in the root of the repository, when a newer package brings
new places:

    pip install countrystatecity-postal-codes==2.0.1 PyYAML
    python tools/build_places.py

The package says which place a postcode belongs to. In which province that postcode lies is taken
from regions.yaml: the package's own field for it is wrong too often.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml
from countrystatecity_postal_codes import get_postcodes_of_country

DATA = Path("intents/data")
HEAD = """\
# Place names of the Netherlands, their province and their number of postcodes (four digits).
# This table is a derived database of countrystatecity-postal-codes 2.0.1 (countrystatecity.in),
# made available under the Open Database License (ODbL) v1.0:
# https://opendatacommons.org/licenses/odbl/1-0/
# Whoever passes it on keeps this notice and the licence.
# Made by tools/build_places.py; do not edit, further names stand in regions.yaml.
"""
# What was put behind a name to tell it from its twin; both belong to the name without it.
SUFFIX = re.compile(r" (\((NH|NB|Gld|GLD|L)\)|L|NB|NH|Gld|Gn|GN|Ut|AC|ca|gem\.? \w+)$")


def read_provinces() -> dict[int, str]:
    """Give every postcode of the ranges in regions.yaml its province."""
    document = yaml.safe_load((DATA / "regions.yaml").read_text(encoding="utf-8"))
    provinces = {}
    for region in document["provinces"]:
        for part in region["postcodes"]:
            first, _, last = part.partition("-")
            for code in range(int(first), int(last or first) + 1):
                provinces[code] = region["id"]
    return provinces


def count_postcodes(provinces: dict[int, str]) -> Counter[tuple[str, str]]:
    """Count the postcodes of each name in each province."""
    counted: Counter[tuple[str, str]] = Counter()
    for record in get_postcodes_of_country("NL"):
        name = SUFFIX.sub("", record.localityName or "")
        counted[name, provinces[int(record.code)]] += 1
    return counted


def rows(counted: Counter[tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    """Give the table its order, and every name a capital."""
    for (name, province), postcodes in sorted(counted.items()):
        yield name[0].upper() + name[1:], province, postcodes


def write(path: Path, table: Iterable[tuple[str, str, int]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEAD)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("name", "province", "postcodes"))
        writer.writerows(table)


if __name__ == "__main__":
    write(DATA / "places.csv", rows(count_postcodes(read_provinces())))
