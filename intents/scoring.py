"""Scores on a file of test sentences, and the check that no utterance steals from another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from intents.model import Match, Outcome

Verdict = Literal["right", "choose", "wrong", "refused"]
VERDICTS: tuple[Verdict, ...] = ("right", "choose", "wrong", "refused")
FALLBACK = "fallback"


class Understands(Protocol):
    """Anything with a match method."""

    def match(self, text: str) -> Match: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One test sentence: `labels` holds one id, two where two things are asked, or 'fallback'."""

    text: str
    labels: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one line: `offered` says that a choice held the right subject."""

    line: Line
    match: Match
    verdict: Verdict
    offered: bool


@dataclass(frozen=True, slots=True)
class Scores:
    """All results, and the same counted per intent and per kind."""

    results: tuple[Result, ...]
    per_intent: Mapping[str, Counter[str]] = field(default_factory=dict)
    per_kind: Mapping[str, Counter[str]] = field(default_factory=dict)
    confused: tuple[tuple[str, str, int], ...] = ()

    def share(self, verdict: Verdict, kinds: Iterable[str] | None = None) -> float:
        """The part of the lines (of these kinds) with this verdict; 0 where there are none."""
        wanted = None if kinds is None else set(kinds)
        counted = [r for r in self.results if wanted is None or r.line.kind in wanted]
        return sum(r.verdict == verdict for r in counted) / len(counted) if counted else 0.0


def line_from(data: Mapping[str, Any]) -> Line:
    """A line of a test file: {"text": ..., "labels": [...], "kind": ...}."""
    return Line(str(data["text"]), tuple(data["labels"]), str(data.get("kind", "")))


def evaluate(matcher: Understands, lines: Iterable[Line]) -> Scores:
    """Match every line.

    right    answered with what was asked (of two questions at least one, and no third);
             out of scope: refused
    choose   a choice was offered; `offered` tells whether the right one was in it
    wrong    answered with something else; out of scope: answered at all
    refused  in scope, but nothing was offered
    """
    results = tuple(judge(line, matcher.match(line.text)) for line in lines)
    per_intent: dict[str, Counter[str]] = {}
    per_kind: dict[str, Counter[str]] = {}
    confused: Counter[tuple[str, str]] = Counter()
    for one in results:
        per_intent.setdefault(one.line.labels[0], Counter())[one.verdict] += 1
        per_kind.setdefault(one.line.kind, Counter())[one.verdict] += 1
        if one.verdict == "wrong":
            confused[one.line.labels[0], one.match.intents[0]] += 1
    pairs = tuple((*pair, count) for pair, count in confused.most_common())
    return Scores(results, per_intent, per_kind, pairs)


def judge(line: Line, match: Match) -> Result:
    offered = any(label in match.intents for label in line.labels)
    return Result(line, match, _verdict(line, match, offered), offered)


def _verdict(line: Line, match: Match, offered: bool) -> Verdict:
    if match.outcome is Outcome.CHOOSE:
        return "choose"
    if FALLBACK in line.labels:
        return "right" if match.outcome is Outcome.FALLBACK else "wrong"
    if match.outcome is Outcome.FALLBACK:
        return "refused"
    urgent = "noodgeval" in line.labels and match.intents[0] != "noodgeval"
    return "right" if offered and not urgent else "wrong"
