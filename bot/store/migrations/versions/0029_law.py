"""The carriers' own lists of opt-outs, and consent that outlives its contact for a while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    """How far each list is read; whose words of consent outlive their contact."""
    op.create_table(
        "opt_out_list",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("run", sa.String()),
        sa.Column("leased_until", TIME),
        sa.Column("place", sa.String()),
        sa.Column("since", TIME),
        sa.Column("started_at", TIME),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("next_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.Column("whole_at", TIME),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.String()),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_opt_out_list")),
    )
    op.create_table(
        "consent_period",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kept_at", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_consent_period")),
    )
    op.create_index("ix_consent_period_last_at", "consent_period", ["last_at"])


def downgrade() -> None:
    """The lists are read from their beginning again; words of consent stay for ever then."""
    op.drop_table("consent_period")
    op.drop_table("opt_out_list")
