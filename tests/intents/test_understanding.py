"""The bars of understanding, on messages by somebody who had not seen the knowledge base.

Most hold for the tier of words and letters, which has to do where there is no sentence encoder; a
part of the messages is read with the encoder, where it is installed. What was measured stands in
docs/understanding.md.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intents import Matcher
from intents.scoring import FALLBACK, Line, Result, evaluate, line_from

DATA = Path(__file__).parents[1] / "data" / "understanding"


def messages() -> list[Line]:
    return [
        line_from(json.loads(line))
        for file in sorted(DATA.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


@pytest.fixture(scope="module")
def results(matcher: Matcher) -> tuple[Result, ...]:
    return evaluate(matcher, messages()).results


def in_scope(results: tuple[Result, ...], *kinds: str) -> list[Result]:
    asked = [one for one in results if FALLBACK not in one.line.labels]
    return [one for one in asked if not kinds or one.line.kind in kinds]


def share(results: list[Result], verdict: str) -> float:
    assert len(results) > 50
    return sum(one.verdict == verdict for one in results) / len(results)


def test_right_at_once(results: tuple[Result, ...]) -> None:
    """Four in five are answered right at once, and hardly any wrong."""
    assert share(in_scope(results), "right") >= 0.85
    assert share(in_scope(results), "wrong") <= 0.03


def test_right_or_offered(results: tuple[Result, ...]) -> None:
    """Nearly all get their answer at once or among the three that are offered."""
    asked = in_scope(results)
    reached = [one for one in asked if one.verdict == "right" or one.offered]
    assert len(reached) / len(asked) >= 0.94


@pytest.mark.parametrize(("kind", "limit"), [("near", 0.05), ("far", 0.02)])
def test_out_of_scope(results: tuple[Result, ...], kind: str, limit: float) -> None:
    """What is not ours is hardly ever answered, and seldom offered a choice."""
    foreign = [one for one in results if one.line.labels == (FALLBACK,) and one.line.kind == kind]
    assert share(foreign, "wrong") <= limit
    assert share(foreign, "choose") <= 0.20


@pytest.mark.parametrize("kind", ["english", "typo", "keywords", "clean", "multi"])
def test_styles(results: tuple[Result, ...], kind: str) -> None:
    """English, typing errors and key words are understood like plain questions."""
    assert share(in_scope(results, kind), "right") >= 0.80


def test_emergencies(results: tuple[Result, ...]) -> None:
    """Every emergency is recognised, and next to nothing else is taken for one."""
    urgent = [one for one in results if "noodgeval" in one.line.labels]
    missed = [one.line.text for one in urgent if one.match.intents != ("noodgeval",)]
    false = [
        one.line.text
        for one in results
        if "noodgeval" not in one.line.labels and one.match.intents == ("noodgeval",)
    ]
    assert len(urgent) > 100
    assert missed == []
    assert len(false) <= 0.01 * len(results)


def test_with_the_sentence_encoder(full_matcher: Matcher) -> None:
    """With the encoder nine in ten are right at once, and next to all are right or offered."""
    results = evaluate(full_matcher, messages()[::5]).results
    asked = in_scope(results)
    foreign = [one for one in results if one.line.labels == (FALLBACK,)]
    reached = [one for one in asked if one.verdict == "right" or one.offered]
    assert share(asked, "right") >= 0.90
    assert len(reached) / len(asked) >= 0.97
    assert share(asked, "wrong") <= 0.03
    assert share(foreign, "wrong") <= 0.05
    assert share(foreign, "choose") <= 0.20
