"""`/v1/broadcasts`: a message to many, from its dry run to what became of each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pydantic import BaseModel
from sqlalchemy import Connection

from bot.broadcasts import Plan, Recorded, Stopped, WrongState
from bot.broadcasts.foresee import foresee
from bot.keys import Scope
from bot.store import broadcast_counts
from bot.store import broadcasts as store
from bot.store import broadcasts_past as past
from bot.store.broadcasts import Broadcast as Kept
from bot.web.api.broadcast_orders import order_of
from bot.web.api.broadcast_shapes import (
    Broadcast,
    BroadcastList,
    BroadcastOutlook,
    BroadcastQuery,
    BroadcastResults,
    BroadcastStopped,
    NewBroadcast,
    RecipientList,
    RecipientQuery,
    file_of,
    recipient_of,
    results_of,
    stopped_of,
)
from bot.web.api.drafts import check_in_house, test_channel
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.once import Answer
from bot.web.problem import Problem


async def create_broadcast(call: Call[NewBroadcast]) -> Answer:
    """Send a message to many.

    To an audience, or to the people of a file; a text of their own, several texts against each other, or a flow. It
    begins at once, at `send_at` by each person's own clock if you like, or as a `draft`. A row that cannot be used is
    told and holds up no other, and a number that comes twice counts once. `dry_run` answers 200 with what would happen.
    The file may also come as `multipart/form-data`: the rest as JSON in the part `broadcast`, the file in `csv`.
    """
    given, runtime = call.given, call.runtime
    if call.key.test:
        given = given.model_copy(update={"channel": test_channel(runtime).name, "sender": None})
    order = await order_of(runtime, given, call.key.id)
    if given.dry_run:
        seen = await foresee(runtime.database, runtime.house, order.plan, order.people, runtime.world.now())
        return Answer.of(BroadcastOutlook.of(seen, file_of(dict(order.report))), 200)
    answer = await call.once(lambda conn: Broadcast.of(_recorded(call).create(conn, order)))
    runtime.wake()
    return answer


async def list_broadcasts(call: Call[BroadcastQuery]) -> BroadcastList:
    """List broadcasts, the newest first."""
    given = call.given
    rows = await call.runtime.database.run(store.page, state=given.state, before=given.after, limit=given.limit + 1)
    page = rows[: given.limit]
    return BroadcastList(data=[Broadcast.of(row) for row in page], next=page[-1].id if len(rows) > len(page) else None)


async def get_broadcast(call: Call[BaseModel]) -> BroadcastResults:
    """Show a broadcast, how far it is and how it did, counted now."""
    return await call.runtime.database.run(results, call.runtime.broadcasts.counted, call.path["id"])


async def list_recipients(call: Call[RecipientQuery]) -> RecipientList:
    """List its recipients, and what became of each."""
    given, id = call.given, call.path["id"]
    after = given.after or "0"
    if not after.isdecimal() or len(after) > 12:
        raise Problem("invalid_field", "`after` is not a cursor of this list", param="after", hint="leave it out")

    def work(conn: Connection) -> RecipientList:
        plan = Plan.read(_known(store.find(conn, id), id).plan)
        rows = store.recipients(conn, id, status=given.status, after=int(after), limit=given.limit + 1)
        page = rows[: given.limit]
        following = str(page[-1].place) if len(rows) > len(page) else None
        return RecipientList(data=[recipient_of(row, plan) for row in page], next=following)

    return await call.runtime.database.run(work)


async def pause_broadcast(call: Call[BaseModel]) -> Answer:
    """Stop for now.

    From the commit on nothing more of it is claimed; what was on the wire at that moment is named.
    """
    return await _stop(call, _recorded(call).pause)


async def cancel_broadcast(call: Call[BaseModel]) -> Answer:
    """Stop for good.

    What was written and not claimed is taken back in the same commit; what was on the wire at that moment is named.
    """
    return await _stop(call, _recorded(call).cancel)


async def resume_broadcast(call: Call[BaseModel]) -> Answer:
    """Begin a draft, or go on with what was paused."""
    id, runtime = call.path["id"], call.runtime

    def work(conn: Connection) -> Broadcast:
        _check_in_house(call, conn, id)
        try:
            return Broadcast.of(_known(_recorded(call).resume(conn, id), id))
        except WrongState as error:
            raise Problem("wrong_state", str(error)) from None

    answer = await call.once(work)
    runtime.wake()
    return answer


async def _stop(call: Call[BaseModel], stop: Callable[[Connection, str], Stopped | None]) -> Answer:
    id = call.path["id"]

    def work(conn: Connection) -> BroadcastStopped:
        _check_in_house(call, conn, id)
        try:
            stopped = stop(conn, id)
        except WrongState as error:
            raise Problem("wrong_state", str(error)) from None
        if stopped is None:
            raise _unknown(id)
        return stopped_of(stopped.broadcast, stopped.taken_back, stopped.in_flight)

    return await call.once(work)


def _recorded(call: Call[Any]) -> Recorded:
    return Recorded(call.runtime.broadcasts, call.caller, call.runtime.world.now())


def _check_in_house(call: Call[Any], conn: Connection, id: str) -> None:
    if call.key.test:
        check_in_house(call, Plan.read(_known(store.find(conn, id), id).plan).channel)


def results(conn: Connection, count: Callable[[Connection, str], Kept | None], id: str) -> BroadcastResults:
    """Read how one did."""
    kept = _known(count(conn, id), id)
    plan = Plan.read(kept.plan)
    since = kept.started_at
    if since is None:
        return results_of(kept, {}, {}, {})
    outcomes = past.outcomes(
        kept.report, broadcast_counts.count_outcomes(conn, id, plan.flow, since) if plan.flow else {}
    )
    replies = past.replies(kept.report, broadcast_counts.count_replies(conn, id, since))
    if len(plan.variants) == 1:
        return results_of(kept, {0: dict(kept.counts)}, replies, outcomes)
    return results_of(kept, past.variants(kept.report, broadcast_counts.count_variants(conn, id)), replies, outcomes)


def _known(kept: Kept | None, id: str) -> Kept:
    if kept is None:
        raise _unknown(id)
    return kept


def _unknown(id: str) -> Problem:
    return Problem("not_found", f"no broadcast has the id `{id}`", param="id")


_ONE: Final = ("not_found",)
_STATE: Final = ("not_found", "wrong_state")

ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/broadcasts",
        scope=Scope.SEND,
        handler=create_broadcast,
        body=NewBroadcast,
        answers={201: Broadcast, 200: BroadcastOutlook},
        idempotent=True,
        adds=True,
        tests=True,
        upload=("broadcast", "csv"),
    ),
    Endpoint(
        method="GET",
        path="/v1/broadcasts",
        scope=Scope.READ,
        handler=list_broadcasts,
        query=BroadcastQuery,
        answers={200: BroadcastList},
    ),
    Endpoint(
        method="GET",
        path="/v1/broadcasts/{id}",
        scope=Scope.READ,
        handler=get_broadcast,
        answers={200: BroadcastResults},
        problems=_ONE,
    ),
    Endpoint(
        method="GET",
        path="/v1/broadcasts/{id}/recipients",
        scope=Scope.READ,
        handler=list_recipients,
        query=RecipientQuery,
        answers={200: RecipientList},
        problems=_ONE,
    ),
    Endpoint(
        method="POST",
        path="/v1/broadcasts/{id}/pause",
        scope=Scope.SEND,
        handler=pause_broadcast,
        answers={200: BroadcastStopped},
        idempotent=True,
        tests=True,
        problems=_STATE,
    ),
    Endpoint(
        method="POST",
        path="/v1/broadcasts/{id}/resume",
        scope=Scope.SEND,
        handler=resume_broadcast,
        answers={200: Broadcast},
        idempotent=True,
        tests=True,
        problems=_STATE,
    ),
    Endpoint(
        method="POST",
        path="/v1/broadcasts/{id}/cancel",
        scope=Scope.SEND,
        handler=cancel_broadcast,
        answers={200: BroadcastStopped},
        idempotent=True,
        tests=True,
        problems=_STATE,
    ),
)
