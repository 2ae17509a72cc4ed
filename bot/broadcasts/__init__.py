"""Messages to many: to an audience or the people of a file, a text or a flow, paced, and each exactly once.

order ─► recipients (fill) ─► messages at their turn (feed) ─► outbox, like every other message

`plan` `moments` `texts` `sheet` are pure; `service` is what the API, the console and the worker's loop call.
"""

from __future__ import annotations

from bot.broadcasts.plan import Plan, Variant
from bot.broadcasts.service import Broadcasts, Order, Stopped, WrongState

__all__ = ["Broadcasts", "Order", "Plan", "Stopped", "Variant", "WrongState"]
