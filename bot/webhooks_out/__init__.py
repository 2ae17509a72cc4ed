"""What happened, told to the business's own systems, signed, in order, until they have heard it.

triggers ─► fact ─ Teller ─► activity, deliveries ─ Courier ─► the business
"""

from __future__ import annotations

from bot.webhooks_out.courier import Courier
from bot.webhooks_out.endpoints import TooMany, Webhooks
from bot.webhooks_out.teller import Teller

__all__ = ["Courier", "Teller", "TooMany", "Webhooks"]
