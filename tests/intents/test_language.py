"""English is told from Dutch by words that only one of the two has."""

import pytest

from intents import normalize
from intents.language import language_of


@pytest.mark.parametrize(
    "text",
    [
        "How much does it cost?",
        "who do I contact there",
        "what are the steps to get certified",
        "I'd like to have my data deleted please",
        "how do we start?",
        "what is KVO-B",
        "who takes part",
        "which measures",
        "where is Venlo",
    ],
)
def test_english_sentences(text: str) -> None:
    """A sentence of three or more English words, or an English question, is English."""
    assert language_of(normalize.words(text)) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "wat kost het",
        "is er een audit of niet",
        "wat is de status",
        "kan ik een callcenter spreken",
        "hello",
        "what",
        "how dan",
        "thanks",
        "cyber security awareness voor ons park",
        "wat is dat nou weer voor een business case met een contact",
        "",
        "asdf qwer zxcv",
    ],
)
def test_anything_else_is_dutch(text: str) -> None:
    """Dutch with English loan words stays Dutch, and so does what is too short to tell."""
    assert language_of(normalize.words(text)) == "nl"
