"""How near two words are: by the keys, and by what they sound like."""

import pytest

from intents import spelling


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sertivikaat", "certificaat"),
        ("criminalitijt", "criminaliteit"),
        ("egt", "echt"),
        ("slegte", "slechte"),
        ("word", "wordt"),
        ("aud", "oud"),
        ("logies", "logisch"),
        ("privasy", "privacy"),
        ("moeilik", "moeilijk"),
        ("loope", "lopen"),
    ],
)
def test_same_sound(typed: str, meant: str) -> None:
    """What people write when they spell by ear sounds the same."""
    assert spelling.sound(typed) == spelling.sound(meant)


@pytest.mark.parametrize(
    ("one", "other"), [("huis", "muis"), ("boot", "boek"), ("kost", "kast"), ("geld", "held")]
)
def test_other_sound(one: str, other: str) -> None:
    """Different words do not."""
    assert spelling.sound(one) != spelling.sound(other)


@pytest.mark.parametrize(
    ("typed", "nearer", "farther"),
    [
        ("geldg", "geldig", "geld"),  # a letter left out rather than one added
        ("hius", "huis", "hits"),  # two letters that changed places
        ("kosy", "kost", "kosa"),  # the next key rather than one far away
        ("moetten", "moeten", "moetren"),  # a letter twice
        ("bericjt", "bericht", "gericht"),  # one slip rather than two
        ("zrag", "zraag", "vrag"),  # the first letter is mostly right
    ],
)
def test_likelier_slips_are_nearer(typed: str, nearer: str, farther: str) -> None:
    """Some slips are made more often than others."""
    assert spelling.effort(typed, nearer) < spelling.effort(typed, farther)
