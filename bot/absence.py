"""While a facilitator is away: what waits for him goes to the colleague, and both know it."""

from __future__ import annotations

from aiogram.methods import SendMessage

from bot.calls import storable
from bot.notices import alarm, update_cards
from bot.office import Office
from bot.promise import in_words
from bot.steps import give_to
from storage import Delivery

AT_A_TIME = 100


async def go_away(office: Office, facilitator: str) -> int:
    """Hand over what nobody had contact on, if he is away today; returns how many."""
    absence = (await office.db.absences.on(office.today)).get(facilitator)
    if absence is None:
        return 0
    last = in_words(absence.ends_on, office.today, "nl")
    colleague = await office.on_duty(facilitator)
    if colleague == facilitator:
        message = f"alle procesbegeleiders zijn afwezig (t/m {last})"
        await alarm(office.db, office.settings, message, office.now)
        return 0
    waiting = await office.db.queue.of_absent(facilitator, AT_A_TIME)
    for request in waiting:
        await give_to(office, request, "system", colleague)
        await update_cards(office.db, office.brain, office.settings, request.id, office.now)
    await _tell_colleague(office, facilitator, colleague, last, len(waiting))
    return len(waiting)


async def _tell_colleague(
    office: Office, facilitator: str, colleague: str, last: str, count: int
) -> None:
    """Once for each absence, when it begins."""
    chat_id = await office.account_of(colleague)
    if chat_id is None:
        return
    text = office.t("colleague_away", name=office.name_of(facilitator), last=last, count=count)
    name, body = storable(SendMessage(chat_id=chat_id, text=text))
    key = f"away:{facilitator}:{last}"[:80]
    await office.db.outbox.put_once(Delivery(chat_id, name, body, "desk", key=key), office.now)
