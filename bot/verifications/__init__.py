"""One-time passcodes: made, sent, checked once, and kept from those who would have them sent for money.

asked      what is asked for, and answered
codes      how codes are drawn, and how long they have to be
networks   where requests come from
rules      who gets a code: pure
strangers  what those have to show of whom nothing is proved: pure
words      the texts around codes
service    the verifications themselves
"""

from __future__ import annotations

from bot.verifications.asked import Asked, Checked, State, TooManyLooks
from bot.verifications.rules import NUMBER_ITSELF, TEST, Blocked, Reason
from bot.verifications.service import Verifications

__all__ = ["NUMBER_ITSELF", "TEST", "Asked", "Blocked", "Checked", "Reason", "State", "TooManyLooks", "Verifications"]
