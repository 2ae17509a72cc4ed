"""Every version of every flow that was ever live."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select, update

from bot.flow.model import Flow
from bot.store.bulk import insert_new
from bot.store.dialect import among
from bot.store.tables import flow_version, session


class FlowSource(NamedTuple):
    """A version's text."""

    flow: str
    version: str
    path: str
    source: str
    translations: Mapping[str, str]
    """Path → source of the files with its texts in other languages."""

    @classmethod
    def of(cls, flow: Flow) -> FlowSource:
        """What to keep of a flow."""
        return cls(flow.id, flow.version, flow.path, flow.source, dict(flow.translations))


class Version(NamedTuple):
    """A version that was live, and when it last became so."""

    version: str
    path: str
    activated_at: datetime


def versions(conn: Connection, flow: str, limit: int) -> list[Version]:
    """Return the versions of a flow, the newest first."""
    columns = (flow_version.c.version, flow_version.c.path, flow_version.c.activated_at)
    query = select(*columns).where(flow_version.c.flow == flow).order_by(flow_version.c.activated_at.desc())
    return [Version(*row) for row in conn.execute(query.limit(limit))]


def last_conversations(conn: Connection, flow: str, limit: int) -> list[str]:
    """Return the conversations in which sessions of a flow began last, the newest first, each once."""
    query = select(session.c.conversation_id).where(session.c.flow == flow).order_by(session.c.id.desc())
    return list(dict.fromkeys(conn.execute(query.limit(limit)).scalars()))


_COLUMNS = [flow_version.c[name] for name in FlowSource._fields]


def activate(conn: Connection, sources: Sequence[FlowSource], now: datetime) -> None:
    """Keep versions, and remember that they are the live ones now."""
    if not sources:
        return
    insert_new(conn, flow_version, FlowSource._fields, sources, activated_at=now)
    statement = (
        update(flow_version)
        .where(flow_version.c.flow == bindparam("which"), flow_version.c.version == bindparam("of"))
        .values(activated_at=now)
    )
    conn.execute(statement, [{"which": source.flow, "of": source.version} for source in sources])


def in_use(conn: Connection) -> list[FlowSource]:
    """Return the versions on which sessions are under way, or wait for the end of another."""
    used = (
        select(session.c.id)
        .where(
            session.c.flow == flow_version.c.flow,
            session.c.version == flow_version.c.version,
            session.c.ended_at.is_(None),
        )
        .exists()
    )
    waiting = select(session.c.callers).where(session.c.callers.is_not(None), session.c.ended_at.is_(None))
    waited_in = {(flow, version) for callers in conn.execute(waiting).scalars() for flow, version in callers}
    named = or_(used, *(_is(flow, version) for flow, version in sorted(waited_in)))
    return [FlowSource(*row) for row in conn.execute(select(*_COLUMNS).where(named))]


def _is(flow: str, version: str) -> ColumnElement[bool]:
    return and_(flow_version.c.flow == flow, flow_version.c.version == version)


def stored(conn: Connection, versions: Collection[tuple[str, str]]) -> list[FlowSource]:
    """Return the versions that (flow, version) names, as far as they were ever live."""
    if not versions:
        return []
    named = or_(*(_is(flow, version) for flow, version in sorted(versions)))
    return [FlowSource(*row) for row in conn.execute(select(*_COLUMNS).where(named))]


def last_live(conn: Connection, flows: Collection[str]) -> list[FlowSource]:
    """Return the version of each of these flows that was live last."""
    if not flows:
        return []
    newest = (
        select(flow_version.c.flow, func.max(flow_version.c.activated_at).label("at"))
        .where(among(flow_version.c.flow, flows))
        .group_by(flow_version.c.flow)
        .subquery()
    )
    same = and_(flow_version.c.flow == newest.c.flow, flow_version.c.activated_at == newest.c.at)
    return [FlowSource(*row) for row in conn.execute(select(*_COLUMNS).join(newest, same))]
