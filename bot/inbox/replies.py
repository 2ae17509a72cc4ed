"""Texts to a number that stood in for another: they belong to the conversation whose message they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from bot.providers.channel import Channel
from bot.store import addressed
from bot.store.inbound import Kind, Pending


def bring_home(conn: Connection, rows: Sequence[Pending], channels: Mapping[str, Channel]) -> list[Pending]:
    """Let texts to a fallback's number come by the channel of the conversation, if it was last used for that.

    A person answers what they read last from a number. Where no channel is the fallback of another, this costs nothing.
    """
    fallbacks = {channel.fallback for channel in channels.values() if channel.fallback is not None}
    strays = {(row.contact, row.channel) for row in rows if row.kind == Kind.MESSAGE and row.channel in fallbacks}
    homes = {stray: addressed.last_home(conn, *stray) for stray in sorted(strays)}
    return [_moved(row, homes.get((row.contact, row.channel)), channels) for row in rows]


def _moved(row: Pending, home: str | None, channels: Mapping[str, Channel]) -> Pending:
    return row._replace(channel=home) if row.kind == Kind.MESSAGE and home is not None and home in channels else row
