"""Messages to many, with their recipients."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
ACTIVE = sa.text("state IN ('scheduled', 'running')")
DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """Nothing of what was sent before becomes one."""
    op.create_table(
        "broadcast",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("next_at", TIME, nullable=True),
        sa.Column("started_at", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("occurrence", sa.String(), nullable=True),
        sa.Column("cursor", sa.String(), nullable=False),
        sa.Column("filled", sa.Boolean(), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("spent_until", TIME, nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("counted_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_broadcast"),
        sa.UniqueConstraint("parent", "occurrence", name="uq_broadcast_parent_occurrence"),
    )
    op.create_index("ix_broadcast_active", "broadcast", ["id"], sqlite_where=ACTIVE, postgresql_where=ACTIVE)
    op.create_table(
        "broadcast_part",
        sa.Column("broadcast_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("broadcast_id", "number", name="pk_broadcast_part"),
    )
    op.create_table(
        "broadcast_recipient",
        sa.Column("broadcast_id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("variant", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=True),
        sa.Column("due_at", TIME, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("broadcast_id", "contact_id", name="pk_broadcast_recipient"),
    )
    op.create_index("ix_broadcast_recipient_place", "broadcast_recipient", ["broadcast_id", "place"], unique=True)
    op.create_index(
        "ix_broadcast_recipient_due",
        "broadcast_recipient",
        ["broadcast_id", "due_at", "place"],
        sqlite_where=DUE,
        postgresql_where=DUE,
    )
    op.create_index("ix_broadcast_recipient_contact_id", "broadcast_recipient", ["contact_id"])


def downgrade() -> None:
    """What was written stays in the outbox; who was still to get something gets nothing."""
    op.drop_table("broadcast_recipient")
    op.drop_table("broadcast_part")
    op.drop_table("broadcast")
