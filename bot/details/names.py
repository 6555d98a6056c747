"""Tells a person's name from a greeting, a question and everything else people type."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.details.characters import clean
from bot.details.vocabulary import (
    COMPANY_LASTS,
    COMPANY_STARTS,
    FIRST_NAMES,
    GREETINGS,
    NOT_NAMES,
    PARTICLES,
    PREPOSITIONS,
    TITLES,
)

LONGEST = 60
MOST_WORDS = 6

# 'ik ben' and 'met' also begin other sentences; what follows is judged more strictly.
_SURE = (
    r"(?:mijn|m'n|mn) (?:volledige )?naam is|de naam is|naam is|naam|op naam van|"
    r"ik heet(?: gewoon| eigenlijk| toch)?|"
    r"u spreekt met|je spreekt met|spreekt u met|noem mij|my name is|my name's|name is|name|"
    r"t\.a\.v\.|tav|attn"
)
_UNSURE = (
    r"ik ben|contactpersoon is|contactpersoon|zeg maar|call me|dit is|het is|met|i am|i'm|im|"
    r"this is|it's|vragen naar|vraag naar|ask for"
)
INTRO = re.compile(rf"(?<![\w'])(?:({_SURE})|(?:{_UNSURE}))(?: *[:=-] *| +)(?=\S)", re.IGNORECASE)
_WORD = re.compile(r"['’`]?[^\W\d_]+(?:['’`.\-/][^\W\d_]+)*\.?(?:['’`](?=\s|$))?")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_NOUN_ENDINGS = ("ering", "heid", "teit", "atie", "lijk", "isme", "ingen", "aties")
_EDGES = ' \n\t,;:!-–—*•|"“”„()<>/\\'


def read_name(text: str) -> str | None:
    """Read the answer to 'what is your name?'; None where it looks like anything else."""
    line = clean(text).replace("\n", " ")
    if "?" in line or len(line) > 2 * LONGEST:
        return None
    line = re.sub(r"\([^()]{0,60}\)", " ", line)
    words = _plain(line).split()
    while words and _STRETCHED.sub(r"\1", _bare(words[0])) in GREETINGS:
        words = words[1:]
    line = " ".join(words)
    if intro := INTRO.match(line):
        return name_at_start(line[intro.end() :], is_sure=True)
    return name_of(words)


def name_at_start(text: str, *, is_sure: bool) -> str | None:
    """Return the longest name with which a text begins: 'Jan Smit en ik bel over' -> 'Jan Smit'.

    Where it is not sure that a name follows, it needs a capital or a well-known first name.
    """
    words = text.replace("\n", " ").split()[: MOST_WORDS + 1]
    for count, word in enumerate(words, start=1):
        if word.endswith((",", ";", "!", ":")) or (word[-1] == "." and not _is_short(word)):
            words = words[:count]
            break
    for count in range(min(len(words), MOST_WORDS), 0, -1):
        name = name_of(_plain(" ".join(words[:count])).split())
        if name and (is_sure or _begins_like_a_name(words)):
            return name
    return None


def name_of(words: list[str]) -> str | None:
    """Return these words as a name, if they can be one."""
    own = words[1:] if words and _bare(words[0]) in TITLES else words
    if own[:1] == ["heer"] or words[:2] == ["de", "heer"]:
        own = words[2:]
    if not 1 <= len(own) <= MOST_WORDS or len(" ".join(words)) > LONGEST:
        return None
    if not all(_WORD.fullmatch(word) and len(word) <= 30 for word in own):
        return None
    return _written(words) if _is_plausible(own) else None


def name_score(text: str, *, is_reachable: bool = False) -> int:
    """Tell how much a part of a message looks like a name that nobody introduced, 0 to 3.

    Where a number or an address stands beside it, less will do.
    """
    words = _plain(text).split()
    name = None if "?" in text else name_of(words)
    if not name or (words[0].isupper() and len(words) == 1):
        return 0
    first = words[1] if _bare(words[0]) in TITLES and len(words) > 1 else words[0]
    if _bare(first) in FIRST_NAMES:
        return 3
    if {_bare(word) for word in words} & (COMPANY_STARTS | COMPANY_LASTS):
        return 0
    has_capitals = all(word[0].isupper() or _bare(word) in PARTICLES for word in words)
    if has_capitals and len(words) > 1:
        return 2
    return int(is_reachable and (has_capitals or 2 <= len(words) <= 4))


def _is_plausible(words: list[str]) -> bool:
    bare = [_bare(word) for word in words]
    blocked = [number for number, word in enumerate(bare) if _is_blocked(word)]
    # A surname may be any word: Jan Brand, Kees Post.
    may_end_so = len(words) > 1 and words[-1][0].isupper() and words[0][0].isupper()
    if blocked and not (may_end_so and blocked == [len(words) - 1]):
        return False
    if bare[-1] in PARTICLES and not (len(words) == 1 and words[0][0].isupper()):
        return False
    if not _particles_fit(words, bare):
        return False
    single = words[0] if len(words) == 1 else ""
    if single and len(set(single.casefold())) == 1:
        return False
    return not (single.islower() and single.endswith(_NOUN_ENDINGS))


def _is_blocked(word: str) -> bool:
    if word in FIRST_NAMES:
        return False
    return word in NOT_NAMES or _STRETCHED.sub(r"\1", word) in NOT_NAMES


def _particles_fit(words: list[str], bare: list[str]) -> bool:
    """'in' is part of a name in 'in 't Veld', not in 'in Assen'; 'de' begins 'De Wit' only."""
    for word, following in pairwise(bare):
        if word in PREPOSITIONS and following not in PARTICLES - PREPOSITIONS:
            return False
    if bare[0] in PREPOSITIONS:
        return words[0][0].isupper() and len(words) > 2
    small_start = bare[0] in PARTICLES and words[0][0].islower()
    return not small_start or words[-1][0].isupper()


def _begins_like_a_name(words: list[str]) -> bool:
    if _bare(words[0]) in TITLES:
        return any(word[0].isupper() for word in words[1:3])
    return words[0][0].isupper() or _bare(words[0]) in FIRST_NAMES


def _plain(text: str) -> str:
    """Leave out what cannot be in a name: emoji, and signs at the edges of words."""
    text = "".join(" " if ord(one) > 0x2100 and not one.isalpha() else one for one in text)
    words = [word for part in text.split() if (word := part.strip(_EDGES).lstrip("."))]
    if words and not _is_short(words[-1]):
        words[-1] = words[-1].rstrip(".")
    return " ".join(words)


def _is_short(word: str) -> bool:
    """Tell whether a full stop belongs to the word: 'J.', 'P.J.M.', 'dhr.', 'v.d.'."""
    return bool(re.fullmatch(r"(?:\w{1,2}\.)+", word)) or _bare(word) in TITLES


def _bare(word: str) -> str:
    return word.casefold().strip('.,;:!"()').replace("’", "'").replace("`", "'")


def _written(words: list[str]) -> str:
    """Give a name typed without any capital its capitals."""
    name = " ".join(words)
    if name != name.lower():
        return name
    return " ".join(
        word if _bare(word) in PARTICLES | TITLES else _capital(word) for word in words
    )


def _capital(word: str) -> str:
    return "-".join(
        f"IJ{part[2:]}" if part.startswith("ij") else part[:1].upper() + part[1:]
        for part in word.split("-")
    )
