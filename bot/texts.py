"""The fixed sentences of intents/data/texts.yaml, filled in and escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aiogram import html

from intents import Fault, Language, Text

_HOLES = re.compile(r"\{(\w+)\}")


class Html(str):
    """Text that is Telegram HTML already; everything else is escaped before it is shown."""

    __slots__ = ()


class Texts:
    """Gives a sentence by its key, in the language of the chat."""

    def __init__(self, texts: Mapping[str, Text]) -> None:
        self._texts = texts

    def __call__(self, key: str, language: Language, **values: object) -> Html:
        text = self._texts[key][language]
        if "{" in text:
            text = _HOLES.sub(lambda hole: shown(values[hole.group(1)]), text)
        return Html(text)


def shown(value: object) -> Html:
    """A value as it may stand in a message: escaped, unless it is HTML already."""
    return value if isinstance(value, Html) else Html(html.quote(str(value)))


def isolated(value: str) -> Html:
    """What somebody typed, kept from changing the direction of the text around it."""
    return Html(f"\u2068{html.quote(value)}\u2069")


def missing(texts: Mapping[str, Text], known: Mapping[str, Text]) -> list[Fault]:
    """Faults for sentences that the program needs: those of the texts that come with it.

    A sentence may leave a {name} out, but may not use one that the program does not fill in.
    """
    faults = []
    for key, original in sorted(known.items()):
        if key not in texts:
            faults.append(Fault("texts.yaml", None, key, "deze tekst ontbreekt"))
            continue
        filled = set(_HOLES.findall(original.nl + original.en))
        for hole in sorted(set(_HOLES.findall(texts[key].nl + texts[key].en)) - filled):
            faults.append(Fault("texts.yaml", None, key, f"{{{hole}}} is hier niet bekend"))
    return faults


def size(text: str) -> int:
    """The length of a text as Telegram counts it: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, length: int) -> list[str]:
    """Cut a long text into pieces of at most this size, at a space where there is one.

    Always gives at least one piece; nothing is lost but the spaces at the cuts.
    """
    found = []
    while size(text) > length:
        fitting = text.encode("utf-16-le", "surrogatepass")[: 2 * length]
        most = len(fitting.decode("utf-16-le", "ignore"))
        cut = text.rfind(" ", most // 2, most)
        cut = cut if cut > 0 else most
        found.append(text[:cut])
        text = text[cut:].lstrip()
    return [*found, text]
