"""Makes the calls: some at a time to each address, those of one conversation one after the other.

    claim (leased) ─► sign ─► call ─► settle and note the attempt          at least once, always under the same id

Each address has its own queue and its own calls, so one that is dead or slow holds up nobody but itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import Connection

from bot.egress import Egress, NoAnswer, Refused
from bot.limits import WEBHOOK_CALLS_AT_ONCE_MAX, WEBHOOK_TIMEOUT_S_MAX
from bot.metrics import Metrics
from bot.store import facts, webhooks_out
from bot.store.db import Database
from bot.store.types import dumps
from bot.store.webhooks_out import DELIVERED, FAILED, PENDING, Attempt, Due, Webhook
from bot.webhooks_out import patience
from bot.webhooks_out.signing import headers
from bot.world import World

LEASE_S: Final = 20.0
"""Longer than a call can take; after that another process makes it."""
ERROR_CHARS_MAX: Final = 300
_ABOUT: Final = {"content-type": "application/json", "user-agent": "parley", "accept-encoding": "identity"}
GONE, FAILING, BY_HAND = "gone", "failing", "by_hand"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Done:
    """A call that is over."""

    due: Due
    at: datetime
    took_ms: int
    status: int | None
    error: str | None
    retry_at: datetime | None = None

    @property
    def heard(self) -> bool:
        return self.status is not None and patience.is_heard(self.status)


class Courier:
    """Delivers."""

    def __init__(
        self,
        database: Database,
        egress: Egress,
        world: World,
        metrics: Metrics,
        *,
        on_finished: Callable[[], None],
        reveal: Callable[[str, str], str] = lambda kept, place: kept,
    ) -> None:
        """`on_finished` asks for another turn; `reveal` reads secrets that are kept encrypted."""
        self._database = database
        self._egress = egress
        self._world = world
        self._metrics = metrics
        self._on_finished = on_finished
        self._reveal = reveal
        self._calls: dict[asyncio.Task[None], Due] = {}
        self._done: list[_Done] = []
        self._draining = False

    async def recover(self) -> None:
        """Take over what a process that is gone was doing; where others may live, that is when its lease is over."""
        if not self._database.shared:
            await self._database.run(webhooks_out.take_over, self._world.now())

    async def turn(self) -> int:
        """Settle what is over, take on what is due; return how much that was."""
        done = list(self._done)
        taken = await self._database.run(self._transact, done)
        del self._done[: len(done)]
        for endpoint, due in taken:
            call = asyncio.create_task(self._make(endpoint, due))
            self._calls[call] = due
            call.add_done_callback(self._calls.pop)
        return len(done) + len(taken)

    async def drain(self, timeout_s: float) -> None:
        """Begin nothing more, wait for the calls under way, and settle them."""
        self._draining = True
        if self._calls:
            await asyncio.wait(self._calls, timeout=timeout_s)
        for call in list(self._calls):
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        await self.turn()

    # ── the transaction ──

    def _transact(self, conn: Connection, done: Sequence[_Done]) -> list[tuple[Webhook, Due]]:
        now = self._world.now()
        if done:
            self._settle(conn, done, now)
        if self._draining:
            return []
        taken: list[tuple[Webhook, Due]] = []
        for endpoint in webhooks_out.listed(conn, enabled=True):
            if endpoint.quiet_until is None or endpoint.quiet_until <= now:
                taken += [(endpoint, due) for due in self._claim(conn, endpoint, now)]
        return taken

    def _claim(self, conn: Connection, endpoint: Webhook, now: datetime) -> list[Due]:
        under_way = [due.id for due in self._calls.values() if due.webhook_id == endpoint.id]
        under_way += [item.due.id for item in self._done if item.due.webhook_id == endpoint.id]
        at_once = 1 if endpoint.failures >= patience.DOWN_AFTER else WEBHOOK_CALLS_AT_ONCE_MAX
        free = at_once - len(under_way)
        if free <= 0:
            return []
        return webhooks_out.claim(conn, endpoint.id, now, now + timedelta(seconds=LEASE_S), free, under_way)

    def _settle(self, conn: Connection, done: Sequence[_Done], now: datetime) -> None:
        ours = webhooks_out.held(conn, {item.due.id: item.due.attempts for item in done})
        webhooks_out.note(conn, [_attempt(item) for item in done])
        for id in sorted({item.due.webhook_id for item in done}):
            endpoint = webhooks_out.find(conn, id, lock=True)
            if endpoint is not None:
                counting = [item for item in done if item.due.webhook_id == id and item.due.id in ours]
                self._settle_endpoint(conn, endpoint, counting, now)

    def _settle_endpoint(self, conn: Connection, endpoint: Webhook, done: Sequence[_Done], now: datetime) -> None:
        for item in done:
            webhooks_out.settle(conn, item.due.id, self._outcome(item, now))
        changes = self._standing(endpoint, done, now)
        if changes.get("failures") == 0 and endpoint.failures >= patience.DOWN_AFTER:
            webhooks_out.hurry(conn, endpoint.id, now)
        webhooks_out.change(conn, endpoint.id, changes)
        if changes.get("enabled") is False:
            self._disable(conn, endpoint, changes, now)

    def _outcome(self, item: _Done, now: datetime) -> dict[str, Any]:
        if item.heard:
            return {"status": DELIVERED, "due_at": None, "error": None, "finished_at": now}
        later = patience.next_try(item.due.attempts, item.due.tried_since, now, self._world.fraction())
        if later is None:
            return {"status": FAILED, "due_at": None, "error": item.error, "finished_at": now}
        return {"status": PENDING, "due_at": max(later, item.retry_at or later), "error": item.error}

    def _standing(self, endpoint: Webhook, done: Sequence[_Done], now: datetime) -> dict[str, Any]:
        """What the calls say about the address itself."""
        failures, since, last_error = endpoint.failures, endpoint.failing_since, endpoint.last_error
        quiet, gone = endpoint.quiet_until, False
        for item in done:
            if item.heard:
                failures, since, quiet, last_error = 0, None, None, None
                continue
            failures, since, last_error = failures + 1, since or now, item.error
            paused = patience.quiet_until(failures, now, self._world.fraction())
            quiet = max((at for at in (quiet, paused, item.retry_at) if at is not None), default=None)
            gone = gone or item.status == patience.GONE
        before = (endpoint.failures, endpoint.failing_since, endpoint.quiet_until, endpoint.last_error)
        changes: dict[str, Any] = {}
        if before != (failures, since, quiet, last_error):
            changes = {"failures": failures, "failing_since": since, "quiet_until": quiet, "last_error": last_error}
        if gone or (since is not None and now - since >= patience.DISABLED_AFTER):
            reason = GONE if gone else FAILING
            changes |= {"enabled": False, "disabled_at": now, "disabled_reason": reason, "updated_at": now}
        return changes

    def _disable(self, conn: Connection, endpoint: Webhook, changes: Mapping[str, Any], now: datetime) -> None:
        """Tell nothing more, and say so: in the log, in the metrics, and to whoever still listens."""
        reason = changes["disabled_reason"]
        left = webhooks_out.give_up_all(conn, endpoint.id, f"the webhook was disabled: {reason}", now)
        facts.add(conn, "webhook_disabled", endpoint.id, {"reason": reason, "undelivered": left}, now)
        self._metrics.webhooks_disabled.labels(reason).inc()
        log.error(
            "a webhook was disabled",
            webhook=endpoint.id,
            reason=reason,
            error=changes.get("last_error"),
            undelivered=left,
            hint="mend it, enable it, and replay what it missed: POST /v1/webhooks/{id}/replay",
        )

    # ── the call ──

    async def _make(self, endpoint: Webhook, due: Due) -> None:
        at, began = self._world.now(), self._world.monotonic()
        status, error, retry_at = None, None, None
        try:
            body = body_of(due)
            signed = headers(due.activity_id, at, body, self._secrets(endpoint, at))
            patience_s = WEBHOOK_TIMEOUT_S_MAX
            status, answered = await self._egress.post(endpoint.url, _ABOUT | signed, body, timeout_s=patience_s)
            error = None if patience.is_heard(status) else f"it answered {status}"
            retry_at = patience.retry_after(status, answered, at)
        except (Refused, NoAnswer) as refused:
            error = str(refused)[:ERROR_CHARS_MAX]
        except Exception as failure:  # a secret that cannot be read: like an address that does not answer
            log.exception("a webhook could not be called", webhook=endpoint.id, delivery=due.id)
            error = f"{type(failure).__name__}: {failure}"[:ERROR_CHARS_MAX]
        took = self._world.monotonic() - began
        done = _Done(due, at, int(took * 1000), status, error, retry_at)
        self._metrics.webhook_calls.labels("heard" if done.heard else "failed").inc()
        self._metrics.webhook_call_seconds.observe(took)
        self._done.append(done)
        self._on_finished()

    def _secrets(self, endpoint: Webhook, at: datetime) -> list[str]:
        """The secret in force, and for some time the one before."""
        kept = [endpoint.secret]
        if endpoint.old_secret and endpoint.old_secret_until and endpoint.old_secret_until > at:
            kept.append(endpoint.old_secret)
        return [self._reveal(secret, endpoint.id) for secret in kept]


def body_of(due: Due) -> bytes:
    """What is sent: the same bytes however often it is tried."""
    at = due.at.isoformat().replace("+00:00", "Z")
    return dumps({"id": due.activity_id, "type": due.type, "timestamp": at, "data": due.data}).encode()


def _attempt(item: _Done) -> Attempt:
    return Attempt(item.due.id, item.status, item.error, item.took_ms, item.at)
