"""What operators ask: is it alive, is it keeping up, and the figures over time."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.errors import DatabaseAway
from bot.runtime import Runtime
from bot.store import views
from bot.store.views import Backlog

log = structlog.get_logger(__name__)

LAG_MAX: Final = timedelta(seconds=60)
"""Behind by more than this with what came in, the worker is gone or cannot keep up. What waits to go out is shown and
does not count: a carrier that is down or slow is no reason to take the webhooks out of rotation."""
DATABASE_TIMEOUT_S: Final = 5.0


def routes(runtime: Runtime) -> list[BaseRoute]:
    """The addresses that probes and Prometheus call."""

    async def healthz(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(request: Request) -> Response:
        backlog = await _backlog(runtime)
        report = _report(backlog, runtime.world.now())
        return JSONResponse(report, 200 if report["status"] == "ok" else 503)

    async def metrics(request: Request) -> Response:
        backlog = await _backlog(runtime)
        content = generate_latest(runtime.metrics.registry) + generate_latest(_gauges(backlog, runtime.world.now()))
        return Response(content, headers={"content-type": CONTENT_TYPE_LATEST})

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


async def _backlog(runtime: Runtime) -> Backlog | None:
    """How far the pipeline is behind; None if the database does not answer."""
    try:
        async with asyncio.timeout(DATABASE_TIMEOUT_S):
            return await runtime.database.run(views.backlog, runtime.world.now())
    except (TimeoutError, DatabaseAway, SQLAlchemyError, RuntimeError) as error:
        log.warning("the database does not answer", error=str(error))
        return None


def _report(backlog: Backlog | None, now: datetime) -> dict[str, Any]:
    if backlog is None:
        return {"status": "down", "database": "down"}
    lags = {
        "inbound": {"waiting": backlog.inbound, "lag_s": _lag_s(backlog.inbound_since, now)},
        "outbox": {"waiting": backlog.outbox, "lag_s": _lag_s(backlog.outbox_since, now)},
    }
    behind = lags["inbound"]["lag_s"] > LAG_MAX.total_seconds()
    return {"status": "behind" if behind else "ok", "database": "ok", **lags}


def _lag_s(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())


def _gauges(backlog: Backlog | None, now: datetime) -> CollectorRegistry:
    """What is asked of the database rather than counted; a registry of its own, because it is only true now."""
    registry = CollectorRegistry()
    up = Gauge("parley_database_up", "Whether the database answers", registry=registry)
    up.set(backlog is not None)
    if backlog is None:
        return registry
    depth = Gauge("parley_queue_depth", "What waits", ["stage"], registry=registry)
    lag = Gauge("parley_lag_seconds", "For how long the oldest has waited", ["stage"], registry=registry)
    for stage, waiting, since in (
        ("inbound", backlog.inbound, backlog.inbound_since),
        ("outbox", backlog.outbox, backlog.outbox_since),
    ):
        depth.labels(stage).set(waiting)
        lag.labels(stage).set(_lag_s(since, now))
    unknown = Gauge("parley_messages_unknown", "Messages whose outcome nobody knows", registry=registry)
    unknown.set(backlog.unknown)
    parked = Gauge("parley_inbound_parked", "Inbound rows that could not be processed", registry=registry)
    parked.set(backlog.parked)
    return registry
