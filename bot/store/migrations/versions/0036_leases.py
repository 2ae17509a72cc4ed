"""What is on the wire is known by its claim, and no index of the messages moves when one is claimed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITS, UNKNOWN = sa.text("due_at IS NOT NULL"), sa.text("status = 'unknown'")
WAITS_BY_CHANNEL, DOUBTED = sa.text("channel IS NOT NULL AND due_at IS NOT NULL"), sa.text("unknown_at IS NOT NULL")
SENDING = "due_at IS NOT NULL AND status = 'sending'"
DUE, LOST = "ix_message_due", "ix_message_unknown"
ROOM = {"message": (70, 50), "session": (70, 50)}
"""How full PostgreSQL made a page, and makes it: so the row of a claim, or of a step, finds room beside the old one."""


def upgrade() -> None:
    """What is on the wire at this moment has a lease of its own."""
    server = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "lease",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.Column("seqs", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lease")),
    )
    op.create_index("ix_lease_until", "lease", ["until"])
    op.add_column("message", sa.Column("leased_until", TIME))
    op.execute(f"UPDATE message SET leased_until = due_at WHERE {SENDING}")  # noqa: S608 - our words
    one = "json_build_array(seq)" if server else "json_array(seq)"
    op.execute(
        f"INSERT INTO lease (until, seqs) SELECT due_at, {one} FROM message WHERE {SENDING}"  # noqa: S608 - our words
    )
    _index(DUE, ["channel", "lane", "urgent", "due_at", "seq"], WAITS, WAITS_BY_CHANNEL)
    _index(LOST, ["channel", "lane", "due_at"], DOUBTED, DOUBTED)
    if server:
        _leave_room(1)


def downgrade() -> None:
    """What is on the wire is due when its lease is over."""
    op.execute(f"UPDATE message SET due_at = COALESCE(leased_until, due_at) WHERE {SENDING}")  # noqa: S608 - our words
    _index(DUE, ["channel", "lane", "status", "urgent", "due_at", "seq"], WAITS, WAITS)
    _index(LOST, ["seq"], UNKNOWN, UNKNOWN)
    op.drop_column("message", "leased_until")
    op.drop_table("lease")
    if op.get_bind().dialect.name == "postgresql":
        _leave_room(0)


def _index(name: str, columns: list[str], where: sa.TextClause, server: sa.TextClause) -> None:
    op.drop_index(name, "message")
    op.create_index(name, "message", columns, sqlite_where=where, postgresql_where=server)


def _leave_room(which: int) -> None:
    for table, fill in ROOM.items():
        op.execute(f"ALTER TABLE {table} SET (fillfactor = {fill[which]})")
