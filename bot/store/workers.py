"""The runs of workers that a database has seen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.store.dialect import among
from bot.store.tables import worker


def add(conn: Connection, run: str, now: datetime) -> None:
    """Remember a run that begins."""
    conn.execute(insert(worker), {"run": run, "started_at": now})


def known(conn: Connection, runs: Collection[str]) -> set[str]:
    """Return those of these runs that this database has seen."""
    if not runs:
        return set()
    return set(conn.execute(select(worker.c.run).where(among(worker.c.run, runs))).scalars())
