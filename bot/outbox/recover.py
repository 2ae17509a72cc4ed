"""Taking over from runs that are gone: what was on the wire gets its outcome, as far as there is evidence of it, and
nobody waits for the sessions that they kept.

A run is gone if nobody holds the lock on its journal, or if the database lets only one worker in and that is us. What
no journal of ours speaks of is left to its lease.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.events import MessageStatus, Sent
from bot.outbox import policy
from bot.outbox.journal import Evidence
from bot.outbox.progress import never_left, out_of_sight
from bot.outbox.record import Outcome, Recorder
from bot.store import outcomes, seats
from bot.store.outcomes import Delivery


def take_over(
    conn: Connection, recorder: Recorder, dead: Mapping[str, Evidence | None], now: datetime, *, sole: str | None = None
) -> int:
    """Judge what dead runs had claimed; return how many messages nobody can say anything about.

    `dead` maps each run to what its journal proves. `sole` is our own run, where no other can be alive.
    """
    if sole is None:
        left = outcomes.claimed_by(conn, dead)
        seats.leave(conn, dead, now)
    else:
        left = outcomes.claimed_by_others(conn, sole)
        seats.leave_to(conn, sole, now)
    unsent, taken, unsure = [], [], []
    for delivery in left.values():
        evidence = dead.get(delivery.claimed_by or "")
        if evidence is None:
            unsure.append(delivery)
        elif delivery.id in evidence.taken:
            taken.append(Outcome.of(delivery.id, delivery.attempts, Sent(evidence.taken[delivery.id])))
        elif (delivery.id, delivery.attempts) in evidence.begun:
            unsure.append(delivery)
        else:
            unsent.append(never_left(delivery, now))
    outcomes.save(conn, unsent)
    outcomes.save(conn, [_doubtful(delivery, now) for delivery in unsure])
    recorder.record(conn, taken, now)
    return len(unsure)


def take_back(conn: Connection, run: str, under_way: Collection[str], now: datetime) -> None:
    """Return to the queue what a run's own claim took although its commit seemed to fail: nobody acted on it.

    A server that commits even later than this leaves it to the lease.
    """
    claimed = outcomes.claimed_by(conn, [run]).values()
    mine = [delivery for delivery in claimed if delivery.status is MessageStatus.SENDING]
    outcomes.save(conn, [never_left(delivery, now) for delivery in mine if delivery.id not in under_way])


def _doubtful(delivery: Delivery, now: datetime) -> Delivery:
    """Count from now on: while the process was gone, a receipt may not have been let in."""
    return out_of_sight(delivery, now, now + policy.LOOKS[0])
