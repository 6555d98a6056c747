"""A second request: what was given for the first need not be typed again."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton

from bot.details import show_phone
from bot.form import form_of, holds_details, labelled, place_in, set_region
from bot.keyboards import Form, button, rows
from bot.phrases import is_no, is_yes
from bot.texts import Html
from bot.turn import Replies, Turn

ANSWERS = ("ja", "nee", "yes", "no", "ander", "another", "dezelfde", "zelfde", "hetzelfde")
SAME = ("ja", "yes", "zelfde", "dezelfde", "hetzelfde")
CHOICES = ("same", "other_park", "anew")
PERSONAL = ("name", "phone", "email", "company")


async def remember(turn: Turn) -> None:
    """Note in a new form what the last request held, unless this one brings details itself."""
    form = form_of(turn)
    if any(form[name] for name in PERSONAL):
        return
    known = await turn.db.requests.of_chat(turn.talk.chat_id, limit=1)
    if not known or known[0].name is None:
        return
    last = known[0]
    form["earlier"] = {name: getattr(last, name) for name in (*PERSONAL, "terrein", "place")}
    form["earlier"]["provinces"] = list(last.provinces)
    if form["provinces"] and form["provinces"] != form["earlier"]["provinces"]:
        # Another province was named since: that is what this request is about.
        form["earlier"] |= {
            "provinces": form["provinces"],
            "place": form["place"],
            "terrein": None,
        }


def ask(turn: Turn, lead: Html | None, stop: InlineKeyboardButton) -> Replies:
    """Show what is known, and ask whether it is the same again."""
    form = form_of(turn)
    known = form["earlier"]
    lines = [
        ("name", known["name"]),
        ("phone", show_phone(known["phone"]) if known["phone"] else None),
        ("email", known["email"]),
        ("company", known["company"]),
        ("terrein", known["terrein"]),
        ("region", place_in(known)),
    ]
    text = f"{turn.t('ask_same')}\n\n{labelled(turn, lines)}"
    choices = [[button(turn.t(f"button_{do}"), Form(do=do, key=form["key"]))] for do in CHOICES]
    return [turn.say(f"{lead}\n\n{text}" if lead else text, rows(*choices, [stop]))]


def choose(turn: Turn, do: str) -> None:
    """The same again, another terrein, or everything anew."""
    form = form_of(turn)
    known, form["earlier"] = form.get("earlier"), None
    if known and do != "anew":
        for name in PERSONAL:
            form[name] = form[name] or known[name]
    if known and do == "same":
        form["terrein"] = known["terrein"]
        set_region(turn, known["provinces"], known["place"])
    elif do == "other_park":
        form["provinces"], form["place"], form["facilitator"] = [], None, None


def read(turn: Turn) -> bool:
    """Take the answer as it is typed; False where something else was said."""
    words = turn.text.lower()
    if "ander" in words or "other" in words or names_place(turn):
        choose(turn, "other_park")
    elif is_yes(turn.text) or words.startswith(SAME):
        choose(turn, "same")
    elif is_no(turn.text):
        choose(turn, "anew")
    return form_of(turn)["earlier"] is None


def names_place(turn: Turn) -> bool:
    return not holds_details(turn) and turn.mentioned_place().outcome == "found"
