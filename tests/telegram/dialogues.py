"""Plays the written dialogues with the real program and keeps what each turn brought."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.telegram.process import BEKKEMA, CONFIG, KEUKER, UNLIMITED, Bot
from tests.telegram.stand_in import TelegramStandIn
from tests.telegram.visitor import Button, Heard, Seen, Visitor
from tests.telegram.world import Query

FILE = Path(__file__).parents[1] / "data" / "dialogues.yaml"
START = "2026-03-04T10:00"
# Seconds. All dialogues are held side by side, so that on a busy computer the next message of one
# may be long in coming.
PATIENCE, QUIET = 30.0, 1.0
# Somebody else, whose data nobody may see.
STRANGER = "Terugbellen graag, Wilhelmina Zonneveld, 06-87654321, Terneuzen, vraag over drones"
SEND = re.compile(r"verst|verzend|send|bevestig", re.IGNORECASE)
DELETE = re.compile(r"(?!.*(alleen|niets|nee)).*(ja|verwijder|wis)", re.IGNORECASE)
MEDIA = {"voice": "voice", "photo": "photo", "sticker": "sticker"}


@dataclass
class Scene:
    """One turn as the visitor saw it, with what came before and what was kept in the end."""

    heard: Heard
    tap: Query | None = None
    is_skipped: bool = False
    cards: list[str] = field(default_factory=list)
    before: list[Scene] = field(default_factory=list)
    kept: str = ""


@dataclass
class Played:
    """A whole dialogue; `fault` is what kept it from going on."""

    scenes: list[Scene] = field(default_factory=list)
    script: list[str] = field(default_factory=list)
    fault: str = ""


def load_dialogues() -> list[dict[str, Any]]:
    dialogues: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return dialogues


def lines() -> Iterator[tuple[str, int, str]]:
    """Every line that says what must be true of a reply: dialogue, turn, line."""
    for dialogue in load_dialogues():
        for number, turn in enumerate(dialogue["turns"], 1):
            for line in turn["reply"]:
                yield dialogue["id"], number, line


async def play_all(folder: Path, database: str | None = None) -> dict[str, Played]:
    """All dialogues with one program: first those without times, side by side."""
    dialogues = load_dialogues()
    env = UNLIMITED | ({"DATABASE_URL": database} if database else {})
    async with (
        TelegramStandIn() as api,
        Bot.run(api, folder, env=env, config=CONFIG, clock=START) as bot,
    ):
        desk = [api.user(id, first_name="Gids", started=True) for id in (KEUKER, BEKKEMA)]
        stranger = api.user(600, first_name="Wilhelmina")
        await stranger.asks(STRANGER)
        await stranger.taps(lambda button: bool(SEND.search(button.label)))
        await stranger.hears()
        players = {
            dialogue["id"]: _Player(api.user(1000 + number, first_name="Gast"), desk)
            for number, dialogue in enumerate(dialogues)
        }
        timed = [each for each in dialogues if any("at" in turn for turn in each["turns"])]
        await asyncio.gather(
            *(players[each["id"]].plays(each) for each in dialogues if each not in timed)
        )
        turns = [(turn["at"], each["id"], turn) for each in timed for turn in each["turns"]]
        for at, id, turn in sorted(turns, key=lambda each: str(each[0])):
            bot.set_clock(str(at))
            await players[id].takes(turn)
        for each in timed:
            await players[each["id"]].looks_back()
        return {id: player.played for id, player in players.items()}


class _Player:
    def __init__(self, visitor: Visitor, desk: list[Visitor]) -> None:
        self.visitor, self.desk = visitor, desk
        self.played = Played()
        self._tapped: tuple[str, Seen] | None = None

    async def plays(self, dialogue: dict[str, Any]) -> None:
        for turn in dialogue["turns"]:
            await self.takes(turn)
        await self.looks_back()

    async def takes(self, turn: dict[str, Any]) -> None:
        """One turn: act, listen, and note what the facilitators have got by then."""
        if self.played.fault:
            return
        action = next(f"{kind}: {turn[kind]}" for kind in ("send", "tap", "media") if kind in turn)
        self.played.script.append(f"> {action}")
        try:
            scene = await self._act(turn)
        except AssertionError as error:
            self.played.fault = str(error)
            return
        scene.before = list(self.played.scenes)
        scene.cards = [seen.text for guide in self.desk for seen in guide.chat]
        self.played.scenes.append(scene)
        self.played.script += [_shown(seen) for seen in scene.heard]

    async def looks_back(self) -> None:
        """At the end: what is kept about this visitor, as he may see it himself."""
        kept = await self.visitor.asks("/gegevens", PATIENCE, QUIET)
        for scene in self.played.scenes:
            scene.kept = kept.text

    async def _act(self, turn: dict[str, Any]) -> Scene:
        visitor = self.visitor
        tap = None
        if "send" in turn:
            await visitor.says(turn["send"])
        elif "media" in turn:
            await visitor.sends(next(MEDIA[kind] for kind in MEDIA if kind in turn["media"]))
        elif "same button" in turn["tap"]:
            assert self._tapped is not None
            tap = await visitor.presses(*self._tapped)
        else:
            wanted = DELETE if "deletion" in turn["tap"] else SEND
            if "skip this turn" in turn["tap"] and not self._find(wanted):
                return Scene(Heard(), is_skipped=True)
            self._tapped = self._find(wanted)
            assert self._tapped, f"no button for: {turn['tap']}"
            tap = await visitor.presses(*self._tapped)
        return Scene(await visitor.hears(PATIENCE, QUIET), tap)

    def _find(self, wanted: re.Pattern[str]) -> tuple[str, Seen] | None:
        for seen in reversed(self.visitor.chat):
            for button in seen.buttons:
                if button.data and wanted.search(button.label):
                    return button.data, seen
        return None


def _shown(seen: Seen) -> str:
    parts = [seen.text or f"({', '.join(seen.message.keys() - {'chat', 'from', 'date'})})"]
    return "\n".join([*parts, *(_label(each) for each in seen.buttons)])


def _label(button: Button) -> str:
    return f"  [{button.label}]"
