"""Conversations in tests: `chat.says("MOVE"); chat.hears("Which day suits you?")`, through the engine itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.engine.machine import Machine, compile_flow
from bot.events import Json
from bot.flow.load import load
from bot.simulator import Simulation

THURSDAY = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
"""Nine in the morning in New York."""
ANA: dict[str, Json] = {"id": "ctc_1", "first_name": "Ana", "name": "Ana Castillo", "timezone": "America/New_York"}
CLINIC: dict[str, Json] = {"name": "Riverside Dental", "country": "US", "timezone": "America/New_York"}


def machine(source: str) -> Machine:
    """Compile a flow, written without its `flow:` line."""
    flow, findings = load(f"flow: chat\n{source}", "chat.yaml")
    assert flow is not None, findings
    return compile_flow(flow)


@dataclass
class Chat(Simulation):
    """A simulation that remembers what the test has not heard yet."""

    now: datetime = THURSDAY
    contact: dict[str, Json] = field(default_factory=lambda: dict(ANA))
    business: dict[str, Json] = field(default_factory=lambda: dict(CLINIC))
    heard: int = 0

    def hears(self, expected: str) -> None:
        """The bot's next message is exactly this, or matches `/this/`."""
        unheard = self.said[self.heard : self.heard + 1]
        assert unheard, f"nothing more was said; the log ends {[(entry.kind, entry.text) for entry in self.log[-5:]]}"
        self.heard += 1
        pattern = re.fullmatch(r"/(.*)/", expected, re.DOTALL)
        if pattern is None:
            assert expected == unheard[0]
        else:
            assert re.search(pattern[1], unheard[0]), unheard[0]

    def hears_nothing(self) -> None:
        """The bot has said nothing that the test did not hear."""
        assert [] == self.said[self.heard :]


def chat(source: str, **settings: Json) -> Chat:
    """Talk to a flow, written without its `flow:` line."""
    return Chat(machine(source), **settings)
