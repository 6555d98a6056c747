"""How fast a bot sends: always recorded, refused with 429 only when asked."""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass, field

from tests.telegram.refusal import Refusal, too_many

# What is told to be silent: a chat, else one press on a button, else a method.
Subject = int | str
# Requests that leave a bot a second apart may arrive a little closer together.
SHORTEST_GAP = 0.9
WINDOW = 0.9
MOST_IN_WINDOW = 30


@dataclass(frozen=True)
class Violation:
    """A call that came too soon: `rule` is 'chat', 'all' or 'retry_after'."""

    rule: str
    subject: Subject
    method: str
    at: float
    detail: str


@dataclass
class Limits:
    """One message a second in a chat, thirty a second in all, and silence where told so."""

    enforced: bool = False
    violations: list[Violation] = field(default_factory=list)
    _last: dict[int, float] = field(default_factory=dict)
    _recent: deque[float] = field(default_factory=deque)
    _silent_until: dict[Subject, float] = field(default_factory=dict)

    def silence(self, subject: Subject, seconds: float) -> Refusal:
        """Tell the bot to leave this alone for so long."""
        whole = math.ceil(seconds)
        until = time.monotonic() + whole
        self._silent_until[subject] = max(self._silent_until.get(subject, 0.0), until)
        return too_many(whole)

    def check_silence(self, method: str, subject: Subject) -> None:
        """A call before its retry_after has passed is refused again, with what remains."""
        now = time.monotonic()
        remains = self._silent_until.get(subject, 0) - now
        if remains > 0:
            self._violated("retry_after", subject, method, now, f"{remains:.3f} s too soon")
            raise too_many(math.ceil(remains))

    def count(self, method: str, chat_id: int) -> None:
        """A message or an edit goes out to this chat."""
        now = time.monotonic()
        gap = now - self._last.get(chat_id, -math.inf)
        while self._recent and now - self._recent[0] >= WINDOW:
            self._recent.popleft()
        broken = False
        if gap < SHORTEST_GAP:
            broken = True
            self._violated("chat", chat_id, method, now, f"{gap:.3f} s after the last one")
        if len(self._recent) >= MOST_IN_WINDOW:
            broken = True
            detail = f"{len(self._recent) + 1} within {WINDOW} s"
            self._violated("all", chat_id, method, now, detail)
        if broken and self.enforced:
            raise self.silence(chat_id, 1)
        self._last[chat_id] = now
        self._recent.append(now)

    def _violated(self, rule: str, subject: Subject, method: str, at: float, detail: str) -> None:
        self.violations.append(Violation(rule, subject, method, at, detail))
