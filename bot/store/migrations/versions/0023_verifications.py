"""One-time passcodes: who shall prove what, the texts that it took, and what the budgets are kept by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PENDING = sa.text("status = 'pending'")
WITH_IP = sa.text("ip IS NOT NULL")
WITH_ACCOUNT = sa.text("account IS NOT NULL")


def upgrade() -> None:
    """Four tables, and nothing of those that were there changes."""
    op.create_table(
        "verification",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sealed", sa.String()),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("ttl_s", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("channel", sa.String()),
        sa.Column("sender", sa.String()),
        sa.Column("reference", sa.String()),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("ip", sa.String()),
        sa.Column("account", sa.String()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", TIME),
        sa.Column("sends", sa.Integer(), nullable=False),
        sa.Column("resends_at", TIME, nullable=False),
        sa.Column("message_id", sa.String()),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("looks_now", sa.Integer(), nullable=False),
        sa.Column("looked_from", TIME),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("sent_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
    )
    op.create_index("ix_verification_phone", "verification", ["phone", "created_at"])
    op.create_index(
        "uq_verification_pending",
        "verification",
        ["phone", "purpose"],
        unique=True,
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )
    op.create_table(
        "passcode",
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("verification_id", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("ip", sa.String()),
        sa.Column("account", sa.String()),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_passcode")),
    )
    op.create_index("ix_passcode_phone", "passcode", ["phone", "at"])
    op.create_index("ix_passcode_block", "passcode", ["block", "at"])
    op.create_index("ix_passcode_ip", "passcode", ["ip", "at"], sqlite_where=WITH_IP, postgresql_where=WITH_IP)
    op.create_index(
        "ix_passcode_account", "passcode", ["account", "at"], sqlite_where=WITH_ACCOUNT, postgresql_where=WITH_ACCOUNT
    )
    op.create_index("ix_passcode_verification_id", "passcode", ["verification_id"])
    op.create_table(
        "proven",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("approved_at", TIME),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", TIME),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_proven")),
    )
    op.create_table(
        "tally",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("begins_at", TIME, nullable=False),
        sa.Column("sends", sa.Integer(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("approved", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "name", "begins_at", name=op.f("pk_tally")),
    )


def downgrade() -> None:
    """Codes that are under way are void then; whoever waits for one asks again."""
    for table in ("tally", "proven", "passcode", "verification"):
        op.drop_table(table)
