"""Since when nobody knows what became of a message, however often workers start."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    """Doubt begins where counting last began."""
    op.add_column("message", sa.Column("doubted_at", TIME))
    op.execute("UPDATE message SET doubted_at = unknown_at WHERE status = 'unknown'")


def downgrade() -> None:
    """Count anew at every start."""
    op.drop_column("message", "doubted_at")
