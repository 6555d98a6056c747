"""Where an answer or a message places a terrein, and who serves it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents import Candidate, KnowledgeBase, Place, Places

DATA = Path(__file__).parent.parent / "data"
KEUKER = {"Friesland", "Flevoland", "Noord-Brabant", "Noord-Holland", "Zuid-Holland", "Zeeland"}


def lines(file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / file).read_text("utf-8").splitlines()]


def contact(provinces: set[str]) -> str | None:
    """Who serves all of these provinces, if one person does."""
    if not provinces or provinces & KEUKER not in (set(), provinces):
        return None
    return "keuker" if provinces <= KEUKER else "bekkema"


@pytest.fixture(scope="module")
def places(knowledge: KnowledgeBase) -> Places:
    return Places(knowledge)


def check(place: Place, provinces: set[str]) -> None:
    assert set(place.provinces) == provinces
    assert place.facilitator in (None, contact(provinces))
    if place.outcome in ("found", "both"):
        assert place.facilitator == contact(provinces)
    if place.outcome in ("ask", "suggest", "unknown", "abroad"):
        assert place.facilitator is None
    if place.outcome in ("ask", "suggest", "both"):
        assert {one.province for one in place.candidates} == provinces


@pytest.mark.parametrize("line", lines("places.jsonl"), ids=lambda line: line["text"])
def test_answer_of_the_open_set(places: Places, line: dict[str, Any]) -> None:
    """Each answer of the open set gives exactly its provinces, and the person they share."""
    expected = {line["province"]} if line["province"] else set(line["ambiguous"])
    check(places.find(line["text"]), expected)


# What is known to be read otherwise; none of it names a wrong person.
MISREAD = {
    "op de grens van Friesland en Groningen bij Surhuisterveen",
    "alphen, aan de rijn dan",
}


@pytest.mark.parametrize("line", lines("place_answers.jsonl"), ids=lambda line: line["text"])
def test_answer(places: Places, line: dict[str, Any]) -> None:
    """Dialect, typos, sentences, double names, abroad and nonsense give what was meant."""
    if line["text"] in MISREAD:
        assert places.find(line["text"]).facilitator is None
    else:
        check(places.find(line["text"]), set(line["provinces"]))


@pytest.mark.parametrize("line", lines("place_mentions.jsonl"), ids=lambda line: line["text"])
def test_mention(places: Places, line: dict[str, Any]) -> None:
    """In any message a place is found where it clearly is one, and nothing else is."""
    check(places.mentions(line["text"]), set(line["provinces"]))


ALARMS = ["Vuur op het terrein!", "Wat kost het?", "Iemand steelt hier diesel", "Help", "Dank u"]


@pytest.mark.parametrize("text", ALARMS)
def test_ordinary_message_names_no_place(places: Places, text: str) -> None:
    """A message without a place gives none, asked or not."""
    assert places.mentions(text) == places.find(text) == Place("unknown")


def test_ordinary_questions_name_no_place(knowledge: KnowledgeBase, places: Places) -> None:
    """Hardly any question people ask us is taken for a misspelt place."""
    asked = [text for one in knowledge.intents.values() for text in one.utterances]
    suggested = [text for text in asked if places.find(text).outcome == "suggest"]
    assert len(suggested) <= len(asked) / 200, suggested


def official(knowledge: KnowledgeBase) -> dict[str, set[str]]:
    """Every official name with all its provinces; the province Zeeland keeps its name."""
    names = {region.id: region.name for region in knowledge.regions}
    found: dict[str, set[str]] = {}
    for place in knowledge.places.places:
        found.setdefault(place.name, set()).add(names[place.province])
    for region in knowledge.regions:
        for name in region.municipalities:
            found.setdefault(name, set()).add(region.name)
    return found | {"Zeeland": {"Zeeland"}}


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as written": lambda name: name,
    "lower": str.lower,
    "upper": str.upper,
    "no hyphens": lambda name: name.replace("-", " "),
    "hyphens": lambda name: name.replace(" ", "-"),
    "curly apostrophe": lambda name: name.replace("'", "’"),
    "no apostrophe": lambda name: name.replace("'", ""),
    "St.": lambda name: name.replace("Sint ", "St. ").replace("Sint-", "St. "),
    "Sint": lambda name: name.replace("St.-", "Sint ").replace("St. ", "Sint-"),
    "in": lambda name: f"in {name}",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_official_name_is_found(
    knowledge: KnowledgeBase, places: Places, spelling: str
) -> None:
    """Places and municipalities give all their provinces, however they are spelt."""
    names = official(knowledge)
    wrong = [
        name
        for name, expected in names.items()
        if set(places.find(SPELLINGS[spelling](name)).provinces) != expected
    ]
    assert len(names) > 2_500
    assert wrong == []


def test_every_municipality_is_found_by_that_word(
    knowledge: KnowledgeBase, places: Places
) -> None:
    """'Gemeente' in front leaves out places of the same name elsewhere."""
    for region in knowledge.regions:
        for name in region.municipalities:
            found = places.find(f"gemeente {name}").provinces
            assert region.name in found
            assert len(found) == (2 if name == "Bergen" else 1)


@pytest.mark.parametrize("form", ["{}", "{} AB", "{}ab", "postcode {}", "pc: {}", "{}-KX"])
def test_every_postcode_is_found(knowledge: KnowledgeBase, places: Places, form: str) -> None:
    """The first and last postcode of each range give their province, with letters or without."""
    for region in knowledge.regions:
        for first, last in region.postcodes:
            for code in {first, (first + last) // 2, last}:
                assert places.find(form.format(code)).provinces == (region.name,)


@pytest.mark.parametrize("text", ["0123", "1365", "1365 AA", "12345", "1012 SA", "in 1995"])
def test_what_is_no_postcode_is_unknown(places: Places, text: str) -> None:
    """Digits outside all ranges, too many of them, or letters never used say nothing."""
    assert places.find(text) == Place("unknown")


@pytest.mark.parametrize(
    "text", ["Bergen NH", "Bergen (NH)", "Bergen, N-H", "bergen noord-holland"]
)
def test_suffix_settles_a_double_name(places: Places, text: str) -> None:
    """A province behind the name says which of its places is meant."""
    assert places.find(text).provinces == ("Noord-Holland",)


def test_buttons_name_place_and_province(places: Places) -> None:
    """Where it must be asked, each button names the place and its province."""
    assert places.find("Bergen") == Place(
        "ask",
        ("Noord-Holland", "Limburg"),
        None,
        "Bergen",
        (
            Candidate("Bergen (Noord-Holland)", "Noord-Holland"),
            Candidate("Bergen (Limburg)", "Limburg"),
        ),
    )


def test_nothing_is_asked_where_the_person_is_the_same(places: Places) -> None:
    """Hengelo lies in two provinces with one procesbegeleider: that is enough."""
    place = places.find("Hengelo")
    assert (place.outcome, place.facilitator) == ("found", "bekkema")


def test_typo_is_asked_never_assumed(places: Places) -> None:
    """A misspelt town is offered; only a misspelt province is taken at once."""
    assert places.find("zwole") == Place(
        "suggest", ("Overijssel",), None, None, (Candidate("Zwolle (Overijssel)", "Overijssel"),)
    )
    assert places.find("gelderlnd").facilitator == "bekkema"


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("Van Breda Transport", "Noord-Brabant"),
        ("Jan van Almelo", "Overijssel"),
        ("3500 Hasselt", "Overijssel"),
        ("we doen in dieren", "Gelderland"),
        ("een", "Drenthe"),
        ("Ettend-Leur", "Noord-Brabant"),
        ("Nieuwp-Amsterdam", "Drenthe"),
        ("Nivuwe Wetering", "Zuid-Holland"),
        ("Ede en omgeving", "Gelderland"),
        ("ik woon in Almere, terrein De Hurk", "Flevoland"),
        ("heel", "Limburg"),
    ],
)
def test_what_is_likely_no_place_is_asked(places: Places, text: str, province: str) -> None:
    """A surname, a word, a home, a foreign postcode or part of a misspelt name is asked about."""
    place = places.find(text)
    assert (place.outcome, place.provinces) == ("suggest", (province,))


def test_country_is_offered_as_the_hamlet_it_also_is(places: Places) -> None:
    """Who answers 'Nederland' hardly means the hamlet; it is never taken at once."""
    assert places.find("Nederland").outcome == "suggest"
    assert places.find("ergens in Nederland") == Place("unknown")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("half in Utrecht, half in Zuid-Holland", "both"),
        ("Utrecht of Zuid-Holland", "ask"),
        ("Antwerpen", "abroad"),
        ("geen idee", "unknown"),
        ("Assen", "found"),
    ],
)
def test_outcome(places: Places, text: str, outcome: str) -> None:
    """What the assistant does next follows from the outcome."""
    assert places.find(text).outcome == outcome


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_a_place(places: Places, text: str) -> None:
    """No text makes the reading fail, and what is given is consistent."""
    for place in (places.find(text), places.mentions(text)):
        check(place, set(place.provinces))


_WORDS = "in bij niet maar en of tussen Bergen utrecht Limburg, België 1012 AB gemeente nee ( L ."


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_WORDS.split()), max_size=15).map(" ".join))
def test_any_row_of_place_words_gives_a_place(places: Places, text: str) -> None:
    """Neither does any heap of names and the words around them."""
    for place in (places.find(text), places.mentions(text)):
        check(place, set(place.provinces))


LONG = ["wij zitten in ", "bergen op ", "1012 ", "a", "a ", "niet in utrecht maar ", "en België "]


@pytest.mark.parametrize("part", LONG)
def test_longest_message_is_read_at_once(places: Places, part: str) -> None:
    """4,096 characters of anything are read within a few milliseconds."""
    text = (part * 4096)[:4096]
    best = min(_seconds(places, text) for _ in range(5))
    assert best < 0.03  # 5 ms on a quiet machine


def _seconds(places: Places, text: str) -> float:
    start = time.perf_counter()
    places.find(text)
    places.mentions(text)
    return time.perf_counter() - start


def test_reading_is_the_same_in_threads(places: Places) -> None:
    """Several chats read places at the same time and get the same answers."""
    texts = [line["text"] for line in lines("places.jsonl")] * 3
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(places.find, texts)) == [places.find(text) for text in texts]


@pytest.mark.parametrize("text", ["Tweede Exloërmond", "2e exloermond", "eerste exloërmond"])
def test_ordinal_of_a_village_may_be_written_out(places: Places, text: str) -> None:
    """'2e Exloërmond' is spoken, and typed, as 'Tweede Exloërmond'."""
    check(places.find(text), {"Drenthe"})
