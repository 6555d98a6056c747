"""Reading of place names: what is wrong with them is reported, with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import intents
from intents import KnowledgeBase
from intents.gazetteer import Gazetteer
from intents.place_table import Area, NamedPlace, read_places
from intents.place_text import key_of

CSV = "# a notice\nname,province,postcodes\nAssen,drenthe,9\nBergen,limburg,1\n"


def regions(**more: Any) -> dict[str, Any]:
    return {"provinces": [{"id": "drenthe"}, {"id": "limburg"}], **more}


def test_names_of_all_kinds_are_read() -> None:
    """The table holds places, names of our own, other names, regions and names abroad."""
    table, faults = read_places(
        regions(
            more_places={"drenthe": ["Schoonloo"]},
            aliases={"Assen": ["Azzen"]},
            areas=[{"provinces": ["drenthe", "limburg"], "names": ["Zandgrond"]}],
            abbreviations={"limburg": ["LB"]},
            countries=["België"],
            abroad=["Genk"],
            everyday={"words": ["Assen"]},
        ),
        CSV,
    )
    assert faults == []
    assert table.places == (
        NamedPlace("Assen", "drenthe", 9),
        NamedPlace("Bergen", "limburg", 1),
        NamedPlace("Schoonloo", "drenthe"),
    )
    assert table.aliases == {"Assen": ("Azzen",)}
    assert table.areas == (Area("Zandgrond", ("drenthe", "limburg")),)
    assert table.abbreviations == (NamedPlace("LB", "limburg"),)
    assert (table.countries, table.abroad, table.words) == (("België",), ("Genk",), ("Assen",))


@pytest.mark.parametrize(
    ("more", "csv_text", "expected"),
    [
        ({}, "naam,provincie\n", "places.csv:1: hier hoort name,province te staan"),
        ({}, "", "places.csv:1: hier hoort name,province te staan"),
        ({}, CSV + "Ede,gelderland,3\n", "places.csv:5: Ede: 'gelderland' is geen id"),
        ({}, CSV + "Ede,drenthe,drie\n", "places.csv:5: hier hoort naam,provincie,aantal"),
        ({}, CSV + ",drenthe,3\n", "places.csv:5: hier hoort naam,provincie,aantal"),
        ({"aliases": {"Ede": ["Ee"]}}, CSV, "regions.yaml: aliases: 'Ede' staat niet in"),
        ({"aliases": {"Assen": "Azzen"}}, CSV, "regions.yaml: aliases.Assen: hier hoort een"),
        ({"aliases": ["Assen"]}, CSV, "regions.yaml: aliases: hier horen sleutels"),
        ({"abroad": [["Genk"]]}, CSV, "regions.yaml: abroad: hier hoort een lijst"),
        ({"areas": [{"provinces": ["x"], "names": ["y"]}]}, CSV, "regions.yaml: areas[1]: 'x' is"),
        ({"areas": "Twente"}, CSV, "regions.yaml: areas[1]: hier horen sleutels"),
        ({"more_places": {"x": ["Ede"]}}, CSV, "regions.yaml: more_places: 'x' is geen id"),
        ({"everyday": ["Best"]}, CSV, "regions.yaml: everyday: hier horen sleutels"),
    ],
)
def test_fault_is_reported(more: dict[str, Any], csv_text: str, expected: str) -> None:
    """Each fault names its file, its line or key, and what belongs there."""
    _, faults = read_places(regions(**more), csv_text)
    assert any(str(fault).startswith(expected) for fault in faults), faults


def test_table_without_extra_names_is_enough() -> None:
    """All keys besides the provinces may be missing."""
    table, faults = read_places(regions(), CSV)
    assert (len(table.places), table.areas, faults) == (2, (), [])


def test_every_doubtful_name_exists(knowledge: KnowledgeBase) -> None:
    """A name that is also a word is the name of something, else it is a slip of the pen."""
    table = knowledge.places
    known = Gazetteer(knowledge.regions, table).entries
    names = (*table.doubtful, *table.function, *table.words)
    assert [name for name in names if key_of(name) not in known] == []


def test_table_names_its_source_and_licence() -> None:
    """The notice that the licence of the names asks for stands at the head of the table."""
    file = Path(intents.__file__).parent / "data" / "places.csv"
    head = file.read_text("utf-8").split("name,province")[0]
    assert "countrystatecity-postal-codes" in head
    assert "Open Database License" in head
