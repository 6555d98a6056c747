"""Indexes for a queue of a hundred thousand requests: search, figures, purge."""

from alembic import op

revision = "0004"
down_revision = "0003"

FIGURES = (
    *("received_at", "state", "first_due_on", "due_on", "first_contact_at", "closed_at"),
    *("outcome", "rating"),
)


def upgrade() -> None:
    # A row of an index has to fit in a page of PostgreSQL.
    op.execute("UPDATE requests SET search = substr(search, 1, 600) WHERE length(search) > 600")
    with op.batch_alter_table("requests") as table:
        table.create_index(
            op.f("ix_requests_anonymised_at_search_closed_at_due_on"),
            ["anonymised_at", "search", "closed_at", "due_on"],
        )
        table.create_index(
            op.f("ix_requests_anonymised_at_closed_at"), ["anonymised_at", "closed_at"]
        )
        table.create_index("ix_requests_figures", [*FIGURES])
        table.drop_index(op.f("ix_requests_received_at"))


def downgrade() -> None:
    with op.batch_alter_table("requests") as table:
        table.create_index(op.f("ix_requests_received_at"), ["received_at"])
        table.drop_index("ix_requests_figures")
        table.drop_index(op.f("ix_requests_anonymised_at_closed_at"))
        table.drop_index(op.f("ix_requests_anonymised_at_search_closed_at_due_on"))
