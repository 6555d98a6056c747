"""Questions that were not understood, whether answers helped, and threads of talk."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", storage.tables.Id, autoincrement=True, nullable=False),
        sa.Column("at", storage.tables.UtcDateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("intent", sa.String(length=41)),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("alike", sa.String(length=300)),
        sa.Column("about_chat", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_at"), "feedback", ["at"])
    op.create_index(op.f("ix_feedback_about_chat"), "feedback", ["about_chat"])
    with op.batch_alter_table("conversations") as table:
        table.add_column(sa.Column("thread", sa.JSON(none_as_null=True)))


def downgrade() -> None:
    with op.batch_alter_table("conversations") as table:
        table.drop_column("thread")
    op.drop_table("feedback")
