"""`kvob check`: every fault in settings and knowledge base at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.config import Settings, load_settings
from bot.texts import missing
from intents import Fault, KnowledgeBase, KnowledgeError, load

MOST = 10  # sentences that are named in one run


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
        known = ", ".join(sorted(knowledge.facilitators))
        faults += [
            Fault(
                config.name if config else "omgeving",
                None,
                f"facilitators.{name}",
                f"deze procesbegeleider is onbekend; kies uit {known}",
            )
            for name in sorted(unknown)
        ]
    except KnowledgeError as error:
        faults += error.faults
    return faults, warnings


def find_overlap(config: Path | None, every: bool) -> list[str]:
    """Sentences that would get another subject's answer if they were not known themselves.

    Each is left out in turn and matched against the others. Some overlap is in the nature of the
    subjects, so without `every` only the sentences are named that an editor added in a copy.
    """
    from bot.app import make_brain

    settings = load_settings(config).knowledge
    knowledge = load(settings.folder)
    stolen = make_brain(knowledge, settings.encoder).matcher.stolen()
    shown = stolen
    if not every:
        shipped = set(_sentences(load() if settings.folder else knowledge))
        shown = [one for one in stolen if (one.owner, one.text) not in shipped][:MOST]
    lines = [f"{one.owner}: '{one.text}' lijkt meer op {one.thief}" for one in shown]
    if rest := len(stolen) - len(shown):
        also, are = "nog " if shown else "", "zin lijkt" if rest == 1 else "zinnen lijken"
        lines.append(f"{also}{rest} {are} op een ander onderwerp; 'kvob check --overlap' noemt ze")
    return lines


def _sentences(knowledge: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Every sentence of a subject with its owner."""
    for intent in knowledge.intents.values():
        yield from ((intent.id, text) for text in intent.utterances)
    outside = [text for near in knowledge.near_misses.values() for text in near.utterances]
    yield from (("fallback", text) for text in [*outside, *knowledge.everyday])
