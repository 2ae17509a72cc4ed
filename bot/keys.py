"""API keys: made once, shown once, kept only as a digest.

A key is `parley_` and 256 random bits. So much entropy needs no slow hash: SHA-256 finds it in one indexed look-up, and
nobody gets from the digest back to the key.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.store import keys as store
from bot.store.db import Database
from bot.world import World

KEY_PREFIX: Final = "parley_"
TEST_PREFIX: Final = "parley_test_"
"""Of keys whose messages go to the simulator, and never to a carrier."""
USE_NOTED_EVERY_S: Final = 300.0
"""When a key was last used is known to within this: not every call writes."""
_SECRET_BYTES: Final = 32
_KEY_CHARS_MAX: Final = 200


class Scope(StrEnum):
    """What a key may do. None includes another."""

    READ = "read"
    SEND = "send"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Key:
    """Who is calling."""

    id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    test: bool = False


class Keys:
    """The keys of one deployment."""

    def __init__(self, database: Database, world: World) -> None:
        self._database = database
        self._world = world
        self._lent: dict[str, Key] = {}
        self._noted: dict[str, float] = {}
        """Until when the use of a key need not be noted again."""

    async def create(self, scopes: Iterable[Scope], name: str = "", *, test: bool = False) -> str:
        """Make a key and return it: the only time that anybody sees it."""
        plain = self._draw(TEST_PREFIX if test else KEY_PREFIX)
        row = store.NewKey(
            id=self._world.new_id("key"),
            name=name,
            digest=_digest(plain),
            scopes=sorted(set(scopes)),
            created_at=self._world.now(),
            test=test,
        )
        await self._database.run(store.add_key, row)
        return plain

    def lend(self, scopes: Iterable[Scope], name: str) -> str:
        """Make a key that is kept nowhere but in this process's memory, and ends with it."""
        plain = self._draw()
        self._lent[_digest(plain)] = Key(self._world.new_id("key"), name, frozenset(scopes), self._world.now())
        return plain

    async def authenticate(self, plain: str) -> Key | None:
        """Find whose key this is; None if nobody's, or revoked."""
        if not plain.startswith(KEY_PREFIX) or len(plain) > _KEY_CHARS_MAX:
            return None
        digest = _digest(plain)
        if digest in self._lent:
            return self._lent[digest]
        row = await self._database.run(store.find_key, digest)
        if row is None or row.revoked_at is not None:
            return None
        await self._note_use(row.id)
        return _key(row)

    async def list(self) -> list[Key]:
        """Describe every key, oldest first; the keys themselves nobody can show."""
        return [_key(row) for row in await self._database.run(store.list_keys)]

    async def revoke(self, key_id: str) -> bool:
        """Make a key useless from the next request on; False if there is no such living key."""
        return await self._database.run(store.revoke_key, key_id, self._world.now())

    async def _note_use(self, key_id: str) -> None:
        began = self._world.monotonic()
        if began < self._noted.get(key_id, 0.0):
            return
        self._noted[key_id] = began + USE_NOTED_EVERY_S
        await self._database.run(store.note_use, key_id, self._world.now())

    def _draw(self, prefix: str = KEY_PREFIX) -> str:
        secret = base64.urlsafe_b64encode(self._world.entropy(_SECRET_BYTES)).decode()
        return prefix + secret.rstrip("=")


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()


def _key(row: store.KeyRow) -> Key:
    scopes = frozenset(map(Scope, row.scopes))
    return Key(row.id, row.name, scopes, row.created_at, row.revoked_at, row.last_used_at, row.test)
