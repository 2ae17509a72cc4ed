"""What is asked of the server, said once for both clients: each function makes a `Call`, and does nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from bot.client.models import (
    Contact,
    Conversation,
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

    @property
    def repeatable(self) -> bool:
        """Whether it does no harm to make it twice."""
        return self.method == "GET" or self.key is not None


def send(to: str, text: str, key: str | None, more: Mapping[str, Json]) -> Call[Message]:
    """Send a text to one person."""
    return Call("POST", "/v1/messages", Message, body=_body({"to": to, "text": text} | dict(more)), key=_key(key))


def send_many(
    recipients: Sequence[Mapping[str, Json]], text: str, key: str | None, more: Mapping[str, Json]
) -> Call[Page[Message]]:
    """Send a text to several people, each with data of their own."""
    body = _body({"recipients": list(recipients), "text": text} | dict(more))
    return Call("POST", "/v1/messages", Page[Message], body=body, key=_key(key))


def foresee(to: str, text: str, more: Mapping[str, Json]) -> Call[Forecast]:
    """Say what would become of a text, and send nothing."""
    body = _body({"to": to, "text": text, "dry_run": True} | dict(more))
    return Call("POST", "/v1/messages", Forecast, body=body, key=_key(None))


def cancel(id: str) -> Call[Message]:
    """Take back what has not been sent."""
    return Call("POST", f"/v1/messages/{_part(id)}/cancel", Message, key=_key(None))


def message(id: str) -> Call[Message]:
    """One message."""
    return Call("GET", f"/v1/messages/{_part(id)}", Message)


def messages(to: str | None, after: str | None, limit: int) -> Call[Page[Message]]:
    """Messages, the newest first."""
    return Call("GET", "/v1/messages", Page[Message], _query(to=to, after=after, limit=limit))


def start_flow(flow: str, to: str, inputs: Mapping[str, Json], key: str | None, channel: str | None) -> Call[Queued]:
    """Start a flow with somebody."""
    body = _body({"to": to, "inputs": dict(inputs), "channel": channel})
    return Call("POST", f"/v1/flows/{_part(flow)}/sessions", Queued, body=body, key=_key(key))


def report(name: str, to: str, data: Mapping[str, Json], key: str | None, channel: str | None) -> Call[Queued]:
    """Say that something happened at the business."""
    body = _body({"name": name, "to": to, "data": dict(data), "channel": channel})
    return Call("POST", "/v1/events", Queued, body=body, key=_key(key))


def contact(id: str) -> Call[Contact]:
    """One person, by id or number."""
    return Call("GET", f"/v1/contacts/{_part(id)}", Contact)


def contacts(after: str | None, limit: int) -> Call[Page[Contact]]:
    """People, those met first at the top."""
    return Call("GET", "/v1/contacts", Page[Contact], _query(after=after, limit=limit))


def put_contact(phone: str, more: Mapping[str, Json]) -> Call[Contact]:
    """Make somebody known, or change what is known; what is not mentioned stays."""
    return Call("POST", "/v1/contacts", Contact, body={"phone": phone, **more}, key=_key(None))


def conversation(id: str) -> Call[Conversation]:
    """One conversation."""
    return Call("GET", f"/v1/conversations/{_part(id)}", Conversation)


def conversations(view: str, after: str | None, limit: int) -> Call[Page[Conversation]]:
    """Conversations, those heard last at the top."""
    return Call("GET", "/v1/conversations", Page[Conversation], _query(view=view, after=after, limit=limit))


def activity(types: Sequence[str], since: datetime | None, after: str | None, limit: int) -> Call[Page[Event]]:
    """What happened, oldest first."""
    at = None if since is None else since.isoformat()
    query = _query(types=",".join(types) or None, since=at, after=after, limit=limit)
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
    return Call("POST", f"/v1/webhooks/{_part(id)}/rotate", Webhook, body={"overlap_hours": overlap_hours})


def delete_webhook(id: str) -> Call[Done]:
    """Tell an address nothing any more."""
    return Call("DELETE", f"/v1/webhooks/{_part(id)}", Done)


def deliveries(id: str, status: str | None, after: str | None, limit: int) -> Call[Page[Delivery]]:
    """What a webhook was told, the newest first."""
    query = _query(status=status, after=after, limit=limit)
    return Call("GET", f"/v1/webhooks/{_part(id)}/deliveries", Page[Delivery], query)


def replay_webhook(id: str, since: datetime, only: str) -> Call[Done]:
    """Tell a webhook once more what it missed, or everything."""
    return Call("POST", f"/v1/webhooks/{_part(id)}/replay", Done, body={"since": since.isoformat(), "only": only})


def other(method: str, path: str, query: Mapping[str, str], body: Json, key: str | None) -> Call[Done]:
    """Whatever else the server can do."""
    return Call(method, path, Done, query, body, key)


def _key(given: str | None) -> str:
    return given or uuid.uuid4().hex


def _part(value: str) -> str:
    return quote(value, safe="")


def _query(**given: object) -> dict[str, str]:
    return {name: str(value) for name, value in given.items() if value is not None}


def _body(given: Mapping[str, Json]) -> dict[str, Json]:
    """Times as the server reads them; what is None is left out."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in given.items()
        if value is not None
    }
