"""Whoever is erased is nowhere any more: in no table, no file, no page of the database that was deleted."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.accounts import CLI
from bot.broadcasts import Order, Plan, Variant, audiences
from bot.desk import Actor
from bot.egress import Egress
from bot.errors import DatabaseAway
from bot.events import ErrorClass, MessageClass, MessageStatus, Result
from bot.inbox import entries, profile
from bot.inbox.profile import Edit
from bot.inbox.spool import SpoolFile
from bot.privacy import NotYet
from bot.store import audiences as saved
from bot.store import consent, erasing, same_person, traffic, writing
from bot.store.db import Database
from bot.store.erasing import without
from bot.store.idempotency import KeptAnswer, keep_answer
from tests.privacy.traces import in_files, in_rows
from tests.stage import ANA, BEN, CHANNEL, NOON, staged

INTAKE = """\
flow: intake
start:
  - fallback
states:
  ask:
    - ask: What is it about?
      save: trouble
    - set: {contact.trouble: "{{ trouble }}"}
    - http: POST https://api.example.com/tickets
      json: {trouble: "{{ trouble }}", phone: "{{ contact.phone }}"}
      save: ticket
      on_error: later
    - go: later
  later:
    - schedule: remind
      in: 2 days
      with: {about: "{{ trouble }}"}
      id: "reminder-{{ trouble }}"
    - ask: We note {{ trouble }}. When may we call?
      save: when
    - handoff: desk
      note: "calls about {{ trouble }} at {{ when }}"
      closed: [{end: done}]
"""
REMIND = """\
flow: remind
inputs: {about: text}
start:
  - flow
states:
  one:
    - say: Remember {{ about }}.
    - end: done
"""
TEXT = MessageClass.TRANSACTIONAL
TROUBLE = "My grandmother's cœur, “broken”"
WHEN = "Tuesday at the bakery"
WORDS = (ANA, ANA.removeprefix("+"), TROUBLE, "grandmother", "cœur", WHEN, "bakery")


@pytest.fixture(autouse=True)
def _api(monkeypatch):
    """The business's API answers with what it was told."""

    async def fetch(self, call):
        return Result(call.id, 200, {}, {"noted": call.json})

    monkeypatch.setattr(Egress, "fetch", fetch)


async def lives(stage):
    """Ana and Ben have talked to us about the same length of time, and something of Ana's is everywhere."""
    for phone in (ANA, BEN):
        await stage.says(phone, "hello")
        await stage.says(phone, TROUBLE if phone == ANA else "the boiler")
        await stage.says(phone, WHEN if phone == ANA else "noon")
    first = (await stage.messages(ANA))[0]
    await stage.runtime.desk.note(first.conversation_id, Actor("usr_mia", "Mia"), f"Ask {ANA} about {WHEN}")
    await stage.reports(first.provider_id, MessageStatus.DELIVERED, recipient=ANA)
    await stage.runtime.exchanges.drain()
    await stage.runtime.follower.turn()
    kept = ("usr_mia", first.conversation_id, writing.REPLY, f"I am sorry about {TROUBLE}", NOON)
    await stage.runtime.database.run(writing.keep_draft, *kept)


@pytest.mark.usefixtures("either_database")
async def test_nothing_of_the_person_is_left_in_any_table(tmp_path):
    async with staged(tmp_path, INTAKE, REMIND) as stage:
        await lives(stage)
        everywhere = await stage.runtime.database.run(in_rows, WORDS)
        erased = await stage.runtime.eraser.erase(ANA, "key key_1")

        assert {
            "contact",
            "conversation",
            "finding",
            "session",
            "inbound",
            "event",
            "note",
            "message",
            "timer",
            "action",
            "draft",
        } <= set(everywhere)
        assert {} == await stage.runtime.database.run(in_rows, WORDS)
        assert (None, "key key_1", NOON) == (erased.phone, erased.actor, erased.finished_at)
        assert (1, 1, 2, 1, 1) == tuple(
            erased.counts[name] for name in ("contact", "conversation", "message", "session", "timer")
        )


@pytest.mark.usefixtures("either_database")
async def test_others_stay_as_they_were(tmp_path):
    async with staged(tmp_path, INTAKE, REMIND) as stage:
        await lives(stage)
        of_ben = (BEN, "the boiler", "noon")
        before = await stage.runtime.database.run(in_rows, of_ben)
        await stage.runtime.eraser.erase(ANA, "test")

        assert before == await stage.runtime.database.run(in_rows, of_ben)
        assert (2, 2) == (len(stage.heard(BEN)), len(await stage.messages(BEN)))


@pytest.mark.usefixtures("either_database")
async def test_broadcasts_forget_them_and_go_on_with_the_others(tmp_path):
    """Also who is still in the file of one that has not begun."""
    note = Variant("a", "Hello {{ nick }}.")
    later = NOON + timedelta(days=1)
    people = [(ANA, {"nick": "Annie of the bakery"}), (BEN, {"nick": "Benny"})]
    async with staged(tmp_path) as stage:
        create = stage.runtime.broadcasts.create
        for plan in (Plan(TEXT, (note,)), Plan(TEXT, (note,), send_at=later)):
            await stage.runtime.database.run(create, Order("news", plan, "key_1", people))
        await stage.settle()
        everywhere = await stage.runtime.database.run(in_rows, WORDS)
        kept = await stage.runtime.exporter.export(await stage.value("SELECT id FROM contact WHERE phone = :p", p=ANA))
        erased = await stage.runtime.eraser.erase(ANA, "test")
        left = await stage.runtime.database.run(in_rows, WORDS)
        await stage.passes(days=1)

        assert {"broadcast_part", "broadcast_recipient"} <= set(everywhere)
        assert [{"nick": "Annie of the bakery"}] == [row["data"] for row in kept["broadcasts"]]
        assert {} == left
        assert (1, 1) == (erased.counts["broadcast_part"], erased.counts["broadcast_recipient"])
        assert (["Hello Annie of the bakery."], ["Hello Benny."] * 2) == (stage.heard(ANA), stage.heard(BEN))


@pytest.mark.usefixtures("either_database")
async def test_filters_that_name_them_name_nobody_any_more(tmp_path):
    """By number, by name, and by what only they have; what Ben has as well is nobody's."""
    filters = (
        f'phone in ("{ANA}", "{BEN}")',
        'tags has "vip" and not name = "Ana Alvarez-Ünal"',
        'fields.mail = "annie@example.com" or fields.city = "Lyon-sur-Mer"',
    )
    words = (ANA, "Ana Alvarez-Ünal", "annie@example.com")
    edits = [
        Edit(ANA, {"name": "Ana Alvarez-Ünal"}, {"mail": "annie@example.com", "city": "Lyon-sur-Mer"}),
        Edit(BEN, {"name": "Ben Ito"}, {"mail": "ben@example.com", "city": "Lyon-sur-Mer"}),
    ]
    async with staged(tmp_path) as stage:
        run, now = stage.runtime.database.run, stage.clock.now
        await run(profile.keep, stage.runtime.house, edits, now, "test")
        note, later = (Variant("a", "Hello."),), now + timedelta(days=9)
        for number, filter in enumerate(filters):
            plan = Plan(TEXT, note, audience=filter, send_at=later)
            made = await run(stage.runtime.broadcasts.create, Order("news", plan, "key_1"))
            await run(audiences.keep, f"some-{number}", filter, "", CLI, now)
            body = json.dumps({"id": made.id, "audience": filter}, ensure_ascii=False, separators=(",", ":"))
            answer = KeptAnswer("x", 201, body)
            await run(lambda conn, a=answer, n=number: keep_answer(conn, "k", str(n), a, now=now, since=now))
        everywhere = await run(in_rows, words)
        whose = await stage.value("SELECT id FROM contact WHERE phone = :p", p=ANA)
        handed_out = await stage.runtime.exporter.export(whose)
        erased = await stage.runtime.eraser.erase(ANA, "test")
        left = [row.filter for row in await run(lambda conn: saved.page(conn, limit=9))]

        assert {"broadcast", "contact", "idempotency_key", "saved_audience"} == set(everywhere)
        assert {} == await run(in_rows, words)
        assert [
            f'phone in ("erased", "{BEN}")',
            'tags has "vip" and not name = "erased"',
            'fields.mail = "erased" or fields.city = "Lyon-sur-Mer"',
        ] == left
        assert sorted(filters) == sorted(row["filter"] for row in handed_out["filters"] if row["kind"] == "broadcast")
        assert 9 == erased.counts["filters"]


async def test_no_byte_of_them_is_left_in_any_file(tmp_path):
    """Many people around them, so that pages were divided and copies of rows lie where nobody looks for them."""
    crowd = [f"+1206556{number:04}" for number in range(120)]
    words = [*WORDS, *(word for phone in crowd[::10] for word in (phone, f"Boiler of {phone[1:]}"))]
    async with staged(tmp_path, INTAKE, REMIND) as stage:
        await lives(stage)
        for said in ("hello", "Boiler of {}", "Tomorrow, {}"):
            for phone in crowd:
                await stage.writes(phone, said.format(phone[1:]))
            await stage.settle()
            await stage.runtime.follower.turn()
        there = in_files(tmp_path, words)
        for phone in (ANA, *crowd[::10]):
            await stage.runtime.eraser.erase(phone, "test")
        await stage.passes(minutes=1)
        assert 12 == await stage.runtime.eraser.turn()
        gone = in_files(tmp_path, words)
        others = in_files(tmp_path, [phone for phone in crowd if phone not in crowd[::10]])
    after = in_files(tmp_path, words)

    assert set(words) <= {word for hits in there.values() for word in hits}
    assert {} == gone
    assert {} == after
    assert 108 == len(others["parley.db"])


async def test_another_number_of_theirs_is_somebody_of_its_own_again(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hi")
        await stage.says(BEN, "hi")
        run = stage.runtime.database.run
        ids = dict(await stage.rows("SELECT phone, id FROM contact"))
        await run(same_person.join, ids[BEN], ids[ANA], "usr_1", NOON)
        handed_out = await stage.runtime.exporter.export(ids[ANA])
        await stage.runtime.eraser.erase(ANA, "test")

        assert [(ids[BEN], ids[ANA])] == [(row["contact_id"], row["main_id"]) for row in handed_out["numbers"]]
        assert ids[BEN] == await run(same_person.main_of, ids[BEN])


@pytest.mark.usefixtures("either_database")
async def test_what_was_queued_is_not_sent_and_a_later_text_is_of_somebody_new(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hi")
        old = await stage.value("SELECT id FROM contact")
        await stage.writes(ANA, "my name is Ana")
        await stage.runtime.eraser.erase(ANA, "test")
        await stage.settle()
        after_erasure = stage.heard(ANA)
        stage.clock.passes(seconds=1)
        await stage.says(ANA, "hi again")

        assert ["Your name?"] == after_erasure
        assert ["Your name?", "Your name?"] == stage.heard(ANA)
        assert [] == await stage.parked()
        assert old != await stage.value("SELECT id FROM contact")


@pytest.mark.usefixtures("either_database")
async def test_who_opted_out_is_still_not_texted(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "stop texting me, I am Ana Alvarez")
        await stage.runtime.eraser.erase(ANA, "test")
        await stage.starts(ANA, "echo")

        assert 1 == len(stage.heard(ANA))
        assert {} == await stage.runtime.database.run(in_rows, ["Alvarez"])
        assert [("out",), ("erased",)] == await stage.rows("SELECT kind FROM consent_event ORDER BY seq")
        assert await stage.runtime.database.run(consent.first_broken) is None


async def test_a_text_that_the_provider_repeats_is_not_taken_for_a_new_one(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hi", id="SM1")
        await stage.runtime.eraser.erase(ANA, "test")
        await stage.says(ANA, "hi", id="SM1")

        assert ["Your name?"] == stage.heard(ANA)
        assert 0 == await stage.value("SELECT count(*) FROM contact")


async def test_a_message_on_the_wire_comes_to_nothing_afterwards(tmp_path):
    """What the carrier says about it then is about nobody: it makes no contact, and does not fail either."""
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hi")
        sent = (await stage.messages(ANA))[0].provider_id
        await stage.runtime.eraser.erase(ANA, "test")
        await stage.reports(sent, MessageStatus.UNDELIVERED, error_class=ErrorClass.OPT_OUT, recipient=ANA)

        assert {} == await stage.runtime.database.run(in_rows, [ANA])
        assert [] == await stage.parked()


@pytest.mark.usefixtures("either_database")
async def test_what_a_crash_interrupted_a_worker_goes_on_with(tmp_path):
    async with staged(tmp_path, INTAKE, REMIND) as stage:
        await lives(stage)
        eraser = stage.runtime.eraser
        person = "of no matter here"
        await stage.runtime.database.run(erasing.begin, "ers_1", ANA, person, "test", stage.clock.now)
        at_once = await eraser.turn()
        half = await stage.runtime.database.run(in_rows, WORDS)
        stage.clock.passes(minutes=1)
        later = await eraser.turn()

        assert (0, 1) == (at_once, later)
        assert {"action", "erasure", "inbound"} == set(half)
        assert {} == await stage.runtime.database.run(in_rows, WORDS)
        assert 0 == await eraser.turn()


async def test_an_id_of_the_provider_that_names_the_phone_goes_as_well(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hi", id=f"{ANA}-1")
        await stage.runtime.eraser.erase(ANA, "test")

        assert {} == in_files(tmp_path, [ANA.removeprefix("+")])
        assert 0 == await stage.value("SELECT count(*) FROM inbound")


async def test_a_large_file_is_cleaned_at_night_for_all_together(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.privacy.erase.AT_ONCE_BYTES_MAX", 0)
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hi")
        await stage.says(BEN, "hi")
        erased = [await stage.runtime.eraser.erase(phone, "test") for phone in (ANA, BEN)]
        by_day = await stage.runtime.eraser.turn()
        stage.clock.passes(hours=14)
        at_night = await stage.runtime.eraser.turn()

        assert [(None, None), (None, None)] == [(one.phone, one.finished_at) for one in erased]
        assert (0, 2) == (by_day, at_night)


async def test_beside_a_worker_the_file_is_left_to_it(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hi")
        worker = Database(f"sqlite:///{tmp_path / 'parley.db'}")
        await worker.open(worker=True)
        beside = await stage.runtime.eraser.erase(ANA, "test")
        await worker.close()
        stage.clock.passes(minutes=1)
        alone = await stage.runtime.eraser.turn()

        assert (None, 1) == (beside.finished_at, alone)


async def test_texts_in_the_spool_are_taken_in_first(tmp_path, monkeypatch):
    async with staged(tmp_path) as stage:
        database = stage.runtime.database
        run = database.run

        async def away(*args, **kwargs):
            raise DatabaseAway("away")

        monkeypatch.setattr(database, "run", away)
        await stage.writes(ANA, "while it was away")
        monkeypatch.setattr(database, "run", run)
        there = in_files(tmp_path, ["while it was away"])
        await stage.runtime.eraser.erase(ANA, "test")
        await stage.settle()

        assert 1 == len(there)
        assert {} == in_files(tmp_path, [ANA, "while it was away"])
        assert [] == stage.heard(ANA)


async def test_as_long_as_the_spool_is_not_empty_nobody_is_erased(tmp_path, monkeypatch):
    async with staged(tmp_path) as stage:
        monkeypatch.setattr(type(stage.runtime.inbox), "poured", False)

        with pytest.raises(NotYet, match="try again in a minute"):
            await stage.runtime.eraser.erase(ANA, "test")


async def test_nor_while_another_process_has_something_in_its_own(tmp_path):
    async with staged(tmp_path) as stage:
        other = SpoolFile.create(tmp_path / "state" / "spool-run_other")
        other.append([entries.event(CHANNEL, ANA, "k", "x", {}, NOON)])
        with pytest.raises(NotYet):
            await stage.runtime.eraser.erase(ANA, "test")
        other.taken(other.read(10))
        erased = await stage.runtime.eraser.erase(ANA, "test")
        other.close()

        assert None is erased.phone


async def test_lines_that_were_set_aside_are_cut_out(tmp_path):
    async with staged(tmp_path) as stage:
        spool = stage.runtime._spool
        for phone in (ANA, BEN):
            await spool.refuse(entries.event(CHANNEL, phone, f"k{phone}", "x", {"who": phone}, NOON))
        erased = await stage.runtime.eraser.erase(ANA, "test")
        refused = (Path(tmp_path) / "state" / "refused").read_text()

        assert 1 == erased.counts["refused"]
        assert (False, True, 1) == (ANA in refused, BEN in refused, refused.count("\n"))


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({"id": "msg_1", "to": ANA, "text": "Hi", "status": "queued"}, {"id": "msg_1", "to": None, "text": None}),
        (
            {"data": [{"id": "a", "to": ANA}, {"id": "b", "to": BEN}]},
            {"data": [{"id": "a", "to": None}, {"id": "b", "to": BEN}]},
        ),
        ({"request_id": "r"}, {"request_id": "r"}),
    ],
)
def test_kept_answers_keep_what_names_nobody(answer, left):
    kept = without(answer, ANA)

    assert left == ({name: kept[name] for name in left} if isinstance(kept, dict) else kept)
    assert ANA not in str(kept)


async def test_it_takes_a_minute_before_a_worker_takes_over(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.runtime.database.run(erasing.begin, "ers_1", ANA, "x", "test", stage.clock.now)
        turns = []
        for _ in range(3):
            turns.append(await stage.runtime.eraser.turn())
            stage.clock.now += timedelta(seconds=30)

        assert [0, 0, 1] == turns


async def test_while_somebody_reads_the_log_cannot_be_emptied_and_it_is_tried_again_a_minute_later(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hi")
        reader = sqlite3.connect(tmp_path / "parley.db", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM contact").fetchone()
        erased = await stage.runtime.eraser.erase(ANA, "test")
        at_once = await stage.runtime.eraser.turn()
        reader.close()
        stage.clock.passes(minutes=1)
        later = await stage.runtime.eraser.turn()

        assert (None, 0, 1) == (erased.finished_at, at_once, later)
        assert {} == in_files(tmp_path, [ANA])


async def test_what_is_left_of_a_text_is_not_listed_among_the_texts(tmp_path):
    async with staged(tmp_path) as stage:
        await stage.says(ANA, "hi")
        await stage.says(BEN, "hello")
        await stage.runtime.eraser.erase(ANA, "test")
        listed = await stage.runtime.database.run(traffic.texts, before=None, limit=10)

        assert [BEN] == [text.sender for text in listed]
        assert None is await stage.runtime.database.run(traffic.text, 1)
