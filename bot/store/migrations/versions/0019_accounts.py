"""People sign in to the console, and what they do is written down where nobody changes it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.String()
WHY = "the audit log is append-only"


def required(name: str, kind: Any) -> sa.Column[Any]:
    """A column that always has a value."""
    return sa.Column(name, kind, nullable=False)


def upgrade() -> None:
    """Nobody is there yet: `parley serve` prints a link for the first one."""
    op.create_table(
        "user",
        required("id", TEXT),
        required("email", TEXT),
        required("name", TEXT),
        required("role", TEXT),
        required("timezone", TEXT),
        required("status", TEXT),
        required("capacity", sa.Integer()),
        required("queues", sa.JSON()),
        required("notify", sa.JSON()),
        required("preferences", sa.JSON()),
        sa.Column("password", TEXT),
        sa.Column("factor", TEXT),
        sa.Column("factor_at", TIME),
        sa.Column("factor_step", sa.Integer()),
        required("recovery", sa.JSON()),
        sa.Column("identity", TEXT),
        required("created_at", TIME),
        sa.Column("seen_at", TIME),
        sa.Column("disabled_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_user"),
        sa.UniqueConstraint("email", name="uq_user_email"),
        sa.UniqueConstraint("identity", name="uq_user_identity"),
    )
    op.create_table(
        "login",
        required("id", TEXT),
        required("digest", TEXT),
        required("user_id", TEXT),
        required("whole", sa.Boolean()),
        required("address", TEXT),
        required("browser", TEXT),
        required("created_at", TIME),
        required("seen_at", TIME),
        required("proved_at", TIME),
        required("expires_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_login"),
        sa.UniqueConstraint("digest", name="uq_login_digest"),
    )
    op.create_index("ix_login_user_id", "login", ["user_id"])
    op.create_table(
        "user_link",
        required("id", TEXT),
        required("digest", TEXT),
        required("user_id", TEXT),
        required("kind", TEXT),
        sa.Column("email", TEXT),
        required("created_by", TEXT),
        required("created_at", TIME),
        required("expires_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_user_link"),
        sa.UniqueConstraint("digest", name="uq_user_link_digest"),
    )
    op.create_index("ix_user_link_user_id", "user_link", ["user_id"])
    op.create_table(
        "attempt",
        required("subject", TEXT),
        required("failures", sa.Integer()),
        required("last_at", TIME),
        sa.Column("blocked_until", TIME),
        sa.PrimaryKeyConstraint("subject", name="pk_attempt"),
    )
    op.create_index("ix_attempt_last_at", "attempt", ["last_at"])
    op.create_table(
        "audit",
        sa.Column("seq", SEQUENCE, autoincrement=True, nullable=False),
        required("at", TIME),
        required("kind", TEXT),
        required("actor", TEXT),
        required("actor_name", TEXT),
        required("subject", TEXT),
        required("address", TEXT),
        required("data", sa.JSON()),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_actor", "audit", ["actor", "seq"])
    for statement in _ON_POSTGRESQL if _is_postgresql() else _ON_SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Nobody can sign in any more, and what was done is forgotten."""
    if _is_postgresql():
        op.execute("DROP TRIGGER audit_stays ON audit")
        op.execute("DROP TRIGGER audit_is_not_emptied ON audit")
        op.execute("DROP FUNCTION audit_stays")
    for name in ("audit", "attempt", "user_link", "login", "user"):
        op.drop_table(name)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


_ON_SQLITE = (
    f"CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
    f"CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
    # INSERT OR REPLACE removes a row without the trigger above.
    "CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit "  # noqa: S608 - our own words
    f"WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq) BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
)
_ON_POSTGRESQL = (
    "CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays()",
    "CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()",
)
