"""The migrations lead to the tables that the code declares, and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.errors import ConfigError
from bot.events import MessageClass, MessageStatus
from bot.store import contacts, conversations, desk, erasing, exchanges, flows, links, messages, migrate, outcomes
from bot.store.contacts import Contact
from bot.store.conversations import Conversation
from bot.store.exchanges import Exchange
from bot.store.flows import FlowSource
from bot.store.links import Link
from bot.store.messages import Message
from bot.store.tables import metadata

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
SAID = Message(
    id="msg_1",
    conversation_id="cnv_1",
    channel="main",
    sender="+2",
    recipient="+1",
    message_class=MessageClass.CONVERSATIONAL,
    text="Hi",
    media=[],
    encoding="GSM-7",
    units=2,
    segments=1,
    status=MessageStatus.QUEUED,
    due_at=NOON,
    provider="loopback",
    created_at=NOON,
)


def of_dialect(conn):
    """Leave out the indexes that only the other database has, and what SQLite's full-text index is made of.

    Alembic makes no difference.
    """

    def include(item, name, kind, reflected, compare_to):
        if kind == "table" and name.startswith("finding_index"):
            return False
        only = getattr(item, "_ddl_if", None)
        return only is None or only.dialect == conn.dialect.name

    return include


def test_the_newest_revision_is_what_the_code_declares(conn):
    """A column added to the tables without a migration would only be missed in production."""
    options = {"compare_type": True, "include_object": of_dialect(conn)}
    differences = compare_metadata(MigrationContext.configure(conn, opts=options), metadata)

    assert [] == differences


def test_partial_indexes_are_migrated_with_their_conditions(conn):
    """`compare_metadata` does not look at conditions."""
    migrated = dict(
        conn.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")).all()
    )
    declared = {
        index.name: index
        for table in metadata.tables.values()
        for index in table.indexes
        if of_dialect(conn)(index, index.name, "index", False, None)
    }

    assert set(declared) == set(migrated)
    for name, index in declared.items():
        condition = index.dialect_options["sqlite"]["where"]
        assert ("" if condition is None else str(condition)) == migrated[name].partition(" WHERE ")[2], name


def test_numbers_that_order_things_are_never_given_twice(conn):
    statements = conn.execute(
        text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
    )

    logs = {"inbound", "event", "message", "receipt", "consent_event", "audit", "fact", "activity", "webhook_attempt"}
    assert logs == set(statements.scalars())


def test_upgrading_twice_changes_nothing(conn):
    migrate.upgrade(conn)

    assert migrate.newest() == migrate.current(conn)


def test_there_is_a_way_back_to_an_empty_database(conn):
    migrate.downgrade(conn, "base")

    assert ["alembic_version"] == inspect(conn).get_table_names()
    assert migrate.current(conn) is None


def test_a_database_of_a_newer_release_is_refused(conn):
    conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(ConfigError, match="newer Parley"):
        migrate.upgrade(conn)


def test_versions_from_before_translations_have_none(conn):
    migrate.downgrade(conn, "0004")
    conn.execute(
        text(
            "INSERT INTO flow_version (flow, version, path, source, activated_at) "
            "VALUES ('a', '1', 'a.yaml', 'flow: a', '2026-03-06 12:00:00.000000+00:00')"
        )
    )
    migrate.upgrade(conn)

    assert [FlowSource("a", "1", "a.yaml", "flow: a", {})] == flows.last_live(conn, ["a"])


def test_numbers_and_lanes_come_and_go_with_what_was_there(conn):
    """What waited in the one lane waits there still, and on the way back every number's messages wait together."""
    migrate.downgrade(conn, "0014")
    at = "2026-03-06 12:00:00.000000+00:00"
    rows = {
        "contact": {"id": "ctc_1", "phone": "+1", "fields": "{}", "tags": "[]", "created_at": at, "updated_at": at},
        "conversation": {
            "id": "cnv_1",
            "contact_id": "ctc_1",
            "channel": "main",
            "status": "open",
            "handler": "bot",
            "labels": "[]",
            "unread": 0,
            "epoch": 0,
            "created_at": at,
            "last_at": at,
        },
        "message": {
            "id": "msg_1",
            "conversation_id": "cnv_1",
            "channel": "main",
            "sender": "+2",
            "recipient": "+1",
            "message_class": "otp",
            "text": "Hi",
            "media": "[]",
            "encoding": "GSM-7",
            "units": 2,
            "segments": 1,
            "status": "queued",
            "attempts": 0,
            "resends": 0,
            "possible_duplicate": False,
            "due_at": at,
            "provider": "loopback",
            "created_at": at,
        },
    }
    for table, row in rows.items():
        names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        conn.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608 - our names
    migrate.upgrade(conn)
    assert [("", None)] == conn.execute(text("SELECT lane, dlt_template_id FROM message")).all()
    assert [None] == conn.execute(text("SELECT number FROM conversation")).scalars().all()

    conn.execute(text("UPDATE message SET lane = '+2', dlt_template_id = '1107'"))
    migrate.downgrade(conn, "0014")
    assert [("msg_1", "queued", "+2")] == conn.execute(text("SELECT id, status, sender FROM message")).all()


def test_erasures_are_recorded_from_their_migration_on_and_people_stay_on_the_way_back(conn):
    contacts.add(conn, [Contact("ctc_1", "+12065550101", NOON), Contact("ctc_2", "+12065550102", NOON)])
    erasing.begin(conn, "ers_1", "+12065550101", "of no matter here", "test", NOON)
    migrate.downgrade(conn, "0015")
    tables = inspect(conn).get_table_names()
    migrate.upgrade(conn)

    assert "erasure" not in tables
    assert [] == erasing.unfinished(conn)
    assert ["ctc_2"] == list(contacts.by_ids(conn, ["ctc_1", "ctc_2"]))


def test_what_was_said_goes_on_the_way_back_and_nothing_with_it(conn):
    contacts.add(conn, [Contact("ctc_1", "+12065550101", NOON)])
    said = Exchange(
        NOON, "main", "webhook", "in-1", "+12065550101", None, None, "received", "text", 200, 1, "POST x\n\n{}", "\n"
    )
    exchanges.add(conn, [said])
    before = [kept.exchange for kept in exchanges.of_text(conn, "main", "in-1")]
    migrate.downgrade(conn, "0013")
    tables = inspect(conn).get_table_names()
    migrate.upgrade(conn)

    assert [said] == before
    assert "exchange" not in tables
    assert [] == exchanges.of_text(conn, "main", "in-1")
    assert ["ctc_1"] == list(contacts.by_ids(conn, ["ctc_1"]))


def test_what_agents_do_is_known_from_their_migration_on_and_conversations_stay_on_the_way_back(conn):
    contacts.add(conn, [Contact("ctc_1", "+12065550101", NOON)])
    taken = Conversation("cnv_1", "ctc_1", "main", NOON, NOON, handler="person", taken_at=NOON, needs_reply_since=NOON)
    conversations.add(conn, [taken])
    desk.add_note(conn, desk.Note("nte_1", "cnv_1", "usr_1", "Mia", "Prefers mornings.", [], NOON))
    migrate.downgrade(conn, "0019")
    tables = inspect(conn).get_table_names()
    migrate.upgrade(conn)
    found = desk.find(conn, "cnv_1")

    assert not {"note", "notice"} & set(tables)
    assert ("person", None, False) == (found.handler, found.taken_at, found.held)
    assert {} == desk.notes(conn, ["nte_1"])


def test_clicks_are_counted_from_their_migration_on_and_links_stay_on_the_way_back(conn):
    """The first click was kept without its zone before."""
    links.add(conn, [Link("0123456789", "msg_1", "https://a.example", NOON, "2026-03-06", "brd_1")])
    assert "https://a.example" == links.click(conn, "0123456789", NOON)
    counted = conn.execute(text("SELECT source, what, n FROM stat_click WHERE day = '2026-03-06' ORDER BY what")).all()
    migrate.downgrade(conn, "0033")
    conn.execute(text("UPDATE link SET first_click_at = substr(first_click_at, 1, 26)"))
    tables = inspect(conn).get_table_names()
    migrate.upgrade(conn)
    links.click(conn, "0123456789", NOON + timedelta(hours=1))

    assert [("brd_1", "clicks", 1), ("brd_1", "followed", 1), ("brd_1", "links", 1)] == counted
    assert "stat_click" not in tables
    expected = Link("0123456789", "msg_1", "https://a.example", NOON, None, "", 2, NOON, NOON + timedelta(hours=1))
    assert [expected] == links.of_message(conn, "msg_1")
    assert [] == conn.execute(text("SELECT * FROM stat_click")).all()


def test_what_is_on_the_wire_keeps_its_lease_both_ways(conn):
    """Before, the lease of a message was when it was due."""
    lease = "2026-03-06 12:00:30.000000+00:00"
    messages.add(conn, [SAID])
    migrate.downgrade(conn, "0035")
    conn.execute(text("UPDATE message SET status = 'sending', claimed_by = 'run_1', due_at = :at"), {"at": lease})
    tables = inspect(conn).get_table_names()
    migrate.upgrade(conn)
    soon, over = NOON + timedelta(seconds=29), NOON + timedelta(seconds=30)

    assert "lease" not in tables
    assert [] == outcomes.overdue(conn, soon, 10)
    assert [("msg_1", "run_1", over)] == [
        (late.id, late.claimed_by, late.leased_until) for late in outcomes.overdue(conn, over, 10)
    ]

    messages.mark_sending(conn, [1], "run_2", NOON + timedelta(minutes=1))
    migrate.downgrade(conn, "0035")
    assert ["2026-03-06 12:01:00.000000+00:00"] == conn.execute(text("SELECT due_at FROM message")).scalars().all()
