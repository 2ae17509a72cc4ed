"""One conversation's whole life, killed at every point of it in turn: it must end as if nothing had happened.

text in ─► step ─► sends ─► receipts ─► silence ─► call ─► sub-flow ─► schedule ─► STOP
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.sim.checks import check_all
from tests.sim.faults import CRASH
from tests.sim.hosts import Host
from tests.sim.process import Ground
from tests.sim.world import PHONES, Cast, Simulation

SCRIPT = ((0, "book"), (1500, "Monday"), (1800, "yes"), (2100, "Ana"), (25000, "yes"), (25300, "book"), (25600, "STOP"))
"""When the customer says what; the first silence, and the reminder, fall in between."""
ENDS = 30000
BEGUN = ("other", "before the first byte")
"""A carrier that cannot be asked, and a crash after the journal says that a call begins: nobody can know what became of
it. It is looked into for a quarter of an hour; what comes later goes before it, and a STOP may."""
LOST = ("We cannot look now.", "It is not in our calendar yet.")
"""What the flow says when its first call has failed, and its second."""


class Life(Simulation):
    """The same story each time, but for one crash."""

    def __init__(self, ground: Ground, channel: str, crash_at: int | None = None) -> None:
        super().__init__(ground, seed=0, events=10**9, cast=Cast())
        self.stormy, self.grid, self.channel = 0.0, 0.0, channel
        self.faults.names = []
        self.call_lost = False
        """Whether the crash came during a call that may not be repeated: then nobody knows what it gave."""
        if crash_at is not None:
            self.faults.arm(crash_at, CRASH)

    def _play(self) -> None:
        (host,) = self.hosts
        host.start_again()
        for second, said in SCRIPT:
            post = self.text(PHONES[0], self.channel, said)
            self.at(second + 1, lambda post=post: self.post(post))  # type: ignore[misc]
        self._pass(ENDS)
        self.problems += self._judge()

    def crashed(self, host: Host) -> None:
        """See `Simulation`."""
        running = "SELECT count(*) FROM action WHERE status = 'running'"
        self.call_lost = self.eye.execute(running).fetchone()[0] > 0
        super().crashed(host)

    def _report(self, taken: Any, status: str, delay: float) -> None:
        super()._report(taken, "delivered" if status == "undelivered" else status, delay)

    def _by_address(self) -> bool:
        """Else nobody could tell whose the report is, if the answer was lost."""
        return True

    def _answer(self, heard: str) -> None:
        """The script says what is answered."""

    def _judge(self) -> list[str]:
        self.faults.over = True
        self.end = self._state()
        return check_all(self)

    def _state(self) -> dict[str, list[Any]]:
        """All that a person could tell apart; not when it was, nor how often it was tried."""
        queries = {
            "said": "SELECT text, status, message_class FROM message ORDER BY seq",
            "sessions": "SELECT flow, state, outcome, (SELECT group_concat(key || '=' || (value ->> '$.value'))"
            " FROM json_each(session.data, '$.answers')) FROM session ORDER BY rowid",
            "consent": "SELECT kind, source, text FROM consent_event ORDER BY seq",
            "inbox": "SELECT kind, status FROM inbound WHERE kind <> 'receipt' ORDER BY seq",
            "timers": "SELECT count(*) FROM timer",
        }
        state = {name: self.eye.execute(query).fetchall() for name, query in queries.items()}
        return state | {"heard": [taken.text for taken in self.truth.taken]}


def points(ground: Ground, channel: str) -> tuple[dict[str, list[Any]], list[str]]:
    """Live it without a crash; return how it ends, and the names of the points that it passes."""
    life = Life(ground, channel)
    problems = life.run().problems
    assert [] == problems, problems
    return life.end, life.faults.names or []


def differences(ground: Ground, channel: str, end: dict[str, list[Any]], crash_at: int) -> list[str]:
    """Live it with a crash at a point; return what is different then."""
    life = Life(ground, channel, crash_at)
    problems = life.run().problems
    if problems:
        return problems
    if BEGUN == (channel, (life.faults.names or [])[crash_at - 1]):
        return [f"{text!r} was heard too often" for text in Counter(life.end["heard"]) - Counter(end["heard"])]
    if life.call_lost:
        missed = sum(text in LOST for text, *_ in life.end["said"])
        return [] if missed == 1 else [f"{missed} calls were said to have failed, and one was lost"]
    return [f"{name}: {life.end[name]} instead of {end[name]}" for name in end if life.end[name] != end[name]]
