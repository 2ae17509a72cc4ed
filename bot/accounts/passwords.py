"""Passwords: argon2id, by the library that its field keeps, off the event loop.

Memory 19 MiB, two passes, one lane: the first choice of OWASP's Password Storage Cheat Sheet. RFC 9106 would have more
memory; what matters here is also that several sign-ins at once do not take the memory of the messages. A password kept
under other parameters is hashed again when it is next given.
"""

from __future__ import annotations

import asyncio
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY_KIB: Final = 19 * 1024
PASSES: Final = 2
LANES: Final = 1
AT_ONCE_MAX: Final = 2
"""So many are computed at the same time: each takes a core, and the memory above."""

_HASHER: Final = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID)
_OF_NOBODY: Final = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
"""Nothing hashes to it, and finding that out takes as long as with anybody's."""


class Passwords:
    """Hashes and compares."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE_MAX)

    async def hash(self, password: str) -> str:
        """What is kept of a password."""
        async with self._room:
            return await asyncio.to_thread(_HASHER.hash, password)

    async def check(self, kept: str | None, given: str) -> bool:
        """Whether it is the password; for somebody who has none, the answer takes as long."""
        async with self._room:
            return await asyncio.to_thread(_verify, kept or _OF_NOBODY, given)


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with other parameters than those of today."""
    return _HASHER.check_needs_rehash(kept)


def _verify(kept: str, given: str) -> bool:
    try:
        return _HASHER.verify(kept, given)
    except (VerificationError, InvalidHashError):
        return False
