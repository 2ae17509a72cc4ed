"""Whether a process should be given more to do: for programs, so every reason has a code, and a sentence beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from bot.limits import READY_LAG_S_MAX, READY_TURN_S_MAX
from bot.metrics import Spooled
from bot.store.backlog import Backlog, Waiting
from bot.watch.look import Look


class Reason(NamedTuple):
    """Why it is not ready."""

    code: str
    detail: str


class Readiness(NamedTuple):
    """The answer to a probe."""

    ready: bool
    report: dict[str, Any]


def readiness(
    look: Look,
    spool: Spooled,
    turn_ages: Mapping[str, float],
    now: datetime,
    sessions: Mapping[str, str] = MappingProxyType({}),
) -> Readiness:
    """Judge what was seen. A message centre that lets nobody in is told of, and no reason: all else goes on."""
    reasons = [*_database(look, now), *_spool(spool, now), *_worker(turn_ages)]
    report: dict[str, Any] = {
        "status": "ok" if not reasons else "behind" if look.backlog else "down",
        "reasons": [reason._asdict() for reason in reasons],
        "database": "ok" if look.backlog else "down",
        **(_lags(look.backlog, now) if look.backlog else {}),
        "spool": {"bytes": spool.bytes, "lag_s": round(_spool_lag_s(spool, now), 3), "writable": spool.writable},
        **({"sessions": dict(sessions)} if sessions else {}),
    }
    return Readiness(not reasons, report)


def _database(look: Look, now: datetime) -> Iterator[Reason]:
    if look.backlog is None:
        yield Reason("database_away", look.error)
    elif (lag_s := look.backlog.inbox.lag_s(now)) > READY_LAG_S_MAX:
        yield Reason("inbox_lag", f"what came in has waited for {lag_s:.0f} s, {READY_LAG_S_MAX:g} are the most")


def _spool(spool: Spooled, now: datetime) -> Iterator[Reason]:
    if not spool.writable:
        yield Reason("spool_not_writable", "nothing could be taken in if the database were away")
    if (lag_s := _spool_lag_s(spool, now)) > READY_LAG_S_MAX:
        yield Reason("spool_lag", f"texts have waited in the spool for {lag_s:.0f} s, {READY_LAG_S_MAX:g} are the most")


def _spool_lag_s(spool: Spooled, now: datetime) -> float:
    return Waiting(0, spool.since).lag_s(now)


def _worker(turn_ages: Mapping[str, float]) -> Iterator[Reason]:
    for loop, age_s in turn_ages.items():
        if age_s > READY_TURN_S_MAX:
            detail = f"a turn of `{loop}` has lasted {age_s:.0f} s, {READY_TURN_S_MAX:g} are the most"
            yield Reason("loop_stuck", detail)


def _lags(backlog: Backlog, now: datetime) -> dict[str, Any]:
    return {"inbound": _lag(backlog.inbox, now), "outbox": _lag(backlog.send, now)}


def _lag(waiting: Waiting, now: datetime) -> dict[str, Any]:
    return {"waiting": waiting.count, "lag_s": round(waiting.lag_s(now), 3)}
