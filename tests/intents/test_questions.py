"""A message is cut into the questions it may hold."""

import pytest

from intents import questions


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Wat kost het? Wie doen er mee?", ["Wat kost het?", "Wie doen er mee?"]),
        ("Wij zijn begonnen. Wat nu verder?", ["Wij zijn begonnen.", "Wat nu verder?"]),
        ("Wat kost het?", []),
        ("wat kost het. ok", []),
        ("", []),
    ],
)
def test_sentences_are_parts(text: str, parts: list[str]) -> None:
    """Two sentences or more are parts; scraps and single sentences are not."""
    assert questions.parts(text) == parts


def test_the_question_is_what_is_asked() -> None:
    """Of several sentences the last one with a question mark asks."""
    assert (
        questions.asking("Wij zitten in Venlo. Wat kost het? Alvast bedankt.") == "Wat kost het?"
    )


def test_without_question_mark_the_last_sentence_asks() -> None:
    """People leave the question mark out."""
    assert questions.asking("Wij zitten in Venlo. vertel wat het kost.") == "vertel wat het kost."


def test_one_sentence_has_no_part_that_asks() -> None:
    """A single sentence is read as a whole."""
    assert questions.asking("wat kost het") is None


def test_a_sentence_is_cut_at_and() -> None:
    """A sentence with 'en' may hold two questions."""
    assert questions.halves("wat kost het en wie doen er mee") == [
        ("wat kost het", "wie doen er mee")
    ]


def test_scraps_are_no_halves() -> None:
    """'En' between two words cuts nothing."""
    assert questions.halves("schoon en heel") == []


def test_cutting_is_limited() -> None:
    """However long a message is, few parts are looked at."""
    assert len(questions.parts("Wat kost het dan? " * 200)) == questions.MOST
    assert len(questions.halves("wat kost het en " * 200)) < questions.MOST


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Wij zitten in Venlo. Het is hier donker. Wat kost het?", ["Wat kost het?"]),
        ("We willen beginnen. Wat moeten we doen?", ["Wat moeten we doen?"]),
        ("Hoe snel reageren jullie? Ik wil graag gebeld worden.", None),
        ("wat doet een begeleider. wat kost die", None),
        ("We zijn begonnen. Er is een plan.", None),
    ],
)
def test_the_story_around_a_question_is_no_question(text: str, asked: list[str] | None) -> None:
    """What asks or wants something after all is a part; where nothing asks, all are."""
    assert questions.asked(text) == (asked or questions.parts(text))


def test_an_alternative_is_one_question() -> None:
    """'Of' offers a choice within one question; a comma and a word that points back go on."""
    assert questions.halves("gaat het om sloten of ook om onze computers") == []
    assert questions.halves("wie doen er mee, hoort dat bij het keurmerk") == []
