"""The page and its drawings, made from the flows that are live."""

from __future__ import annotations

import asyncio
import base64
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.business import business_names
from bot.config import BusinessSettings
from bot.engine.machine import Machine
from bot.flow.cards import read_graph
from bot.flow.examples import example_input
from bot.flow.locale import zone
from bot.flow.model import Flow
from bot.flow.svg import render
from bot.flow.svg_style import STYLE
from bot.runtime import Runtime
from bot.web.api.bodies import parse_json, validate
from bot.web.assets import Assets
from bot.web.compiled import Compiled
from bot.web.problem import Problem
from bot.web.simulator.shapes import StepRequest
from bot.web.simulator.steps import take_step

TEMPLATES: Final = Path(__file__).parent.parent / "templates"
_COMPILED: Final = Compiled()
DRAWINGS_KEPT: Final = 64
OPENERS_SHOWN_MAX: Final = 6
_STYLE_HASH: Final = base64.b64encode(sha256(STYLE.encode()).digest()).decode()
DRAWING_POLICY: Final = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'"
"""A drawing opened by itself brings its style, and nothing else may."""
ZONES: Final = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Madrid",
    "Africa/Nairobi",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
    "UTC",
)
"""Proposed by the page; any other zone can be typed."""
PEOPLE: Final = (
    ("Ana Castillo", "+12025550143", "", ""),
    ("Ben Okafor", "+13125550188", "en", "America/Los_Angeles"),
    ("Lucía Gómez", "+34612345678", "es", "Europe/Madrid"),
    ("Dilip Rao", "+919000000123", "en", "Asia/Kolkata"),
)
"""Made up: name, number, language and zone; the first lives where the business is."""


class Page:
    """The simulator of a running server."""

    def __init__(self, runtime: Runtime, assets: Assets) -> None:
        self._assets = assets
        self._runtime = runtime
        self._business = business_names(runtime.settings)
        name, channel = next(iter(runtime.channels.items()))
        self._channel = {"name": name, "number": channel.number}
        self._drawings: dict[tuple[str, str, bool], str] = {}
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            bytecode_cache=_COMPILED,
        )
        self._template = environment.get_template("simulator.html")

    async def show(self, request: Request) -> Response:
        """The page itself."""
        return self.render(request.query_params.get("flow", ""))

    def render(self, wanted: str, *, base: str = "/simulator", csrf: str = "") -> Response:
        """The page for a flow, whose own addresses begin with `base`; `csrf` is sent along with every step."""
        business = self._runtime.settings.business
        now = self._runtime.world.now()
        flows = [_catalogue(machine.flow, now.astimezone(zone(business.timezone))) for machine in self._machines()]
        return HTMLResponse(
            self._template.render(
                asset=self._assets.url,
                business=business.name,
                number=self._channel["number"],
                flows=flows,
                chosen=wanted if any(flow["id"] == wanted for flow in flows) else "",
                people=[_person(business, *person) for person in PEOPLE],
                zones=ZONES,
                now=now.isoformat(),
                base=base,
                csrf=csrf,
            )
        )

    async def draw(self, request: Request) -> Response:
        """A flow's diagram, alone or to be put into the page, which brings the style."""
        flow = self._machine(request.path_params["flow"]).flow
        key = (flow.id, flow.version, "embedded" in request.query_params)
        if key not in self._drawings:
            drawing = await asyncio.to_thread(render, read_graph(flow), style=not key[2])
            while len(self._drawings) >= DRAWINGS_KEPT:
                del self._drawings[next(iter(self._drawings))]
            self._drawings[key] = drawing
        headers = {"content-security-policy": DRAWING_POLICY}
        return Response(self._drawings[key], headers=headers, media_type="image/svg+xml")

    async def step(self, request: Request) -> Response:
        """Let one event happen to a conversation that the page holds."""
        given = validate(StepRequest, parse_json(request.headers.get("content-type", ""), await request.body()))
        library = self._runtime.library.current
        return JSONResponse(take_step(self._machine(given.flow), given, self._business, self._channel, library))

    def _machines(self) -> list[Machine]:
        machines = self._runtime.library.current.machines.values()
        return sorted(machines, key=lambda machine: machine.flow.title.casefold())

    def _machine(self, flow: str) -> Machine:
        machine = self._runtime.library.current.machines.get(flow)
        if machine is None:
            raise Problem("not_found", f"no flow is called {flow}", param="flow", hint="load the page again")
        return machine


def _catalogue(flow: Flow, now: datetime) -> dict[str, Any]:
    """What the page knows of a flow before it runs: what it needs, and the words that enter it."""
    keywords = [word for trigger in flow.start for word in trigger.keywords]
    inputs = [
        {
            "name": name,
            "type": declared.type.value,
            "required": declared.required,
            "example": example_input(declared.type, now) if declared.required else "",
        }
        for name, declared in flow.inputs.items()
    ]
    return {"id": flow.id, "title": flow.title or flow.id, "openers": keywords[:OPENERS_SHOWN_MAX], "inputs": inputs}


def _person(business: BusinessSettings, name: str, phone: str, language: str, timezone: str) -> dict[str, str]:
    return {
        "first_name": name.split()[0],
        "name": name,
        "phone": phone,
        "language": language or business.language,
        "timezone": timezone or business.timezone,
    }
