"""A version of a flow holds its texts in other languages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON(none_as_null=True)


def upgrade() -> None:
    """Versions from before have none."""
    op.add_column("flow_version", sa.Column("translations", DOCUMENT, nullable=False, server_default="{}"))


def downgrade() -> None:
    """Leave the texts in the flow's own language."""
    op.drop_column("flow_version", "translations")
