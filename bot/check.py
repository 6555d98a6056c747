"""`kvob check`: every fault in settings and knowledge base at once."""

from __future__ import annotations

from pathlib import Path

from bot.config import Settings, load_settings
from bot.texts import missing
from intents import Fault, KnowledgeError, load

SURE = 0.9  # how sure another subject is of a sentence that is worth a warning
MOST = 10


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


def find_overlap(config: Path | None, every: bool) -> list[str]:
    """Sentences that would get another subject's answer if they were not known themselves.

    Each is left out in turn and matched against the others. Some overlap is in the nature of the
    subjects, so without `every` only the surest are named.
    """
    from bot.app import make_brain

    settings = load_settings(config).knowledge
    matcher = make_brain(load(settings.folder), settings.encoder).matcher
    stolen = matcher.stolen()
    shown = stolen if every else [one for one in stolen if one.correct >= SURE][:MOST]
    lines = [f"{one.owner}: '{one.text}' lijkt meer op {one.thief}" for one in shown]
    if len(shown) < len(stolen):
        lines.append(
            f"nog {len(stolen) - len(shown)} zinnen lijken op een ander onderwerp; "
            "'kvob check --overlap' noemt ze"
        )
    return lines
