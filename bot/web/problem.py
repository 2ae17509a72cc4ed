"""Errors of the HTTP interface: RFC 9457 `application/problem+json`, always with the same eight members.

`KINDS` is the one table of codes; the API's page is made from it, and `type` points there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from bot.errors import DatabaseAway
from bot.inbox import Busy

MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER_S: Final = 1
REQUEST_ID: Final = "parley.request_id"
"""Where the guard keeps the request's id in the ASGI scope."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What one code means, wherever it occurs."""

    status: int
    title: str


KINDS: Final[Mapping[str, Kind]] = {
    "invalid_request": Kind(400, "The request is not HTTP as it is written"),
    "invalid_json": Kind(400, "The body is not JSON"),
    "invalid_payload": Kind(400, "The provider's request has not the expected shape"),
    "unauthorized": Kind(401, "No valid API key"),
    "bad_signature": Kind(401, "Not signed by the provider"),
    "forbidden": Kind(403, "The key may not do this"),
    "not_found": Kind(404, "There is nothing here"),
    "method_not_allowed": Kind(405, "The address does not take this method"),
    "timed_out": Kind(408, "The body did not arrive in time"),
    "in_progress": Kind(409, "A request with this Idempotency-Key is still running"),
    "consent_conflict": Kind(409, "The person's own wish stands against it"),
    "not_cancelable": Kind(409, "The message is already on its way"),
    "conflict": Kind(409, "There is something newer than what you have seen"),
    "refused": Kind(409, "It may not be done"),
    "stale": Kind(412, "Who speaks has changed since you looked"),
    "wrong_state": Kind(409, "It is in a state that does not go with this"),
    "limit_reached": Kind(409, "There are as many of these as there may be"),
    "webhook_disabled": Kind(409, "The webhook is disabled"),
    "body_too_large": Kind(413, "The body is too large"),
    "unsupported_media_type": Kind(415, "The body is not of a type that is read here"),
    "unknown_field": Kind(422, "A field is not known"),
    "missing_field": Kind(422, "A field is missing"),
    "invalid_field": Kind(422, "A field has a value that cannot be used"),
    "invalid_flow": Kind(422, "The flow has errors"),
    "invalid_session": Kind(422, "The session does not belong to this flow"),
    "idempotency_mismatch": Kind(422, "The Idempotency-Key was used for another request"),
    "media_refused": Kind(422, "The medium is not of a kind that is passed on"),
    "passcode_limited": Kind(429, "No passcode is sent for now"),
    "rate_limited": Kind(429, "The key asks for too much at once"),
    "head_too_large": Kind(431, "The headers are too large"),
    "internal_error": Kind(500, "Something went wrong here"),
    "media_unavailable": Kind(502, "The provider does not give the medium"),
    "unavailable": Kind(503, "The service cannot take this now"),
}


class Problem(Exception):
    """Answer the request with an error. `detail` says what happened, `hint` what to do about it."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        param: str | None = None,
        hint: str | None = None,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = KINDS[code]
        self.code = code
        self.detail = detail
        self.param = param
        self.hint = hint
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})

    def to_json(self, request_id: str) -> dict[str, Any]:
        """The eight members, then what this kind of problem adds (`findings` of a flow)."""
        members = {
            "type": f"/docs#{self.code}",
            "title": self.kind.title,
            "status": self.kind.status,
            "code": self.code,
            "detail": self.detail,
            "param": self.param,
            "hint": self.hint,
            "request_id": request_id,
        }
        return members | self.extra

    def response(self, request_id: str) -> Response:
        """The answer on the wire."""
        content = json.dumps(self.to_json(request_id), ensure_ascii=False, separators=(",", ":"))
        return Response(content, self.kind.status, self.headers, MEDIA_TYPE)


def unavailable(detail: str) -> Problem:
    """Nothing was stored; the caller should come back."""
    return Problem("unavailable", detail, hint="try again shortly", headers={"retry-after": str(RETRY_AFTER_S)})


def problem_of(error: Exception, scope: Scope) -> Problem:
    """What the caller is told about an error. Of one that nobody foresaw it is only that there was one."""
    match error:
        case Problem():
            return error
        case HTTPException():
            return _refused_by_router(scope, error)
        case Busy() | DatabaseAway():  # nothing was acknowledged that is not on the disk
            return unavailable("what came in cannot be made durable now")
    detail = "an error that was not foreseen stopped this request"
    return Problem("internal_error", detail, hint="the log has the details under this request_id")


def _refused_by_router(scope: Scope, error: HTTPException) -> Problem:
    code = "method_not_allowed" if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else "not_found"
    details = {
        "not_found": f"no resource has the address {scope['path']}",
        "method_not_allowed": f"{scope['path']} does not take {scope['method']}",
    }
    return Problem(code, details[code], hint="/docs lists every address", headers=error.headers)
