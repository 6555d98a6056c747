"""Every table, in the subset of SQL that SQLite and PostgreSQL share."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment: UTC in the database, UTC when read; SQLite itself would drop the zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite counts by itself only on a column that is declared INTEGER.
Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("bot_id", sa.BigInteger, nullable=False),
    sa.Column("update_id", sa.BigInteger, nullable=False),
    # Telegram's update ids restart at random after a quiet week: the same id with another
    # payload is another update, and gets the next `edition`.
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("payload", sa.Text),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("not_before", UtcDateTime),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("handled_at", UtcDateTime),
    sa.Column("error", sa.String(120)),
    sa.UniqueConstraint("bot_id", "update_id", "edition"),
    sa.Index(None, "state", "chat_id", "id"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("about_chat", sa.BigInteger),
    sa.Column("request_id", Id),
    sa.Column("kind", sa.String(16), nullable=False),
    # Names a message that is kept up to date ("card:12:keuker") or said once ("due:12").
    sa.Column("key", sa.String(80)),
    sa.Column("method", sa.String(40), nullable=False),
    sa.Column("body", sa.JSON),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("not_before", UtcDateTime),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("sent_at", UtcDateTime),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("error", sa.String(200)),
    sa.Index(None, "state", "chat_id", "id"),
    sa.Index(None, "key"),
    sa.Index(None, "about_chat"),
    sa.Index(None, "request_id"),
)

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("pinned", sa.Boolean, nullable=False),
    sa.Column("provinces", sa.JSON, nullable=False),
    sa.Column("place", sa.String(120)),
    sa.Column("topics", sa.JSON, nullable=False),
    sa.Column("misses", sa.Integer, nullable=False),
    sa.Column("waiting_for", sa.String(20)),
    sa.Column("kept_question", sa.Text),
    sa.Column("form", sa.JSON),
    sa.Column("form_at", UtcDateTime),
    sa.Column("recent", sa.JSON, nullable=False),
    # A facilitator's open question: what he is typing, and about which request.
    sa.Column("desk", sa.JSON(none_as_null=True)),
    # What counts until there was silence for half an hour: whether 'nuttig?' was asked ...
    sa.Column("thread", sa.JSON(none_as_null=True)),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Index(None, "form_at"),
    sa.Index(None, "updated_at"),
)

requests = sa.Table(
    "requests",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    # The idempotency key: one form gives one request, however often it is sent.
    sa.Column("form_key", sa.String(40), unique=True),
    sa.Column("reference", sa.String(16), unique=True),
    sa.Column("about_chat", sa.BigInteger),
    sa.Column("name", sa.String(200)),
    sa.Column("phone", sa.String(20)),
    sa.Column("email", sa.String(320)),
    sa.Column("company", sa.String(200)),
    sa.Column("terrein", sa.String(200)),
    sa.Column("place", sa.String(120)),
    sa.Column("provinces", sa.JSON, nullable=False),
    sa.Column("facilitator", sa.String(40), nullable=False),
    sa.Column("question", sa.Text),
    sa.Column("topics", sa.JSON, nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("outcome", sa.String(20)),
    sa.Column("taken_by", sa.String(40)),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("first_contact_at", UtcDateTime),
    sa.Column("closed_at", UtcDateTime),
    sa.Column("anonymised_at", UtcDateTime),
    # The date promised first; `due_on` is the one that counts now, a later one after reopening.
    sa.Column("first_due_on", sa.Date),
    # Contact since the request was sent or reopened; `first_contact_at` never changes again.
    sa.Column("contacted_at", UtcDateTime),
    sa.Column("preferred_channel", sa.String(8)),
    sa.Column("preferred_moment", sa.String(120)),
    # Name, place, company and numbers as they are searched: lower case, without accents.
    sa.Column("search", sa.Text),
    # Until when closing can be undone, and to which state.
    sa.Column("undo_until", UtcDateTime),
    sa.Column("undo_state", sa.String(12)),
    sa.Column("reminded_on", sa.Date),
    sa.Column("breached_at", UtcDateTime),
    sa.Column("delayed_to", sa.Date),
    sa.Column("touched_at", UtcDateTime),
    # What the visitor said to 'bent u binnen twee werkdagen geholpen?', and when it was asked.
    sa.Column("rating", sa.String(8)),
    sa.Column("rating_asked_at", UtcDateTime),
    # Counts the changes: of two that start from the same one, one wins.
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),
    sa.Index(None, "about_chat"),
    sa.Index(None, "state", "due_on"),
    # Open requests (not closed) by date: the queue is read along this index.
    sa.Index(None, "closed_at", "due_on", "id"),
    sa.Index(None, "phone"),
    # What the figures of a period are counted from, so that the wide rows are left alone.
    sa.Index(
        "ix_requests_figures",
        *("received_at", "state", "first_due_on", "due_on", "first_contact_at", "closed_at"),
        *("outcome", "rating"),
    ),
    sa.Index(None, "anonymised_at", "search", "closed_at", "due_on"),
    sa.Index(None, "anonymised_at", "closed_at"),
    sa.Index(None, "undo_until"),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("request_id", Id, sa.ForeignKey("requests.id"), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("actor", sa.String(40), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("note", sa.Text),
    sa.Column("channel", sa.String(8)),
    sa.Index(None, "request_id", "id"),
    sa.Index(None, "kind", "at"),
)

absences = sa.Table(
    "absences",
    metadata,
    sa.Column("facilitator", sa.String(40), primary_key=True),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date, nullable=False),
    sa.Column("noted_at", UtcDateTime, nullable=False),
)

# What visitors let know about answers: a question that was not understood, an answer that helped
# or not. Text (masked), group and chat go after a month; the rest stays for the figures.
feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("intent", sa.String(41)),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("text", sa.Text),
    # The same for questions that differ only in endings, case and signs.
    sa.Column("alike", sa.String(300)),
    sa.Column("about_chat", sa.BigInteger),
    sa.Index(None, "at"),
    sa.Index(None, "about_chat"),
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("facilitator", sa.String(40), primary_key=True),
    sa.Column("telegram_id", sa.BigInteger, nullable=False, unique=True),
    sa.Column("coupled_at", UtcDateTime, nullable=False),
    sa.Column("reachable", sa.Boolean, nullable=False),
)

used_invites = sa.Table(
    "used_invites",
    metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("used_at", UtcDateTime, nullable=False),
)

wrong_codes = sa.Table(
    "wrong_codes",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("telegram_id", sa.BigInteger, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index(None, "telegram_id", "at"),
)

erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index(None, "digest"),
)

marks = sa.Table(
    "marks",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.Text),
    sa.Column("at", UtcDateTime, nullable=False),
)
