"""The shipped flows, talked to as a customer would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.engine.machine import Machine, compile_flow
from bot.engine.route import Library
from bot.events import Json
from bot.flow.check import check_sources
from bot.flow.load import is_flow_file
from bot.simulator import Simulation

FOLDER = Path(__file__).resolve().parents[2] / "flows"
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
    files = [path for path in FOLDER.iterdir() if is_flow_file(path.name)]
    flows, findings = check_sources({str(path): path.read_text(encoding="utf-8") for path in files})
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
