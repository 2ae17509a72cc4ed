"""What may be put into the inbox, and by which key each thing is known again when it comes twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.events import Inbound, Json, Receipt, Result
from bot.store.clean import storable
from bot.store.inbound import Kind, NewInbound, Pending

KEY_CHARS_MAX = 200


def arrival(channel: str, event: Inbound | Receipt, at: datetime, message_id: str | None = None) -> NewInbound:
    """What a provider brings. `message_id` is ours, where the way by which a report came proves it."""
    if isinstance(event, Inbound):
        return message(channel, event, at)
    return receipt(channel, event, at, message_id)


def message(channel: str, inbound: Inbound, at: datetime) -> NewInbound:
    """A text from a customer."""
    payload: dict[str, Json] = {
        "id": inbound.provider_id,
        "text": inbound.text,
        "media": list(inbound.media),
        "opt_out": inbound.opt_out,
        "to": inbound.recipient,
    }
    if (part := inbound.part) is not None:
        payload["part"] = {"to": inbound.recipient, **asdict(part)}
    return _entry(Kind.MESSAGE, channel, inbound.provider_id, inbound.sender, payload, at)


def receipt(channel: str, receipt: Receipt, at: datetime, message_id: str | None = None) -> NewInbound:
    """A provider's report. `message_id` is ours, where the address that was called proves it."""
    said = (
        receipt.provider_id,
        receipt.raw_status or receipt.status,
        receipt.error_code or "",
        _unnamed(receipt.recipient),
    )
    payload: dict[str, Json] = {
        "provider_id": receipt.provider_id,
        "status": receipt.status,
        "raw_status": receipt.raw_status,
        "error_code": receipt.error_code,
        "error_class": receipt.error_class,
        "reference": message_id or receipt.reference,
    }
    if receipt.mark is not None:
        payload |= {"mark": receipt.mark, "recipient": receipt.recipient}
    return _entry(Kind.RECEIPT, channel, ":".join(said), receipt.provider_id, payload, at)


def wake(channel: str, contact: str, key: str, session_id: str, at: datetime) -> NewInbound:
    """A time that a session waits for has come.

    The key is new each time: if the clock was set back meanwhile, the session waits for the same time once more.
    """
    return _entry(Kind.WAKE, channel, key, contact, {"session": session_id}, at)


def moving(channel: str, contact: str, session_id: str, version: str, at: datetime) -> NewInbound:
    """A new version of its flow takes a session along: it is woken, and whatever is due there by now happens."""
    key = f"{session_id}:{version}:{at.isoformat()}"
    return _entry(Kind.WAKE, channel, key, contact, {"session": session_id}, at)


def start(channel: str, contact: str, key: str, payload: Mapping[str, Json], at: datetime) -> NewInbound:
    """A flow is to start; `payload` is made by `start_payload`."""
    return _entry(Kind.START, channel, key, contact, payload, at)


def start_payload(flow: str, inputs: Mapping[str, Json], interrupt: str | None = None) -> dict[str, Any]:
    """What a start needs: also what a timer keeps until then. `interrupt` as in a flow's triggers."""
    return {"flow": flow, "inputs": dict(inputs), "interrupt": interrupt}


def event(channel: str, contact: str, key: str, name: str, data: Mapping[str, Json], at: datetime) -> NewInbound:
    """Something happened at the business that flows may wait for."""
    return _entry(Kind.EVENT, channel, key, contact, {"name": name, "data": dict(data)}, at)


def trigger(
    channel: str, contact: str, key: str, trigger: str, value: str, names: Mapping[str, Json], at: datetime
) -> NewInbound:
    """Something has set a flow off: a date, a schedule, a tag, or an agent who closed.

    `trigger` is its key among all triggers; `names` is what its `if` and `with` may name besides the usual.
    """
    payload = {"trigger": trigger, "value": value, "names": dict(names)}
    return _entry(Kind.TRIGGER, channel, f"{key}:{trigger}", contact, payload, at)


def result(channel: str, contact: str, done: Result, at: datetime) -> NewInbound:
    """A call to a business's API is done."""
    payload = {
        "call": done.call,
        "status": done.status,
        "headers": dict(done.headers),
        "body": done.body,
        "error": done.error,
    }
    return _entry(Kind.RESULT, channel, done.call, contact, payload, at)


def undelivered(channel: str, contact: str, message_id: str, session_id: str, state: str, at: datetime) -> NewInbound:
    """A message of a session certainly did not arrive."""
    payload = {"message": message_id, "session": session_id, "state": state}
    return _entry(Kind.UNDELIVERED, channel, message_id, contact, payload, at)


def opt_out(
    channel: str, contact: str, message_id: str, detail: str, at: datetime, by: str | None = None
) -> NewInbound:
    """The carrier refused a message because the person has opted out there; `by` is the channel whose carrier it is."""
    payload = {"message": message_id, "detail": detail, "by": by}
    return _entry(Kind.OPT_OUT, channel, message_id, contact, payload, at)


def agent_closed(channel: str, contact: str, key: str, at: datetime) -> NewInbound:
    """The person who took over closed the conversation."""
    return _entry(Kind.AGENT, channel, key, contact, {"did": "closed"}, at)


def desk(channel: str, contact: str, key: str, did: Mapping[str, Json], at: datetime) -> NewInbound:
    """An agent did something after which the flow goes on; it counts while the conversation is at that epoch."""
    return _entry(Kind.AGENT, channel, key, contact, did, at)


def trace_id(row: NewInbound | Pending) -> str:
    """What a span about a row is known as: the same before it is in the inbox and after. Blank where nobody links."""
    return f"{row.channel}:{row.payload['id']}" if row.kind == Kind.MESSAGE else ""


def _unnamed(recipient: str | None) -> str:
    """Tell the recipients of one bulk apart without naming them: a key outlives whom it is about."""
    return hashlib.sha256(recipient.encode("utf-8", "replace")).hexdigest()[:8] if recipient else ""


def _entry(kind: Kind, channel: str, key: str, contact: str, payload: Mapping[str, Json], at: datetime) -> NewInbound:
    full = f"{kind}:{key}"
    if len(full) > KEY_CHARS_MAX:
        full = f"{kind}:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}"
    return NewInbound(kind, channel, storable(full), storable(contact), storable(payload), at)
