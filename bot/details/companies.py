"""Finds the name of a company or a business park in a part of a message."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.details.vocabulary import (
    COMPANY_ENDINGS,
    COMPANY_LASTS,
    COMPANY_STARTS,
    FIRST_NAMES,
    NOT_NAMES,
    PARTICLES,
    PREPOSITIONS,
)

MOST_WORDS = 5
_STATED = re.compile(
    r"(?<!\w)(?:namens|on behalf of|(?:ons|mijn|het) bedrijf (?:heet|is)|our company is|"
    r"werk(?:zaam)? (?:bij|voor)|i work (?:at|for)|eigenaar van|directeur van) +",
    re.IGNORECASE,
)
_TERREIN = re.compile(
    r"(?<![\w-])(?:(?:op|van|voor|bij|on|at) )?(?:(?:ons|het|de|our|the) )?"
    r"(?:(?:bedrijven|industrie|haven)?terrein|bedrijvenpark|business ?park|"
    r"industriepark|industrial estate)(?: heet| is)? +",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_OF = frozenset({"van", "bij", "voor", "from", "of", "at", "namens"})


@dataclass(frozen=True, slots=True)
class Found:
    """A name and where it stands.

    `is_stated`: it was introduced as what it is. `is_aside`: it stands after 'van' or 'namens',
    so that the rest is sound without.
    """

    name: str
    span: tuple[int, int]
    is_stated: bool = False
    is_aside: bool = False


def find_company(text: str) -> Found | None:
    """Find 'Jansen Techniek BV', 'Bakkerij Jansen', or what follows 'namens'."""
    words = list(_WORD.finditer(text))
    if stated := _STATED.search(text):
        first = next((i for i, word in enumerate(words) if word.start() >= stated.end()), 0)
        if end := _run(words, first):
            return _found(text, words, first, end, start=stated.start(), is_stated=True)
    for is_end in (_is_legal_form_at, _ends_name):
        for number in range(1, min(len(words), 40)):
            if is_end(words, number) and (first := _back_from(words, number)) < number:
                return _found(text, words, first, number + 1)
    for number, word in enumerate(words[:40]):
        if _bare(word[0]) in COMPANY_STARTS and (end := _named(words, number)):
            return _found(text, words, number, end)
    if _looks_like_company([word[0] for word in words]):
        return _found(text, words, 0, len(words))
    return None


def find_terrein(text: str) -> Found | None:
    """Find the name after 'bedrijventerrein': it has a capital, or an article before it."""
    introduced = _TERREIN.search(text)
    if not introduced:
        return None
    words = list(_WORD.finditer(text, introduced.end()))[: MOST_WORDS + 1]
    end = _capitals(words, 0)
    if not end and len(words) > 1 and _bare(words[0][0]) == "de":
        follows = _bare(words[2][0]) if len(words) > 2 else "in"
        end = 2 if follows in PREPOSITIONS and _bare(words[1][0]) not in NOT_NAMES else 0
    return _found(text, words, 0, end, start=introduced.start()) if end else None


def _capitals(words: list[re.Match[str]], first: int) -> int:
    """Return the end of the run of words with a capital that begins at `first`, or 0."""
    end = first
    for number, word in enumerate(words[first : first + MOST_WORDS], start=first):
        bare = _bare(word[0])
        if word[0][0].isupper() or word[0] == "&" or (end > first and word[0].isdigit()):
            end = number + 1
        elif bare not in PARTICLES - PREPOSITIONS:
            break
        if word[0][-1] in ".!?" and not _is_legal_form(word[0]):
            break
    return end if end > first else 0


def _run(words: list[re.Match[str]], first: int) -> int:
    """Return where the name that begins at `first` ends; without capitals, at a plain word."""
    if end := _capitals(words, first):
        return end
    end = first
    while end < min(len(words), first + MOST_WORDS) and not _is_plain(words[end][0]):
        end += 1
    while end > first and _bare(words[end - 1][0]) in PARTICLES:
        end -= 1
    return end if end > first else 0


def _named(words: list[re.Match[str]], kind: int) -> int:
    """Return where the name ends that follows 'bakkerij' or 'garage', or 0."""
    following = kind + 1
    if following >= len(words) or _is_plain(words[following][0]):
        return 0
    if _bare(words[following][0]) in PREPOSITIONS:
        return 0
    if end := _capitals(words, following):
        return end
    return following + 1 if len(words) == following + 1 else 0


def _back_from(words: list[re.Match[str]], ending: int) -> int:
    """Return where the name begins that ends in 'BV'."""
    first = ending
    while first > max(0, ending - MOST_WORDS):
        word = words[first - 1][0]
        before = _bare(words[first - 2][0]) if first > 1 else ""
        is_inside = before in COMPANY_STARTS or before in {"gebroeders", "gebr", "van"}
        if word in _OF and not is_inside and not words[first][0][0].islower():
            break
        if word.islower() and word not in PARTICLES and _is_plain(word):
            break
        first -= 1
    return first


def _is_legal_form_at(words: list[re.Match[str]], number: int) -> bool:
    return _is_legal_form(words[number][0])


def _ends_name(words: list[re.Match[str]], number: int) -> bool:
    """Tell whether this is the last word of a name like 'De Boer Transport'."""
    word, before = words[number][0], words[number - 1][0]
    is_name = word[0].isupper() and before[0].isupper()
    # 'Jan Hout' is a person.
    first = _bare(words[_back_from(words, number)][0])
    return is_name and _bare(word) in COMPANY_LASTS and first not in FIRST_NAMES


def _looks_like_company(words: list[str]) -> bool:
    if not 2 <= len(words) <= MOST_WORDS or _bare(words[0]) in FIRST_NAMES:
        return False
    if not all(word[0].isupper() or word == "&" or _bare(word) in PARTICLES for word in words):
        return False
    return _bare(words[-1]) in COMPANY_LASTS or "&" in words


def _found(
    text: str,
    words: list[re.Match[str]],
    first: int,
    end: int,
    *,
    start: int | None = None,
    is_stated: bool = False,
) -> Found:
    begin, finish = words[first].start(), words[end - 1].end()
    name = text[begin:finish].strip(' ,;:!?()"')
    if not _is_legal_form(words[end - 1][0]):
        name = name.rstrip(".")
    whole = begin if start is None else start
    is_aside = is_stated or bool(first and words[first - 1][0].casefold() in _OF)
    if is_aside and not is_stated:
        whole = min(whole, words[first - 1].start())
    return Found(name[:80], (whole, finish), is_stated, is_aside)


def _is_legal_form(word: str) -> bool:
    plain = word.replace(".", "").strip(",;:!?()").casefold()
    return plain in COMPANY_ENDINGS and (
        plain not in {"cv", "inc", "holding"} or word[0].isupper()
    )


def _is_plain(word: str) -> bool:
    return _bare(word) in NOT_NAMES or not any(map(str.isalpha, word))


def _bare(word: str) -> str:
    return word.casefold().strip(".,;:!?()\"'")
