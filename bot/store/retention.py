"""Forgetting what was kept for long enough: the oldest rows of a table, a page at a time.

Logs are read from their old end, in the order of their numbers, so a page costs the same whatever the size of the
table. What is not over (a row that waits, a session under way) stays, however old.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, or_, select, update

from bot.store import broadcasts_past, settings
from bot.store.dialect import constant
from bot.store.tables import (
    action,
    activity,
    event,
    finding,
    idempotency_key,
    inbound,
    link,
    message,
    note,
    notice,
    passcode,
    receipt,
    session,
    tally,
    verification,
    webhook_attempt,
    webhook_delivery,
)

ROWS_A_PAGE: Final = 500
BODIES_AT: Final = "bodies_forgotten_to"
"""The setting that says up to which message the texts are gone: those rows stay, and need not be looked at again."""


class Aged(NamedTuple):
    """A table of which old rows go: what orders them, how old they are, and which may go."""

    table: Table
    order: ColumnElement[Any]
    at: ColumnElement[Any]
    over: ColumnElement[bool]
    values: Mapping[str, Any] | None = None
    """What old rows are emptied to; None where they are deleted."""
    kept_at: str = ""
    """The setting with how far it is, where rows stay."""
    sorted: bool = True
    """Whether the order is that of age, so that a pass ends at the first row that is young enough."""


@dataclass(frozen=True, slots=True)
class OfBroadcasts:
    """The recipients of broadcasts that are over: as old as the end of their broadcast."""


_UNEMPTIED: Final = or_(message.c.text != "", message.c.error_detail.is_not(None))

AGED: Final[Mapping[str, tuple[Aged | OfBroadcasts, ...]]] = {
    "bodies": (
        Aged(
            message,
            message.c.seq,
            message.c.created_at,
            and_(message.c.due_at.is_(None), _UNEMPTIED),
            {"text": "", "media": [], "error_detail": None},
            BODIES_AT,
        ),
    ),
    "events": (
        Aged(event, event.c.seq, event.c.at, event.c.seq > 0),
        Aged(note, note.c.id, note.c.created_at, note.c.id != ""),
        Aged(notice, notice.c.id, notice.c.created_at, notice.c.id != ""),
        Aged(receipt, receipt.c.seq, receipt.c.received_at, receipt.c.seq > 0),
        Aged(session, session.c.id, session.c.started_at, session.c.ended_at.is_not(None)),
        Aged(finding, finding.c.id, finding.c.at, finding.c.kind != constant("person")),
    ),
    "inbound": (Aged(inbound, inbound.c.seq, inbound.c.received_at, inbound.c.status == constant("done")),),
    "calls": (Aged(action, action.c.id, action.c.created_at, action.c.due_at.is_(None), sorted=False),),
    "broadcasts": (OfBroadcasts(),),
    "links": (Aged(link, link.c.created_at, link.c.created_at, link.c.code != ""),),
    "verifications": (
        Aged(verification, verification.c.id, verification.c.created_at, verification.c.id != ""),
        Aged(passcode, passcode.c.seq, passcode.c.at, passcode.c.seq > 0),
    ),
    "codes": (
        Aged(
            verification,
            verification.c.id,
            verification.c.created_at,
            verification.c.sealed.is_not(None),
            {"sealed": None},
        ),
    ),
    "tallies": (Aged(tally, tally.c.begins_at, tally.c.begins_at, tally.c.scope != ""),),
    "activity": (
        Aged(activity, activity.c.position, activity.c.at, activity.c.position > 0),
        Aged(
            webhook_delivery,
            webhook_delivery.c.id,
            webhook_delivery.c.created_at,
            webhook_delivery.c.due_at.is_(None),
        ),
        Aged(webhook_attempt, webhook_attempt.c.seq, webhook_attempt.c.at, webhook_attempt.c.seq > 0),
    ),
    "answers": (
        Aged(idempotency_key, idempotency_key.c.created_at, idempotency_key.c.created_at, idempotency_key.c.key != ""),
    ),
}
"""By kind of period. `docs/privacy.md` says what each is for."""


class Page(NamedTuple):
    """What one page came to."""

    gone: int
    after: Any
    """Where the next one begins; None where the pass is over."""


def forget_page(
    conn: Connection, aged: Aged | OfBroadcasts, before: datetime, after: Any, limit: int = ROWS_A_PAGE
) -> Page:
    """Forget what is older than `before` in the page that follows `after` (None: at the old end)."""
    if isinstance(aged, OfBroadcasts):
        return Page(*broadcasts_past.forget_page(conn, before, after or "", limit))
    if after is None and aged.kept_at:
        after = int(settings.find(conn, aged.kept_at) or 0)
    page = select(aged.order.label("place"), aged.at.label("at")).order_by(aged.order).limit(limit)
    rows = conn.execute(page if after is None else page.where(aged.order > after)).all()
    old = [row for row in rows if row.at < before]
    young = aged.sorted and len(old) < len(rows)
    if not rows or (young and not old):
        return Page(0, None)
    last = (old if aged.sorted else rows)[-1].place
    where = [aged.order <= last, aged.at < before, aged.over]
    if after is not None:
        where.append(aged.order > after)
    change = delete(aged.table) if aged.values is None else update(aged.table).values(**aged.values)
    gone = int(conn.execute(change.where(*where)).rowcount)
    if aged.kept_at:
        settings.exchange(conn, aged.kept_at, str(last))
    return Page(gone, None if young or len(rows) < limit else last)


def count_old(conn: Connection, aged: Aged | OfBroadcasts, before: datetime) -> int:
    """Count what would go. It may look at all of a table: for people who ask, not for the worker."""
    if isinstance(aged, OfBroadcasts):
        return broadcasts_past.count_old(conn, before)
    query = select(func.count()).select_from(aged.table).where(aged.at < before, aged.over)
    return int(conn.execute(query).scalar_one())
