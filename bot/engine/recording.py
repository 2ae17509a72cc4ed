"""A step's inputs as the log keeps them, and read back: what a replay gives the engine is what the engine was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, get_args

from bot.events import Context, Effect, Event, Json

_EVENTS: Final[Mapping[str, type[Event]]] = {kind.__name__.lower(): kind for kind in get_args(Event)}
_NAMES: Final[Mapping[type, tuple[str, ...]]] = {
    kind: tuple(item.name for item in fields(kind)) for kind in (*get_args(Event), *get_args(Effect), Context)
}
_TYPES: Final[Mapping[type, str]] = {kind: kind.__name__.lower() for kind in _NAMES}


def describe(happened: Event | Effect) -> dict[str, Json]:
    """Write an event or an effect down as JSON."""
    kind = type(happened)
    described: dict[str, Json] = {"type": _TYPES[kind]}
    for name in _NAMES[kind]:
        described[name] = getattr(happened, name)
    return described


def read_event(data: Mapping[str, Json]) -> Event:
    """Make an event again of what `describe` wrote; ValueError for anything else."""
    kind = _EVENTS.get(str(data.get("type")))
    if kind is None:
        raise ValueError(f"`{data.get('type')}` is no event")
    known = {item.name: str(item.type) for item in fields(kind)}
    given = {name: value for name, value in data.items() if name != "type"}
    if given.keys() - known.keys():
        raise ValueError(f"the event `{data['type']}` has no field `{min(given.keys() - known.keys())}`")
    values: dict[str, Any] = {
        name: tuple(value) if known[name].startswith("tuple") else value for name, value in given.items()
    }
    return kind(**values)


def describe_context(context: Context) -> dict[str, Json]:
    """Write down what surrounds a session."""
    return {name: getattr(context, name) for name in _NAMES[Context]}


def read_context(data: Mapping[str, Json]) -> Context:
    """Make a context again; what an older log does not hold is as it was then, when nothing asked for it."""
    return Context(**{item.name: data[item.name] for item in fields(Context) if item.name in data})
