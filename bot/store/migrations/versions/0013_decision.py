"""What the rules said about a message, and on what grounds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what was written before, nobody knows the grounds any more."""
    op.add_column("message", sa.Column("decision", sa.JSON))


def downgrade() -> None:
    """Keep the verdict alone."""
    op.drop_column("message", "decision")
