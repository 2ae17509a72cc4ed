"""Flows by chance: what an author might write, in every part of the language, from a seed.

    sources = write_flows(7)     {"main.yaml": "flow: main …", "inner.yaml": …}

They are not all right; whoever wants right ones asks the checker. A seed always gives the same flows.
"""

from __future__ import annotations

import random
from collections.abc import Callable

TYPES = (
    "text",
    "yes_no",
    "choice",
    "integer",
    "number",
    "money",
    "date",
    "time",
    "datetime",
    "phone",
    "email",
    "regex",
)
DURATIONS = ("10 minutes", "1 hour", "5 hours", "1 day", "3 days")
PASSING = "[{tag: [seen]}]"
"""A block that goes nowhere: the next step follows."""
WORDS = ("apple", "berry", "cherry", "damson", "elder")


def write_flows(seed: int) -> dict[str, str]:
    """A flow that may run two others."""
    dice = random.Random(seed)  # noqa: S311 (a test wants the same flows each time)
    inner = [Author(dice, name, runs=()).flow() for name in ("inner", "deeper")]
    main = Author(dice, "main", runs=("inner", "deeper")).flow()
    return {f"{name}.yaml": source for name, source in zip(("inner", "deeper", "main"), [*inner, main], strict=True)}


class Author:
    """Writes one flow."""

    def __init__(self, dice: random.Random, name: str, runs: tuple[str, ...]) -> None:
        self.dice = dice
        self.name = name
        self.runs = runs
        self.states = [f"s{number}" for number in range(dice.randint(1, 5))]
        self.names: list[str] = []
        self.count = 0
        self.later: list[str] = []
        """The states after the one that is written: a step that does not wait leads nowhere else."""

    def flow(self) -> str:
        """The whole file."""
        bodies = [self.state(index) for index in range(len(self.states))]
        outputs = "outputs: {given: text}\n" if self.name != "main" else ""
        head = f"flow: {self.name}\ninputs: {{given: text, day: {{type: date, default: '2026-03-09'}}}}\n{outputs}"
        start = "start:\n  - flow\n" if self.name != "main" else "start:\n  - keyword: begin\n    with: {given: x}\n"
        anytime = ""
        if self.chance(0.5):
            anytime += f"  leave: {{words: [leave], go: {self.dice.choice(self.states)}}}\n"
        if self.chance(0.4):
            anytime += "  hours: {words: [hours], do: [{say: Nine to five.}]}\n"
        if self.chance(0.2):
            anytime += "  upset: {intent: [complaint], end: upset}\n"
        states = "".join(f"  {name}:\n{body}" for name, body in zip(self.states, bodies, strict=True))
        return (
            f"{head}{start}{'anytime:' + chr(10) + anytime if anytime else ''}"
            f"expires: {self.dice.choice(DURATIONS[2:])}\nstates:\n{states}"
        )

    def chance(self, part: float) -> bool:
        return self.dice.random() < part

    # ── states and steps ──

    def state(self, index: int) -> str:
        """Some steps, and a way on that comes by the next state, so that every state can be reached."""
        self.later = self.states[index + 1 :]
        following = self.later[0] if self.later else ""
        lines = [line for _ in range(self.dice.randint(0, 3)) for line in self.step()]
        lines += self.question(following or self.target()) if self.chance(0.8) or not following else []
        if following and self.chance(0.3):
            lines += [f"- go: {self.dice.choice(self.later)}", "  if: contact.vip"]
        last = f"- go: {following}" if following else f"- end: {self.dice.choice(('done', 'over', 'failed'))}"
        return "".join(f"    {line}\n" for line in [*lines, last])

    def target(self) -> str:
        return self.dice.choice([*self.states, "end"])

    def block(self, states: list[str] | None = None) -> str:
        """A target in one line."""
        states = self.states if states is None else states
        ways = ["end", "{end: early}", PASSING]
        if states:
            state = self.dice.choice(states)
            ways += [state, state, f"[{{say: {self.text(plain=True)!r}}}, {{go: {state}}}]"]
        return self.dice.choice(ways)

    def step(self) -> list[str]:
        verbs: list[Callable[[], list[str]]] = [
            self.say, self.set, self.tag, self.http, self.do, self.email, self.schedule, self.cancel, self.pause,
            self.split, self.match, self.handoff, self.question, self.question,
        ]  # fmt: skip
        if self.runs:
            verbs += [self.run, self.run]
        return self.dice.choice(verbs)()

    def say(self) -> list[str]:
        lines = [f"- say: {self.text()!r}"]
        if self.chance(0.3):
            lines.append(f"  undelivered: {self.block(self.later)}")
        if self.chance(0.2):
            lines.append(f"  if: {self.dice.choice(['contact.vip', 'not contact.vip'])}")
        return lines

    def set(self) -> list[str]:
        name = self.new_name("set")
        return [f"- set: {{{name}: {self.text()!r}, contact.last: {self.text()!r}}}"]

    def tag(self) -> list[str]:
        return [f"- {self.dice.choice(['tag', 'untag', 'label'])}: [{self.dice.choice(WORDS)}]"]

    def http(self) -> list[str]:
        name = self.new_name("call")
        lines = [f"- http: {self.dice.choice(['GET', 'POST'])} https://a.example/x", f"  save: {name}"]
        lines.append(f"  on_error: {self.block(self.later)}")
        if self.chance(0.3):
            lines.append(f"  retry: {self.dice.randint(0, 5)}")
        return lines

    def do(self) -> list[str]:
        name = self.new_name("found")
        return ["- do: look_up", f"  with: {{what: {self.text()!r}, many: 3}}", f"  save: {name}",
                f"  on_error: {self.block(self.later)}"]  # fmt: skip

    def email(self) -> list[str]:
        return ["- email: a@b.example", f"  subject: {self.text()!r}", f"  body: {self.text()!r}"]

    def schedule(self) -> list[str]:
        when = self.dice.choice(["in: 1 day", "in: 2 hours", 'at: "{{ day }}T10:00"'])
        return [f"- schedule: {self.name}", f"  {when}", "  with: {given: again}", "  id: later"]

    def cancel(self) -> list[str]:
        return ["- cancel: later"]

    def pause(self) -> list[str]:
        return [f"- pause: {self.dice.choice(DURATIONS)}"]

    def split(self) -> list[str]:
        if not self.later:
            return self.pause()
        return [f"- split: {{{self.dice.choice(self.later)}: 1}}", "  if: contact.vip"]

    def match(self) -> list[str]:
        return [
            f'- match: "{{{{ {self.value()} }}}}"',
            "  replies:",
            f"    {self.dice.choice(WORDS)}: {self.block(self.later)}",
        ]

    def handoff(self) -> list[str]:
        lines = [f"- handoff: {self.dice.choice(WORDS)}", f"  note: {self.text()!r}", f"  closed: {PASSING}"]
        if self.chance(0.5):
            lines += ["  no_agent:", "    10 minutes: Soon.", f"    1 hour: {self.block(self.later)}"]
        return lines

    def run(self) -> list[str]:
        lines = [f"- run: {self.dice.choice(self.runs)}", f"  with: {{given: {self.text()!r}}}"]
        if self.chance(0.15):
            return [*lines, "  come_back: no", "  if: contact.vip"]
        lines.append(f"  save: {self.new_name('run')}")
        for way in ("expired", "failed"):
            if self.chance(0.5):
                lines.append(f"  {way}: {self.block()}")
        return lines

    # ── questions ──

    def question(self, also: str = "") -> list[str]:
        """A question with any of its options; `also` is a state that one of its replies must lead to."""
        kind = self.dice.choice(TYPES)
        name = self.new_name(kind)
        lines = [f"- ask: {self.text()!r}" if self.chance(0.9) else "- listen:", f"  save: {name}"]
        replies = [f"    stop_it: {{words: [halt], go: {self.dice.choice(self.states)}}}"] if self.chance(0.3) else []
        match kind:
            case "choice":
                lines.append("  choices: {" + ", ".join(f"{word}: {word.title()}" for word in WORDS[:3]) + "}")
                replies += [f"    {word}: {self.block()}" for word in WORDS[:2] if self.chance(0.5)]
            case "regex":
                lines += ["  expect: regex", r"  pattern: '(\d{3})'"]
            case "integer" | "number":
                lines += [f"  expect: {kind}", "  min: 0", "  max: 10"]
                if self.chance(0.4):
                    replies += [f"    0..{5 if kind == 'integer' else 6}: {self.block()}", f"    6..10: {PASSING}"]
            case "date" if self.chance(0.5):
                lines += ["  expect: date", "  min: today", "  max: +90 days"]
            case "yes_no":
                lines.append("  expect: yes_no")
                replies += [f"    yes: {self.block()}", f"    no: {PASSING}"] if self.chance(0.6) else []
            case _:
                lines.append(f"  expect: {kind}")
        if also and self.chance(0.5):
            replies.append(f"    onward: {{words: [onward], go: {also}}}" if also != "end" else "    onward: end")
        lines += ["  replies:", *replies] if replies else []
        lines += self.repair(kind)
        return lines

    def repair(self, kind: str) -> list[str]:
        lines = []
        if self.chance(0.4):
            lines += ["  unclear: [Pardon?, Once more please.]", f"  give_up: {self.block()}"]
        if self.chance(0.4):
            lines += ["  silence:", "    1 hour: Still there?", f"    5 hours: {self.block()}"]
        if self.chance(0.2):
            lines.append(f"  undelivered: {self.block(self.later)}")
        if self.chance(0.2):
            lines.append('  confirm: "{{ answer }}, right?"')
        if self.chance(0.3):
            lines.append(f"  understand: {self.dice.choice(['yes', '[complaint, praise]'])}")
        if self.chance(0.2):
            lines.append("  check: [{if: answer == 'apple', say: Not that one.}]")
        return lines

    # ── texts ──

    def new_name(self, kind: str) -> str:
        self.count += 1
        self.names.append(f"{kind}_{self.count}")
        return self.names[-1]

    def value(self) -> str:
        """A value that is surely there, or one that may not be, with or without a default."""
        known = ["given", "contact.first_name", "business.name", "attempt", "now", "day | day"]
        if self.names and self.chance(0.5):
            return f"{self.dice.choice(self.names)} | default('?')"
        return self.dice.choice(known)

    def text(self, *, plain: bool = False) -> str:
        word = self.dice.choice(WORDS).title()
        return word if plain or self.chance(0.5) else f"{word} {{{{ {self.value()} }}}}."
