"""A check for Schemathesis: whoever has not the scope of an operation gets nothing from it."""

from __future__ import annotations

import os
from typing import Any

import schemathesis

SCOPES = set(filter(None, os.environ.get("PARLEY_FUZZ_SCOPES", "").split(",")))


@schemathesis.check
def no_access_across_scopes(ctx: Any, response: Any, case: Any) -> None:
    """A success is only for those who may."""
    security = case.operation.definition.raw.get("security") or []
    wanted = {scope for entry in security for scopes in entry.values() for scope in scopes}
    if response.status_code < 300 and not wanted & SCOPES:
        raise AssertionError(f"{case.method} {case.path} answered {response.status_code} to {sorted(SCOPES)}")
