"""What checking a flow costs, in ms: by its number of states, a state, and against what one more state costs.

python -m benchmarks.check_cost [--states 1000]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from bot.flow.check import check_sources
from bot.flow.files import is_source
from bot.flow.load import load

FLOWS = Path(__file__).parent.parent / "flows"
ROUNDS = 5

QUESTION = """
  s{n}:
    - ask: Question {n} for {{{{ contact.first_name | default('you') }}}}, yes or no?
      expect: yes_no
      save: answer_{n}
      replies: {{yes: s{next}, no: s0}}
      unclear: Sorry, please reply YES or NO.
      give_up: s{next}
"""
MENU = """
  s{n}:
    - ask: What about {n}, {{{{ contact.first_name }}}}?
      choices: {{first: The first, second: The second}}
      replies: {{first: s{next}, second: s0}}
      give_up: s{next}
"""
CALL = """
  s{n}:
    - http: POST https://api.example.com/{n}
      save: result
      on_error: s{next}
    - say: Your number is {{{{ result.body.id }}}}.
    - go: s{next}
"""
"""A thousand of each is about as much as a file may hold."""


def flow(states: int, forms: tuple[str, ...]) -> str:
    """A flow of some states, each leading to the next."""
    written = [forms[n % len(forms)].format(n=n, next=n + 1) for n in range(states)]
    return f"flow: long\nstates:{''.join(written)}\n  s{states}:\n    - end: done\n"


def milliseconds(work: Callable[[], object]) -> float:
    """The median CPU time of some work over five rounds."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        rounds.append((time.process_time() - began) * 1e3)
    return sorted(rounds)[ROUNDS // 2]


def checking(sources: Mapping[str, str]) -> float:
    """The cost of reading and checking some files, which must be without fault."""
    _, findings = check_sources(sources)
    if findings:
        raise SystemExit(f"not measured: {findings[0]}")
    return milliseconds(lambda: check_sources(sources))


FORMS = {"questions": (QUESTION,), "menus": (MENU,), "calls": (CALL,), "mixed": (QUESTION, MENU, CALL)}


def main() -> None:
    """Measure flows of growing size and print a table with ratios, which carry over to other machines."""
    parser = argparse.ArgumentParser(description="What checking a flow costs.")
    parser.add_argument("--states", type=int, default=1_000)
    most = parser.parse_known_args()[0].states  # `make bench` hands its options to every benchmark

    print(f"{'flow':<32}{'states':>8}{'load ms':>10}{'check ms':>10}{'ms a state':>12}{'x a tenth':>11}")
    for name, forms in FORMS.items():
        first = 0.0
        for states in (most // 10, most):
            source = flow(states, forms)
            loading = milliseconds(partial(load, source, "long.yaml"))
            cost = checking({"long.yaml": source})
            first = first or cost
            print(f"{name:<32}{states:>8}{loading:>10.1f}{cost:>10.1f}{cost / states:>12.3f}{cost / first:>11.1f}")
    shipped = {path.name: path.read_text(encoding="utf-8") for path in FLOWS.iterdir() if is_source(path.name)}
    print(f"{'the shipped flows together':<32}{len(shipped):>8}{'':>10}{checking(shipped):>10.1f}")


if __name__ == "__main__":
    main()
