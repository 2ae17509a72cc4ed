"""One-time passcodes: made, sent, checked once, and kept from those who would have them sent for money.

rules     who gets a code: pure
words     the texts around codes
service   the verifications themselves
"""

from __future__ import annotations

from bot.verifications.rules import NUMBER_ITSELF, TEST, Blocked, Reason
from bot.verifications.service import Asked, Checked, State, TooManyLooks, Verifications

__all__ = ["NUMBER_ITSELF", "TEST", "Asked", "Blocked", "Checked", "Reason", "State", "TooManyLooks", "Verifications"]
