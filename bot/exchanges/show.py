"""What is shown of a kept exchange: in its parts, and with phones masked as in the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.logs import mask_phones
from bot.store.exchanges import Kept


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """What was asked."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class ShownResponse:
    """What was answered."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class ShownExchange:
    """A request and its answer."""

    at: datetime
    """When it was over."""
    kind: str
    channel: str
    attempt: int | None
    result: str
    detail: str
    duration_ms: int
    request: ShownRequest
    response: ShownResponse | None


def shown(kept: Kept) -> ShownExchange:
    """Take what was written apart."""
    row = kept.exchange
    head, _, body = mask_phones(row.request).partition("\n\n")
    first, *lines = head.split("\n")
    method, _, url = first.partition(" ")
    response = None
    if row.status is not None:
        answered, _, answer = mask_phones(f"\n{row.answer or ''}").partition("\n\n")
        response = ShownResponse(row.status, dict(_headers(answered.split("\n"))), answer)
    request = ShownRequest(method, url, dict(_headers(lines)), body)
    return ShownExchange(
        row.at,
        row.kind,
        row.channel,
        row.attempt,
        row.result,
        mask_phones(row.detail),
        row.took_ms,
        request,
        response,
    )


def _headers(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, colon, value = line.partition(": ")
        if colon:
            yield name, value
