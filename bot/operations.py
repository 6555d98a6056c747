"""What the operator does beside running it: upgrade, copy, go back, invite, unlink, close."""

from __future__ import annotations

import asyncio
import os
import time
from datetime import UTC, datetime
from pathlib import Path

from aiogram.exceptions import TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError

from bot.app import read_brain
from bot.backup import ERASURES, back_up
from bot.calls import Call, make_bot
from bot.clock import make_clock
from bot.config import Settings, load_settings
from bot.invites import NoToken, make_code
from bot.knowledge import ASKED, Reading, last_reading
from bot.lock import lock_of, take
from bot.office import Office
from bot.orders import Answer, close_by_operator, leave_order, wait_for_answer
from bot.receive import TokenRefused
from bot.refusal import TOO_NEW, Refused
from bot.restore import erase_from_list, restore
from bot.run import HANGUP
from intents import load
from storage import (
    CopyFailed,
    Database,
    DatabaseInUse,
    DatabaseUnavailable,
    Outcome,
    SchemaTooNew,
    file_of,
    open_read_only,
)

RELOADED_WITHIN = 60.0  # seconds
ANSWERED_WITHIN = 20.0  # seconds


def upgrade_database(config: Path | None) -> str:
    settings = load_settings(config)
    lock = take(lock_of(settings))

    async def upgrade() -> None:
        db = Database(settings.database_url.get_secret_value())
        try:
            await db.upgrade()
        finally:
            await db.close()

    try:
        asyncio.run(upgrade())
    finally:
        if lock:
            lock.release()
    return "De database is bij."


def ask_to_reload(config: Path | None) -> str:
    """Have the running assistant read the knowledge base anew, and say what came of it.

    It is read here first: what is broken is told at once, and what is learnt from the files is
    kept, so that the assistant need not learn it while people wait.
    """
    settings = load_settings(config)
    knowledge = read_brain(settings).knowledge
    lock = lock_of(settings)
    before = asyncio.run(_read_since(settings, None, 0.0))
    if lock is None:
        asyncio.run(_leave_wish(settings))
    elif HANGUP is None:
        raise Refused("Dit kan op Windows niet. Stop de assistent en start hem opnieuw.")
    elif (pid := lock.holder()) is None:
        raise Refused("De assistent draait niet. Bij de start leest hij de kennisbank vanzelf.")
    else:
        try:
            os.kill(pid, HANGUP)
        except (ProcessLookupError, PermissionError):
            raise Refused(
                "De assistent is niet te bereiken; voer dit uit als de gebruiker van de dienst."
            ) from None
    after = asyncio.run(_read_since(settings, before.id if before else "", RELOADED_WITHIN))
    if after is None:
        raise Refused(
            "De assistent heeft nog niet geantwoord. Kijk over een minuut in kvob status."
        )
    if after.faults:
        raise Refused("\n".join(["Niet herladen, alles blijft zoals het was:", *after.faults]))
    return f"Herladen: {len(knowledge.intents)} onderwerpen."


async def _read_since(settings: Settings, before: str | None, patience: float) -> Reading | None:
    """What the assistant last read; with `before`, the first reading after that one."""
    deadline = time.monotonic() + patience
    while True:
        try:
            db = open_read_only(settings.database_url.get_secret_value())
        except DatabaseUnavailable:
            return None
        try:
            found = await last_reading(db) if await db.is_current() else None
        except SchemaTooNew:
            raise Refused(TOO_NEW) from None
        except DatabaseUnavailable:
            found = None
        finally:
            await db.close()
        if before is None or (found is not None and found.id != before):
            return found
        if time.monotonic() > deadline:
            return None
        await asyncio.sleep(0.2)


async def _leave_wish(settings: Settings) -> None:
    """Where no signal can be sent, the running assistants find the wish in the database."""
    db = Database(settings.database_url.get_secret_value())
    try:
        await db.people.set_mark(ASKED, None, datetime.now(UTC))
    except DatabaseUnavailable as error:
        raise Refused(f"De database is niet te schrijven: {error}") from None
    finally:
        await db.close()


def make_copy(config: Path | None, folder: Path | None) -> str:
    """Copy the database; works also while the assistant runs."""
    settings = load_settings(config)
    target = folder or settings.backup.folder
    if target is None:
        raise Refused("Noem een map, of vul backup.folder in de instellingen in.")

    url = settings.database_url.get_secret_value()
    file = file_of(url)
    if file is None:
        raise Refused("Dit werkt voor SQLite. Gebruik voor PostgreSQL pg_dump.")
    if not file.exists():
        raise Refused("Er is nog geen database.")

    async def copy() -> Path:
        db = open_read_only(url)
        try:
            return await back_up(db, target, settings.backup.keep_days, make_clock(settings)())
        finally:
            await db.close()

    try:
        return f"Back-up gemaakt en gecontroleerd: {asyncio.run(copy())}"
    except SchemaTooNew:
        raise Refused(TOO_NEW) from None
    except (CopyFailed, DatabaseUnavailable) as error:
        raise Refused(f"De back-up is niet gemaakt: {error}") from None


def restore_copy(config: Path | None, file: Path) -> str:
    """Go back to a copy; the assistant must not run."""
    settings = load_settings(config)
    lock = lock_of(settings)
    if lock is None:
        raise Refused("Dit werkt voor SQLite. Gebruik voor PostgreSQL pg_restore.")
    take(lock)
    try:
        erased, aside = asyncio.run(restore(settings, file, make_clock(settings)()))
    except CopyFailed as error:
        raise Refused(f"Niet teruggezet, er is niets veranderd: {error}") from None
    except SchemaTooNew:
        raise Refused("Deze back-up is van een nieuwere versie van dit programma.") from None
    finally:
        lock.release()
    lines = [f"Teruggezet: {file}", _erased_again(erased)]
    if aside is not None:
        lines.append(f"De vorige database staat in {aside}; wis die als alles goed is.")
    return "\n".join(lines)


def erase_again(config: Path | None, folder: Path) -> str:
    """Who was erased since a dump of PostgreSQL was made, and is there again, is erased again."""
    settings = load_settings(config)
    if lock_of(settings) is not None:
        raise Refused("Dit is voor PostgreSQL. Met SQLite doet 'kvob restore' het al.")
    if not (folder / ERASURES).exists():
        raise Refused(f"Er is geen lijst {folder / ERASURES}.")
    try:
        erased = asyncio.run(erase_from_list(settings, folder, make_clock(settings)()))
    except (CopyFailed, DatabaseUnavailable) as error:
        raise Refused(f"Er is niets veranderd: {error}") from None
    return _erased_again(erased)


def _erased_again(count: int) -> str:
    return f"Opnieuw verwijderd: de gegevens van {count} {'persoon' if count == 1 else 'mensen'}."


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
    try:
        username = asyncio.run(username_of(settings))
    except TokenRefused:
        raise Refused("Telegram weigert het token; haal een nieuw bij @BotFather.") from None
    link = f"https://t.me/{username}?start={code}" if username else "(Telegram is niet bereikbaar)"
    return (
        f"Uitnodiging voor {known[facilitator].name}, 7 dagen geldig, één keer te gebruiken.\n"
        f"Link: {link}\n"
        f"Of stuur dit bericht aan de assistent: /start {code}"
    )


async def username_of(settings: Settings) -> str | None:
    """The bot's name; None where Telegram is out of reach. Raises TokenRefused."""
    bot = make_bot(settings)
    try:
        me = await bot(Call(name="getMe", parameters={}), request_timeout=10)
        return str(me["username"])
    except (TelegramUnauthorizedError, TelegramNotFound):
        # 404 is what Telegram says of a token that is no token at all.
        raise TokenRefused from None
    except (TelegramAPIError, OSError, KeyError, TypeError):
        return None
    finally:
        await bot.session.close()


def unlink_account(config: Path | None, facilitator: str) -> str:
    settings = load_settings(config)
    lock = take(lock_of(settings))

    async def unlink() -> bool:
        db = Database(settings.database_url.get_secret_value())
        try:
            await db.prepare()
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


OUTCOMES = {
    "afspraak": Outcome.APPOINTMENT,
    "informatie": Outcome.INFORMED,
    "doorverwezen": Outcome.REFERRED,
    "onbereikbaar": Outcome.UNREACHABLE,
    "niet-passend": Outcome.UNSUITABLE,
}


def close_request(config: Path | None, reference: str, outcome: str) -> Answer:
    """Close a request: itself where nothing runs, else by the running assistant."""
    settings = load_settings(config)
    lock, file = lock_of(settings), file_of(settings.database_url.get_secret_value())
    if lock is not None and file is not None:
        if not file.exists():
            raise Refused("Er is nog geen database.")
        try:
            lock.take()
        except DatabaseInUse:
            order = leave_order(file, reference, OUTCOMES[outcome])
            answer = wait_for_answer(order, ANSWERED_WITHIN)
            later = "De opdracht ligt klaar; de assistent voert hem uit zodra hij kan."
            return answer or Answer(later, True)
    try:
        return asyncio.run(_close(settings, reference, OUTCOMES[outcome]))
    finally:
        if lock is not None:
            lock.release()


async def _close(settings: Settings, reference: str, outcome: Outcome) -> Answer:
    db = Database(settings.database_url.get_secret_value())
    try:
        await db.prepare()
        brain = read_brain(settings)
        office = Office(db, brain, settings, make_clock(settings)())
        return await close_by_operator(office, reference, outcome)
    finally:
        await db.close()
