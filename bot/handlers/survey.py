"""The answer to 'were you helped within two working days?'"""

from __future__ import annotations

from aiogram.types import CallbackQuery

from bot.keyboards import Rate
from bot.office import office_of
from bot.steps import reopen_button
from bot.turn import Replies, Turn
from storage import Kind

ANSWERS = ("yes", "no", "later")


async def rate(query: CallbackQuery, turn: Turn, callback_data: Rate) -> Replies:
    """Counts once, and only from whose request it is; 'nee' offers to open it again."""
    say = callback_data.say
    request = await turn.db.requests.get(callback_data.request)
    is_own = request is not None and request.about_chat == turn.talk.chat_id
    if say not in ANSWERS or request is None or not is_own:
        turn.toast = turn.t("old_button")
        return []
    if not await turn.db.requests.rate(request.id, turn.talk.chat_id, say):
        turn.toast = turn.t("helped_known")
        return []
    await turn.db.requests.log(request.id, "visitor", Kind.RATED, say, turn.now)
    turn.toast = turn.t("helped_later" if say == "later" else "useful_thanks")
    if say != "no" or request.is_open:
        return []
    return [turn.say(turn.t("not_helped"), reopen_button(office_of(turn), request))]
