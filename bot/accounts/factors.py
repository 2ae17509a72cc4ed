"""The second factor: codes of six digits that an app makes of a secret and the time (RFC 6238), and codes for the day
on which the app is gone."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from bot.ids import ALPHABET

DIGITS: Final = 6
STEP_S: Final = 30
STEPS_LATE: Final = 1
"""So many steps a clock may be behind or ahead."""
SECRET_BYTES: Final = 20
RECOVERY_CODES: Final = 10
_RECOVERY_CHARS: Final = 24
"""Of five bits each: 120 bits, for which one round of SHA-256 is enough."""
_GROUP: Final = 4


def draw_secret(entropy: Callable[[int], bytes]) -> str:
    """A new secret, as apps take it when it is typed in: base 32."""
    return base64.b32encode(entropy(SECRET_BYTES)).decode()


def address(secret: str, account: str, issuer: str) -> str:
    """What an app reads from the picture."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The step of time whose code this is; None if it is none of those around now."""
    digits = "".join(code.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    totp, current = _totp(secret), int(now.timestamp()) // STEP_S
    found = None
    for step in range(current - STEPS_LATE, current + STEPS_LATE + 1):
        if hmac.compare_digest(totp.generate(step * STEP_S), digits.encode()):
            found = step
    return found


def draw_recovery(entropy: Callable[[int], bytes]) -> list[str]:
    """New codes, each for one use: `k7m2-…`."""
    return [
        _grouped("".join(ALPHABET[octet & 31] for octet in entropy(_RECOVERY_CHARS))) for _ in range(RECOVERY_CODES)
    ]


def recovery_digest(code: str) -> str:
    """What is kept of one, however it is typed."""
    plain = "".join(char for char in code.casefold() if char.isalnum()).translate(str.maketrans("oil", "011"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_S)  # noqa: S303 - as RFC 6238 and every app have it


def _grouped(code: str) -> str:
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
