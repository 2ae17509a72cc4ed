"""Drafts, canned replies, and numbers of one person: kept, changed and forgotten."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.store import contacts, same_person, writing
from bot.store.contacts import Contact
from bot.store.writing import NOTE, REPLY, Canned

NOON = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)


def canned(id: str, shortcut: str, text: str = "Hello.", owner: str = "") -> Canned:
    return Canned(id, owner, shortcut, text, NOON, "usr_1")


def test_a_draft_is_kept_for_each_agent_and_kind(conn):
    writing.keep_draft(conn, "usr_1", "cnv_1", REPLY, "Dear", NOON)
    writing.keep_draft(conn, "usr_1", "cnv_1", NOTE, "a hard one", NOON)
    writing.keep_draft(conn, "usr_2", "cnv_1", REPLY, "Hi", NOON)
    writing.keep_draft(conn, "usr_1", "cnv_1", REPLY, "Dear Ana", NOON)

    assert {REPLY: "Dear Ana", NOTE: "a hard one"} == writing.drafts(conn, "usr_1", "cnv_1")
    assert {"cnv_1"} == writing.drafted(conn, "usr_2", ["cnv_1", "cnv_2"])


def test_an_emptied_draft_is_none(conn):
    writing.keep_draft(conn, "usr_1", "cnv_1", REPLY, "Dear", NOON)
    writing.keep_draft(conn, "usr_1", "cnv_1", REPLY, " \n", NOON)

    assert {} == writing.drafts(conn, "usr_1", "cnv_1")
    assert set() == writing.drafted(conn, "usr_1", ["cnv_1"])


def test_an_agent_sees_the_teams_canned_replies_and_their_own(conn):
    for one in (canned("can_1", "hours"), canned("can_2", "hours", "Mine.", "usr_1"), canned("can_3", "bye", "", "u2")):
        assert writing.keep_canned(conn, one)

    assert ["can_2", "can_1"] == [one.id for one in writing.canned(conn, "usr_1")]
    assert ["can_3", "can_1"] == [one.id for one in writing.canned(conn, "u2")]


def test_a_shortcut_is_given_once(conn):
    writing.keep_canned(conn, canned("can_1", "hours"))

    assert not writing.keep_canned(conn, canned("can_2", "hours"))
    assert writing.keep_canned(conn, canned("can_1", "hours", "We open at nine."))
    assert "We open at nine." == writing.canned(conn, "usr_1")[0].text
    writing.remove_canned(conn, "can_1")
    assert writing.canned_by_id(conn, "can_1") is None


def test_numbers_of_one_person_are_shown_as_one(conn):
    contacts.add(conn, [Contact(f"ctc_{number}", f"+1206555010{number}", NOON) for number in range(4)])
    same_person.join(conn, "ctc_2", "ctc_1", "usr_1", NOON)
    same_person.join(conn, "ctc_1", "ctc_3", "usr_1", NOON)

    assert "ctc_3" == same_person.main_of(conn, "ctc_2")
    assert {"ctc_3", "ctc_1", "ctc_2"} == {one.id for one in same_person.numbers_of(conn, "ctc_3")}
    assert ["ctc_0"] == [one.id for one in same_person.numbers_of(conn, "ctc_0")]
    same_person.part(conn, "ctc_2")
    assert "ctc_2" == same_person.main_of(conn, "ctc_2")
    assert 1 == same_person.forget(conn, "ctc_3")
