"""What was said to providers and by them, kept beside the messages that it was about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, or_, select

from bot.limits import EXCHANGES_SHOWN_MAX
from bot.store.bulk import insert_rows
from bot.store.dialect import among
from bot.store.tables import exchange, message


class Exchange(NamedTuple):
    """A request and its answer, as they are kept. For the columns see `ExchangeRow`."""

    at: datetime
    channel: str
    kind: str
    about: str | None
    person: str | None
    batch: str | None
    attempt: int | None
    result: str
    detail: str
    status: int | None
    took_ms: int
    request: str
    answer: str | None


class Kept(NamedTuple):
    """One that is in the database."""

    seq: int
    exchange: Exchange


_COLUMNS = [exchange.c.seq, *(exchange.c[name] for name in Exchange._fields)]


def add(conn: Connection, exchanges: Sequence[Exchange]) -> None:
    """Keep exchanges."""
    insert_rows(conn, exchange, Exchange._fields, exchanges)


def of_message(conn: Connection, message_id: str) -> list[Kept]:
    """Return what a message has led to, the oldest first: the last of it, if there is very much.

    What a provider says under an id of its own counts on the channels of that provider's message alone.
    """
    columns = (message.c.provider_id, message.c.channel, message.c.moved_from)
    known = conn.execute(select(*columns).where(message.c.id == message_id)).one_or_none()
    found = _about(conn, message_id)
    if known is not None and known.provider_id is not None:
        theirs = _about(conn, known.provider_id)
        found += [kept for kept in theirs if kept.exchange.channel in (known.channel, known.moved_from)]
    return _in_order({kept.seq: kept for kept in found}.values())


def of_text(conn: Connection, channel: str, provider_id: str) -> list[Kept]:
    """Return what brought a text in, and the media that were opened since; the oldest first."""
    return _in_order(kept for kept in _about(conn, provider_id) if kept.exchange.channel == channel)


def _about(conn: Connection, id: str) -> list[Kept]:
    query = select(*_COLUMNS).where(exchange.c.about == id)
    return [_kept(row) for row in conn.execute(query)]


def _in_order(found: Iterable[Kept]) -> list[Kept]:
    """Sort here: the database would rather read all of the table in its order than find the few and sort them."""
    return sorted(found)[-EXCHANGES_SHOWN_MAX:]


def _kept(row: Row[Any]) -> Kept:
    return Kept(row[0], Exchange._make(row[1:]))


# ── the end of it ───────────────────────────────────────────────────────────────────────────────────────────────────


def purge(conn: Connection, before: datetime, limit: int) -> int:
    """Delete what is older, of the oldest `limit`; return how much that was."""
    oldest = select(exchange.c.seq, exchange.c.at).order_by(exchange.c.seq).limit(limit)
    late = [row.seq for row in conn.execute(oldest) if row.at < before]
    if late:
        conn.execute(delete(exchange).where(among(exchange.c.seq, late)))
    return len(late)


def forget(conn: Connection, *, message_ids: Collection[str] = (), phones: Collection[str] = ()) -> int:
    """Delete what is about these messages, and what brought texts of these people in; return how much that was.

    Also what came in the same request. By messages it is quick; for phones it looks at everything that is kept.
    What processes have not written yet, of the last half second, is not here to be deleted.
    """
    theirs = select(message.c.provider_id).where(among(message.c.id, message_ids), message.c.provider_id.is_not(None))
    about = [*message_ids, *conn.execute(theirs).scalars()] if message_ids else []
    wanted = [among(exchange.c.about, about)] if about else []
    wanted += [among(exchange.c.person, phones)] if phones else []
    if not wanted:
        return 0
    found = conn.execute(select(exchange.c.seq, exchange.c.batch).where(or_(*wanted))).all()
    seqs, batches = [row.seq for row in found], {row.batch for row in found if row.batch is not None}
    if batches:
        seqs += conn.execute(select(exchange.c.seq).where(among(exchange.c.batch, batches))).scalars()
    if seqs:
        conn.execute(delete(exchange).where(among(exchange.c.seq, seqs)))
    return len(set(seqs))
