"""Many visitors at once, each with a contact request that can be told from all others."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.telegram.checks import plain
from tests.telegram.stand_in import TelegramStandIn
from tests.telegram.visitor import Button, Visitor

FIRST = ["Bram", "Saskia", "Evert", "Ilse", "Wouter", "Femke", "Joost", "Truus", "Gijs", "Maaike"]
LAST = ["de Boer", "Jansen", "Mulder", "Visser", "van Dijk", "Smits"]
TOWNS = [("Venlo", "Henny"), ("Assen", "Henny"), ("Middelburg", "Onno"), ("Almere", "Onno")]
REFERENCE = re.compile(r"\bKVO-\d+\b")
QUESTION = re.compile(r"kunt u mij helpen met stap \d+ van ons plan\?")
MOST = 10_000  # who can be told apart by a number of four digits


@dataclass
class Applicant:
    """Somebody who wants to be called back; `hasty` ones do not wait for an answer."""

    api: TelegramStandIn
    number: int
    is_hasty: bool = False
    patience: float = 240.0
    # What a patient one waits for after each answer, beside the answer itself.
    is_settled: Callable[[], bool] = lambda: True
    visitor: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.visitor = self.api.user(10_000 + self.number, first_name="Gast")
        first, last = FIRST[self.number % len(FIRST)], LAST[self.number // len(FIRST) % len(LAST)]
        self.name = f"{first} {last}"
        assert self.number < MOST
        self.phone = f"06-2{self.number:04d}567"
        self.town, self.guide = TOWNS[self.number % len(TOWNS)]
        self.question = f"Kunt u mij helpen met stap {self.number + 1000} van ons plan?"

    @property
    def steps(self) -> list[str]:
        return [
            "/contact",
            self.name,
            self.phone,
            self.town,
            self.question,
        ]

    async def applies(self, confirmed: bool = True) -> None:
        """The whole dialogue, up to the confirmation (or without waiting for that)."""
        for step in self.steps:
            heard = len(self.visitor.private.news)
            await self.visitor.says(step)
            if self.is_hasty:
                await asyncio.sleep(random.random() * 0.05)
            else:
                await self._answered(heard)
        if self.is_hasty:
            await self.visitor.says("versturen")
        else:
            await self._sees(lambda: self._send_button() is not None)
            await self.visitor.taps(is_send)
        if confirmed:
            await self._sees(lambda: bool(self.confirmations))

    @property
    def confirmations(self) -> list[str]:
        """The references in the messages that say that the request has been received."""
        texts = [seen.text for seen in self.visitor.chat if seen.is_from_bot]
        received = [text for text in texts if "ontvangen" in plain(text)]
        return [found for text in received for found in REFERENCE.findall(text)]

    def is_right(self, card: str) -> bool:
        """Whether each detail stands on the card where it belongs."""
        text = plain(card)
        digits = self.phone.replace("-", "")[1:]
        return all(each in text for each in (plain(self.name), digits, plain(self.town)))

    def said_in_order(self) -> bool:
        """Whether what the bot said came in the order of the questions."""
        signs = ("uw naam?", "bereiken?", "provincie ligt", "uw vraag?", "klopt dit", "ontvangen")
        texts = [plain(seen.text) for seen in self.visitor.chat if seen.is_from_bot]
        firsts = [
            next((place for place, text in enumerate(texts) if sign in text), None)
            for sign in signs
        ]
        found = [place for place in firsts if place is not None]
        return found == sorted(found)

    def _send_button(self) -> Button | None:
        buttons = [button for seen in self.visitor.chat for button in seen.buttons]
        return next(filter(is_send, reversed(buttons)), None)

    async def _answered(self, heard: int) -> None:
        await self._sees(lambda: len(self.visitor.private.news) > heard)
        while not self.is_settled():
            await asyncio.sleep(0.01)

    async def _sees(self, condition: object) -> None:
        assert callable(condition)
        until = time.monotonic() + self.patience
        while not condition():
            if time.monotonic() > until:
                chat = "\n".join(f"{seen.is_from_bot:d} {seen.text}" for seen in self.visitor.chat)
                raise AssertionError(f"{self.name} waits in vain:\n{chat}")
            await self.visitor.private.stirred(1)


def is_send(button: Button) -> bool:
    """The button that confirms and sends."""
    return button.data is not None and "versturen" in button.label.casefold()


def cards_of(desk: list[Visitor]) -> dict[str, list[str]]:
    """What the facilitators see, by the question that it is about."""
    found: dict[str, list[str]] = defaultdict(list)
    for guide in desk:
        for seen in guide.chat:
            for question in set(QUESTION.findall(plain(seen.text))):
                found[question].append(seen.text)
    return found


def all_arrived(applicants: list[Applicant], desk: list[Visitor]) -> bool:
    """Whether the facilitators see a card about each of these."""
    cards = cards_of(desk)
    return all(plain(each.question) in cards for each in applicants)


@dataclass(frozen=True)
class Outcome:
    """What became of all requests; everything but `sent_twice` must be empty or zero."""

    lost: list[str]
    doubled: list[str]
    wrong: list[str]
    unconfirmed: list[str]
    out_of_order: list[str]
    sent_twice: int

    @property
    def counts(self) -> dict[str, int]:
        return {
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "wrong": len(self.wrong),
            "unconfirmed": len(self.unconfirmed),
            "out of order": len(self.out_of_order),
            "messages sent twice": self.sent_twice,
        }

    def __str__(self) -> str:
        return ", ".join(f"{count} {name}" for name, count in self.counts.items())

    @property
    def is_clean(self) -> bool:
        return not (
            self.lost or self.doubled or self.wrong or self.unconfirmed or self.out_of_order
        )


def outcome(applicants: list[Applicant], desk: list[Visitor]) -> Outcome:
    """Compare what was asked with what visitors and facilitators see."""
    lost, doubled, wrong, unconfirmed, disordered, twice = [], [], [], [], [], 0
    shown = cards_of(desk)
    for each in applicants:
        cards = shown.get(plain(each.question), [])
        references = {found for card in cards for found in REFERENCE.findall(card)}
        references |= set(each.confirmations)
        lost += [each.name] if not cards else []
        doubled += [f"{each.name}: {sorted(references)}"] if len(references) > 1 else []
        wrong += [card for card in cards if not each.is_right(card)]
        unconfirmed += [each.name] if not each.confirmations else []
        disordered += [each.name] if not each.said_in_order() else []
        texts = [seen.text for seen in each.visitor.chat if seen.is_from_bot]
        twice += len(texts) - len(set(texts)) + max(len(cards) - 1, 0)
    return Outcome(lost, doubled, wrong, unconfirmed, disordered, twice)
