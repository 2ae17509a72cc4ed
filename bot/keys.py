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


class Keys:
    """The keys of one deployment."""

    def __init__(self, database: Database, world: World) -> None:
        self._database = database
        self._world = world
        self._lent: dict[str, Key] = {}

    async def create(self, scopes: Iterable[Scope], name: str = "") -> str:
        """Make a key and return it: the only time that anybody sees it."""
        plain = self._draw()
        row = store.NewKey(
            id=self._world.new_id("key"),
            name=name,
            digest=_digest(plain),
            scopes=sorted(set(scopes)),
            created_at=self._world.now(),
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
        return _key(row) if row is not None and row.revoked_at is None else None

    async def list(self) -> list[Key]:
        """Describe every key, oldest first; the keys themselves nobody can show."""
        return [_key(row) for row in await self._database.run(store.list_keys)]

    async def revoke(self, key_id: str) -> bool:
        """Make a key useless from the next request on; False if there is no such living key."""
        return await self._database.run(store.revoke_key, key_id, self._world.now())

    def _draw(self) -> str:
        secret = base64.urlsafe_b64encode(self._world.entropy(_SECRET_BYTES)).decode()
        return KEY_PREFIX + secret.rstrip("=")


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()


def _key(row: store.KeyRow) -> Key:
    return Key(row.id, row.name, frozenset(map(Scope, row.scopes)), row.created_at, row.revoked_at)
