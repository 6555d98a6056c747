"""The knowledge base holds no test sentence: a score on what was copied says nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import intents
from intents import KnowledgeBase

DATA = Path(__file__).parents[1] / "data"
ALARMS = Path(intents.__file__).parent / "alarms"


def lines(folder: Path, pattern: str) -> list[str]:
    """What is not empty in the files."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.rglob(pattern))]
    return [line for text in texts for line in text.splitlines() if line.strip()]


def bare(text: str) -> str:
    return " ".join(re.findall(r"[\w'-]+", text.lower()))


def test_no_test_sentence_is_in_the_knowledge_base(knowledge: KnowledgeBase) -> None:
    """Of three words or more, none is the same; names and single words are facts."""
    tested = {bare(json.loads(line)["text"]) for line in lines(DATA, "*.jsonl")}
    tested |= {bare(line) for line in lines(DATA, "*.txt")}
    assert len(tested) > 1000
    taught = [text for intent in knowledge.intents.values() for text in intent.utterances]
    taught += knowledge.everyday
    taught += [text for near in knowledge.near_misses.values() for text in near.utterances]
    taught += lines(ALARMS, "*.txt")
    copied = [text for text in taught if len(bare(text).split()) >= 3 and bare(text) in tested]
    assert copied == []
