"""A broadcast from its order to its end, on both databases: who gets what and when, and what stops it."""

from __future__ import annotations

import pytest

from bot.accounts import CLI
from bot.broadcasts import Order, Plan, Variant, WrongState, audiences
from bot.events import MessageClass
from bot.inbox import profile
from bot.inbox.profile import Edit
from bot.store import broadcast_counts
from bot.store import broadcasts as store
from tests.stage import ANA, AT_ANY_TIME, BEN, ECHO, NOON, staged

pytestmark = pytest.mark.usefixtures("either_database")

CLEO = "+12065550103"
TEXT = MessageClass.TRANSACTIONAL
VISIT = """\
flow: visit
start:
  - event: visit.booked
    with: {day: "{{ event.day }}"}
inputs:
  day: date
states:
  ask:
    - ask: "See you on {{ day | date }}?"
      expect: yes_no
      replies:
        yes: {end: confirmed}
        no: {end: declined}
"""


def people(count: int) -> list[tuple[str, dict[str, str]]]:
    return [(f"+1206555{number:04}", {"name": f"P{number}"}) for number in range(count)]


async def order(stage, plan: Plan, to=None, **more):
    """Order a broadcast, and let everything happen that happens at once."""
    made = await stage.runtime.database.run(stage.runtime.broadcasts.create, Order("news", plan, "key_1", to, **more))
    await stage.settle()
    return made.id


async def found(stage, id):
    return await stage.runtime.database.run(stage.runtime.broadcasts.counted, id)


async def ask(stage, what, id):
    given = await stage.runtime.database.run(getattr(stage.runtime.broadcasts, what), id)
    await stage.settle()
    return given


async def recipients(stage, id):
    return await stage.runtime.database.run(store.recipients, id, status=None, after=0, limit=1000)


async def known(stage, *edits: Edit) -> None:
    await stage.runtime.database.run(profile.keep, stage.runtime.house, list(edits), stage.clock.now, "test")


def plan(text="Hello {{ name }}.", **more) -> Plan:
    return Plan(**{"message_class": TEXT, "variants": (Variant("a", text),), **more})


async def test_everybody_gets_their_own_text_once(tmp_path):
    async with staged(tmp_path) as stage:
        id = await order(stage, plan(), [(ANA, {"name": "Ana"}), (BEN, {"name": "Ben"})])
        await stage.passes(seconds=5)
        done = await found(stage, id)

        assert [["Hello Ana."], ["Hello Ben."]] == [stage.heard(ANA), stage.heard(BEN)]
        assert ("done", 2, {"accepted": 2}) == (done.state, done.recipients, done.counts)
        assert [None, None] == [one.due_at for one in await recipients(stage, id)]


async def test_an_audience_is_who_fits_when_it_begins(tmp_path):
    async with staged(tmp_path) as stage:
        await known(
            stage,
            Edit(ANA, {"name": "Ana Reyes"}, add=["vip"]),
            Edit(BEN, {"name": "Ben Ito"}, {"city": "Lyon"}),
            Edit(CLEO, {"name": "Cleo Marsh"}, {"city": "Lyon"}, add=["vip"]),
        )
        text = "Hi {{ contact.first_name }} from {{ contact.city | default('far') }}, {{ business.name }}."
        where = 'tags has "vip" or fields.city = "Paris"'
        id = await order(stage, plan(text, audience=where, send_at=stage.clock.now.replace(hour=18)))
        early = stage.heard(ANA)
        await stage.passes(hours=1)

        assert [] == early
        assert ["Hi Ana from far, Riverside Dental."] == stage.heard(ANA)
        assert [] == stage.heard(BEN)
        assert ["Hi Cleo from Lyon, Riverside Dental."] == stage.heard(CLEO)
        assert 2 == (await found(stage, id)).recipients


async def test_a_series_looks_its_audience_up_by_name_each_time(tmp_path):
    """And goes on with the last one where that was removed."""
    async with staged(tmp_path) as stage:
        run, keep = stage.runtime.database.run, audiences.keep
        await known(stage, Edit(ANA, add=["vip"]), Edit(BEN, add=["press"]))
        await run(keep, "some", 'tags has "vip"', "", CLI, NOON)
        await order(stage, plan("Hi.", audience='tags has "vip"', saved="some", recurs="every day 13:00"))
        await stage.passes(hours=1)
        first = (stage.heard(ANA), stage.heard(BEN))
        await run(keep, "some", 'tags has "press"', "", CLI, NOON)
        await stage.passes(days=1)
        second = (stage.heard(ANA), stage.heard(BEN))
        await run(audiences.remove, "some", CLI, NOON)
        await stage.passes(days=1)

        assert (["Hi."], []) == first
        assert (["Hi."], ["Hi."]) == second
        assert (["Hi."], ["Hi.", "Hi."]) == (stage.heard(ANA), stage.heard(BEN))


async def test_who_may_not_get_it_is_a_message_that_was_refused(tmp_path):
    async with staged(tmp_path, **AT_ANY_TIME) as stage:
        await stage.says(BEN, "stop")
        id = await order(stage, plan(message_class=MessageClass.MARKETING), [(ANA, {}), (BEN, {"name": "Ben"})])
        await stage.passes(seconds=5)
        ana, ben = await recipients(stage, id)

        assert ("refused", "not_filled_in") == (ana.status, ana.error)
        assert "`name` has no value here" == ana.error_detail
        assert ("refused", "opted_out") == (ben.status, ben.error)
        assert {"refused": 2} == (await found(stage, id)).counts


async def test_what_a_contact_is_called_fills_in_where_the_file_says_nothing(tmp_path):
    async with staged(tmp_path) as stage:
        await known(stage, Edit(ANA, {"name": "Ana"}))
        await order(stage, plan(), [(ANA, {})])

        assert ["Hello Ana."] == stage.heard(ANA)


async def test_a_pace_is_kept(tmp_path):
    async with staged(tmp_path) as stage:
        id = await order(stage, plan(pace=10.0), people(100))
        heard = [len(stage.carrier.taken)]
        for _ in range(12):
            await stage.passes(seconds=1)
            heard.append(len(stage.carrier.taken))

        assert [1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 100, 100, 100] == heard
        assert 100 == (await found(stage, id)).counts["accepted"]


async def test_what_stood_still_is_not_made_up_for(tmp_path):
    async with staged(tmp_path) as stage:
        await order(stage, plan(pace=10.0), people(100))
        await stage.passes(seconds=5)

        assert 11 == len(stage.carrier.taken)


async def test_a_slow_pace_sends_one_after_the_other(tmp_path):
    async with staged(tmp_path) as stage:
        await order(stage, plan(pace=2 / 3600), people(3))
        heard = [len(stage.carrier.taken)]
        for _ in range(4):
            await stage.passes(minutes=30)
            heard.append(len(stage.carrier.taken))

        assert [1, 2, 3, 3, 3] == heard


async def test_a_pause_stops_what_was_written_and_a_resume_goes_on(tmp_path):
    async with staged(tmp_path, PARLEY_CHANNELS__MAIN__RATE="1") as stage:
        id = await order(stage, plan(), people(30))
        before = len(stage.carrier.taken)
        stopped = await ask(stage, "pause", id)
        await stage.passes(minutes=5)
        paused = len(stage.carrier.taken)
        state = await found(stage, id)
        again = await ask(stage, "pause", id)
        await ask(stage, "resume", id)
        for _ in range(40):
            await stage.passes(seconds=1)

        assert before == paused < 30
        assert 0 < stopped.taken_back
        assert (0, [], "paused") == (again.taken_back, list(stopped.in_flight), state.state)
        assert 30 == state.counts["queued"] + state.counts.get("waiting", 0) + state.counts.get("accepted", 0)
        assert [1] * 30 == [len(stage.heard(phone)) for phone, _ in people(30)]
        assert "done" == (await found(stage, id)).state


async def test_a_cancel_takes_back_what_is_not_on_the_wire(tmp_path):
    async with staged(tmp_path, PARLEY_CHANNELS__MAIN__RATE="1") as stage:
        id = await order(stage, plan(), people(30))
        stopped = await ask(stage, "cancel", id)
        sent = len(stage.carrier.taken)
        await stage.passes(minutes=5)
        counts = (await found(stage, id)).counts

        assert ("canceled", sent) == (stopped.broadcast.state, len(stage.carrier.taken))
        assert (stopped.taken_back, sent, 30 - sent - stopped.taken_back) == (
            counts["canceled"],
            counts["accepted"],
            counts.get("waiting", 0),
        )
        with pytest.raises(WrongState):
            await ask(stage, "resume", id)


async def test_a_draft_waits_for_its_resume(tmp_path):
    async with staged(tmp_path) as stage:
        id = await order(stage, plan(), people(2), draft=True)
        before = (len(stage.carrier.taken), (await found(stage, id)).state)
        with pytest.raises(WrongState):
            await ask(stage, "pause", id)
        await ask(stage, "resume", id)

        assert (0, "draft") == before
        assert 2 == len(stage.carrier.taken)


async def test_variants_are_drawn_by_person(tmp_path):
    async with staged(tmp_path) as stage:
        two = (Variant("short", "Hi.", 3), Variant("long", "Good day.", 1))
        id = await order(stage, plan(variants=two), people(200))
        await stage.passes(seconds=5)
        counts = await stage.runtime.database.run(broadcast_counts.count_variants, id)

        assert {0, 1} == counts.keys()
        assert 200 == sum(sum(of.values()) for of in counts.values())
        assert 120 < counts[0]["accepted"] < 180


async def test_marketing_waits_for_the_morning_and_keeps_its_pace_there(tmp_path):
    async with staged(tmp_path) as stage:
        stage.clock.now = NOON.replace(hour=5)  # nine in the evening in Seattle, and nobody is texted
        id = await order(stage, plan("News.", message_class=MessageClass.MARKETING, pace=1.0), people(3))
        waiting = (await found(stage, id)).counts
        written = await stage.value("SELECT count(*) FROM message")
        await stage.passes(hours=13)
        heard = [len(stage.carrier.taken)]
        for _ in range(3):
            await stage.passes(seconds=1)
            heard.append(len(stage.carrier.taken))

        assert ({"waiting": 3}, 0) == (waiting, written)
        assert [1, 2, 3, 3] == heard


async def test_a_time_is_by_each_persons_own_clock(tmp_path):
    berlin, paris = "+493012345678", "+33142685300"
    async with staged(tmp_path) as stage:
        to = [(ANA, {}), (berlin, {}), (paris, {})]
        id = await order(stage, plan("Good morning.", local_time="08:00"), to)
        due = {one.phone: one.due_at for one in await recipients(stage, id)}
        await stage.passes(hours=14)

        assert due[berlin] == due[paris] == NOON.replace(day=6, hour=7)
        assert NOON.replace(day=6, hour=16) == due[ANA]
        assert (["Good morning."], []) == (stage.heard(berlin), stage.heard(ANA))


async def test_a_window_is_kept_whatever_the_class(tmp_path):
    async with staged(tmp_path) as stage:
        await order(stage, plan("Hello.", window="10:00-11:00"), [(ANA, {})])  # nine in the morning in Seattle
        before = stage.heard(ANA)
        await stage.passes(hours=1)

        assert ([], ["Hello."]) == (before, stage.heard(ANA))


async def test_what_comes_too_late_is_given_up(tmp_path):
    async with staged(tmp_path) as stage:
        until = NOON.replace(minute=1)
        id = await order(stage, plan(pace=1 / 60, expires_at=until), people(5))
        await stage.passes(minutes=2)
        await stage.passes(seconds=5)
        done = await found(stage, id)

        assert ("done", {"accepted": 1, "expired": 4}) == (done.state, done.counts)


async def test_a_series_is_sent_again_to_whoever_fits_by_then(tmp_path):
    async with staged(tmp_path) as stage:
        await known(stage, Edit(ANA, add=["list"]))
        id = await order(stage, plan("Weekly.", audience='tags has "list"', recurs="every Friday 12:00"))
        first = stage.heard(ANA)
        await stage.passes(days=1)
        await known(stage, Edit(BEN, add=["list"]))
        await stage.passes(days=7)
        await ask(stage, "cancel", id)
        await stage.passes(days=7)
        runs = await stage.runtime.database.run(store.page, state=None, before=None, limit=10)

        assert [] == first
        assert (["Weekly."] * 2, ["Weekly."]) == (stage.heard(ANA), stage.heard(BEN))
        assert [id, id, None] == [run.parent for run in runs]


async def test_a_series_of_a_file_keeps_its_people(tmp_path):
    async with staged(tmp_path) as stage:
        await order(stage, plan(recurs="every day 12:30"), [(ANA, {"name": "Ana"})])
        await stage.passes(minutes=31)
        await stage.passes(days=1)

        assert ["Hello Ana."] * 2 == stage.heard(ANA)


async def test_a_flow_starts_with_what_the_file_says(tmp_path):
    async with staged(tmp_path, VISIT) as stage:
        to = [(ANA, {"day": "2026-03-06"}), (BEN, {"day": "soon"})]
        id = await order(stage, Plan(TEXT, flow="visit"), to)
        await stage.says(ANA, "yes")
        outcomes = await stage.runtime.database.run(broadcast_counts.count_outcomes, id, "visit", NOON)
        ana, ben = await recipients(stage, id)

        assert ["See you on Fri, Mar 6?"] == stage.heard(ANA)
        assert ({"confirmed": 1}, []) == (outcomes, stage.heard(BEN))
        assert (None, "`day` is not a date such as 2026-03-06") == (ana.reason, ben.reason)


async def test_a_flow_that_went_stops_it_and_says_so(tmp_path):
    async with staged(tmp_path, ECHO) as stage:
        id = await order(stage, Plan(TEXT, flow="visit"), [(ANA, {})])
        given = await found(stage, id)

        assert ("paused", "there is no flow `visit` any more") == (given.state, given.report["stopped"])


async def test_two_workers_do_not_do_the_same(tmp_path):
    """Whatever order turns come in: the key and the lock make each person one message."""
    async with staged(tmp_path) as stage:
        made = await stage.runtime.database.run(
            stage.runtime.broadcasts.create, Order("news", plan(), "key_1", people(1200))
        )
        for _ in range(10):
            await stage.runtime.broadcasts.turn()
        recipients = await stage.value("SELECT count(*) FROM broadcast_recipient")
        contacts = await stage.value("SELECT count(DISTINCT contact_id) FROM broadcast_recipient")
        messages = await stage.value("SELECT count(DISTINCT recipient) FROM message")
        assert (1200, 1200) == (recipients, contacts)
        assert messages == await stage.value("SELECT count(*) FROM message")
        assert 1200 == (await found(stage, made.id)).recipients
        assert 0 == await stage.value("SELECT count(*) FROM broadcast_part")
