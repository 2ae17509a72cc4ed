"""What can go wrong with a call, as the server words it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ParleyError(Exception):
    """The server did not do what was asked. Decide by `code`; `detail` and `hint` are for people."""

    def __init__(self, status: int, problem: Mapping[str, Any], retry_after_s: float | None = None) -> None:
        self.status = status
        self.code = str(problem.get("code", ""))
        self.title = str(problem.get("title", ""))
        self.detail = str(problem.get("detail", ""))
        self.param = problem.get("param")
        self.hint = problem.get("hint")
        self.request_id = str(problem.get("request_id", ""))
        self.problem = dict(problem)
        """Everything that it said."""
        self.retry_after_s = retry_after_s
        """When to come back, if it said so."""
        hint = f" ({self.hint})" if self.hint else ""
        super().__init__(f"{status} {self.code or self.title}: {self.detail}{hint} [{self.request_id}]")


class NotAllowed(ParleyError):
    """The key is unknown, revoked, or has not the scope."""


class NotFound(ParleyError):
    """There is nothing by that name."""


class Invalid(ParleyError):
    """What was asked is not understood; `param` says where."""


class Busy(ParleyError):
    """Too much at once, or the server cannot take it now; it was tried again and stayed so."""


class BadSignature(ValueError):
    """A webhook was not signed by who it says, or too long ago."""


_BY_STATUS: Mapping[int, type[ParleyError]] = {
    400: Invalid,
    401: NotAllowed,
    403: NotAllowed,
    404: NotFound,
    422: Invalid,
    429: Busy,
    503: Busy,
}


def error_of(status: int, problem: Mapping[str, Any], retry_after_s: float | None) -> ParleyError:
    """The error that an answer stands for."""
    return _BY_STATUS.get(status, ParleyError)(status, problem, retry_after_s)
