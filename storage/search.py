"""Requests as they are searched: one column of plain words, looked through by the database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from storage.tables import requests

SEARCHED = ("reference", "name", "phone", "email", "company", "terrein", "place")
MOST_WORDS = 6
LONGEST = 600  # signs that are searched; it stands in an index, which takes no endless texts
_NUMBER = re.compile(r"[\d\s()./+-]{6,}")


def as_searched(values: Mapping[str, Any]) -> str:
    """What is searched of a request."""
    found = fold(" ".join(str(values[name]) for name in SEARCHED if values.get(name)))
    return found[:LONGEST]


def fold(text: str) -> str:
    """Lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def matches(needle: str) -> list[sa.ColumnElement[bool]]:
    """The conditions that a request meets in which all these words occur."""
    needle = needle.strip()
    if _NUMBER.fullmatch(needle):
        # Stored as +31612345678, typed as 06-12345678.
        digits = re.sub(r"\D", "", needle).removeprefix("0031").lstrip("0")
        return [requests.c.search.contains(digits, autoescape=True)] if digits else [sa.false()]
    words = fold(needle).split()[:MOST_WORDS]
    if not words:
        return [sa.false()]
    return [requests.c.search.contains(word, autoescape=True) for word in words]
