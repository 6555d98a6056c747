"""Facilitators' accounts and invites; what is kept about one person, and erasing it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from storage.engine import Execute
from storage.records import Account
from storage.requests import Requests
from storage.tables import (
    accounts,
    conversations,
    erasures,
    inbox,
    marks,
    outbox,
    requests,
    used_invites,
    wrong_codes,
)


class People:
    """Who may work the queue, and what is kept about whom."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute
        self._requests = Requests(execute)

    async def accounts(self) -> list[Account]:
        rows = (await self._execute(sa.select(accounts).order_by(accounts.c.facilitator))).all()
        return [Account(*row) for row in rows]

    async def facilitator_of(self, telegram_id: int) -> str | None:
        """The facilitator whose account this is; asked at every press, never remembered."""
        query = sa.select(accounts.c.facilitator).where(accounts.c.telegram_id == telegram_id)
        name: str | None = (await self._execute(query)).scalar()
        return name

    async def couple(self, facilitator: str, telegram_id: int, now: datetime) -> None:
        """Make this Telegram account the facilitator's own, in place of any other."""
        await self._execute(
            sa.delete(accounts).where(
                sa.or_(
                    accounts.c.facilitator == facilitator, accounts.c.telegram_id == telegram_id
                )
            )
        )
        values = {"facilitator": facilitator, "telegram_id": telegram_id}
        await self._execute(
            sa.insert(accounts).values(values | {"coupled_at": now, "reachable": True})
        )

    async def unlink(self, facilitator: str) -> bool:
        """Take the account away from the facilitator; False if there was none."""
        result = await self._execute(
            sa.delete(accounts).where(accounts.c.facilitator == facilitator)
        )
        return result.rowcount > 0

    async def set_reachable(self, telegram_id: int, reachable: bool) -> bool:
        """Note whether Telegram delivers to this account; True if that is news."""
        result = await self._execute(
            sa.update(accounts)
            .where(accounts.c.telegram_id == telegram_id, accounts.c.reachable != reachable)
            .values(reachable=reachable)
        )
        return result.rowcount > 0

    async def use_invite(self, code: str, now: datetime) -> bool:
        """Use up a code; False if it was used before."""
        digest = hashlib.sha256(code.encode()).hexdigest()
        query = sa.select(used_invites.c.digest).where(used_invites.c.digest == digest)
        if (await self._execute(query)).first():
            return False
        try:
            await self._execute(sa.insert(used_invites).values(digest=digest, used_at=now))
        except IntegrityError:
            return False
        return True

    async def note_wrong_code(self, telegram_id: int, now: datetime) -> None:
        await self._execute(sa.insert(wrong_codes).values(telegram_id=telegram_id, at=now))

    async def wrong_codes_since(self, telegram_id: int, moment: datetime) -> int:
        query = sa.select(sa.func.count()).where(
            wrong_codes.c.telegram_id == telegram_id, wrong_codes.c.at >= moment
        )
        return int((await self._execute(query)).scalar() or 0)

    async def everything_about(self, chat_id: int) -> dict[str, list[dict[str, Any]]]:
        """Every stored row about this person, by table; for 'mijn gegevens'."""
        queries = {
            "conversations": sa.select(conversations).where(conversations.c.chat_id == chat_id),
            "requests": sa.select(requests).where(requests.c.about_chat == chat_id),
            "outbox": sa.select(outbox).where(_about(chat_id)),
        }
        return {
            name: [dict(row) for row in (await self._execute(query)).mappings().all()]
            for name, query in queries.items()
        }

    async def erase(self, chat_id: int, salt: str, now: datetime) -> list[int]:
        """Erase every row about this person; returns the ids of his requests.

        The requests stay as anonymous rows. A salted hash of the chat id is noted, so that the
        erasure can be done again after a restore.
        """
        query = sa.select(requests.c.id).where(requests.c.about_chat == chat_id)
        request_ids = [row.id for row in (await self._execute(query)).all()]
        await self._requests.anonymise(request_ids, now)
        await self._execute(sa.delete(outbox).where(_about(chat_id)))
        await self._execute(sa.delete(conversations).where(conversations.c.chat_id == chat_id))
        await self._execute(
            sa.update(inbox)
            .where(inbox.c.chat_id == chat_id, inbox.c.state != "open")
            .values(payload=None, chat_id=0)
        )
        await self._execute(sa.delete(wrong_codes).where(wrong_codes.c.telegram_id == chat_id))
        await self._execute(
            sa.insert(erasures).values(digest=erasure_digest(chat_id, salt), at=now)
        )
        return request_ids

    async def set_mark(self, name: str, value: str | None, now: datetime) -> None:
        """Remember one small fact of the service, such as its last heartbeat."""
        values = {"value": value, "at": now}
        updated = await self._execute(sa.update(marks).where(marks.c.name == name).values(values))
        if updated.rowcount == 0:
            await self._execute(sa.insert(marks).values(values | {"name": name}))

    async def mark(self, name: str) -> tuple[str | None, datetime] | None:
        query = sa.select(marks.c.value, marks.c.at).where(marks.c.name == name)
        row = (await self._execute(query)).first()
        return (row.value, row.at) if row else None

    async def forget_codes(self, now: datetime) -> None:
        """Forget wrong tries of more than a day ago."""
        await self._execute(
            sa.delete(wrong_codes).where(wrong_codes.c.at < now - timedelta(days=1))
        )


def erasure_digest(chat_id: int, salt: str) -> str:
    """What is noted of an erased person: enough to know him again, not to find him."""
    return hashlib.sha256(f"{salt}:{chat_id}".encode()).hexdigest()


def _about(chat_id: int) -> sa.ColumnElement[bool]:
    """Rows of the outbox about this person, also those in somebody else's chat."""
    return sa.or_(
        outbox.c.about_chat == chat_id,
        sa.and_(outbox.c.chat_id == chat_id, outbox.c.kind == "reply"),
    )
