"""The matcher that comes with the program, learnt once for all tests."""

from __future__ import annotations

import pytest

from intents import KnowledgeBase, Matcher


@pytest.fixture(scope="session")
def matcher(knowledge: KnowledgeBase) -> Matcher:
    return Matcher(knowledge)
