"""The matcher that comes with the program, learnt once for all tests."""

from __future__ import annotations

import pytest

from bot.app import cache_folder
from intents import Cache, KnowledgeBase, Matcher


@pytest.fixture(scope="session")
def matcher(knowledge: KnowledgeBase) -> Matcher:
    return Matcher(knowledge, cache=Cache(cache_folder()))
