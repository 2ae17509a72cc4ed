"""Calls to businesses' APIs: made after the commit, once, and answered into the conversation that asked."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.actions import Actions, action, registry
from bot.actions.mail import Mailer, NotSent
from bot.actions.service import LEASE_S
from bot.egress import Egress
from bot.events import Result
from bot.store.db import Database
from tests.stage import ANA, BEN, staged

pytestmark = pytest.mark.usefixtures("either_database")

ORDER = """\
flow: order
start:
  - fallback
states:
  look:
    - http: GET https://api.example.com/orders/7
      save: found
      on_error: sorry
    - say: "Your order is {{ found.body.status }}."
    - end: told
  sorry:
    - say: Sorry, try later.
    - end: failed
"""


class Shop:
    """The business's API, as the one client of flows sees it."""

    def __init__(self):
        self.calls = []
        self.script = deque()
        self.hold = None

    async def fetch(self, call):
        self.calls.append(call)
        if self.hold is not None:
            await self.hold.wait()
        answer = self.script.popleft() if self.script else Result(call.id, 200, {}, {"status": "on its way"})
        return Result(call.id, answer.status, answer.headers, answer.body, answer.error)


@pytest.fixture
def shop(monkeypatch):
    shop = Shop()
    monkeypatch.setattr(Egress, "fetch", lambda self, call: shop.fetch(call))
    return shop


@pytest.fixture
async def stage(tmp_path, shop):
    async with staged(tmp_path, ORDER) as stage:
        yield stage


async def test_an_answer_comes_back_into_its_conversation(stage, shop):
    await stage.says(ANA, "where is it?")
    await stage.says(BEN, "where is it?")

    assert ["Your order is on its way."] == stage.heard(ANA) == stage.heard(BEN)
    assert ["GET https://api.example.com/orders/7"] * 2 == [f"{call.method} {call.url}" for call in shop.calls]
    assert 2 == len({call.id for call in shop.calls})


@pytest.mark.parametrize(
    "answer", [Result("", 404), Result("", 500, body="oops"), Result("", error="no connection: OSError")]
)
async def test_what_went_wrong_is_told_to_the_flow(stage, shop, answer):
    shop.script.append(answer)
    await stage.says(ANA, "where is it?")

    assert ["Sorry, try later."] == stage.heard(ANA)
    assert 1 == len(shop.calls)


@pytest.mark.parametrize(
    ("answers", "calls", "heard"),
    [
        ([Result("", 503)], 2, "Your order is on its way."),
        ([Result("", 503), Result("", error="no connection")], 3, "Your order is on its way."),
        ([Result("", 503)] * 3, 3, "Sorry, try later."),
        ([Result("", 404)], 1, "Sorry, try later."),
    ],
)
async def test_an_author_may_ask_for_more_attempts(tmp_path, shop, answers, calls, heard):
    shop.script.extend(answers)
    async with staged(tmp_path, ORDER.replace("save: found", "save: found\n      retry: 2")) as stage:
        await stage.says(ANA, "where is it?")
        for _ in range(5):
            await stage.passes(minutes=1)

        assert [heard] == stage.heard(ANA)
        assert calls == len(shop.calls)


async def test_a_slow_api_holds_up_nobody_but_its_own_conversation(stage, shop):
    shop.hold = asyncio.Event()
    for number in range(15):
        await stage.says(f"+1206555{number:04}", "where is it?")
    assert 10 == len(shop.calls)
    await stage.says(ANA, "STOP")
    assert 1 == len(stage.heard(ANA))

    shop.hold.set()
    await stage.settle()

    assert 15 == len(shop.calls)
    assert 16 == len(stage.carrier.taken)


async def test_an_answer_to_a_session_that_is_over_changes_nothing(stage, shop):
    shop.hold = asyncio.Event()
    await stage.says(ANA, "where is it?")
    await stage.says(ANA, "STOP")
    shop.hold.set()
    await stage.settle()

    assert 1 == len(stage.heard(ANA))
    assert [] == await stage.parked()


@pytest.mark.parametrize(
    ("method", "calls", "heard"),
    [
        ("GET", 2, "Your order is on its way."),
        ("PUT", 2, "Your order is on its way."),
        ("POST", 1, "Sorry, try later."),
        ("PATCH", 1, "Sorry, try later."),
    ],
)
async def test_after_a_crash_a_call_is_made_again_only_if_that_cannot_do_it_twice(tmp_path, shop, method, calls, heard):
    async with staged(tmp_path, ORDER.replace("GET", method)) as stage:
        shop.hold = asyncio.Event()
        await stage.says(ANA, "where is it?")
        await forget_calls(stage)
        shop.hold = None
        await stage.runtime.actions.recover()
        await stage.settle()
        if stage.runtime.database.shared:
            await stage.passes(seconds=LEASE_S)  # nobody but the lease says there that the process is gone

        assert calls == len(shop.calls)
        assert [heard] == stage.heard(ANA)


async def test_where_others_may_be_alive_their_calls_are_not_made_again_before_the_lease_is_over(
    tmp_path, shop, monkeypatch
):
    async with staged(tmp_path, ORDER) as stage:
        shop.hold = asyncio.Event()
        await stage.says(ANA, "where is it?")
        await forget_calls(stage)
        shop.hold = None
        monkeypatch.setattr(Database, "shared", True)
        await stage.runtime.actions.recover()
        await stage.settle()
        assert 1 == len(shop.calls)

        await stage.passes(seconds=LEASE_S)

        assert 2 == len(shop.calls)
        assert ["Your order is on its way."] == stage.heard(ANA)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_call_that_takes_longer_than_its_lease_is_made_once(tmp_path, shop, method):
    async with staged(tmp_path, ORDER.replace("GET", method)) as stage:
        shop.hold = asyncio.Event()
        await stage.says(ANA, "where is it?")
        await stage.passes(minutes=10)
        shop.hold.set()
        await stage.settle()

        assert 1 == len(shop.calls)
        assert ["Your order is on its way."] == stage.heard(ANA)


def another_process(stage):
    """Somebody else who makes the calls of this database."""
    runtime = stage.runtime
    actions = Actions(
        runtime.database,
        runtime.actions._performer,
        runtime.world,
        runtime.metrics,
        on_finished=lambda: None,
        on_news=lambda: None,
    )

    async def turns():
        for _ in range(3):
            await actions.turn()
            await asyncio.sleep(0)
        await stage.settle()

    return turns


async def test_a_call_of_a_living_process_is_nobody_elses_however_long_it_takes(stage, shop):
    other = another_process(stage)
    shop.hold = asyncio.Event()
    await stage.says(ANA, "where is it?")
    for _ in range(12):
        await stage.passes(seconds=5)
        await other()
    shop.hold.set()
    await stage.settle()

    assert 1 == len(shop.calls)
    assert ["Your order is on its way."] == stage.heard(ANA)


@pytest.mark.parametrize(
    ("method", "calls", "heard"), [("GET", 2, "Your order is on its way."), ("POST", 1, "Sorry, try later.")]
)
async def test_what_a_process_that_stalled_comes_back_with_counts_for_nothing(tmp_path, shop, method, calls, heard):
    of_the_other, too_late = [Result("", 200, {}, {"status": "on its way"})], Result("", 200, {}, {"status": "lost"})
    shop.script.extend([*of_the_other[: calls - 1], too_late])
    async with staged(tmp_path, ORDER.replace("GET", method)) as stage:
        other = another_process(stage)
        shop.hold = asyncio.Event()
        await stage.says(ANA, "where is it?")
        held, shop.hold = shop.hold, None

        stage.clock.passes(seconds=LEASE_S)
        await other()
        assert [heard] == stage.heard(ANA)
        held.set()
        await stage.settle()

        assert calls == len(shop.calls)
        assert [heard] == stage.heard(ANA)
        assert [("done", 2)] == await stage.rows("SELECT status, attempts FROM action")
        assert 1 == await stage.value("SELECT count(*) FROM inbound WHERE kind = 'result'")


async def test_a_call_that_a_stalled_process_had_not_begun_is_left_to_the_others(stage, shop, monkeypatch):
    """It stands still between the commit that takes the call and the call."""
    other = another_process(stage)
    await stage.writes(ANA, "where is it?")
    await stage.runtime.inbox.process_once()
    run = stage.runtime.database.run

    async def and_stall(work, *args):
        done = await run(work, *args)
        stage.clock.passes(seconds=LEASE_S)
        return done

    monkeypatch.setattr(stage.runtime.database, "run", and_stall)
    await stage.runtime.actions.turn()
    monkeypatch.setattr(stage.runtime.database, "run", run)
    await asyncio.sleep(0)
    assert [] == shop.calls
    await other()

    assert 1 == len(shop.calls)
    assert ["Your order is on its way."] == stage.heard(ANA)


@pytest.mark.parametrize("jump", [3600, -3600, 86_400])
async def test_a_clock_that_jumps_takes_no_call_away(stage, shop, jump):
    shop.hold = asyncio.Event()
    await stage.says(ANA, "where is it?")
    stage.clock.now += timedelta(seconds=jump)
    await stage.settle()
    shop.hold.set()
    await stage.settle()

    assert 1 == len(shop.calls)
    assert ["Your order is on its way."] == stage.heard(ANA)


async def forget_calls(stage):
    """What a crash does: the calls are gone, and nobody hears what came of them."""
    calls = list(stage.runtime.actions._calls)
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)


async def test_draining_hands_over_what_is_done_and_begins_no_other(stage, shop):
    shop.hold = asyncio.Event()
    await stage.says(ANA, "where is it?")
    draining = asyncio.create_task(stage.runtime.actions.drain(5))
    await asyncio.sleep(0)
    shop.hold.set()
    await draining
    await stage.runtime.inbox.process_once()
    await stage.runtime.outbox.turn()
    await stage.settle()

    assert ["Your order is on its way."] == stage.heard(ANA)


# ── actions and e-mails ──

BOOKING = """\
flow: booking
start:
  - fallback
states:
  look:
    - do: find_table
      with: {people: 2}
      save: table
      on_error: [{say: "No table."}, {end: none}]
    - email: kitchen@example.com
      subject: "Table {{ table.number }}"
      body: For two.
    - say: "Table {{ table.number }}."
    - end: booked
"""


class Kitchen:
    """The deployment's own action, and its mail server."""

    def __init__(self, monkeypatch):
        self.mails, self.refuse, self.calls = [], deque(), []
        monkeypatch.setattr(registry, "_registered", {})
        action(name="find_table")(self.find_table)
        monkeypatch.setattr(Mailer, "send", lambda mailer, mail, now: self.send(mail))

    def find_table(self, people):
        self.calls.append(people)
        return {"number": 7}

    def send(self, mail):
        if self.refuse:
            raise self.refuse.popleft()
        self.mails.append(mail)


@pytest.fixture
def kitchen(monkeypatch):
    return Kitchen(monkeypatch)


@pytest.fixture
async def restaurant(tmp_path, kitchen):
    environ = {"PARLEY_EMAIL__HOST": "mail.test", "PARLEY_EMAIL__SENDER": "bot@example.com"}
    async with staged(tmp_path, BOOKING, **environ) as stage:
        yield stage


async def test_an_action_is_run_and_an_email_sent(restaurant, kitchen):
    await restaurant.says(ANA, "a table please")
    await until(restaurant, lambda: kitchen.mails)

    assert ["Table 7."] == restaurant.heard(ANA)
    assert ([2], ["Table 7"]) == (kitchen.calls, [mail.subject for mail in kitchen.mails])
    assert {"done"} == {row[0] for row in await restaurant.rows("SELECT status FROM action")}


async def test_an_email_that_is_refused_for_now_is_sent_later(restaurant, kitchen):
    kitchen.refuse.append(NotSent("try again later", later=True))
    await restaurant.says(ANA, "a table please")
    await until(restaurant, lambda: not kitchen.refuse)
    assert [] == kitchen.mails

    await restaurant.passes(hours=1)
    await until(restaurant, lambda: kitchen.mails)

    assert ["kitchen@example.com"] == [mail.address for mail in kitchen.mails]


async def test_an_email_of_which_nobody_knows_is_not_sent_again(restaurant, kitchen):
    kitchen.refuse.append(NotSent("the mail server went away", later=False))
    await restaurant.says(ANA, "a table please")
    await until(restaurant, lambda: not kitchen.refuse)
    await restaurant.passes(hours=1)

    assert [] == kitchen.mails
    assert ["Table 7."] == restaurant.heard(ANA)


async def test_an_action_that_ran_when_the_process_stopped_is_not_run_again(restaurant, kitchen):
    await restaurant.writes(ANA, "a table please")
    await restaurant.runtime.inbox.process_once()
    await restaurant.runtime.database.run(lambda conn: conn.execute(text("UPDATE action SET status = 'running'")))
    await restaurant.settle()

    assert [] == kitchen.calls
    assert ["No table."] == restaurant.heard(ANA)


async def until(stage, done):
    """Actions run in threads: settle until it is done, or the test's time is up."""
    while not done():
        await asyncio.sleep(0.01)
        await stage.settle()
    await stage.settle()
