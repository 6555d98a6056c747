"""Emergencies and crime reports are found by rules, in several languages."""

import pytest

from intents import safety

EMERGENCIES = [
    "er wordt nu ingebroken bij de buren",
    "HELP er zijn inbrekers in ons magazijn",
    "ze zijn de deur aan het forceren",
    "de hal staat in lichterlaaie",
    "brand!!",
    "brannd in de kantine",
    "overval",
    "een klant zwaait met een mes",
    "hij heeft een pistool bij zich",
    "mijn collega ademt niet meer",
    "de monteur ligt bewusteloos naast de machine",
    "er hangt een sterke gaslucht in de werkplaats",
    "ik hoor voetstappen beneden en ik ben alleen",
    "zit verstopt in de kantine, kan niet bellen, ze zijn hier",
    "iemand is onder de heftruck terechtgekomen",
    "there is a fire in our warehouse",
    "someone is breaking into the unit next door",
    "help, he has a gun",
    "our driver is unconscious",
    "Hilfe, es brennt",
    "Einbrecher im Lager!",
    "pożar w magazynie",
    "ratunku, napad",
    "yangın var",
    "imdat hırsız var",
    "bel snel de brandweer, er komt rook uit het dak",
    "wacht, er wordt nu ingebroken hiernaast!!",
    "de overbuurman wordt in elkaar geslagen",
]
NO_EMERGENCIES = [
    "doet de brandweer ook mee?",
    "waar moet de brandblusser hangen",
    "is de inbraak op keurmerkterreinen gedaald",
    "wat doet het kvo tegen inbraak",
    "wat doen jullie tegen brand",
    "hoe voorkom je een overval",
    "er werd vorig jaar vaak ingebroken",
    "wat moet ik doen als er brand uitbreekt",
    "krijgen we korting op de brandverzekering",
    "ik wil nu graag gebeld worden",
    "wat is er nu veranderd in de regeling",
    "help",
    "kun je me helpen",
    "what's your brand",
    "doe alle lampen overal uit",
    "is de hal gesloten",
    "mijn hond eet niet meer, wat nu",
    "welke maatregelen horen erbij: hekken, camera's, verlichting",
    "wanneer krijg ik antwoord, het is geen spoed",
    "in januari is er een bijeenkomst over brandveiligheid",
    "hoe lang is een ehbo-diploma geldig",
    "",
]
REPORTS = [
    "mijn huurder handelt in wiet",
    "ik denk dat iemand dealt in speed",
    "waar kan ik een diefstal melden",
    "ik wil anoniem iets melden",
    "vannacht is er bij ons ingebroken",
    "vorige week zijn er fietsen gestolen",
    "er staat al dagen een verdacht busje in de straat",
    "bij de overkant zijn alle ramen dichtgeplakt",
    "hoe doe ik aangifte van vernieling",
    "wat is het nummer van de politie",
    "how do I report a theft",
    "I saw suspicious people near the gate",
    "our van was stolen last night",
    "Diebstahl melden",
    "hırsızlık",
]
NO_REPORTS = [
    "btw aangifte te laat",
    "hoe meld ik ons terrein aan",
    "wat levert het op tegen diefstal",
    "wat doet het kvo met meldingen van inbraak",
    "de verzekering betaalt niet na een inbraak",
    "wie doen er mee",
]


@pytest.mark.parametrize("text", EMERGENCIES)
def test_an_emergency_is_found(text: str) -> None:
    """What happens now and is dangerous is an emergency."""
    assert safety.find(text) == "noodgeval"


@pytest.mark.parametrize("text", NO_EMERGENCIES)
def test_a_subject_is_no_emergency(text: str) -> None:
    """Alarming words alone, the past and what might happen are no emergency."""
    assert safety.find(text) != "noodgeval"


@pytest.mark.parametrize("text", REPORTS)
def test_a_crime_report_is_found(text: str) -> None:
    """What happened, what looks suspicious and where to report it is a crime report."""
    assert safety.find(text) == "misdrijf_melden"


@pytest.mark.parametrize("text", NO_REPORTS)
def test_a_subject_is_no_crime_report(text: str) -> None:
    """Signing up, taxes and questions about what we do against crime are none."""
    assert safety.find(text) is None


def test_all_of_a_long_message_is_read() -> None:
    """An emergency at the end of the longest message is found."""
    assert safety.find("bla " * 1000 + "er wordt nu ingebroken") == "noodgeval"


@pytest.mark.parametrize(
    "text",
    [
        "Ik sluit altijd af. Toen kwam er een vent. Hij slaat de winkel kort en klein.",
        "Het was een gewone avond. Een dronken klant trekt mijn zus aan haar haren.",
        "Eerst dacht ik aan een grap. Een man heeft mij in het kantoor geduwd, hij is er nog",
        "mijn broer is in de tank geklommen en hij reageert niet als ik klop",
        "hiernaast was een ontploffing, het pand ligt in puin",
    ],
)
def test_a_word_of_the_story_hides_no_danger(text: str) -> None:
    """'Toen' or 'altijd' in another sentence makes what happens now neither past nor imagined."""
    assert safety.find(text) == "noodgeval"


@pytest.mark.parametrize(
    "text",
    [
        "Vorig jaar was hier een overvaller. Hij slaat de winkel kort en klein, zei de krant.",
        "die hagel slaat alles kapot wat we hebben opgebouwd",
        "ik krijg van de klant geen antwoord meer op mijn mails",
    ],
)
def test_what_is_past_or_no_danger_stays_so(text: str) -> None:
    """A story about last year, hail and unanswered mail are no emergency."""
    assert safety.find(text) is None
