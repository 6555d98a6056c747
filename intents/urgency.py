"""Whether a text that no rule caught may be an emergency, by how far that is before all else.

What is left out of the learning tells how far other subjects come; of those some may be taken
for an emergency. Where it is in doubt, one line about 112 goes above the other answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from intents import safety
from intents.classifier import Classifier, Ranking

EMERGENCY = "noodgeval"
A_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Spare:
    """Of the examples of anything else, how many may be taken for an emergency while left out."""

    in_danger: float  # in words that speak of danger
    if_first: float  # in other words, where no other subject is likelier
    if_asked: float  # in a question, or in a few words, that speak of no danger


LIKELY = Spare(in_danger=0.10, if_first=0.025, if_asked=0.005)
DOUBTFUL = Spare(in_danger=0.25, if_first=0.08, if_asked=0.03)


def is_likely(ranking: Ranking, by: Classifier, text: str) -> bool:
    """Whether a text is more like an emergency than like all else, or nearly so in danger."""
    return _reaches(LIKELY, ranking, by, text)


def is_in_doubt(ranking: Ranking, by: Classifier, text: str) -> bool:
    """Whether it is near enough to an emergency to name 112, whatever is answered."""
    return _reaches(DOUBTFUL, ranking, by, text)


def _reaches(spare: Spare, ranking: Ranking, by: Classifier, text: str) -> bool:
    if EMERGENCY not in ranking.ids:
        return False
    if safety.is_dangerous(text):
        share = spare.in_danger
    elif text.endswith("?") or len(text.split()) <= A_FEW_WORDS:
        share = spare.if_asked
    else:
        share = spare.if_first if ranking.ids[0] == EMERGENCY else 0.0
    return ranking.lead(EMERGENCY) >= by.least_lead(EMERGENCY, share)
