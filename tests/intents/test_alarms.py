"""Emergencies in many people's words, and harmless sentences with the same alarming words.

The tier of words and letters reads them, for safety may not depend on the sentence encoder.
"""

from __future__ import annotations

from pathlib import Path

from intents import Matcher, Outcome

DATA = Path(__file__).parents[1] / "data" / "alarms"


def lines(file: str) -> list[str]:
    return (DATA / file).read_text(encoding="utf-8").splitlines()


def taken_for_an_emergency(matcher: Matcher, texts: list[str]) -> set[str]:
    matches = {text: matcher.match(text) for text in texts}
    return {
        text
        for text, match in matches.items()
        if match.outcome is Outcome.ANSWER and match.intents == ("noodgeval",)
    }


def test_emergencies_are_recognised(matcher: Matcher) -> None:
    """Whoever is in danger hears of 112, whatever he calls it and however badly he types."""
    texts = lines("emergencies.txt")
    missed = set(texts) - taken_for_an_emergency(matcher, texts)
    assert len(missed) <= 0.02 * len(texts), missed


def test_no_emergency_is_answered_as_something_else(matcher: Matcher) -> None:
    """What is not recognised is offered or refused, but for three at most."""
    texts = lines("emergencies.txt")
    answered = [
        text
        for text in texts
        if (match := matcher.match(text)).outcome is Outcome.ANSWER
        and match.intents != ("noodgeval",)
    ]
    assert len(answered) <= 3, answered


def test_alarming_words_alone_are_no_emergency(matcher: Matcher) -> None:
    """The past, prevention, products, names and turns of phrase seldom cost a false alarm."""
    texts = lines("harmless.txt")
    false = taken_for_an_emergency(matcher, texts)
    assert len(false) <= 0.08 * len(texts), false
