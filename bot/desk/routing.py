"""Who gets a conversation that waits for a person. Pure: those who are there in, one of them out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from bot.config import QueueSettings

ANSWERING: Final = frozenset({"agent", "supervisor", "admin"})
"""The roles of those who may write to customers."""


class Agent(NamedTuple):
    """Somebody who may be given work."""

    id: str
    name: str
    email: str
    role: str = "agent"
    status: str = "online"
    """online or away."""
    capacity: int = 10
    """So many conversations at a time."""
    queues: Collection[str] = ()
    """Whose conversations; none means all."""
    by_mail: bool = False
    """Whether they want to be told by e-mail."""


def eligible(agents: Sequence[Agent], queue: str, rules: QueueSettings) -> list[Agent]:
    """Return those who answer a queue, there or not, in one order."""
    named = {name.casefold() for name in rules.agents}
    return sorted(
        agent
        for agent in agents
        if agent.role in ANSWERING
        and (not agent.queues or queue in agent.queues)
        and (not named or agent.email.casefold() in named or agent.id in rules.agents)
    )


def choose(
    agents: Sequence[Agent], loads: Mapping[str, int], last: str | None, queue: str, rules: QueueSettings
) -> Agent | None:
    """Choose whose turn it is: none who is away or has enough. `last` is who got the last one of this queue."""
    free = [
        agent
        for agent in eligible(agents, queue, rules)
        if agent.status == "online" and loads.get(agent.id, 0) < agent.capacity
    ]
    if not free or rules.assign == "manual":
        return None
    in_turn = [agent for agent in free if last is None or agent.id > last] + free
    if rules.assign == "round_robin":
        return in_turn[0]
    return min(in_turn, key=lambda agent: loads.get(agent.id, 0))
