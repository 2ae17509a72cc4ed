"""What a process does once, with the first texts that it reads; imported by what others are forked from.

Patterns and words of all languages take it half a second, which hundreds of servers in tests need not take each.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from bot.compliance.screen import classify
from bot.engine.machine import compile_flow
from bot.flow.load import load
from bot.simulator import Simulation

TEXTS: Final = ("hello there", "please stop texting me now")
FLOW: Final = """\
flow: warm
start: [fallback]
states:
  ask:
    - ask: Yes or no?
      expect: yes_no
    - ask: How many?
      expect: integer
    - end: done
"""


def warm() -> None:
    """Read a text of each kind."""
    for text in TEXTS:
        classify(text)
    flow, _ = load(FLOW, "warm.yaml")
    assert flow is not None
    talk = Simulation(compile_flow(flow), datetime(2026, 3, 5, tzinfo=UTC))
    talk.start()
    for text in ("maybe", "yes", "many", "3"):
        talk.says(text)


warm()
