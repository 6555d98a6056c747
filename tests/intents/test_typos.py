"""Typing errors are repaired towards the words of the examples."""

import pytest

from intents import Matcher
from intents.typos import Typos


@pytest.fixture
def typos() -> Typos:
    texts = ["wat kost het certificaat", "het certificaat aanvragen", "hoe lang is het geldig"]
    return Typos(texts, others=["bedrijventerrein"])


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("wat kost het certifikaat?", "wat kost het certificaat?"),
        ("hoe lang gelidg", "hoe lang geldig"),
        ("ceritfikaat aanvrage", "certificaat aanvragen"),
        ("ons bedrijventerein", "ons bedrijventerrein"),
    ],
)
def test_a_misspelt_word_is_repaired(typos: Typos, text: str, repaired: str) -> None:
    """One error, or two in a long word, leads to the nearest known word; signs stay."""
    assert typos.repair(text) == repaired


@pytest.mark.parametrize(
    "text", ["wat kost het", "ons huis staat leeg", "lost", "kos", "2018", ""]
)
def test_other_words_are_left_alone(typos: Typos, text: str) -> None:
    """Known words, words with another first letter, short words and numbers stay as they are."""
    assert typos.repair(text) == text


@pytest.fixture
def spaces() -> Typos:
    texts = ["wat levert het op", "doet de politie mee", "wat is het", "de spelregels"]
    return Typos(texts * 6)


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("wat lever thet op?", "wat levert het op?"),
        ("doet d epolitie mee", "doet de politie mee"),
        ("watis het", "wat is het"),
        ("de spel regels", "de spelregels"),
        ("levertpolitie", "levert politie"),
        ("wta is het", "wat is het"),
        ("politie, mee", "politie, mee"),
    ],
)
def test_a_space_in_the_wrong_place_is_moved(spaces: Typos, text: str, repaired: str) -> None:
    """One letter too early or too late, missing, or in the middle of a word; not across a sign."""
    assert spaces.repair(text) == repaired


def test_a_moved_space_is_no_matter_of_trust(spaces: Typos) -> None:
    """Two words that nobody used and two that stand side by side: that is no other word."""
    assert spaces.repair("lever thet", lambda *asked: False) == "levert het"


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("sertivicaad", "certificaat"),
        ("berigt", "bericht"),
        ("polisie", "politie"),
        ("zyn", "zijn"),
        ("vertrauwen", "vertrouwen"),
        ("fishing", "phishing"),
        ("heckers", "hackers"),
        ("ertificaat", "certificaat"),
        ("certificaaat", "certificaat"),
    ],
)
def test_what_sounds_the_same_is_repaired(text: str, repaired: str) -> None:
    """Words are spelt by ear, and the first letter may be wrong as well."""
    words = "certificaat bericht politie zijn vertrouwen phishing hackers"
    typos = Typos([f"wat is {word}" for word in words.split()])
    assert typos.repair(f"wat is {text}") == f"wat is {repaired}"


def test_the_word_that_fits_beside_the_others_is_taken() -> None:
    """Of two words that are equally near, the one that is used beside the word before it."""
    typos = Typos(["wat staat daar", "een stoet mensen"])
    assert typos.repair("wat stat") == "wat staat"
    assert typos.repair("wat stot") == "wat stoet"
    assert Typos(["wat kan daar", "een kat erbij"]).repair("wat kant") == "wat kan"
    assert Typos(["wat kan daar", "een kat erbij"]).repair("een kant") == "een kat"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hoe gaat het sertificeren", "certificering"),
        ("hoe lang is het certificaat geldg", "geldigheid"),
        ("doet d epolitie ook mee", "deelnemers"),
        ("wat lever tdat keurmerk op", "resultaten"),
        ("is mijn berigt aangekomen", "status_verzoek"),
        ("werkt het keurmerk egt", "resultaten"),
        ("wat is de born van deze gegvens", "bron"),
        ("hoe staat het met mij nverzoek", "status_verzoek"),
    ],
)
def test_slips_that_once_ended_in_a_choice(matcher: Matcher, text: str, intent: str) -> None:
    """Typed by ear, or with the space in the wrong place: answered all the same."""
    assert matcher.match(text).intents == (intent,)


def test_long_texts_are_repaired_only_in_part(typos: Typos) -> None:
    """The work is limited, whatever is typed."""
    text = " ".join(["gelidg"] * 50)
    assert typos.repair(text).split().count("geldig") == 12


def test_common_word_is_not_made_into_another(matcher: Matcher) -> None:
    """'Gevonden' is not 'gewonden', and 'verwacht' not 'verdacht'."""
    assert matcher.match("Zonder u had ik het niet gevonden").intents[:1] != ("noodgeval",)
    assert matcher.match("Ik verwacht u").intents[:1] != ("misdrijf_melden",)


def test_what_is_left_alone_is_no_target_either() -> None:
    """A word that nobody's examples use is not what was meant."""
    typos = Typos(["wat kost het"], left_alone=["kots", "kosten"])
    assert typos.repair("kots") == "kots"
    assert typos.repair("kosst") == "kost"


def test_a_repair_that_is_not_trusted_is_not_made(typos: Typos) -> None:
    """Whoever asks is told what was typed, what it would become, and how often that is used."""
    asked: list[tuple[str, str, int]] = []

    def trusts(typed: str, repaired: str, uses: int) -> bool:
        asked.append((typed, repaired, uses))
        return False

    assert typos.repair("wat gelidg", trusts) == "wat gelidg"
    ((typed, repaired, uses),) = asked
    assert (typed, repaired) == ("gelidg", "geldig")
    assert uses > 0


def test_of_words_that_are_as_likely_the_first_by_letter_is_taken() -> None:
    """Python orders a set otherwise at each start; what is understood stays the same."""
    known = ["wosten", "posten", "mosten", "losten", "kosten", "hosten", "gosten", "bosten"]
    assert Typos(known).repair("wat zijn de xosten") == "wat zijn de bosten"
