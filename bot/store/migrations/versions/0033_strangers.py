"""Which wrong codes were guesses, from which network a code was asked for, and whether anything was known of who asked.

The figures are also kept by month, and messages by day alone.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

COUNTS = {
    "stat_route": (
        ("channel", "provider", "sender", "country", "message_class", "fate", "error"),
        ("messages", "segments"),
    ),
    "stat_text": (("channel", "flow", "template", "fate"), ("messages", "segments")),
    "stat_time": (("what", "who", "channel", "band"), ("n",)),
    "stat_flow": (("flow", "version", "channel", "place", "what"), ("n",)),
    "stat_edge": (("flow", "version", "source", "way", "dest"), ("n",)),
    "stat_agent": (("agent", "what"), ("n",)),
}
OF_NETWORK = sa.text("network IS NOT NULL")
STRANGER = sa.text("stranger")


def upgrade() -> None:
    """What was sent before counts as sent to somebody known, from nowhere."""
    op.add_column("verification", sa.Column("guesses", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("passcode", sa.Column("network", sa.String()))
    op.add_column("passcode", sa.Column("stranger", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_passcode_network", "passcode", ["network", "at"], sqlite_where=OF_NETWORK, postgresql_where=OF_NETWORK
    )
    op.create_index("ix_passcode_stranger", "passcode", ["at"], sqlite_where=STRANGER, postgresql_where=STRANGER)
    op.drop_index("ix_stat_unmatched_day", "stat_unmatched")
    op.create_index("ix_stat_unmatched_words", "stat_unmatched", ["flow", "place", "digest", "day"])
    for table, (keys, numbers) in COUNTS.items():
        _add(table, keys, numbers, "'m' || substr(day, 1, 7)", keys)
    keys, numbers = COUNTS["stat_route"]
    _add("stat_route", keys, numbers, "'d' || day", ("fate",))
    _add("stat_route", keys, numbers, "'p' || day", ("provider", "sender", "country", "fate"))


def _add(table: str, keys: tuple[str, ...], numbers: tuple[str, ...], day: str, kept: tuple[str, ...]) -> None:
    """Add up what is counted by day."""
    named = [key if key in kept else "''" for key in keys]
    sums = ", ".join(f"SUM({number})" for number in numbers)
    op.execute(
        f"INSERT INTO {table} (day, {', '.join(keys + numbers)}) "  # noqa: S608 - our names
        f"SELECT {', '.join([day, *named])}, {sums} FROM {table} WHERE day < 'a' GROUP BY {', '.join([day, *kept])}"
    )


def downgrade() -> None:
    """Strangers and guesses are not told apart any more, and figures are added up day by day."""
    for table in COUNTS:
        op.execute(f"DELETE FROM {table} WHERE day >= 'a'")  # noqa: S608 - our names
    op.drop_index("ix_stat_unmatched_words", "stat_unmatched")
    op.create_index("ix_stat_unmatched_day", "stat_unmatched", ["day", "flow", "place", "digest"])
    op.drop_index("ix_passcode_stranger", "passcode")
    op.drop_index("ix_passcode_network", "passcode")
    op.drop_column("passcode", "stranger")
    op.drop_column("passcode", "network")
    op.drop_column("verification", "guesses")
