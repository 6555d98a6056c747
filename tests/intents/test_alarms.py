"""Emergencies in many people's words, and harmless sentences with the same alarming words.

Of `intents/alarms` the assistant learns; those in `tests/data/alarms` it has never seen. The tier
of words and letters reads them, for safety may not depend on the sentence encoder.
"""

from __future__ import annotations

from pathlib import Path

import intents
from intents import Matcher, Outcome

LEARNT = Path(intents.__file__).parent / "alarms"
UNSEEN = Path(__file__).parents[1] / "data" / "alarms"


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def taken_for_an_emergency(matcher: Matcher, texts: list[str]) -> set[str]:
    matches = {text: matcher.match(text) for text in texts}
    return {
        text
        for text, match in matches.items()
        if match.outcome is Outcome.ANSWER and match.intents == ("noodgeval",)
    }


def test_emergencies_are_recognised(matcher: Matcher) -> None:
    """Whoever is in danger hears of 112, whatever he calls it and however badly he types."""
    texts = lines(LEARNT / "emergencies.txt")
    missed = set(texts) - taken_for_an_emergency(matcher, texts)
    assert len(missed) <= 0.02 * len(texts), missed


def test_no_emergency_is_answered_as_something_else(matcher: Matcher) -> None:
    """What is not recognised is offered or refused, but for three at most."""
    texts = lines(LEARNT / "emergencies.txt")
    answered = [
        text
        for text in texts
        if (match := matcher.match(text)).outcome is Outcome.ANSWER
        and match.intents != ("noodgeval",)
    ]
    assert len(answered) <= 3, answered


def test_alarming_words_alone_are_no_emergency(matcher: Matcher) -> None:
    """The past, prevention, products, names and turns of phrase seldom cost a false alarm."""
    texts = lines(LEARNT / "harmless.txt")
    false = taken_for_an_emergency(matcher, texts)
    assert len(false) <= 0.08 * len(texts), false


def test_unseen_emergencies_are_recognised(matcher: Matcher) -> None:
    """Whoever tells of danger as nobody did before hears of 112, or else that line above all."""
    texts = lines(UNSEEN / "emergencies.txt")
    missed = set(texts) - taken_for_an_emergency(matcher, texts)
    assert len(missed) <= 0.03 * len(texts), missed
    unmentioned = [text for text in missed if not matcher.match(text).may_be_urgent]
    assert len(unmentioned) <= 0.0125 * len(texts), unmentioned


def test_unseen_harmless_sentences_raise_few_alarms(matcher: Matcher) -> None:
    """Figures of speech and crimes of last year that nobody told before seldom raise an alarm."""
    texts = lines(UNSEEN / "harmless.txt")
    false = taken_for_an_emergency(matcher, texts)
    assert len(false) <= 0.10 * len(texts), false


def test_unseen_with_the_sentence_encoder(full_matcher: Matcher) -> None:
    """With the encoder 99 of 100 are recognised."""
    texts = lines(UNSEEN / "emergencies.txt")
    missed = set(texts) - taken_for_an_emergency(full_matcher, texts)
    assert len(missed) <= 0.0125 * len(texts), missed
    harmless = lines(UNSEEN / "harmless.txt")[::2]
    assert len(taken_for_an_emergency(full_matcher, harmless)) <= 0.12 * len(harmless)
