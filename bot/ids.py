"""Prefixed, time-sortable ids: `msg_` + 26 characters of Crockford base 32 (48 bits of milliseconds, 80 of entropy).

Pure: the caller brings the time and the randomness, so that a simulated world makes the same ids twice.
"""

from __future__ import annotations

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ENTROPY_BYTES = 10

_PAIRS = [high + low for high in ALPHABET for low in ALPHABET]
"""Two characters at a time: ids are made by the hundred thousand."""


def make_id(prefix: str, unix_ms: int, entropy: bytes) -> str:
    """Join a prefix, a time in milliseconds and ten random bytes into an id that sorts by time."""
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"an id takes {ENTROPY_BYTES} bytes of entropy, not {len(entropy)}")
    number = (unix_ms & ((1 << 48) - 1)) << 80 | int.from_bytes(entropy, "big")
    return prefix + "_" + "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])
