"""What an action is, and what it is told about the attempt at it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from bot.events import CallHttp, Result

ATTEMPT: Final = "attempt"
"""The parameter by which an action asks for an `Attempt`."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at an action."""

    id: str
    """The same for every attempt of one step: an idempotency key for whatever the action calls."""
    fetch: Callable[[CallHttp], Awaitable[Result]]
    """The client of the `http` step, which reaches no private address."""


@dataclass(frozen=True, slots=True)
class Action:
    """A function that flows may call."""

    name: str
    function: Callable[..., Any]
    timeout_s: float
    repeatable: bool = False
    """Whether it may be done again when nobody knows whether it was done."""

    @property
    def where(self) -> str:
        """The module and name of the function."""
        return f"{self.function.__module__}.{self.function.__qualname__}"
