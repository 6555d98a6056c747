"""Matcher.match(text) -> Match: safety rules, then the classifier, then the three outcomes."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from types import MappingProxyType

from intents import figures, follow_up, idioms, normalize, questions, safety
from intents.cache import Cache
from intents.classifier import Classifier, Ranking, Stolen
from intents.language import language_of
from intents.likeness import Encoder
from intents.loader import KnowledgeBase
from intents.model import Language, Match, Outcome
from intents.near_misses import NearMisses
from intents.negation import refused
from intents.urgency import EMERGENCY, Alarm, Urgency
from intents.wording import Wording

REPORT = "misdrijf_melden"
GUIDE = "procesbegeleider_zoeken"  # what a bare place is about
CONTACT = "contactverzoek"
SOCIAL = ("groet", "bedankt", "afscheid")  # not answered beside a question
CHOICES = 3
CUTS = 12  # ways to cut a message that are tried
LOOKS = 2  # parts of a message that the better tier looks at
LONG = 600  # letters beyond which it reads the whole and the sentence that asks, and no parts
WORDS = "words and letters"  # the tier that always works
RECOGNISED = 0.0  # a subject with a score above this is seen in the text by itself
BY_LIKENESS = 0.99  # the score of an emergency that no rule and no example caught
NOT_OURS = 0.2  # the most that a named near miss scores
PLACE, PERSON = "xplaats", "xpersoon"

log = logging.getLogger(__name__)

_LINK = re.compile(r"(?:(?:https?://|www\.)\S+\s*)+", re.IGNORECASE)
_OURS = re.compile(r"\bkvo\w*|veilig ondernemen\b")


class Matcher:
    """Understands texts by one knowledge base; safe to use from several threads."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        encoder: Encoder | None = None,
        cache: Cache | None = None,
    ) -> None:
        """Without an encoder words and letters have to do; `cache` makes the next start quick."""
        self._wording = Wording(knowledge.synonyms, _names(knowledge))
        examples = {intent.id: intent.utterances for intent in knowledge.intents.values()}
        outside = [*knowledge.everyday]
        for near in knowledge.near_misses.values():
            outside.extend(near.utterances)
        self._quick = self._best = Classifier(
            examples, outside, self._wording, cache, apart=(EMERGENCY,)
        )
        self.tier = WORDS
        self.is_quick = encoder is None
        if encoder:
            self.tier = f"{WORDS} + {encoder.name}"
            self._best = self._quick.with_meaning(encoder, cache)
        self._urgency: dict[Classifier, Urgency] = {}
        if EMERGENCY in examples:
            urgency = self._urgency[self._quick] = Urgency(self._quick, cache)
            if encoder:
                self._urgency[self._best] = urgency.with_meaning(self._best)
        self._near_misses = NearMisses(knowledge.near_misses.values())
        self._related = {one.id: one.related for one in knowledge.intents.values()}
        self._titles = {
            one.id: {_spelt(one.title["nl"]), _spelt(one.title["en"])}
            for one in knowledge.intents.values()
        }
        self._exact = {
            " ".join(self._wording.read(text)): intent
            for intent, texts in examples.items()
            for text in texts
        }
        # What a button says may be typed as well, and means what the button does.
        for one in knowledge.intents.values():
            for title in (one.title.nl, one.title.en):
                if words := " ".join(self._wording.read(title)):
                    self._exact[words] = one.id

    def match(self, text: str) -> Match:
        """How the text is understood. Pure; takes any text and never raises."""
        text = normalize.clean(text)
        language = language_of(normalize.words(text))
        alarm = safety.find(text)
        if alarm == EMERGENCY or safety.speaks_of_suicide(text):
            return _sure((EMERGENCY,), "rule for an emergency", language)
        looks = LOOKS if len(text) <= LONG else 0
        text = questions.worth_reading(text)
        whole = self._understand(text, self._best, language)
        if whole.outcome is Outcome.ANSWER and whole.intents == (EMERGENCY,):
            return whole
        if alarm == REPORT:
            also = [one for one in self._parts(text, whole, looks) if one != REPORT]
            return _sure((alarm, *also[:1]), "rule for a crime report", language)
        asked = self._parts(text, whole, looks)
        # The whole must be about one of its parts: a story is not the sum of its sentences.
        if (
            len(asked) >= 2
            and set(asked) & {*(whole.intents[:1] or asked), whole.runner_up}
            and not whole.near_miss
        ):
            whole = replace(
                whole,
                outcome=Outcome.ANSWER,
                intents=tuple(asked[:2]),
                because="two questions, each recognised on its own",
                runner_up=None,
                left=tuple(asked[2:]),
            )
        found = self._with_idioms(whole, text)
        names_112 = found.outcome is Outcome.ANSWER and found.intents[0] == REPORT
        return replace(found, may_be_urgent=whole.may_be_urgent and not names_112)

    def _with_idioms(self, match: Match, text: str) -> Match:
        """A wish for contact in so many words goes first; what else is asked stays beside it."""
        if CONTACT not in self._related or match.intents[:1] == ("gegevens_verwijderen",):
            return match
        if idioms.wants_contact(text):
            beside = match.intents if match.outcome is Outcome.ANSWER else ()
            others = [
                one
                for one in beside
                if one not in (CONTACT, GUIDE, "bot_identiteit", "hulp", *SOCIAL)
            ]
            ids, because = (CONTACT, *others[:1]), "asks for contact in so many words"
            left = (*others[1:], *match.left)
            return replace(_sure(ids, because, match.language), near_miss=None, left=left)
        is_open = match.outcome is not Outcome.ANSWER or match.intents[0] == CONTACT
        if is_open and idioms.asks_who(text):
            return _sure((GUIDE,), "asks whom to turn to", match.language)
        return match

    def follow_up(self, match: Match, text: str, last: tuple[str, ...]) -> Match:
        """The match again, now knowing what was last talked about. Pure."""
        if match.intents and _spelt(text) in self._titles.get(match.intents[0], ()):
            return match  # what a button says means that, whatever was talked about
        asked = idioms.after(text, last)
        if asked in self._related and match.intents[:1] not in ((EMERGENCY,), (REPORT,)):
            return _sure((asked,), "goes on about the last subject", match.language)
        last = tuple(subject for subject in last if subject in self._related)
        if last and follow_up.asks_for_more(text):
            return _sure(last[:1], "asks for more of the same", match.language)
        bare = follow_up.bare(text, last[0]) if last else None
        if bare in self._related:
            return _sure((bare,), "a bare question about the last subject", match.language)
        settled = match.outcome is Outcome.ANSWER or match.near_miss is not None
        if settled or not last:
            return match
        if GUIDE in self._related and follow_up.names_only_a_place(self._wording.read(text)):
            return _sure((GUIDE,), "names only a place", match.language)
        leaning = follow_up.lean(text, last, self._related)
        if not leaning:
            return match
        ranking, by = self._rank(text, self._best, leaning)
        if EMERGENCY in self._related and not match.may_be_urgent:
            ranking = by.without(ranking, EMERGENCY)
        decided = self._decide(ranking, by, match.language)
        because = f"follow-up: {decided.because}"
        return replace(decided, because=because, may_be_urgent=match.may_be_urgent)

    def stolen(self) -> list[Stolen]:
        """For the editor: utterances that another intent would answer, each left out in turn."""
        return self._best.stolen()

    def _understand(
        self, text: str, by: Classifier, language: Language, is_part: bool = False
    ) -> Match:
        words = " ".join(self._wording.read(text))
        if not words:
            return Match(Outcome.FALLBACK, (), 0.0, 0.0, "no words", language)
        if _LINK.fullmatch(text) and not _OURS.search(words):
            return Match(Outcome.FALLBACK, (), 0.0, 0.0, "a link alone", language)
        if exact := self._exact.get(words):
            return _sure((exact,), "same as an example", language)
        text = figures.plainly(text)
        ranking, by = self._rank(text, by)
        urgency = None if is_part else self._urgency.get(by)
        alarm = urgency.of(ranking) if urgency else Alarm.NONE
        if alarm is not Alarm.NONE and safety.cannot_be_one(text):
            alarm = Alarm.NONE
        if alarm is Alarm.LIKELY:
            found = _sure((EMERGENCY,), "most like an emergency", language)
            return replace(found, score=BY_LIKENESS)
        if urgency and (alarm is Alarm.NONE or safety.only_talks_of_it(text)):
            ranking = by.without(ranking, EMERGENCY)
        in_doubt = alarm is Alarm.IN_DOUBT
        near = self._near_miss(text)
        if not near:
            if _OURS.search(" ".join(normalize.words(text))):
                # Who names the keurmerk asks about it, whatever else the words are used for.
                sure = max(ranking.in_scope, by.thresholds.in_scope)
                ranking = replace(ranking, in_scope=sure)
            found = self._decide(ranking, by, language)
            names_it = found.outcome is Outcome.CHOOSE and EMERGENCY in found.intents
            return replace(found, may_be_urgent=names_it or in_doubt)
        return Match(
            Outcome.FALLBACK,
            (),
            min(ranking.in_scope, NOT_OURS),
            0.0,
            "names a subject that is not ours",
            language,
            runner_up=ranking.ids[0],
            near_miss=near,
            may_be_urgent=in_doubt,
        )

    def _rank(
        self,
        text: str,
        by: Classifier,
        lean: Mapping[str, float] = MappingProxyType({}),
    ) -> tuple[Ranking, Classifier]:
        """The subjects, and the tier that ranked them: words alone where the encoder fails."""
        without = refused(text)
        try:
            return by.rank(text, lean, without), by
        except Exception as error:
            if by is self._quick:
                raise
            log.warning("the sentence encoder failed: %s", type(error).__name__)
            return self._quick.rank(text, lean, without), self._quick

    def _decide(self, ranking: Ranking, by: Classifier, language: Language) -> Match:
        ranking = _without_greeting(ranking)
        limits = by.thresholds
        margin = min(1.0, max(0.0, (ranking.scores[0] - ranking.scores[1]) / 2))
        runner_up: str | None = ranking.ids[1]
        if by.is_sure(ranking) and ranking.ids[0] != EMERGENCY:
            outcome, ids, because = Outcome.ANSWER, ranking.ids[:1], "one subject stands out"
        elif ranking.in_scope >= limits.offer:
            outcome, ids, because = Outcome.CHOOSE, ranking.ids[:CHOICES], "several subjects fit"
        else:
            outcome, ids, because = Outcome.FALLBACK, (), "no subject fits well enough"
            runner_up = ranking.ids[0]
        return Match(outcome, ids, ranking.in_scope, margin, because, language, runner_up)

    def _parts(self, text: str, whole: Match, looks: int) -> list[str]:
        """The subjects of the parts of a text, if at least two are clear on their own.

        There are many ways to cut, so parts are read by the quick tier; the better tier has its
        say on the first few. A part that stays unclear is about what the whole is likely about.
        """
        if whole.outcome is Outcome.FALLBACK:
            return []
        likely = {*whole.intents, whole.runner_up}
        for pieces in islice(_cuts(text), CUTS):
            are_questions = questions.are_questions(pieces)
            found: list[str] = []
            for piece in pieces:
                by = self._best if looks and are_questions else self._quick
                looks -= by is self._best
                part = self._understand(piece, by, whole.language, is_part=True)
                if part.intents[:1] in ((), (EMERGENCY,)) or part.intents[0] in found:
                    continue
                is_likely = part.intents[0] in likely
                is_clear = part.outcome is Outcome.ANSWER
                if len(found) > 1:
                    is_likely = False  # what comes third must be clear by itself
                if (is_clear or is_likely) if are_questions else (is_clear and is_likely):
                    found.append(part.intents[0])
            if len(found) > 1:
                if are_questions:
                    self._add_more(found, pieces, whole.language)
                # What is to be done goes before what is only to be told.
                done = [one for one in found[2:] if one in (CONTACT, GUIDE)][:1]
                found = [*found[:1], *done, *(one for one in found[1:] if one not in done)]
                return [one for one in found if one not in SOCIAL] or found
        return []

    def _add_more(self, found: list[str], pieces: list[str], language: Language) -> None:
        """Add the questions that stand behind another 'en' in one of the parts, where clear."""
        for piece in pieces:
            for one in questions.all_parts(piece):
                read = self._understand(one, self._quick, language, is_part=True)
                is_clear = read.outcome is Outcome.ANSWER and questions.asks(one)
                if is_clear and read.intents[0] not in (*found, EMERGENCY, *SOCIAL):
                    found.append(read.intents[0])

    def _near_miss(self, text: str) -> str | None:
        words = normalize.words(text)
        if _OURS.search(" ".join(words)):
            return None
        return self._near_misses.find(words, self._quick.knows)


def _without_greeting(ranking: Ranking) -> Ranking:
    """A greeting or thanks steps back behind a subject that is recognised beside it."""
    first, second = ranking.ids[:2]
    if first not in SOCIAL or second in (*SOCIAL, EMERGENCY) or ranking.scores[1] <= RECOGNISED:
        return ranking
    return replace(ranking, ids=(second, first, *ranking.ids[2:]))


def _cuts(text: str) -> Iterator[list[str]]:
    """The ways to cut a message into questions: by sentence, then each sentence in two."""
    sentences = questions.asked(text)
    if len(sentences) > 1:
        yield sentences
    for sentence in sentences or [text]:
        halves = questions.halves(sentence)
        halves.sort(key=lambda cut: not questions.are_questions(cut))
        for first, second in halves:
            yield [first, second]


def _spelt(text: str) -> tuple[str, ...]:
    """The words alone, without capitals and marks."""
    return tuple(re.findall(r"[\w'-]+", text.casefold()))


def _sure(ids: tuple[str, ...], because: str, language: Language) -> Match:
    return Match(Outcome.ANSWER, ids, 1.0, 1.0, because, language)


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
