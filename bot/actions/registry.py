"""The actions of a deployment: Python functions that `do:` calls by name.

Registered by the decorator, in modules that the setting `actions.modules` names, or by an entry point of the group
`parley.actions` whose name is the action's and whose value is a function or an `Action`.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, Final, TypeVar, overload

from bot.actions.llm import llm_action, understand_action
from bot.actions.shape import ATTEMPT, Action, Attempt
from bot.config import ActionsSettings
from bot.errors import ConfigError

__all__ = ["Action", "Attempt", "action", "load_actions"]

ENTRY_POINT_GROUP: Final = "parley.actions"
TIMEOUT_S: Final = 10.0

F = TypeVar("F", bound=Callable[..., Any])

_registered: dict[str, Action] = {}


@overload
def action(function: F) -> F: ...
@overload
def action(*, name: str | None = None, timeout_s: float = TIMEOUT_S, repeatable: bool = False) -> Callable[[F], F]: ...


def action(
    function: F | None = None, *, name: str | None = None, timeout_s: float = TIMEOUT_S, repeatable: bool = False
) -> F | Callable[[F], F]:
    """Register a function, sync or async, as an action; the function itself stays as it is.

    Its parameters are what `with:` gives; one called `attempt` gets an `Attempt`. It returns plain JSON, which `save:`
    keeps. `timeout_s` is how long a conversation waits for it; `repeatable` says that doing it twice does no harm, so
    that it is done again if the process stopped in the middle.
    """

    def register(function: F) -> F:
        made = make_action(name or function.__name__, function, timeout_s=timeout_s, repeatable=repeatable)
        known = _registered.get(made.name)
        if known is not None and known.where != made.where:
            raise ConfigError(f"two actions are called `{made.name}`: in {known.where} and {made.where}")
        _registered[made.name] = made
        return function

    return register if function is None else register(function)


def make_action(
    name: str, function: Callable[..., Any], *, timeout_s: float = TIMEOUT_S, repeatable: bool = False
) -> Action:
    """Describe a function as an action; a ConfigError says what is wrong with it."""
    if not re.fullmatch(r"[A-Za-z][\w-]{0,63}", name):
        raise ConfigError(f"`{name}` cannot be the name of an action: letters, digits, `_` and `-`")
    if not timeout_s > 0:
        raise ConfigError(f"the action `{name}` needs a time-out above 0 seconds")
    return Action(name, function, timeout_s, repeatable)


def load_actions(settings: ActionsSettings) -> Mapping[str, Action]:
    """Find every action of the deployment; a ConfigError says which module cannot be used, and why."""
    here = str(Path.cwd())
    if settings.modules and here not in sys.path:
        sys.path.insert(0, here)  # modules beside the settings are found as well as installed ones
    for module in settings.modules:
        _load(f"actions.modules: `{module}`", partial(import_module, module))
    found: dict[str, Action] = {}
    if settings.llm is not None:
        found["llm"] = llm_action(settings.llm)
        if settings.llm.understand:
            found["understand"] = understand_action(settings.llm)
    for point in entry_points(group=ENTRY_POINT_GROUP):
        loaded = _load(f"the action `{point.name}` of an installed package, {point.value},", point.load)
        found[point.name] = (
            replace(loaded, name=point.name) if isinstance(loaded, Action) else make_action(point.name, loaded)
        )
    return {**found, **_registered}


@cache
def entry_points(group: str) -> metadata.EntryPoints:
    """What is installed stays so while a process runs, and to look takes longer than to load it."""
    return metadata.entry_points(group=group)


def _load(what: str, load: Callable[[], Any]) -> Any:
    """Import what somebody else wrote; a ConfigError says what cannot be."""
    try:
        return load()
    except ConfigError:
        raise
    except Exception as error:
        raise ConfigError(f"{what} cannot be imported: {type(error).__name__}: {error}") from error


def arguments(action: Action, inputs: Mapping[str, Any], attempt: Attempt) -> dict[str, Any]:
    """What to call a function with; TypeError with a sentence where `with:` does not fit it."""
    signature = inspect.signature(action.function)
    given = dict(inputs)
    if ATTEMPT in signature.parameters:
        given[ATTEMPT] = attempt
    try:
        signature.bind(**given)
    except TypeError as error:
        raise TypeError(f"`with:` does not fit the action `{action.name}`: {error}") from None
    return given
