"""Figures of speech are read as what they mean."""

from __future__ import annotations

import pytest

from intents import Matcher, figures


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Kan Bruin dat trekken?", "wat kost het?"),
        ("is het gebakken lucht", "is het nutteloos"),
        ("zet het eigenlijk zoden aan de dijk", "resultaat hebben"),
        ("Moet ik in de buidel tasten?", "Moet ik wat kost het?"),
        ("wie doen er mee", "wie doen er mee"),
        ("", ""),
    ],
)
def test_a_figure_of_speech_is_said_plainly(said: str, meant: str) -> None:
    """What stands for something else is replaced, all other words stay."""
    assert figures.plainly(said) == meant


def test_a_figure_of_speech_is_understood(matcher: Matcher) -> None:
    """Whoever asks whether he must open his wallet hears what it costs."""
    assert matcher.match("Moet ik mijn portemonnee trekken?").intents == ("kosten",)
