"""Whether a flow waits for the person to say something."""

from __future__ import annotations

from collections.abc import Mapping

from bot.engine.machine import Machine
from bot.engine.nodes import Kind
from bot.flow.model import Run


def asks(machine: Machine, machines: Mapping[str, Machine]) -> bool:
    """Whether it has a question, or runs a flow that has one."""
    seen, waiting = {machine.flow.id}, [machine]
    while waiting:
        nodes = waiting.pop().nodes.values()
        if any(node.kind is Kind.QUESTION for node in nodes):
            return True
        for node in nodes:
            if isinstance(node.step, Run) and node.step.flow not in seen and node.step.flow in machines:
                seen.add(node.step.flow)
                waiting.append(machines[node.step.flow])
    return False
