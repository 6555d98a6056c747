"""Synonyms and names are read as one word."""

from intents.wording import Wording


def test_synonyms_become_the_first_of_their_line() -> None:
    """Words that mean the same are read alike, also where one of them is a phrase."""
    wording = Wording([("kosten", "prijs", "wat ben ik kwijt")])
    assert wording.read("Prijs?") == wording.read("wat ben ik kwijt") == ["kosten"]


def test_the_longest_phrase_wins() -> None:
    """A phrase inside a longer phrase is not replaced."""
    wording = Wording([("label", "keurmerk"), ("kvo", "keurmerk veilig ondernemen")])
    assert wording.read("het keurmerk veilig ondernemen") == ["het", "kvo"]


def test_names_become_their_stand_in() -> None:
    """A name of several words is one stand-in."""
    wording = Wording(names={"xplaats": ["Bergen op Zoom", "Bergen"]})
    assert wording.read("in Bergen op Zoom of Bergen") == ["in", "xplaats", "of", "xplaats"]


def test_words_inside_other_words_are_left_alone() -> None:
    """'Best' in 'beste' is no place."""
    assert Wording(names={"xplaats": ["Best"]}).read("de beste keus") == ["de", "beste", "keus"]


def test_all_words_of_phrases_are_known() -> None:
    """The words of phrases count as well spelt."""
    assert Wording([("kosten", "wat ben ik kwijt")]).words == {"wat", "ben", "ik", "kwijt"}
