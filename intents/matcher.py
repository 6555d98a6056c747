"""Matcher.match(text) -> Match: safety rules, then the classifier, then the three outcomes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from intents import follow_up, normalize, questions, safety
from intents.classifier import Classifier, Encoder, Ranking
from intents.language import language_of
from intents.loader import KnowledgeBase
from intents.model import Language, Match, Outcome
from intents.wording import Wording

SAFETY = ("noodgeval", "misdrijf_melden")
GUIDE = "procesbegeleider_zoeken"  # what a bare place is about
CHOICES = 3
PLACE, PERSON = "xplaats", "xpersoon"

_OURS = re.compile(r"\bkvo\w*|veilig ondernemen\b")


class Matcher:
    """Understands texts by one knowledge base; safe to use from several threads."""

    def __init__(self, knowledge: KnowledgeBase, encoder: Encoder | None = None) -> None:
        self._wording = Wording(knowledge.synonyms, _names(knowledge))
        examples = {intent.id: intent.utterances for intent in knowledge.intents.values()}
        outside = [*knowledge.everyday]
        for near in knowledge.near_misses.values():
            outside.extend(near.utterances)
        self._classifier = Classifier(examples, outside, self._wording, encoder)
        self._related = {one.id: one.related for one in knowledge.intents.values()}
        self._exact = {
            tuple(self._wording.read(text)): intent
            for intent, texts in examples.items()
            for text in texts
        }
        self._near = [
            (tuple(normalize.words(word)), near.id)
            for near in knowledge.near_misses.values()
            for word in near.words
        ]

    def match(self, text: str) -> Match:
        """How the text is understood. Pure; takes any text and never raises."""
        text = normalize.clean(text)
        words = normalize.words(text)
        language = language_of(words)
        alarm = safety.find(text)
        if alarm == "noodgeval":
            return _alarm(alarm, language)
        whole = self._understand(text, language)
        if alarm:
            also = [one for one in self._questions(text, language, whole) if one not in SAFETY]
            ids = (alarm, *also[:1])
            return Match(Outcome.ANSWER, ids, 1.0, 1.0, "rule for a crime report", language)
        if len(words) < 4:
            return whole
        asked = self._questions(text, language, whole)
        if len(asked) > 1:
            return Match(
                Outcome.ANSWER,
                tuple(asked[:2]),
                max(whole.score, self._classifier.thresholds.answer),
                whole.margin,
                "two questions, each recognised on its own",
                language,
            )
        return whole

    def follow_up(self, match: Match, text: str, last: tuple[str, ...]) -> Match:
        """The match again, now knowing what was last talked about. Pure."""
        settled = match.outcome is Outcome.ANSWER or match.near_miss is not None
        last = tuple(subject for subject in last if subject in self._related)
        if settled or not last:
            return match
        if follow_up.asks_for_more(text):
            return replace(
                match,
                outcome=Outcome.ANSWER,
                intents=last[:1],
                because="asks for more of the same",
            )
        if GUIDE in self._related and follow_up.names_only_a_place(self._wording.read(text)):
            return replace(
                match, outcome=Outcome.ANSWER, intents=(GUIDE,), because="names only a place"
            )
        leaning = follow_up.lean(text, last, self._related)
        if not leaning:
            return match
        decided = self._decide(self._classifier.rank(text, leaning), match.language)
        return replace(decided, because=f"follow-up: {decided.because}")

    def _understand(self, text: str, language: Language) -> Match:
        words = tuple(self._wording.read(text))
        if not words:
            return Match(Outcome.FALLBACK, (), 0.0, 0.0, "no words", language)
        if exact := self._exact.get(words):
            return Match(Outcome.ANSWER, (exact,), 1.0, 1.0, "same as an example", language)
        near = self._near_miss(text)
        ranking = self._classifier.rank(text)
        if near:
            score = min(ranking.in_scope, 0.2)
            return Match(
                Outcome.FALLBACK,
                (),
                score,
                0.0,
                "names a subject that is not ours",
                language,
                ranking.ids[0],
                near,
            )
        return self._decide(ranking, language)

    def _decide(self, ranking: Ranking, language: Language) -> Match:
        limits = self._classifier.thresholds
        margin = min(1.0, max(0.0, (ranking.scores[0] - ranking.scores[1]) / 2))
        if ranking.correct >= limits.answer:
            outcome, ids, because = Outcome.ANSWER, ranking.ids[:1], "one subject stands out"
        elif ranking.in_scope >= limits.choose:
            outcome, ids, because = Outcome.CHOOSE, ranking.ids[:CHOICES], "several subjects fit"
        else:
            outcome, ids, because = Outcome.FALLBACK, (), "no subject fits well enough"
        runner_up = ranking.ids[1] if outcome is Outcome.ANSWER else ranking.ids[0]
        if outcome is Outcome.CHOOSE:
            runner_up = ranking.ids[1]
        return Match(outcome, ids, ranking.in_scope, margin, because, language, runner_up)

    def _questions(self, text: str, language: Language, whole: Match) -> list[str]:
        """The subjects of all parts that are clear on their own, in the order of the text."""
        for pieces in _cuts(text):
            found: list[str] = []
            for piece in pieces:
                part = self._understand(piece, language)
                if part.outcome is Outcome.ANSWER and part.intents[0] not in found:
                    found.append(part.intents[0])
            if len(found) > 1:
                return found
        return [*whole.intents] if whole.outcome is Outcome.ANSWER else []

    def _near_miss(self, text: str) -> str | None:
        words = normalize.words(text)
        if _OURS.search(" ".join(words)):
            return None
        for phrase, near in self._near:
            size = len(phrase)
            if any(tuple(words[n : n + size]) == phrase for n in range(len(words) - size + 1)):
                return near
        return None


def _cuts(text: str) -> Iterator[list[str]]:
    sentences = questions.parts(text)
    if sentences:
        yield sentences
    for sentence in sentences or [text]:
        for first, second in questions.halves(sentence):
            yield [first, second]


def _alarm(alarm: str, language: Language) -> Match:
    return Match(Outcome.ANSWER, (alarm,), 1.0, 1.0, "rule for an emergency", language)


def _names(knowledge: KnowledgeBase) -> dict[str, list[str]]:
    places = [
        name
        for region in knowledge.regions
        for name in (region.name, region.name_en, *region.variants, *region.municipalities)
    ]
    people = [
        name
        for one in knowledge.facilitators.values()
        for name in (one.name, *one.name.split())
        if len(name) > 3
    ]
    return {PLACE: places, PERSON: people}
