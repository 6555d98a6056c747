"""After closing, one question to the entrepreneur: was he helped within two working days?"""

from __future__ import annotations

from datetime import timedelta

from bot.keyboards import Rate, button, rows
from bot.notices import to_visitor
from bot.office import Office, language_of
from bot.promise import is_office_hours
from storage import ContactRequest

AT_A_TIME = 50
# Not at once: closing may be undone, and is told in a message of its own.
ASKED_AFTER, ASKED_WITHIN = timedelta(hours=1), timedelta(days=14)
ASKED_AGAIN_AFTER = timedelta(days=2)


async def ask_if_helped(office: Office) -> None:
    """One round: whoever was not asked yet is asked, in office hours; once, and once more for
    who said 'later'. Noted in the transaction in which it is asked.
    """
    hours = office.settings.office_hours
    if not is_office_hours(office.now, hours.opens, hours.closes):
        return
    now, is_full = office.now, True
    while is_full:
        async with office.db.transaction():
            found = await office.db.requests.to_rate(
                now - ASKED_WITHIN, now - ASKED_AFTER, now - ASKED_AGAIN_AFTER, AT_A_TIME
            )
            for request in found:
                is_again = await office.db.requests.note_asked(request.id, now)
                await _ask(office, request, is_again)
        is_full = len(found) == AT_A_TIME


async def _ask(office: Office, request: ContactRequest, is_again: bool) -> None:
    language = language_of(request)
    answers = ("yes", "no") if is_again else ("yes", "no", "later")
    buttons = [
        button(office.t(f"button_helped_{say}", language), Rate(say=say, request=request.id))
        for say in answers
    ]
    text = office.t("ask_helped", language, reference=request.reference or "")
    key = f"helped:{request.id}:{2 if is_again else 1}"
    await office.db.outbox.put_once(
        to_visitor(request, text, rows(buttons), "survey", key), office.now
    )
