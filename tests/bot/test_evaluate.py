"""`kvob evaluate`: scores, what changed, and the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import app
from bot.cli import main
from bot.evaluation import read_lines
from bot.refusal import Refused
from bot.turn import Brain
from intents import KnowledgeBase

LINES = [
    {"text": "wat kost het", "labels": ["kosten"], "kind": "clean"},
    {"text": "wat zijn de kosten <b>nu</b>?", "labels": ["subsidie"], "kind": "clean"},
    {"text": "mooi weer vandaag", "labels": ["fallback"], "kind": "far"},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "lines.jsonl"
    write(file, LINES)
    return file


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, brain: Brain) -> None:
    def made(_: KnowledgeBase, with_encoder: bool = True) -> Brain:
        return brain

    monkeypatch.setattr(app, "make_brain", made)
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path / "cache"))


def write(file: Path, lines: list[dict[str, object]]) -> None:
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["evaluate", *map(str, arguments)], catch_exceptions=False)


def counts(output: str, name: str) -> list[int]:
    line = next(line for line in output.splitlines() if line.split()[:1] == [name])
    return [int(word) for word in line.split()[1::2]]


def test_scores_are_counted(file: Path) -> None:
    """The whole, each subject and each kind have their numbers, and confused pairs are named."""
    output = run(file).stdout
    assert counts(output, "alles") == [2, 0, 1, 0]
    assert counts(output, "kosten") == [1, 0, 0, 0]
    assert counts(output, "subsidie") == [0, 0, 1, 0]
    assert counts(output, "clean") == [1, 0, 1, 0]
    assert counts(output, "far") == [1, 0, 0, 0]
    assert "1  subsidie -> kosten" in output


def test_the_difference_to_the_last_run_is_told(
    file: Path, brain: Brain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first run has nothing to compare with; a later one names the sentences that changed."""
    assert "Eerste keer" in run(file).stdout
    assert "goed +0, keuze +0, fout +0, geweigerd +0; 0 zinnen anders" in run(file).stdout
    weather = brain.matcher.match("mooi weer vandaag")
    monkeypatch.setattr(type(brain.matcher), "match", lambda self, text: weather)
    output = run(file).stdout
    assert "goed -1, keuze +0, fout -1, geweigerd +2; 2 zinnen anders" in output
    assert "goed -> geweigerd: wat kost het" in output


def test_the_page_shows_the_confusion(file: Path, tmp_path: Path) -> None:
    """One file with a picture and the wrong sentences, in which nothing is taken for HTML."""
    target = tmp_path / "page.html"
    run(file, "--html", target)
    page = target.read_text(encoding="utf-8")
    assert "<svg" in page
    assert "wat zijn de kosten &lt;b&gt;nu&lt;/b&gt;?" in page
    assert "http" not in page
    assert "<script" not in page


def test_what_is_no_test_sentence_is_refused(tmp_path: Path) -> None:
    """A line that holds something else is named."""
    file = tmp_path / "other.jsonl"
    file.write_text('{"text": "a", "labels": ["b"]}\nwat kost het\n', encoding="utf-8")
    result = run(file)
    assert result.exit_code == 78
    assert "other.jsonl, regel 2" in result.stderr


@pytest.mark.parametrize("labels", ['"kosten"', "[]", "[1]", "null"])
def test_labels_that_are_no_list_are_refused(tmp_path: Path, labels: str) -> None:
    """A name without brackets was read as its letters, all wrong; none at all crashed."""
    file = tmp_path / "zinnen.jsonl"
    file.write_text(f'{{"text": "wat kost het", "labels": {labels}}}\n', encoding="utf-8")
    with pytest.raises(Refused, match="regel 1: hier hoort"):
        read_lines([file])
