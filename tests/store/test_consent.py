"""The ledger shows whatever is done to it, by whichever rule its rows are hashed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from bot.store import consent, migrate
from bot.store.consent import ConsentEvent, Finding
from bot.store.tables import consent_event

NOON = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
ANA, BEN = "a" * 64, "b" * 64


def event(number, person=ANA, **more):
    given = {"text": "STOP", "evidence": f"in-{number}", "salt": f"salt {number}", **more}
    at = NOON + timedelta(minutes=number)
    known = {"kind": "out", "source": "keyword", "channel": "main", "confirmation_id": None, "at": at}
    return ConsentEvent(**{"id": f"cns_x{number}", "person": person, "contact_id": "ctc_1", **known, **given})


SIGNED = {
    "kind": "in",
    "text": "yes",
    "source": "api",
    "scope": "news",
    "consent_type": "express_written",
    "occurred_at": NOON.astimezone(timezone(timedelta(hours=5))),
    "honoured_at": NOON,
    "source_url": "https://shop.example/join",
    "form": "join",
    "keyword": "JOIN",
    "disclosure": "I agree to 4 msgs/month. Msg&data rates may apply. ✓",
    "action": "ticked a box",
    "ip": "203.0.113.7",
    "user_agent": "Mozilla/5.0",
    "identity": "Ana Castillo",
    "actor": "crm",
    "details": {"line": 7},
}


@pytest.fixture
def ledger(conn):
    """Four records; the guard is taken away, for who could do that could also forge."""
    consent.add(conn, [event(1), event(2, BEN, **SIGNED)])
    consent.add(conn, [event(3), event(4, kind="in", text="START")])
    for name in ("changed", "removed", "replaced"):
        conn.execute(text(f"DROP TRIGGER consent_event_is_not_{name}"))
    return conn


def found(conn):
    return [tuple(finding) for finding in consent.verify(conn)]


def test_what_was_written_verifies_and_comes_back(ledger):
    assert [] == found(ledger)
    [kept] = consent.of_persons(ledger, [BEN])[BEN]
    expected = event(2, BEN, **SIGNED)

    assert replace(expected, disclosure_version=kept.event.disclosure_version) == kept.event
    assert hashlib.sha256(SIGNED["disclosure"].encode()).hexdigest() == kept.event.disclosure_version
    assert {"cns_x2": kept} == consent.by_ids(ledger, ["cns_x2", "cns_x9"])


@pytest.mark.parametrize(
    "column",
    [
        *("id", "person", "contact_id", "kind", "source", "channel", "text", "evidence", "confirmation_id", "at"),
        *("scope", "consent_type", "occurred_at", "honoured_at", "source_url", "form", "keyword", "disclosure"),
        *("disclosure_version", "action", "ip", "user_agent", "identity", "actor", "salt", "personal_hash"),
        *("details", "format", "row_hash", "previous_hash"),
    ],
)
def test_a_change_of_any_column_is_found(ledger, column):
    changed = {
        "details": {"line": 8},
        "format": 1,
        **dict.fromkeys(("at", "occurred_at", "honoured_at"), NOON + timedelta(days=1)),
    }
    ledger.execute(update(consent_event).where(consent_event.c.seq == 2).values({column: changed.get(column, "x")}))

    assert {2, 3} >= {seq for seq, _ in found(ledger)} > set()


def test_each_finding_says_which_row_and_what(ledger):
    ledger.execute(text("UPDATE consent_event SET scope = '' WHERE seq = 2"))
    assert [(2, "it was changed after it was written")] == found(ledger)


def test_evidence_that_was_changed_is_found(ledger):
    ledger.execute(text("UPDATE consent_event SET ip = '203.0.113.8' WHERE seq = 2"))
    assert [(2, "what it says of the person was changed after it was written")] == found(ledger)


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        (1, [(2, "rows before it were removed")]),
        (2, [(3, "it does not follow row 1: rows between them were removed, or their order was changed")]),
        (3, [(4, "it does not follow row 2: rows between them were removed, or their order was changed")]),
    ],
)
def test_a_row_that_was_removed_is_found_by_the_next(ledger, gone, expected):
    ledger.execute(text("DELETE FROM consent_event WHERE seq = :seq"), {"seq": gone})

    assert expected == found(ledger)


def test_rows_that_were_put_in_another_order_are_found(ledger):
    for was, becomes in ((2, 20), (3, 2), (20, 3)):
        ledger.execute(update(consent_event).where(consent_event.c.seq == was).values(seq=becomes))

    assert [2, 3, 4] == [seq for seq, _ in found(ledger)]


def test_a_row_that_was_put_in_is_found(ledger):
    ledger.execute(text("UPDATE consent_event SET seq = seq + 1 WHERE seq = 4"))
    ledger.execute(
        text(
            "INSERT INTO consent_event (seq, person, contact_id, kind, source, channel, text, evidence, at, "
            "previous_hash, row_hash) SELECT 4, person, contact_id, 'in', source, channel, 'YES', evidence, at, "
            "row_hash, 'made up' FROM consent_event WHERE seq = 3"
        )
    )

    assert [4, 4, 5] == [seq for seq, _ in found(ledger)]


def test_a_rule_from_the_future_is_said_to_be_unknown(ledger):
    ledger.execute(text("UPDATE consent_event SET format = 9 WHERE seq = 4"))
    assert [(4, "its hash is made by rule 9, which this Parley does not know")] == found(ledger)


# ── erasing ──


def test_an_erasure_leaves_a_chain_that_verifies_and_nothing_of_the_person(ledger):
    erased = consent.pseudonymise(ledger, BEN, at=NOON, actor="agent")
    row = ledger.execute(text("SELECT * FROM consent_event WHERE seq = 2")).mappings().one()

    assert 1 == erased
    assert [] == found(ledger)
    assert [] == [value for value in ("Ana Castillo", "203.0.113.7", "yes", "ctc_1") if value in str(dict(row))]
    assert ("in", "news", None, None) == (row["kind"], row["scope"], row["disclosure"], row["disclosure_version"])
    assert 0 == len(consent.of_persons(ledger, ["c" * 64])["c" * 64])


def test_erasing_twice_only_takes_what_is_new(ledger):
    for number, expected in ((5, 1), (6, 0), (7, 1)):
        assert expected == consent.pseudonymise(ledger, BEN, at=NOON, actor="agent")
        assert [] == found(ledger)
        if number == 6:
            consent.add(ledger, [event(number, BEN)])


def test_nobody_unknown_is_erased(ledger):
    assert 0 == consent.pseudonymise(ledger, "c" * 64, at=NOON, actor="agent")


def test_evidence_that_vanishes_without_a_record_is_found(ledger):
    ledger.execute(
        text(
            "UPDATE consent_event SET erased_at = at, contact_id = '', text = '', evidence = '', salt = NULL "
            "WHERE seq = 1"
        )
    )
    assert [(1, "what it said of the person was erased, and no record says so")] == found(ledger)


def test_what_an_erasure_left_is_not_changed_afterwards(ledger):
    consent.pseudonymise(ledger, ANA, at=NOON, actor="agent")
    ledger.execute(text("UPDATE consent_event SET kind = 'in' WHERE seq = 3"))

    assert {3} == {seq for seq, _ in found(ledger)}


# ── the guard ──


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_event SET kind = 'in'",
        "UPDATE consent_event SET text = ''",
        "UPDATE consent_event SET erased_at = at",
        "UPDATE consent_event SET erased_at = at, contact_id = '', text = '', evidence = '', salt = NULL, kind = 'in'",
        "DELETE FROM consent_event",
        "INSERT OR REPLACE INTO consent_event SELECT * FROM consent_event",
    ],
)
def test_the_database_refuses(conn, statement):
    consent.add(conn, [event(1)])

    with pytest.raises(IntegrityError, match="append-only"):
        conn.execute(text(statement))
    assert [] == found(conn)


def test_an_erasure_passes_once(conn):
    consent.add(conn, [event(1)])
    consent.pseudonymise(conn, ANA, at=NOON, actor="agent")

    with pytest.raises(IntegrityError, match="append-only"):
        conn.execute(text("UPDATE consent_event SET erased_at = '2027-01-01' WHERE seq = 1"))


# ── rows of before ──


def old_rows(conn):
    """Two records as the first releases wrote them, hashes and all."""
    previous = "0" * 64
    for number in (1, 2):
        document = {
            "person": ANA,
            "contact_id": "ctc_1",
            "kind": "out",
            "source": "keyword",
            "channel": "main",
            "text": "STOP",
            "evidence": f"in-{number}",
            "confirmation_id": None,
            "at": (NOON + timedelta(minutes=number)).isoformat(),
            "previous": previous,
        }
        row_hash = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
        at = (NOON + timedelta(minutes=number)).isoformat(" ", "microseconds")
        values = document | {"at": at, "row_hash": row_hash}
        conn.execute(
            text(
                "INSERT INTO consent_event (person, contact_id, kind, source, channel, text, evidence, "
                "confirmation_id, at, previous_hash, row_hash) VALUES (:person, :contact_id, :kind, :source, "
                ":channel, :text, :evidence, :confirmation_id, :at, :previous, :row_hash)"
            ),
            values,
        )
        previous = row_hash
    conn.execute(
        text("INSERT INTO suppression (person, source, at) VALUES (:person, 'keyword', :at)"),
        {"person": ANA, "at": NOON.isoformat(" ", "microseconds")},
    )


@pytest.fixture
def upgraded(conn):
    migrate.downgrade(conn, "0011")
    old_rows(conn)
    migrate.upgrade(conn)
    return conn


def test_rows_of_before_verify_and_new_ones_follow_them(upgraded):
    consent.add(upgraded, [event(3)])

    assert [] == found(upgraded)
    assert ["cns_1", "cns_2", "cns_x3"] == [kept.event.id for kept in consent.of_persons(upgraded, [ANA])[ANA]]
    assert ("cns_2", 1) == tuple(upgraded.execute(text("SELECT event, everything FROM suppression")).one())


def test_a_row_of_before_that_was_changed_is_found(upgraded):
    upgraded.execute(text("DROP TRIGGER consent_event_is_not_changed"))
    upgraded.execute(text("UPDATE consent_event SET text = 'GO ON' WHERE seq = 1"))
    upgraded.execute(text("UPDATE consent_event SET id = 'cns_9' WHERE seq = 2"))

    assert [Finding(1, "it was changed after it was written"), Finding(2, "its id was changed")] == [
        *consent.verify(upgraded)
    ]


def test_rows_of_before_can_be_erased_and_what_is_left_of_them_is_not_changed(upgraded):
    assert 2 == consent.pseudonymise(upgraded, ANA, at=NOON, actor="agent")
    assert [] == found(upgraded)

    upgraded.execute(text("DROP TRIGGER consent_event_is_not_changed"))
    upgraded.execute(text("UPDATE consent_event SET kind = 'in' WHERE seq = 2"))
    assert [2] == [seq for seq, _ in found(upgraded)]


def test_there_is_a_way_back_while_nothing_would_be_lost(upgraded):
    migrate.downgrade(upgraded, "0011")
    assert 2 == upgraded.execute(text("SELECT count(*) FROM consent_event")).scalar_one()
    migrate.upgrade(upgraded)
    assert [] == found(upgraded)

    consent.add(upgraded, [event(3)])
    with pytest.raises(RuntimeError, match="1 records of consent hold evidence"):
        migrate.downgrade(upgraded, "0011")
