"""`kvob check`: every fault in settings and knowledge base at once."""

from __future__ import annotations

from pathlib import Path

from bot.config import Settings, load_settings
from bot.texts import missing
from intents import Fault, KnowledgeError, load


def find_faults(config: Path | None) -> tuple[list[Fault], list[str]]:
    """All faults, and the warnings that do not stop a start."""
    faults: list[Fault] = []
    warnings: list[str] = []
    settings: Settings | None = None
    try:
        settings = load_settings(config)
        warnings = settings.warnings()
    except KnowledgeError as error:
        faults += error.faults
    try:
        knowledge = load(settings.knowledge.folder if settings else None)
        if settings and settings.knowledge.folder:
            faults += missing(knowledge.texts, load().texts)
        unknown = set(settings.facilitators if settings else ()) - set(knowledge.facilitators)
        faults += [
            Fault("config.yaml", None, f"facilitators.{name}", "deze procesbegeleider is onbekend")
            for name in sorted(unknown)
        ]
    except KnowledgeError as error:
        faults += error.faults
    return faults, warnings
