"""Messages to many: to an audience or the people of a file, a text or a flow, paced, and each exactly once.

order ─► recipients (fill) ─► messages at their turn (feed) ─► outbox, like every other message

`plan` `moments` `texts` `sheet` are pure; `service` is what the worker's loop calls. The API, the console and the
command line go through `recorded`, which writes down who did what.
"""

from __future__ import annotations

from bot.broadcasts.plan import Plan, Variant
from bot.broadcasts.recorded import Recorded
from bot.broadcasts.service import Broadcasts, Order, Stopped, WrongState

__all__ = ["Broadcasts", "Order", "Plan", "Recorded", "Stopped", "Variant", "WrongState"]
