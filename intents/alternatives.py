"""Writes a long list of alternatives so that few of them are tried at each word.

A regular expression tries alternatives one after the other. Sorted by their first letter, as in
a dictionary, it need try those alone that begin as the word does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_REPEATS = tuple("?*+{")


def by_first_letter(pattern: str) -> str:
    """A pattern that finds what `pattern` finds; what may begin with any letter comes last.

    Which alternative is taken where two fit may differ only between those and the rest. Groups
    are written (?:...), and nothing is repeated but single letters, \\w and groups.
    """
    letters: dict[str, list[str]] = {}
    others: list[str] = []
    for alternative in _split(pattern):
        heads = _heads(alternative)
        if heads is None:
            others.append(alternative)
        else:
            for letter, rest in heads:
                letters.setdefault(letter, []).append(rest)
    return "|".join([*(letter + _group(rests) for letter, rests in letters.items()), *others])


def _heads(alternative: str) -> list[tuple[str, str]] | None:
    """The letters an alternative may begin with, each with what follows; None for any letter."""
    if not alternative.startswith("(?:"):
        is_plain = alternative[:1].isalnum() and not alternative[1:].startswith(_REPEATS)
        return [(alternative[0], alternative[1:])] if is_plain else None
    end = next(at for at, depth in _depths(alternative) if depth == 0)
    first, after = alternative[3:end], alternative[end + 1 :]
    if after.startswith(_REPEATS):
        return None
    letters: dict[str, list[str]] = {}
    for option in _split(first):
        heads = _heads(option)
        if heads is None:
            return None
        for letter, rest in heads:
            letters.setdefault(letter, []).append(rest)
    return [(letter, _group(rests) + after) for letter, rests in letters.items()]


def _group(rests: Sequence[str]) -> str:
    """The rests as one pattern that something may stand before and after."""
    text = "|".join(rests)
    return f"(?:{text})" if "|" in text else text


def _split(pattern: str) -> list[str]:
    """The alternatives of a pattern, outside all groups."""
    cuts = [at for at, depth in _depths(pattern) if depth == 0 and pattern[at] == "|"]
    ends = [*cuts, len(pattern)]
    return [
        pattern[start:end] for start, end in zip([0, *(at + 1 for at in cuts)], ends, strict=True)
    ]


def _depths(pattern: str) -> Iterator[tuple[int, int]]:
    """The places of a pattern, each with how many groups are open after it; [...] is one."""
    depth, at = 0, 0
    while at < len(pattern):
        if pattern[at] == "[":
            at = pattern.index("]", at)
        depth += (pattern[at] == "(") - (pattern[at] == ")")
        yield at, depth
        at += 2 if pattern[at] == "\\" else 1
