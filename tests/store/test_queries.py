"""The hot queries look at what they are about, however much lies beside it: each finds its index."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import event as happenings

from bot.store import (
    actions,
    addressed,
    contacts,
    conversations,
    events,
    flows,
    inbound,
    messages,
    outcomes,
    receipts,
    soliciting,
    timers,
    views,
)

NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)


@contextmanager
def statements(conn):
    """Collect what is executed: (SQL, parameters)."""
    seen = []

    def remember(conn, cursor, statement, parameters, context, executemany):
        seen.append((statement, parameters[0] if executemany else parameters))

    happenings.listen(conn, "before_cursor_execute", remember)
    try:
        yield seen
    finally:
        happenings.remove(conn, "before_cursor_execute", remember)


@pytest.mark.parametrize(
    ("query", "indexes"),
    [
        (lambda conn: inbound.pending(conn, 200), ["ix_inbound_new"]),
        (lambda conn: inbound.release(conn, [("+1", "main")]), ["ix_inbound_deferred"]),
        (lambda conn: inbound.withdraw(conn, ["+1"], NOW), ["ix_inbound_deferred"]),
        (lambda conn: inbound.waiting_for_parts(conn, ["+1"]), ["ix_inbound_partial"]),
        (lambda conn: inbound.wait_no_longer(conn, NOW), ["ix_inbound_partial"]),
        (lambda conn: outcomes.unresolved(conn, "main", NOW, 32), ["ix_message_unknown"]),
        (lambda conn: addressed.last_home(conn, "+1", "main"), ["ix_message_recipient"]),
        (lambda conn: messages.expire(conn, "main", NOW), ["ix_message_due"]),
        (lambda conn: soliciting.sent(conn, ["+1"], NOW), ["ix_message_recipient"]),
        (lambda conn: outcomes.deliveries(conn, ["msg_1"]), ["sqlite_autoindex_message_1"]),
        (lambda conn: outcomes.known_as(conn, "main", ["x"]), ["ix_message_provider"]),
        (lambda conn: receipts.unnamed(conn, "main", "+1"), ["ix_message_recipient"]),
        (
            lambda conn: addressed.cancel_queued(conn, ["ctc_1"], "x"),
            ["ix_message_turn", "sqlite_autoindex_conversation"],
        ),
        (lambda conn: receipts.waiting(conn, "main", ["x"]), ["ix_receipt_waiting"]),
        (lambda conn: receipts.join(conn, "main", {"x": "y"}), ["ix_receipt_waiting"]),
        (lambda conn: receipts.channel_reports(conn, "main"), ["ix_receipt_channel"]),
        (lambda conn: receipts.strays(conn, "main", NOW), ["ix_receipt_waiting"]),
        (lambda conn: contacts.find(conn, ["+1"]), ["sqlite_autoindex_contact_2"]),
        (lambda conn: contacts.suppressed(conn, ["x"]), ["sqlite_autoindex_suppression_1"]),
        (lambda conn: conversations.find(conn, ["ctc_1"]), ["sqlite_autoindex_conversation_2"]),
        (lambda conn: conversations.active_sessions(conn, ["cnv_1"]), ["uq_session_active"]),
        (lambda conn: conversations.due_sessions(conn, NOW, 500), ["ix_session_wake"]),
        (lambda conn: conversations.standing(conn, ["visit", "other"]), ["ix_session_version"]),
        (lambda conn: conversations.behind(conn, {"visit": "1"}, "", 500), ["ix_session_version"]),
        (lambda conn: events.of_conversation(conn, "cnv_1"), ["ix_event_conversation_id"]),
        (lambda conn: flows.stored(conn, [("visit", "1")]), ["sqlite_autoindex_flow_version_1"]),
        (lambda conn: views.written_by_sessions(conn, "cnv_1"), ["ix_message_recipient"]),
        (lambda conn: views.conversations(conn, phone="+1"), ["sqlite_autoindex_contact_2"]),
        (lambda conn: timers.due(conn, NOW, 500), ["ix_timer_due_at"]),
        (lambda conn: timers.remove(conn, [("ctc_1", "key")]), ["ix_timer_key (key=? AND contact_id=?)"]),
        (lambda conn: timers.remove_some(conn, ["@key"], 500), ["ix_timer_key", "sqlite_autoindex_timer_1"]),
        (lambda conn: contacts.by_ids(conn, ["ctc_1"]), ["sqlite_autoindex_contact_1"]),
        (lambda conn: contacts.page(conn, "ctc_1", 500), ["sqlite_autoindex_contact_1"]),
        (lambda conn: conversations.newest_channels(conn, ["ctc_1"], ["main"]), ["sqlite_autoindex_conversation_2"]),
        (lambda conn: events.count(conn, ["cnv_1"], "trigger", NOW), ["ix_event_conversation_id"]),
        (lambda conn: timers.remove_all(conn, ["ctc_1"]), ["ix_timer_contact_id"]),
        (lambda conn: actions.claim(conn, NOW, NOW, 10), ["ix_action_due"]),
        (lambda conn: views.messages(conn, to="+1", before=None, limit=10), ["ix_message_recipient"]),
        (lambda conn: views.messages_of_request(conn, "req_1"), ["ix_message_request"]),
    ],
)
def test_a_query_finds_its_index(conn, query, indexes):
    with statements(conn) as seen:
        query(conn)
    [(statement, parameters)] = seen
    plan = " ".join(row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))

    assert [] == [index for index in indexes if index not in plan], plan
    assert [] == re.findall(r"SCAN (?!json_each)\w+\b(?! USING)", plan)


@pytest.mark.parametrize(
    "query",
    [
        lambda conn: outcomes.claimed_by(conn, ["run_1"]),
        lambda conn: outcomes.claimed_by_others(conn, "run_1"),
    ],
)
def test_what_waits_is_found_without_reading_what_is_done(conn, query):
    with statements(conn) as seen:
        query(conn)
    plans = [
        " ".join(row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
        for statement, parameters in seen
    ]

    assert [] == [plan for plan in plans if "INDEX" not in plan]


def test_what_is_due_is_found_in_its_order_the_urgent_and_the_others(conn):
    with statements(conn) as seen:
        messages.due(conn, "main", NOW, NOW, 32)
    urgent, others = (
        " ".join(row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
        for statement, parameters in seen
    )

    assert "ix_message_due (channel=? AND lane=? AND urgent=? AND due_at<?)" in urgent
    assert "ix_message_due (channel=? AND lane=? AND urgent=? AND due_at<?)" in others
    assert "ix_message_turn" in urgent
    assert "TEMP B-TREE" not in urgent + others
