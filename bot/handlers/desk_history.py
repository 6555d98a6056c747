"""What happened with a request: every step, by whom, when and how; for facilitators only."""

from __future__ import annotations

from bot.keyboards import Desk, button, rows
from bot.notices import tell_facilitator
from bot.office import Office
from bot.promise import local_time
from bot.texts import Html, isolated, pieces, size
from storage import ContactRequest, Event, Kind, Outcome

LONGEST = 3500  # of one message
NUMBERED = (Kind.DELIVERED, Kind.UNDELIVERED)  # their note is the number of a message


async def show(office: Office, request: ContactRequest, chat_id: int) -> None:
    """The whole log in one message, or in as many as it takes."""
    title = office.t("history_title", reference=request.reference or "")
    texts = [str(title)]
    for event in await office.db.requests.history(request.id):
        for line in _lines(office, event):
            if size(texts[-1]) + size(line) + 1 > LONGEST:
                texts.append(line)
            else:
                texts[-1] = f"{texts[-1]}\n{line}"
    back = rows([button(office.t("desk_show"), Desk(do="show", request=request.id))])
    for text in texts:
        keyboard = back if text is texts[-1] else None
        await tell_facilitator(office, request, chat_id, text, keyboard)


def _lines(office: Office, event: Event) -> list[str]:
    """One step; words that were long take more lines."""
    at = local_time(event.at)
    who = office.brain.knowledge.facilitators.get(event.actor)
    name = Html(who.name) if who else office.t(f"actor_{_actor(event.actor)}")
    what = office.t(f"event_{event.kind}") if event.kind in set(Kind) else Html(event.kind)
    channel = f" ({office.t(f'channel_{event.channel}')})" if event.channel else ""
    head = f"{at:%d-%m-%Y %H:%M} · {name} · {what}{channel}"
    if event.note is None or event.kind in NUMBERED:
        return [head]
    if event.kind == Kind.OUTCOME and event.note in set(Outcome):
        return [f"{head}: {office.t(f'outcome_{event.note}').lower()}"]
    if event.kind in (Kind.TAKEN_OVER, Kind.HANDED_OVER):
        return [f"{head}: {office.name_of(event.note)}"]
    first, *rest = pieces(event.note, LONGEST // 3)
    return [f"{head}: {isolated(first)}", *(str(isolated(piece)) for piece in rest)]


def _actor(actor: str) -> str:
    return actor if actor in ("visitor", "system", "operator") else "system"
