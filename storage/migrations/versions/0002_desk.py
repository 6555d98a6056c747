"""The desk: more states, outcomes, undo, absence, reminders, channels."""

import unicodedata

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0002"
down_revision = "0001"

Moment = storage.tables.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("facilitator", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("noted_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("facilitator", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("conversations") as table:
        table.add_column(sa.Column("desk", sa.JSON(none_as_null=True)))
    with op.batch_alter_table("events") as table:
        table.add_column(sa.Column("channel", sa.String(length=8)))
        table.create_index(op.f("ix_events_kind_at"), ["kind", "at"])
    with op.batch_alter_table("requests") as table:
        table.add_column(sa.Column("first_due_on", sa.Date()))
        table.add_column(sa.Column("contacted_at", Moment))
        table.add_column(sa.Column("preferred_channel", sa.String(length=8)))
        table.add_column(sa.Column("preferred_moment", sa.String(length=120)))
        table.add_column(sa.Column("search", sa.Text()))
        table.add_column(sa.Column("undo_until", Moment))
        table.add_column(sa.Column("undo_state", sa.String(length=12)))
        table.add_column(sa.Column("reminded_on", sa.Date()))
        table.add_column(sa.Column("breached_at", Moment))
        table.add_column(sa.Column("delayed_to", sa.Date()))
        table.add_column(sa.Column("touched_at", Moment))
        table.add_column(sa.Column("rating", sa.String(length=8)))
        table.add_column(sa.Column("rating_asked_at", Moment))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
        table.drop_index(op.f("ix_requests_closed_at"))
        table.create_index(op.f("ix_requests_closed_at_due_on_id"), ["closed_at", "due_on", "id"])
        table.create_index(op.f("ix_requests_phone"), ["phone"])
        table.create_index(op.f("ix_requests_received_at"), ["received_at"])
        table.create_index(op.f("ix_requests_undo_until"), ["undo_until"])
    _fill()


def _fill() -> None:
    """What the requests of before are worth in the new columns."""
    op.execute("UPDATE requests SET first_due_on = due_on, contacted_at = first_contact_at")
    op.execute("UPDATE requests SET touched_at = received_at")
    connection = op.get_bind()
    names = ("reference", "name", "phone", "email", "company", "terrein", "place")
    requests = sa.table("requests", sa.column("id"), sa.column("search"), *map(sa.column, names))
    for row in connection.execute(sa.select(requests)).all():
        words = [str(getattr(row, name)) for name in names if getattr(row, name)]
        plain = unicodedata.normalize("NFKD", " ".join(words)).casefold()
        search = "".join(sign for sign in plain if not unicodedata.combining(sign))
        connection.execute(
            sa.update(requests).where(requests.c.id == row.id).values(search=search or None)
        )


def downgrade() -> None:
    with op.batch_alter_table("requests") as table:
        for name in ("closed_at_due_on_id", "phone", "received_at", "undo_until"):
            table.drop_index(op.f(f"ix_requests_{name}"))
        for name in (
            *("first_due_on", "contacted_at", "preferred_channel", "preferred_moment"),
            *("search", "undo_until", "undo_state", "reminded_on", "breached_at"),
            *("delayed_to", "touched_at", "rating", "rating_asked_at", "version"),
        ):
            table.drop_column(name)
        table.create_index(op.f("ix_requests_closed_at"), ["closed_at"])
    with op.batch_alter_table("events") as table:
        table.drop_index(op.f("ix_events_kind_at"))
        table.drop_column("channel")
    with op.batch_alter_table("conversations") as table:
        table.drop_column("desk")
    op.drop_table("absences")
