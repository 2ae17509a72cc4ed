"""An answer in a conversation does not wait behind a bulk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

UNDONE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """What waits already goes in its turn."""
    op.add_column("message", sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_index("ix_message_due", "message")
    _index("channel", "status", "urgent", "due_at", "seq")


def downgrade() -> None:
    """Let all wait alike."""
    op.drop_index("ix_message_due", "message")
    _index("channel", "status", "due_at", "seq")
    op.drop_column("message", "urgent")


def _index(*columns: str) -> None:
    op.create_index("ix_message_due", "message", [*columns], sqlite_where=UNDONE, postgresql_where=UNDONE)
