"""Sessions that wait for the end of another, which their flow runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON(none_as_null=True)
WAITED_FOR = sa.text("callers IS NOT NULL AND ended_at IS NULL")


def upgrade() -> None:
    """Keep which versions the waiting sessions are on."""
    op.add_column("session", sa.Column("callers", DOCUMENT, nullable=True))
    op.create_index("ix_session_callers", "session", ["id"], sqlite_where=WAITED_FOR, postgresql_where=WAITED_FOR)


def downgrade() -> None:
    """Forget it; such sessions end when the versions are gone."""
    op.drop_index("ix_session_callers", "session")
    op.drop_column("session", "callers")
