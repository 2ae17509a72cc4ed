"""What agents write by hand: canned replies, drafts, and which numbers are one person's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    """Nobody has written anything yet."""
    op.create_table(
        "canned_reply",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("shortcut", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_canned_reply"),
        sa.UniqueConstraint("owner", "shortcut", name="uq_canned_reply_owner_shortcut"),
    )
    op.create_table(
        "draft",
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("agent_id", "conversation_id", "kind", name="pk_draft"),
    )
    op.create_index("ix_draft_conversation_id", "draft", ["conversation_id"])
    op.create_table(
        "same_person",
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("main_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("contact_id", name="pk_same_person"),
    )
    op.create_index("ix_same_person_main_id", "same_person", ["main_id"])


def downgrade() -> None:
    """What was begun and not sent is gone."""
    for table in ("same_person", "draft", "canned_reply"):
        op.drop_table(table)
