"""'Afwezig t/m': the colleague gets a facilitator's requests, and the promise stands."""

from __future__ import annotations

import re
from datetime import date, timedelta

from aiogram.types import InlineKeyboardButton, Message

from bot.absence import go_away
from bot.keyboards import Desk, button, rows
from bot.office import office_of
from bot.phrases import bare
from bot.promise import in_words, read_day
from bot.turn import Replies, Turn
from storage import Absence

ACTIONS = ("away", "back")
LONGEST = timedelta(days=183)
AWAY = ("afwezig", "/afwezig", "vakantie", "vrij")
BACK = ("aanwezig", "/aanwezig", "ik ben er weer")
_PERIOD = re.compile(r"(?:van(?:af)?\s+(?P<first>.+?)\s+)?(?:t/m|tm|tot en met)\s+(?P<last>.+)")


def is_away(message: Message, turn: Turn) -> bool:
    words = bare(turn.text)
    return words in AWAY or words.startswith(("afwezig ", "/afwezig "))


def is_back(message: Message, turn: Turn) -> bool:
    return bare(turn.text) in BACK


async def begin(message: Message, turn: Turn) -> Replies:
    """/afwezig: with a date at once, without one a few days to tap."""
    me = await turn.db.people.facilitator_of(turn.user_id)
    assert me is not None
    words = bare(turn.text).partition(" ")[2]
    if words:
        turn.text = words
        return await read(turn, me)
    office = office_of(turn)
    if known := await turn.db.absences.of(me, office.today):
        back = rows([button(turn.t("desk_back"), Desk(do="back", request=0))])
        return [turn.say(turn.t("away_known", period=_period(known, office.today)), back)]
    return _ask(turn)


def _ask(turn: Turn, key: str = "ask_away") -> Replies:
    turn.talk.desk = {"do": "away", "request": None, "at": turn.now.isoformat()}
    today = office_of(turn).today
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    days = list(dict.fromkeys([today, today + timedelta(days=1), friday]))
    days += [friday + timedelta(days=7 * weeks) for weeks in (1, 2)]
    buttons = [_day_button(day, today) for day in sorted(set(days))]
    cancel = [button(turn.t("desk_drop"), Desk(do="drop", request=0))]
    return [turn.say(turn.t(key), rows(*([each] for each in buttons), cancel))]


def _day_button(day: date, today: date) -> InlineKeyboardButton:
    data = Desk(do="away", request=0, value=f"{day:%Y%m%d}")
    return button(f"t/m {in_words(day, today, 'nl')}", data)


async def read(turn: Turn, me: str) -> Replies:
    """'t/m 12 december', 'van 22-12 t/m 2-1', 'vrijdag'."""
    today = office_of(turn).today
    words = bare(turn.text)
    found = _PERIOD.search(words)
    first = read_day(found["first"], today) if found and found["first"] else today
    last = read_day(found["last"] if found else words, first or today)
    if first is None or last is None or not today <= first <= last <= first + LONGEST:
        return _ask(turn, "away_not_read")
    return await _set(turn, me, Absence(me, first, last))


async def tapped(turn: Turn, me: str, data: Desk) -> Replies:
    """A day was tapped, or 'ik ben er weer'."""
    if data.do == "back":
        return await _come_back(turn, me)
    last, today = read_day(data.value, office_of(turn).today), office_of(turn).today
    if last is None or not today <= last <= today + LONGEST:
        turn.toast = turn.t("old_button")
        return []
    return await _set(turn, me, Absence(me, today, last))


async def _set(turn: Turn, me: str, absence: Absence) -> Replies:
    """Note it; what nobody had contact on goes to the colleague at once, or when it begins."""
    turn.talk.desk = None
    office = office_of(turn)
    await turn.db.absences.set(absence, turn.now)
    moved = await go_away(office, me)
    colleague = office.colleague_of(me)
    away = await turn.db.absences.on(absence.starts_on)
    both = colleague is None or colleague in away
    key = "away_set_both" if both else "away_set"
    text = turn.t(
        key,
        period=_period(absence, office.today),
        name=office.name_of(colleague),
        count=moved,
    )
    back = rows([button(turn.t("desk_back"), Desk(do="back", request=0))])
    return [turn.say(text, back)]


def _period(absence: Absence, today: date) -> str:
    last = in_words(absence.ends_on, today, "nl")
    if absence.starts_on <= today:
        return f"t/m {last}"
    return f"van {in_words(absence.starts_on, today, 'nl')} t/m {last}"


async def come_back(message: Message, turn: Turn) -> Replies:
    """/aanwezig."""
    me = await turn.db.people.facilitator_of(turn.user_id)
    assert me is not None
    return await _come_back(turn, me)


async def _come_back(turn: Turn, me: str) -> Replies:
    """He gets new requests again; what the colleague took stays with the colleague."""
    was_away = await turn.db.absences.end(me)
    return [turn.say(turn.t("back_set" if was_away else "back_known"))]
