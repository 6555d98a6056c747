"""The house rules that no linter knows."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from bot.cli import main
from intents import KnowledgeBase

ROOT = Path(__file__).parents[1]
SOURCES = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("intents/*.py"), *ROOT.glob("storage/**/*.py")]


def test_every_sentence_that_is_used_exists(knowledge: KnowledgeBase) -> None:
    """Each key that the code asks of texts.yaml is there, and no sentence is there for nothing."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    used = set(re.findall(r"""(?:\bt|texts)\(\s*["'](\w+)["']""", code))
    assert used <= set(knowledge.texts), used - set(knowledge.texts)
    made = set(re.findall(r"""f["'](\w+_)\{""", code))
    quoted = set(re.findall(r"""["'](\w+)["']""", code))
    for key in knowledge.texts:
        assert key in quoted or any(key.startswith(start) for start in made), key


def test_every_intent_that_the_code_names_exists(knowledge: KnowledgeBase) -> None:
    """Routes and handlers name only intents that are in the knowledge base."""
    code = (ROOT / "bot" / "routes.py").read_text(encoding="utf-8")
    named = re.findall(r'About\("(\w+)"\)', code)
    assert named
    assert set(named) <= set(knowledge.intents)


def test_every_command_of_the_readme_exists() -> None:
    """A command that the README shows is one that the program has."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bkvob (\w+)", readme)) - {"COMMAND"}
    assert named
    assert named <= set(main.commands), named - set(main.commands)


def test_every_command_is_in_the_readme_and_explains_itself() -> None:
    """Each command stands in the README and answers --help."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in main.commands:
        assert f"kvob {name}" in readme, name
        assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0


def test_lock_files_name_no_address_and_hash_everything() -> None:
    """The pinned dependencies carry a hash each and no index."""
    for file in (ROOT / "requirements").glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("==") >= 20
        for block in re.split(r"\n(?=[a-zA-Z])", text.strip()):
            assert "--hash=sha256:" in block, block[:60]
