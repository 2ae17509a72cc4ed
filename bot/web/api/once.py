"""Idempotency-Key: a request that is repeated has its effect once, and gets the same answer byte for byte.

The effect and the kept answer are one transaction. A crash leaves both or neither, so no key is ever stuck.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from pydantic import BaseModel
from sqlalchemy import Connection

from bot.store.db import Database
from bot.store.idempotency import KeptAnswer, find_answer, keep_answer
from bot.web.problem import Problem
from bot.world import World

KEPT_FOR: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as it goes over the wire."""

    status: int
    content: bytes
    replayed: bool = False
    media_type: str = "application/json"
    filename: str = ""
    """Under which a browser keeps it; blank for what is not kept."""
    etag: str = ""
    """The version of what is shown, for whoever writes to it next."""

    @classmethod
    def of(cls, model: BaseModel, status: int = 200) -> Answer:
        """Write a model as JSON."""
        epoch = getattr(model, "epoch", None)
        etag = "" if epoch is None else f'"{epoch}"'
        return cls(status, model.model_dump_json(by_alias=True).encode(), etag=etag)


@dataclass(frozen=True, slots=True)
class Claim:
    """A request that asks to have its effect once: whose key, which, and for what."""

    owner: str
    key: str
    fingerprint: str


def fingerprint(method: str, path: str, body: bytes) -> str:
    """Tell requests apart that use the same key."""
    return hashlib.sha256(b"\0".join([method.encode(), path.encode(), body])).hexdigest()


class Once:
    """Runs work in a transaction, and work under a claim only if the claim is new."""

    def __init__(self, database: Database, world: World) -> None:
        self._database = database
        self._world = world
        self._running: set[tuple[str, str]] = set()

    async def run(self, claim: Claim | None, status: int, work: Callable[[Connection], BaseModel]) -> Answer:
        """Do the work, or give the answer that it had the first time."""
        if claim is None:
            return Answer.of(await self._database.run(work), status)
        name = (claim.owner, claim.key)
        if name in self._running:
            hint = "wait for its answer, or repeat the request later"
            detail = "another request with this Idempotency-Key is running"
            raise Problem("in_progress", detail, hint=hint, headers={"retry-after": "1"})
        self._running.add(name)
        try:
            return await self._database.run(self._work_once, claim, status, work)
        finally:
            self._running.discard(name)

    def _work_once(
        self, conn: Connection, claim: Claim, status: int, work: Callable[[Connection], BaseModel]
    ) -> Answer:
        now = self._world.now()
        since = now - KEPT_FOR
        if kept := find_answer(conn, claim.owner, claim.key, since=since):
            if kept.fingerprint != claim.fingerprint:
                detail = "the Idempotency-Key belongs to a request with another address or body"
                raise Problem("idempotency_mismatch", detail, hint="use a new key for a new request")
            return Answer(kept.status, kept.body.encode(), replayed=True)
        answer = Answer.of(work(conn), status)
        kept = KeptAnswer(claim.fingerprint, answer.status, answer.content.decode())
        keep_answer(conn, claim.owner, claim.key, kept, now=now, since=since)
        return answer
