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
