"""`…/exchanges`: what was said to the provider about a message, and by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Final

from pydantic import BaseModel, Field

from bot.exchanges.show import shown
from bot.keys import Scope
from bot.store import exchanges, views
from bot.store.exchanges import Kept
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.inbound import known_text
from bot.web.problem import Problem


class ExchangeRequest(BaseModel):
    """What was asked. What proves anything to anybody is left out, phones are masked."""

    method: str
    url: str
    headers: dict[str, str]
    body: str


class ExchangeResponse(BaseModel):
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: str


class Exchange(BaseModel):
    """A request over HTTP and its answer."""

    at: datetime = Field(description="When it was over")
    kind: str = Field(
        examples=["send", "query", "webhook", "media"],
        description="A `webhook` came from the provider, all else went to it",
    )
    channel: str
    attempt: int | None
    result: str = Field(
        examples=["taken", "permanent", "unknown", "answered", "received"],
        description="What it led to: of a send `taken` or the class of the error",
    )
    detail: str = Field(description="The error, or what a webhook told of")
    duration_ms: int
    request: ExchangeRequest
    response: ExchangeResponse | None = Field(description="null if there was none")


class ExchangeList(BaseModel):
    """Exchanges, the oldest first; kept for seven days."""

    data: list[Exchange]
    next: None = None


async def list_message_exchanges(call: Call[BaseModel]) -> ExchangeList:
    """Show what was said to the provider about a message, and by it.

    Every call to send it or to ask about it, and every report, redacted and kept for seven days; see the setting
    `log.exchanges`.
    """
    message_id, database = call.path["id"], call.runtime.database
    if await database.run(views.message_by_id, message_id) is None:
        raise Problem("not_found", f"no message has the id `{message_id}`", param="id")
    return _listed(await database.run(exchanges.of_message, message_id))


async def list_inbound_exchanges(call: Call[BaseModel]) -> ExchangeList:
    """Show the webhook that brought a text in, and what was fetched of its media."""
    text = await known_text(call)
    return _listed(await call.runtime.database.run(exchanges.of_text, text.channel, text.provider_id))


def _listed(kept: Sequence[Kept]) -> ExchangeList:
    return ExchangeList.model_validate({"data": [asdict(shown(each)) for each in kept]})


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/messages/{id}/exchanges",
        scope=Scope.READ,
        handler=list_message_exchanges,
        answers={200: ExchangeList},
        problems=("not_found",),
    ),
    Endpoint(
        method="GET",
        path="/v1/inbound/{id}/exchanges",
        scope=Scope.READ,
        handler=list_inbound_exchanges,
        answers={200: ExchangeList},
        problems=("not_found",),
    ),
)
