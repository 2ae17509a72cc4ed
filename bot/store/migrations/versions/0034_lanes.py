"""What whoever asked for a passcode had to show for themselves: more than whether it was nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

STRANGER = sa.text("stranger")


def upgrade() -> None:
    """Strangers were those of the first lane."""
    op.add_column("passcode", sa.Column("lane", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE passcode SET lane = 1 WHERE stranger")
    op.drop_index("ix_passcode_stranger", "passcode")
    op.drop_column("passcode", "stranger")
    op.create_index("ix_passcode_lane", "passcode", ["lane", "at"])


def downgrade() -> None:
    """Of the others it is not told any more what they had."""
    op.drop_index("ix_passcode_lane", "passcode")
    op.add_column("passcode", sa.Column("stranger", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE passcode SET stranger = (lane = 1)")
    op.create_index("ix_passcode_stranger", "passcode", ["at"], sqlite_where=STRANGER, postgresql_where=STRANGER)
    op.drop_column("passcode", "lane")
