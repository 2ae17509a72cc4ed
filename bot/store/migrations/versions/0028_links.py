"""Short links on the business's own domain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0026"
down_revision = "0026"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    """One row for every link in every message."""
    op.create_table(
        "link",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("clicks", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("first_click_at", TIME),
        sa.Column("last_click_at", TIME),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_link")),
    )
    op.create_index("ix_link_message_id", "link", ["message_id"])
    op.create_index("ix_link_created_at", "link", ["created_at"])


def downgrade() -> None:
    """Links that were sent lead nowhere then."""
    op.drop_table("link")
