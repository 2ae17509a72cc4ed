"""Which workers keep the session of a channel, where it is not given to all of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    """One row a seat."""
    op.create_table(
        "seat",
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("bound", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
    )


def downgrade() -> None:
    """Whoever begins on it binds for himself."""
    op.drop_table("seat")
