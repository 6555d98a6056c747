"""For the facilitators: /cijfers, /export and the questions that were not understood."""

from __future__ import annotations

from datetime import timedelta

from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.calls import storable
from bot.charts import can_draw
from bot.figures import figures_text
from bot.handlers.desk import refuse
from bot.keyboards import Report, button, rows, shorten
from bot.period import Period, month_of, quarter_of, read
from bot.promise import local_day
from bot.reports import report_row
from bot.texts import Html, isolated
from bot.turn import Replies, Turn
from storage import Delivery

MOST_UNKNOWN = 20


async def show(message: Message, turn: Turn) -> Replies:
    """/cijfers: this month, or the period that is typed behind it."""
    period = _typed(turn)
    return await _figures(turn, period) if period else [turn.say(turn.t("period_unknown"))]


async def export(message: Message, turn: Turn) -> Replies:
    """/export: choose a period, or type it."""
    period = _typed(turn)
    if period is None:
        return [turn.say(turn.t("period_unknown"))]
    return [
        turn.say(turn.t("export_which", period=period.name), rows(*_file_buttons(turn, period)))
    ]


async def unknown(message: Message, turn: Turn) -> Replies:
    """/onbegrepen: what was not understood, like questions together."""
    return await _unknown(turn)


async def tapped(query: CallbackQuery, turn: Turn, callback_data: Report) -> Replies:
    """A button under the figures; who may see them is read now."""
    if await turn.db.people.facilitator_of(turn.user_id) is None:
        return await refuse(query, turn)
    period = read(callback_data.period, local_day(turn.now))
    do = callback_data.do
    if do == "unknown":
        return await _unknown(turn)
    if period is None or do not in ("show", "xlsx", "csv"):
        turn.toast = turn.t("old_button")
        return []
    if do == "show":
        return await _figures(turn, period)
    caption = turn.t("export_caption", period=period.name)
    await turn.db.outbox.put([report_row(turn.talk.chat_id, do, period, caption)], turn.now)
    turn.toast = turn.t("report_comes")
    return []


def _typed(turn: Turn) -> Period | None:
    return read(turn.text.partition(" ")[2], local_day(turn.now))


async def _figures(turn: Turn, period: Period) -> Replies:
    """The text, and behind it the picture; where it cannot be drawn the text says so."""
    found = await turn.db.figures.of(period.span(local_day(turn.now)))
    text = figures_text(turn.brain, period, found)
    is_drawn = can_draw()
    if not is_drawn:
        text = Html(f"{text}\n\n{turn.t('no_chart')}")
    name, body = storable(turn.say(text, rows(*_buttons(turn, period))))
    deliveries = [Delivery(turn.talk.chat_id, name, body, kind="report")]
    if is_drawn and found.requests:
        caption = turn.t("chart_caption", period=period.name)
        deliveries.append(report_row(turn.talk.chat_id, "chart", period, caption))
    await turn.db.outbox.put(deliveries, turn.now)
    return []


def _buttons(turn: Turn, period: Period) -> list[list[InlineKeyboardButton]]:
    today = local_day(turn.now)
    turning = [_to(period.before.name, "show", period.before)]
    if period.last < today:
        turning.append(_to(period.after.name, "show", period.after))
    other = month_of(period.last) if period.is_quarter else quarter_of(period.last)
    unknown = button(turn.t("button_unknown"), Report(do="unknown", period=period.code))
    return [turning, [_to(other.name, "show", other)], *_file_buttons(turn, period), [unknown]]


def _file_buttons(turn: Turn, period: Period) -> list[list[InlineKeyboardButton]]:
    return [[_to(turn.t(f"button_{kind}"), kind, period) for kind in ("xlsx", "csv")]]


def _to(label: str, do: str, period: Period) -> InlineKeyboardButton:
    return button(label[:1].upper() + label[1:], Report(do=do, period=period.code))


async def _unknown(turn: Turn) -> Replies:
    days = turn.settings.retention.unknown_days
    found = await turn.db.feedback.unknown(turn.now - timedelta(days=days), MOST_UNKNOWN)
    if not found:
        return [turn.say(turn.t("unknown_none", days=days))]
    known = turn.knowledge.intents
    lines = [
        turn.t(
            "unknown_line" if each.intent is None else "unknown_line_intent",
            count=each.count,
            question=isolated(shorten(each.text, 120)),
            intent=known[each.intent].title.nl if each.intent and each.intent in known else "",
        )
        for each in found
    ]
    return [turn.say("\n".join([turn.t("unknown_title", days=days), "", *lines]))]
