"""What is asked of the server, said once for both clients: each function makes a `Call`, and does nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from inspect import Parameter, signature
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar
from urllib.parse import quote

from bot.client.models import (
    Contact,
    Delivery,
    Done,
    Event,
    Forecast,
    Message,
    Model,
    Page,
    Queued,
    Webhook,
)

M = TypeVar("M", bound=Model)
T = TypeVar("T", bound=Model)
P = ParamSpec("P")
F = TypeVar("F", bound=Callable[..., Any])
Json = Any


@dataclass(frozen=True, slots=True)
class Call(Generic[M]):
    """One call, and what it gives."""

    method: str
    path: str
    gives: type[M]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Json = None
    key: str | None = None
    """The Idempotency-Key: so it may be made again without its effect happening twice."""
    epoch: int | None = None
    """Of a conversation as the caller saw it: if who speaks has changed since, nothing is done."""

    @property
    def repeatable(self) -> bool:
        """Whether it does no harm to make it twice."""
        return self.method == "GET" or self.key is not None


Paged = Callable[Concatenate[str | None, P], Call[Page[T]]]
"""What asks for a page; first comes the cursor of the page before."""


def send(to: str, text: str, key: str | None, more: Mapping[str, Json]) -> Call[Message]:
    """Send a text to one person."""
    return Call("POST", "/v1/messages", Message, body=body_of({"to": to, "text": text} | dict(more)), key=key_of(key))


def send_many(
    recipients: Sequence[Mapping[str, Json]], text: str, key: str | None, more: Mapping[str, Json]
) -> Call[Page[Message]]:
    """Send a text to several people, each with data of their own."""
    body = body_of({"recipients": list(recipients), "text": text} | dict(more))
    return Call("POST", "/v1/messages", Page[Message], body=body, key=key_of(key))


def foresee(to: str, text: str, more: Mapping[str, Json]) -> Call[Forecast]:
    """Say what would become of a text, and send nothing."""
    body = body_of({"to": to, "text": text, "dry_run": True} | dict(more))
    return Call("POST", "/v1/messages", Forecast, body=body, key=key_of(None))


def cancel(id: str) -> Call[Message]:
    """Take back what has not been sent."""
    return Call("POST", f"/v1/messages/{part_of(id)}/cancel", Message, key=key_of(None))


def message(id: str) -> Call[Message]:
    """One message."""
    return Call("GET", f"/v1/messages/{part_of(id)}", Message)


def messages(to: str | None, after: str | None, limit: int) -> Call[Page[Message]]:
    """Messages, the newest first."""
    return Call("GET", "/v1/messages", Page[Message], query_of(to=to, after=after, limit=limit))


def start_flow(flow: str, to: str, inputs: Mapping[str, Json], key: str | None, channel: str | None) -> Call[Queued]:
    """Start a flow with somebody."""
    body = body_of({"to": to, "inputs": dict(inputs), "channel": channel})
    return Call("POST", f"/v1/flows/{part_of(flow)}/sessions", Queued, body=body, key=key_of(key))


def report(name: str, to: str, data: Mapping[str, Json], key: str | None, channel: str | None) -> Call[Queued]:
    """Say that something happened at the business."""
    body = body_of({"name": name, "to": to, "data": dict(data), "channel": channel})
    return Call("POST", "/v1/events", Queued, body=body, key=key_of(key))


def contact(id: str) -> Call[Contact]:
    """One person, by id or number."""
    return Call("GET", f"/v1/contacts/{part_of(id)}", Contact)


def put_contact(phone: str, more: Mapping[str, Json]) -> Call[Contact]:
    """Make somebody known, or change what is known; what is not mentioned stays."""
    return Call("POST", "/v1/contacts", Contact, body={"phone": phone, **more}, key=key_of(None))


def activity(types: Sequence[str], since: datetime | None, after: str | None, limit: int) -> Call[Page[Event]]:
    """What happened, oldest first."""
    at = None if since is None else since.isoformat()
    query = query_of(types=",".join(types) or None, since=at, after=after, limit=limit)
    return Call("GET", "/v1/activity", Page[Event], query)


def create_webhook(url: str, events: Sequence[str], description: str) -> Call[Webhook]:
    """Let an address be told what happens."""
    body = {"url": url, "events": list(events), "description": description}
    return Call("POST", "/v1/webhooks", Webhook, body=body)


def webhooks() -> Call[Page[Webhook]]:
    """All webhooks."""
    return Call("GET", "/v1/webhooks", Page[Webhook])


def rotate_webhook(id: str, overlap_hours: int) -> Call[Webhook]:
    """Give a webhook another secret."""
    return Call("POST", f"/v1/webhooks/{part_of(id)}/rotate", Webhook, body={"overlap_hours": overlap_hours})


def delete_webhook(id: str) -> Call[Done]:
    """Tell an address nothing any more."""
    return Call("DELETE", f"/v1/webhooks/{part_of(id)}", Done)


def deliveries(id: str, status: str | None, after: str | None, limit: int) -> Call[Page[Delivery]]:
    """What a webhook was told, the newest first."""
    query = query_of(status=status, after=after, limit=limit)
    return Call("GET", f"/v1/webhooks/{part_of(id)}/deliveries", Page[Delivery], query)


def replay_webhook(id: str, since: datetime, only: str) -> Call[Done]:
    """Tell a webhook once more what it missed, or everything."""
    return Call("POST", f"/v1/webhooks/{part_of(id)}/replay", Done, body={"since": since.isoformat(), "only": only})


def other(method: str, path: str, query: Mapping[str, str], body: Json, key: str | None) -> Call[Done]:
    """Whatever else the server can do."""
    return Call(method, path, Done, query, body, key)


def key_of(given: str | None) -> str:
    return given or uuid.uuid4().hex


def part_of(value: str) -> str:
    return quote(value, safe="")


def query_of(**given: object) -> dict[str, str]:
    return {name: str(value) for name, value in given.items() if value is not None}


def body_of(given: Mapping[str, Json]) -> dict[str, Json]:
    """Times as the server reads them; what is None is left out."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in given.items()
        if value is not None
    }


def told_as_method(method: F, build: Callable[..., Any], iterator: str = "") -> F:
    """Say of a method what its function says: with `self`, without the cursor, and with what comes of the call."""
    given = signature(build)
    own = Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)
    parameters = list(given.parameters.values())[1 if iterator else 0 :]
    gives = str(given.return_annotation).removeprefix("Call[").removesuffix("]")
    if iterator:
        gives = f"{iterator}[{gives.removeprefix('Page[')}"
    told = given.replace(parameters=[own, *parameters], return_annotation=gives)
    method.__name__, method.__doc__ = build.__name__, build.__doc__
    method.__signature__ = told  # type: ignore[attr-defined]
    return method
