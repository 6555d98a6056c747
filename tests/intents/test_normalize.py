"""Texts are compared in one form, whatever their spelling of letters and signs."""

import pytest

from intents import normalize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wat ís zo'n KVO-B?", ["wat", "is", "zon", "kvob"]),
        ("KVO–B", ["kvo", "b"]),
        ("e-mail Noord-Brabant", ["email", "noord", "brabant"]),
        ("cooperatie coöperatie", ["cooperatie", "cooperatie"]),
        ("ko\u200bst\u00adje \u202ewat\u202c", ["kostje", "wat"]),
        ("ＫＶＯ ﬁets", ["kvo", "fiets"]),
        ("doeiiii haaallo", ["doei", "hallo"]),
        ("2016 10000", ["2016", "10000"]),
        ("yangın pożar włamanie", ["yangin", "pozar", "wlamanie"]),
        ("😂 !!! ...", []),
        ("", []),
    ],
)
def test_words_are_folded(text: str, expected: list[str]) -> None:
    """Case, accents, invisible signs, apostrophes and stretched letters make no difference."""
    assert normalize.words(text) == expected


def test_clean_keeps_what_a_person_reads() -> None:
    """Line ends and control characters become spaces, letters and signs stay."""
    assert normalize.clean("  Hé,\n\tdaar\x00!\u2066 ") == "Hé, daar!"


def test_clean_takes_half_characters() -> None:
    """A lone half of a UTF-16 pair is dropped like any other sign that cannot be shown."""
    assert normalize.clean("a\ud83db") == "ab"


def test_clean_reads_no_more_than_a_message_can_hold() -> None:
    """What is longer than one message is cut."""
    assert len(normalize.clean("a" * 10_000)) == normalize.LONGEST


@pytest.mark.parametrize(
    "forms",
    [
        ("kost", "kosten", "koste"),
        ("maatregel", "maatregelen"),
        ("terrein", "terreinen"),
        ("loop", "lopen"),
        ("dief", "dieven"),
        ("winkel", "winkels"),
    ],
)
def test_forms_of_one_word_share_a_stem(forms: tuple[str, ...]) -> None:
    """Plurals and verb forms meet in one stem."""
    assert len({normalize.stem(form) for form in forms}) == 1


def test_different_words_keep_different_stems() -> None:
    """A stem does not swallow the difference between words that mean something else."""
    words = ("subsidie", "kosten", "audit", "winkel", "privacy", "wissen", "wie", "wat")
    assert len({normalize.stem(word) for word in words}) == len(words)
