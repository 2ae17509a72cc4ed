"""What stands for other people's systems where nothing is really called: in simulations and tests."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from bot.events import Call, CallAction, CallHttp, Json, Result


def answer_to(id: str, call: Call | None, stubs: Mapping[str, Json]) -> Result:
    """The answer of a stub; an error where there is none. `call` is None where it was made long before."""
    if call is None:
        return Result(id, error="the call was made before; its answer is not known here")
    address = address_of(call)
    if isinstance(call, CallAction):
        return _returned(id, address, stubs)
    if address in stubs:
        return _response(id, stubs[address])
    for pattern, answer in stubs.items():
        if fnmatchcase(address, pattern.replace("[", "[[]").replace("?", "[?]")):
            return _response(id, answer)
    return Result(id, error=f"nothing answers {address} here")


def address_of(call: Call) -> str:
    """What stands for a call among the stubs."""
    return f"{call.method} {call.url}" if isinstance(call, CallHttp) else f"do {call.name}"


def _returned(id: str, address: str, stubs: Mapping[str, Json]) -> Result:
    if address not in stubs:
        return Result(id, error=f"nothing answers {address} here")
    answer = stubs[address]
    match answer:
        case {"error": error, **rest} if not rest:
            return Result(id, error=str(error))
    return Result(id, 200, {}, answer)


def _response(id: str, answer: Json) -> Result:
    """A stub's answer: `{status, headers, body}` where it has a status code or a body, else the body itself."""
    if isinstance(answer, dict) and answer.keys() <= {"status", "headers", "body"}:
        status = str(answer.get("status", 200 if "body" in answer else ""))
        if status.isdecimal():
            return Result(id, int(status), answer.get("headers") or {}, answer.get("body"))
    return Result(id, 200, {}, answer)
