"""Telegram's HTML: what would be refused, and how long the text is that people see."""

from __future__ import annotations

import re
from html import unescape

_SCHEMES = ("http://", "https://", "tg://", "mailto:", "tel:")
_PLAIN_TAGS = frozenset(
    {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del"}
    | {"code", "pre", "blockquote", "tg-spoiler"}
)
_PIECE = re.compile(r"<[^<>]*>|&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});|[<>&]")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_OPEN = re.compile(r'<([a-z-]+)(?: ([a-z-]+)="([^"<>]*)"| expandable)?>')
_DEEPEST = 20
_CLOSE = re.compile(r"</([a-z-]+)>")


def visible_length(text: str) -> int:
    """Count as Telegram does: UTF-16 units of what is left when tags and entities are read."""
    shown = _PIECE.sub(
        lambda piece: "" if len(piece[0]) > 1 and piece[0][0] == "<" else unescape(piece[0]), text
    )
    return len(shown.encode("utf-16-le", "surrogatepass")) // 2


def html_faults(text: str) -> list[str]:
    """Return a Dutch sentence for each thing in `text` that Telegram would refuse or garble."""
    faults: list[str] = []
    still_open: list[str] = []
    for piece in _PIECE.findall(text):
        if piece in _ENTITIES:
            faults.append(f"los teken {piece}; schrijf {_ENTITIES[piece]}")
        elif closing := _CLOSE.fullmatch(piece):
            faults += _close(closing[1], still_open)
        elif piece[0] == "<":
            faults += _open(piece, still_open)
    faults += [f"<{tag}> wordt niet gesloten" for tag in still_open]
    return faults


def _open(piece: str, still_open: list[str]) -> list[str]:
    opening = _OPEN.fullmatch(piece)
    if not opening or (opening[1] != "a" and opening[1] not in _PLAIN_TAGS):
        return [f"{piece[:40]} is geen opmaak die Telegram kent"]
    if len(still_open) >= _DEEPEST:
        return [f"{piece[:40]} staat in te veel andere opmaak"]
    tag, attribute, value = opening.groups()
    faults = _nesting(tag, still_open) + _attribute(piece, tag, attribute, value or "")
    still_open.append(tag)
    return faults


def _nesting(tag: str, still_open: list[str]) -> list[str]:
    around = set(still_open)
    if around & {"code", "pre"} and still_open != ["pre"]:
        return [f"<{tag}> mag niet binnen <code> of <pre>"]
    if tag in around and tag in {"a", "blockquote"}:
        return [f"<{tag}> mag niet binnen <{tag}>"]
    return []


def _attribute(piece: str, tag: str, attribute: str | None, value: str) -> list[str]:
    if tag == "a":
        if attribute == "href" and value.startswith(_SCHEMES):
            return []
        return [f'{piece[:40]}: een link is <a href="https://...">']
    if attribute or ("expandable" in piece and tag != "blockquote"):
        return [f"{piece[:40]}: <{tag}> staat zonder toevoeging"]
    return []


def _close(tag: str, still_open: list[str]) -> list[str]:
    if still_open and still_open[-1] == tag:
        still_open.pop()
        return []
    if tag not in _PLAIN_TAGS and tag != "a":
        return []  # its opening was reported
    if tag not in still_open:
        return [f"</{tag}> sluit iets wat niet open is"]
    inner = still_open[-1]
    del still_open[still_open.index(tag) :]
    return [f"</{tag}> staat voor </{inner}>; sluit in omgekeerde volgorde"]
