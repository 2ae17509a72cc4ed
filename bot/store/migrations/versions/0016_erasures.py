"""Erasures are recorded, without whom they were about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
OPEN = sa.text("finished_at IS NULL")


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        "erasure",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("requested_at", TIME, nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_erasure"),
    )
    op.create_index("ix_erasure_open", "erasure", ["requested_at"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    """What is not finished is forgotten, and would have to be asked for again."""
    op.drop_table("erasure")
