"""`kvob check`: every fault at once, with file and line; and nothing starts on one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from bot.check import find_faults, find_overlap
from bot.cli import main
from intents import load
from intents.classifier import Stolen

ROOT = Path(__file__).parents[2]
DATA = ROOT / "intents" / "data"


def replace(file: str, old: str, new: str) -> Callable[[Path], None]:
    def plant(folder: Path) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


def append(file: str, line: str) -> Callable[[Path], None]:
    def plant(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as handle:
            handle.write(f"{line}\n")

    return plant


def without_answer(folder: Path) -> None:
    """Take the answer away, and leave everything else as it stands."""
    path = folder / "faq" / "cijfers.yaml"
    kept, is_inside = [], False
    for line in path.read_text(encoding="utf-8").splitlines():
        is_inside = line.startswith("answer:") or (is_inside and line.startswith((" ", "\t")))
        if not is_inside:
            kept.append(line)
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def too_long(folder: Path) -> None:
    path = folder / "faq" / "bron.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("answer:")
    end = text.index("\n", text.index("nl:", start)) + 1
    path.write_text(f"{text[:end]}    {'lang ' * 1000}\n{text[end:]}", encoding="utf-8")


FAULTS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "broken YAML": ("faq/kosten.yaml", append("faq/kosten.yaml", 'broken: "no end')),
    "unknown key": ("faq/subsidie.yaml", append("faq/subsidie.yaml", "anwser: x")),
    "duplicate utterance": (
        "faq/aanmelden.yaml",
        append(
            "faq/aanmelden.yaml",
            "  - hoe lang is het certificaat geldig\n  - Hoe lang is het certificaat geldig?",
        ),
    ),
    "missing answer": ("faq/cijfers.yaml", without_answer),
    "broken HTML": (
        "faq/resultaten.yaml",
        replace("faq/resultaten.yaml", "answer:\n  nl: |-\n    ", "answer:\n  nl: |-\n    <b>"),
    ),
    "a province twice": (
        "regions.yaml",
        replace("regions.yaml", "name: Drenthe", "name: Utrecht"),
    ),
    "an invalid phone number": ("regions.yaml", replace("regions.yaml", "06-29512394", "06-2951")),
    "an answer over 4,096 characters": ("faq/bron.yaml", too_long),
    "an unknown related id": (
        "faq/kvo_w.yaml",
        replace("faq/kvo_w.yaml", "related: [", "related: [bestaat_niet, "),
    ),
    "a wrong type": (
        "faq/maatregelen.yaml",
        replace("faq/maatregelen.yaml", "utterances:\n  - ", "utterances:\n  - a: b\n  - "),
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def config_for(folder: Path) -> Path:
    file = folder.parent / "config.yaml"
    file.write_text(f"knowledge:\n  folder: {folder}\n", encoding="utf-8")
    return file


def test_packaged_knowledge_is_free_of_faults() -> None:
    """What is shipped passes its own check."""
    assert find_faults(None)[0] == []


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_alone(folder: Path, name: str) -> None:
    """One planted fault is reported in its own file, with a line."""
    file, plant = FAULTS[name]
    plant(folder)
    faults, _ = find_faults(config_for(folder))
    assert [fault for fault in faults if fault.file == file and fault.line], faults


def test_ten_faults_are_found_at_once(folder: Path) -> None:
    """All ten are reported in one run, each with file and line."""
    for _, plant in FAULTS.values():
        plant(folder)
    faults, _ = find_faults(config_for(folder))
    found = {fault.file for fault in faults if fault.line}
    assert {file for file, _ in FAULTS.values()} <= found
    assert len([fault for fault in faults if fault.file == "regions.yaml"]) >= 2


def kvob(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.process
@pytest.mark.parametrize("name", ["broken YAML", "an invalid phone number", "broken HTML"])
def test_nothing_starts_on_a_fault(folder: Path, name: str) -> None:
    """`kvob run` names the fault and ends with the code for 'starting again does not help'."""
    file, plant = FAULTS[name]
    plant(folder)
    token = "42:fake-token-for-tests-that-is-long-enough"
    ended = kvob("run", "--config", str(config_for(folder)), BOT_TOKEN=token)
    assert ended.returncode == 78
    assert file in ended.stderr
    assert token not in ended.stderr


@pytest.mark.process
def test_check_ends_with_one_where_there_is_a_fault(folder: Path) -> None:
    """The exit code tells a script whether there is a fault."""
    config = str(config_for(folder))
    assert kvob("check", "--config", config).returncode == 0
    FAULTS["broken YAML"][1](folder)
    ended = kvob("check", "--config", config)
    assert ended.returncode == 1
    assert "faq/kosten.yaml:" in ended.stdout


def test_a_file_of_somebody_else_is_told_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No right to a file gives its name and one line, and no traceback."""
    config = tmp_path / "config.yaml"
    config.touch()

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    ended = CliRunner().invoke(main, ["migrate", "--config", str(config)])
    assert ended.exit_code == 78
    assert ended.output.count("\n") <= 2
    assert "Permission denied" in ended.output or "niet te lezen" in ended.output


def test_check_names_only_sentences_of_ones_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It showed ten sentences that came with the program at each run; a new one was lost there."""
    shipped = load().intents["kosten"].utterances[0]
    found = [
        Stolen(shipped, "kosten", "subsidie", 0.99),
        Stolen("is er subsidie voor ons hek", "kosten", "subsidie", 0.6),
        Stolen(shipped, "subsidie", "kosten", 0.5),  # moved to another subject by the editor
    ]
    brain = SimpleNamespace(matcher=SimpleNamespace(stolen=lambda: found))
    monkeypatch.setattr("bot.app.make_brain", lambda *_: brain)
    config = config_for(folder)
    assert find_overlap(config, every=False) == [
        "kosten: 'is er subsidie voor ons hek' lijkt meer op subsidie",
        f"subsidie: '{shipped}' lijkt meer op kosten",
        "nog 1 zin lijkt op een ander onderwerp; 'kvob check --overlap' noemt ze",
    ]
    assert len(find_overlap(config, every=True)) == 3
    config.write_text("", encoding="utf-8")  # the shipped knowledge base itself
    assert len(find_overlap(config, every=False)) == 3
