"""The index of what is due has its order, so that the first of many are found without sorting them all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UNDONE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """Sort what is due at the same time by its number."""
    op.drop_index("ix_message_due", "message")
    _index("channel", "status", "due_at", "seq")


def downgrade() -> None:
    """Sort when it is asked for."""
    op.drop_index("ix_message_due", "message")
    _index("channel", "status", "due_at")


def _index(*columns: str) -> None:
    op.create_index("ix_message_due", "message", [*columns], sqlite_where=UNDONE, postgresql_where=UNDONE)
