"""How calls go over the wire: what both clients do alike, without waiting for anything."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, Final

import httpx

from bot.client.calls import Call, M
from bot.client.errors import error_of
from bot.client.models_traffic import Medium

TIMEOUT_S: Final = 30.0
RETRIES: Final = 4
PAUSE_FIRST_S: Final = 0.5
PAUSE_MAX_S: Final = 60.0
_NOT_DONE: Final = frozenset({429, 503})
"""The server did nothing, so anything may be asked again."""
_UNKNOWN: Final = frozenset({500, 502, 504})
_IN_PROGRESS: Final = "in_progress"


def request_of(call: Call[Any], address: str, token: str) -> httpx.Request:
    """Write a call down."""
    headers = {"authorization": f"Bearer {token}", "accept": "application/json", "user-agent": "parley-client"}
    if call.key is not None:
        headers["idempotency-key"] = call.key
    if call.epoch is not None:
        headers["if-match"] = f'"{call.epoch}"'
    options: dict[str, Any] = {} if call.body is None else {"json": call.body}
    return httpx.Request(
        call.method, f"{address.rstrip('/')}{call.path}", params=call.query, headers=headers, **options
    )


def result_of(call: Call[M], response: httpx.Response) -> M:
    """Read an answer, or raise what it stands for."""
    if response.is_success and issubclass(call.gives, Medium):
        return call.gives(content=response.content, media_type=response.headers.get("content-type", ""))
    if response.is_success:
        return call.gives.model_validate_json(response.content)
    raise error_of(response.status_code, _problem(response), _retry_after_s(response))


def pause_s(call: Call[Any], answer: httpx.Response | httpx.TransportError, attempt: int) -> float | None:
    """How long to wait before the next attempt; None if there is to be none."""
    if attempt > RETRIES or not _worth_another(call, answer):
        return None
    wanted = _retry_after_s(answer) if isinstance(answer, httpx.Response) else None
    if wanted is not None:
        return min(wanted, PAUSE_MAX_S)
    longest = min(PAUSE_MAX_S, PAUSE_FIRST_S * 2.0**attempt)
    return longest * (0.5 + random.random() / 2)  # noqa: S311 - so that many do not come back at once


def _worth_another(call: Call[Any], answer: httpx.Response | httpx.TransportError) -> bool:
    if isinstance(answer, httpx.ConnectError):
        return True  # it has heard nothing
    if isinstance(answer, httpx.TransportError):
        return call.repeatable
    if answer.status_code in _NOT_DONE:
        return True
    if answer.status_code == httpx.codes.CONFLICT:
        return call.key is not None and _problem(answer).get("code") == _IN_PROGRESS
    return answer.status_code in _UNKNOWN and call.repeatable


def _problem(response: httpx.Response) -> Mapping[str, Any]:
    try:
        found = response.json()
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"title": response.reason_phrase, "detail": response.text[:300]}


def _retry_after_s(response: httpx.Response) -> float | None:
    written = response.headers.get("retry-after", "")
    return float(written) if written.isascii() and written.isdigit() else None
