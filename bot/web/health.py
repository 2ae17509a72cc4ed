"""What probes and Prometheus call: is it alive, is it ready, and the figures over time."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.runtime import Runtime


def routes(runtime: Runtime) -> list[BaseRoute]:
    """The addresses that probes and Prometheus call."""

    async def healthz(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(request: Request) -> Response:
        ready, report = await runtime.watch.readiness()
        return JSONResponse(report, 200 if ready else 503)

    async def metrics(request: Request) -> Response:
        return Response(await runtime.watch.exposition(), headers={"content-type": CONTENT_TYPE_LATEST})

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


def create_probes(runtime: Runtime) -> Starlette:
    """Make an application that has nothing but them, for a process that serves nothing else."""
    return Starlette(routes=routes(runtime))
