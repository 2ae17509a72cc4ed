"""The addresses of the business that want to be told, what each is to be told, and how that went."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, delete, func, insert, or_, select, update

from bot.store.bulk import insert_new, insert_rows
from bot.store.dialect import among, constant
from bot.store.tables import activity
from bot.store.tables import webhook as endpoint
from bot.store.tables import webhook_attempt as attempt
from bot.store.tables import webhook_delivery as delivery

PENDING, SENDING, DELIVERED, FAILED = "pending", "sending", "delivered", "failed"


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that wants to be told."""

    id: str
    url: str
    description: str
    events: list[str]
    secret: str
    old_secret: str | None
    old_secret_until: datetime | None
    enabled: bool
    disabled_at: datetime | None
    disabled_reason: str | None
    failures: int
    failing_since: datetime | None
    quiet_until: datetime | None
    last_error: str | None
    created_by: str
    created_at: datetime
    updated_at: datetime


_ENDPOINT = [endpoint.c[name] for name in Webhook.__slots__]


def add(conn: Connection, new: Webhook) -> None:
    """Keep a new address."""
    conn.execute(insert(endpoint), {name: getattr(new, name) for name in Webhook.__slots__})


def find(conn: Connection, id: str, *, lock: bool = False) -> Webhook | None:
    """Return one; with `lock` it is the caller's until the transaction ends."""
    query = select(*_ENDPOINT).where(endpoint.c.id == id)
    row = conn.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else Webhook(*row)


def listed(conn: Connection, *, enabled: bool | None = None) -> list[Webhook]:
    """Return all, the oldest first."""
    query = select(*_ENDPOINT).order_by(endpoint.c.created_at, endpoint.c.id)
    if enabled is not None:
        query = query.where(endpoint.c.enabled.is_(enabled))
    return [Webhook(*row) for row in conn.execute(query)]


def count(conn: Connection) -> int:
    """Return how many there are."""
    return int(conn.execute(select(func.count()).select_from(endpoint)).scalar_one())


def change(conn: Connection, id: str, values: Mapping[str, Any]) -> None:
    """Change columns of one."""
    if values:
        conn.execute(update(endpoint).where(endpoint.c.id == id).values(**values))


def remove(conn: Connection, id: str) -> bool:
    """Forget an address and all that was for it."""
    _forget_deliveries(conn, delivery.c.webhook_id == id)
    return conn.execute(delete(endpoint).where(endpoint.c.id == id)).rowcount == 1


# ── deliveries ──────────────────────────────────────────────────────────────────────────────────────────────────────


class NewDelivery(NamedTuple):
    """Something that an address is to be told."""

    id: str
    webhook_id: str
    activity_id: str
    position: int
    conversation_id: str
    due_at: datetime
    created_at: datetime
    tried_since: datetime


class Delivery(NamedTuple):
    """How far that is."""

    id: str
    webhook_id: str
    activity_id: str
    position: int
    conversation_id: str
    status: str
    attempts: int
    due_at: datetime | None
    error: str | None
    created_at: datetime
    tried_since: datetime
    finished_at: datetime | None


class Due(NamedTuple):
    """A delivery to make now, with what it says."""

    id: str
    webhook_id: str
    activity_id: str
    attempts: int
    tried_since: datetime
    type: str
    data: dict[str, Any]
    at: datetime


class Attempt(NamedTuple):
    """One call."""

    delivery_id: str
    status: int | None
    error: str | None
    took_ms: int
    at: datetime


_DELIVERY = [delivery.c[name] for name in Delivery._fields]


def put(conn: Connection, deliveries: Sequence[NewDelivery]) -> None:
    """Put deliveries into the queue; those that are there already are left alone."""
    insert_new(conn, delivery, NewDelivery._fields, deliveries, status=PENDING, attempts=0)


def again(conn: Connection, webhook_id: str, activity_ids: Collection[str], now: datetime) -> int:
    """Put deliveries that are over into the queue once more; return how many."""
    over = and_(
        delivery.c.webhook_id == webhook_id, among(delivery.c.activity_id, activity_ids), delivery.c.due_at.is_(None)
    )
    values = {"status": PENDING, "attempts": 0, "due_at": now, "tried_since": now, "error": None, "finished_at": None}
    return int(conn.execute(update(delivery).where(over).values(**values)).rowcount)


def known(conn: Connection, webhook_id: str, activity_ids: Collection[str]) -> set[str]:
    """Return those of these that an address was told, or is to be told."""
    return _known(conn, webhook_id, activity_ids, ())


def heard(conn: Connection, webhook_id: str, activity_ids: Collection[str]) -> set[str]:
    """Return those of these that an address has heard."""
    return _known(conn, webhook_id, activity_ids, (DELIVERED,))


def _known(conn: Connection, webhook_id: str, activity_ids: Collection[str], statuses: Collection[str]) -> set[str]:
    query = select(delivery.c.activity_id).where(
        delivery.c.webhook_id == webhook_id, among(delivery.c.activity_id, activity_ids)
    )
    return set(conn.execute(query.where(delivery.c.status.in_(statuses)) if statuses else query).scalars())


def claim(
    conn: Connection, webhook_id: str, now: datetime, lease_until: datetime, limit: int, here: Collection[str] = ()
) -> list[Due]:
    """Take what is due for an address; after `lease_until` somebody else may.

    Of a conversation only the first that is not over, so that it hears of things in their order.
    """
    other = delivery.alias("other")
    earlier = (
        select(other.c.id)
        .where(
            other.c.webhook_id == delivery.c.webhook_id,
            other.c.conversation_id == delivery.c.conversation_id,
            other.c.position < delivery.c.position,
            other.c.due_at.is_not(None),
        )
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(delivery.c.id)
        .where(
            delivery.c.webhook_id == webhook_id,
            delivery.c.due_at <= now,
            ~among(delivery.c.id, here),
            or_(delivery.c.conversation_id == constant(""), earlier.is_(None)),
        )
        .order_by(delivery.c.due_at, delivery.c.position)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(conn.execute(query).scalars())
    if not ids:
        return []
    values = {"status": SENDING, "due_at": lease_until, "attempts": delivery.c.attempts + 1}
    conn.execute(update(delivery).where(among(delivery.c.id, ids)).values(values))
    columns = (delivery.c.id, delivery.c.webhook_id, delivery.c.activity_id, delivery.c.attempts)
    said = (delivery.c.tried_since, activity.c.type, activity.c.data, activity.c.at)
    joined = select(*columns, *said).join(activity, activity.c.id == delivery.c.activity_id)
    found = conn.execute(joined.where(among(delivery.c.id, ids)).order_by(delivery.c.position + 0))
    return [Due(*row) for row in found]


def held(conn: Connection, attempts: Mapping[str, int]) -> set[str]:
    """Return those of these deliveries that are still on this attempt; the caller's until its transaction ends."""
    if not attempts:
        return set()
    query = (
        select(delivery.c.id, delivery.c.attempts)
        .where(among(delivery.c.id, list(attempts)), delivery.c.due_at.is_not(None))
        .order_by(delivery.c.id)
        .with_for_update()
    )
    return {row.id for row in conn.execute(query) if row.attempts == attempts[row.id]}


def settle(conn: Connection, id: str, values: Mapping[str, Any]) -> None:
    """Say how a delivery stands."""
    conn.execute(update(delivery).where(delivery.c.id == id).values(**values))


def give_up_all(conn: Connection, webhook_id: str, reason: str, now: datetime) -> int:
    """Tell an address nothing of what waits; return how much that was."""
    waiting = and_(delivery.c.webhook_id == webhook_id, delivery.c.due_at.is_not(None))
    values = {"status": FAILED, "due_at": None, "error": reason, "finished_at": now}
    return int(conn.execute(update(delivery).where(waiting).values(**values)).rowcount)


def take_over(conn: Connection, now: datetime) -> None:
    """After a crash the calls under way are due again. For the one worker of a database, at its start."""
    conn.execute(update(delivery).where(delivery.c.status == SENDING).values(status=PENDING, due_at=now))


def hurry(conn: Connection, webhook_id: str, now: datetime) -> None:
    """An address answers again: what waits for another attempt need not wait any longer."""
    later = and_(delivery.c.webhook_id == webhook_id, delivery.c.status == PENDING, delivery.c.due_at > now)
    conn.execute(update(delivery).where(later).values(due_at=now))


def note(conn: Connection, attempts: Sequence[Attempt]) -> None:
    """Keep what came of calls."""
    insert_rows(conn, attempt, Attempt._fields, attempts)


def deliveries(
    conn: Connection, webhook_id: str, *, before: int | None, limit: int, status: str | None = None
) -> list[Delivery]:
    """Return deliveries to an address, the newest first."""
    query = select(*_DELIVERY).where(delivery.c.webhook_id == webhook_id)
    if before is not None:
        query = query.where(delivery.c.position < before)
    if status is not None:
        query = query.where(delivery.c.status == status)
    return [Delivery(*row) for row in conn.execute(query.order_by(delivery.c.position.desc()).limit(limit))]


def find_delivery(conn: Connection, webhook_id: str, id: str) -> Delivery | None:
    """Return one."""
    query = select(*_DELIVERY).where(delivery.c.webhook_id == webhook_id, delivery.c.id == id)
    row = conn.execute(query).one_or_none()
    return None if row is None else Delivery(*row)


def attempts_of(conn: Connection, ids: Collection[str]) -> dict[str, list[Attempt]]:
    """Return what came of the calls of these deliveries, in their order."""
    columns = [attempt.c[name] for name in Attempt._fields]
    query = select(*columns).where(among(attempt.c.delivery_id, ids)).order_by(attempt.c.seq + 0)
    found: dict[str, list[Attempt]] = {id: [] for id in ids}
    for row in conn.execute(query):
        found[row.delivery_id].append(Attempt(*row))
    return found


def waiting(conn: Connection) -> dict[str, int]:
    """Count what waits for each address."""
    query = (
        select(delivery.c.webhook_id, func.count())
        .where(delivery.c.due_at.is_not(None))
        .group_by(delivery.c.webhook_id)
    )
    return {row[0]: int(row[1]) for row in conn.execute(query)}


def forget_told(conn: Connection, activity_ids: Select[tuple[str]]) -> int:
    """Forget that anybody was, or is to be, told these."""
    return _forget_deliveries(conn, delivery.c.activity_id.in_(activity_ids))


def _forget_deliveries(conn: Connection, which: Any) -> int:
    ids = select(delivery.c.id).where(which)
    conn.execute(delete(attempt).where(attempt.c.delivery_id.in_(ids)))
    return int(conn.execute(delete(delivery).where(which)).rowcount)
