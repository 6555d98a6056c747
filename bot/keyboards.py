"""Buttons and the data they carry; the data says what is meant, never who may do it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

Row = list[InlineKeyboardButton]
RequestId = Annotated[int, Field(ge=1, lt=2**53)]
FormKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]


class Show(CallbackData, prefix="a"):
    """Answer an intent."""

    intent: str


class More(CallbackData, prefix="m"):
    """Show what an intent says beyond its answer."""

    intent: str


class Ask(CallbackData, prefix="q"):
    """Begin something: find a person, a contact request, the other language ..."""

    what: str


class InRegion(CallbackData, prefix="p"):
    """The terrein lies in this province (id)."""

    region: str


class Form(CallbackData, prefix="f"):
    """A step in one contact request, which is named by its key."""

    do: str
    key: FormKey


class Own(CallbackData, prefix="o"):
    """Something about one's own request: withdraw it."""

    do: str
    request: RequestId


class Rate(CallbackData, prefix="h"):
    """Whether one's own request was dealt with in time: 'yes', 'no' or 'later'."""

    say: str
    request: RequestId


class Report(CallbackData, prefix="r"):
    """Figures of a period ('2026-03', '2026-K1'), or a file of them."""

    do: str
    period: str


class Useful(CallbackData, prefix="u"):
    """Whether the answer helped: 'yes' or 'no'."""

    say: str


class AddTo(CallbackData, prefix="t"):
    """Say more about one's own request, or open it again."""

    do: str
    request: RequestId


class Moment(CallbackData, prefix="w"):
    """When one would like to be reached about one's own request."""

    request: RequestId
    value: str


class Erase(CallbackData, prefix="e"):
    """The answer to 'are you sure?'."""

    do: str


class Desk(CallbackData, prefix="d"):
    """A facilitator's step with a request; `value` is an outcome, a filter or a day.

    For the queue `request` is the page.
    """

    do: str
    request: Annotated[int, Field(ge=0, lt=2**53)]
    value: str = ""


def button(label: str, data: CallbackData) -> InlineKeyboardButton:
    """A button; a label that is too long for a phone is cut at a word."""
    return _button(label, data.pack())


@lru_cache(maxsize=1000)  # the same few hundred under most answers; nobody can change one
def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=shorten(label, 60), callback_data=data)


def shorten(text: str, length: int) -> str:
    """Cut text to so many characters, at a word where there is one."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > length // 2 else cut).rstrip() + "…"


def rows(*lines: Iterable[InlineKeyboardButton]) -> InlineKeyboardMarkup | None:
    """A keyboard of these rows; empty ones are left out. None where nothing is left."""
    kept = [list(line) for line in lines if line]
    return InlineKeyboardMarkup(inline_keyboard=kept) if kept else None


def in_pairs(buttons: list[InlineKeyboardButton]) -> list[Row]:
    """Two buttons a row."""
    return [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
