"""One free message gives every detail of a contact request that is in it."""

from __future__ import annotations

import random
import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.details import Details, clean, read_details, read_email, read_name, read_phone
from intents import Candidate, Place

FACILITATORS = frozenset({"06-29512394", "06-11351693"})
TOWNS = {
    "almere": "Flevoland", "assen": "Drenthe", "bergen op zoom": "Noord-Brabant",
    "den haag": "Zuid-Holland", "deventer": "Overijssel", "drachten": "Friesland",
    "eindhoven": "Noord-Brabant", "heerenveen": "Friesland", "middelburg": "Zeeland",
    "leeuwarden": "Friesland", "tilburg": "Noord-Brabant", "venlo": "Limburg",
    "vries": "Drenthe", "zwolle": "Overijssel",
}  # fmt: skip
PROVINCES = {name.casefold(): name for name in {*TOWNS.values(), "Groningen", "Noord-Holland"}}
BERGEN = Place(
    "ask", ("Limburg", "Noord-Holland"), None, "Bergen",
    (Candidate("Bergen (Limburg)", "Limburg"), Candidate("Bergen (NH)", "Noord-Holland")),
)  # fmt: skip
TYPO = Place("suggest", candidates=(Candidate("Zwolle (Overijssel)", "Overijssel"),))


def find_place(text: str) -> Place:
    """Stand in for the real places: finds a name anywhere in the text, as those do."""
    folded = " ".join(re.findall(r"[\w-]+", text.casefold()))
    if re.search(r"\b8011 ?ab\b", folded):
        return Place("found", ("Overijssel",), "x")
    for town in sorted(TOWNS, key=len, reverse=True):
        if re.search(rf"\b{town}\b", folded):
            return Place("found", (TOWNS[town],), "x", town.title().replace(" Op ", " op "))
    for province, name in PROVINCES.items():
        if re.search(rf"\b{province}\b", folded):
            return Place("found", (name,), "x")
    if re.search(r"\bbergen\b", folded):
        return BERGEN
    if "antwerpen" in folded:
        return Place("abroad")
    return TYPO if folded == "zwole" else Place("unknown")


def read(text: str) -> Details:
    return read_details(text, find_place, FACILITATORS)


def told(details: Details) -> dict[str, str]:
    """Return what was read, without what was not."""
    fields = ("name", "phone", "phone_fault", "email", "email_fault", "email_hint")
    found = {
        field: getattr(details, field) for field in (*fields, "company", "terrein", "question")
    }
    if place := details.place:
        found["place"] = place.name or "/".join(place.provinces) or place.outcome
    return {field: value for field, value in found.items() if value}


MOBILE = "+31612345678"
CASES = [
    ("bel mij maar even terug, mijn naam is Fatima El Idrissi", {"name": "Fatima El Idrissi"}),
    (
        "Noord-Holland, mijn nummer is 06-1234567",
        {"place": "Noord-Holland", "phone_fault": "too_short"},
    ),
    ("oeps 0612345678", {"phone": MOBILE}),
    (
        "Graag bellen over hercertificering. Karel Smit, 06-12345678, terrein in Deventer",
        {
            "name": "Karel Smit",
            "phone": MOBILE,
            "place": "Deventer",
            "question": "hercertificering",
        },
    ),
    (
        "Bel mij: Sjoerd Hoekstra, 06-12345678, Drachten, over camera's",
        {
            "name": "Sjoerd Hoekstra",
            "phone": MOBILE,
            "place": "Drachten",
            "question": "camera's",
        },
    ),
    (
        "Terugbellen graag, Anja Postma, 06-12345678, Groningen, vraag over plan van aanpak",
        {
            "name": "Anja Postma",
            "phone": MOBILE,
            "place": "Groningen",
            "question": "plan van aanpak",
        },
    ),
    (
        "bel mij op 06-12345678 over kvo in Assen, naam Jan",
        {"name": "Jan", "phone": MOBILE, "place": "Assen", "question": "kvo"},
    ),
    (
        "oke mail dan: lotte@bedrijf.example, Lotte Kuipers, Middelburg",
        {"name": "Lotte Kuipers", "email": "lotte@bedrijf.example", "place": "Middelburg"},
    ),
    ("ok. 06-12345678, wij zitten in Venlo", {"phone": MOBILE, "place": "Venlo"}),
    ("ik wil graag gebeld worden over aanmelden", {"question": "aanmelden"}),
    (
        "ik wil iets vragen over cybercrime aan een mens, maar ik geef mijn nummer niet zomaar",
        {"question": "cybercrime, maar ik geef mijn nummer niet zomaar"},
    ),
    ("kan iemand mij bellen?", {}),
    ("bericht achterlaten", {}),
    ("bel mij", {}),
    ("I want to be called back", {}),
    ("ik wil niet gebeld worden", {"question": "ik wil niet gebeld worden"}),
    # other orders, no commas, no capitals
    (
        "jan de vries 0612345678 zwolle",
        {"name": "Jan de Vries", "phone": MOBILE, "place": "Zwolle"},
    ),
    (
        "Zwolle, 0612345678, Jan de Vries",
        {"name": "Jan de Vries", "phone": MOBILE, "place": "Zwolle"},
    ),
    ("0612345678 jan", {"name": "Jan", "phone": MOBILE}),
    (
        "Jan de Vries 0612345678 Zwolle over camera's",
        {"name": "Jan de Vries", "phone": MOBILE, "place": "Zwolle", "question": "camera's"},
    ),
    (
        "J. de Vries, 06-12345678, Assen",
        {"name": "J. de Vries", "phone": MOBILE, "place": "Assen"},
    ),
    (
        "Sjirk Haverkamp 06-12345678 Leeuwarden hercertificering",
        {
            "name": "Sjirk Haverkamp",
            "phone": MOBILE,
            "place": "Leeuwarden",
            "question": "hercertificering",
        },
    ),
    (
        "jan@gmial.com Jan Smit Venlo",
        {
            "name": "Jan Smit",
            "email": "jan@gmial.com",
            "email_hint": "jan@gmail.com",
            "place": "Venlo",
        },
    ),
    ("Jan 🙂 06-12345678 👍", {"name": "Jan", "phone": MOBILE}),
    (
        "Anna Bos, 06-12345678, anna@bos.nl",
        {"name": "Anna Bos", "phone": MOBILE, "email": "anna@bos.nl"},
    ),
    ("bel Jan Smit op 06-12345678", {"name": "Jan Smit", "phone": MOBILE}),
    ("bel me ff terug gr kees 0612345678", {"name": "Kees", "phone": MOBILE}),
    ("John hier, bel je me? 0612345678", {"name": "John", "phone": MOBILE}),
    (
        "hoi ik ben els en ik heb een vraag over de kosten, kan iemand me bellen 0612345678",
        {"name": "Els", "phone": MOBILE, "question": "de kosten"},
    ),
    (
        "mijn naam is Ruud Janssen en ik zit in Venlo, mijn nummer is 0612345678 en ik wil meer "
        "weten over camera's",
        {"name": "Ruud Janssen", "phone": MOBILE, "place": "Venlo", "question": "camera's"},
    ),
    # forms and signatures
    (
        "Naam: Jan de Vries\nTel: 0612345678\nE-mail: jan@devries.nl\nPlaats: Zwolle\n"
        "Vraag: hoe lang duurt het, en wat kost het?",
        {
            "name": "Jan de Vries",
            "phone": MOBILE,
            "email": "jan@devries.nl",
            "place": "Zwolle",
            "question": "hoe lang duurt het, en wat kost het?",
        },
    ),
    (
        "Naam Jan Smit telefoon 0612345678 plaats Assen vraag wat kost het",
        {"name": "Jan Smit", "phone": MOBILE, "place": "Assen", "question": "wat kost het"},
    ),
    (
        "Bedrijf: Smit BV\nContactpersoon: Jan Smit\nTerrein: De Hurk\nTelefoon: 0612345678",
        {"company": "Smit BV", "name": "Jan Smit", "terrein": "De Hurk", "phone": MOBILE},
    ),
    (
        "Graag teruggebeld worden.\nMet vriendelijke groet,\nPiet Jansen\nJansen Techniek BV\n"
        "038-1234567",
        {"name": "Piet Jansen", "company": "Jansen Techniek BV", "phone": "+31381234567"},
    ),
    (
        "Jan de Vries\nDe Vries Metaal B.V.\n8011 AB Zwolle\nT 038-1234567\nE jan@metaal.nl",
        {
            "name": "Jan de Vries",
            "company": "De Vries Metaal B.V.",
            "place": "Overijssel",
            "phone": "+31381234567",
            "email": "jan@metaal.nl",
        },
    ),
    # companies and business parks
    (
        "Ik bel namens Jansen Techniek, kunt u mij terugbellen op 06-12345678? Groet, Peter",
        {"name": "Peter", "company": "Jansen Techniek", "phone": MOBILE},
    ),
    (
        "ik ben Jan van Bakkerij Jansen uit Assen, 06 12345678",
        {"name": "Jan", "company": "Bakkerij Jansen", "place": "Assen", "phone": MOBILE},
    ),
    (
        "Goedemorgen, met Jan de Boer van De Boer Transport, kunt u mij bellen op 0612345678?",
        {"name": "Jan de Boer", "company": "De Boer Transport", "phone": MOBILE},
    ),
    ("Jansen & Zn, 0612345678, Kees", {"name": "Kees", "company": "Jansen & Zn", "phone": MOBILE}),
    ("Jan Hout, 0612345678", {"name": "Jan Hout", "phone": MOBILE}),
    (
        "ik zit op bedrijventerrein de hurk in eindhoven, bel 0612345678, groetjes Fenna",
        {"name": "Fenna", "terrein": "de hurk", "place": "Eindhoven", "phone": MOBILE},
    ),
    ("bedrijventerrein Deventer, Jan Smit", {"name": "Jan Smit", "place": "Deventer"}),
    # English
    (
        "my name is John Smith, call me on +44 20 7946 0958",
        {"name": "John Smith", "phone": "+442079460958"},
    ),
    (
        "Hi, please call me back about the costs. John Smith, +447911123456, Eindhoven",
        {
            "name": "John Smith",
            "phone": "+447911123456",
            "place": "Eindhoven",
            "question": "the costs",
        },
    ),
    (
        "this is Sarah from Acme Ltd, please call me on 06-12345678",
        {"name": "Sarah", "company": "Acme Ltd", "phone": MOBILE},
    ),
    # questions stay whole, also with a place in them
    ("Hoe lang is zo'n certificaat geldig?", {"question": "Hoe lang is zo'n certificaat geldig?"}),
    ("wat kost het in Assen?", {"question": "wat kost het in Assen?", "place": "Assen"}),
    ("wat is jullie nummer?", {"question": "wat is jullie nummer?"}),
    (
        "Tom, Venlo, tom@x.nl. Hoe meld ik ons terrein aan? En wat kost dat?",
        {
            "name": "Tom",
            "place": "Venlo",
            "email": "tom@x.nl",
            "question": "Hoe meld ik ons terrein aan? En wat kost dat?",
        },
    ),
    (
        "wij zijn ondernemersvereniging De Hurk en willen starten",
        {
            "company": "ondernemersvereniging De Hurk",
            "question": "wij zijn ondernemersvereniging De Hurk en willen starten",
        },
    ),
    # places that ask for more, and names that hold a place
    ("Bergen, 06-12345678, Kees Post", {"name": "Kees Post", "phone": MOBILE, "place": "Bergen"}),
    ("Anna Bos, Zwole, 0612345678", {"name": "Anna Bos", "phone": MOBILE, "place": "suggest"}),
    (
        "Bergen op Zoom, Fatima, 06-12345678",
        {"name": "Fatima", "phone": MOBILE, "place": "Bergen op Zoom"},
    ),
    ("mag dat ook in Antwerpen?", {"question": "mag dat ook in Antwerpen?", "place": "abroad"}),
    ("Anja van Assen, 06-12345678", {"name": "Anja van Assen", "phone": MOBILE}),
    ("ik ben ondernemer en wil starten", {"question": "ik ben ondernemer en wil starten"}),
    # numbers that are not one's own
    (
        "Graag contact met Onno Keuker 06-29512394. Mijn nummer is 06-12345678, Ali Yilmaz",
        {
            "name": "Ali Yilmaz",
            "phone": MOBILE,
            "question": "Graag contact met Onno Keuker 06-29512394",
        },
    ),
    ("06-12345678 of 020-1234567, Jan Smit", {"name": "Jan Smit", "phone_fault": "several"}),
    ("Rob, mijn mail is rob@bedrijf", {"name": "Rob", "email_fault": "invalid"}),
    ("", {}),
    ("👍", {}),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:40] for text, _ in CASES])
def test_message_is_taken_apart(text: str, expected: dict[str, str]) -> None:
    """Everything that a message tells is taken, and nothing else is made up."""
    assert told(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "guessed"),
    [
        ("Karel Smit, 06-12345678", {"name"}),
        ("naam Karel Smit, 06-12345678", set()),
        ("mijn naam is Karel Smit, ik zit in Venlo", set()),
        ("Jansen Techniek BV, Jan Smit", {"name", "company"}),
        ("namens Jansen Techniek, naam Jan Smit", set()),
        ("terrein De Hurk, naam Jan", {"terrein"}),
        ("Terrein: De Hurk\nNaam: Jan", set()),
        ("bel Kees op 06-12345678", {"name"}),
    ],
)
def test_guesses_are_named(text: str, guessed: set[str]) -> None:
    """A field that nobody introduced as such is marked, to be shown before it is sent."""
    assert read(text).guessed == guessed


def test_without_places_all_else_is_read() -> None:
    """The place is simply not looked for where there is nothing to look it up with."""
    assert told(read_details("Jan Smit, Assen, 0612345678")) == {
        "name": "Jan Smit", "phone": MOBILE, "question": "Assen",
    }  # fmt: skip


def test_places_are_not_looked_up_without_end() -> None:
    """A long message costs no more look-ups than a short one."""
    asked: list[str] = []

    def count(text: str) -> Place:
        asked.append(text)
        return Place("unknown")

    read_details("Zwolle in Assen, " * 240, count)
    assert 0 < len(asked) <= 15


def test_end_of_a_long_message_is_question() -> None:
    """A message of very many parts loses nothing: its end stays together."""
    question = read("\n".join(f"punt {number}, bel 06-12345678" for number in range(60))).question
    assert question
    assert [f"punt {number}" in question for number in range(60)] == [True] * 60
    assert "\x1f" not in question


def hostile_texts() -> list[str]:
    chance = random.Random(3)
    signs = "abcJ 0123456789@.,+-/()\n:?!'&éİ\u0301\u202e"
    salad = (
        "jan de vries in assen over kosten naam: 06-12345678 06 1234 bel mij BV Bakkerij terrein "
        "De Hurk namens , . ? \n groet @ x@y.nl ik ben mijn naam is voor mevr"
    )
    words = salad.split(" ")
    repeated = (
        *("0", "06 ", "06-1234567 ", "0/", "(0", "+", "1.1.1 ", "@", "a@", "a@b.c ", "a", "é"),
        *(
            "e\u0301",
            "\u202e",
            "👩\u200d💻",
            "o6",
            "\n",
            " ",
            ". ",
            ", ",
            ": ",
            " - ",
            "in Assen ",
        ),
        *("ik ben ", "i'm ", "naam: ", "over ", "Jan ", "Jan de Vries, ", "A BV ", "& ", "(at)"),
        *("namens ", "terrein De ", "naam tel plaats vraag ", "gr ", "bsn ", "NL91ABNA04", "'"),
        *("1234 AB ", "bel mij op 06-12345678, naam Jan. ", "\x00", "\ud800", "(a b", "hier "),
    )
    texts = [(one * 4096)[:4096] for one in repeated]
    texts += ["a" * 4000 + "@", "jan@" + "b" * 4000, "x@" + "a." * 2000, "NL91ABNA" + "12" * 2000]
    texts += [" " * 4095 + "x", "kvk" + " " * 4000 + "1"]
    texts += ["".join(chance.choice(signs) for _ in range(4096)) for _ in range(20)]
    texts += [" ".join(chance.choice(words) for _ in range(900))[:4096] for _ in range(20)]
    return texts


def test_hostile_texts_are_read_quickly() -> None:
    """No text of 4,096 characters makes reading slow; processor time, not the clock."""
    readers = (read_name, read_phone, read_email, clean, read)
    for text in hostile_texts():
        for reader in readers:
            quickest = min(timed(reader, text) for _ in range(3))
            assert quickest < 0.04, (reader.__name__, text[:20])


def timed(reader: object, text: str) -> float:
    started = time.process_time()
    reader(text)  # type: ignore[operator]
    return time.process_time() - started


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120) | st.lists(st.sampled_from(
    ["Jan", "de", "Vries", "06-12345678", "in", "Assen", ",", "\n", "naam", "bel", "BV", "?",
     "over", "a@b.nl", "ik ben", "(", ")", "\u202e", "groet", ":", "'t", "terrein", "namens"]
), max_size=15).map(" ".join))  # fmt: skip
def test_any_text_gives_sound_details(text: str) -> None:
    """Whatever is typed, nothing fails and nothing invisible comes out."""
    details = read(text)
    for field in ("name", "company", "terrein"):
        value = getattr(details, field)
        assert value is None or (value.strip() == value and "\n" not in value and value)
    for value in told(details).values():
        assert not any(unicodedata.category(one) in {"Cc", "Cs"} for one in value if one != "\n")
    assert details.phone is None or re.fullmatch(r"\+\d{8,15}", details.phone)
    assert details.guessed <= {"name", "company", "terrein", "place"}
