"""Whatever is sent to a webhook, the door stands: a hundred requests a provider; `make soak` sends 10⁵ to each.

When one fails, `python -m tests.fuzz NAME NUMBER` sends it again.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
import structlog

from bot.providers.loopback import Loopback
from bot.runtime.loop import POLL_S
from bot.store.inbound import Pending
from tests.fuzz.cases import Cases
from tests.fuzz.door import Door, open_door
from tests.fuzz.run import Found, kept_bytes, odd, send_all
from tests.providers.examples import ALL, EXAMPLES, NOW

CASES = 300
SENT = 100
"""Of these; a hundred thousand by `make soak`."""


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Refusals by the thousand are not worth reading."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.getLogger("python_multipart").setLevel(logging.CRITICAL)
    yield
    logging.getLogger("python_multipart").setLevel(logging.NOTSET)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with open_door() as door:
        yield door


async def test_nothing_breaks_the_door_and_nothing_unsigned_comes_in(door: Door):
    for name in EXAMPLES:
        found = Found()

        await send_all(door, name, range(SENT), found)

        assert ([], SENT) == (found.faults, found.cases)
        assert _statuses(found, "unsigned") <= {"0", "400", "401", "404", "405", "413"}
        assert _statuses(found, "signed") >= {"200", "400"}
        assert found.rows > SENT / 50


def _statuses(found: Found, kind: str) -> set[str]:
    return {status for said, _, status in (key.partition(" ") for key in found.answers) if said == kind}


async def test_who_never_calls_is_never_believed(door: Door):
    """A channel whose texts come over a session has no address."""
    for name in set(ALL) - set(EXAMPLES):
        found = Found()

        await send_all(door, name, range(SENT), found)

        assert ([], 0) == (found.faults, found.rows)
        assert {"unsigned 404", "unsigned 405"} == set(found.answers)


async def test_what_came_in_can_be_worked_on(door: Door):
    """The inbox sets nothing aside as something that it cannot process."""
    cases = {name: [case for case in map(Cases(name).__getitem__, range(SENT)) if case.signed] for name in EXAMPLES}
    for signed in cases.values():
        for case in signed:
            await door.knock(case)

    while await door.runtime.inbox.process_once():
        pass

    assert [] == await door.parked()


async def test_memory_does_not_grow(door: Door):
    await kept_bytes(door, 20, Found())  # warms up

    assert await kept_bytes(door, 60, Found()) < 500_000


@pytest.mark.parametrize("name", EXAMPLES)
def test_all_kinds_of_cases_occur_and_a_number_is_always_the_same_case(name):
    made = [Cases(name)[number] for number in range(CASES)]

    assert {
        "as the carrier sends it",
        "fields changed",
        "bytes changed",
        "hostile",
        "written otherwise",
        "not signed",
        "signed with another secret",
        "changed after it was signed",
        "a signature made up",
        "signed long ago, or in the future",
        "sent elsewhere",
    } == set(Counter(case.what for case in made))
    assert made[::50] == [Cases(name)[number] for number in range(0, CASES, 50)]


def digest() -> str:
    """What all cases are, in a few bytes."""
    made = [Cases(name)[number] for name in EXAMPLES for number in range(20)]
    return hashlib.sha256(repr([(case, case.request.body, case.request.url) for case in made]).encode()).hexdigest()


def test_another_process_makes_the_same_cases():
    program = "from tests.fuzz.test_fuzz import digest; print(digest())"
    environ = {**os.environ, "PYTHONHASHSEED": "4242"}
    elsewhere = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True)

    assert digest() == elsewhere.stdout.strip()


# ── the watch is awake ──────────────────────────────────────────────────────────────────────────────────────────────


class Trusting(Loopback):
    """Believes everybody."""

    def verify(self, request: Any) -> None:
        """Say nothing."""


class Fragile(Loopback):
    """Expects a text to be a text."""

    def parse(self, request: Any) -> Any:
        """Fall over whatever is not."""
        json.loads(request.body)["text"].strip()
        return super().parse(request)


class Talkative(Loopback):
    """Gives its secret away."""

    def verify(self, request: Any) -> None:
        """Say what was expected."""
        try:
            super().verify(request)
        except Exception as error:
            error.args = (self.settings.secret.get_secret_value(),)
            raise


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        (Trusting, "a stranger was answered with 200"),
        (Trusting, "rows were written by one of 0 to 199"),
        (Fragile, "answered with 500"),
        (Talkative, "a secret is in the answer"),
    ],
)
async def test_a_broken_provider_is_noticed(door: Door, broken, complaint):
    channels = dict(door.runtime.channels)
    provider = broken(channels["loopback"].provider.settings)
    channels["loopback"] = replace(channels["loopback"], provider=provider)
    door.runtime.channels = channels
    found = Found()

    await send_all(door, "loopback", range(200), found)

    assert any(complaint in fault for fault in found.faults)


async def test_a_secret_that_is_taken_down_is_noticed(door: Door, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.exchanges.redact.Redaction.text", lambda self, text, phones=(), by_strangers=False: text)
    found = Found()

    await send_all(door, "d7", range(50), found)
    await asyncio.sleep(2 * POLL_S)  # until it is written
    await send_all(door, "d7", range(50, 60), found)

    assert any("a secret was taken down" in fault for fault in found.faults)


@pytest.mark.parametrize(
    ("contact", "payload", "complaints"),
    [
        ("+14155550101", {"text": "hi", "media": []}, []),
        ("+14155550101", {"text": "h\x00i"}, ["a text that no database may hold"]),
        ("+14155550101", {"text": "hi", "media": ["\ud83d"]}, ["a text that no database may hold"]),
        ("", {"text": "hi"}, ["somebody without a number, or with a very long one"]),
        ("+1" * 200, {"text": "hi"}, ["somebody without a number, or with a very long one"]),
        ("+14155550101", {"text": "x" * 10_001}, ["a text without end"]),
    ],
)
def test_what_should_not_be_in_the_inbox_is_noticed(contact, payload, complaints):
    assert complaints == list(odd([Pending(1, "message", "main", contact, payload, NOW)]))
