"""Secrets that the machine draws: 256 random bits, of which only a digest is kept.

So much entropy needs no slow hash: SHA-256 finds it in one indexed look-up, and nobody gets from the digest back.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import Final

_BYTES: Final = 32
_CHARS_MAX: Final = 100


def draw(entropy: Callable[[int], bytes]) -> str:
    """Make one, to be given away."""
    return base64.urlsafe_b64encode(entropy(_BYTES)).decode().rstrip("=")


def digest(token: str) -> str:
    """What is kept of one. A text that cannot be one leads to a digest that nothing has."""
    return hashlib.sha256(token[:_CHARS_MAX].encode("utf-8", "replace")).hexdigest()


def derive(token: str, purpose: str) -> str:
    """Another secret that only who has the token can know."""
    return hmac.new(token.encode("utf-8", "replace"), purpose.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare without telling by the time it takes where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
