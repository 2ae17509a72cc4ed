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
from bot.client.models_broadcasts import (
    Audience,
    AudienceCounted,
    Broadcast,
    BroadcastOutlook,
    BroadcastResults,
    BroadcastStopped,
    FileReport,
    LeftOut,
    Recipient,
    TextSample,
    VariantResult,
)
from bot.client.models_desk import Changed, Deadline, Foresight, InFlow, ThreadItem, Upcoming, WholeConversation
from bot.client.models_people import (
    CheckResult,
    Classified,
    ConsentRecord,
    ConsentReview,
    ConsentStanding,
    ContactKept,
    ContactsTaken,
    Erased,
    Export,
    OnePerson,
    Verification,
)
from bot.client.models_traffic import (
    DeliveryCalls,
    Exchange,
    Figures,
    Flows,
    FlowShape,
    InboundText,
    Link,
    Medium,
    Step,
    Why,
)
from bot.client.plain import Parley
from bot.client.webhooks import verify_webhook

__all__ = [
    "AsyncParley",
    "Audience",
    "AudienceCounted",
    "BadSignature",
    "Broadcast",
    "BroadcastOutlook",
    "BroadcastResults",
    "BroadcastStopped",
    "Busy",
    "Changed",
    "CheckResult",
    "Classified",
    "ConsentRecord",
    "ConsentReview",
    "ConsentStanding",
    "Contact",
    "ContactKept",
    "ContactsTaken",
    "Conversation",
    "Deadline",
    "Delivery",
    "DeliveryCalls",
    "Erased",
    "Event",
    "Exchange",
    "Export",
    "Figures",
    "FileReport",
    "FlowShape",
    "Flows",
    "Forecast",
    "Foresight",
    "InFlow",
    "InboundText",
    "Invalid",
    "LeftOut",
    "Link",
    "Medium",
    "Message",
    "NotAllowed",
    "NotFound",
    "OnePerson",
    "Page",
    "Parley",
    "ParleyError",
    "Queued",
    "Recipient",
    "Step",
    "TextSample",
    "ThreadItem",
    "Upcoming",
    "VariantResult",
    "Verification",
    "Webhook",
    "WholeConversation",
    "Why",
    "verify_webhook",
]
