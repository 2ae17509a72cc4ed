"""The ledger of consent holds all evidence, and the database itself keeps it as it is.

The one change that passes its triggers is an erasure: the columns about the person are emptied, once, and all others
stay. Whoever makes the table anew for SQLite has to make the triggers anew, too.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
TEXT = sa.String()
DOCUMENT = sa.JSON(none_as_null=True)
EVIDENCE = (
    ("id", TEXT),
    ("consent_type", TEXT),
    ("occurred_at", TIME),
    ("honoured_at", TIME),
    ("source_url", TEXT),
    ("form", TEXT),
    ("keyword", TEXT),
    ("disclosure", TEXT),
    ("disclosure_version", TEXT),
    ("action", TEXT),
    ("ip", TEXT),
    ("user_agent", TEXT),
    ("identity", TEXT),
    ("actor", TEXT),
    ("salt", TEXT),
    ("personal_hash", TEXT),
    ("erased_at", TIME),
)
STANDING = (("event", TEXT), ("paused", TEXT), ("asked", TEXT), ("asked_at", TIME), ("returned", TEXT))
EMPTIED = ("contact_id", "text", "evidence")
"""About the person; blank once that is erased."""
FORGOTTEN = (
    "source_url",
    "form",
    "keyword",
    "disclosure",
    "disclosure_version",
    "action",
    "ip",
    "user_agent",
    "identity",
    "salt",
)
"""About the person, too; there may be nothing in them to begin with."""
KEPT = (
    "seq",
    "person",
    "kind",
    "source",
    "channel",
    "confirmation_id",
    "at",
    "previous_hash",
    "row_hash",
    "format",
    "id",
    "scope",
    "consent_type",
    "occurred_at",
    "honoured_at",
    "actor",
    "personal_hash",
)
"""What an erasure leaves, besides `details`."""
WHY = "the ledger of consent is append-only"
PAUSED, IDS = sa.text("paused IS NOT NULL"), sa.text("id IS NOT NULL")


def filled(name: str, kind: Any, default: Any) -> sa.Column[Any]:
    """A column that rows of before get a value for."""
    return sa.Column(name, kind, nullable=False, server_default=default)


def upgrade() -> None:
    """Rows of before keep their hashes, which are made by the first rule; whoever opted out is out of everything."""
    op.add_column("consent_event", filled("format", sa.Integer(), "1"))
    op.add_column("consent_event", filled("scope", TEXT, ""))
    op.add_column("consent_event", filled("details", DOCUMENT, "{}"))
    for name, kind in EVIDENCE:
        op.add_column("consent_event", sa.Column(name, kind))
    op.execute("UPDATE consent_event SET id = 'cns_' || seq")
    op.create_index("uq_consent_event_id", "consent_event", ["id"], unique=True, sqlite_where=IDS, postgresql_where=IDS)
    _guard()
    op.add_column("suppression", filled("everything", sa.Boolean(), sa.true()))
    op.add_column("suppression", filled("programs", DOCUMENT, "{}"))
    op.add_column("suppression", filled("blocked", DOCUMENT, "{}"))
    for name, kind in STANDING:
        op.add_column("suppression", sa.Column(name, kind))
    op.create_index("ix_suppression_paused", "suppression", ["at"], sqlite_where=PAUSED, postgresql_where=PAUSED)
    op.execute(
        "UPDATE suppression SET event = (SELECT id FROM consent_event WHERE kind = 'out' "
        "AND consent_event.person = suppression.person ORDER BY seq DESC LIMIT 1)"
    )
    op.add_column("message", sa.Column("program", TEXT))


def downgrade() -> None:
    """Go back only while there is nothing to lose: the older tables have no room for the evidence."""
    newer = op.get_bind().execute(sa.text("SELECT count(*) FROM consent_event WHERE format > 1")).scalar_one()
    if newer:
        raise RuntimeError(f"{newer} records of consent hold evidence that the older schema would throw away")
    _unguard()
    op.drop_column("message", "program")
    op.execute("DELETE FROM suppression WHERE NOT everything")
    op.drop_index("ix_suppression_paused", "suppression")
    for name in ("everything", "programs", "blocked", *(name for name, _ in STANDING)):
        op.drop_column("suppression", name)
    op.drop_index("uq_consent_event_id", "consent_event")
    for name in ("format", "scope", "details", *(name for name, _ in EVIDENCE)):
        op.drop_column("consent_event", name)


# ── the guard ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _guard() -> None:
    for statement in _ON_POSTGRESQL if _is_postgresql() else _ON_SQLITE:
        op.execute(statement)


def _unguard() -> None:
    if _is_postgresql():
        op.execute("DROP TRIGGER consent_event_stays ON consent_event")
        op.execute("DROP TRIGGER consent_event_is_not_emptied ON consent_event")
        op.execute("DROP FUNCTION consent_event_stays")
        return
    for name in ("changed", "removed", "replaced"):
        op.execute(f"DROP TRIGGER consent_event_is_not_{name}")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _is_erasure(differs: str) -> str:
    """The condition, with the word that a database has for `differs`."""
    once = ["OLD.erased_at IS NULL", "NEW.erased_at IS NOT NULL"]
    emptied = [f"NEW.{name} = ''" for name in EMPTIED]
    forgotten = [f"NEW.{name} IS NULL" for name in FORGOTTEN]
    kept = [f"NOT (NEW.{name} {differs} OLD.{name})" for name in KEPT]
    details = f"NOT (CAST(NEW.details AS TEXT) {differs} CAST(OLD.details AS TEXT))"
    return " AND ".join([*once, *emptied, *forgotten, *kept, details])


_ON_SQLITE = (
    "CREATE TRIGGER consent_event_is_not_changed BEFORE UPDATE ON consent_event "
    f"WHEN NOT ({_is_erasure('IS NOT')}) BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
    "CREATE TRIGGER consent_event_is_not_removed BEFORE DELETE ON consent_event "
    f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
    # INSERT OR REPLACE removes a row without the trigger above.
    "CREATE TRIGGER consent_event_is_not_replaced BEFORE INSERT ON consent_event "  # noqa: S608 - our own words
    "WHEN EXISTS (SELECT 1 FROM consent_event WHERE seq = NEW.seq OR id = NEW.id) "
    f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
)
_ON_POSTGRESQL = (
    "CREATE FUNCTION consent_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF TG_OP = 'UPDATE' THEN IF {_is_erasure('IS DISTINCT FROM')} THEN RETURN NEW; END IF; END IF; "
    f"RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER consent_event_stays BEFORE UPDATE OR DELETE ON consent_event "
    "FOR EACH ROW EXECUTE FUNCTION consent_event_stays()",
    "CREATE TRIGGER consent_event_is_not_emptied BEFORE TRUNCATE ON consent_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION consent_event_stays()",
)
