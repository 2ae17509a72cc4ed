"""What one `step` of the engine costs, in µs, by kind of turn.

python -m benchmarks.step_cost [--turns 2000]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.engine.machine import Machine, compile_flow
from bot.engine.session import Session
from bot.engine.step import new_session, step
from bot.events import Context, Event, Reply, Start, Wake
from bot.flow.load import load

FLOWS = Path(__file__).parent.parent / "flows"
NOW = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
CONTEXT = Context(
    contact={"id": "ctc_1", "phone": "+12025550123", "first_name": "Ana", "timezone": "America/New_York", "tags": []},
    business={"name": "Riverside Dental", "timezone": "America/New_York", "is_open": True},
    channel={"name": "main", "number": "+15550100000"},
)


def machine_of(name: str) -> Machine:
    """The compiled flow of a shipped file."""
    path = FLOWS / f"{name}.yaml"
    flow, findings = load(path.read_text(), str(path))
    if flow is None:
        raise SystemExit(f"{path} does not load: {findings}")
    return compile_flow(flow)


def microseconds(turns: int, turn: Callable[[], object]) -> float:
    """The median cost of a turn over five rounds."""
    rounds = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(turns):
            turn()
        rounds.append((time.perf_counter() - began) / turns * 1e6)
    return sorted(rounds)[2]


def main() -> None:
    """Measure each kind of turn and print a table."""
    parser = argparse.ArgumentParser(description="What one step of the engine costs.")
    parser.add_argument("--turns", type=int, default=2_000)
    turns = parser.parse_known_args()[0].turns  # `make bench` hands its options to every benchmark

    triage, appointment = machine_of("triage"), machine_of("appointment")
    fresh = new_session(triage, 7, NOW, CONTEXT)
    asked = step(triage, fresh, Start(), NOW, CONTEXT).session
    booked = new_session(appointment, 7, NOW, CONTEXT)
    start = Start({"appointment": "2026-03-06 10:00"})
    confirm = step(appointment, booked, start, NOW, CONTEXT).session

    def cost(machine: Machine, session: Session, event: Event, now: datetime = NOW) -> float:
        return microseconds(turns, lambda: step(machine, session, event, now, CONTEXT))

    rows = {
        "triage: start, a question with three choices": cost(triage, fresh, Start()),
        "triage: a number that is understood": cost(triage, asked, Reply("2")),
        "triage: a sentence that is not": cost(triage, asked, Reply("I am not quite sure what to say here")),
        "appointment: start, dates in the reply": cost(appointment, booked, start),
        "appointment: yes, confirmed and ended": cost(appointment, confirm, Reply("yes")),
        "appointment: silence, a reminder": cost(appointment, confirm, Wake(), confirm.wake_at or NOW),
        "a session to JSON and back": microseconds(turns, lambda: Session.from_json(confirm.to_json())),
    }
    for name, cost_us in rows.items():
        print(f"{name:<48}{cost_us:8.0f} µs")


if __name__ == "__main__":
    main()
