"""What to do about a message that was not simply taken: pure rules, with every figure in one place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from bot.events import ErrorClass, MessageClass
from bot.limits import SEND_ATTEMPTS_MAX

UNREACHABLE = "unreachable"
"""Our code for: no byte of the request reached the provider."""
NOT_BEGUN = "not_begun"
"""Our code for: it was not even tried, because the lease was over or the journal could not be written."""

BACKOFF_FIRST_S = 2.0
BACKOFF_MAX_S = 300.0

PATIENCE = timedelta(seconds=20)
"""So long a message of unknown outcome holds up later ones to the same person, and is not sent again even to a provider
that would know it again."""
LOOKS = (timedelta(seconds=1), PATIENCE, timedelta(seconds=60), timedelta(minutes=5), timedelta(minutes=15))
"""When a message of unknown outcome is looked into; its provider is asked about it each time, if it can be."""
RESEND_AFTER = LOOKS[-1]
"""Only when every look was in vain may what could come twice be sent again."""

RESENDS_MAX = 1
RESENDS_MAX_IDEMPOTENT = 5
AT_LEAST_ONCE = frozenset({MessageClass.CONVERSATIONAL, MessageClass.TRANSACTIONAL})
"""Better twice than never, unless the settings say otherwise. Of the others (codes, marketing, confirmations of STOP,
START and HELP) better never than twice, and no setting changes that."""

_CHANNEL_WIDE = frozenset({ErrorClass.THROTTLED, ErrorClass.AUTH, ErrorClass.CREDIT})
"""Refusals that any other message would have met as well: they say nothing against this one."""


def backoff_s(attempts: int, fraction: float) -> float:
    """Return how long to wait after so many attempts: doubling, up to five minutes, spread over the upper half."""
    longest = min(BACKOFF_MAX_S, BACKOFF_FIRST_S * 2.0 ** min(attempts - 1, 16))
    return float(longest * (0.5 + fraction / 2))


def is_channel_wide(kind: ErrorClass, code: str) -> bool:
    """Whether a refusal is about the channel, so that the message is kept however often it happens."""
    return kind in _CHANNEL_WIDE or code == UNREACHABLE


def is_worn_out(kind: ErrorClass, code: str, attempts: int) -> bool:
    """Whether the message has been tried often enough."""
    return code != NOT_BEGUN and not is_channel_wide(kind, code) and attempts >= SEND_ATTEMPTS_MAX


def speaks_against_channel(kind: ErrorClass, code: str, *, has_fallback: bool) -> bool:
    """Whether a call that failed counts towards the channel being broken.

    Where another channel can stand in, so does a provider that does not answer: what it may have taken stays with it,
    but what comes next need not share that fate.
    """
    return is_channel_wide(kind, code) or (has_fallback and kind is ErrorClass.UNKNOWN)


def may_resend(
    message_class: MessageClass,
    age: timedelta,
    resends: int,
    *,
    idempotent: bool,
    silent: bool,
    at_least_once: Collection[MessageClass] = AT_LEAST_ONCE,
) -> bool:
    """Whether a message of unknown outcome may be sent again.

    With a provider that knows our id again that cannot double it. Elsewhere only once, and only where a provider that
    reports on what it takes is `silent`.
    """
    if idempotent:
        return age >= PATIENCE and resends < RESENDS_MAX_IDEMPOTENT
    may_come_twice = message_class in at_least_once and resends < RESENDS_MAX
    return age >= RESEND_AFTER and silent and may_come_twice


def next_look(age: timedelta) -> timedelta | None:
    """Return at which age to look again at a message of unknown outcome; None: it stays unknown, for all to see."""
    return next((look for look in LOOKS if look > age), None)
