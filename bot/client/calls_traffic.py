"""What is asked about what came in and went out, flows, figures and webhooks.

Each function is a method of both clients.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.client.calls import Call, body_of, part_of, query_of
from bot.client.models import Delivery, Page, Webhook
from bot.client.models_traffic import DeliveryCalls, Exchange, Figures, Flows, InboundText, Link, Medium, Step, Why


def why(id: str) -> Call[Why]:
    """Say why a message was sent, held or refused."""
    return Call("GET", f"/v1/messages/{part_of(id)}/why", Why)


def links(id: str) -> Call[Page[Link]]:
    """List the short links of a message with their clicks."""
    return Call("GET", f"/v1/messages/{part_of(id)}/links", Page[Link])


def exchanges(id: str) -> Call[Page[Exchange]]:
    """Show what was said to the provider about a message, and by it."""
    return Call("GET", f"/v1/messages/{part_of(id)}/exchanges", Page[Exchange])


def inbound_texts(after: str | None, /, *, limit: int = 50) -> Call[Page[InboundText]]:
    """Every text that people sent, the newest first."""
    return Call("GET", "/v1/inbound", Page[InboundText], query_of(after=after, limit=limit))


def inbound_text(id: str) -> Call[InboundText]:
    """Show a text that somebody sent."""
    return Call("GET", f"/v1/inbound/{part_of(id)}", InboundText)


def inbound_exchanges(id: str) -> Call[Page[Exchange]]:
    """Show the webhook that brought a text in."""
    return Call("GET", f"/v1/inbound/{part_of(id)}/exchanges", Page[Exchange])


def inbound_medium(id: str, n: int = 0) -> Call[Medium]:
    """Fetch a picture or the like that came with a text."""
    return Call("GET", f"/v1/inbound/{part_of(id)}/media/{n}", Medium)


def flows() -> Call[Flows]:
    """List the live flows."""
    return Call("GET", "/v1/flows", Flows)


def simulate(
    event: Mapping[str, Any], *, flow: str | None = None, source: str | None = None, **more: Any
) -> Call[Step]:
    """Take a step of a flow without sending anything; give the `session` of the step before with the next."""
    body = body_of({"event": dict(event), "flow": flow, "source": source} | more)
    return Call("POST", "/v1/simulate", Step, body=body)


def figures(what: str, *, first: date | None = None, last: date | None = None, **more: str) -> Call[Figures]:
    """Figures of some days: `delivery`, `flows`, `agents`, `optouts`, `unmatched`, `engagement` or `links`."""
    query = query_of(**{"from": first, "to": last}, **more)
    return Call("GET", f"/v1/analytics/{part_of(what)}", Figures, query)


def webhook(id: str) -> Call[Webhook]:
    """Show a webhook."""
    return Call("GET", f"/v1/webhooks/{part_of(id)}", Webhook)


def change_webhook(id: str, **changes: Any) -> Call[Webhook]:
    """Change a webhook: `url`, `events`, `description`, `enabled`."""
    return Call("PATCH", f"/v1/webhooks/{part_of(id)}", Webhook, body=changes)


def test_webhook(id: str) -> Call[Delivery]:
    """Tell a webhook something that did not happen."""
    return Call("POST", f"/v1/webhooks/{part_of(id)}/test", Delivery)


def delivery(id: str, delivery: str) -> Call[DeliveryCalls]:
    """Show one thing that a webhook was told, with each call."""
    return Call("GET", f"/v1/webhooks/{part_of(id)}/deliveries/{part_of(delivery)}", DeliveryCalls)


def replay_delivery(id: str, delivery: str) -> Call[Delivery]:
    """Tell a webhook one thing once more."""
    return Call("POST", f"/v1/webhooks/{part_of(id)}/deliveries/{part_of(delivery)}/replay", Delivery)
