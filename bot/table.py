"""Routes in a table: the first whose questions are all answered with yes is taken.

aiogram would ask the same: with a call in a call, and a copy of all that is known, for each
question. An update passes some fifty of them, and that took more time than answering it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.dispatcher.event.handler import CallableObject, FilterObject
from aiogram.filters import Filter
from aiogram.types import TelegramObject

Handler = Callable[..., Any]


@dataclass(slots=True)
class Route:
    """What is done, and when: `looks` are answered at once, `questions` by the database or by one
    of aiogram's filters, which may add to what the handler gets.
    """

    handler: CallableObject
    looks: list[Handler]
    questions: list[Handler | FilterObject]


class Table:
    """Stands in aiogram's router as one handler."""

    def __init__(self) -> None:
        self._routes: list[Route] = []

    def register(self, handler: Handler, *questions: Handler | Filter) -> None:
        """Of a route's questions those that need not wait are asked first."""
        route = Route(CallableObject(handler), [], [])
        for question in questions:
            if isinstance(question, Filter):
                route.questions.append(FilterObject(question))
            elif inspect.iscoroutinefunction(question):
                route.questions.append(question)
            else:
                route.looks.append(question)
        self._routes.append(route)

    async def take(self, event: TelegramObject, **known: Any) -> Any:
        turn = known["turn"]
        for route in self._routes:
            for look in route.looks:
                if not look(event, turn):
                    break
            else:
                found = await _ask(route.questions, event, known) if route.questions else known
                if found is not None:
                    return await route.handler.call(event, **found)
        return UNHANDLED


async def _ask(
    questions: list[Handler | FilterObject], event: TelegramObject, known: dict[str, Any]
) -> dict[str, Any] | None:
    """What is known with what these found; None where one of them is answered with no."""
    for question in questions:
        if isinstance(question, FilterObject):
            answer = await question.call(event, **known)
        else:
            answer = await question(event, known["turn"])
        if not answer:
            return None
        if isinstance(answer, dict):
            known = known | answer
    return known
