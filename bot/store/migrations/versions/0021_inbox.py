"""The agents' inbox: its list, what texts are found by, and what each agent has read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
TERMS = sa.Text().with_variant(TSVECTOR(), "postgresql")
FTS = (
    "CREATE VIRTUAL TABLE finding_index USING"
    " fts5 (terms, content = 'finding', content_rowid = 'id', tokenize = 'ascii')",
    "CREATE TRIGGER finding_added AFTER INSERT ON finding BEGIN"
    " INSERT INTO finding_index (rowid, terms) VALUES (new.id, new.terms); END",
    "CREATE TRIGGER finding_gone AFTER DELETE ON finding BEGIN"
    " INSERT INTO finding_index (finding_index, rowid, terms) VALUES ('delete', old.id, old.terms); END",
    "CREATE TRIGGER finding_changed AFTER UPDATE ON finding BEGIN"
    " INSERT INTO finding_index (finding_index, rowid, terms) VALUES ('delete', old.id, old.terms);"
    " INSERT INTO finding_index (rowid, terms) VALUES (new.id, new.terms); END",
)
# The terms are folded already, so the tokenizer only has to cut at spaces: `ascii` leaves all other letters alone.


def upgrade() -> None:
    """Empty: the worker reads the log from its beginning, and fills them."""
    _listing()
    op.create_table(
        "finding",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("terms", TERMS, nullable=False),
    )
    op.create_index("ix_finding_about", "finding", ["about"])
    if op.get_bind().dialect.name == "sqlite":
        for statement in FTS:
            op.execute(statement)
    else:
        op.create_index("ix_finding_terms", "finding", ["terms"], postgresql_using="gin")
    op.create_table(
        "read_mark",
        sa.Column("agent_id", sa.String(), primary_key=True),
        sa.Column("conversation_id", sa.String(), primary_key=True),
        sa.Column("heard", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_read_mark_conversation_id", "read_mark", ["conversation_id"])
    op.create_table(
        "presence",
        sa.Column("conversation_id", sa.String(), primary_key=True),
        sa.Column("agent_id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("doing", sa.String(), nullable=False),
        sa.Column("until", TIME, nullable=False),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("ix_saved_view_owner", "saved_view", ["owner"])


def _listing() -> None:
    blank = ("assignee", "queue", "priority", "flow", "state")
    op.create_table(
        "listing",
        sa.Column("conversation_id", sa.String(), primary_key=True),
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("handler", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in blank),
        sa.Column("needs", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("heard", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("waiting_since", TIME, nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
    )
    order = ["at", "conversation_id"]
    op.create_index("ix_listing_status", "listing", ["status", *order])
    op.create_index("ix_listing_holder", "listing", ["status", "handler", "assignee", *order])
    op.create_index("ix_listing_needs", "listing", ["status", "handler", "needs", *order])
    for name in ("assignee", "queue", "flow"):
        some = sa.text(f"{name} <> ''")
        columns = [name, "status", *order]
        op.create_index(f"ix_listing_{name}", "listing", columns, sqlite_where=some, postgresql_where=some)
    op.create_index("ix_listing_contact_id", "listing", ["contact_id"])
    op.create_index("ix_listing_version", "listing", ["version"])
    op.create_table(
        "listing_label",
        sa.Column("label", sa.String(), primary_key=True),
        sa.Column("conversation_id", sa.String(), primary_key=True),
    )
    op.create_index("ix_listing_label_conversation_id", "listing_label", ["conversation_id"])


def downgrade() -> None:
    """All of it can be made again, but for the marks and views of agents."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE finding_index")
    for table in ("saved_view", "presence", "read_mark", "finding", "listing_label", "listing"):
        op.drop_table(table)
    op.execute("DELETE FROM setting WHERE name = 'inbox_followed'")
