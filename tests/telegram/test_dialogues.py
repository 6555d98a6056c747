"""The written dialogues, played over HTTP against the real program: each line has its check."""

from __future__ import annotations

import asyncio

import pytest

from tests.postgres import ON, Postgres
from tests.telegram.dialogues import Played, Scene, lines, play_all
from tests.telegram.replies import REPLIES
from tests.telegram.visitor import Heard


@pytest.fixture(scope="module")
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Played]:
    """All dialogues, played once."""
    folder = tmp_path_factory.mktemp("dialogues")
    if ON == "sqlite":
        return asyncio.run(play_all(folder))
    server: Postgres = request.getfixturevalue("postgres")
    return asyncio.run(play_all(folder, server.empty("kvob_tests")))


@pytest.mark.process
@pytest.mark.parametrize(("dialogue", "turn", "line"), list(lines()))
def test_the_reply_is_as_written(
    played: dict[str, Played], dialogue: str, turn: int, line: str
) -> None:
    """What the visitor sees at this turn makes the line true."""
    check = REPLIES.get((dialogue, turn, line))
    assert check is not None, f"no check for this line of {dialogue}, turn {turn}: {line}"
    whole = played[dialogue]
    try:
        assert len(whole.scenes) >= turn, f"the dialogue stopped: {whole.fault}"
        check(whole.scenes[turn - 1])
    except AssertionError as error:
        error.add_note("\n".join(whole.script))
        raise


@pytest.mark.parametrize("line", REPLIES)
def test_no_check_is_true_of_silence(line: tuple[str, int, str]) -> None:
    """A program that says nothing and keeps nothing fails every line."""
    with pytest.raises((AssertionError, IndexError)):
        REPLIES[line](Scene(Heard(), before=[Scene(Heard())]))


def test_no_check_is_left_over() -> None:
    """Each check belongs to a line that is there, word for word."""
    assert set(REPLIES) <= set(lines())
