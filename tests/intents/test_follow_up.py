"""A short follow-up is understood from what was last talked about."""

from __future__ import annotations

import pytest

from intents import Matcher, Outcome, follow_up

RELATED = {"kosten": ("subsidie", "certificering"), "subsidie": ("kosten",)}


def after(matcher: Matcher, text: str, *last: str) -> tuple[str, ...]:
    match = matcher.follow_up(matcher.match(text), text, last)
    return match.intents if match.outcome is Outcome.ANSWER else ()


@pytest.mark.parametrize(
    ("last", "text", "expected"),
    [
        ("procesbegeleider_zoeken", "en voor Limburg?", "procesbegeleider_zoeken"),
        ("procesbegeleider_zoeken", "en in Zeeland dan", "procesbegeleider_zoeken"),
        ("procesbegeleider_zoeken", "wat doet die dan precies", "procesbegeleiding"),
        ("kvo_w", "en wat kost dat dan", "kosten"),
        ("kosten", "vertel meer", "kosten"),
        ("geldigheid", "tell me more", "geldigheid"),
        ("geldigheid", "wie regelt dat", "procesbegeleider_zoeken"),
        ("frustratie", "doe dan maar een mens", "contactverzoek"),
        ("cijfers", "en daalt de criminaliteit dan ook echt", "resultaten"),
        ("misdrijf_melden", "doet het keurmerk hier zelf ook iets aan?", "ondermijning"),
        ("subsidie", "en ons tweede terrein, dat begint dit jaar", "subsidie"),
    ],
)
def test_a_follow_up_is_understood(matcher: Matcher, last: str, text: str, expected: str) -> None:
    """What a few words leave out comes from the last subject."""
    assert after(matcher, text, last) == (expected,)


def test_behind_the_shops_lies_a_business_park(matcher: Matcher) -> None:
    """After the keurmerk for shops, a bedrijventerrein behind them is about ours."""
    found = after(matcher, "oh en als er achter de winkels een bedrijventerrein ligt?", "kvo_w")
    assert set(found) & {"wat_is_kvo_b", "procesbegeleiding"}


def test_a_clear_question_stands_on_its_own(matcher: Matcher) -> None:
    """A new question is not bent to what was last talked about."""
    assert after(matcher, "wat gebeurt er met mijn persoonsgegevens", "kosten") == ("privacy",)


@pytest.mark.parametrize("last", [(), ("gone",)])
def test_without_anything_before_nothing_changes(matcher: Matcher, last: tuple[str, ...]) -> None:
    """At the start of a chat, or after a subject that no longer exists, the match stays."""
    match = matcher.match("en hoe lang dan?")
    assert matcher.follow_up(match, "en hoe lang dan?", last) == match


def test_an_emergency_stays_an_emergency(matcher: Matcher) -> None:
    """No context makes an emergency anything else."""
    text = "en er wordt nu bij ons ingebroken"
    assert after(matcher, text, "kosten") == ("noodgeval",)


def test_a_near_miss_stays_a_near_miss(matcher: Matcher) -> None:
    """'En een BORG-certificaat?' after our certificate is still BORG."""
    text = "en een borg certificaat, regelen jullie dat?"
    match = matcher.follow_up(matcher.match(text), text, ("certificering",))
    assert (match.outcome, match.near_miss) == (Outcome.FALLBACK, "borg")


@pytest.mark.parametrize("text", ["en hoe lang?", "wat kost dat dan", "and how long is it?"])
def test_words_that_point_back_lean(text: str) -> None:
    """A text that points back leans to the last subject and to those that belong with it."""
    leaning = follow_up.lean(text, ("kosten",), RELATED)
    assert set(leaning) == {"kosten", "subsidie", "certificering"}


@pytest.mark.parametrize("text", ["subsidie", "woord " * 20])
def test_other_texts_do_not_lean(text: str) -> None:
    """A key word, or a long message, speaks for itself."""
    assert follow_up.lean(text, ("kosten",), RELATED) == {}
