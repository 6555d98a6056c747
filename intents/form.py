"""Asks a document for what should be in it, and notes a fault where it is something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from string import Formatter

from intents.document import Document, Fault, Node, Path
from intents.markup import html_faults, visible_length
from intents.model import Text

MAX_MESSAGE = 4096  # Telegram's limit for a message, in UTF-16 units after the HTML is read


class Form:
    """One document being filled in; every answer is safe to use, also after a fault."""

    def __init__(self, document: Document, faults: list[Fault]) -> None:
        self.document = document
        self._faults = faults

    def fault(self, path: Path, message: str) -> None:
        self._faults.append(self.document.fault(path, message))

    def get(self, path: Path) -> Node | None:
        node: Node | None = self.document.data
        for step in path:
            if isinstance(node, dict) and isinstance(step, str):
                node = node.get(step)
            elif isinstance(node, list) and isinstance(step, int):
                node = node[step] if step < len(node) else None
            else:
                return None
        return node

    def keys(self, path: Path, required: Iterable[str], optional: Iterable[str] = ()) -> bool:
        """Check that a mapping stands here with these keys and no others."""
        node = self.get(path)
        if not isinstance(node, dict):
            self.fault(path, f"hier horen sleutels met waarden te staan, geen {kind_of(node)}")
            return False
        required = tuple(required)
        known = (*required, *optional)
        for key in node:
            if key not in known:
                close = get_close_matches(key, known, n=1)
                hint = f"; bedoelt u '{close[0]}'?" if close else ""
                self.fault((*path, key), f"onbekende sleutel{hint}")
        for key in required:
            if key not in node:
                self.fault((*path, key), "deze sleutel ontbreekt")
        return True

    def mapping(self, path: Path) -> dict[str, Node]:
        """Return the mapping here, whatever its keys."""
        node = self.get(path)
        if isinstance(node, dict):
            return node
        self.fault(path, f"hier horen sleutels met waarden te staan, geen {kind_of(node)}")
        return {}

    def text(self, path: Path, default: str | None = None) -> str:
        """Return the text here; a missing key is no fault of its own: `keys` reports it."""
        node = self.get(path)
        if node is None:
            return default or ""
        if not isinstance(node, str):
            self.fault(path, f"hier hoort een tekst te staan, geen {kind_of(node)}")
        elif not node.strip():
            self.fault(path, "de tekst is leeg")
        else:
            return node.strip()
        return ""

    def items(self, path: Path, least: int = 1) -> list[Node]:
        """Return the list here; a missing key is no fault of its own."""
        node = self.get(path)
        if node is None:
            return []
        if not isinstance(node, list):
            self.fault(path, f"hier hoort een lijst te staan, geen {kind_of(node)}")
            return []
        if len(node) < least:
            wanted = "de lijst is leeg" if least == 1 else f"hier horen er minstens {least}"
            self.fault(path, wanted)
        return node

    def texts(self, path: Path, least: int = 1) -> Iterator[tuple[Path, str]]:
        """Return the texts of the list here, each with its own path."""
        for number in range(len(self.items(path, least))):
            here = (*path, number)
            if text := self.text(here):
                yield here, text

    def both(self, path: Path) -> Text:
        """Return a text in both languages."""
        if self.get(path) is None or not self.keys(path, ("nl", "en")):
            return Text("", "")
        return Text(self.text((*path, "nl")), self.text((*path, "en")))

    def message(self, path: Path) -> Text:
        """Return a text in both languages that can be sent as Telegram HTML."""
        both = self.both(path)
        for language, text in (("nl", both.nl), ("en", both.en)):
            for problem in html_faults(text):
                self.fault((*path, language), problem)
            if (length := visible_length(text)) > MAX_MESSAGE:
                self.fault(
                    (*path, language),
                    f"de tekst is {length} tekens lang; Telegram neemt er hoogstens {MAX_MESSAGE}",
                )
        return both

    def pattern(self, path: Path) -> Text:
        """Return a message with {placeholders}, the same ones in both languages."""
        both = self.message(path)
        names = [
            self._placeholders((*path, language), both[language]) for language in ("nl", "en")
        ]
        if None not in names and names[0] != names[1] and both.nl and both.en:
            differing = ", ".join(sorted((names[0] or set()) ^ (names[1] or set())))
            self.fault(path, f"{{{differing}}} staat niet in allebei de talen")
        return both

    def _placeholders(self, path: Path, text: str) -> set[str] | None:
        try:
            fields = [part for part in Formatter().parse(text) if part[1] is not None]
        except ValueError:
            self.fault(path, "een losse accolade; schrijf {{ of }} waar u een accolade bedoelt")
            return None
        names = {str(name) for _, name, _, _ in fields}
        for name in sorted(names):
            if not name.isidentifier():
                self.fault(path, f"{{{name}}}: tussen accolades staat één woord")
        return names


def kind_of(node: Node | None) -> str:
    if node is None:
        return "niets"
    return {str: "tekst", list: "lijst", dict: "sleutels"}[type(node)]
