"""What agents do with conversations: how long each sleeps, who waits for an answer, notes, and who wrote a message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
DOCUMENT = sa.JSON()
TIMES = (
    "handed_at",
    "taken_at",
    "answered_at",
    "needs_reply_since",
    "snoozed_until",
    "bot_paused_until",
    "closed_at",
    "escalated_at",
    "noticed_at",
)
WAKING = ("needs_reply_since", "snoozed_until", "bot_paused_until")


def upgrade() -> None:
    """Columns without a default: no table is written anew."""
    for name in TIMES:
        op.add_column("conversation", sa.Column(name, TIME, nullable=True))
    for name in WAKING:
        condition = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"ix_conversation_{name}", "conversation", [name], sqlite_where=condition, postgresql_where=condition
        )
    waits = sa.text("handler = 'person'")
    op.create_index(
        "ix_conversation_person", "conversation", ["queue", "handed_at"], sqlite_where=waits, postgresql_where=waits
    )
    op.add_column("contact", sa.Column("blocked_at", TIME, nullable=True))
    op.add_column("message", sa.Column("author", sa.String(), nullable=True))
    op.create_table(
        "note",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("mentions", DOCUMENT, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("ix_note_conversation_id", "note", ["conversation_id"])
    op.create_table(
        "notice",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=True),
        sa.Column("mailed_at", TIME, nullable=True),
    )
    op.create_index("ix_notice_recipient", "notice", ["recipient", "id"])
    op.create_index("ix_notice_conversation_id", "notice", ["conversation_id"])
    unsent = sa.text("mailed_at IS NULL")
    op.create_index("ix_notice_unsent", "notice", ["id"], sqlite_where=unsent, postgresql_where=unsent)


def downgrade() -> None:
    """The earlier release knows of no agents: what they hold stays with a person."""
    op.drop_table("notice")
    op.drop_table("note")
    op.drop_column("message", "author")
    op.drop_column("contact", "blocked_at")
    op.drop_index("ix_conversation_person", "conversation")
    for name in WAKING:
        op.drop_index(f"ix_conversation_{name}", "conversation")
    for name in reversed(TIMES):
        op.drop_column("conversation", name)
