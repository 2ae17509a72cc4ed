"""A message is found by whom it is for; it points to its conversation without the database looking after that."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEX, KEY = "ix_message_conversation_id", "fk_message_conversation_id"
KEEP_COUNTING = {"sqlite_autoincrement": True}


def upgrade() -> None:
    """Each of both was looked at or written three times a message."""
    op.drop_index(INDEX, "message")
    with op.batch_alter_table("message", table_kwargs=KEEP_COUNTING) as table:
        table.drop_constraint(KEY, type_="foreignkey")


def downgrade() -> None:
    """Look after it again."""
    with op.batch_alter_table("message", table_kwargs=KEEP_COUNTING) as table:
        table.create_foreign_key(KEY, "conversation", ["conversation_id"], ["id"])
    op.create_index(INDEX, "message", ["conversation_id"])
