"""Whether a text that no rule caught tells of an emergency, learnt from messages that do or not.

`intents/alarms` holds what people type who are in danger, and what only sounds like it. The
examples of all subjects are learnt from as well. Where it is in doubt, one line about 112 goes
above the other answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents import confidence, figures, margin
from intents.cache import Cache, fingerprint, kept_or_learnt
from intents.classifier import Classifier, Ranking
from intents.lexical import Row
from intents.likeness import Kept, Landmarks, ManyWords, Reading, View

EMERGENCY = "noodgeval"
CALLS, OTHERS = 0, 1  # the two labels
MOST_OTHERS = 6_000  # examples of other subjects that are learnt from
FAMILIAR = 0.5  # the least of a text that must be known to be judged: typed at random is less
STRANGE = 1 << 19  # columns for words and letters that no subject has; few share one
# Of the examples of anything else, how many may be taken for an emergency while left out: where
# the classifier is sure of another subject, where it is not, and how many may be in doubt.
SHARES = BESIDE_ANOTHER, LIKELY, DOUBTFUL = 0.01, 0.025, 0.06

_FOLDER = Path(__file__).parent / "alarms"
_FILES = {CALLS: _FOLDER / "emergencies.txt", OTHERS: _FOLDER / "harmless.txt"}

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


class Alarm(Enum):
    """How likely an emergency is."""

    NONE = auto()
    IN_DOUBT = auto()
    LIKELY = auto()


class Urgency:
    """How much a text, as a classifier has read it, is like a call for help."""

    def __init__(self, by: Classifier, kept: Cache | None = None) -> None:
        """`by` must have the emergency among the subjects that are decided apart."""
        self._by, self._cache = by, kept
        self._views: list[View] = []
        self._left_out: list[Floats] = []
        self._learn()

    def with_meaning(self, by: Classifier) -> Urgency:
        """The same, by a classifier that has learnt from an encoder's vectors as well."""
        other = copy(self)
        other._by, other._views, other._left_out = by, [*self._views], [*self._left_out]
        other._learn()
        return other

    def of(self, ranking: Ranking) -> Alarm:
        """Whether a text is an emergency, or so near to one that 112 is named all the same."""
        reading = self._widened(ranking.reading)
        if self._words.familiar(reading) < FAMILIAR:
            return Alarm.NONE
        odds = self._odds(reading, ranking)
        is_sure = self._by.is_sure(ranking) and ranking.ids[0] != EMERGENCY
        if odds >= (self._beside_another if is_sure else self._likely):
            return Alarm.LIKELY
        return Alarm.IN_DOUBT if odds >= self._doubtful else Alarm.NONE

    def _odds(self, reading: Reading, ranking: Ranking) -> float:
        said = [float(_for_help(view.scores(reading))) for view in self._views]
        return float(np.dot(self._weights, [1.0, *said, ranking.leads[EMERGENCY]]))

    def _learn(self) -> None:
        """Learn one view more, and how much each says beside the others."""
        examples = cache(self._examples)  # thousands are read only where something is learnt
        view = self._view([])
        name = fingerprint(self._by.name, _digest(), type(view).__name__, view.settings)

        def learn() -> Kept:
            found = examples()
            by_all = self._view(found.readings)
            return by_all.learn(found.labels, len(_FILES), np.ones(len(found.labels)))

        kept = kept_or_learnt(self._cache, name, {"left_out"}, learn)
        view.weigh(kept)
        if isinstance(view, ManyWords):
            self._words = view
        self._views.append(view)
        self._left_out.append(_for_help(kept["left_out"].astype(np.float64)))
        name = fingerprint(name, SHARES)
        kept = kept_or_learnt(
            self._cache, name, {"weights", "limits"}, lambda: self._mixed(examples())
        )
        self._weights: Floats = kept["weights"]
        limits: list[float] = kept["limits"].tolist()
        self._beside_another, self._likely, self._doubtful = limits

    def _mixed(self, examples: _Examples) -> Kept:
        """What each view counts for, and from where on a text is likely or in doubt."""
        calls = examples.labels == CALLS
        said = np.column_stack([np.ones(len(calls)), *self._left_out, examples.leads])
        weights = confidence.fit(said, calls.astype(float))
        odds = np.sort((said @ weights)[examples.of_subjects & ~calls])[::-1]
        limits = [odds[int(share * len(odds))] for share in SHARES]
        return {"weights": weights, "limits": np.array(limits)}

    def _view(self, readings: Sequence[Reading]) -> View:
        if self._by.meanings:
            return Landmarks(np.array([one.meaning for one in readings]))
        rows = [one.row for one in readings]
        return ManyWords(_Table(rows, self._by.width + STRANGE), margin.FOLDS)

    def _widened(self, reading: Reading) -> Reading:
        return Reading(reading.row.widened(self._by.width, STRANGE), reading.meaning)

    def _examples(self) -> _Examples:
        place = self._by.ids.index(EMERGENCY)
        is_call = self._by.labels == place
        others = np.flatnonzero(~is_call)
        known = np.append(np.flatnonzero(is_call), others[:: 1 + len(others) // MOST_OTHERS])
        texts, labels = [], []
        for label, file in _FILES.items():
            lines = [figures.plainly(line) for line in _text(file).splitlines()]
            texts += lines
            labels += [label] * len(lines)
        read = self._by.readings([*texts, *(self._by.texts[number] for number in known)])
        leads = self._by.leads(EMERGENCY, read[: len(texts)])
        return _Examples(
            [self._widened(one) for one in read],
            np.append(labels, np.where(is_call[known], CALLS, OTHERS)),
            np.append(leads, self._by.left_out_leads(EMERGENCY)[known]),
            np.arange(len(read)) >= len(texts),
        )


@dataclass(frozen=True, slots=True)
class _Examples:
    """What is learnt from."""

    readings: Sequence[Reading]
    labels: Numbers
    leads: Floats  # how far the classifier has each for an emergency, while it is left out
    of_subjects: NDArray[np.bool_]  # those that are examples of the classifier itself


@dataclass(frozen=True, slots=True)
class _Table:
    rows: Sequence[Row]
    width: int


def _for_help(scores: Floats) -> Floats:
    found: Floats = scores[..., CALLS] - scores[..., OTHERS]
    return found


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache
def _digest() -> str:
    """Stands for all that people type, without reading it line by line."""
    return sha256("\0".join(map(_text, _FILES.values())).encode()).hexdigest()
