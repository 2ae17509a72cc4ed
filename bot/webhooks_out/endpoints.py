"""The addresses of the business: made, changed, given another secret, tried, and told once more what they missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.errors import BotError
from bot.limits import WEBHOOK_REPLAY_ROWS_MAX, WEBHOOKS_MAX
from bot.sealing import CannotSeal, Sealer
from bot.store import activity, webhooks_out
from bot.store.activity import TELLER, NewActivity
from bot.store.dialect import lock
from bot.store.webhooks_out import Delivery, Webhook
from bot.webhooks_out.courier import BY_HAND
from bot.webhooks_out.signing import make_secret
from bot.webhooks_out.teller import TEST, enqueue, publish
from bot.world import World


class TooMany(BotError):
    """There are as many as there may be."""


class Webhooks:
    """What is done about addresses. Its methods run inside the caller's transaction."""

    def __init__(self, world: World, sealer: Callable[[], Sealer]) -> None:
        self._world = world
        self._sealer = sealer

    def create(
        self, conn: Connection, url: str, events: Sequence[str], description: str, by: str
    ) -> tuple[Webhook, str]:
        """Make one; return it and its secret, which nobody is shown again."""
        if webhooks_out.count(conn) >= WEBHOOKS_MAX:
            raise TooMany(f"there are {WEBHOOKS_MAX} webhooks already")
        now, id, secret = self._world.now(), self._world.new_id("whk"), make_secret(self._world.entropy)
        made = Webhook(
            id=id,
            url=url,
            description=description,
            events=list(events),
            secret=self._sealed(secret, id),
            old_secret=None,
            old_secret_until=None,
            enabled=True,
            disabled_at=None,
            disabled_reason=None,
            failures=0,
            failing_since=None,
            quiet_until=None,
            last_error=None,
            created_by=by,
            created_at=now,
            updated_at=now,
        )
        webhooks_out.add(conn, made)
        return made, secret

    def change(self, conn: Connection, found: Webhook, values: dict[str, Any]) -> Webhook:
        """Change address, events, description, or whether it is told anything; enabled again, it begins afresh."""
        now = self._world.now()
        if values.get("enabled") is True and not found.enabled:
            values |= _afresh()
        elif values.get("enabled") is False and found.enabled:
            values |= {"disabled_at": now, "disabled_reason": BY_HAND}
            webhooks_out.give_up_all(conn, found.id, f"the webhook was disabled: {BY_HAND}", now)
        if "url" in values and values["url"] != found.url:
            values |= {"failures": 0, "failing_since": None, "quiet_until": None, "last_error": None}
        values["updated_at"] = now
        webhooks_out.change(conn, found.id, values)
        return replace(found, **values)

    def rotate(self, conn: Connection, found: Webhook, overlap: timedelta) -> tuple[Webhook, str]:
        """Give it another secret; the one before signs as well for as long as is said."""
        now, secret = self._world.now(), make_secret(self._world.entropy)
        values: dict[str, Any] = {
            "secret": self._sealed(secret, found.id),
            "old_secret": found.secret if overlap else None,
            "old_secret_until": now + overlap if overlap else None,
            "updated_at": now,
        }
        webhooks_out.change(conn, found.id, values)
        return replace(found, **values), secret

    def test(self, conn: Connection, found: Webhook) -> Delivery:
        """Tell it something that did not happen, to see whether it listens."""
        lock(conn, [TELLER])
        now = self._world.now()
        said = {"webhook_id": found.id, "message": "If you can read this, it works."}
        (row,) = publish(conn, [NewActivity(self._world.new_id("evt"), TEST, "", "", said, now)], self._world)
        deliveries = webhooks_out.deliveries(conn, found.id, before=row.position + 1, limit=1)
        return deliveries[0]

    def replay(self, conn: Connection, found: Webhook, since: datetime, until: datetime, *, failed: bool) -> int:
        """Tell it once more what happened in a time, or only what it did not hear; return how much that is."""
        after, count, now = 0, 0, self._world.now()
        while count < WEBHOOK_REPLAY_ROWS_MAX:
            rows = activity.page(conn, after=after, limit=500, types=found.events, since=since, until=until)
            if not rows:
                break
            after = rows[-1].position
            heard = webhooks_out.heard(conn, found.id, [row.id for row in rows]) if failed else set()
            wanted = [row for row in rows if row.id not in heard and row.type != TEST]
            count += webhooks_out.again(conn, found.id, [row.id for row in wanted], now)
            known = webhooks_out.known(conn, found.id, [row.id for row in wanted])
            new = [row for row in wanted if row.id not in known]
            enqueue(conn, [(found.id, row) for row in new], self._world)
            count += len(new)
        return count

    def _sealed(self, secret: str, id: str) -> str:
        """Encrypted where there is a key; several machines on one database have none unless the settings do."""
        try:
            return self._sealer().seal(secret, id)
        except CannotSeal:
            return secret


def _afresh() -> dict[str, Any]:
    return {
        "disabled_at": None,
        "disabled_reason": None,
        "failures": 0,
        "failing_since": None,
        "quiet_until": None,
        "last_error": None,
    }
