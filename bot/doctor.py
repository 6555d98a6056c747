"""`kvob doctor`: every part of the assistant with a plain verdict, before it is started."""

from __future__ import annotations

import asyncio
import os
from enum import StrEnum
from pathlib import Path

from bot.config import Settings, load_settings
from bot.mail import fault_of_server
from bot.operations import username_of
from bot.post import is_refused
from bot.receive import TokenRefused
from intents import KnowledgeError, load
from storage import DatabaseUnavailable, SchemaTooNew, file_of, open_read_only


class Verdict(StrEnum):
    """What `kvob doctor` says of a part."""

    GOOD = "goed"
    NOTE = "let op"
    WRONG = "FOUT"


def _is_good(value: bool) -> Verdict:
    return Verdict.GOOD if value else Verdict.WRONG


def examine(config: Path | None) -> list[tuple[Verdict, str]]:
    """Every part of the assistant with a plain verdict: is it good, and what it is."""
    settings = load_settings(config)
    verdicts = [(Verdict.GOOD, "instellingen gelezen")]
    verdicts += [(Verdict.NOTE, line) for line in settings.warnings()]
    try:
        knowledge = load(settings.knowledge.folder)
        verdicts.append((Verdict.GOOD, f"kennisbank: {len(knowledge.intents)} onderwerpen"))
    except KnowledgeError as error:
        told = "1 fout" if len(error.faults) == 1 else f"{len(error.faults)} fouten"
        verdicts.append((Verdict.WRONG, f"kennisbank: {told}; zie kvob check"))
    verdicts.append(_examine_token(settings))
    verdicts += _examine_copies(settings)
    if settings.mail.is_on:
        fault = asyncio.run(fault_of_server(settings.mail, settings.smtp_password))
        told = f"mailserver: {fault}" if fault else "mailserver: goed"
        verdicts.append((_is_good(fault is None), told))
    return [*verdicts, *asyncio.run(_examine_database(settings))]


def _examine_token(settings: Settings) -> tuple[Verdict, str]:
    if settings.token is None:
        return Verdict.WRONG, "token: ontbreekt; zet het in BOT_TOKEN of BOT_TOKEN_FILE"
    try:
        username = asyncio.run(username_of(settings))
    except TokenRefused:
        return Verdict.WRONG, "token: Telegram weigert het; haal een nieuw bij @BotFather"
    if username is None:
        return Verdict.WRONG, "token: Telegram is niet bereikbaar, dus nog niet te beoordelen"
    return Verdict.GOOD, f"token: goed, de bot heet @{username}"


def _examine_copies(settings: Settings) -> list[tuple[Verdict, str]]:
    """Whether copies can be written; the folder is made with the first one."""
    folder = settings.backup.folder
    if folder is None:
        return [(Verdict.NOTE, "back-up: niet ingesteld (backup.folder); maak zelf kopieën")]
    there = next(each for each in (folder, *folder.resolve().parents) if each.exists())
    if there.is_dir() and os.access(there, os.W_OK):
        return [(Verdict.GOOD, f"back-up: naar {folder}")]
    return [(Verdict.WRONG, f"back-up: naar {folder} kan deze gebruiker niet schrijven")]


async def _examine_database(settings: Settings) -> list[tuple[Verdict, str]]:
    url = settings.database_url.get_secret_value()
    file = file_of(url)
    if file is not None and not file.exists():
        return [(Verdict.GOOD, "database: nog leeg, wordt bij de start gemaakt")]
    try:
        db = open_read_only(url)
    except DatabaseUnavailable as error:
        return [(Verdict.WRONG, f"database: {error}")]
    try:
        if not await db.is_current():
            return [(Verdict.WRONG, "database: van een oudere versie; doe 'kvob migrate'")]
        verdicts = [(Verdict.GOOD, "database: bij")]
        accounts = await db.people.accounts()
        coupled = {account.facilitator: account for account in accounts}
        for facilitator in load(settings.knowledge.folder).facilitators:
            account = coupled.get(facilitator)
            is_mailed = settings.mail.is_on and not await is_refused(db, facilitator)
            is_good = account.reachable if account is not None else is_mailed
            told = "gekoppeld" if account else "niet gekoppeld; kvob invite " + facilitator
            if account is None and is_mailed:
                told = "alleen per e-mail; kvob invite " + facilitator
            if account and not account.reachable:
                told = "gekoppeld, maar Telegram kan dit account niet bereiken"
            verdicts.append((_is_good(is_good), f"{facilitator}: {told}"))
        dead = (await db.inbox.counts()).get("dead", 0)
        parked = (await db.outbox.counts()).get("parked", 0)
        for count, told in ((dead, "gelezen"), (parked, "bezorgd")):
            line = f"berichten die niet {told} konden worden: {count}"
            verdicts.append((_is_good(count == 0), line))
        return verdicts
    except SchemaTooNew:
        return [(Verdict.WRONG, "database: van een nieuwere versie van dit programma")]
    except (DatabaseUnavailable, KnowledgeError) as error:
        return [(Verdict.WRONG, f"database: {error}")]
    finally:
        await db.close()
