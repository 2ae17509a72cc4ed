"""A channel may have several numbers: each person keeps one, and each number has a rate of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

UNDONE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """Nobody has a number to keep yet, and what waits goes in the one lane that there was."""
    op.add_column("conversation", sa.Column("number", sa.String()))
    op.add_column("message", sa.Column("lane", sa.String(), nullable=False, server_default=""))
    op.add_column("message", sa.Column("dlt_template_id", sa.String()))
    op.drop_index("ix_message_due", "message")
    _index("channel", "lane", "status", "urgent", "due_at", "seq")


def downgrade() -> None:
    """Let the numbers of a channel share a lane."""
    op.drop_index("ix_message_due", "message")
    _index("channel", "status", "urgent", "due_at", "seq")
    op.drop_column("message", "dlt_template_id")
    op.drop_column("message", "lane")
    op.drop_column("conversation", "number")


def _index(*columns: str) -> None:
    op.create_index("ix_message_due", "message", [*columns], sqlite_where=UNDONE, postgresql_where=UNDONE)
