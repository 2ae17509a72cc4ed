"""How many short links were sent and followed, by day and broadcast. Links that were sent before are not counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of a link without a day nothing was counted when it was sent, and so none of its clicks is."""
    op.create_table(
        "stat_click",
        sa.Column("day", sa.String(), primary_key=True),
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("what", sa.String(), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
    )
    op.add_column("link", sa.Column("day", sa.String()))
    op.add_column("link", sa.Column("source", sa.String(), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "sqlite":  # there the first click was kept without its zone
        op.execute("UPDATE link SET first_click_at = first_click_at || '+00:00' WHERE length(first_click_at) = 26")


def downgrade() -> None:
    """Links keep the clicks of their own."""
    op.drop_column("link", "source")
    op.drop_column("link", "day")
    op.drop_table("stat_click")
