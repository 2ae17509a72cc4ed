"""Timers are found by their key alone: a trigger that is gone takes those of every contact along."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index the key."""
    op.create_index("ix_timer_key", "timer", ["key", "contact_id"])


def downgrade() -> None:
    """Forget the index."""
    op.drop_index("ix_timer_key", "timer")
