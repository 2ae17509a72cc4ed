"""Real conversations as tests of their flows, and a word that was not understood as a change of a flow's file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, Field

from bot.engine.machine import Machine
from bot.flow.synonym import NotThere, add_synonym, choices_at
from bot.keys import Scope
from bot.limits import INBOUND_TEXT_CHARS_MAX
from bot.runtime import Runtime
from bot.saving import Saved, in_one_file, save
from bot.store import desk, events, flows
from bot.web.api.bodies import Name, Strict
from bot.web.api.endpoint import Call, Endpoint
from bot.web.problem import Problem

TESTS_AT_ONCE: Final = 100


class SynonymQuery(Strict):
    """What somebody wrote, and what it means."""

    state: Name = Field(description="Where it was not understood")
    text: str = Field(min_length=1, max_length=INBOUND_TEXT_CHARS_MAX, description="What they wrote")
    choice: Name | None = Field(None, description="What it means; without, what there is to choose from")


class SavedTest(BaseModel):
    """A session of a flow as a test of it."""

    flow: str
    name: str
    yaml: str
    problem: str | None = Field(description="Why it is no test that passes; null if it is one")


class SavedTests(BaseModel):
    """Tests, and the files that they make: by name, as `parley test` reads them."""

    data: list[SavedTest]
    files: dict[str, str]


class Synonym(BaseModel):
    """A change of a flow's file."""

    choices: list[str]
    patch: str | None = Field(description="As `git apply` and `patch -p1` take it; null while nothing is chosen")


async def save_conversation_as_tests(call: Call[BaseModel]) -> SavedTests:
    """Write what was really said in a conversation as tests of its flows, each played before it is given out."""
    id = call.path["id"]
    if await call.runtime.database.run(desk.find, id) is None:
        raise Problem("not_found", f"no conversation has the id `{id}`", param="id")
    return _shown(await saved_tests(call.runtime, [id]))


async def save_flow_as_tests(call: Call[BaseModel]) -> SavedTests:
    """Write the last hundred conversations of a flow as tests of it."""
    flow = _machine(call).flow.id
    ids = await call.runtime.database.run(flows.last_conversations, flow, TESTS_AT_ONCE)
    return _shown([test for test in await saved_tests(call.runtime, ids) if test.flow == flow])


async def propose_synonym(call: Call[SynonymQuery]) -> Synonym:
    """Say what to change in a flow's file so that a choice is understood by one more word. Nothing is changed."""
    given, machine = call.given, _machine(call)
    choices = choices_at(machine.flow, given.state)
    if not choices:
        detail = f"the state `{given.state}` has no question with choices"
        raise Problem("invalid_field", detail, param="state")
    if given.choice is None:
        return Synonym(choices=choices, patch=None)
    try:
        name = name_in(call.runtime.settings.flows.path, machine.flow.path)
        return Synonym(choices=choices, patch=add_synonym(machine.flow, given.state, given.choice, given.text, name))
    except NotThere as error:
        raise Problem("invalid_field", str(error), param="choice") from None


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/conversations/{id}/tests",
        scope=Scope.READ,
        handler=save_conversation_as_tests,
        answers={200: SavedTests},
        problems=("not_found",),
    ),
    Endpoint(
        method="GET",
        path="/v1/flows/{flow}/tests",
        scope=Scope.READ,
        handler=save_flow_as_tests,
        answers={200: SavedTests},
        problems=("not_found",),
    ),
    Endpoint(
        method="GET",
        path="/v1/flows/{flow}/synonym",
        scope=Scope.READ,
        handler=propose_synonym,
        query=SynonymQuery,
        answers={200: Synonym},
        problems=("not_found",),
    ),
)


async def saved_tests(runtime: Runtime, conversation_ids: Sequence[str]) -> list[Saved]:
    """Make tests of conversations: one after another, each in a thread of its own."""
    library = runtime.library.current
    tests: list[Saved] = []
    for id in conversation_ids:
        log = await runtime.database.run(events.of_conversation, id)
        tests += await asyncio.to_thread(save, log, library)
    return tests


def _shown(tests: Sequence[Saved]) -> SavedTests:
    data = [SavedTest(flow=one.flow, name=one.name, yaml=one.text, problem=one.problem or None) for one in tests]
    return SavedTests(data=data, files={f"{flow}.test.yaml": text for flow, text in in_one_file(tests).items()})


def _machine(call: Call[Any]) -> Machine:
    name = call.path["flow"]
    machine = call.runtime.library.current.machines.get(name)
    if machine is None:
        raise Problem("not_found", f"no flow is called `{name}`", param="flow", hint="`GET /v1/flows` lists them")
    return machine


def name_in(folder: Path, path: str) -> str:
    """What a flow's file is called in the folder of the flows."""
    try:
        return Path(path).relative_to(folder).as_posix()
    except ValueError:
        return Path(path).name
