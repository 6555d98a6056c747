"""A YAML file as read, with the line of every key, and the faults found in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Node = str | list["Node"] | dict[str, "Node"]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where it is, and what is wrong in a plain Dutch sentence for the editor."""

    file: str
    line: int | None
    key: str
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.key, self.message) if part)


class KnowledgeError(Exception):
    """The files cannot be used; carries every fault that was found, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says; every scalar is text, as it stands in the file."""

    file: str
    data: Node
    lines: Mapping[Path, int]

    def line_of(self, path: Path) -> int:
        """Return the line of a key, or of the nearest key around it where it does not exist."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path, message: str) -> Fault:
        return Fault(self.file, self.line_of(path), name_of(path), message)


def name_of(path: Path) -> str:
    """Write a path as people do: `provinces[2].name`, counted from one."""
    name = ""
    for step in path:
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else step
    return name
