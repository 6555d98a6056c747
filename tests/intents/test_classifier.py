"""The classifier works on any set of subjects with examples."""

from pathlib import Path

import numpy as np
import pytest

from intents import classifier
from intents.cache import Cache
from intents.classifier import Classifier
from intents.likeness import Meanings

FRUIT = {
    "apple": ["where are the apples", "red apples please", "an apple a day", "apple juice"],
    "pear": ["where are the pears", "ripe pears please", "a soft pear", "pear jam"],
    "plum": ["where are the plums", "purple plums please", "a sweet plum", "plum pudding"],
}
ELSEWHERE = ["what time is it", "how do I fix my bicycle", "the weather is nice", "sing a song"]


@pytest.fixture(scope="module")
def fruit() -> Classifier:
    return Classifier(FRUIT, ELSEWHERE)


class Letters:
    """An encoder of the poorest sort: how often each letter occurs."""

    name = "letters"

    def __init__(self) -> None:
        self.calls = 0

    def encode(self, texts: object) -> np.ndarray:
        self.calls += 1
        assert isinstance(texts, list | tuple)
        counts = [[text.lower().count(chr(97 + n)) + 0.1 for n in range(26)] for text in texts]
        rows = np.array(counts, dtype=np.float64)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def pieces(self, word: str) -> int:
        return 0


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("apples", "apple"),
        ("may I have a ripe pear", "pear"),
        ("I love plum pudding", "plum"),
        ("purpel plumbs", "plum"),
    ],
)
def test_the_subject_is_found(fruit: Classifier, text: str, subject: str) -> None:
    """New sentences about a subject rank it first, also with a typing error."""
    ranking = fruit.rank(text)
    assert ranking.ids[0] == subject
    assert set(ranking.ids) == set(FRUIT)
    assert list(ranking.scores) == sorted(ranking.scores, reverse=True)


def test_what_is_outside_scores_lower(fruit: Classifier) -> None:
    """A sentence about something else is less likely in scope."""
    assert fruit.rank("what time is it now").in_scope < fruit.rank("red apples").in_scope


def test_a_subject_can_be_left_out(fruit: Classifier) -> None:
    """What somebody says he does not want comes last."""
    assert fruit.rank("apple juice", without=frozenset({"apple"})).ids[-1] == "apple"


def test_leaning_tips_the_scales(fruit: Classifier) -> None:
    """What was last talked about decides where the words do not."""
    assert fruit.rank("where are the", lean={"plum": 0.8}).ids[0] == "plum"


@pytest.mark.parametrize("text", ["", "?!", "a" * 4096, "\ud83d", "🍏" * 4096])
def test_any_text_can_be_ranked(fruit: Classifier, text: str) -> None:
    """Nothing that can be typed fails."""
    assert len(fruit.rank(text).ids) == 3


def test_an_encoder_is_used_for_examples_and_text() -> None:
    """With an encoder, meaning counts beside words."""
    encoder = Letters()
    classifier = Classifier(FRUIT, ELSEWHERE).with_meaning(encoder)
    assert classifier.rank("apple").ids[0] == "apple"
    assert encoder.calls == 2


@pytest.mark.parametrize("encoder", [None, Letters()])
def test_what_was_learnt_is_kept(tmp_path: Path, encoder: Letters | None) -> None:
    """A second start reads what the first one learnt, and answers the same."""
    cache = Cache(tmp_path)

    def learn() -> Classifier:
        quick = Classifier(FRUIT, ELSEWHERE, cache=cache if encoder is None else None)
        return quick.with_meaning(encoder, cache) if encoder else quick

    first = learn()
    kept = {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    second = learn()
    assert {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()} == kept
    assert len(kept) == (3 if encoder else 1)
    assert second.rank("ripe apples").scores == pytest.approx(first.rank("ripe apples").scores)


def test_other_examples_are_learnt_anew(tmp_path: Path) -> None:
    """A changed example is not answered with what was learnt before."""
    Classifier(FRUIT, ELSEWHERE, cache=Cache(tmp_path))
    changed = {**FRUIT, "apple": [*FRUIT["apple"], "a green apple"]}
    Classifier(changed, ELSEWHERE, cache=Cache(tmp_path))
    assert len(list(tmp_path.iterdir())) == 2


def test_a_stolen_example_is_reported() -> None:
    """An example that reads like another subject's is found when it is left out."""
    more = {
        subject: [pattern.format(subject) for pattern in ("a {}", "the {}", "{} tart", "one {}")]
        + FRUIT[subject]
        for subject in FRUIT
    }
    more["pear"].append("the apple tart, one apple, an apple a day")
    stolen = Classifier(more, ELSEWHERE).stolen()
    assert ("pear", "apple") in [(one.owner, one.thief) for one in stolen]
    assert all(one.owner != one.thief for one in stolen)


def test_many_examples_are_learnt_in_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above a number of examples another way of learning takes over, and finds the same."""
    monkeypatch.setattr(classifier, "MOST_COMPARED", 10)
    fillers = ["now", "please", "today", "again", "here", "there", "soon", "often"]
    many = {
        subject: [f"{text} {word}" for text in texts for word in fillers]
        for subject, texts in FRUIT.items()
    }
    found = Classifier(many, ELSEWHERE).with_meaning(Letters())
    assert found.rank("may I have a ripe pear").ids[0] == "pear"
    assert found.rank("purpel plumbs").ids[0] == "plum"


def test_of_too_many_examples_some_are_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    """No subject is left out where examples are; small subjects keep all they have."""
    monkeypatch.setattr(classifier, "MOST_LEARNT", 20)
    many = {**FRUIT, "apple": [f"apple number {number}" for number in range(500)]}
    learnt = Classifier(many, ELSEWHERE)
    assert len(learnt.texts) <= 20
    assert set(learnt.texts) >= {*FRUIT["pear"], *FRUIT["plum"], *ELSEWHERE}
    assert learnt.rank("apple number seven").ids[0] == "apple"


class Pieces(Letters):
    """An encoder that reads 'plea' as one word, and what is misspelt in pieces."""

    def pieces(self, word: str) -> int:
        return {"plea": 1, "pear": 1, "pera": 3, "certifikat": 3, "certificate": 3}[word]


def test_a_word_that_the_encoder_knows_is_not_repaired() -> None:
    """What falls into more pieces than the word it would become is misspelt; a whole word is not,
    and one that stays as many pieces only where that word is used often."""
    meanings = Meanings(Pieces(), ["a pear", "an apple"])
    assert meanings.trusts("pera", "pear", 1)
    assert not meanings.trusts("plea", "pear", 100)
    assert not meanings.trusts("certifikat", "certificate", 1)
    assert meanings.trusts("certifikat", "certificate", 100)
    assert Meanings(Letters(), ["a pear", "an apple"]).trusts("plea", "pear", 1)
