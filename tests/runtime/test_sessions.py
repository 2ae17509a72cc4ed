"""A channel that is a session with a message centre, from the customer's phone and back, over real sockets."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import httpx
import pytest
import smpp34
from sqlalchemy import text

from bot.config import load_settings
from bot.events import Inbound, MessageStatus
from bot.inbox import entries
from bot.outbox import session as outbox_session
from bot.outbox import smpp
from bot.runtime import Runtime, sessions
from bot.runtime import runtime as runtimes
from bot.store import seats, views
from bot.web.app import create_app
from tests.centre import HANG_UP, NUMBER, RTHROTTLED, Centre, eventually
from tests.postgres import fresh_database, own_cluster
from tests.serving import free_port
from tests.sqlite import ready_file
from tests.stage import ANA, BEN, COUNTING, ECHO, NOON, write_flows

LONG = "Please tell me all about it. " * 20
TALK = f"""\
flow: talk
start:
  - fallback
states:
  ask:
    - ask: "Wie heißt du? 👍"
      save: name
    - say: "{LONG}{{{{ name }}}}"
    - end: named
"""


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Nobody waits long for another attempt, or for a seat."""
    monkeypatch.setattr(smpp, "AGAIN_FIRST_S", 0.05)
    monkeypatch.setattr(smpp, "AGAIN_MAX_S", 0.2)
    monkeypatch.setattr(sessions, "STAND_ASIDE_S", 0.5)
    monkeypatch.setattr(runtimes, "COME_BY_S", 0.1)


@asynccontextmanager
async def running(folder, port, *flows, worker=True, url=None, state="state", **environ):
    write_flows(folder, *(flows or (ECHO,)))
    settings = load_settings(
        environ={
            "PARLEY_DATABASE__URL": url or ready_file(folder / "parley.db"),
            "PARLEY_DATABASE__STATE": str(folder / state),
            "PARLEY_FLOWS__PATH": str(folder / "flows"),
            "PARLEY_CHANNELS__MAIN__PROVIDER": "smpp",
            "PARLEY_CHANNELS__MAIN__NUMBER": NUMBER,
            "PARLEY_CHANNELS__MAIN__RATE": "100",
            "PARLEY_CHANNELS__MAIN__HOST": "127.0.0.1",
            "PARLEY_CHANNELS__MAIN__PORT": str(port),
            "PARLEY_CHANNELS__MAIN__SYSTEM_ID": "parley",
            "PARLEY_CHANNELS__MAIN__PASSWORD": "smpp-password",
            **environ,
        }
    )
    runtime = Runtime(settings)
    await runtime.start(worker=worker)
    try:
        yield runtime
    finally:
        await runtime.stop()


@asynccontextmanager
async def talking(folder, *flows, centre=None, **environ):
    """A message centre and a deployment that is bound to it."""
    centre = centre or Centre()
    async with centre.listening() as port, running(folder, port, *flows, **environ) as runtime:
        await eventually(lambda: runtime.sessions.wires["main"].bound)
        yield centre, runtime


async def messages(runtime, phone=ANA):
    found = await runtime.database.run(views.messages, to=phone, before=None, limit=50)
    return found[::-1]


async def until(runtime, status, phone=ANA, count=1):
    """Wait until so many messages to somebody have a status; return all there are."""
    async with asyncio.timeout(20):
        while True:
            found = await messages(runtime, phone)
            if sum(message.status == status for message in found) >= count:
                return found
            await asyncio.sleep(0.02)


# ── a conversation ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("bind", ["transceiver", "pair"])
async def test_a_whole_conversation(tmp_path, bind):
    """In UCS-2, long, and reported on."""
    environ = {"PARLEY_CHANNELS__MAIN__BIND": bind}
    async with talking(tmp_path, TALK, **environ) as (centre, runtime):
        assert [0] == await centre.says(ANA, "hello")
        await eventually(lambda: centre.heard(ANA) == ["Wie heißt du? 👍"])
        assert [0] == await centre.says(ANA, "Zoë")
        await eventually(lambda: len(centre.heard(ANA)) == 2 and len(centre.heard(ANA)[1]) == len(LONG) + 3)
        await centre.reports(centre.taken[0])
        await centre.reports(centre.taken[-1])
        question, answer = await until(runtime, MessageStatus.DELIVERED, count=2)

    assert f"{LONG}Zoë" == centre.heard(ANA)[1]
    assert (centre.taken[0].id, centre.taken[-1].id) == (question.provider_id, answer.provider_id)
    assert [0] * 8 + [1] == [taken.registered for taken in centre.taken[1:]]
    assert 1 == centre.seen["unbind"] or bind == "pair"


async def test_a_whole_conversation_with_the_server_of_another_library(tmp_path):
    port = free_port()
    server = smpp34.Server("127.0.0.1", port)
    await server.start()
    try:
        async with running(tmp_path, port) as runtime:
            esme = await server.next()
            for said, answered in (("hello", "Your name?"), ("Ana", "Hello Ana.")):
                answer = await esme.deliver_sm("15550100000", said.encode(), source_addr=ANA[1:])
                arrived = await server.next()
                arrived.accept(said)
                assert (True, answered.encode()) == (answer.is_success, arrived.short_message)
            await until(runtime, MessageStatus.ACCEPTED, count=2)
            receipt = b"id:Ana sub:001 dlvrd:001 submit date:2601010000 done date:2601010001 stat:DELIVRD err:000 text:"
            assert (await esme.deliver_sm("15550100000", receipt, source_addr=ANA[1:], esm_class=4)).is_success
            await until(runtime, MessageStatus.DELIVERED)
        assert isinstance(await server.next(), smpp34.Unbound)
    finally:
        await server.stop()


async def test_a_long_text_comes_in_parts_and_is_heard_as_one(tmp_path):
    said = "мой длинный ответ " * 10
    async with talking(tmp_path) as (centre, _):
        await centre.says(ANA, "hello")
        await eventually(lambda: centre.heard(ANA) == ["Your name?"])
        assert [0] * 3 == await centre.says(ANA, said)
        await eventually(lambda: len(centre.heard(ANA)) == 2)

    assert f"Hello {said.strip()}." == centre.heard(ANA)[1]


async def test_stop_is_answered_and_nothing_more_is_sent(tmp_path):
    async with talking(tmp_path) as (centre, _):
        await centre.says(ANA, "hello")
        await eventually(lambda: len(centre.taken) == 1)
        await centre.says(ANA, "STOP")
        await eventually(lambda: len(centre.taken) == 2)
        assert "unsubscribed" in centre.texts[1]
        await centre.says(ANA, "hello?")
        await centre.says(BEN, "hello")
        await eventually(lambda: centre.heard(BEN))

    assert 2 == len(centre.heard(ANA))


async def test_many_at_once_keep_to_the_window(tmp_path):
    async with talking(tmp_path, COUNTING, PARLEY_CHANNELS__MAIN__WINDOW="2") as (centre, _):
        phones = [f"+1206555{number:04}" for number in range(40)]
        await asyncio.gather(*(centre.says(phone, "hello") for phone in phones))
        await eventually(lambda: len(centre.taken) == 40)

    assert {f"{phone[1:]}" for phone in phones} == {taken.destination for taken in centre.taken}


async def test_what_is_said_is_kept_as_people_read_it(tmp_path):
    async with talking(tmp_path) as (centre, runtime):
        await centre.says(ANA, "Grüße 👍")
        await until(runtime, MessageStatus.ACCEPTED)
        await centre.reports(centre.taken[0])
        await centre.delivers(ANA, b"stat:DELIVRD", esm_class=4)
        await runtime.exchanges.drain()
        query = text("SELECT kind, result, status, request, answer FROM exchange ORDER BY seq")
        rows = await runtime.database.run(lambda conn: conn.execute(query).all())
    told = {(kind, result): (status, request, answer) for kind, result, status, request, answer in rows}

    status, request, answer = told["webhook", "received"]
    assert "\ndeliver_sm 0: 12065550101 to 15550100000, esm_class 0x4, data_coding 0\nid:c1 sub:001" in request
    assert (0, "\nESME_ROK") == (status, answer)
    status, request, answer = told["send", "taken"]
    assert request.startswith("submit_sm smpp://127.0.0.1:")
    assert request.endswith("\nsubmit_sm 1: 15550100000 to 12065550101, esm_class 0x0, data_coding 0\nYour name?")
    assert (0, "\nsubmit_sm_resp 2: ESME_ROK c1") == (status, answer)
    assert "stat:DELIVRD" not in told["webhook", "invalid_payload"][1]


# ── trouble ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_is_too_fast_is_sent_later_and_once(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.outbox.policy.BACKOFF_FIRST_S", 0.1)
    async with talking(tmp_path) as (centre, runtime):
        centre.script.extend([RTHROTTLED, RTHROTTLED])
        await centre.says(ANA, "hello")
        [message] = await until(runtime, MessageStatus.ACCEPTED)

    assert (["Your name?"], 3) == (centre.texts, centre.seen["submit_sm"])
    assert message.provider_id == "c1"


@pytest.mark.parametrize("reference", ["true", "false"])
async def test_a_session_lost_in_the_middle_of_a_window_leaves_what_it_had_unknown(tmp_path, reference):
    """Nothing is written again; a receipt that has our reference says what became of it, and one that has not, not."""
    async with talking(tmp_path, PARLEY_CHANNELS__MAIN__REFERENCE=reference) as (centre, runtime):
        centre.script.append(HANG_UP)
        await centre.says(ANA, "hello")
        await until(runtime, MessageStatus.UNKNOWN)
        await eventually(lambda: centre.seen["bind_transceiver"] == 2 and centre.sessions)
        await centre.says(BEN, "hello")
        await until(runtime, MessageStatus.ACCEPTED, BEN)
        [taken, _] = centre.taken
        known = {} if taken.reference is None else {"user_message_reference": taken.reference}
        await centre.reports(taken, **known)
        await centre.reports(centre.taken[1])
        await until(runtime, MessageStatus.DELIVERED, BEN)
        [message] = await messages(runtime)

    expected = (MessageStatus.DELIVERED, "c1") if reference == "true" else (MessageStatus.UNKNOWN, None)
    assert expected == (message.status, message.provider_id)
    assert 2 == centre.seen["submit_sm"]


async def test_a_centre_that_is_away_holds_up_its_own_channel_only(tmp_path):
    """It is told of, and no reason not to be ready; what waits goes out when it is back."""
    centre = Centre(bind_transceiver=0x0E)
    async with centre.listening() as port, running(tmp_path, port) as runtime:
        await eventually(lambda: runtime.sessions.wires["main"].down)
        await asyncio.sleep(0.5)  # the outbox looks at its wires a few times a second
        ready, report = await runtime.watch.readiness()
        assert (True, {"main": "not bound: 0xe ESME_RINVPASWD"}) == (ready, report["sessions"])
        shown = (await runtime.watch.exposition()).decode()
        assert 'parley_channel_bound{channel="main"} 0.0' in shown
        assert 'parley_channel_up{channel="main"} 0.0' in shown
        [seat] = await runtime.database.run(seats.seats)
        assert (False, "not bound: 0xe ESME_RINVPASWD") == (seat.bound, seat.error)

        centre.moods["bind_transceiver"] = 0
        await eventually(lambda: centre.sessions)
        await centre.says(ANA, "hello")
        await until(runtime, MessageStatus.ACCEPTED)
        assert {"main": "bound"} == (await runtime.watch.readiness()).report["sessions"]


async def test_its_fallback_stands_in_for_a_centre_that_is_away(tmp_path):
    """Messages that waited for it go by the other, and its own come again when it is back."""
    other, away = Centre(), Centre(bind_transceiver=0x0D)
    environ = {
        "PARLEY_CHANNELS__MAIN__FALLBACK": "other",
        "PARLEY_CHANNELS__OTHER__PROVIDER": "smpp",
        "PARLEY_CHANNELS__OTHER__NUMBER": "2020",
        "PARLEY_CHANNELS__OTHER__HOST": "127.0.0.1",
        "PARLEY_CHANNELS__OTHER__SYSTEM_ID": "parley",
        "PARLEY_CHANNELS__OTHER__PASSWORD": "smpp-password",
    }
    async with other.listening() as second, away.listening() as first:
        environ["PARLEY_CHANNELS__OTHER__PORT"] = str(second)
        away.moods["bind_transceiver"] = 0
        async with running(tmp_path, first, **environ) as runtime:
            await eventually(lambda: away.sessions and other.sessions)
            away.moods["bind_transceiver"] = 0x0D
            assert [0] == await away.says(ANA, "hello")
            await eventually(lambda: away.taken)
            away.cut()
            await eventually(lambda: runtime.sessions.wires["main"].down)
            row = entries.message("main", Inbound("in-1", BEN, NUMBER, "hello"), NOON)
            await runtime.inbox.accept([row])
            await eventually(lambda: other.heard(BEN))

    assert (["Your name?"], []) == (other.heard(BEN), away.heard(BEN))
    assert "2020" == other.taken[0].source


async def test_a_text_that_nobody_can_keep_comes_again(tmp_path, monkeypatch):
    async with talking(tmp_path) as (centre, runtime):

        async def full(rows):
            raise OSError("no space left on device")

        with monkeypatch.context() as broken:
            broken.setattr(runtime.sessions, "accept", full)
            assert [0x64] == await centre.says(ANA, "hello")
        assert [0] == await centre.says(ANA, "hello")
        await eventually(lambda: centre.heard(ANA))
        shown = (await runtime.watch.exposition()).decode()

    assert 'parley_webhooks_refused_total{channel="main",code="unavailable"} 1.0' in shown
    assert ["Your name?"] == centre.heard(ANA)


async def test_what_nobody_can_read_is_refused_for_good(tmp_path):
    async with talking(tmp_path) as (centre, _):
        assert 0x65 == await centre.delivers(ANA, b"stat:DELIVRD", esm_class=4)
        assert 0 == await centre.delivers(ANA, b"read", esm_class=0x08)


async def test_texts_are_kept_while_the_database_is_away(tmp_path):
    """Answered when they are in the spool, and heard in their order when it is back."""
    with own_cluster() as cluster:
        async with talking(tmp_path, COUNTING, url=cluster.url()) as (centre, runtime):
            await centre.says(ANA, "hello")
            await until(runtime, MessageStatus.ACCEPTED)
            await asyncio.to_thread(cluster.kill)
            assert [0, 0] == [(await centre.says(ANA, said))[0] for said in ("one", "two")]
            await asyncio.to_thread(cluster.start)
            await eventually(lambda: len(centre.taken) == 3, seconds=60)

    assert ["1", "2", "3"] == centre.heard(ANA)


# ── who is bound ────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_whoever_only_takes_webhooks_binds_nothing(tmp_path):
    centre = Centre()
    async with centre.listening() as port, running(tmp_path, port, worker=False) as runtime:
        await asyncio.sleep(0.5)
        assert "sessions" not in (await runtime.watch.readiness()).report

    assert not centre.seen


async def test_a_webhook_for_it_is_refused_with_a_reason(tmp_path):
    async with talking(tmp_path) as (_, runtime):
        transport = httpx.ASGITransport(create_app(runtime))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            response = await client.post("/webhooks/main", content=b"{}")

    problem = json.loads(response.content)
    assert (404, "not_found") == (response.status_code, problem["code"])
    assert "over its own session" in problem["detail"]


@pytest.mark.usefixtures("either_database")
async def test_the_seat_is_given_back_at_the_end(tmp_path):
    async with talking(tmp_path) as (centre, runtime):
        [held] = await runtime.database.run(seats.seats)
        database = runtime.database
    async with running(tmp_path, centre.port, worker=False) as later:
        [left] = await later.database.run(seats.seats)

    assert (runtime.outbox.run, "") == (held.run, left.run)
    assert database is not later.database
    assert 1 == centre.seen["unbind"]


@asynccontextmanager
async def two_workers(folder, server, centre, **environ):
    """Workers on one database, of which the first has found the message centre first."""
    with fresh_database(server) as url:
        async with centre.listening() as port, AsyncExitStack() as second, AsyncExitStack() as first:
            workers = []
            for name, stack in (("one", first), ("two", second)):
                run = running(folder, port, COUNTING, url=url, state=name, **environ)
                workers.append(await stack.enter_async_context(run))
                await eventually(lambda: centre.sessions)
            yield *workers, first.aclose


async def test_one_worker_is_bound_and_another_takes_over(tmp_path, monkeypatch, postgresql_server):
    centre = Centre()
    async with two_workers(tmp_path, postgresql_server, centre) as (_, second, stop_first):
        await centre.says(ANA, "hello")
        await eventually(lambda: len(centre.taken) == 1)
        await asyncio.sleep(0.5)
        assert 1 == len(centre.sessions)
        assert {"main": "left to another worker"} == second.sessions.states()

        await stop_first()
        await eventually(lambda: second.sessions.wires["main"].bound)
        await centre.says(ANA, "again")
        await eventually(lambda: len(centre.taken) == 2)

    assert ["1", "2"] == centre.texts


async def test_a_database_clock_that_is_set_forward_lets_nobody_take_the_seat_of_another(tmp_path, postgresql_server):
    centre = Centre()
    async with two_workers(tmp_path, postgresql_server, centre) as (_, second, _):
        second._clock.set(second.world.now() + timedelta(days=1), second.world.monotonic())
        await second.sessions.turn()

        assert {"main": "left to another worker"} == second.sessions.states()


async def test_as_many_are_bound_as_the_settings_say(tmp_path, postgresql_server):
    centre = Centre()
    async with two_workers(tmp_path, postgresql_server, centre, PARLEY_CHANNELS__MAIN__BINDS="2") as (*workers, _):
        await eventually(lambda: len(centre.sessions) == 2)
        phones = [f"+1206555{number:04}" for number in range(20)]
        await asyncio.gather(*(centre.says(phone, "hello") for phone in phones))
        await eventually(lambda: len(centre.taken) == 20)

        assert all(worker.sessions.wires["main"].bound for worker in workers)


async def test_a_worker_that_gets_no_session_lets_another_try(tmp_path, monkeypatch, postgresql_server):
    """The centre lets the second worker in and not the first, as if the first could not reach it."""
    centre = Centre()
    async with two_workers(tmp_path, postgresql_server, centre) as (first, second, _):
        elsewhere = first.channels["main"].provider.settings.model_copy(update={"port": 9})
        monkeypatch.setattr(first.sessions.wires["main"]._links[0], "_settings", elsewhere)
        centre.cut()
        await eventually(lambda: second.sessions.wires["main"].bound)

        assert not first.sessions.wires["main"].bound


async def test_a_late_answer_is_no_answer(tmp_path, monkeypatch):
    """After a time-out the outcome is unknown, and is what the receipt says."""
    monkeypatch.setattr(outbox_session, "ANSWER_S", 0.3)
    async with talking(tmp_path) as (centre, runtime):
        centre.script.append(None)
        await centre.says(ANA, "hello")
        await until(runtime, MessageStatus.UNKNOWN)
        await centre.reports(centre.taken[0], user_message_reference=centre.taken[0].reference)
        [message] = await until(runtime, MessageStatus.DELIVERED)

    assert ("c1", 1) == (message.provider_id, centre.seen["submit_sm"])
