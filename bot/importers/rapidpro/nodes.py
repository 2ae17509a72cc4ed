"""Flows of RapidPro and TextIt, as they export them (version 13 and 14).

A node becomes a state, and whatever only follows another node joins its state. A message with the wait behind it
becomes a question with its replies. Triggers and campaigns, which stand beside the flows, become their ways in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any, Final

from bot.importers import Unreadable
from bot.importers.draft import DONE, REMARK, Draft, Step, Target, duration, remark, usable
from bot.importers.rapidpro.actions import call_of, steps_of, ticket_of
from bot.importers.rapidpro.export import (
    CALLS,
    OPENS,
    RUNS,
    SERVICES,
    Export,
    Flow,
    Given,
    Node,
    language,
    number,
    part,
    text,
    texts,
)
from bot.importers.rapidpro.names import Names
from bot.importers.rapidpro.questions import Questions
from bot.importers.rapidpro.routers import cases_of
from bot.importers.rapidpro.starts import messages, ways_in

HOW: Final = "export it in RapidPro or TextIt (Settings › Export), with the flows that it enters"
_OLD: Final = "open and save each flow in a current RapidPro or TextIt, and export again"
_VERSION_MIN: Final = 13
_QUIET: Final = frozenset({"say", "set", "tag", "untag", "label", "email", REMARK})
"""Steps before which, or after which, a person may be called."""


def read(exported: str, name: str, optional: Collection[str] = ()) -> list[Draft]:
    """Read an export. Raises `Unreadable`."""
    export = _export(exported, name)
    drafts = [_Taking(export, flow, optional).draft for flow in export.flows]
    drafts += messages(export, [flow.id for flow in export.flows], optional)
    if not drafts:
        raise Unreadable(f"there is no flow in this export; {HOW}")
    return drafts


def _export(exported: str, name: str) -> Export:
    try:
        given = json.loads(exported)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"this is no JSON ({error}); {HOW}") from error
    if not isinstance(given, dict):
        raise Unreadable(f"this is no export of RapidPro: it is no mapping with `flows`; {HOW}")
    bare = "flows" not in given
    listed = [given] if bare else given["flows"]
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise Unreadable(f"this is no export of RapidPro: `flows` is no list of flows; {HOW}")
    old = any(key in one for one in listed for key in ("action_sets", "rule_sets"))
    version = re.match(r"\d{1,4}", text(given, "version"))
    if old or (version and int(version[0]) < _VERSION_MIN):
        raise Unreadable(f"this was exported by an old RapidPro (version {text(given, 'version') or '?'}); {_OLD}")
    if bare and not isinstance(given.get("nodes"), list):
        raise Unreadable(f"this is no export of RapidPro: it has neither `flows` nor `nodes`; {HOW}")
    flows: list[Flow] = []
    for one in listed:
        title = " ".join(text(one, "name").split()) or name
        flows.append(Flow(one, usable(title, {flow.id for flow in flows}, of="flow"), title))
    return Export({} if bare else given, flows)


class _Taking:
    """One flow on its way from nodes to states."""

    def __init__(self, export: Export, flow: Flow, optional: Collection[str]) -> None:
        self.export = export
        self.flow = flow
        self.names = Names(export, flow, optional)
        self.draft = Draft(flow.id, flow.title)
        self.questions = Questions(export, self.names, self.draft)
        if flow.type == "voice" or not flow.nodes:
            said = "it is for calls, which are not taken over" if flow.nodes else "it does nothing"
            given = [{"set": dict.fromkeys(self.names.outputs, "")}] if self.names.outputs else []
            self.draft.states["begin"] = [remark(flow.title, said), *given, {"end": DONE}]
            self.head([])
            return
        for node in flow.nodes.values():
            self.names.place = node
            self.take(node)
        self.names.place = next(iter(flow.nodes.values()))
        remarks: list[Step] = []
        self.head(remarks)
        entry = next(iter(self.draft.states))
        self.draft.states[entry][:0] = remarks
        self.aside()
        self.draft.tidy()
        entry = next(iter(self.draft.states))
        unset = {*self.names.used, *self.names.outputs} - set(_kept(list(self.draft.states.values())))
        if unset:  # only what nothing leads to would give them a value: they have none, which is no fault there
            self.draft.states[entry][:0] = [{"set": dict.fromkeys(sorted(unset), "")}]
        for steps in self.draft.states.values():
            _ask_by_what_is_said(steps)
            _hand_over_last(steps)

    # ── beside the states ───────────────────────────────────────────────────────────────────────────────────────────

    def head(self, remarks: list[Step]) -> None:
        """The keys of the flow; what sets it off and cannot here is a remark."""
        head = self.draft.head
        if code := language(text(self.flow.given, "language")):
            head["language"] = code
        ways = ways_in(self.flow, self.export, self.names, remarks)
        if self.names.inputs:
            head["inputs"] = self.names.inputs
        if outputs := self.names.outputs:
            head["outputs"] = dict.fromkeys(outputs, "text")
        head["start"] = ways
        if minutes := number(self.flow.given, "expire_after_minutes"):
            head["expires"] = duration(abs(minutes) * 60)

    def aside(self) -> None:
        """What has no place in the flow."""
        given = self.flow.given
        translated = [language(code) or code for code, texts_ in part(given, "localization").items() if texts_]
        if translated:
            said = f"what is said in {', '.join(translated)} is not taken over; `parley translate extract` asks for it"
            self.draft.beside.append((self.flow.title, said))
        if self.flow.type == "messaging_offline":
            self.draft.beside.append(
                (self.flow.title, "it was filled in by others without a network; here it is asked")
            )
        left = self.flow.nodes.keys() - self._reached()
        if left:
            places = ", ".join(self.flow.nodes[uuid].place for uuid in self.flow.nodes if uuid in left)
            self.draft.beside.append((self.flow.title, f"nothing leads to {places}; that is not taken over"))

    def _reached(self) -> set[str]:
        found: set[str] = set()
        waiting = [next(iter(self.flow.nodes))]
        while waiting:
            uuid = waiting.pop()
            if uuid in self.flow.nodes and uuid not in found:
                found.add(uuid)
                waiting += self.flow.nodes[uuid].ways
        return found

    # ── nodes ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def take(self, node: Node) -> None:
        """What a node does, and where it leads: a state, or more where a call may fail on the way."""
        state = self.questions.states[node.uuid]
        self.draft.states[state] = steps = []
        last = node.last(CALLS, RUNS, OPENS, *SERVICES)
        for action in node.actions:
            type = text(action, "type")
            if action is last:
                steps += self.asking_others(node, action)
                self.draft.states[state] = steps
                return
            if type == CALLS:
                following = self.questions.state(f"{self.questions.states[node.uuid]}_then")
                remarks: list[Step] = []
                step = call_of(action, self.names, remarks)
                self.draft.states[state] = [
                    *steps,
                    *remarks,
                    self.kept_call(node, step, {"go": following}),
                    {"go": following},
                ]
                state, steps = following, []
            elif type == RUNS:
                steps += self.run(node, action)
                if action.get("terminal") is True:
                    self.draft.states[state] = steps
                    return
            elif type == OPENS:
                remarks = []
                step = ticket_of(action, self.names, remarks)
                steps += [*remarks, step]
            else:
                steps += steps_of(action, self.names)
        self.draft.states[state] = [*steps, *self.questions.routed(node)]

    def asking_others(self, node: Node, action: Given) -> list[Step]:
        """An action that ends a node, with the router that sorts by how it went."""
        remarks: list[Step] = []
        type = text(action, "type")
        if type == CALLS:
            step = call_of(action, self.names, remarks)
            done, on_error = self.outcomes(node)
            return [*remarks, self.kept_call(node, step, on_error), *done]
        if type == RUNS:
            return self.run(node, action, ends=True)
        if type == OPENS:
            step = ticket_of(action, self.names, remarks)
            done, _ = self.outcomes(node)
            return [*remarks, step, *done]
        failed = node.category("failure") or node.default
        leads = self.questions.steps_to(node, failed) if node.router else [self.questions.way(node.first_way)]
        return [*steps_of(action, self.names), *leads]

    def outcomes(self, node: Node) -> tuple[list[Step], Target]:
        """Where a node leads when its call went well, and when it did not."""
        if not node.router:
            return [self.questions.way(node.first_way)], self.questions.way(node.first_way)
        failed = node.category("failure") or node.default
        cases = cases_of(node)
        by_success = [case for case in cases if _is_success(case)]
        if len(by_success) == len(cases) and cases:
            return self.questions.steps_to(node, text(cases[0], "category_uuid")), self.questions.target(node, failed)
        return self.questions.matched(node), self.questions.target(node, failed)

    def kept_call(self, node: Node, step: Step, failed: Target) -> Step:
        """A call with the name of its answer, and where it leads if it fails."""
        return {**step, "save": self.names.calls[node.uuid], "on_error": failed}

    def run(self, node: Node, action: Given, *, ends: bool = False) -> list[Step]:
        """The run of another flow; the router behind it says where to go when nobody answered there."""
        remarks: list[Step] = []
        reference = part(action, "flow")
        other = self.export.flow(reference)
        title = text(reference, "name") or "?"
        if other is None:
            remarks.append(remark(node.place, f"the flow {title} is not in the export; import it too"))
        step: Step = {"run": other.id if other else usable(title, of="flow")}
        if given := self.given_to(other):
            step["with"] = given
        if action.get("terminal") is True:
            return [*remarks, {**step, "come_back": False}]
        if self.flow.asked("child"):
            step["save"] = self.names.child
        if not ends:
            return [*remarks, step]
        if not node.router:
            way = self.questions.way(node.first_way)
            return [*remarks, {**step, "expired": way}, way]
        status = {
            one.strip().lower(): text(case, "category_uuid")
            for case in cases_of(node)
            for one in texts(case, "arguments")
        }
        if "completed" not in status:
            return [*remarks, step, *self.questions.matched(node)]
        expired = self.questions.target(node, status.get("expired") or node.default)
        done = self.questions.steps_to(node, status["completed"])
        return [*remarks, {**step, "expired": expired}, *done]

    def given_to(self, other: Flow | None) -> dict[str, str]:
        """What another flow asks for of this one."""
        if other is None:
            return {}
        theirs = Names(self.export, other, ())
        values = {name: self.names.value(("results", *path)) for path, name in theirs.received.items()}
        return {name: f"{{{{ {value} }}}}" for name, value in values.items() if value}


def _is_success(case: Given) -> bool:
    given = [one.strip().lower() for one in texts(case, "arguments")]
    return given in (["success"], ["200", "299"]) or text(case, "type") == "has_text"


def _kept(value: Any) -> Iterator[str]:
    """The names that get a value in steps."""
    for part_ in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _kept(part_)
    if isinstance(value, dict):
        yield from (name for name in value.get("set", ()) if "." not in name)
        yield from filter(None, [value.get("save")])


def _ask_by_what_is_said(steps: list[Step]) -> None:
    """What is said right before it listens is its question."""
    for place, step in enumerate(steps):
        before = next((at for at in range(place - 1, -1, -1) if REMARK not in steps[at]), None)
        if "listen" in step and before is not None and set(steps[before]) <= {"say", "media"}:
            said = steps[before]
            rest = {key: value for key, value in step.items() if key != "listen"}
            media = {"media": said["media"]} if "media" in said else {}
            steps[place] = {"ask": said["say"], **media, **rest}
            del steps[before]
            _ask_by_what_is_said(steps)
            return


def _hand_over_last(steps: list[Step]) -> None:
    """Where nothing is left but to say goodbye, the person takes over, and the flow ends when they close."""
    at = next((place for place, step in enumerate(steps) if step.get("wait") is False and "handoff" in step), None)
    if at is None or set(steps[-1]) != {"end"} or not all(_QUIET & step.keys() for step in steps[at + 1 : -1]):
        return
    handoff = {key: value for key, value in steps[at].items() if key != "wait"}
    steps[at:] = [*steps[at + 1 : -1], {**handoff, "closed": steps[-1]}]
