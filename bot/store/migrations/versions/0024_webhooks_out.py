"""What is told to the business: what happened, its addresses, and what each of them was told.

The triggers that fill `fact` are no part of the schema: there are some while somebody wants to know, made by
`bot.store.facts`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store import facts

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True)
QUEUED = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """Five tables, and when a key was last used."""
    op.create_table(
        "fact",
        sa.Column("seq", NUMBER, primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("data", DOCUMENT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "activity",
        sa.Column("position", NUMBER, primary_key=True),
        sa.Column("id", sa.String(), nullable=False, unique=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("data", DOCUMENT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_activity_phone", "activity", ["phone"])
    op.create_table(
        "webhook",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("events", DOCUMENT, nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("old_secret", sa.String()),
        sa.Column("old_secret_until", TIME),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("disabled_at", TIME),
        sa.Column("disabled_reason", sa.String()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", TIME),
        sa.Column("quiet_until", TIME),
        sa.Column("last_error", sa.String()),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("webhook_id", sa.String(), nullable=False),
        sa.Column("activity_id", sa.String(), nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", TIME),
        sa.Column("error", sa.String()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("tried_since", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.UniqueConstraint("webhook_id", "activity_id"),
    )
    for name, columns in (("due", ["due_at"]), ("turn", ["conversation_id", "position"])):
        op.create_index(
            f"ix_webhook_delivery_{name}",
            "webhook_delivery",
            ["webhook_id", *columns],
            sqlite_where=QUEUED,
            postgresql_where=QUEUED,
        )
    op.create_index("ix_webhook_delivery_position", "webhook_delivery", ["webhook_id", "position"])
    op.create_index("ix_webhook_delivery_activity_id", "webhook_delivery", ["activity_id"])
    op.create_table(
        "webhook_attempt",
        sa.Column("seq", NUMBER, primary_key=True),
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("error", sa.String()),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_webhook_attempt_delivery_id", "webhook_attempt", ["delivery_id"])
    op.add_column("api_key", sa.Column("last_used_at", TIME))
    op.add_column("api_key", sa.Column("test", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Nobody is told anything any more."""
    facts.stop_watching(op.get_bind())
    op.drop_column("api_key", "test")
    op.drop_column("api_key", "last_used_at")
    for name in ("webhook_attempt", "webhook_delivery", "webhook", "activity", "fact"):
        op.drop_table(name)
