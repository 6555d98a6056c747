"""Facilitators' accounts and invites; what is kept about one person, and erasing it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.engine import Execute, Hold, InsertOnce, Quick
from storage.feedback import BLANK
from storage.outbox import Outbox
from storage.prepared import Prepared
from storage.records import Account, Erasure, Kind
from storage.requests import Requests
from storage.tables import (
    accounts,
    conversations,
    erasures,
    events,
    feedback,
    inbox,
    marks,
    outbox,
    requests,
    used_invites,
    wrong_codes,
)

FACILITATOR_OF = Prepared(
    sa.select(accounts.c.facilitator).where(accounts.c.telegram_id == sa.bindparam("telegram_id"))
)
SAID = [Kind.MESSAGE.value, Kind.ANSWER.value]


class People:
    """Who may work the queue, and what is kept about whom."""

    def __init__(
        self,
        execute: Execute,
        quick: Quick,
        insert_once: InsertOnce,
        hold: Hold,
        requests: Requests,
        outbox: Outbox,
    ) -> None:
        self._execute, self._quick = execute, quick
        self._insert_once, self._hold = insert_once, hold
        self._requests, self._outbox = requests, outbox

    async def accounts(self) -> list[Account]:
        rows = (await self._execute(sa.select(accounts).order_by(accounts.c.facilitator))).all()
        return [Account(*row) for row in rows]

    async def facilitator_of(self, telegram_id: int) -> str | None:
        """The facilitator whose account this is; asked at every press, never remembered."""
        found = await self._quick(FACILITATOR_OF, {"telegram_id": telegram_id})
        name: str | None = found.scalar()
        return name

    async def couple(self, facilitator: str, telegram_id: int, now: datetime) -> None:
        """Make this Telegram account the facilitator's own, in place of any other."""
        await self._hold("accounts")
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
        values = {"digest": digest, "used_at": now}
        return await self._insert_once(sa.insert(used_invites).values(values))

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
            "feedback": sa.select(feedback).where(feedback.c.about_chat == chat_id),
            # What was said between him and the facilitators; not their notes for each other.
            "messages": sa.select(events)
            .join(requests, requests.c.id == events.c.request_id)
            .where(requests.c.about_chat == chat_id, events.c.kind.in_(SAID))
            .order_by(events.c.id),
            "steps": sa.select(events.c.at, events.c.kind, events.c.actor)
            .join(requests, requests.c.id == events.c.request_id)
            .where(requests.c.about_chat == chat_id)
            .order_by(events.c.id),
            "updates": sa.select(inbox).where(inbox.c.chat_id == chat_id),
            "codes": sa.select(wrong_codes).where(wrong_codes.c.telegram_id == chat_id),
            "accounts": sa.select(accounts).where(accounts.c.telegram_id == chat_id),
            "notes": sa.select(events.c.id)
            .join(requests, requests.c.id == events.c.request_id)
            .where(requests.c.about_chat == chat_id, events.c.kind == Kind.NOTE.value),
        }
        return {
            name: [dict(row) for row in (await self._execute(query)).mappings().all()]
            for name, query in queries.items()
        }

    async def erase(self, chat_id: int, now: datetime) -> list[int]:
        """Erase every row about this person; returns the ids of his requests.

        The requests stay as anonymous rows. A salted hash of the chat id is noted, so that the
        erasure can be done again after a restore.
        """
        request_ids = await self._erase_rows(chat_id, now)
        await self._execute(sa.insert(erasures).values(digest=erasure_digest(chat_id), at=now))
        return request_ids

    async def _erase_rows(self, chat_id: int, now: datetime) -> list[int]:
        query = sa.select(requests.c.id).where(requests.c.about_chat == chat_id)
        request_ids = [row.id for row in (await self._execute(query)).all()]
        await self._outbox.drop_mentions(chat_id)  # by the numbers that go with the next line
        await self._requests.anonymise(request_ids, now)
        await self._drop_drafts(request_ids)
        await self._execute(sa.delete(outbox).where(_about(chat_id)))
        await self._execute(sa.delete(conversations).where(conversations.c.chat_id == chat_id))
        await self._execute(
            sa.update(inbox)
            .where(inbox.c.chat_id == chat_id, inbox.c.state != "open")
            .values(payload=None, chat_id=0)
        )
        await self._execute(sa.delete(wrong_codes).where(wrong_codes.c.telegram_id == chat_id))
        await self._execute(
            sa.update(feedback).where(feedback.c.about_chat == chat_id).values(BLANK)
        )
        return request_ids

    async def _drop_drafts(self, request_ids: list[int]) -> None:
        """What facilitators were typing about these requests."""
        query = sa.select(conversations.c.chat_id, conversations.c.desk).where(
            conversations.c.desk.is_not(None)
        )
        for chat_id, draft in (await self._execute(query)).all():
            if draft and draft.get("request") in request_ids:
                await self._execute(
                    sa.update(conversations)
                    .where(conversations.c.chat_id == chat_id)
                    .values(desk=None)
                )

    async def erased_since(self, chat_id: int, moment: datetime) -> int:
        """How often this person had his data deleted since then."""
        query = sa.select(erasures.c.digest).where(erasures.c.at >= moment)
        return sum(is_of(row.digest, chat_id) for row in (await self._execute(query)).all())

    async def erasures(self) -> list[Erasure]:
        """Everybody who was erased, oldest first."""
        query = sa.select(erasures.c.digest, erasures.c.at).order_by(erasures.c.id)
        return [Erasure(*row) for row in (await self._execute(query)).all()]

    async def erase_again(self, known: Sequence[Erasure], now: datetime) -> int:
        """Erase whom an older copy brought back; returns how many people that were."""
        people = await self._everybody() if known else set()
        again = {
            chat_id for erasure in known for chat_id in people if is_of(erasure.digest, chat_id)
        }
        for chat_id in again:
            # What he said before he was erased must not be answered now.
            await self._execute(
                sa.update(inbox)
                .where(inbox.c.chat_id == chat_id, inbox.c.state == "open")
                .values(state="done", handled_at=now)
            )
            await self._erase_rows(chat_id, now)
        if known:
            rows = [{"digest": each.digest, "at": each.at} for each in known]
            await self._execute(sa.insert(erasures), rows)
        return len(again)

    async def _everybody(self) -> set[int]:
        """Every chat about which there is a row."""
        columns = (
            conversations.c.chat_id,
            requests.c.about_chat,
            outbox.c.about_chat,
            outbox.c.chat_id,
            inbox.c.chat_id,
            wrong_codes.c.telegram_id,
            feedback.c.about_chat,
        )
        query = sa.union(*(sa.select(column) for column in columns))
        return {row[0] for row in (await self._execute(query)).all() if row[0]}

    async def forget_erasures(self, before: datetime) -> None:
        """Forget who was erased so long ago that no copy holds him any more."""
        await self._execute(sa.delete(erasures).where(erasures.c.at < before))

    async def set_mark(self, name: str, value: str | None, now: datetime) -> None:
        """Remember one small fact of the service, such as its last heartbeat."""
        values = {"value": value, "at": now}
        change = sa.update(marks).where(marks.c.name == name).values(values)
        if (await self._execute(change)).rowcount:
            return
        if not await self._insert_once(sa.insert(marks).values(values | {"name": name})):
            await self._execute(change)

    async def mark(self, name: str) -> tuple[str | None, datetime] | None:
        query = sa.select(marks.c.value, marks.c.at).where(marks.c.name == name)
        row = (await self._execute(query)).first()
        return (row.value, row.at) if row else None

    async def marks(self, prefix: str) -> dict[str, datetime]:
        """When each mark whose name begins so was set last; without the prefix."""
        query = sa.select(marks.c.name, marks.c.at).where(
            marks.c.name.startswith(prefix, autoescape=True)
        )
        rows = (await self._execute(query.order_by(marks.c.name))).all()
        return {row.name.removeprefix(prefix): row.at for row in rows}

    async def forget_marks(self, prefix: str, before: datetime) -> None:
        """Forget marks whose name begins so and that were not set since then."""
        await self._execute(
            sa.delete(marks).where(
                marks.c.name.startswith(prefix, autoescape=True), marks.c.at < before
            )
        )

    async def forget_codes(self, now: datetime) -> None:
        """Forget wrong tries of more than a day ago."""
        await self._execute(
            sa.delete(wrong_codes).where(wrong_codes.c.at < now - timedelta(days=1))
        )


def erasure_digest(chat_id: int, salt: str | None = None) -> str:
    """What is noted of an erased person: enough to know him again, not to find him.

    Each has a salt of his own, that stands in front of the hash: so the list can be read with
    any copy of the database, also after the token was changed or the disk was lost.
    """
    salt = salt or secrets.token_hex(8)
    digest = hashlib.sha256(f"{salt}:{chat_id}".encode()).hexdigest()
    return f"{salt}:{digest[:47]}"


def is_of(digest: str, chat_id: int) -> bool:
    """Whether this was noted when that person was erased."""
    return digest == erasure_digest(chat_id, digest.partition(":")[0])


def _about(chat_id: int) -> sa.ColumnElement[bool]:
    """Rows of the outbox about this person, also those in somebody else's chat."""
    return sa.or_(
        outbox.c.about_chat == chat_id,
        sa.and_(outbox.c.chat_id == chat_id, outbox.c.kind == "reply"),
    )
