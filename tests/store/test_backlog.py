"""What waits, counted without reading what is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event as happenings
from sqlalchemy import insert

from bot.store import backlog as module
from bot.store import leases
from bot.store.backlog import Backlog, ChannelBacklog, Waiting, backlog
from bot.store.db import Database
from bot.store.tables import action, contact, conversation, inbound, message, receipt, session, timer
from tests.postgres import fresh_database

NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
SOONER, LATER = NOW - timedelta(minutes=5), NOW + timedelta(minutes=5)
PARTIAL = {
    "ix_inbound_new",
    "ix_inbound_deferred",
    "ix_inbound_parked",
    "ix_message_due",
    "ix_message_unknown",
    "ix_receipt_message_id",
    "ix_action_due",
    "ix_conversation_person",
    "ix_session_wake",
}
BY_TIME = {"ix_timer_due_at", "ix_lease_until"}
"""A timer is a row only until it has fired, and a lease until nothing of it is on the wire."""
BY_NUMBER = ("SEARCH message USING INTEGER PRIMARY KEY", "SCAN json_each")
"""What is on the wire is named there."""


def came_in(conn, kind, status, at, key):
    row = {"kind": kind, "channel": "main", "dedupe_key": key, "contact": "+1", "part": 0, "payload": {}}
    conn.execute(insert(inbound), [row | {"status": status, "received_at": at, "done_at": at}])


def to_go_out(conn, channel, status, due_at, unknown_at=None):
    number = conn.execute(message.select()).all()
    row = {
        "id": f"msg_{len(number)}",
        "conversation_id": "cnv_1",
        "channel": channel,
        "sender": "+2",
        "recipient": "+1",
        "message_class": "transactional",
        "text": "Hi",
        "media": [],
        "encoding": "GSM-7",
        "units": 2,
        "segments": 1,
        "status": status,
        "attempts": 0,
        "resends": 0,
        "possible_duplicate": False,
        "due_at": due_at,
        "unknown_at": unknown_at,
        "provider": "loopback",
        "created_at": SOONER,
    }
    conn.execute(insert(message), [row])


@pytest.fixture
def house(conn):
    return furnished(conn)


def furnished(conn):
    """Make a contact with a conversation, because messages and sessions hang there."""
    person = {"id": "ctc_1", "phone": "+1", "fields": {}, "tags": [], "created_at": SOONER, "updated_at": SOONER}
    conn.execute(insert(contact), [person])
    between = {"id": "cnv_1", "contact_id": "ctc_1", "channel": "main", "status": "open", "handler": "bot"}
    rest = {"labels": [], "unread": 0, "epoch": 0, "created_at": SOONER, "last_at": SOONER}
    conn.execute(insert(conversation), [between | rest])
    return conn


def test_nothing_waits_in_an_empty_house(conn):
    assert Backlog() == backlog(conn, NOW)


def test_what_came_in_is_counted_by_what_it_waits_for(conn):
    came_in(conn, "message", "new", SOONER, "1")
    came_in(conn, "wake", "new", NOW, "2")
    came_in(conn, "receipt", "new", NOW, "3")
    came_in(conn, "message", "deferred", SOONER, "4")
    came_in(conn, "message", "parked", NOW, "5")
    came_in(conn, "message", "done", SOONER, "6")

    found = backlog(conn, NOW)

    assert (Waiting(2, SOONER), Waiting(1, NOW)) == (found.process, found.receipts)
    assert (Waiting(1, SOONER), Waiting(1, NOW)) == (found.deferred, found.parked)
    assert Waiting(3, SOONER) == found.inbox
    assert 300.0 == found.inbox.lag_s(NOW)


def test_what_goes_out_is_counted_by_channel(house):
    to_go_out(house, "main", "queued", SOONER)
    to_go_out(house, "main", "queued", NOW)
    to_go_out(house, "main", "queued", LATER)
    to_go_out(house, "main", "sending", SOONER)
    leases.begin(house, [4], LATER)
    to_go_out(house, "backup", "unknown", LATER, unknown_at=SOONER)
    to_go_out(house, "gone", "unknown", None, unknown_at=NOW)
    to_go_out(house, "main", "delivered", None)

    found = backlog(house, NOW)

    assert {
        "main": ChannelBacklog(Waiting(2, SOONER), later=1, sending=1),
        "backup": ChannelBacklog(unknown=Waiting(1, SOONER)),
        "gone": ChannelBacklog(unknown=Waiting(1, NOW)),
    } == found.channels
    assert (Waiting(2, SOONER), Waiting(2, SOONER)) == (found.send, found.unknown)


def test_what_the_clock_has_made_due(house):
    called = {"session_id": "ses_1", "contact": "+1", "channel": "main", "request": {}, "status": "new", "attempts": 0}
    house.execute(
        insert(action),
        [called | {"id": f"cal_{at}", "due_at": at, "created_at": SOONER} for at in (SOONER, LATER, None)],
    )
    planned = {"contact_id": "ctc_1", "contact": "+1", "channel": "main", "key": "", "payload": {}}
    house.execute(insert(timer), [planned | {"id": f"tim_{at}", "due_at": at} for at in (NOW, LATER)])
    walk = {"id": "ses_1", "conversation_id": "cnv_1", "flow": "f", "version": "1", "state": "s", "data": {}}
    house.execute(insert(session), [walk | {"wake_at": SOONER, "started_at": SOONER}])

    found = backlog(house, NOW)

    assert (Waiting(1, SOONER), Waiting(2, SOONER)) == (found.actions, found.schedule)


def test_receipts_of_nobody_are_counted(conn):
    known = {"channel": "main", "status": "delivered", "raw_status": "delivered", "received_at": NOW}
    conn.execute(insert(receipt), [known | {"provider_id": "a", "message_id": id} for id in ("msg_1", None)])

    assert 1 == backlog(conn, NOW).unmatched


def test_counting_ends_where_it_is_very_many(conn, monkeypatch):
    monkeypatch.setattr(module, "BACKLOG_COUNTED_MAX", 3)
    for number in range(5):
        came_in(conn, "message", "new", NOW + timedelta(seconds=number), str(number))
        came_in(conn, "message", "parked", NOW, f"parked-{number}")

    found = backlog(conn, NOW)

    assert Waiting(3, NOW) == found.process
    assert 3 == found.parked.count


def explained(conn, explain: str) -> list[list[str]]:
    """How a database goes about each question."""
    asked = []

    def remember(conn, cursor, statement, parameters, context, executemany):
        asked.append((statement, parameters))

    happenings.listen(conn, "before_cursor_execute", remember)
    backlog(conn, NOW)
    happenings.remove(conn, "before_cursor_execute", remember)
    plans = [conn.exec_driver_sql(f"{explain} {statement}", parameters) for statement, parameters in asked]
    return [[str(row[-1]) for row in plan] for plan in plans]


async def test_a_server_reads_no_whole_table_either(postgresql_server):
    def look(conn):
        to_go_out(furnished(conn), "main", "queued", SOONER)
        return explained(conn, "EXPLAIN")

    with fresh_database(postgresql_server) as url:
        database = Database(url)
        await database.open()
        plans = await database.run(look)
        await database.close()

    assert len(plans) >= 10
    assert [] == [line for plan in plans for line in plan if "Seq Scan" in line]


def test_every_question_reads_an_index_of_what_is_unfinished(house):
    """So that ten million messages that are done cost nothing."""
    to_go_out(house, "main", "queued", SOONER)
    plans = explained(house, "EXPLAIN QUERY PLAN")
    lines = [line for plan in plans for line in plan]
    tables = [line for line in lines if line.startswith(("SCAN", "SEARCH")) and "anon_" not in line]

    assert len(plans) >= 10
    others = [line for line in tables if not line.startswith(BY_NUMBER)]
    assert [] == [line for line in others if not any(f"INDEX {name}" in line for name in PARTIAL | BY_TIME)]
    assert PARTIAL | BY_TIME == {name for name in PARTIAL | BY_TIME if any(f"INDEX {name}" in line for line in tables)}
