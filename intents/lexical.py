"""The features that always work: words, word pairs and letter groups of a text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from intents import normalize
from intents.wording import Wording

READ = 700  # letters that are read of a long text: its beginning and its end
GRAMS = (2, 3, 4, 5)
RARE = 20  # rows that share a feature, at most, for it to be multiplied pair by pair
WORD_SHARE = 0.5  # of a text's weight; the rest is for letter groups

REMEMBERED = 5_000  # words whose letter groups are kept at hand

Floats = NDArray[np.float64]
_NONE = np.zeros(0, dtype=np.int32)
_START = np.zeros(1, dtype=np.intp)
_NO_VALUES = np.zeros(0)


@dataclass(frozen=True, slots=True)
class Row:
    """One text as column numbers and their values; what nobody learnt has numbers of its own."""

    columns: NDArray[np.intp]
    values: NDArray[np.float64]
    # Features that no example has, as numbers below zero.
    strange: NDArray[np.int32] = field(default_factory=lambda: _NONE)
    strange_values: Floats = field(default_factory=lambda: _NO_VALUES)

    def widened(self, width: int, more: int) -> Row:
        """With what is strange in `more` columns behind the others, by its letters."""
        columns = np.concatenate([self.columns, width + (-1 - self.strange) % more])
        values = np.concatenate([self.values, self.strange_values])
        return Row(columns.astype(np.intp), values)


class Features:
    """Turns texts into weighted features; learns which features exist and how rare each is."""

    def __init__(self, texts: Sequence[str], wording: Wording, least: int = 1) -> None:
        """`least` is how many texts must share a feature for it to be learnt from."""
        self._wording = wording
        read = [self._words(text) for text in texts]
        seen: Counter[str] = Counter()
        for words in read:
            # No sets: their order changes from start to start, and with it what is numbered how.
            seen.update(dict.fromkeys(_units(words), 1))
            seen.update(dict.fromkeys((gram for word in words for gram in _grams(word)), 1))
        often = {name: count for name, count in seen.items() if count >= least}
        self._columns = {name: column for column, name in enumerate(often)}
        self._grams_of = lru_cache(REMEMBERED)(self._number_grams)
        total = len(texts) + 1
        rarity = np.log(total / np.fromiter(often.values(), dtype=np.float64)) + 1.0
        self._rarity = np.append(rarity, math.log(total) + 1.0)  # last: never seen before
        self.rows = [self._weigh(words) for words in read]

    @property
    def width(self) -> int:
        return len(self._columns)

    def row(self, text: str) -> Row:
        return self._weigh(self._words(text))

    def _words(self, text: str) -> list[str]:
        return self._wording.read(text)

    def _weigh(self, words: Sequence[str]) -> Row:
        units = [self._number(name) for name in _units(words)]
        grams = [self._grams_of(word) for word in words]
        columns: list[NDArray[np.int32]] = []
        values: list[Floats] = []
        for numbers, share in (
            (np.array(units, dtype=np.int32), WORD_SHARE),
            (np.concatenate(grams) if grams else _NONE, 1 - WORD_SHARE),
        ):
            names, often = _counted(numbers)
            weights = (1 + np.log(often)) * self._rarity[np.maximum(names, -1)]
            # What is unknown counts as well: a text full of it is not ours.
            length = math.sqrt(weights @ weights) or 1.0
            columns.append(names)
            values.append(weights * (math.sqrt(share) / length))
        names, weights = np.concatenate(columns), np.concatenate(values)
        known = names >= 0
        if known.all():
            return Row(names.astype(np.intp), weights)
        unknown = ~known
        return Row(names[known].astype(np.intp), weights[known], names[unknown], weights[unknown])

    def _number_grams(self, word: str) -> NDArray[np.int32]:
        """The letter groups of a word as numbers; words come back, so they are kept at hand."""
        return np.array([self._number(gram) for gram in _grams(word)], dtype=np.int32)

    def _number(self, name: str) -> int:
        """The column of a feature; below zero, by its letters, where it was never seen."""
        column = self._columns.get(name)
        return -1 - (crc32(name.encode()) >> 2) if column is None else column


def shorten(text: str, length: int = READ) -> str:
    """A long text's first and last part, cut at spaces: the question is mostly in one of them."""
    if len(text) <= length:
        return text
    half = (length - 1) // 2  # a space stands between the two
    if half < 1:
        return text[:length]
    first, last = text[:half], text[-half:]
    return f"{first.rpartition(' ')[0] or first} {last.partition(' ')[2] or last}"


def _counted(numbers: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Each number once, in order, and how often it occurs (quicker than np.unique)."""
    numbers.sort()
    others = (numbers[1:] != numbers[:-1]).nonzero()[0] + 1
    first = np.concatenate((_START, others))[: len(numbers)]
    often = np.empty_like(first)
    often[:-1] = others - first[:-1]
    often[-1:] = len(numbers) - first[-1:]
    return numbers[first], often


def _units(words: Sequence[str]) -> list[str]:
    """Stems, and pairs of them with a sign for the beginning and the end."""
    stems = [normalize.stem(word) for word in words]
    pairs = (f"{a} {b}" for a, b in zip(["^", *stems], [*stems, "$"], strict=True))
    return [*stems, *pairs]


def _grams(word: str) -> list[str]:
    padded = f"_{word}_"
    return [
        f"#{padded[start : start + size]}"
        for size in GRAMS
        for start in range(len(padded) - size + 1)
    ]


def similarities(rows: Sequence[Row], width: int) -> Floats:
    """Inner products of all rows.

    Features that many rows share are multiplied as one dense matrix, the many rare ones pair by
    pair: that takes a tenth of the time of either alone.
    """
    columns = np.concatenate([row.columns for row in rows])
    owners = np.repeat(np.arange(len(rows)), [len(row.columns) for row in rows])
    order = np.argsort(columns, kind="stable")
    owners, values = owners[order], np.concatenate([row.values for row in rows])[order]
    starts = np.searchsorted(columns[order], np.arange(width + 1))
    sizes = np.diff(starts)
    common = np.flatnonzero(sizes > RARE)
    place = np.full(width, -1)
    place[common] = np.arange(len(common))
    dense = np.zeros((len(rows), len(common)), dtype=np.float32)
    shared = np.repeat(place, sizes)
    kept = shared >= 0
    dense[owners[kept], shared[kept]] = values[kept]
    result: Floats = (dense @ dense.T).astype(np.float64)
    cells, products = [np.zeros(0, dtype=np.intp)], [np.zeros(0)]
    for size in range(1, RARE + 1):
        places = starts[:-1][sizes == size][:, None] + np.arange(size)
        who, weight = owners[places], values[places]
        cells.append((who[:, :, None] * len(rows) + who[:, None, :]).ravel())
        products.append((weight[:, :, None] * weight[:, None, :]).ravel())
    flat = np.bincount(np.concatenate(cells), np.concatenate(products), len(rows) ** 2)
    result += flat.reshape(result.shape)
    return result
