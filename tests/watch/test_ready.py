"""Whether a process should be given more to do, and what it says if not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.metrics import Spooled
from bot.store.backlog import Backlog, ChannelBacklog, Waiting
from bot.watch.look import Look
from bot.watch.ready import readiness

NOW = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
A_WHILE = NOW - timedelta(seconds=30)
LONG = NOW - timedelta(seconds=90)
NOTHING = Backlog()


def waiting(since):
    return Waiting(1, since)


@pytest.mark.parametrize(
    ("backlog", "spool", "turn_ages", "status", "codes"),
    [
        (NOTHING, Spooled(), {}, "ok", []),
        (Backlog(process=waiting(A_WHILE)), Spooled(), {}, "ok", []),
        (Backlog(process=waiting(LONG)), Spooled(), {}, "behind", ["inbox_lag"]),
        (Backlog(receipts=waiting(LONG)), Spooled(), {}, "behind", ["inbox_lag"]),
        (Backlog(channels={"main": ChannelBacklog(due=waiting(LONG))}), Spooled(), {}, "ok", []),
        (Backlog(deferred=waiting(LONG), parked=waiting(LONG)), Spooled(), {}, "ok", []),
        (NOTHING, Spooled(900, A_WHILE), {}, "ok", []),
        (NOTHING, Spooled(900, LONG), {}, "behind", ["spool_lag"]),
        (NOTHING, Spooled(writable=False), {}, "behind", ["spool_not_writable"]),
        (NOTHING, Spooled(), {"inbox": 30.0, "outbox": 90.0}, "behind", ["loop_stuck"]),
        (None, Spooled(), {}, "down", ["database_away"]),
        (None, Spooled(900, LONG), {"inbox": 90.0}, "down", ["database_away", "spool_lag", "loop_stuck"]),
    ],
)
def test_what_makes_it_not_ready(backlog, spool, turn_ages, status, codes):
    ready, report = readiness(Look(backlog, 0.001, "no answer"), spool, turn_ages, NOW)

    assert (not codes, status, codes) == (ready, report["status"], [reason["code"] for reason in report["reasons"]])


def test_it_says_how_far_behind_it_is():
    seen = Backlog(
        process=waiting(LONG), receipts=waiting(A_WHILE), channels={"main": ChannelBacklog(due=waiting(A_WHILE))}
    )

    _, report = readiness(Look(seen, 0.001), Spooled(80, A_WHILE), {}, NOW)

    assert {
        "status": "behind",
        "reasons": [{"code": "inbox_lag", "detail": "what came in has waited for 90 s, 60 are the most"}],
        "database": "ok",
        "inbound": {"waiting": 2, "lag_s": 90.0},
        "outbox": {"waiting": 1, "lag_s": 30.0},
        "spool": {"bytes": 80, "lag_s": 30.0, "writable": True},
    } == report


def test_without_a_database_it_does_not_guess_what_waits():
    _, report = readiness(Look(None, 5.0, "no answer within 5 s"), Spooled(), {}, NOW)

    assert {
        "status": "down",
        "reasons": [{"code": "database_away", "detail": "no answer within 5 s"}],
        "database": "down",
        "spool": {"bytes": 0, "lag_s": 0.0, "writable": True},
    } == report
