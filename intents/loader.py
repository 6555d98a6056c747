"""YAML to KnowledgeBase: safe reading, and all faults of all files in one KnowledgeError."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from intents import document
from intents.content import Content
from intents.document import Document, Fault, KnowledgeError, Node
from intents.model import Facilitator, Intent, NearMiss, Region, Text
from intents.place_table import PlaceTable, read_places

PACKAGED = Path(__file__).parent / "data"
PLACES_FILE = "places.csv"
MAX_BYTES = 1_000_000
MAX_DEPTH = 20

# The C parser reads the packaged files about ten times as fast; it gives the same events.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_DUTCH = {
    "mapping values are not allowed": "een dubbele punt midden in een tekst; zet die tekst "
    "tussen aanhalingstekens",
    "could not find expected ':'": "er ontbreekt een dubbele punt, of een aanhalingsteken",
    "cannot start any token": "hier staat een tab of een teken dat hier niet mag",
    "unexpected end of stream": "een aanhalingsteken of haakje wordt niet gesloten",
    "did not find expected": "de inspringing, een aanhalingsteken of een haakje klopt niet",
}


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """Everything the assistant knows, read and found free of faults."""

    intents: Mapping[str, Intent]
    near_misses: Mapping[str, NearMiss]
    everyday: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...]
    texts: Mapping[str, Text]
    facilitators: Mapping[str, Facilitator]
    regions: tuple[Region, ...]
    places: PlaceTable


def load(folder: Path | None = None) -> KnowledgeBase:
    """Read the knowledge base in `folder` (None: the one that comes with the program)."""
    folder = PACKAGED if folder is None else folder
    files = sorted(_yaml_files(folder))
    if not files:
        raise KnowledgeError([Fault(str(folder), None, "", "deze map is leeg of bestaat niet")])
    content = Content()
    documents: dict[str, Document | None] = {}
    for file in files:
        documents[file] = _read(folder / file, file, content.faults)
    content.read(documents)
    places = _read_places(folder, documents.get("regions.yaml"), content.faults)
    if content.faults or places is None:
        raise KnowledgeError(sorted(content.faults, key=lambda one: (one.file, one.line or 0)))
    return KnowledgeBase(
        intents=MappingProxyType(content.intents),
        near_misses=MappingProxyType(content.near_misses),
        everyday=content.everyday,
        synonyms=content.synonyms,
        texts=MappingProxyType(content.texts),
        facilitators=MappingProxyType(content.facilitators),
        regions=content.regions,
        places=places,
    )


def _yaml_files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if not hidden and path.suffix.lower() in {".yaml", ".yml"}:
            yield name.as_posix()


def _read_places(folder: Path, regions: Document | None, faults: list[Fault]) -> PlaceTable | None:
    try:
        text = _text_of(folder / PLACES_FILE, PLACES_FILE)
    except KnowledgeError as error:
        faults += error.faults
        return None
    if regions is None or not isinstance(regions.data, dict):
        return None
    places, problems = read_places(regions.data, text)
    for fault in problems:
        # The names are read without their lines; the line of the list they stand in will do.
        key = re.split(r"[.\[]", fault.key)[0]
        line = regions.line_of((key,)) if fault.file == regions.file else None
        faults.append(replace(fault, line=fault.line or line))
    return places


def read_yaml(path: Path, name: str | None = None) -> Document:
    """Read one file; every scalar stays text. Raises KnowledgeError with all faults found.

    Tags, anchors and aliases are refused: nothing in a file may run code or grow when it is
    read. `name` is what the file is called in faults.
    """
    faults: list[Fault] = []
    found = _read(path, path.name if name is None else name, faults)
    if faults or found is None:
        raise KnowledgeError(faults)
    return found


def _read(path: Path, name: str, faults: list[Fault]) -> Document | None:
    try:
        composer = _Composer(name, faults)
        return composer.compose(_text_of(path, name))
    except KnowledgeError as error:
        faults += error.faults
        return None


def _text_of(path: Path, name: str) -> str:
    def refuse(message: str, line: int | None = None) -> KnowledgeError:
        return KnowledgeError([Fault(name, line, "", message)])

    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise refuse("dit bestand ontbreekt") from None
    except OSError as error:
        raise refuse(f"dit bestand is niet te lezen ({error.strerror})") from None
    if len(raw) > MAX_BYTES:
        raise refuse("dit bestand is groter dan 1 MB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise refuse("dit bestand is niet in UTF-8 opgeslagen", line) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := _CONTROL.search(text):
        line = text[: control.start()].count("\n") + 1
        raise refuse(f"een onzichtbaar stuurteken (U+{ord(control[0]):04X})", line)
    return text


class _Composer:
    """Builds plain data from the parser's events and keeps the line of every key."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        self._name = name
        self._faults = faults
        self._lines: dict[document.Path, int] = {}
        self._events: Iterator[Any] = iter(())

    def compose(self, text: str) -> Document | None:
        try:
            self._events = yaml.parse(text, Loader=_LOADER)
            data = self._compose_stream()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._note(mark.line + 1 if mark else 1, (), _in_dutch(error))
            return None
        return None if data is None else Document(self._name, data, MappingProxyType(self._lines))

    def _compose_stream(self) -> Node | None:
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            self._note(1, (), "dit bestand is leeg")
            return None
        data = self._compose_node(next(self._events), ())
        next(self._events)  # the end of the document
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._note(after.start_mark.line + 1, (), "hier begint een tweede deel (---)")
        return data

    def _compose_node(self, event: Any, path: document.Path) -> Node:
        line = event.start_mark.line + 1
        self._lines.setdefault(path, line)
        if len(path) > MAX_DEPTH:
            raise KnowledgeError([Fault(self._name, line, "", "te diep genest")])
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self._note(line, path, "verwijzingen (& en *) worden niet gebruikt")
        elif event.tag is not None:
            self._note(line, path, "labels (!) worden niet gebruikt")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._compose_list(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._compose_mapping(path)
        return str(getattr(event, "value", ""))

    def _compose_list(self, path: document.Path) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._compose_node(event, (*path, len(items))))
        return items

    def _compose_mapping(self, path: document.Path) -> dict[str, Node]:
        pairs: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            key = self._compose_node(event, (*path, ""))
            if not isinstance(key, str):
                self._note(line, path, "een sleutel is één woord")
                key = "?"
            here = (*path, key)
            if key in pairs:
                self._note(line, here, f"deze sleutel staat er al, op regel {self._lines[here]}")
            self._lines.setdefault(here, line)
            value = self._compose_node(next(self._events), here)
            pairs.setdefault(key, value)
        return pairs

    def _note(self, line: int, path: document.Path, message: str) -> None:
        self._faults.append(Fault(self._name, line, document.name_of(path), message))


def _in_dutch(error: yaml.MarkedYAMLError) -> str:
    told = f"{error.problem} {error.context}"
    for english, dutch in _IN_DUTCH.items():
        if english in told:
            return f"dit is geen goede YAML: {dutch}"
    return f"dit is geen goede YAML ({error.problem})"
