"""`kvob status`: how the assistant is doing, read beside it; names no person and no number."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot import disk
from bot.backup import latest_copy
from bot.clock import Clock, make_clock
from bot.config import Settings, load_settings
from bot.health import REPLICA
from bot.knowledge import Reading, last_reading
from bot.logs import redact
from bot.post import is_refused
from bot.promise import AMSTERDAM, add_working_days, local_day
from intents import KnowledgeError, load
from storage import (
    Database,
    DatabaseUnavailable,
    Failure,
    Promise,
    SchemaTooNew,
    Waiting,
    file_of,
    open_read_only,
)

FRESH = timedelta(minutes=3)  # a heartbeat comes every minute
HANDLED_WITHIN = timedelta(minutes=2)
SENT_WITHIN = timedelta(minutes=10)
RECENT = timedelta(days=7)  # a failure stays in the list, and asks for attention this long
MONTH = timedelta(days=30)
COPIED_WITHIN = timedelta(hours=3)  # a copy is made every hour
FOR_VISITORS = ("reply",)  # who blocks the assistant is not written to: no reason to act


@dataclass
class Status:
    """What was found; `attention` says in Dutch what somebody should look at."""

    now: datetime
    heartbeat: datetime | None = None
    replicas: dict[str, datetime] = field(default_factory=dict)  # each one's own heartbeat
    own: datetime | None = None  # of the replica whose settings these are
    last_update: datetime | None = None
    updates: Waiting = field(default_factory=lambda: Waiting(0, None))
    messages: Waiting = field(default_factory=lambda: Waiting(0, None))
    mails: Waiting = field(default_factory=lambda: Waiting(0, None))
    dead: list[Failure] = field(default_factory=list)
    parked: list[Failure] = field(default_factory=list)
    facilitators: dict[str, str] = field(default_factory=dict)
    open_requests: int = 0
    promises: list[Promise] = field(default_factory=list)
    kept: tuple[int, int] = (0, 0)
    knowledge: Reading | None = None
    free_mb: int | None = None
    copies_to: Path | None = None
    last_copy: datetime | None = None
    faults: list[str] = field(default_factory=list)

    @property
    def is_alive(self) -> bool:
        return self._is_fresh(self.heartbeat)

    @property
    def lives_here(self) -> bool:
        """Whether the replica with these settings runs; where there are none, the assistant."""
        return self._is_fresh(self.own or self.heartbeat)

    def _is_fresh(self, beat: datetime | None) -> bool:
        return beat is not None and self.now - beat < FRESH

    @property
    def attention(self) -> list[str]:
        return [*self.faults, *_attention(self)]


def read_status(config: Path | None) -> Status:
    """Read everything, without lock and without changing anything."""
    settings = load_settings(config)
    return asyncio.run(status_of(settings, make_clock(settings)))


async def status_of(settings: Settings, clock: Clock) -> Status:
    status = Status(clock())
    url = settings.database_url.get_secret_value()
    if (file := file_of(url)) is not None:
        status.free_mb = disk.free_mb(file)
    if settings.backup.folder is not None and file is not None:
        status.copies_to = settings.backup.folder
        status.last_copy = latest_copy(settings.backup.folder)
    if file is not None and not file.exists():
        status.faults.append("er is nog geen database; start de assistent")
        return status
    try:
        await _open_and_read(url, settings, status)
    except SchemaTooNew:
        status.faults.append("de database is van een nieuwere versie van dit programma")
    except DatabaseUnavailable as error:
        status.faults.append(f"de database is niet te lezen: {error}")
    return status


async def _open_and_read(url: str, settings: Settings, status: Status) -> None:
    db = open_read_only(url)
    try:
        if not await db.is_current():
            status.faults.append("de database is van een oudere versie; kvob migrate")
            return
        async with db.transaction():
            await _read(db, status)
            status.own = status.replicas.get(settings.replica)
            await _read_facilitators(db, settings, status)
    finally:
        await db.close()


async def _read(db: Database, status: Status) -> None:
    mark = await db.people.mark("heartbeat")
    status.heartbeat = mark[1] if mark else None
    status.replicas = await db.people.marks(REPLICA)
    status.knowledge = await last_reading(db)
    status.last_update = await db.overview.last_update()
    status.updates = await db.overview.updates_waiting()
    status.messages = await db.overview.messages_waiting()
    status.mails = await db.overview.mails_waiting()
    status.dead = await db.overview.dead_updates()
    status.parked = await db.overview.parked_messages()
    status.open_requests = await db.overview.open_requests()
    next_day = add_working_days(local_day(status.now), 1)
    status.promises = await db.overview.without_contact(next_day)
    status.kept = await _kept(db, status.now)


async def _kept(db: Database, now: datetime) -> tuple[int, int]:
    """Of the promises of the last month: how many were kept in time, and how many there were.

    One that can still be kept does not count yet.
    """
    kept = count = 0
    for due_on, contact_at in await db.overview.promised_since(now - MONTH):
        is_kept = contact_at is not None and local_day(contact_at) <= due_on
        kept += is_kept
        count += is_kept or due_on < local_day(now)
    return kept, count


async def _read_facilitators(db: Database, settings: Settings, status: Status) -> None:
    accounts = {account.facilitator: account for account in await db.people.accounts()}
    try:
        names = list(load(settings.knowledge.folder).facilitators)
    except KnowledgeError as error:
        count = len(error.faults)
        status.faults.append(f"kennisbank: {count} fout{'en' * (count > 1)}; zie kvob check")
        names = sorted(accounts)
    for name in names:
        account = accounts.get(name)
        reached = "reachable" if account and account.reachable else "unreachable"
        is_mailed = settings.mail.is_on and not await is_refused(db, name)
        alone = "by mail" if is_mailed else "not coupled"
        status.facilitators[name] = reached if account else alone


def _attention(status: Status) -> Iterator[str]:
    now = status.now
    if not status.faults and not status.is_alive:
        yield "de assistent loopt niet, of de database is niet te schrijven"
    if status.updates.since and now - status.updates.since > HANDLED_WITHIN:
        yield f"{status.updates.count} berichten wachten op antwoord"
    if status.messages.since and now - status.messages.since > SENT_WITHIN:
        yield f"{status.messages.count} berichten kunnen nog niet weg; is Telegram bereikbaar?"
    if status.mails.since and now - status.mails.since > SENT_WITHIN:
        yield f"{status.mails.count} e-mails kunnen nog niet weg; is de mailserver bereikbaar?"
    if dead := [row for row in status.dead if now - row.at < RECENT]:
        yield f"{len(dead)} berichten konden niet gelezen worden"
    lost = [row for row in status.parked if row.kind not in FOR_VISITORS]
    if lost := [row for row in lost if now - row.at < RECENT]:
        yield f"{len(lost)} kaartjes, meldingen of alarmen konden niet bezorgd worden"
    for name, state in status.facilitators.items():
        if state == "not coupled":
            yield f"{name} heeft geen account gekoppeld; kvob invite {name}"
        elif state == "unreachable":
            yield f"{name} is bij Telegram niet bereikbaar"
    if status.knowledge and (faults := status.knowledge.faults):
        yield f"de kennisbank is niet herladen, de vorige is in gebruik: {redact(faults[0])}"
    today = local_day(now)
    if late := [each for each in status.promises if each.due_on < today]:
        yield f"{len(late)} verzoeken zijn over hun datum zonder contact"
    if due := [each for each in status.promises if each.due_on == today]:
        yield f"{len(due)} verzoeken moeten vandaag nog"
    if status.free_mb is not None and status.free_mb < disk.LEAST_FREE:
        yield f"nog maar {status.free_mb} MB vrij op de schijf"
    if status.copies_to and (not status.last_copy or now - status.last_copy > COPIED_WITHIN):
        yield "de laatste back-up is te oud, of er is er geen"


def as_json(status: Status) -> dict[str, Any]:
    """For programs; times in UTC."""
    today = local_day(status.now)
    age = (status.now - status.heartbeat).total_seconds() if status.heartbeat else None
    return {
        "ok": not status.attention,
        "attention": status.attention,
        "is_alive": status.is_alive,
        "heartbeat_age_seconds": None if age is None else round(age),
        "replicas": {name: _iso(at) for name, at in status.replicas.items()},
        "last_update": _iso(status.last_update),
        "updates_waiting": status.updates.count,
        "oldest_waiting_update": _iso(status.updates.since),
        "messages_waiting": status.messages.count,
        "oldest_waiting_message": _iso(status.messages.since),
        "mails_waiting": status.mails.count,
        "oldest_waiting_mail": _iso(status.mails.since),
        "dead": [_failure(row) for row in status.dead],
        "parked": [_failure(row) for row in status.parked],
        "facilitators": status.facilitators,
        "requests": {
            "open": status.open_requests,
            "late": [_promise(each) for each in status.promises if each.due_on < today],
            "near": [_promise(each) for each in status.promises if each.due_on >= today],
            "kept_in_30_days": status.kept[0],
            "promised_in_30_days": status.kept[1],
        },
        "knowledge": _knowledge(status.knowledge),
        "disk_free_mb": status.free_mb,
        "last_backup": _iso(status.last_copy),
    }


def _knowledge(reading: Reading | None) -> dict[str, Any] | None:
    if reading is None:
        return None
    return {
        "read_at": _iso(reading.at),
        "intents": reading.intents,
        "faults": [redact(fault) for fault in reading.faults],
    }


def _failure(row: Failure) -> dict[str, Any]:
    reason = redact(row.reason or "")
    return {"number": row.number, "kind": row.kind, "at": _iso(row.at), "reason": reason}


def _promise(each: Promise) -> dict[str, Any]:
    return {
        "reference": each.reference,
        "facilitator": each.facilitator,
        "state": each.state,
        "due": each.due_on.isoformat(),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def as_lines(status: Status) -> Iterator[str]:
    """For people; Dutch time."""
    yield f"hartslag:            {_ago(status.heartbeat, status.now)}"
    for name, at in status.replicas.items():
        yield f"  replica {name}: {_ago(at, status.now)}"
    yield f"laatste bericht:     {_ago(status.last_update, status.now)}"
    yield f"wacht op antwoord:   {_waiting(status.updates, status.now)}"
    yield f"wacht op verzending: {_waiting(status.messages, status.now)}"
    yield f"e-mail wacht:        {_waiting(status.mails, status.now)}"
    yield f"niet gelezen:        {len(status.dead)}"
    yield from (_told(row) for row in status.dead)
    yield f"niet bezorgd:        {len(status.parked)}"
    yield from (_told(row) for row in status.parked)
    dutch = {
        "reachable": "bereikbaar",
        "unreachable": "niet bereikbaar",
        "by mail": "alleen per e-mail",
        "not coupled": "niet gekoppeld",
    }
    told = [f"{name} {dutch[state]}" for name, state in status.facilitators.items()]
    yield f"procesbegeleiders:   {', '.join(told) or '-'}"
    yield f"open verzoeken:      {status.open_requests}"
    yield f"belofte:             {_certificate(status)}"
    for each in status.promises:
        late = " (te laat)" if each.due_on < local_day(status.now) else ""
        yield f"  {each.reference} {each.facilitator}: uiterlijk {each.due_on:%d-%m-%Y}{late}"
    if status.knowledge:
        read = _ago(status.knowledge.at, status.now)
        yield f"kennisbank:          {status.knowledge.intents} onderwerpen, gelezen {read}"
        yield from (f"  {redact(fault)}" for fault in status.knowledge.faults)
    yield f"vrije schijfruimte:  {'-' if status.free_mb is None else f'{status.free_mb} MB'}"
    where = _ago(status.last_copy, status.now) if status.copies_to else "niet ingesteld"
    yield f"laatste back-up:     {where}"
    yield from (f"LET OP: {line}" for line in status.attention)
    if not status.attention:
        yield "Alles is goed."


def _certificate(status: Status) -> str:
    """How the promise of two working days stands."""
    today = local_day(status.now)
    late = sum(each.due_on < today for each in status.promises)
    kept, count = status.kept
    told = f"{late} over de datum, {len(status.promises) - late} vandaag of de volgende werkdag"
    return f"{told}; op tijd in 30 dagen: {kept} van {count}"


def _told(row: Failure) -> str:
    at = row.at.astimezone(AMSTERDAM)
    return f"  {row.kind}:{row.number} {at:%d-%m-%Y %H:%M} {redact(row.reason or '')}"


def _waiting(waiting: Waiting, now: datetime) -> str:
    return f"{waiting.count}, oudste {_ago(waiting.since, now)}" if waiting.count else "0"


def _ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "-"
    seconds = int((now - moment).total_seconds())
    units = ((172_800, 86_400, "dagen"), (7_200, 3_600, "uur"), (120, 60, "minuten"))
    told = next(
        (f"{seconds // size} {name}" for least, size, name in units if seconds >= least),
        "1 seconde" if seconds == 1 else f"{seconds} seconden",
    )
    return f"{moment.astimezone(AMSTERDAM):%d-%m-%Y %H:%M} ({told} geleden)"
