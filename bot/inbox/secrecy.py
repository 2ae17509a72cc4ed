"""What the log and the inbox keep of conversations that ask for something sensitive: whoever reads them sees dots.

The originals lie beside, sealed, since a replay needs them and the person may ask for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.engine.machine import Machine
from bot.engine.session import Session
from bot.events import Json
from bot.flow.model import Ask
from bot.inbox.house import House
from bot.sealing import HIDDEN, SEALED, Sealer
from bot.store.inbound import Kind

EVENT: Final = "event"
"""What entries of the log are sealed for."""
INPUTS: Final = "inputs"
ACTION: Final = "action"


def hide(data: dict[str, Json], before: Session, machine: Machine | None, sealer: Sealer) -> dict[str, Json]:
    """Make the entry of a step fit for others' eyes: the same, if nothing in it is sensitive."""
    event = _hidden_event(data["event"], before, machine)
    changed: dict[str, Json] = {} if event == data["event"] else {"event": event}
    if "heard" in data and changed:
        changed["heard"] = HIDDEN
        if "media" in data:
            changed["media"] = []
    if data["problems"]:
        changed["problems"] = [problem | {"detail": HIDDEN} for problem in data["problems"]]
    if not changed:
        return data
    return data | changed | {SEALED: sealer.seal({name: data[name] for name in changed}, EVENT)}


def emptied(kind: str, payload: Mapping[str, Json]) -> dict[str, Json]:
    """Make the payload of an inbound row, which nobody needs any more, fit for others' eyes."""
    hidden: dict[str, dict[str, Json]] = {
        Kind.MESSAGE: {"text": HIDDEN, "media": []},
        Kind.RESULT: {"headers": {}, "body": None, "error": None},
        Kind.EVENT: {"data": {}},
    }
    return {**payload, **hidden.get(kind, {})}


def sealed_inputs(house: House, flow: str, inputs: Mapping[str, Json]) -> Mapping[str, Json]:
    """The inputs of a start as they may lie in the inbox or in a timer."""
    library = house.library()
    machine = library.machines.get(flow) if library.secretive else None
    if machine is None or not any(declared.sensitive for declared in machine.flow.inputs.values()):
        return inputs
    return {SEALED: house.sealer.seal(dict(inputs), INPUTS)}


def _hidden_event(event: dict[str, Any], before: Session, machine: Machine | None) -> dict[str, Any]:
    match event["type"]:
        case "reply" if _hears_secret(before, machine):
            return event | {"text": HIDDEN, "media": []}
        case "result":
            return event | {"headers": {}, "body": HIDDEN, "error": event["error"] and HIDDEN}
        case "start" if machine is not None:
            marked = {name for name, declared in machine.flow.inputs.items() if declared.sensitive}
            return event | {"inputs": {name: HIDDEN if name in marked else it for name, it in event["inputs"].items()}}
    return event


def _hears_secret(before: Session, machine: Machine | None) -> bool:
    """Whether a reply may answer, or correct, a sensitive question; what waits for its question may be for any."""
    step = None if machine is None or before.state not in machine.nodes else machine.nodes[before.state].step
    if machine is None or not isinstance(step, Ask) or step.question.sensitive:
        return True
    last = before.answered and machine.nodes.get(before.answered["state"])
    return bool(last and isinstance(last.step, Ask) and last.step.question.sensitive)
