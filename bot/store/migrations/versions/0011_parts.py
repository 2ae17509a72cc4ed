"""Pieces of a long text wait for each other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
INDEX, PARTIAL = "ix_inbound_partial", sa.text("status = 'partial'")


def upgrade() -> None:
    """Say until when, and find them by whose they are."""
    op.add_column("inbound", sa.Column("waits_until", TIME))
    op.create_index(INDEX, "inbound", ["contact"], sqlite_where=PARTIAL, postgresql_where=PARTIAL)


def downgrade() -> None:
    """What still waits is processed as it is."""
    op.drop_index(INDEX, "inbound")
    op.execute("UPDATE inbound SET status = 'new' WHERE status = 'partial'")
    op.drop_column("inbound", "waits_until")
