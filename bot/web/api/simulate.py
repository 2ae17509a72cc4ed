"""`/v1/simulate`: one step of a conversation for scripts, by the engine of production; nothing is sent or stored.

The session is opaque text that holds the whole conversation: the server keeps none of it. What comes back may have been
in anybody's hands, so that it is read like any other input.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field, JsonValue
from pydantic_core import from_json

from bot.business import business_names
from bot.engine.machine import Machine, compile_flow
from bot.engine.plan import NotSetOff
from bot.flow.check import check_sources
from bot.flow.files import CODE, stem_of, translation_path
from bot.flow.report import Diagnostic, Severity, to_json
from bot.keys import Scope
from bot.limits import FLOW_FILE_BYTES_MAX, INBOUND_TEXT_CHARS_MAX, SESSION_JSON_BYTES_MAX
from bot.runtime import Runtime
from bot.simulator import Simulation
from bot.web.api.bodies import Name, Strict, Time
from bot.web.api.drafts import locale_of
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.flows import Finding, check_inputs, live_machine
from bot.web.problem import Problem

SESSION_CHARS_MAX: Final = 3 * SESSION_JSON_BYTES_MAX
AT_ONCE: Final = 2
"""Steps in the making; more would only take turns on the processors."""
_SOURCES_KEPT: Final = 32
_TRANSLATIONS_MAX: Final = 20
_CODE_CHARS_MAX: Final = 20
_FLOW_ID: Final = re.compile(r"^flow:[ \t]*[\"']?([A-Za-z0-9_-]{1,64})", re.MULTILINE)


# ── what is asked ───────────────────────────────────────────────────────────────────────────────────────────────────


class StartEvent(Strict):
    """Enter the flow."""

    type: Literal["start"]
    inputs: dict[str, JsonValue] = Field(default_factory=dict)


class TriggerEvent(Strict):
    """Enter the flow by one of its triggers: when its moment comes, if its `if` holds, with what its `with` says."""

    type: Literal["trigger"]
    kind: Literal["event", "date", "schedule", "tag", "agent_closed"]
    subject: str = Field("", max_length=200, description="The event, field, rule or tag, as the flow has it")
    data: dict[str, JsonValue] = Field(
        default_factory=dict, description="What the event brings, or the queue and labels of what was closed"
    )


class ReplyEvent(Strict):
    """The person writes."""

    type: Literal["reply"]
    text: str = Field(max_length=INBOUND_TEXT_CHARS_MAX)


class OtherEvent(Strict):
    """Nothing happens until the next timer; the last message never arrived; the agent closed the conversation."""

    type: Literal["silence", "undelivered", "agent_closed"]


LanguageCode = Annotated[str, Field(pattern=f"^{CODE.pattern}$", max_length=_CODE_CHARS_MAX)]
SourceText = Annotated[str, Field(max_length=FLOW_FILE_BYTES_MAX)]


class StepToSimulate(Strict):
    """Where a conversation stands, and what happens to it. Without `session` it begins, with `start` or `trigger`."""

    flow: Name | None = Field(None, description="Id of a live flow")
    source: str | None = Field(None, max_length=FLOW_FILE_BYTES_MAX, description="Or a flow's YAML, checked first")
    translations: dict[LanguageCode, SourceText] | None = Field(
        None, max_length=_TRANSLATIONS_MAX, description="Its texts in other languages: code to YAML, as in `x.es.yaml`"
    )
    session: str | None = Field(None, max_length=SESSION_CHARS_MAX, description="As the last step gave it")
    event: Annotated[StartEvent | TriggerEvent | ReplyEvent | OtherEvent, Field(discriminator="type")]
    contact: dict[str, JsonValue] | None = Field(None, description="What is known of the person")
    now: Time | None = Field(None, description="The time; it stands still between steps that do not say it")
    http: dict[str, JsonValue] | None = Field(
        None,
        description="`GET https://…` to the answer of that API (a body, or status, headers, body); others fail",
    )
    do: dict[str, JsonValue] | None = Field(
        None, description='Name of an action to what it returns, or `{"error": "why"}`; others fail'
    )


# ── what is answered ────────────────────────────────────────────────────────────────────────────────────────────────


class SimulatedStep(BaseModel):
    """Where the conversation stands now, and what was said."""

    session: str
    state: str
    waiting: bool
    said: list[str]
    variables: dict[str, JsonValue]
    outcome: str | None
    handoff: dict[str, JsonValue] | None
    findings: list[Finding]


# ── what is done ────────────────────────────────────────────────────────────────────────────────────────────────────

_threads: Final = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="simulate")


async def simulate(call: Call[StepToSimulate]) -> SimulatedStep:
    """Take one step of a conversation that nobody else sees.

    A flow given as `source` is checked first; with errors the answer is 422, with all `findings`.
    """
    return await asyncio.get_running_loop().run_in_executor(_threads, _simulate, call.given, call.runtime)


ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/simulate",
        scope=Scope.READ,
        handler=simulate,
        body=StepToSimulate,
        answers={200: SimulatedStep},
        problems=("not_found", "invalid_flow", "invalid_session"),
    ),
)


def _simulate(given: StepToSimulate, runtime: Runtime) -> SimulatedStep:
    machine, findings = _machine(given, runtime)
    talk = _resumed(given, machine, runtime) if given.session is not None else _begun(given, machine, runtime)
    said = _happen(talk, given.event)
    return SimulatedStep(
        session=_packed(talk),
        state=talk.state,
        waiting=talk.waiting,
        said=said,
        variables=talk.variables,
        outcome=talk.outcome,
        handoff=talk.handoff,
        findings=[Finding.model_validate(to_json(finding)) for finding in findings],
    )


def _happen(talk: Simulation, event: BaseModel) -> list[str]:
    try:
        return talk.happen(event.model_dump())
    except NotSetOff as refusal:
        raise Problem("invalid_field", str(refusal), param="event") from None


# ── the flow ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _machine(given: StepToSimulate, runtime: Runtime) -> tuple[Machine, Sequence[Diagnostic]]:
    if given.source is not None and given.flow is None:
        return _compiled(given.source, tuple((given.translations or {}).items()))
    if given.flow is not None and given.source is None:
        machine = live_machine(runtime, given.flow)
        return machine, [
            finding for finding in runtime.library.findings if stem_of(finding.path) == stem_of(machine.flow.path)
        ]
    raise Problem("missing_field", "the body needs either `flow`, an id, or `source`, a flow's YAML", param="flow")


@lru_cache(maxsize=_SOURCES_KEPT)
def _compiled(source: str, translations: Sequence[tuple[str, str]]) -> tuple[Machine, Sequence[Diagnostic]]:
    """Check and compile a flow; a script that talks to it does so only once."""
    named = _FLOW_ID.search(source)
    path = f"{named[1] if named else 'flow'}.yaml"
    others = {translation_path(path, language): text for language, text in translations}
    flows, findings = check_sources({path: source, **others})
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors or not flows:
        first = f"line {errors[0].span.line}: {errors[0].message}" if errors else "it holds no flow"
        detail = f"the flow has {len(errors)} error{'s' * (len(errors) != 1)}; {first}"
        raise Problem(
            "invalid_flow", detail, param="source", extra={"findings": [to_json(finding) for finding in findings]}
        )
    return compile_flow(next(iter(flows.values()))), findings


# ── the conversation ────────────────────────────────────────────────────────────────────────────────────────────────


def _begun(given: StepToSimulate, machine: Machine, runtime: Runtime) -> Simulation:
    if isinstance(given.event, StartEvent):
        check_inputs(machine.flow, given.event.inputs, locale_of(runtime))
    elif not isinstance(given.event, TriggerEvent):
        raise Problem("invalid_field", "without a `session` the event is `start` or `trigger`", param="event.type")
    now = given.now or runtime.world.now()
    return Simulation(machine, now, given.contact or {}, **_surroundings(given, runtime))


def _resumed(given: StepToSimulate, machine: Machine, runtime: Runtime) -> Simulation:
    try:
        talk = Simulation.from_json(machine, _unpacked(given.session or ""), **_surroundings(given, runtime))
    except (ValueError, OverflowError, RecursionError) as error:
        raise Problem("invalid_session", str(error), param="session", hint="begin again with `start`") from None
    talk.now = given.now or talk.now
    talk.contact = {**talk.contact, **(given.contact or {})}
    return talk


def _surroundings(given: StepToSimulate, runtime: Runtime) -> dict[str, Any]:
    """What is not part of the session: an API that no stub stands in for fails, as the flow must expect anyway."""
    stubs = {**(given.http or {}), **{f"do {name}": answer for name, answer in (given.do or {}).items()}}
    return {"business": business_names(runtime.settings), "stubs": stubs, "library": runtime.library.current}


def _packed(talk: Simulation) -> str:
    return base64.urlsafe_b64encode(json.dumps(talk.to_json(), separators=(",", ":")).encode()).decode()


def _unpacked(session: str) -> JsonValue:
    try:
        document: JsonValue = from_json(
            base64.urlsafe_b64decode(session.encode("ascii", "strict")), allow_inf_nan=False
        )
    except ValueError:
        raise ValueError("the session is not one that a step gave") from None
    return document
