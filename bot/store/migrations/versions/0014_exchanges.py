"""What was said to providers and by them is kept for some days."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE, BATCH = "exchange", sa.text("batch IS NOT NULL")


def upgrade() -> None:
    """Beside the messages: their rows stay as small as they were."""
    op.create_table(
        TABLE,
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String()),
        sa.Column("person", sa.String()),
        sa.Column("batch", sa.String()),
        sa.Column("attempt", sa.Integer()),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("answer", sa.String()),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_exchange")),
    )
    op.create_index("ix_exchange_about", TABLE, ["about"])
    op.create_index("ix_exchange_batch", TABLE, ["batch"], sqlite_where=BATCH, postgresql_where=BATCH)


def downgrade() -> None:
    """Nothing depends on them."""
    op.drop_table(TABLE)
