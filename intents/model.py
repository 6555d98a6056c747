"""What the knowledge base and the matcher speak of: frozen dataclasses, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Language = Literal["nl", "en"]
Kind = Literal["faq", "contact", "smalltalk", "safety"]


class Outcome(StrEnum):
    """What the assistant does with a text."""

    ANSWER = "answer"
    CHOOSE = "choose"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or message in both languages; Telegram HTML where it is an answer."""

    nl: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.en if language == "en" else self.nl


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing people ask or want; its id is the file's name and never changes meaning.

    `dated` says that the answer may have changed since the source page of 31-01-2020; the
    assistant then adds the date. `source` names where the statements come from.
    """

    id: str
    kind: Kind
    title: Text
    answer: Text
    more: Text | None
    utterances: tuple[str, ...]
    related: tuple[str, ...]
    source: str
    dated: bool


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A subject people take for ours (BORG, KvK, VCA): named, and honestly declined.

    `words` are the names by which it is recognised; `utterances` are whole sentences about it.
    """

    id: str
    words: tuple[str, ...]
    utterances: tuple[str, ...]
    answer: Text


@dataclass(frozen=True, slots=True)
class Facilitator:
    """A procesbegeleider: id as in regions.yaml, phone in national notation."""

    id: str
    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Region:
    """A province: its official name, English name, what people call it, and who serves it."""

    id: str
    name: str
    name_en: str
    variants: tuple[str, ...]
    facilitator: str
    municipalities: tuple[str, ...]
    postcodes: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """How a text was understood.

    `intents` are ids, best first: under ANSWER one, or two where two questions were asked; under
    CHOOSE at most three; under FALLBACK empty. `score` is the confidence, 0 to 1, that the text
    is in scope, also for FALLBACK; 1 where a rule or an example decides. `margin` is the
    distance, 0 to 1, to `runner_up`. `because` says in a few words of English why; it never
    quotes the text. `near_miss` is the id of the subject that was recognised as not ours.
    `may_be_urgent` says that one line about 112 belongs above what is answered. `left` are the
    subjects that were clearly asked as well, beyond the two that are answered.
    """

    outcome: Outcome
    intents: tuple[str, ...]
    score: float
    margin: float
    because: str
    language: Language
    runner_up: str | None = None
    near_miss: str | None = None
    may_be_urgent: bool = False
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible reading of a place: what the button says, and its province's name."""

    label: str
    province: str


@dataclass(frozen=True, slots=True)
class Place:
    """How an answer to 'in which province?' was read.

    outcome  meaning
    found    `provinces` has one name, or several with one facilitator: nothing has to be asked
    ask      several candidates with different facilitators: offer `candidates`
    both     the text itself names terreinen in, or on the border of, several provinces
    suggest  a typo, perhaps: ask whether `candidates` (one or two) was meant
    abroad   a place outside the Netherlands
    unknown  nothing recognised

    `facilitator` is the id that all candidates share, if nothing has to be asked first; else None.
    `name` is the recognised place as it is officially written ('Assen'), None for a province.
    """

    outcome: Literal["found", "ask", "both", "suggest", "abroad", "unknown"]
    provinces: tuple[str, ...] = ()
    facilitator: str | None = None
    name: str | None = None
    candidates: tuple[Candidate, ...] = field(default=())
