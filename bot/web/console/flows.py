"""The flows as pages: who stands where and stops where, versions, findings, the simulator, and tests of real talk."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from markupsafe import Markup
from sqlalchemy import Connection
from starlette.responses import Response

from bot.accounts import Role
from bot.analytics import reports
from bot.analytics.reports import Diagram
from bot.engine.machine import Machine
from bot.flow.cards import read_graph
from bot.flow.counted import Counted, Passed, with_counts
from bot.flow.diagnostic import Diagnostic
from bot.flow.files import stem_of
from bot.flow.svg import render
from bot.saving import Saved, in_one_file
from bot.store import conversations, flows
from bot.web.api.analytics import period_of, state_order
from bot.web.api.flow_tests import TESTS_AT_ONCE, saved_tests
from bot.web.console.analytics_frame import Look
from bot.web.console.figures import number, of, percent
from bot.web.console.page import Page, Visit
from bot.web.problem import REQUEST_ID, Problem

SPANS: Final = ((1, "Today"), (7, "7 days"), (30, "30 days"))
VERSIONS_SHOWN: Final = 20
_SIMULATOR: Final = "/console/simulator"


# ── all of them ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def list_flows(visit: Visit) -> Response:
    """Every flow: whether it is live, who is in it, what became of the last seven days."""
    library = visit.runtime.library
    machines = sorted(library.current.machines.values(), key=lambda machine: machine.flow.title.casefold())
    period = period_of(None, None, visit.now, visit.runtime.settings.business.timezone)

    def read(conn: Connection) -> tuple[dict[str, int], dict[str, reports.FlowRow]]:
        standing = Counter[str]()
        for one in conversations.standing(conn, [machine.flow.id for machine in machines]):
            standing[one.flow] += one.people
        rows, _ = reports.walked(conn, period, "flow", {}, visit.now)
        return standing, {row.group: row for row in rows}

    standing, walked = await visit.runtime.database.run(read)
    live = {stem_of(machine.flow.path) for machine in machines}
    rows = [
        {
            "flow": machine.flow,
            "standing": standing.get(machine.flow.id, 0),
            "walked": walked.get(machine.flow.id),
            "findings": _findings(library.findings, machine),
        }
        for machine in machines
    ]
    broken = [finding for finding in library.findings if stem_of(finding.path) not in live]
    context: dict[str, Any] = {"rows": rows, "broken": broken, "number": number, "percent": percent, "of": of}
    return visit.page("console/flows.html", title="Flows", active="flows", **context)


# ── one of them ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def show_flow(visit: Visit) -> Response:
    """One flow: its picture with live counts, its states, versions and findings."""
    machine = _machine(visit)
    flow, look = machine.flow, Look.of(visit, "flows")

    def read(conn: Connection) -> tuple[Diagram, list[flows.Version], dict[str, int], list[reports.StageRow]]:
        on = Counter[str]()
        for one in conversations.standing(conn, [flow.id]):
            on[one.version] += one.people
        return (
            reports.diagram(conn, look.period, flow.id),
            flows.versions(conn, flow.id, VERSIONS_SHOWN),
            on,
            reports.funnel(conn, look.period, flow.id, None, state_order(visit.runtime, flow.id)),
        )

    diagram, versions, on, stages = await visit.runtime.database.run(read)
    drawing = await asyncio.to_thread(_draw, machine, diagram)
    context: dict[str, Any] = {
        "flow": flow,
        "drawing": Markup(drawing),  # noqa: S704 - drawn here, where every text of the flow is escaped
        "stages": stages,
        "versions": versions,
        "on": on,
        "findings": _findings(visit.runtime.library.findings, machine),
        "look": look,
        "spans": [(label, _span(look, days), look.is_span(days)) for days, label in SPANS],
        "number": number,
        "of": of,
        "tests_at_once": TESTS_AT_ONCE,
    }
    return visit.page("console/flow.html", title=flow.title or flow.id, active="flows", **context)


def _span(look: Look, days: int) -> str:
    return look.span(days).partition("?")[2]


def _draw(machine: Machine, diagram: Diagram) -> str:
    states = {stage.state: Counted(stage.reached, stage.stopped, stage.here_now) for stage in diagram.stages}
    passed = [Passed(way.source, way.way, way.dest, way.times) for way in diagram.passed]
    return render(with_counts(read_graph(machine.flow), states, passed), style=False)


def _findings(findings: Sequence[Diagnostic], machine: Machine) -> list[Diagnostic]:
    return [finding for finding in findings if stem_of(finding.path) == stem_of(machine.flow.path)]


def _machine(visit: Visit) -> Machine:
    name = visit.path["flow"]
    machine = visit.runtime.library.current.machines.get(name)
    if machine is None:
        raise Problem("not_found", f"no flow is called {name}", hint="Flows lists those that are live")
    return machine


# ── the simulator ───────────────────────────────────────────────────────────────────────────────────────────────────


async def simulate(visit: Visit) -> Response:
    """The phone beside the flow. The simulator is not open to strangers here: whoever sees it is signed in."""
    return visit.simulator.render(visit.query.get("flow", ""), base=_SIMULATOR, csrf=visit.cookies.csrf)


async def simulate_step(visit: Visit) -> Response:
    """Let one event happen; the page reads errors as the API words them."""
    try:
        return await visit.simulator.step(visit.request)
    except Problem as problem:
        return problem.response(visit.request.scope[REQUEST_ID])


async def simulate_drawing(visit: Visit) -> Response:
    """The flow's drawing for that page."""
    return await visit.simulator.draw(visit.request)


# ── tests of what was really said ───────────────────────────────────────────────────────────────────────────────────


async def show_test(visit: Visit) -> Response:
    """A conversation as tests of its flows, each with what came of playing it."""
    tests = await saved_tests(visit.runtime, [visit.path["id"]])
    if not tests:
        raise Problem("not_found", "no flow has run in this conversation", hint="a test needs one")
    return visit.page(
        "console/saved.html", title="Save as a test", active="flows", tests=tests, conversation=visit.path["id"]
    )


async def download_test(visit: Visit) -> Response:
    """The same as a file."""
    return _file(await saved_tests(visit.runtime, [visit.path["id"]]), "conversation")


async def download_tests(visit: Visit) -> Response:
    """The last conversations with a flow as its tests, those that pass."""
    flow = _machine(visit).flow.id
    ids = await visit.runtime.database.run(flows.last_conversations, flow, TESTS_AT_ONCE)
    tests = [test for test in await saved_tests(visit.runtime, ids) if test.flow == flow]
    return _file(tests, f"{flow}.test.yaml")


def _file(tests: Sequence[Saved], name: str) -> Response:
    parts = [text for _, text in sorted(in_one_file(tests).items())]
    left_out = [f"# left out: {test.name} of {test.flow}: {test.problem}\n" for test in tests if test.problem]
    name = name if name.endswith(".yaml") else f"{name}.test.yaml"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response("\n".join([*parts, "".join(left_out)]), headers=headers, media_type="application/yaml")


PAGES: Final = (
    Page(method="GET", path="/console/flows", role=Role.VIEWER, handler=list_flows),
    Page(method="GET", path="/console/flows/{flow}", role=Role.VIEWER, handler=show_flow),
    Page(method="GET", path="/console/flows/{flow}/tests.yaml", role=Role.SUPERVISOR, handler=download_tests),
    Page(method="GET", path="/console/inbox/{id}/test", role=Role.AGENT, handler=show_test),
    Page(method="GET", path="/console/inbox/{id}/test.yaml", role=Role.AGENT, handler=download_test),
    Page(method="GET", path=_SIMULATOR, role=Role.VIEWER, handler=simulate),
    Page(method="POST", path=f"{_SIMULATOR}/step", role=Role.VIEWER, handler=simulate_step),
    Page(method="GET", path=f"{_SIMULATOR}/graph/{{flow}}.svg", role=Role.VIEWER, handler=simulate_drawing),
)
