"""What is remembered of each chat: form, province, language, what was last talked about."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

import sqlalchemy as sa

from storage.engine import Execute, InsertOnce, Quick, some
from storage.prepared import Prepared
from storage.records import Conversation
from storage.tables import conversations

# Made once: building a statement takes longer than the database needs for it.
FIELDS = [field.name for field in fields(Conversation)]
OF_CHAT = sa.select(*(conversations.c[name] for name in FIELDS)).where(
    conversations.c.chat_id == sa.bindparam("chat_id")
)
GET, HOLD = Prepared(OF_CHAT), Prepared(OF_CHAT.with_for_update())
INSERT = Prepared(sa.insert(conversations))
SAVE = Prepared(sa.update(conversations).where(conversations.c.chat_id == sa.bindparam("of_chat")))


class Conversations:
    """One row a chat, read at the start of an update and written at its end."""

    def __init__(self, execute: Execute, quick: Quick, insert_once: InsertOnce) -> None:
        self._execute, self._quick, self._insert_once = execute, quick, insert_once

    async def get(self, chat_id: int) -> Conversation | None:
        row = (await self._quick(GET, {"chat_id": chat_id})).first()
        return Conversation(*row) if row else None

    async def hold(self, chat_id: int) -> Conversation | None:
        """The conversation, to be saved in the running transaction: nobody else can until then."""
        row = (await self._quick(HOLD, {"chat_id": chat_id})).first()
        return Conversation(*row) if row else None

    async def save(self, talk: Conversation, now: datetime) -> None:
        """Write the conversation as it is now."""
        talk.updated_at = now
        values = {name: getattr(talk, name) for name in FIELDS}
        change = {"of_chat": talk.chat_id} | values
        del change["chat_id"]
        if (await self._quick(SAVE, change)).rowcount:
            return
        if not await self._insert_once(INSERT, [values]):
            await self._quick(SAVE, change)

    async def waiting(self, since: datetime) -> list[int]:
        """Chats with an open form or question in which something was said since then."""
        query = sa.select(conversations.c.chat_id).where(
            conversations.c.updated_at >= since,
            sa.or_(conversations.c.form_at.is_not(None), conversations.c.waiting_for.is_not(None)),
        )
        return [row.chat_id for row in (await self._execute(query)).all()]

    async def drop_old_forms(self, before: datetime) -> None:
        """Forget contact requests that were begun before then and never sent, and questions that
        were kept to be passed on.
        """
        await self._execute(
            sa.update(conversations)
            .where(conversations.c.form_at < before)
            .values(form=None, form_at=None, kept_question=None)
        )
        await self._execute(
            sa.update(conversations)
            .where(conversations.c.updated_at < before, conversations.c.kept_question.is_not(None))
            .values(kept_question=None)
        )
        await self._execute(
            sa.update(conversations)
            .where(conversations.c.desk.is_not(None), conversations.c.updated_at < before)
            .values(desk=None)
        )

    async def end_threads(self, before: datetime) -> int:
        """Forget what counted in some threads in which nothing was said since then; how many."""
        old = some(
            conversations,
            conversations.c.updated_at < before,
            conversations.c.thread.is_not(None),
        )
        change = sa.update(conversations).where(old).values(thread=None)
        return (await self._execute(change)).rowcount

    async def forget(self, before: datetime) -> int:
        """Forget some chats in which nothing happened since then; returns how many."""
        old = some(conversations, conversations.c.updated_at < before)
        return (await self._execute(sa.delete(conversations).where(old))).rowcount
