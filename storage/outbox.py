"""Messages still to be sent, and what became of those that were."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.engine import Execute, Hold, Quick, some
from storage.looks import Look
from storage.prepared import Prepared
from storage.records import Delivery, OutboxRow, Shown
from storage.tables import outbox, requests

WAITING, SENT, PARKED, STALE = "ready", "sent", "parked", "stale"
MAIL = "mail"  # the method of a row that goes by mail; it has no chat
FAREWELL = "farewell"  # the last words to somebody who was erased: no row of it stays
LIST = "list"  # names several people: its text goes as soon as it is sent
ABOUT_ONE = ("card", "desk", "reminder")  # what facilitators get about one person
TO_VISITORS = ("urgent", "reply", "confirmation", FAREWELL)  # kinds that go first

ERASED_MAIL = "mail:erased:"  # how the key of such a letter begins
# What was emptied holds the JSON value null.
HAS_BODY = sa.and_(outbox.c.body.is_not(sa.null()), sa.cast(outbox.c.body, sa.Text) != "null")
COLUMNS = [outbox.c[name] for name in OutboxRow.__dataclass_fields__]


class Outbox:
    """Rows are written in the transaction that gave rise to them and sent after its commit."""

    def __init__(self, execute: Execute, quick: Quick, hold: Hold) -> None:
        self._execute, self._quick, self._hold = execute, quick, hold
        self._look = Look(HEADS, execute, quick)

    async def put(self, deliveries: list[Delivery], now: datetime) -> None:
        """Queue messages, in this order."""
        if deliveries:
            await self._quick(INSERT, [_row(each, now) for each in deliveries])

    async def put_once(self, delivery: Delivery, now: datetime) -> bool:
        """Queue a message whose key was never queued before; False if it was."""
        assert delivery.key is not None
        await self._hold(f"outbox:{delivery.key}")
        if await self.has(delivery.key):
            return False
        await self.put([delivery], now)
        return True

    async def put_latest(self, delivery: Delivery, now: datetime) -> None:
        """Bring the message with this key up to date: one message, always its latest text.

        Not sent yet: its body is replaced. Sent: that message is edited. Never queued, or gone
        from the chat: a new one is sent. `delivery` is written as the message to send.
        """
        await self._hold(f"outbox:{delivery.key}")
        while not await self._update_latest(delivery, now):
            pass  # it was sent between the look and the change: now it can be edited

    async def _update_latest(self, delivery: Delivery, now: datetime) -> bool:
        query = (
            sa.select(outbox.c.id, outbox.c.state, outbox.c.message_id)
            .where(outbox.c.key == delivery.key, outbox.c.chat_id == delivery.chat_id)
            .order_by(outbox.c.id.desc())
        )
        rows = (await self._quick(query)).all()
        waiting = next((row.id for row in rows if row.state == WAITING), None)
        message_id = next((row.message_id for row in rows if row.message_id), None)
        method, body = delivery.method, delivery.body
        if message_id:
            method, body = "editMessageText", {**body, "message_id": message_id}
        if waiting is not None:
            change = (
                sa.update(outbox)
                .where(outbox.c.id == waiting, outbox.c.state == WAITING)
                .values(method=method, body=body, not_before=None)
            )
            return (await self._quick(change)).rowcount > 0
        row = _row(delivery, now) | {"method": method, "body": body, "message_id": message_id}
        await self._quick(INSERT, [row])
        return True

    async def has(self, key: str) -> bool:
        """Whether a message with this key was ever queued."""
        query = sa.select(outbox.c.id).where(outbox.c.key == key).limit(1)
        return (await self._quick(query)).first() is not None

    async def drop_key(self, key: str) -> None:
        """Let go of the message with this key: the next one is sent anew, not edited."""
        await self._quick(sa.update(outbox).where(outbox.c.key == key).values(key=None))

    async def shown(self, key: str, chat_id: int) -> int | None:
        """The message in this chat that has this key."""
        query = (
            sa.select(outbox.c.message_id)
            .where(
                outbox.c.key == key,
                outbox.c.chat_id == chat_id,
                outbox.c.message_id.is_not(None),
            )
            .order_by(outbox.c.id.desc())
        )
        number: int | None = (await self._quick(query.limit(1))).scalar()
        return number

    async def request_of(self, chat_id: int, message_id: int) -> int | None:
        """The request that this message is about."""
        query = sa.select(outbox.c.request_id).where(
            outbox.c.state == SENT,
            outbox.c.chat_id == chat_id,
            outbox.c.message_id == message_id,
            outbox.c.request_id.is_not(None),
        )
        number: int | None = (await self._quick(query.limit(1))).scalar()
        return number

    async def cards_about(self, chat_id: int) -> list[Shown]:
        """Where messages about this person stand that went to somebody else."""
        query = (
            sa.select(outbox.c.chat_id, outbox.c.message_id)
            .where(
                outbox.c.about_chat == chat_id,
                outbox.c.kind.in_(ABOUT_ONE),
                outbox.c.message_id.is_not(None),
            )
            .distinct()
        )
        return [Shown(*row) for row in (await self._execute(query)).all()]

    async def heads(
        self, now: datetime, limit: int, without: Collection[int] = ()
    ) -> list[OutboxRow]:
        """The oldest unsent message of each chat whose turn has come; visitors first.

        A message that failed before goes after those that did not: chats that fail again and
        again delay no other. In a chat 112 goes before everything that waits there.
        Chats that are named in `without` are left out.
        """
        parameters = {"now": now, "limit": limit, "without": list(without)}
        return [OutboxRow(*row) for row in await self._look.rows(parameters)]

    async def mails(self, now: datetime, limit: int) -> list[OutboxRow]:
        """The oldest mail whose turn has come; one that is put off holds up no other."""
        query = (
            sa.select(*COLUMNS)
            .where(
                outbox.c.state == WAITING,
                outbox.c.method == MAIL,
                sa.or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now),
            )
            .order_by(outbox.c.id)
            .limit(limit)
        )
        return [OutboxRow(*row) for row in (await self._execute(query)).all()]

    async def done(
        self, row_id: int, message_id: int | None, now: datetime, sent: OutboxRow | None = None
    ) -> bool:
        """Mark as delivered; remembers Telegram's message id, so that it can be edited.

        `sent` is what went out. Was it brought up to date meanwhile, then that goes out as well.
        False where the row is gone: whom it was about had his data deleted meanwhile.
        """
        kind = sent.kind if sent is not None else await self._kind_of(row_id)
        if kind == FAREWELL:
            return await self._forget_farewell(row_id)
        if sent is not None and message_id and await self._is_newer(sent, message_id):
            return True
        values: dict[str, Any] = {"row_id": row_id, "now": now}
        if message_id is not None:
            values["message_id"] = message_id
        change = DONE_WITH_LIST if kind == LIST else DONE
        return (await self._quick(change, values)).rowcount > 0

    async def _kind_of(self, row_id: int) -> str | None:
        kind: str | None = (
            await self._quick(sa.select(outbox.c.kind).where(outbox.c.id == row_id))
        ).scalar()
        return kind

    async def _is_newer(self, sent: OutboxRow, message_id: int) -> bool:
        """Whether the row changed since `sent` was read; then the message is edited next."""
        if sent.key is None:
            return False
        row = await self._now(sent)
        if row is None or (row.method, row.body) == (sent.method, sent.body):
            return False
        body = {**row.body, "message_id": message_id}
        change = {"method": "editMessageText", "body": body, "message_id": message_id}
        await self._quick(sa.update(outbox).where(outbox.c.id == sent.id).values(change))
        return True

    async def _now(self, read: OutboxRow) -> Any:
        """What a row that was read before says at this moment, held until the commit; or None."""
        query = sa.select(outbox.c.method, outbox.c.body).where(outbox.c.id == read.id)
        return (await self._quick(query.with_for_update())).first()

    async def _forget_farewell(self, row_id: int) -> bool:
        last_words = sa.and_(outbox.c.id == row_id, outbox.c.kind == FAREWELL)
        return (await self._quick(sa.delete(outbox).where(last_words))).rowcount > 0

    async def postpone(self, row_id: int, until: datetime, error: str) -> None:
        """Try again, not before `until`."""
        await self._quick(
            sa.update(outbox)
            .where(outbox.c.id == row_id, outbox.c.state == WAITING)
            .values(not_before=until, attempts=outbox.c.attempts + 1, error=error[:200])
        )

    async def park(self, row_id: int, error: str, now: datetime) -> None:
        """Give up on a message that Telegram will never take; it stays, visible in `status`."""
        if await self._forget_farewell(row_id):
            return
        await self._quick(
            sa.update(outbox)
            .where(outbox.c.id == row_id, outbox.c.state == WAITING)
            .values(state=PARKED, error=error[:200], sent_at=now)
        )

    async def drop(self, row_id: int, now: datetime) -> None:
        """Let go of a message that lost its meaning while it waited; its text goes at once."""
        await self._quick(
            sa.update(outbox)
            .where(outbox.c.id == row_id)
            .values(state=STALE, body=None, sent_at=now)
        )

    async def drop_stale(self, chat_id: int, before: datetime, now: datetime) -> int:
        """Let go of answers to this visitor that waited since before then; returns how many.

        Confirmations, cards and notices stay: they are worth hearing however late.
        """
        result = await self._execute(
            sa.update(outbox)
            .where(
                outbox.c.chat_id == chat_id,
                outbox.c.kind == "reply",
                outbox.c.about_chat.is_not(None),
                outbox.c.state == WAITING,
                outbox.c.created_at < before,
            )
            .values(state=STALE, body=None, sent_at=now)
        )
        return result.rowcount

    async def has_reply_since(self, chat_id: int, moment: datetime) -> bool:
        """Whether this visitor was answered since then, or will be."""
        query = sa.select(outbox.c.id).where(
            outbox.c.chat_id == chat_id,
            outbox.c.kind.in_(TO_VISITORS),
            sa.or_(
                outbox.c.state == WAITING,
                outbox.c.created_at >= moment,
                sa.and_(outbox.c.state == SENT, outbox.c.sent_at >= moment),
            ),
        )
        return (await self._execute(query.limit(1))).first() is not None

    async def resend(self, refused: OutboxRow, method: str, body: dict[str, Any]) -> None:
        """Replace what is sent: a message that cannot be edited any more is sent anew.

        `refused` is what Telegram did not take. Was it brought up to date meanwhile, then that
        goes out as it is: it says more than what was refused. Run in a transaction.
        """
        row = await self._now(refused)
        if row is None or (row.method, row.body) != (refused.method, refused.body):
            return
        await self._execute(
            sa.update(outbox)
            .where(outbox.c.id == refused.id, outbox.c.state == WAITING)
            .values(method=method, body=body, message_id=None, not_before=None)
        )

    async def drop_mentions(self, chat_id: int) -> None:
        """Let go of what names this person among others, such as a page of the queue.

        Whoever waits for it asks again. The letter that asks to delete his mails stays.
        """
        is_other = sa.or_(outbox.c.key.is_(None), ~outbox.c.key.startswith(ERASED_MAIL))
        named = sa.and_(mentions(chat_id), is_other)
        await self._execute(sa.delete(outbox).where(named, outbox.c.state == WAITING))
        await self._execute(sa.update(outbox).where(named).values(body=None))

    async def counts(self) -> dict[str, int]:
        """How many messages are in each state."""
        query = sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state)
        return {row[0]: row[1] for row in (await self._execute(query)).all()}

    async def forget_requests(self, request_ids: list[int]) -> None:
        """Empty every message about these requests and whom they were about.

        Of what went to the visitor himself nothing is left, not even his chat's number.
        """
        await self._execute(
            sa.delete(outbox).where(
                outbox.c.request_id.in_(request_ids),
                outbox.c.state != WAITING,
                outbox.c.chat_id == outbox.c.about_chat,
            )
        )
        await self._execute(
            sa.update(outbox)
            .where(outbox.c.request_id.in_(request_ids), outbox.c.state != WAITING)
            .values(body=None, about_chat=None)
        )

    async def forget_talk(self, before: datetime) -> int:
        """Drop some of what was said in chats before then, and say how much; what may be edited
        or said once only stays.
        """
        is_talk = sa.or_(
            outbox.c.kind == "survey",
            sa.and_(
                outbox.c.kind.in_([*TO_VISITORS, "notice", "desk", "report", LIST]),
                outbox.c.key.is_(None),
            ),
        )
        old = some(outbox, outbox.c.state != WAITING, is_talk, outbox.c.sent_at < before)
        return (await self._execute(sa.delete(outbox).where(old))).rowcount

    async def forget_bodies(self, before: datetime) -> int:
        """Empty some of what was sent before then; the row stays, for the message may be edited
        later. Returns how many.

        Only rows that still say something: the others were emptied on an earlier day.
        """
        old = some(outbox, outbox.c.state != WAITING, outbox.c.sent_at < before, HAS_BODY)
        return (await self._execute(sa.update(outbox).where(old).values(body=None))).rowcount


def mentions(chat_id: int) -> sa.ColumnElement[bool]:
    """Whether a message holds the number of a request of this person; whatever tells more of it
    names its number too.
    """
    text = sa.cast(outbox.c.body, sa.Text)
    return sa.exists().where(
        requests.c.about_chat == chat_id,
        requests.c.reference.is_not(None),
        text.contains(requests.c.reference),
    )


def _row(delivery: Delivery, now: datetime) -> dict[str, Any]:
    return {
        "chat_id": delivery.chat_id,
        "about_chat": delivery.about_chat,
        "request_id": delivery.request_id,
        "kind": delivery.kind,
        "key": delivery.key,
        "method": delivery.method,
        "body": delivery.body,
        "state": WAITING,
        "attempts": 0,
        "created_at": now,
    }


def _heads() -> sa.Select[Any]:
    """Made once: building a statement takes longer than SQLite needs for it."""
    is_urgent = outbox.c.kind == "urgent"
    oldest = (
        sa.select(
            sa.func.coalesce(
                sa.func.min(sa.case((is_urgent, outbox.c.id))), sa.func.min(outbox.c.id)
            ).label("id")
        )
        .where(
            outbox.c.state == WAITING,
            outbox.c.method != MAIL,
            outbox.c.chat_id.not_in(sa.bindparam("without", expanding=True)),
        )
        .group_by(outbox.c.chat_id)
        .subquery()
    )
    now = sa.bindparam("now", type_=outbox.c.not_before.type)
    return (
        sa.select(*COLUMNS)
        .join(oldest, oldest.c.id == outbox.c.id)
        .where(sa.or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now))
        .order_by(
            sa.case((outbox.c.kind.in_(TO_VISITORS), 0), else_=1),
            sa.case((outbox.c.attempts == 0, 0), else_=1),
            outbox.c.id,
        )
        .limit(sa.bindparam("limit", type_=sa.Integer))
    )


HEADS = Prepared(_heads())
INSERT = Prepared(sa.insert(outbox))
# Which columns beside these are set, is what the parameters name.
SENT_NOW = (
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("row_id"))
    .values(state=SENT, error=None, sent_at=sa.bindparam("now", type_=outbox.c.sent_at.type))
)
DONE, DONE_WITH_LIST = Prepared(SENT_NOW), Prepared(SENT_NOW.values(body=None))
