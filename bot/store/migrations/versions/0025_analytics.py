"""The figures: counts by day, and what the roll-up remembers in order to count everything once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "stat_route",
    "stat_text",
    "stat_hour",
    "stat_time",
    "stat_flow",
    "stat_edge",
    "stat_agent",
    "stat_unmatched",
    "stat_optout",
    "stat_stop",
    "stat_cursor",
    "stat_block",
    "stat_walk",
    "stat_thread",
)


def upgrade() -> None:
    """Nothing is counted yet: the roll-up begins with the oldest that is there."""
    op.create_table(
        "stat_agent",
        sa.Column("day", sa.String(), primary_key=True),
        sa.Column("agent", sa.String(), primary_key=True),
        sa.Column("what", sa.String(), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
    )
    op.create_table(
        "stat_block",
        sa.Column("block", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("dirty", sa.Boolean(), nullable=False),
        sa.Column("waiting", sa.String(), nullable=False),
        sa.Column("again_at", TIME),
    )
    _partial("ix_stat_block_again_at", "stat_block", ["again_at"], "again_at IS NOT NULL")
    _partial("ix_stat_block_dirty", "stat_block", ["block"], "dirty")
    _partial("ix_stat_block_waiting", "stat_block", ["block"], "waiting <> ''")
    op.create_table(
        "stat_cursor",
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("high", NUMBER, nullable=False),
        sa.Column("gaps", sa.JSON(), nullable=False),
    )
    op.create_table(
        "stat_edge",
        sa.Column("day", sa.String(), primary_key=True),
        sa.Column("flow", sa.String(), primary_key=True),
        sa.Column("version", sa.String(), primary_key=True),
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("way", sa.String(), primary_key=True),
        sa.Column("dest", sa.String(), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
    )
    op.create_table(
        "stat_flow",
        sa.Column("day", sa.String(), primary_key=True),
        sa.Column("flow", sa.String(), primary_key=True),
        sa.Column("version", sa.String(), primary_key=True),
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("place", sa.String(), primary_key=True),
        sa.Column("what", sa.String(), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
    )
    op.create_table(
        "stat_hour",
        sa.Column("day", sa.String(), primary_key=True),
        sa.Column("hour", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("what", sa.String(), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
    )
    op.create_table(
        "stat_stop",
        sa.Column("session_id", sa.String(), primary_key=True),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("ending", sa.String(), nullable=False),
    )
    op.create_index("ix_stat_stop_conversation_id", "stat_stop", ["conversation_id"])
    op.create_index("ix_stat_stop_flow", "stat_stop", ["flow", "place", "day"])
    op.create_table(
        "stat_optout",
        sa.Column("record", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("message_id", sa.String()),
    )
    op.create_index("ix_stat_optout_day", "stat_optout", ["day"])
    op.create_index("ix_stat_optout_message_id", "stat_optout", ["message_id"])
    op.create_table(
        "stat_route",
        sa.Column("day", sa.String(), primary_key=True),
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("provider", sa.String(), primary_key=True),
        sa.Column("sender", sa.String(), primary_key=True),
        sa.Column("country", sa.String(), primary_key=True),
        sa.Column("message_class", sa.String(), primary_key=True),
        sa.Column("fate", sa.String(), primary_key=True),
        sa.Column("error", sa.String(), primary_key=True),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
    )
    op.create_table(
        "stat_text",
        sa.Column("day", sa.String(), primary_key=True),
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("flow", sa.String(), primary_key=True),
        sa.Column("template", sa.String(), primary_key=True),
        sa.Column("fate", sa.String(), primary_key=True),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
    )
    op.create_table(
        "stat_thread",
        sa.Column("conversation_id", sa.String(), primary_key=True),
        sa.Column("asked_at", TIME),
        sa.Column("handed_at", TIME),
    )
    op.create_table(
        "stat_time",
        sa.Column("day", sa.String(), primary_key=True),
        sa.Column("what", sa.String(), primary_key=True),
        sa.Column("who", sa.String(), primary_key=True),
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("band", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("n", sa.Integer(), nullable=False),
    )
    op.create_table(
        "stat_unmatched",
        sa.Column("event", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("digest", sa.String()),
    )
    op.create_index("ix_stat_unmatched_conversation_id", "stat_unmatched", ["conversation_id"])
    op.create_index("ix_stat_unmatched_day", "stat_unmatched", ["day", "flow", "place", "digest"])
    op.create_table(
        "stat_walk",
        sa.Column("session_id", sa.String(), primary_key=True),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("now_flow", sa.String(), nullable=False),
        sa.Column("now_version", sa.String(), nullable=False),
        sa.Column("point", sa.String(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("handed_off", sa.Boolean(), nullable=False),
        sa.Column("silenced", sa.Boolean(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
    )
    op.create_index("ix_stat_walk_conversation_id", "stat_walk", ["conversation_id"])
    op.create_index("ix_stat_walk_flow", "stat_walk", ["flow", "day"])
    op.create_index("ix_stat_walk_now", "stat_walk", ["now_flow", "now_version", "point"])


def downgrade() -> None:
    """What was counted is gone with it."""
    for table in TABLES:
        op.drop_table(table)


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
