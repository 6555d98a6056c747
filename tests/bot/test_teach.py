"""`kvob unknown` and `kvob teach`: from what was not understood to the editor's files."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fakes import House

from bot.app import cache_folder
from bot.cli import main
from bot.turn import Brain
from intents import (
    KnowledgeBase,
    KnowledgeError,
    Lesson,
    Line,
    Match,
    Matcher,
    Outcome,
    load,
    teach,
)
from intents.lessons import append_items
from intents.loader import PACKAGED
from intents.scoring import Understands

ODD = "hoeveel poten heeft een papegaai"
BETTER = "welk tarief betaalt een papegaaienwinkel voor deelname"  # as the editor puts it
Learn = Callable[[KnowledgeBase], Understands]
KOSTEN = Path("faq") / "kosten.yaml"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """An editor's own copy of the knowledge base."""
    folder = tmp_path / "intents" / "data"
    shutil.copytree(PACKAGED, folder)
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def lesson(text: str, intent: str, line: int = 3) -> Lesson:
    return Lesson(text, intent, "list.yaml", line)


@pytest.fixture
def learn(brain: Brain) -> Learn:
    """Understands as before, whatever was added: learning takes long, and is tried once below."""
    return lambda _: brain.matcher


def kvob(house: House, checkout: Path, *command: str) -> Result:
    config = checkout.parents[1] / "config.yaml"
    clock = checkout.parents[1] / "clock"
    clock.write_text(house.clock().isoformat(), encoding="utf-8")
    here = f"telegram: {{api_base: 'http://127.0.0.1'}}\ntest_clock: {clock}\n"
    config.write_text(f"{here}knowledge:\n  folder: {checkout}\n", encoding="utf-8")
    url = house.app.settings.database_url.get_secret_value()
    runner = CliRunner(env={"DATABASE_URL": url, "CACHE_DIRECTORY": str(cache_folder())})
    return runner.invoke(main, [*command, "--config", str(config)])


async def test_from_unknown_to_understood(house: House, checkout: Path) -> None:
    """A list is printed, filled in and taught: then the question is understood.

    Comments and order of the file stay, only the new lines are added.
    """
    await house.visitor().says(ODD)
    printed = await asyncio.to_thread(kvob, house, checkout, "unknown")
    assert printed.exit_code == 0, printed.output
    assert f"  text: '{ODD}'\n  intent:\n" in printed.output
    filled = checkout.parents[1] / "list.yaml"
    text = printed.output.replace("  intent:\n", "  intent: kosten\n").replace(ODD, BETTER)
    filled.write_text(text, encoding="utf-8")
    before = (checkout / KOSTEN).read_text(encoding="utf-8").splitlines()
    result = await asyncio.to_thread(kvob, house, checkout, "teach", str(filled))
    assert result.exit_code == 0, result.output
    assert "faq/kosten.yaml: 1 erbij" in result.output
    after = (checkout / KOSTEN).read_text(encoding="utf-8").splitlines()
    assert after == [*before, f"  - {BETTER}"]
    assert BETTER in load(checkout).intents["kosten"].utterances
    again = await asyncio.to_thread(kvob, house, checkout, "teach", str(filled))
    assert again.exit_code == 78
    assert "er is niets gestart of veranderd" in again.output


async def test_nothing_filled_in(house: House, checkout: Path) -> None:
    """An untouched list changes nothing, and says so."""
    await house.visitor().says(ODD)
    printed = await asyncio.to_thread(kvob, house, checkout, "unknown")
    filled = checkout.parents[1] / "list.yaml"
    filled.write_text(printed.output, encoding="utf-8")
    result = await asyncio.to_thread(kvob, house, checkout, "teach", str(filled))
    assert result.exit_code == 78
    assert "geen enkele vraag" in result.output


@pytest.mark.parametrize(
    ("text", "intent", "message"),
    [
        ("wat kost een drone", "kost", "er is geen onderwerp 'kost'"),
        ("ik ben [naam], wat kost een drone", "kosten", "vervang [naam]"),
        ("Wat kost het keurmerk?", "kosten", "staat er al"),
        ("kost het keurmerk wat", "subsidie", "bijna deze zin hoort al bij 'kosten'"),
        ("x" * 400, "kosten", "1 tot 300 tekens"),
    ],
)
def test_faults_leave_every_file_as_it_was(
    checkout: Path, learn: Learn, text: str, intent: str, message: str
) -> None:
    """Each fault names the line of the list; not one file is touched, also not the good ones."""
    before = everything(checkout)
    lessons = [lesson("zijn papegaaien lief", "kosten", 2), lesson(text, intent, 9)]
    with pytest.raises(KnowledgeError) as caught:
        teach(checkout, lessons, learn)
    assert message in str(caught.value)
    assert everything(checkout) == before


def test_sentence_that_steals_is_refused(checkout: Path, learn: Learn) -> None:
    """The overlap check: a sentence among those of another intent is refused, unless a visitor
    said that its answer did not help.
    """
    before = everything(checkout)
    stray = lesson("krijgen wij van de gemeente nog subsidie", "kosten")
    with pytest.raises(KnowledgeError, match="begrepen als 'subsidie'"):
        teach(checkout, [stray], learn)
    assert everything(checkout) == before
    taught = teach(checkout, [replace(stray, answered="subsidie")], learn)
    assert taught == {"faq/kosten.yaml": 1}


class Spoiled:
    """Understands as before, but takes everything about parrots for 'bron'."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    def match(self, text: str) -> Match:
        found = self._matcher.match(text)
        if "papegaai" not in text:
            return found
        return replace(found, outcome=Outcome.ANSWER, intents=("bron",))


def test_measure_may_not_get_worse(checkout: Path, brain: Brain) -> None:
    """A sentence of the measure that would move to another intent is named; nothing changes."""
    before = everything(checkout)
    known = load(checkout)

    def learn(knowledge: KnowledgeBase) -> Understands:
        is_new = knowledge.intents["bron"] != known.intents["bron"]
        return Spoiled(brain.matcher) if is_new else brain.matcher

    measure = [Line(f"{ODD}?", ("fallback",)), Line("wat kost het keurmerk nou", ("kosten",))]
    with pytest.raises(KnowledgeError, match=rf"'{ODD}.' \(fallback\) over op 'bron'"):
        teach(checkout, [lesson("zijn papegaaien lief", "bron")], learn, measure)
    assert everything(checkout) == before


def test_what_is_not_ours_can_be_taught_too(checkout: Path, learn: Learn) -> None:
    """'fallback' goes to the everyday sentences; the question is declined from then on."""
    taught = teach(checkout, [lesson(f"{ODD}: 2 of 4?", "fallback")], learn)
    assert taught == {"fallback.yaml": 1}
    knowledge = load(checkout)
    assert f"{ODD}: 2 of 4?" in knowledge.everyday


@pytest.mark.parametrize(
    "text", ["it's: 'quoted' # no", "- dash", "ja", "12:30", "*star", "é ü ñ €", "a: b", '"q"']
)
def test_any_sentence_stays_itself(checkout: Path, text: str) -> None:
    """What YAML reads as something else is put between quotes."""
    file = checkout / KOSTEN
    whole = append_items(file.read_text(encoding="utf-8"), "utterances", [text], "x")
    file.write_text(whole, encoding="utf-8")
    assert load(checkout).intents["kosten"].utterances[-1] == text


def test_list_in_the_middle_with_comments_and_windows_lines() -> None:
    """The lines go behind the last sentence, before what follows; the line ends stay."""
    start = "a: 1\r\nutterances:  # mine\r\n- one\r\n- 'two\r\n  more'\r\n"
    whole = f"{start}# end\r\n\r\nrelated: [b]\r\n"
    assert append_items(whole, "utterances", ["three"], "x") == whole.replace(
        "  more'\r\n", "  more'\r\n- three\r\n"
    )
    with pytest.raises(KnowledgeError, match="eigen regel"):
        append_items("utterances: [one, two]\n", "utterances", ["three"], "x")
