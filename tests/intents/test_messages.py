"""Two questions are both answered, a story with one question is not; follow-ups; languages.

The messages were made up for this, with what each of them asks for. The tier of words and letters
reads them; with the encoder more is right (docs/understanding.md).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from intents import Matcher, Outcome
from intents.foreign import speaks_foreign

DATA = Path(__file__).parents[1] / "data"


def read(file: str) -> list[dict[str, Any]]:
    lines = (DATA / file).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def answered(matcher: Matcher, text: str) -> set[str]:
    match = matcher.match(text)
    return set(match.intents) if match.outcome is Outcome.ANSWER else set()


def test_two_questions_are_both_answered(matcher: Matcher) -> None:
    """With or without question marks, in one sentence or two."""
    asked = [line for line in read("two_questions.jsonl") if line["kind"] == "multi"]
    both = [line for line in asked if answered(matcher, line["text"]) >= set(line["labels"])]
    assert len(both) >= 0.75 * len(asked)


def test_a_story_with_one_question_gets_one_answer(matcher: Matcher) -> None:
    """What leads up to a question is not answered beside it."""
    asked = [line for line in read("two_questions.jsonl") if line["kind"] == "single"]
    more = [
        line["text"] for line in asked if answered(matcher, line["text"]) > set(line["labels"])
    ]
    assert len(more) <= 0.05 * len(asked), more


def test_short_follow_ups_are_understood(matcher: Matcher) -> None:
    """'En hoe lang?' asks something else after each subject."""
    lines = read("follow_ups.jsonl")
    right = []
    for line in lines:
        match = matcher.follow_up(matcher.match(line["text"]), line["text"], (line["after"],))
        if match.outcome is Outcome.ANSWER and match.intents[0] in line["labels"]:
            right.append(line["text"])
    assert len(right) >= 0.8 * len(lines)


def test_languages_and_dialects_are_understood(matcher: Matcher) -> None:
    """English is answered in English; dialects and mixtures are understood as Dutch."""
    lines = [line for line in read("languages.jsonl") if line["language"] != "other"]
    assert [
        line["text"]
        for line in lines
        if matcher.match(line["text"]).language != line["language"] or speaks_foreign(line["text"])
    ] == []
    right = [line for line in lines if answered(matcher, line["text"]) >= set(line["labels"])]
    assert len(right) >= 0.75 * len(lines)


def test_other_languages_are_recognised() -> None:
    """German, French, Polish, Turkish and what is written in other letters are not ours."""
    lines = [line["text"] for line in read("languages.jsonl") if line["language"] == "other"]
    assert [text for text in lines if not speaks_foreign(text)] == []
