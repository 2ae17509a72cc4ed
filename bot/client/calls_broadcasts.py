"""What is asked about messages to many and their audiences. Each function is a method of both clients."""

from __future__ import annotations

from typing import Any

from bot.client.calls import Call, body_of, key_of, part_of, query_of
from bot.client.models import Done, Page
from bot.client.models_broadcasts import (
    Audience,
    AudienceCounted,
    Broadcast,
    BroadcastOutlook,
    BroadcastResults,
    BroadcastStopped,
    Recipient,
)


def create_broadcast(*, idempotency_key: str | None = None, **order: Any) -> Call[Broadcast]:
    """Send a message to many: `audience`, `csv` or `to`; `text`, `variants` or `flow`; and the API's other fields."""
    return Call("POST", "/v1/broadcasts", Broadcast, body=body_of(order), key=key_of(idempotency_key))


def foresee_broadcast(**order: Any) -> Call[BroadcastOutlook]:
    """Say what would become of a broadcast, and send nothing."""
    return Call("POST", "/v1/broadcasts", BroadcastOutlook, body=body_of(order | {"dry_run": True}), key=key_of(None))


def broadcasts(after: str | None, /, *, state: str | None = None, limit: int = 50) -> Call[Page[Broadcast]]:
    """Every broadcast, the newest first; pages are fetched as they are needed."""
    return Call("GET", "/v1/broadcasts", Page[Broadcast], query_of(state=state, after=after, limit=limit))


def broadcast(id: str) -> Call[BroadcastResults]:
    """Show a broadcast, how far it is and how it did."""
    return Call("GET", f"/v1/broadcasts/{part_of(id)}", BroadcastResults)


def recipients(after: str | None, /, id: str, *, status: str | None = None, limit: int = 50) -> Call[Page[Recipient]]:
    """Everybody that a broadcast goes to, and what became of each; `status` is of their message, or `waiting`."""
    query = query_of(status=status, after=after, limit=limit)
    return Call("GET", f"/v1/broadcasts/{part_of(id)}/recipients", Page[Recipient], query)


def pause_broadcast(id: str) -> Call[BroadcastStopped]:
    """Stop a broadcast for now."""
    return Call("POST", f"/v1/broadcasts/{part_of(id)}/pause", BroadcastStopped, key=key_of(None))


def resume_broadcast(id: str) -> Call[Broadcast]:
    """Begin a draft, or go on with what was paused."""
    return Call("POST", f"/v1/broadcasts/{part_of(id)}/resume", Broadcast, key=key_of(None))


def cancel_broadcast(id: str) -> Call[BroadcastStopped]:
    """Stop a broadcast for good."""
    return Call("POST", f"/v1/broadcasts/{part_of(id)}/cancel", BroadcastStopped, key=key_of(None))


def put_audience(name: str, filter: str, note: str = "") -> Call[Audience]:
    """Keep a filter under a name, or change the one that has it."""
    body = {"name": name, "filter": filter, "note": note}
    return Call("POST", "/v1/audiences", Audience, body=body, key=key_of(None))


def audiences(after: str | None, /, *, limit: int = 50) -> Call[Page[Audience]]:
    """Every audience that is kept under a name."""
    return Call("GET", "/v1/audiences", Page[Audience], query_of(after=after, limit=limit))


def audience(name: str) -> Call[AudienceCounted]:
    """Show an audience, and how many it means just now."""
    return Call("GET", f"/v1/audiences/{part_of(name)}", AudienceCounted)


def delete_audience(name: str) -> Call[Done]:
    """Remove an audience; its people stay."""
    return Call("DELETE", f"/v1/audiences/{part_of(name)}", Done)
