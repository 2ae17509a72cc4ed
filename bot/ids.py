"""Prefixed, time-sortable ids: `msg_` + 26 characters of Crockford base 32 (48 bits of milliseconds, 80 of entropy).

Pure: the caller brings the time and the randomness, so that a simulated world makes the same ids twice.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID
from zlib import crc32

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ENTROPY_BYTES = 10

_PAIRS = [high + low for high in ALPHABET for low in ALPHABET]
"""Two characters at a time: ids are made by the hundred thousand."""
_FIVE_BYTES = (1 << 40) - 1
"""Half of the entropy: so that no number is larger than the machine's own."""


def make_id(prefix: str, unix_ms: int, entropy: bytes) -> str:
    """Join a prefix, a time in milliseconds and ten random bytes into an id that sorts by time."""
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"an id takes {ENTROPY_BYTES} bytes of entropy, not {len(entropy)}")
    number = int.from_bytes(entropy, "big")
    high, low = number >> 40, number & _FIVE_BYTES
    return (
        f"{prefix}_{_time(unix_ms)}"
        f"{_PAIRS[high >> 30]}{_PAIRS[high >> 20 & 1023]}{_PAIRS[high >> 10 & 1023]}{_PAIRS[high & 1023]}"
        f"{_PAIRS[low >> 30]}{_PAIRS[low >> 20 & 1023]}{_PAIRS[low >> 10 & 1023]}{_PAIRS[low & 1023]}"
    )


def mark(id: str) -> int:
    """Return two octets of an id, where nobody carries more: together with a phone number they find a message."""
    return crc32(id.encode()) & 0xFFFF


@lru_cache(4)
def _time(unix_ms: int) -> str:
    """Ten characters: 48 bits, and two that are 0. What is made together is made in the same millisecond."""
    number = unix_ms & ((1 << 48) - 1)
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(40, -1, -10)])


def uuid_of(id: str) -> UUID:
    """Write the same 128 bits the way others write theirs; ValueError if these are not such bits."""
    number = 0
    for char in id.partition("_")[2]:
        number = number << 5 | ALPHABET.index(char)
    return UUID(int=number)


def id_of(prefix: str, uuid: UUID) -> str:
    """Return the id that was written as a UUID."""
    return f"{prefix}_{''.join(ALPHABET[uuid.int >> shift & 31] for shift in range(125, -1, -5))}"
