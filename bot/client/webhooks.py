"""Believing a webhook: only if it is signed by one of the secrets, and made a few minutes ago at most."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Final

from bot.client.errors import BadSignature
from bot.client.models import Event

TOLERANCE_S: Final = 300
_PREFIX: Final = "whsec_"


def verify_webhook(
    body: bytes, headers: Mapping[str, str], *secrets: str, tolerance_s: float = TOLERANCE_S, now: float | None = None
) -> Event:
    """Return what a webhook says, or raise `BadSignature`.

    `body` is the raw body, before anybody has read JSON from it. An event may come more than once: its `id` is the
    same each time.
    """
    given = {name.lower(): value for name, value in headers.items()}
    try:
        id, timestamp, signatures = (given[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
        age_s = (time.time() if now is None else now) - int(timestamp)
    except (KeyError, ValueError):
        raise BadSignature("the request has not the headers of a webhook") from None
    if abs(age_s) > tolerance_s:
        raise BadSignature(f"it was signed {age_s:.0f} seconds ago: a repetition, or a clock is wrong")
    signed = b".".join((id.encode(), timestamp.encode(), body))
    wanted = [_signature(secret, signed) for secret in secrets]
    versions = [part.partition(",") for part in signatures.split()]
    if not any(
        version == "v1" and hmac.compare_digest(found.encode(), one.encode())
        for version, _, found in versions
        for one in wanted
    ):
        raise BadSignature("it is not signed by this secret")
    return Event.model_validate_json(body)


def _signature(secret: str, signed: bytes) -> str:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        raise BadSignature("the secret is none: it is `whsec_` and base64") from None
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
