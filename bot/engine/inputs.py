"""What starts a session, checked against what its flow declares."""

from __future__ import annotations

from collections.abc import Mapping

from bot.engine.turn import Failure, Turn
from bot.engine.values import cut, typed
from bot.events import Json
from bot.flow.model import Input


def read_inputs(turn: Turn, given: Mapping[str, Json]) -> None:
    """Remember the declared inputs, typed. Others are left out: an event tells more than a flow wants to know."""
    for name, declared in turn.machine.flow.inputs.items():
        turn.remember(name, _read(turn, name, declared, given.get(name)))


def read_changed_inputs(turn: Turn, before: Mapping[str, Input]) -> None:
    """Fill the inputs that an older version of the flow did not have, and type anew those that were of another type."""
    for name, declared in turn.machine.flow.inputs.items():
        if name not in before or before[name].type is not declared.type:
            turn.remember(name, _read(turn, name, declared, turn.session.variables.get(name)))


def _read(turn: Turn, name: str, declared: Input, value: Json) -> Json:
    if value is None and declared.default is not None:
        value = turn.value(declared.default)
    if value is None:
        if declared.required:
            raise Failure("input", f"the input `{name}` is missing; it must be a {declared.type.value}")
        return None
    try:
        return typed(value, declared.type, turn.locale)
    except ValueError as error:
        raise Failure("input", f"the input `{name}` {error}: {str(cut(value))[:80]!r}") from None
