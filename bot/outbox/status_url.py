"""An address of its own for each message, where the provider reports on it; signed, so that nobody can guess one."""

from __future__ import annotations

import hashlib
import hmac

_SIGNATURE_CHARS = 32


def status_url(public_url: str, secret: bytes, channel: str, message_id: str) -> str:
    """Return the address to hand to the provider along with the message."""
    return f"{public_url}/webhooks/{channel}/status/{message_id}/{_signature(secret, channel, message_id)}"


def is_signed(secret: bytes, channel: str, message_id: str, signature: str) -> bool:
    """Whether we made this address; compares in constant time."""
    return hmac.compare_digest(_signature(secret, channel, message_id).encode(), signature.encode("utf-8", "replace"))


def _signature(secret: bytes, channel: str, message_id: str) -> str:
    return hmac.digest(secret, f"{channel}/{message_id}".encode(), hashlib.sha256).hex()[:_SIGNATURE_CHARS]
