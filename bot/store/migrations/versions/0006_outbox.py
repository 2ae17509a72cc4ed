"""Several workers share the outbox: who claimed a message, how fast a channel may go on, and by which one it went."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.String()
TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    """Nobody claimed what was sent before; each channel begins with its whole rate."""
    op.add_column("message", sa.Column("claimed_by", TEXT))
    op.add_column("message", sa.Column("moved_from", TEXT))
    op.create_table(
        "pace",
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("spent_until", TIME, nullable=False),
        sa.Column("quiet_until", TIME),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_pace"),
    )
    op.create_table(
        "worker",
        sa.Column("run", TEXT, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("run", name="pk_worker"),
    )


def downgrade() -> None:
    """Back to the one worker of a database."""
    op.drop_table("worker")
    op.drop_table("pace")
    op.drop_column("message", "moved_from")
    op.drop_column("message", "claimed_by")
