"""PostgreSQL leaves room on the pages of rows that change soon after, and cleans up the queues early."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROOM = {"conversation": 80, "inbound": 85, "message": 70, "session": 70}
"""How full a page is made. What changes within its page, and in no column of an index, needs no new index entry."""
NAMES = ("fillfactor", "autovacuum_vacuum_scale_factor", "autovacuum_vacuum_threshold")


def upgrade() -> None:
    """On SQLite there is nothing like it."""
    if op.get_bind().dialect.name == "postgresql":
        for table, fill in ROOM.items():
            values = dict(zip(NAMES, (fill, 0.02, 1000), strict=True))
            op.execute(f"ALTER TABLE {table} SET ({', '.join(f'{name} = {value}' for name, value in values.items())})")


def downgrade() -> None:
    """As PostgreSQL does it by itself."""
    if op.get_bind().dialect.name == "postgresql":
        for table in ROOM:
            op.execute(f"ALTER TABLE {table} RESET ({', '.join(NAMES)})")
