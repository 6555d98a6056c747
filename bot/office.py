"""What work at the desk needs, whether a tap, the clock or the operator's command asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from bot.config import Settings
from bot.promise import local_day
from bot.texts import Html
from bot.turn import Brain, Turn
from intents import Language
from storage import ContactRequest, Database


@dataclass(frozen=True, slots=True)
class Office:
    """The database, what is known, the settings, and what time it is."""

    db: Database
    brain: Brain
    settings: Settings
    now: datetime

    @property
    def today(self) -> date:
        return local_day(self.now)

    def t(self, key: str, language: Language = "nl", **values: object) -> Html:
        """A fixed sentence; facilitators read Dutch."""
        return self.brain.texts(key, language, **values)

    def name_of(self, facilitator: str | None) -> str:
        person = self.brain.knowledge.facilitators.get(facilitator or "")
        return person.name if person else (facilitator or "")

    def colleague_of(self, facilitator: str) -> str | None:
        """The other facilitator."""
        others = [each for each in self.brain.knowledge.facilitators if each != facilitator]
        return others[0] if others else None

    async def on_duty(self, facilitator: str) -> str:
        """Who does this facilitator's work today: the colleague while he is away."""
        away = await self.db.absences.on(self.today)
        colleague = self.colleague_of(facilitator)
        if facilitator not in away or colleague is None or colleague in away:
            return facilitator
        return colleague

    async def account_of(self, facilitator: str) -> int | None:
        """The chat of this facilitator; None where he has none that can be reached."""
        for account in await self.db.people.accounts():
            if account.facilitator == facilitator and account.reachable:
                return account.telegram_id
        return None


def office_of(turn: Turn) -> Office:
    return Office(turn.db, turn.brain, turn.settings, turn.now)


def language_of(request: ContactRequest) -> Language:
    """The language in which its visitor is spoken to."""
    return cast(Language, request.language)
