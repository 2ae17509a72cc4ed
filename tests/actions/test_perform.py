"""One attempt at whatever a step asked for: what comes of it is always a result."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

import pytest

from bot.actions.perform import Performer
from bot.actions.registry import make_action
from bot.egress import Egress
from bot.events import CallAction, CallHttp, Result, SendEmail

NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)


def performer(*functions, mailer=None, **settings):
    actions = {it.__name__: make_action(it.__name__, it, **settings) for it in functions}
    return Performer(Egress(), actions, mailer, lambda: NOW)


def greet(name):
    return {"said": f"Hello {name}"}


async def greet_slowly(name):
    await asyncio.sleep(0)
    return [name, None, 1.5, True]


async def sleep():
    await asyncio.sleep(60)


def doze():
    time.sleep(0.3)


def fail():
    raise LookupError("nothing there")


def wait_in_vain():
    raise TimeoutError("the kitchen does not answer")


def not_json():
    return {1, 2}


def not_a_number():
    return float("nan")


FUNCTIONS = (greet, greet_slowly, fail, wait_in_vain, not_json, not_a_number)


@pytest.mark.parametrize(
    ("name", "inputs", "expected"),
    [
        ("greet", {"name": "Ana"}, Result("1-1", 200, {}, {"said": "Hello Ana"})),
        ("greet_slowly", {"name": "Ana"}, Result("1-1", 200, {}, ["Ana", None, 1.5, True])),
        ("fail", {}, Result("1-1", error="LookupError: nothing there")),
        ("wait_in_vain", {}, Result("1-1", error="TimeoutError: the kitchen does not answer")),
        ("not_json", {}, Result("1-1", error="TypeError: Object of type set is not JSON serializable")),
        ("nobody", {}, Result("1-1", error="no action is called `nobody` here")),
        (
            "greet",
            {},
            Result(
                "1-1", error="TypeError: `with:` does not fit the action `greet`: missing a required argument: 'name'"
            ),
        ),
    ],
)
async def test_an_action(name, inputs, expected):
    assert expected == await performer(*FUNCTIONS).perform(CallAction("1-1", name, inputs))


async def test_a_number_that_json_does_not_have_is_an_error():
    result = await performer(*FUNCTIONS).perform(CallAction("1-1", "not_a_number"))

    assert str(result.error).startswith("ValueError")


@pytest.mark.parametrize("name", ["sleep", "doze"])
async def test_an_action_that_takes_too_long_is_given_up(name):
    slow = performer(sleep, doze, timeout_s=0.05)

    result = await slow.perform(CallAction("1-1", name))
    slow.close()

    assert Result("1-1", error=f"the action `{name}` took longer than 0.05 seconds") == result


async def test_an_action_learns_its_attempt_and_gets_the_client_of_flows():
    seen = []

    async def call_home(attempt):
        seen.append(attempt.id)
        return (await attempt.fetch(CallHttp("x", "GET", "http://169.254.169.254/latest"))).error

    result = await performer(call_home).perform(CallAction("5-2", "call_home"))

    assert ["5-2"] == seen
    assert "only https addresses may be called" in result.body


async def test_without_a_mail_server_the_failure_says_what_to_do():
    result = await performer().perform(SendEmail("1-1", "a@b.example", "Hi", "Hello"))

    assert Result("1-1", error="no mail server is set: add `[email]` to the settings") == result


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (CallHttp("1", "GET", "https://a.example"), True),
        (CallHttp("1", "POST", "https://a.example"), False),
        (CallAction("1", "greet"), False),
        (CallAction("1", "nobody"), False),
        (SendEmail("1", "a@b.example", "", ""), False),
    ],
)
def test_what_may_be_done_again_when_nobody_knows(call, expected):
    assert expected == performer(greet).repeatable(call)


def test_an_action_may_say_that_twice_does_no_harm():
    assert performer(greet, repeatable=True).repeatable(CallAction("1", "greet"))
