"""The tables of the first release."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.String()
TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True)
SEQUENCE = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def column(name: str, kind: Any, *, optional: bool = False) -> sa.Column[Any]:
    """Declare a column that holds something unless it is optional."""
    return sa.Column(name, kind, nullable=optional)


def where(condition: str) -> dict[str, Any]:
    """Limit an index to the rows that are searched for."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "action",
        column("id", TEXT),
        column("session_id", TEXT),
        column("contact", TEXT),
        column("channel", TEXT),
        column("request", DOCUMENT),
        column("status", TEXT),
        column("attempts", sa.Integer()),
        column("due_at", TIME, optional=True),
        column("created_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_action"),
    )
    op.create_index("ix_action_due", "action", ["due_at"], **where("due_at IS NOT NULL"))
    op.create_table(
        "api_key",
        column("id", TEXT),
        column("name", TEXT),
        column("digest", TEXT),
        column("scopes", DOCUMENT),
        column("created_at", TIME),
        column("revoked_at", TIME, optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_key"),
        sa.UniqueConstraint("digest", name="uq_api_key_digest"),
    )
    op.create_table(
        "consent_event",
        column("seq", SEQUENCE),
        column("person", TEXT),
        column("contact_id", TEXT),
        column("kind", TEXT),
        column("source", TEXT),
        column("channel", TEXT),
        column("text", TEXT),
        column("evidence", TEXT),
        column("confirmation_id", TEXT, optional=True),
        column("at", TIME),
        column("previous_hash", TEXT),
        column("row_hash", TEXT),
        sa.PrimaryKeyConstraint("seq", name="pk_consent_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_consent_event_person", "consent_event", ["person"])
    op.create_table(
        "contact",
        column("id", TEXT),
        column("phone", TEXT),
        column("name", TEXT, optional=True),
        column("language", TEXT, optional=True),
        column("timezone", TEXT, optional=True),
        column("country", TEXT, optional=True),
        column("fields", DOCUMENT),
        column("tags", DOCUMENT),
        column("created_at", TIME),
        column("updated_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
        sa.UniqueConstraint("phone", name="uq_contact_phone"),
    )
    op.create_table(
        "event",
        column("seq", SEQUENCE),
        column("conversation_id", TEXT),
        column("session_id", TEXT, optional=True),
        column("kind", TEXT),
        column("data", DOCUMENT),
        column("at", TIME),
        sa.PrimaryKeyConstraint("seq", name="pk_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_conversation_id", "event", ["conversation_id"])
    op.create_table(
        "flow_version",
        column("flow", TEXT),
        column("version", TEXT),
        column("path", TEXT),
        column("source", TEXT),
        column("activated_at", TIME),
        sa.PrimaryKeyConstraint("flow", "version", name="pk_flow_version"),
    )
    op.create_table(
        "idempotency_key",
        column("owner", TEXT),
        column("key", TEXT),
        column("fingerprint", TEXT),
        column("status", sa.Integer()),
        column("body", TEXT),
        column("created_at", TIME),
        sa.PrimaryKeyConstraint("owner", "key", name="pk_idempotency_key"),
    )
    op.create_index("ix_idempotency_key_created_at", "idempotency_key", ["created_at"])
    op.create_table(
        "inbound",
        column("seq", SEQUENCE),
        column("kind", TEXT),
        column("channel", TEXT),
        column("dedupe_key", TEXT),
        column("contact", TEXT),
        column("part", sa.Integer()),
        column("status", TEXT),
        column("error", TEXT, optional=True),
        column("payload", DOCUMENT),
        column("received_at", TIME),
        column("done_at", TIME, optional=True),
        sa.PrimaryKeyConstraint("seq", name="pk_inbound"),
        sa.UniqueConstraint("channel", "dedupe_key", name="uq_inbound_channel_dedupe_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbound_deferred", "inbound", ["contact"], **where("status = 'deferred'"))
    op.create_index("ix_inbound_parked", "inbound", ["seq"], **where("status = 'parked'"))
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_inbound_new", "inbound", ["seq"], **where("status = 'new'"))
    else:  # several workers, each with some parts
        op.create_index("ix_inbound_part", "inbound", ["part", "seq"], **where("status = 'new'"))
    op.create_table(
        "receipt",
        column("seq", SEQUENCE),
        column("channel", TEXT),
        column("provider_id", TEXT),
        column("reference", TEXT, optional=True),
        column("message_id", TEXT, optional=True),
        column("status", TEXT),
        column("raw_status", TEXT),
        column("error_code", TEXT, optional=True),
        column("error_class", TEXT, optional=True),
        column("received_at", TIME),
        sa.PrimaryKeyConstraint("seq", name="pk_receipt"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_receipt_channel", "receipt", ["channel", "seq"])
    op.create_index("ix_receipt_message_id", "receipt", ["message_id"])
    op.create_index("ix_receipt_waiting", "receipt", ["channel", "provider_id"], **where("message_id IS NULL"))
    op.create_table(
        "setting", column("name", TEXT), column("value", TEXT), sa.PrimaryKeyConstraint("name", name="pk_setting")
    )
    op.create_table(
        "suppression",
        column("person", TEXT),
        column("source", TEXT),
        column("at", TIME),
        column("confirmed_at", TIME, optional=True),
        sa.PrimaryKeyConstraint("person", name="pk_suppression"),
    )
    op.create_table(
        "timer",
        column("id", TEXT),
        column("contact_id", TEXT),
        column("contact", TEXT),
        column("channel", TEXT),
        column("key", TEXT),
        column("payload", DOCUMENT),
        column("due_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_timer"),
    )
    op.create_index("ix_timer_contact_id", "timer", ["contact_id"])
    op.create_index("ix_timer_due_at", "timer", ["due_at"])
    op.create_index("uq_timer_key", "timer", ["contact_id", "key"], unique=True, **where("key <> ''"))
    op.create_table(
        "conversation",
        column("id", TEXT),
        column("contact_id", TEXT),
        column("channel", TEXT),
        column("status", TEXT),
        column("handler", TEXT),
        column("queue", TEXT, optional=True),
        column("priority", TEXT, optional=True),
        column("note", TEXT, optional=True),
        column("assignee", TEXT, optional=True),
        column("labels", DOCUMENT),
        column("unread", sa.Integer()),
        column("epoch", sa.Integer()),
        column("created_at", TIME),
        column("last_at", TIME),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name="fk_conversation_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
        sa.UniqueConstraint("contact_id", "channel", name="uq_conversation_contact_id_channel"),
    )
    op.create_table(
        "message",
        column("seq", SEQUENCE),
        column("id", TEXT),
        column("conversation_id", TEXT),
        column("session_id", TEXT, optional=True),
        column("state", TEXT, optional=True),
        column("channel", TEXT),
        column("sender", TEXT),
        column("recipient", TEXT),
        column("message_class", TEXT),
        column("text", TEXT),
        column("media", DOCUMENT),
        column("encoding", TEXT),
        column("units", sa.Integer()),
        column("segments", sa.Integer()),
        column("status", TEXT),
        column("error", TEXT, optional=True),
        column("error_detail", TEXT, optional=True),
        column("attempts", sa.Integer()),
        column("unknown_at", TIME, optional=True),
        column("resends", sa.Integer()),
        column("possible_duplicate", sa.Boolean()),
        column("due_at", TIME, optional=True),
        column("expires_at", TIME, optional=True),
        column("provider", TEXT),
        column("provider_id", TEXT, optional=True),
        column("reference", TEXT, optional=True),
        column("request_id", TEXT, optional=True),
        column("created_at", TIME),
        column("sent_at", TIME, optional=True),
        column("delivered_at", TIME, optional=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name="fk_message_conversation_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_message"),
        sa.UniqueConstraint("id", name="uq_message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_message_conversation_id", "message", ["conversation_id"])
    op.create_index("ix_message_due", "message", ["channel", "status", "due_at"], **where("due_at IS NOT NULL"))
    op.create_index("ix_message_provider", "message", ["channel", "provider_id"], **where("provider_id IS NOT NULL"))
    op.create_index("ix_message_recipient", "message", ["recipient", "seq"])
    op.create_index("ix_message_request", "message", ["request_id"], **where("request_id IS NOT NULL"))
    op.create_index("ix_message_unknown", "message", ["seq"], **where("status = 'unknown'"))
    op.create_index("ix_message_turn", "message", ["conversation_id", "seq"], **where("due_at IS NOT NULL"))
    op.create_table(
        "session",
        column("id", TEXT),
        column("conversation_id", TEXT),
        column("flow", TEXT),
        column("version", TEXT),
        column("state", TEXT),
        column("data", DOCUMENT),
        column("wake_at", TIME, optional=True),
        column("outcome", TEXT, optional=True),
        column("started_at", TIME),
        column("ended_at", TIME, optional=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name="fk_session_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
    )
    op.create_index("ix_session_conversation_id", "session", ["conversation_id"])
    op.create_index("ix_session_version", "session", ["flow", "version"], **where("ended_at IS NULL"))
    op.create_index("ix_session_wake", "session", ["wake_at"], **where("wake_at IS NOT NULL"))
    op.create_index("uq_session_active", "session", ["conversation_id"], unique=True, **where("ended_at IS NULL"))


def downgrade() -> None:
    """Leave an empty database."""
    op.drop_table("session")
    op.drop_table("message")
    op.drop_table("conversation")
    op.drop_table("timer")
    op.drop_table("suppression")
    op.drop_table("setting")
    op.drop_table("receipt")
    op.drop_table("inbound")
    op.drop_table("idempotency_key")
    op.drop_table("flow_version")
    op.drop_table("event")
    op.drop_table("contact")
    op.drop_table("consent_event")
    op.drop_table("api_key")
    op.drop_table("action")
