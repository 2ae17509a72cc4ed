"""What Schemathesis is taught here: a check that no scope opens what is another's, what there is, and to count."""

from __future__ import annotations

import atexit
import json
import os
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis

SCOPES = set(filter(None, os.environ.get("PARLEY_FUZZ_SCOPES", "").split(",")))
THERE = json.loads(os.environ.get("PARLEY_FUZZ_THERE", "{}"))
"""What to fill in for a name in a path, by the path's first name; see `furniture`."""
TALLY = Path("tally.json")
"""In the folder of the run: how often each operation answered what."""
_answers: Counter[tuple[str, int]] = Counter()


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Ask for what is there as often as for what is not."""
    operation = f"{context.operation.method.upper()} {context.operation.path}"
    if not path_parameters or operation == "DELETE /v1/contacts/{id}":  # a conversation would go with who is there
        return path_parameters
    first, second = context.operation.path.split("/")[1:3]
    family = second if first == "v1" else first
    return {
        name: THERE.get(f"{family} {name}", value) if zlib.crc32(str(value).encode(errors="replace")) & 1 else value
        for name, value in path_parameters.items()
    }


@schemathesis.check
def no_access_across_scopes(ctx: Any, response: Any, case: Any) -> None:
    """A success is only for those who may."""
    _answers[f"{case.operation.method.upper()} {case.operation.path}", response.status_code] += 1
    security = case.operation.definition.raw.get("security") or []
    wanted = {scope for entry in security for scopes in entry.values() for scope in scopes}
    if response.status_code < 300 and not wanted & SCOPES:
        raise AssertionError(f"{case.method} {case.path} answered {response.status_code} to {sorted(SCOPES)}")


@atexit.register
def keep_tally() -> None:
    """Leave it to whoever started the run."""
    TALLY.write_text(json.dumps([[*what, times] for what, times in sorted(_answers.items())]), encoding="utf-8")
