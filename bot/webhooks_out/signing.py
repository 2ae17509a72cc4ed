"""Standard Webhooks 1.0.0: `webhook-signature: v1,<base64>` over `id.timestamp.body`.

Whoever is told verifies it with a library of any language; with two secrets in force there are two signatures.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

PREFIX: Final = "whsec_"
_SECRET_BYTES: Final = 32


def make_secret(entropy: Callable[[int], bytes]) -> str:
    """Draw a secret, in the form in which libraries take it."""
    return PREFIX + base64.b64encode(entropy(_SECRET_BYTES)).decode()


def headers(id: str, at: datetime, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The three headers of a delivery: the id is that of the event, the time that of the attempt."""
    timestamp = str(int(at.timestamp()))
    signed = b".".join((id.encode(), timestamp.encode(), body))
    signatures = " ".join(f"v1,{_mac(secret, signed)}" for secret in secrets)
    return {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures}


def _mac(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
