"""`kvob match` and the tier by which texts are matched."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from bot import app
from bot.cli import main
from bot.turn import Brain
from intents import KnowledgeBase


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["match", *arguments], input=given, catch_exceptions=False)


@pytest.fixture(autouse=True)
def made_once(monkeypatch: pytest.MonkeyPatch, brain: Brain, knowledge: KnowledgeBase) -> None:
    """The words alone are learnt quickly; the other tier is there already."""
    make = app.make_brain

    def made(_: KnowledgeBase, with_encoder: bool = True) -> Brain:
        return brain if with_encoder else make(knowledge, False)

    monkeypatch.setattr(app, "make_brain", made)


def test_each_line_of_standard_input_gives_one_object() -> None:
    """Programs give lines and get lines, in the same order, and nothing else."""
    result = run("--json", given="wat kost het\n\nmooi weer vandaag\n")
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["text"] for one in told] == ["wat kost het", "mooi weer vandaag"]
    assert told[0]["outcome"] == "answer"
    assert told[0]["intents"] == ["kosten"]
    assert told[1]["intents"] == []
    assert 0 <= told[1]["score"] < told[0]["score"] <= 1


def test_the_tier_is_told(brain: Brain) -> None:
    """Beside the answers stands by which means they were found."""
    assert f"matched by {brain.matcher.tier}" in run("wat kost het").stderr


def test_the_encoder_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """With --lexical, or switched off in the settings, words and letters have to do."""
    assert "matched by words and letters\n" in run("--lexical", "wat kost het").stderr
    monkeypatch.setenv("KVOB_KNOWLEDGE__ENCODER", "false")
    assert "matched by words and letters\n" in run("wat kost het").stderr
