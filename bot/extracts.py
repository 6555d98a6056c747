"""What operator and editor take out of the database, and what the editor puts into his files."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from bot.app import cache_folder
from bot.clock import make_clock
from bot.config import Settings, load_settings
from bot.export import FORMATS
from bot.period import read
from bot.promise import in_words, local_day
from bot.refusal import TOO_NEW, TOO_OLD, Refused, about_file
from bot.reports import make_export
from bot.texts import Texts
from bot.turn import Words
from intents import (
    Cache,
    Fault,
    KnowledgeError,
    Line,
    Matcher,
    line_from,
    load,
    read_lessons,
    teach,
    write_lessons,
)
from storage import Database, DatabaseUnavailable, SchemaTooNew, file_of, open_read_only

T = TypeVar("T")
MOST = 500  # questions in one list
PACKAGED = Path(__file__).parents[1] / "intents" / "data"
TESTED = "tests/data"  # beside the knowledge base in a checkout: sentences that measure it


def export_requests(config: Path | None, words: str, file: Path) -> str:
    """Write the requests of a period to a file that only its owner can read."""
    settings = load_settings(config)
    period = read(words, local_day(make_clock(settings)()))
    if period is None:
        raise Refused(f"Die periode begrijp ik niet: {words}. Bijvoorbeeld: 'maart 2026'.")
    kind = file.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise Refused("De naam van het bestand eindigt op .xlsx of .csv.")
    knowledge = load(settings.knowledge.folder)
    brain = Words(knowledge, Texts(knowledge.texts))
    _, content = asyncio.run(_beside(settings, lambda db: make_export(db, brain, period, kind)))
    try:
        handle = os.open(file, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as target:
            file.chmod(0o600)  # one that was there keeps its own rights otherwise
            target.write(content)
    except OSError as error:
        raise Refused(f"De tabel is niet geschreven: {about_file(error, file)}") from None
    return f"Verzoeken van {period.name}: {file}. Er staan persoonsgegevens in."


def list_unknown(config: Path | None) -> str:
    """What was not understood, as a file that an editor fills in for `kvob teach`."""
    settings = load_settings(config)
    known = load(settings.knowledge.folder)
    now = make_clock(settings)()
    since = now - timedelta(days=settings.retention.unknown_days)
    found = asyncio.run(_beside(settings, lambda db: db.feedback.unknown(since, MOST)))
    day = in_words(local_day(now), None, "nl")
    title = f"Niet begrepen of niet geholpen, {settings.retention.unknown_days} dagen tot {day}."
    return write_lessons(
        title, ((one.text, one.count, one.intent) for one in found), known.intents
    )


def teach_lessons(config: Path | None, file: Path) -> dict[str, int]:
    """Put the sentences of a filled-in list into the knowledge base; raises KnowledgeError."""
    settings = load_settings(config)
    lessons = read_lessons(file)
    if not lessons:
        raise Refused("Bij geen enkele vraag is een onderwerp ingevuld; er is niets veranderd.")
    folder = settings.knowledge.folder
    measure = _measure_of(folder or PACKAGED)
    tested = {_bare(line.text) for line in measure}
    faults = [
        Fault(lesson.file, lesson.line, "", "met deze zin wordt gemeten; kies een andere")
        for lesson in lessons
        if _bare(lesson.text) in tested
    ]
    if faults:
        raise KnowledgeError(faults)
    cache = Cache(cache_folder())
    return teach(folder, lessons, lambda knowledge: Matcher(knowledge, cache=cache), measure)


def _measure_of(folder: Path) -> list[Line]:
    """In a checkout: the sentences with which understanding is measured, and their intents."""
    data = folder.resolve().parent.parent / TESTED
    lines = [
        json.loads(line)
        for found in sorted(data.rglob("*.jsonl"))
        for line in found.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return [line_from(line) for line in lines if "labels" in line]


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[\w'-]+", text.lower()))


async def _beside(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Read beside a running assistant; raises Refused where there is nothing to read."""
    url = settings.database_url.get_secret_value()
    file = file_of(url)
    if file is not None and not file.exists():
        raise Refused("Er is nog geen database.")
    try:
        db = open_read_only(url)
    except DatabaseUnavailable as error:
        raise Refused(f"De database is niet te lezen: {error}") from None
    try:
        if not await db.is_current():
            raise Refused(TOO_OLD)
        return await work(db)
    except SchemaTooNew:
        raise Refused(TOO_NEW) from None
    except DatabaseUnavailable as error:
        raise Refused(f"De database is niet te lezen: {error}") from None
    finally:
        await db.close()
