"""A client of the HTTP interface, for programs in Python. It needs nothing else of Parley's.

from bot.client import Parley

with Parley("https://sms.example.com", "parley_…") as parley:
    sent = parley.send("+15550100001", "Your table is ready.", reference="booking-17")
    for event in parley.activity("message.*"):
        print(event.type, event.data["id"])
"""

from __future__ import annotations

from bot.client.aio import AsyncParley
from bot.client.errors import BadSignature, Busy, Invalid, NotAllowed, NotFound, ParleyError
from bot.client.models import (
    Contact,
    Conversation,
    Delivery,
    Event,
    Forecast,
    Message,
    Page,
    Queued,
    Webhook,
)
from bot.client.plain import Parley
from bot.client.webhooks import verify_webhook

__all__ = [
    "AsyncParley",
    "BadSignature",
    "Busy",
    "Contact",
    "Conversation",
    "Delivery",
    "Event",
    "Forecast",
    "Invalid",
    "Message",
    "NotAllowed",
    "NotFound",
    "Page",
    "Parley",
    "ParleyError",
    "Queued",
    "Webhook",
    "verify_webhook",
]
