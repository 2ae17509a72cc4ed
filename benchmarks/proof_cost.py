"""What a test beside a flow costs: a month of daily questions across a change of clocks, in ms.

python -m benchmarks.proof_cost [--turns 20]
"""

from __future__ import annotations

import argparse
import time

from bot.engine.machine import compile_flow
from bot.flow.load import load
from bot.flow.testing import read_cases
from bot.proving import prove

FLOW = """\
flow: month
start:
  - flow
inputs:
  day: date
expires: 60 days
states:
  ask:
    - ask: "It is {{ now | date }}, {{ now | time }}. How do you feel, from 0 to 10?"
      expect: integer
      min: 0
      max: 10
      save: mood
      silence:
        12 hours: {go: rest}
    - go: rest
      if: mood >= 0
    - go: rest
  rest:
    - pause: 1 day
    - ask: Shall we go on?
      expect: yes_no
      replies: {yes: ask, no: over}
      silence:
        1 hour: {go: ask}
  over:
    - say: Thank you for {{ day | date }}.
    - end: done
"""
DAYS = 30


def source() -> str:
    """The test: thirty days in New York from 20 February 2026, over 8 March, when the clocks go forward."""
    days = ["    - bot: /How do you feel/", '    - me: "7"', "    - wait: 24 hours"] * DAYS
    lines = ["- test: a month", "  with: {day: 2026-02-20}", "  now: 2026-02-20 18:00",
             "  contact: {timezone: America/New_York}", "  talk:"]  # fmt: skip
    for number in range(DAYS):
        lines += days[3 * number : 3 * number + 3]
        lines += ["    - bot: Shall we go on?", f'    - me: "{"yes" if number < DAYS - 1 else "no"}"']
    return "\n".join([*lines, "    - bot: /Thank you/", "  ends: done", ""])


def main() -> None:
    """Play the month, and print the median of several times."""
    parser = argparse.ArgumentParser(description="What a test of a month costs.")
    parser.add_argument("--turns", type=int, default=20)
    turns = parser.parse_known_args()[0].turns
    flow, findings = load(FLOW, "month.yaml")
    cases, faults = read_cases(source(), "month.test.yaml")
    if flow is None or faults:
        raise SystemExit(f"{findings} {faults}")
    machine, costs = compile_flow(flow), []
    for _ in range(turns):
        began = time.perf_counter()
        proof = prove(machine, cases[0])
        costs.append((time.perf_counter() - began) * 1e3)
        if proof.failure is not None:
            raise SystemExit(str(proof.failure))
    print(f"{f'a test of {DAYS} days, {len(cases[0].talk)} items':<48}{sorted(costs)[turns // 2]:8.1f} ms")


if __name__ == "__main__":
    main()
