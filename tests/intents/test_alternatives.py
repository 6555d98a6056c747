"""Long lists of alternatives are sorted by their first letter, and find the same as before."""

import random
import re

import pytest

from intents import calm, safety
from intents.alternatives import by_first_letter

PATTERNS = [
    "brand|inbrekers?|overval|vuur",
    r"(?:zie|zien|hoor) (?:\w+ ){0,6}(?:rook|vuur)|rook|(?:er|het) brandt",
    r"(?:\w*dief|man|vent) (?:\w+ ){0,2}binnen|\w*granaat|bom",
    "(?:nu )?brand|n?u|(?:ze|(?:hij|zij|ik)) (?:is|zijn) binnen|zit vast",
    r"(?<!om )hulp|in (?:19|20)[0-9][0-9]|[hk]u?lp bij|s(?:os|poed)|brandt(?! (?:niet|geen))",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_sorted_pattern_finds_the_same(pattern: str) -> None:
    """Wherever the list as it was written finds something, so does the sorted one."""
    plain = re.compile(rf"\b(?:{pattern})\b")
    ordered = re.compile(rf"\b(?:{by_first_letter(pattern)})\b")
    chance = random.Random(4)
    words = [*re.findall("[a-z0-9]+", pattern), "autodief", "handgranaat", "huis", "2019", "om"]
    texts = [" ".join(chance.choices(words, k=5)) for _ in range(500)]
    found = [text for text in texts if plain.search(text)]
    assert 10 < len(found) < len(texts)
    assert [text for text in texts if ordered.search(text)] == found


def test_what_begins_alike_stands_together() -> None:
    """A group at the beginning is split, so that its words are found under their letters."""
    ordered = by_first_letter("(?:bel|stuur) (?:de )?politie|brand|112|b?om")
    assert ordered == "b(?:el (?:de )?politie|rand)|stuur (?:de )?politie|112|b?om"


@pytest.mark.parametrize("filler", ["a ", "ze ", "er is ", "wat kost het? ", "b, ", "gisteren "])
def test_a_cry_for_help_is_heard_wherever_it_stands(filler: str) -> None:
    """The rules for an emergency read all of the longest message."""
    cry = "help, er wordt nu ingebroken "
    rest = filler * ((4096 - len(cry)) // len(filler))
    half = len(rest) // len(filler) // 2 * len(filler)
    for text in (cry + rest, rest[:half] + cry + rest[half:], rest + cry):
        assert safety.find(text) == "noodgeval"


def test_thoughts_of_suicide_are_heard_at_the_end() -> None:
    """Nor does anybody have to say it at the beginning."""
    assert safety.speaks_of_suicide("wat kost het? " * 280 + "ik wil dood")
    assert not calm.speaks_in_general("wat kost het " * 280)
