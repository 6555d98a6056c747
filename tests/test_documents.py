"""The documents for who runs it name what the program really has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.cli import main
from bot.config import Settings
from intents import KnowledgeBase

ROOT = Path(__file__).parents[1]
PAGES = ("operations.md", "redactie.md", "processing-register.md", "telegram-and-processors.md")


def text_of(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_commands_exist(page: str) -> None:
    """Every `kvob …` in a document is a command that there is."""
    named = set(re.findall(r"\bkvob ([a-z]+)\b", "\n".join(code_of(page))))
    assert named <= set(main.commands), named - set(main.commands)
    assert named or page != "operations.md"


def test_the_conversation_of_the_readme_shows_the_buttons_there_are(
    knowledge: KnowledgeBase,
) -> None:
    """README once showed 'Naam wijzigen' under a summary that has three other buttons."""
    shown = (ROOT / "README.md").read_text(encoding="utf-8").partition("```\n")[2]
    labels = re.findall(r"\[([^\]]+)\]", shown.partition("```")[0])
    assert len(labels) > 10
    titles = {intent.title["nl"] for intent in knowledge.intents.values()}
    texts = {text["nl"] for text in knowledge.texts.values()}
    assert [each for each in labels if each not in titles | texts] == []


def test_the_page_for_procesbegeleiders_names_buttons_there_are(
    knowledge: KnowledgeBase,
) -> None:
    """Each button in it is one that they can tap."""
    named = re.findall(r"`([^`]+)`", text_of("procesbegeleiders.md"))
    texts = {text["nl"] for text in knowledge.texts.values()}
    assert len(named) > 10
    assert [each for each in named if each not in texts] == []


def code_of(page: str) -> list[str]:
    text = text_of(page)
    blocks = re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    commands = [line for line in lines if re.match(r"(.*&& |python3 dev.py )?kvob ", line)]
    return commands + re.findall(r"`(kvob [^`]+)`", text)


@pytest.mark.parametrize("page", PAGES)
def test_settings_exist_with_the_values_named(page: str) -> None:
    """Every `part.setting` is one; a number behind it is what the program does by itself."""
    for part, name, value in re.findall(r"`(\w+)\.(\w+)`(?: \((\d+))?", text_of(page)):
        if (ROOT / f"{part}.{name}").exists() or name in ("md", "jsonl", "yaml", "service"):
            continue
        model = type(getattr(Settings(), part))
        assert issubclass(model, BaseModel), part
        assert name in model.model_fields, f"{part}.{name}"
        if value:
            assert model.model_fields[name].default == int(value), f"{part}.{name}"


def test_operations_quotes_what_the_program_says() -> None:
    """What stands in the left column of 'what to do when' is really said somewhere."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").glob("*.py"))
    table = text_of("operations.md").partition("## What to do when")[2]
    by_others = (
        *("database or disk is full", "database is locked", "malformed", "not a database"),
        *("attempt to write a readonly database", "Permission denied"),
    )
    for cell in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE):
        for quoted in re.findall(r"`([^`]+)`", cell):
            text = quoted.strip("… ").removeprefix("cannot receive: TelegramNetworkError")
            assert text in code or quoted in by_others, quoted
