"""Test sentences are counted as right, choose, wrong or refused."""

from __future__ import annotations

import pytest

from intents import Match, Outcome
from intents.scoring import Line, evaluate, line_from


class Told:
    """A matcher that gives the answers it was told."""

    def __init__(self, answers: dict[str, tuple[Outcome, tuple[str, ...]]]) -> None:
        self._answers = answers

    def match(self, text: str) -> Match:
        outcome, intents = self._answers[text]
        return Match(outcome, intents, 0.5, 0.5, "told", "nl")


A, C, F = Outcome.ANSWER, Outcome.CHOOSE, Outcome.FALLBACK


@pytest.mark.parametrize(
    ("labels", "outcome", "intents", "verdict", "offered"),
    [
        (("kosten",), A, ("kosten",), "right", True),
        (("kosten",), A, ("subsidie",), "wrong", False),
        (("kosten",), A, ("kosten", "subsidie"), "right", True),
        (("kosten", "subsidie"), A, ("subsidie",), "right", True),
        (("kosten",), C, ("subsidie", "kosten"), "choose", True),
        (("kosten",), C, ("subsidie",), "choose", False),
        (("kosten",), F, (), "refused", False),
        (("fallback",), F, (), "right", False),
        (("fallback",), A, ("kosten",), "wrong", False),
        (("fallback",), C, ("kosten",), "choose", False),
        (("noodgeval", "kosten"), A, ("noodgeval",), "right", True),
        (("noodgeval", "kosten"), A, ("kosten",), "wrong", True),
    ],
)
def test_verdicts(
    labels: tuple[str, ...],
    outcome: Outcome,
    intents: tuple[str, ...],
    verdict: str,
    offered: bool,
) -> None:
    """Of two questions one is enough, but an emergency must come first."""
    scores = evaluate(Told({"x": (outcome, intents)}), [Line("x", labels)])
    assert (scores.results[0].verdict, scores.results[0].offered) == (verdict, offered)


def test_counts_per_intent_kind_and_pair() -> None:
    """Verdicts are counted per intent and per kind, wrong ones per confused pair."""
    told = Told({"a": (A, ("kosten",)), "b": (A, ("subsidie",)), "c": (F, ())})
    lines = [
        Line("a", ("kosten",), "clean"),
        Line("b", ("kosten",), "typo"),
        Line("c", ("kosten",), "typo"),
    ]
    scores = evaluate(told, lines)
    assert scores.per_intent["kosten"] == {"right": 1, "wrong": 1, "refused": 1}
    assert scores.per_kind["typo"] == {"wrong": 1, "refused": 1}
    assert scores.confused == (("kosten", "subsidie", 1),)
    assert scores.share("right") == pytest.approx(1 / 3)
    assert scores.share("wrong", ["typo"]) == pytest.approx(1 / 2)
    assert scores.share("wrong", ["english"]) == 0


def test_a_line_of_a_file() -> None:
    """A test file holds text, labels and perhaps a kind."""
    assert line_from({"text": "x", "labels": ["a", "b"]}) == Line("x", ("a", "b"), "")
