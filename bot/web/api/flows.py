"""`/v1/flows` and `/v1/events`: what flows there are, and the two ways in which a business starts one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, Field, JsonValue
from sqlalchemy import Connection

from bot.engine.asking import asks
from bot.engine.machine import Machine
from bot.engine.values import typed
from bot.events import Json, MessageClass
from bot.flow.locale import Locale
from bot.flow.model import Flow, Type
from bot.flow.report import to_json
from bot.inbox import entries
from bot.inbox.secrecy import sealed_inputs
from bot.keys import Scope
from bot.routing import Choice, Wanted
from bot.routing.words import explain_channel
from bot.runtime import Runtime
from bot.sealing import CannotSeal
from bot.store import inbound
from bot.suggest import did_you_mean
from bot.web.api.bodies import Name, Phone, Strict
from bot.web.api.drafts import channel_named, locale_of, test_channel
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.once import Answer
from bot.web.problem import Problem, unavailable


class FlowInput(BaseModel):
    """What a flow wants to know at its start."""

    type: str
    required: bool


class FlowShape(BaseModel):
    """A flow that is live."""

    id: str
    title: str
    version: str
    language: str
    languages: list[str]
    inputs: dict[str, FlowInput]
    triggers: list[str] = Field(description="How a conversation enters it", examples=[["keyword", "event"]])


class Finding(BaseModel):
    """Something about the flow's text that should be otherwise."""

    code: str
    severity: str
    message: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    help: str
    example: str


class FlowList(BaseModel):
    """Every live flow, and what is wrong with the files as they are now: why the newest of one may not be live."""

    data: list[FlowShape]
    findings: list[Finding]
    next: None = None


class NewSession(Strict):
    """Whom to start a flow with. A conversation that waits for an answer is interrupted."""

    to: Phone
    inputs: dict[str, JsonValue] = Field(default_factory=dict)
    channel: Name | None = None


class SessionQueued(BaseModel):
    """The start is stored and happens in a moment."""

    id: str
    flow: str
    version: str
    to: str
    channel: str
    status: str = Field("queued", examples=["queued"])


class NewEvent(Strict):
    """Something happened at the business that concerns a person."""

    name: Name
    to: Phone
    data: dict[str, JsonValue] = Field(default_factory=dict)
    channel: Name | None = None


class EventQueued(BaseModel):
    """The event is stored; `flows` are those that wait for its name, whatever their conditions say."""

    id: str
    name: str
    to: str
    channel: str
    flows: list[str]
    status: str = Field("queued", examples=["queued"])


async def list_flows(call: Call[BaseModel]) -> FlowList:
    """List the live flows."""
    library = call.runtime.library
    flows = [machine.flow for _, machine in sorted(library.current.machines.items())]
    findings = [Finding.model_validate(to_json(finding)) for finding in library.findings]
    return FlowList(data=[_shape(flow) for flow in flows], findings=findings)


async def start_flow(call: Call[NewSession]) -> Answer:
    """Start a flow with a person.

    The inputs are checked against those that the flow declares.
    """
    given, runtime = call.given, call.runtime
    flow = live_machine(runtime, call.path["flow"]).flow
    check_inputs(flow, given.inputs, locale_of(runtime))
    machine = live_machine(runtime, call.path["flow"])
    replies = asks(machine, runtime.library.current.machines)
    channel = await _channel(call, given.channel, Wanted(given.to, flow.message_class, replies=replies))
    start_id, now = runtime.world.new_id("sta"), runtime.world.now()
    try:
        inputs = sealed_inputs(call.runtime.house, flow.id, given.inputs)
    except CannotSeal as error:
        raise unavailable(f"this flow asks for something sensitive: {error}") from error
    entry = entries.start(channel, given.to, start_id, entries.start_payload(flow.id, inputs, "yes"), now)

    def work(conn: Connection) -> SessionQueued:
        inbound.append(conn, [entry])
        return SessionQueued(id=start_id, flow=flow.id, version=flow.version, to=given.to, channel=channel)

    answer = await call.once(work)
    runtime.wake()
    return answer


async def report_event(call: Call[NewEvent]) -> Answer:
    """Report an event.

    Every flow with an `event:` trigger of this name starts, now or at the time that its trigger says, if its condition
    holds. `data` is what the trigger's `with` and `if` may name.
    """
    given, runtime = call.given, call.runtime
    machines = runtime.library.current.machines
    waiting = [machine for machine in machines.values() if _waits(machine.flow, given.name)]
    flows = [machine.flow.id for machine in waiting]
    message_class = waiting[0].flow.message_class if waiting else MessageClass.CONVERSATIONAL
    wanted = Wanted(given.to, message_class, replies=any(asks(machine, machines) for machine in waiting))
    channel = await _channel(call, given.channel, wanted)
    event_id, now = runtime.world.new_id("evt"), runtime.world.now()
    entry = entries.event(channel, given.to, event_id, given.name, given.data, now)

    def work(conn: Connection) -> EventQueued:
        inbound.append(conn, [entry])
        return EventQueued(id=event_id, name=given.name, to=given.to, channel=channel, flows=sorted(flows))

    answer = await call.once(work)
    runtime.wake()
    return answer


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/flows",
        scope=Scope.READ,
        handler=list_flows,
        answers={200: FlowList},
    ),
    Endpoint(
        method="POST",
        path="/v1/flows/{flow}/sessions",
        scope=Scope.SEND,
        handler=start_flow,
        body=NewSession,
        answers={202: SessionQueued},
        idempotent=True,
        adds=True,
        tests=True,
        problems=("not_found",),
    ),
    Endpoint(
        method="POST",
        path="/v1/events",
        scope=Scope.SEND,
        handler=report_event,
        body=NewEvent,
        answers={202: EventQueued},
        idempotent=True,
        adds=True,
        tests=True,
    ),
)


def _shape(flow: Flow) -> FlowShape:
    return FlowShape(
        id=flow.id,
        title=flow.title,
        version=flow.version,
        language=flow.language,
        languages=list(flow.languages),
        inputs={name: FlowInput(type=wanted.type, required=wanted.required) for name, wanted in flow.inputs.items()},
        triggers=list(dict.fromkeys(trigger.kind for trigger in flow.start)),
    )


def live_machine(runtime: Runtime, flow_id: str) -> Machine:
    """Find a live flow, or say which there are."""
    machines = runtime.library.current.machines
    if flow_id not in machines:
        hint = did_you_mean(flow_id, machines) or "GET /v1/flows lists them"
        raise Problem("not_found", f"no flow is called `{flow_id}`", param="flow", hint=hint)
    return machines[flow_id]


async def _channel(call: Call[Any], name: str | None, wanted: Wanted) -> str:
    """Find the channel that a flow starts on; where it asks, one to which people can reply."""
    runtime = call.runtime
    if call.key.test:
        choice = Choice(test_channel(runtime))
    elif name is None:
        choice = await runtime.choose(wanted)
    else:
        choice = Choice(channel_named(runtime, name))
    if choice.refusal is not None:
        raise Problem(
            "invalid_field", explain_channel(choice.facts), param="to", hint="change [[routes]], or name a `channel`"
        )
    if wanted.replies and choice.channel.one_way:
        detail = f"it asks something, and `{choice.channel.name}` sends from a name, to which nobody can reply"
        raise Problem("invalid_field", detail, param="channel", hint="name a channel that has a number")
    return choice.channel.name


def _waits(flow: Flow, event: str) -> bool:
    return any(trigger.kind == "event" and trigger.subject == event for trigger in flow.start)


def check_inputs(flow: Flow, inputs: Mapping[str, Json], locale: Locale) -> None:
    """Refuse here what would only make the conversation end in a moment with nobody there to read why."""
    for name in inputs:
        if name not in flow.inputs:
            hint = did_you_mean(name, flow.inputs) or f"it takes: {', '.join(flow.inputs) or 'none'}"
            raise Problem("unknown_field", f"the flow has no input `{name}`", param=f"inputs.{name}", hint=hint)
    for name, wanted in flow.inputs.items():
        value = inputs.get(name)
        if value is not None:
            _check_input(name, value, wanted.type, locale)
        elif wanted.required:
            detail = f"the flow needs the input `{name}` ({wanted.type})"
            raise Problem("missing_field", detail, param=f"inputs.{name}")


def _check_input(name: str, value: Json, kind: Type, locale: Locale) -> None:
    try:
        typed(value, kind, locale)
    except ValueError as error:
        raise Problem("invalid_field", f"`inputs.{name}` {error}", param=f"inputs.{name}") from None
