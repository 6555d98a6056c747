"""What may go wrong between a bot and Telegram, on demand: by script, always, or at random."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """One way in which a call goes wrong."""

    BAD_GATEWAY = "502 with a page of HTML"
    TOO_MANY = "429 with retry_after"
    CUT_BEFORE = "connection cut, nothing was done"
    CUT_AFTER = "connection cut, but it was done"
    TIMEOUT = "no answer for a while, nothing was done"
    NOT_JSON = "200 that is not JSON, nothing was done"
    BAD_REQUEST = "400"
    FORBIDDEN = "403"
    CONFLICT = "409"
    SLOW = "done, but late"


@dataclass(frozen=True)
class Fault:
    """A kind with its seconds: the retry_after, or how long it takes."""

    kind: Kind
    seconds: float = 1.0


@dataclass
class _Rule:
    methods: frozenset[str]
    chats: Container[int] | None
    faults: list[Fault | None]
    share: float = 1.0
    is_script: bool = False

    def concerns(self, method: str, chat_id: int | None) -> bool:
        here = not self.methods or method.lower() in self.methods
        return here and (self.chats is None or chat_id in self.chats)


@dataclass
class Faults:
    """The plan; the first rule that concerns a call and gives a fault decides."""

    seed: int = 1
    given: list[tuple[str, Fault]] = field(default_factory=list)
    _rules: list[_Rule] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def script(
        self, method: str, faults: Iterable[Fault | None], chat_id: int | None = None
    ) -> None:
        """One after another for the next calls of this method; None is a call that goes well."""
        methods = frozenset([method.lower()])
        self._rules.insert(0, _Rule(methods, _only(chat_id), list(faults), is_script=True))

    def always(self, fault: Fault, *methods: str, chat_id: int | None = None) -> None:
        """At every call of these methods, or of all when none is named."""
        self._rules.append(_Rule(_lower(methods), _only(chat_id), [fault]))

    def at_random(
        self,
        share: float,
        faults: Iterable[Fault],
        *methods: str,
        chats: Container[int] | None = None,
    ) -> None:
        """At this share of the calls (in these chats only), one of these faults."""
        self._rules.append(_Rule(_lower(methods), chats, list(faults), share))

    def count(self, *methods: str) -> Counter[Kind]:
        """How often each kind was given at these methods, or at all."""
        wanted = _lower(methods)
        return Counter(
            fault.kind for method, fault in self.given if not wanted or method.lower() in wanted
        )

    def clear(self) -> None:
        """From now on everything goes well."""
        self._rules.clear()

    def next_for(self, method: str, chat_id: int | None) -> Fault | None:
        for rule in list(self._rules):
            if not rule.concerns(method, chat_id):
                continue
            if rule.is_script:
                fault = rule.faults.pop(0)
                if not rule.faults:
                    self._rules.remove(rule)
            elif self._random.random() < rule.share:
                fault = self._random.choice(rule.faults)
            else:
                continue
            if fault is not None:
                self.given.append((method, fault))
            return fault
        return None


def _only(chat_id: int | None) -> tuple[int] | None:
    return None if chat_id is None else (chat_id,)


def _lower(methods: Iterable[str]) -> frozenset[str]:
    return frozenset(each.lower() for each in methods)
