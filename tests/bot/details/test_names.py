"""A name is told from everything else that people type when asked for theirs."""

from __future__ import annotations

import pytest

from bot.details import read_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Marijke de Wit", "Marijke de Wit"),
        ("Peter", "Peter"),
        ("Jn Bakker", "Jn Bakker"),
        ("O'Neill", "O'Neill"),
        ("Ruud Janssen", "Ruud Janssen"),
        ("Çelik", "Çelik"),
        ("Łukasz Żółć", "Łukasz Żółć"),
        ("Jean-Pierre d'Hondt", "Jean-Pierre d'Hondt"),
        ("Anne-Marie van 't Hof", "Anne-Marie van 't Hof"),
        ("Vincent in 't Veld", "Vincent in 't Veld"),
        ("Frits op den Kamp", "Frits op den Kamp"),
        ("Maria van den Berg-de Groot", "Maria van den Berg-de Groot"),
        ("El Idrissi", "El Idrissi"),
        ("De Wit", "De Wit"),
        ("van Dijk", "van Dijk"),
        ("J. de Vries", "J. de Vries"),
        ("P.J.M. van den Berg", "P.J.M. van den Berg"),
        ("dhr. Jansen", "dhr. Jansen"),
        ("mevrouw de Wit", "mevrouw de Wit"),
        ("Jan Brand", "Jan Brand"),
        ("Kees Post", "Kees Post"),
        ("Ben", "Ben"),
        ("Wil de Boer", "Wil de Boer"),
        ("JAN DE VRIES", "JAN DE VRIES"),
        ("jan de vries", "Jan de Vries"),
        ("ijsbrand", "IJsbrand"),
        ("sjoukje", "Sjoukje"),
        ("fatima el idrissi", "Fatima el Idrissi"),
        ("Jan!", "Jan"),
        ("Jan 🙂", "Jan"),
        ("Jan Smit (eigenaar)", "Jan Smit"),
        ("mijn naam is Fatima El Idrissi", "Fatima El Idrissi"),
        ("Hallo, mijn naam is Jan Smit.", "Jan Smit"),
        ("hoi ik ben Jan", "Jan"),
        ("ik ben Jan", "Jan"),
        ("ik heet Noor", "Noor"),
        ("m'n naam is Kees", "Kees"),
        ("u spreekt met Karin Post", "Karin Post"),
        ("Naam: Jan Smit", "Jan Smit"),
        ("goedemorgen, Jan Bakker", "Jan Bakker"),
        ("ok, Jan", "Jan"),
        ("my name is John Smith", "John Smith"),
        ("I'm John", "John"),
        ("Jan\u202e\u200b Smit", "Jan Smit"),
        ("Jose\u0301", "José"),
    ],
)
def test_name_is_read(text: str, name: str) -> None:
    """A name is taken, alone or introduced, and one without capitals gets them."""
    assert read_name(text) == name


@pytest.mark.parametrize(
    "text",
    """
    goedemorgen | hoi | hoiii | hallo | Goedemiddag allemaal | good morning | hello
    wacht er wordt nu ingebroken | wacht er wordt nu ingebroken hiernaast!! | er is brand | fire
    o wacht, hoe lang is zo'n certificaat eigenlijk geldig? | wat kost het | kosten | subsidie
    is er ook iets voor winkelstraten | wat doen jullie tegen kapotte hekken | what does it cost
    annuleren | terug | stop | nee | ja | help | status | skip | opnieuw | klopt niet
    toch maar niet, verwijder al mijn gegevens | politie is geweest. waar waren we
    ik wil graag gebeld worden | ik weet het niet | dat zeg ik liever niet | geen | anoniem
    ik ben ondernemer | ik ben boos | ik ben benieuwd naar de kosten | mijn naam is geheim
    waarom wil je dat weten | wie ben jij | hoe heet jij | wat? | hercertificering | meedoen
    06-12345678 | jan@bedrijf.nl | 123 | ... | - | 🙂 | nvt | aa | KVO-B | Noord-Holland
    bedankt | tot ziens | doei | de kosten | Jan van | van de | in Assen
    """.replace("\n", "|").split("|"),
)
def test_what_is_no_name_is_refused(text: str) -> None:
    """Greetings, questions, commands, alarm, subjects and numbers are no names."""
    assert read_name(text.strip()) is None


def test_long_text_is_no_name() -> None:
    """A name has an end."""
    assert read_name("Jan " * 20) is None
    assert read_name("J" * 200) is None
