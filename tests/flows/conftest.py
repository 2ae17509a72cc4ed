"""The shipped flows, talked to as a customer would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.engine.machine import Machine, compile_flow
from bot.engine.route import Library
from bot.events import Json
from bot.flow.check import check_sources
from bot.simulator import Simulation
from tests.shipped import SOURCES

NOW = datetime(2026, 12, 3, 15, 0, tzinfo=UTC)
"""A Thursday, ten in the morning in New York."""
BUSINESS: Mapping[str, Json] = {
    "name": "Riverside Dental",
    "timezone": "America/New_York",
    "country": "US",
    "language": "en",
    "is_open": True,
    "opens_at": "09:00",
}
CONTACT: Mapping[str, Json] = {"id": "ctc_1", "phone": "+12025550143"}

Talk = Callable[..., Simulation]


@pytest.fixture(scope="session")
def machines() -> Mapping[str, Machine]:
    """Every shipped flow, compiled."""
    flows, findings = check_sources(SOURCES)
    assert [] == findings
    return {name: compile_flow(flow) for name, flow in flows.items()}


@pytest.fixture
def library(machines: Mapping[str, Machine]) -> Library:
    """All of them together, as a text from a phone finds them."""
    return Library(machines)


@pytest.fixture
def talk(machines: Mapping[str, Machine]) -> Talk:
    """Begin a conversation: `talk("feedback", stubs={...}, first_name="Ana")`."""

    def begin(
        flow: str, *, stubs: Mapping[str, Json] | None = None, business: Mapping[str, Json] = BUSINESS, **contact: Any
    ) -> Simulation:
        return Simulation(machines[flow], NOW, {**CONTACT, **contact}, business, {"name": "main"}, stubs or {})

    return begin
