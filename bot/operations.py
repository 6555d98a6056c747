"""What the operator does beside running it: upgrade, examine, invite, unlink."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from aiogram.exceptions import TelegramAPIError

from bot.calls import Call, make_bot
from bot.config import Settings, load_settings
from bot.invites import NoToken, make_code
from intents import KnowledgeError, load
from storage import Database, DatabaseInUse, DatabaseUnavailable, FileLock, SchemaTooNew


class Refused(Exception):
    """Cannot be done, for a reason that the operator can mend."""


def lock_of(settings: Settings) -> FileLock | None:
    """The lock of the settings' database; None where the database is no file."""
    file = Database(settings.database_url.get_secret_value()).file
    if file is None:
        return None
    file.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(file)


def upgrade_database(config: Path | None) -> str:
    settings = load_settings(config)
    lock = _take(lock_of(settings))

    async def upgrade() -> None:
        db = Database(settings.database_url.get_secret_value())
        try:
            await db.upgrade()
        finally:
            await db.close()

    try:
        asyncio.run(upgrade())
    except SchemaTooNew:
        raise Refused("De database is van een nieuwere versie van dit programma.") from None
    finally:
        if lock:
            lock.release()
    return "De database is bij."


def _take(lock: FileLock | None) -> FileLock | None:
    if lock is not None:
        try:
            lock.take()
        except DatabaseInUse:
            raise Refused("De assistent draait. Stop hem eerst, en doe dit dan opnieuw.") from None
    return lock


def make_invite(config: Path | None, facilitator: str) -> str:
    """A link and a code; works also while the assistant runs."""
    settings = load_settings(config)
    known = load(settings.knowledge.folder).facilitators
    if facilitator not in known:
        raise Refused(f"Onbekend: {facilitator}. Kies uit {', '.join(sorted(known))}.")
    try:
        code = make_code(facilitator, settings, datetime.now(UTC))
    except NoToken:
        raise Refused("Hiervoor is het token nodig: zet BOT_TOKEN in de omgeving.") from None
    username = asyncio.run(_username(settings))
    link = f"https://t.me/{username}?start={code}" if username else "(Telegram is niet bereikbaar)"
    return (
        f"Uitnodiging voor {known[facilitator].name}, 7 dagen geldig, één keer te gebruiken.\n"
        f"Link: {link}\n"
        f"Of stuur dit bericht aan de assistent: /start {code}"
    )


async def _username(settings: Settings) -> str | None:
    bot = make_bot(settings)
    try:
        me = await bot(Call(name="getMe", parameters={}), request_timeout=10)
        return str(me["username"])
    except (TelegramAPIError, OSError, KeyError, TypeError):
        return None
    finally:
        await bot.session.close()


def unlink_account(config: Path | None, facilitator: str) -> str:
    settings = load_settings(config)
    lock = _take(lock_of(settings))

    async def unlink() -> bool:
        db = Database(settings.database_url.get_secret_value())
        try:
            await db.upgrade()
            return await db.people.unlink(facilitator)
        finally:
            await db.close()

    try:
        was_coupled = asyncio.run(unlink())
    finally:
        if lock:
            lock.release()
    if not was_coupled:
        raise Refused(f"Van {facilitator} is geen account gekoppeld.")
    return f"Het account van {facilitator} is losgekoppeld."


def examine(config: Path | None) -> list[tuple[bool, str]]:
    """Every part of the assistant with a plain verdict: is it good, and what it is."""
    settings = load_settings(config)
    verdicts: list[tuple[bool, str]] = [(True, "instellingen gelezen")]
    verdicts += [(True, f"let op: {line}") for line in settings.warnings()]
    try:
        knowledge = load(settings.knowledge.folder)
        verdicts.append((True, f"kennisbank: {len(knowledge.intents)} onderwerpen"))
    except KnowledgeError as error:
        verdicts.append((False, f"kennisbank: {len(error.faults)} fouten; zie kvob check"))
    if settings.token is None:
        verdicts.append((False, "token: ontbreekt (BOT_TOKEN)"))
    else:
        username = asyncio.run(_username(settings))
        told = (
            f"token: goed, de bot heet @{username}"
            if username
            else ("token: Telegram is niet bereikbaar, of weigert het token")
        )
        verdicts.append((username is not None, told))
    return [*verdicts, *asyncio.run(_examine_database(settings))]


async def _examine_database(settings: Settings) -> list[tuple[bool, str]]:
    db = Database(settings.database_url.get_secret_value())
    if db.file is not None and not db.file.exists():
        return [(True, "database: nog leeg, wordt bij de start gemaakt")]
    try:
        if not await db.is_current():
            return [(False, "database: van een oudere versie; kvob migrate")]
        verdicts = [(True, "database: bij")]
        accounts = await db.people.accounts()
        coupled = {account.facilitator: account for account in accounts}
        for facilitator in load(settings.knowledge.folder).facilitators:
            account = coupled.get(facilitator)
            is_good = account is not None and account.reachable
            told = "gekoppeld" if account else "niet gekoppeld; kvob invite " + facilitator
            if account and not account.reachable:
                told = "gekoppeld, maar Telegram kan dit account niet bereiken"
            verdicts.append((is_good, f"{facilitator}: {told}"))
        dead = (await db.inbox.counts()).get("dead", 0)
        parked = (await db.outbox.counts()).get("parked", 0)
        verdicts.append((dead == 0, f"berichten die niet gelezen konden worden: {dead}"))
        verdicts.append((parked == 0, f"berichten die niet bezorgd konden worden: {parked}"))
        return verdicts
    except SchemaTooNew:
        return [(False, "database: van een nieuwere versie van dit programma")]
    except (DatabaseUnavailable, KnowledgeError) as error:
        return [(False, f"database: {error}")]
    finally:
        await db.close()
