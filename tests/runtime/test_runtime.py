"""The whole of it, running by itself: loops, wakings, restarts, an orderly end."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select

from bot import __version__
from bot.config import load_settings
from bot.errors import ConfigError
from bot.events import Inbound, MessageStatus
from bot.inbox import entries
from bot.metrics import Metrics
from bot.outbox.sender import Outbox
from bot.runtime import Runtime
from bot.runtime.channels import make_channels
from bot.runtime.loop import POLL_S, Loop
from bot.store import inbound, views
from bot.store.tables import message
from tests.stage import ANA, CHANNEL, ECHO, NOON, Carrier, write_flows

PATIENCE_S = 10.0


def settings(folder, **environ):
    write_flows(folder, ECHO)
    return load_settings(
        environ={
            "PARLEY_DATABASE__URL": f"sqlite:///{folder / 'parley.db'}",
            "PARLEY_FLOWS__PATH": str(folder / "flows"),
            "PARLEY_CHANNELS__MAIN__BASE_URL": "https://carrier.test/send",
            "PARLEY_CHANNELS__MAIN__RATE": "100",
            **environ,
        }
    )


@asynccontextmanager
async def running(folder, carrier, *, worker=True, **environ):
    runtime = Runtime(settings(folder, **environ), wire=lambda connections: carrier)
    await runtime.start(worker=worker)
    try:
        yield runtime
    finally:
        await runtime.stop()


async def eventually(condition):
    """Wait until something is true, but not for ever."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():  # noqa: ASYNC110 - most of what is waited for has no event
            await asyncio.sleep(0.01)


def text(said, id="in-1"):
    return entries.message(CHANNEL, Inbound(id, ANA, "+15550100000", said), NOON)


async def test_a_text_is_answered_without_anybody_lifting_a_finger(tmp_path):
    carrier = Carrier()
    async with running(tmp_path, carrier) as runtime:
        await runtime.inbox.accept([text("hello")])
        await eventually(lambda: carrier.taken)
        await runtime.inbox.accept([text("Ana", "in-2")])
        await eventually(lambda: len(carrier.taken) == 2)

    assert ["Your name?", "Hello Ana."] == [body["text"] for body in carrier.taken]


async def test_what_lies_in_the_database_is_found_without_being_woken(tmp_path):
    """Another process may have put it there, and its waking does not reach this one."""
    carrier = Carrier()
    async with running(tmp_path, carrier) as runtime:
        await runtime.database.run(inbound.append, [text("hello")])
        began = time.monotonic()
        await eventually(lambda: carrier.taken)

    assert time.monotonic() - began < PATIENCE_S


async def test_a_worker_goes_by_one_name_in_its_claims_and_in_its_metrics(tmp_path):
    carrier = Carrier()
    async with running(tmp_path, carrier) as runtime:
        await runtime.inbox.accept([text("hello")])
        await eventually(lambda: carrier.taken)
        labels = {"version": __version__, "role": "worker", "run": runtime.outbox.run}
        claimed_by = await runtime.database.run(lambda conn: conn.execute(select(message.c.claimed_by)).scalar_one())

        assert runtime.outbox.run == claimed_by
        assert 1.0 == runtime.metrics.registry.get_sample_value("parley_build_info", labels)
        assert [f"wire-{runtime.outbox.run}"] == [file.name for file in runtime.database.state_folder.glob("wire-*")]


async def test_one_process_may_take_in_what_the_next_one_answers(tmp_path):
    carrier = Carrier()
    async with running(tmp_path, carrier, worker=False) as runtime:
        await runtime.inbox.accept([text("hello")])
        await asyncio.sleep(2 * POLL_S)
        assert [] == carrier.taken
    async with running(tmp_path, carrier):
        await eventually(lambda: carrier.taken)


async def test_a_changed_flow_is_live_within_a_moment(tmp_path):
    async with running(tmp_path, Carrier()) as runtime:
        write_flows(tmp_path, ECHO.replace("Your name?", "And you are?"))
        flow = runtime.library.current.machines["echo"].flow
        await eventually(lambda: runtime.library.current.machines["echo"].flow is not flow)


async def test_stopping_waits_for_what_is_on_the_wire(tmp_path):
    carrier = Carrier()
    carrier.hold = asyncio.Event()
    async with running(tmp_path, carrier) as runtime:
        await runtime.inbox.accept([text("hello")])
        await eventually(lambda: runtime.outbox._calls)
        asyncio.get_running_loop().call_later(0.1, carrier.hold.set)
    async with running(tmp_path, carrier, worker=False) as runtime:
        [message] = await runtime.database.run(views.messages, to=ANA, before=None, limit=9)

    assert MessageStatus.ACCEPTED == message.status


async def test_secrets_are_made_once_and_kept(tmp_path):
    async with running(tmp_path, Carrier()) as runtime:
        first = runtime.secret
    async with running(tmp_path, Carrier()) as runtime:
        assert first == runtime.secret
    async with running(tmp_path, Carrier(), PARLEY_SECRET="a secret of our own") as runtime:
        assert b"a secret of our own" == runtime.secret

    assert 32 == len(first)


async def test_people_stay_suppressed_when_the_secret_is_changed(tmp_path):
    """What signs addresses may be rotated; what keys the suppressions may not, or everybody could be texted again."""
    carrier = Carrier()
    async with running(tmp_path, carrier) as runtime:
        await runtime.inbox.accept([text("STOP")])
        await eventually(lambda: carrier.taken)
    async with running(tmp_path, carrier, PARLEY_SECRET="a secret of our own") as runtime:
        await runtime.inbox.accept([text("hello", "in-2")])
        await asyncio.sleep(3 * POLL_S)

    assert 1 == len(carrier.taken)


@pytest.mark.parametrize(
    ("public_url", "expected"),
    [("", "http://127.0.0.1:8000"), ("https://sms.example.com/", "https://sms.example.com")],
)
def test_the_address_that_providers_call(tmp_path, public_url, expected):
    assert expected == Runtime(settings(tmp_path, PARLEY_BUSINESS__PUBLIC_URL=public_url)).public_url


async def test_a_second_worker_is_refused_and_leaves_the_first_in_peace(tmp_path):
    carrier = Carrier()
    async with running(tmp_path, carrier) as runtime:
        with pytest.raises(ConfigError, match="another worker"):
            await Runtime(settings(tmp_path)).start()
        await runtime.inbox.accept([text("hello")])
        await eventually(lambda: carrier.taken)


@pytest.mark.parametrize(
    ("channel", "rate"),
    [
        ({"provider": "loopback"}, 1000.0),
        ({"provider": "loopback", "rate": "5"}, 5.0),
        ({"provider": "twilio", "account_sid": "AC" + "0" * 32, "auth_token": "x" * 32}, 1.0),
    ],
)
def test_a_channel_has_its_providers_usual_rate_unless_told_otherwise(channel, rate):
    environ = {f"PARLEY_CHANNELS__MAIN__{name.upper()}": value for name, value in channel.items()}

    assert rate == make_channels(load_settings(environ=environ))["main"].rate


async def test_what_fails_while_starting_leaves_nothing_behind(tmp_path, monkeypatch):
    async def fail(self):
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(Outbox, "recover", fail)
        with pytest.raises(OSError, match="disk is full"):
            await Runtime(settings(tmp_path)).start()
    async with running(tmp_path, Carrier()):
        pass  # the lock was let go of


def test_a_channel_that_cannot_be_configured_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"channels\.main\.base_url"):
        Runtime(settings(tmp_path, PARLEY_CHANNELS__MAIN__BASE_URL="nonsense"))


# ── loops ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_loop_goes_on_while_there_is_work_and_rests_when_there_is_none():
    work = [3, 2, 1]
    turns = []

    async def turn():
        turns.append(1)
        return work.pop() if work else 0

    loop = Loop("test", poll_s=60)
    loop.start(turn)
    await eventually(lambda: len(turns) == 4)
    loop.wake()
    await eventually(lambda: len(turns) == 5)
    await loop.stop()

    assert 5 == len(turns)


async def test_a_waking_during_a_turn_is_not_lost():
    seen = []
    loop = Loop("test", poll_s=60)

    async def turn():
        seen.append(1)
        if len(seen) == 1:
            loop.wake()
        return 0

    loop.start(turn)
    await eventually(lambda: len(seen) == 2)
    await loop.stop()


async def test_a_loop_survives_a_turn_that_fails(monkeypatch):
    monkeypatch.setattr("bot.runtime.loop.AFTER_FAILURE_S", 0.01)
    turns = []

    async def turn():
        turns.append(1)
        raise OSError("the disk is full")

    loop = Loop("test", poll_s=0.01)
    loop.start(turn)
    await eventually(lambda: len(turns) == 3)
    await loop.stop()


async def test_a_loop_counts_its_turns_and_says_how_long_one_lasts(monkeypatch):
    monkeypatch.setattr("bot.runtime.loop.AFTER_FAILURE_S", 0.01)
    metrics = Metrics()
    script = deque([3, OSError("the disk is full"), 2, 0])
    going, done = asyncio.Event(), asyncio.Event()

    async def turn():
        if not script:
            going.set()
            await done.wait()
            return 0
        if isinstance(result := script.popleft(), Exception):
            raise result
        return result

    def figure(name, **labels):
        return metrics.registry.get_sample_value(name, {"loop": "test", **labels})

    loop = Loop("test", poll_s=0.01, metrics=metrics)
    loop.start(turn)
    await going.wait()
    await asyncio.sleep(0.02)

    assert (5.0, 2.0) == (figure("parley_work_total"), figure("parley_turn_seconds_count"))
    assert 1.0 == figure("parley_turn_failures_total", error="OSError")
    assert 0.0 < figure("parley_turn_age_seconds")
    done.set()
    await loop.stop()
    assert 0.0 == figure("parley_turn_age_seconds")


async def test_a_loop_that_never_began_can_be_stopped():
    await Loop("test").stop()
