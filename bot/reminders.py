"""What the clock asks of the desk: reminders, the promise that was broken, the morning digest.

Nothing waits in memory: every round looks in the database for what is to be told and was not told
yet, and notes it in the transaction in which it is told. So each is told once, also after a
restart or when the clock is changed. Facilitators hear of it on working days in office hours only.
"""

from __future__ import annotations

from datetime import timedelta

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup

from bot.absence import go_away
from bot.calls import storable
from bot.cards import to_desk
from bot.keyboards import Desk, button, rows
from bot.notices import alarm, tell_visitor, update_cards
from bot.office import Office, language_of
from bot.post import post_digest, post_reminder
from bot.promise import add_working_days, in_words, is_office_hours, local_time
from bot.texts import isolated
from storage import ContactRequest, Delivery, Filter, Kind, Load

AT_A_TIME = 50  # requests in one transaction
QUIET_AFTER = timedelta(days=7)  # a request with contact on which nothing happened since
NOON = 12
LISTED = 5  # requests named in a digest; the queue has them all


async def settle(office: Office) -> list[int]:
    """Closings that can no longer be undone: the button goes; returns which they are."""
    async with office.db.transaction():
        settled = await office.db.requests.settled(office.now)
        for number in settled:
            await _update(office, number)
    return settled


async def remind(office: Office) -> None:
    """One round; does nothing outside office hours."""
    hours = office.settings.office_hours
    if not is_office_hours(office.now, hours.opens, hours.closes):
        return
    async with office.db.transaction():
        for facilitator in list(await office.db.absences.on(office.today)):
            await go_away(office, facilitator)
    await _freshen_cards(office)
    while await _tell_breached(office):
        pass
    while await _tell_due(office):
        pass
    await _tell_morning(office)


async def _tell_due(office: Office) -> bool:
    """Due today, nobody had contact: whose it is hears it. True if there may be more."""
    async with office.db.transaction():
        due = await office.db.queue.to_remind(office.today, AT_A_TIME)
        for request in due:
            if not await office.db.requests.note_reminded(request.id, request.due_on):
                continue
            await office.db.requests.log(request.id, "system", Kind.REMINDED, None, office.now)
            whom = await office.on_duty(request.holder)
            if not await _remind(office, request, whom, "reminder_due"):
                await _nobody_told(office, request)
    return len(due) == AT_A_TIME


async def _tell_breached(office: Office) -> bool:
    """The date went by: both facilitators, the operator and the entrepreneur hear it, once."""
    async with office.db.transaction():
        late = await office.db.queue.breached(office.today, AT_A_TIME)
        for request in late:
            await _tell_one_breached(office, request)
    return len(late) == AT_A_TIME


async def _tell_one_breached(office: Office, request: ContactRequest) -> None:
    new_date = add_working_days(office.today, 1)
    if not await office.db.requests.note_breach(request.id, new_date, office.now):
        return
    await office.db.requests.log(request.id, "system", Kind.BREACHED, None, office.now)
    told = 0
    for facilitator in await _present(office):
        told += await _remind(office, request, facilitator, "reminder_breached")
    if not told:
        await _nobody_told(office, request)
    due = in_words(request.due_on, None, "nl")
    message = f"{request.reference}: geen reactie voor {due} ({request.holder})"
    await alarm(office.db, office.settings, message, office.now)
    language = language_of(request)
    await tell_visitor(
        office,
        request,
        "notice_delayed",
        kept_as=f"delayed:{request.id}:{request.due_on:%Y%m%d}",
        name=office.name_of(await office.on_duty(request.holder)),
        due=in_words(new_date, None, language),
    )
    await _update(office, request.id)


async def _present(office: Office) -> list[str]:
    """Both facilitators, but not who is away; where all are away, all."""
    away = await office.db.absences.on(office.today)
    everybody = list(office.brain.knowledge.facilitators)
    return [each for each in everybody if each not in away] or everybody


async def _remind(office: Office, request: ContactRequest, facilitator: str, key: str) -> bool:
    """A reminder about one request; False where this facilitator cannot be reached."""
    is_mailed = await post_reminder(office, request, facilitator, key.removeprefix("reminder_"))
    chat_id = await office.account_of(facilitator)
    if chat_id is None:
        return is_mailed
    text = office.t(
        key,
        reference=request.reference or "",
        name=isolated(request.name or ""),
        place=isolated(request.place or ", ".join(request.provinces)),
        due=in_words(request.due_on, office.today, "nl"),
        holder=office.name_of(request.holder),
    )
    show = rows([button(office.t("desk_show"), Desk(do="show", request=request.id))])
    method = SendMessage(chat_id=chat_id, text=text, reply_markup=show)
    name = f"{key}:{request.id}:{request.due_on:%Y%m%d}:{facilitator}"[:80]
    await office.db.outbox.put_once(to_desk(method, request, "reminder", name), office.now)
    return True


async def _nobody_told(office: Office, request: ContactRequest) -> None:
    day = f"{local_time(office.now):%d-%m-%Y}"
    message = f"{request.reference}: niemand kon herinnerd worden ({day})"
    await alarm(office.db, office.settings, message, office.now)


async def _tell_morning(office: Office) -> None:
    """The digests, at the first round of a working day; what comes later that day has a card."""
    async with office.db.transaction():
        last = await office.db.people.mark("digest")
        if last is not None and local_time(last[1]).date() >= office.today:
            return
        # After an outage that took the whole morning it is too late to say good morning.
        is_morning = local_time(office.now).hour < NOON
        for facilitator in office.brain.knowledge.facilitators if is_morning else ():
            await _digest(office, facilitator)
        await office.db.people.set_mark("digest", None, office.now)


async def _digest(office: Office, facilitator: str) -> None:
    """What lies with him this morning; silent where that is nothing, or while he is away."""
    key = f"digest:{office.today:%Y%m%d}:{facilitator}"
    if facilitator in await office.db.absences.on(office.today):
        return
    await post_digest(office, facilitator)
    chat_id = await office.account_of(facilitator)
    if chat_id is None or await office.db.outbox.has(key):
        return
    load = await office.db.queue.load(facilitator, office.today, office.now - QUIET_AFTER)
    if load.is_nothing:
        return
    text = await digest_text(office, facilitator, load)
    method = SendMessage(chat_id=chat_id, text=text, reply_markup=_digest_buttons(office))
    name, body = storable(method)
    await office.db.outbox.put_once(
        Delivery(chat_id, name, body, kind="digest", key=key), office.now
    )


async def digest_text(office: Office, facilitator: str, load: Load) -> str:
    """The morning's numbers, and the first requests by date; names no person."""
    lines = [str(office.t("digest_title", day=in_words(office.today, None, "nl")))]
    numbers = (
        ("overdue", load.overdue),
        ("due", load.due),
        ("new", load.new),
        ("waiting", load.waiting),
        ("quiet", load.quiet),
    )
    lines += [str(office.t(f"digest_{name}", count=count)) for name, count in numbers if count]
    first = await office.db.queue.page(Filter(holder=facilitator), 0, LISTED)
    lines += [
        str(
            office.t(
                "digest_line",
                reference=request.reference or "",
                due=in_words(request.due_on, office.today, "nl"),
                place=request.place or ", ".join(request.provinces),
            )
        )
        for request in first
        if request.contacted_at is None
    ]
    return "\n".join(lines)


def _digest_buttons(office: Office) -> InlineKeyboardMarkup | None:
    mine = button(office.t("queue_mine"), Desk(do="queue", request=0, value="mine"))
    return rows([mine])


async def _freshen_cards(office: Office) -> None:
    """Once a day: 'morgen' on a card becomes 'vandaag', and 'vandaag' becomes too late."""
    last = await office.db.people.mark("cards")
    since = local_time(last[1]).date() if last else None
    if since == office.today:
        return
    first = (since or office.today) - timedelta(days=1)
    last_day = office.today + timedelta(days=1)
    async with office.db.transaction():
        for number in await office.db.queue.with_dates_in_words(first, last_day, 500):
            await _update(office, number)
        await office.db.people.set_mark("cards", None, office.now)


async def _update(office: Office, number: int) -> None:
    await update_cards(office.db, office.brain, office.settings, number, office.now)
