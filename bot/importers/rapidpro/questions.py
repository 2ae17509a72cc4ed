"""Where nodes of RapidPro lead: questions with their replies, values that are sorted, lots, and what follows."""

from __future__ import annotations

from typing import Any

from bot.importers.draft import DONE, Draft, Step, Target, duration, usable
from bot.importers.rapidpro.export import Export, Node, key_of, number, part, text
from bot.importers.rapidpro.names import Names
from bot.importers.rapidpro.routers import (
    bounds_of,
    cases_of,
    compared,
    computes,
    is_numeric,
    kind_of,
    labelled,
)


class Questions:
    """The questions of one flow; what does not fit into the state of a node becomes a state of its own."""

    def __init__(self, export: Export, names: Names, draft: Draft) -> None:
        self.export = export
        self.names = names
        self.draft = draft
        self.states: dict[str, str] = {}
        """Node → state."""
        self.taken: set[str] = set()
        """The names of all states."""
        for node in names.flow.nodes.values():
            self.states[node.uuid] = self.state(node.name)

    def state(self, name: str) -> str:
        """A name for a state that no other has."""
        name = usable(name, self.taken, of="state")
        self.taken.add(name)
        return name

    def routed(self, node: Node) -> list[Step]:
        """Where a node leads behind its actions."""
        if not node.router:
            return [self.way(node.first_way)]
        if text(node.router, "type") == "random":
            return self.lot(node)
        return self.question(node) if node.waits else self.matched(node)

    def lot(self, node: Node) -> list[Step]:
        """Ways that are drawn by lot, each to a state."""
        ways: list[dict[str, Any]] = []
        for category in node.categories:
            led = self.steps_to(node, category)
            if set(led[0]) != {"go"}:
                name = self.state(node.called(category) or "lot")
                self.draft.states[name] = led
                led = [{"go": name}]
            ways.append({"go": led[0]["go"], "weight": 1})
        return [{"split": ways}] if ways else [self.way(node.first_way)]

    def question(self, node: Node) -> list[Step]:
        """A wait for a message."""
        remarks: list[Step] = []
        save = self.names.saved(node)
        step: Step = {"listen": None, **({"save": save} if save else {})}
        if node.sorts_input:
            following = self.sorted(node, step, save, remarks)
        else:  # what is made of the reply is sorted, not the reply
            state = self.state(f"{self.states[node.uuid]}_sorted")
            self.names.heard = True
            self.draft.states[state] = self.matched(node)
            self.names.heard = False
            following = [{"go": state}]
        timeout = part(part(node.router, "wait"), "timeout")
        if number(timeout, "seconds") > 0:
            led = self.target(node, text(timeout, "category_uuid"))
            step["silence"] = {duration(number(timeout, "seconds")): led}
        return [*remarks, step, *following]

    def matched(self, node: Node) -> list[Step]:
        """A value that is sorted without asking anybody."""
        if not cases_of(node):
            return self.steps_to(node, node.default)
        remarks: list[Step] = []
        operand = text(node.router, "operand").strip()
        if any(text(case, "type") == "has_category" for case in cases_of(node)) and ".category" not in operand:
            operand += ".category"
        value = self.names.template(operand, remarks)
        key = key_of(node.result)
        save = self.names.given.get(key, "") if self.export.asks_for(self.names.flow, key) and node.sorts else ""
        step: Step = {"match": value, **({"save": save} if save else {})}
        following = self.sorted(node, step, save, remarks, self.names.expression(operand, []))
        if not {"expect", "replies"} & step.keys():
            return [*remarks, *([{"set": {save: value}}] if save else []), *following]
        return [*remarks, step, *following]

    def sorted(self, node: Node, step: Step, save: str, remarks: list[Step], value: str = "") -> list[Step]:
        """Put the replies into a question; what follows it."""
        asked = "listen" in step
        rest = self.target(node, node.default)
        if node.pictured:
            step |= {"expect": "media", "else": rest}
            first = cases_of(node)[0] if cases_of(node) else {}
            return self.steps_to(node, text(first, "category_uuid") or node.default)
        if not cases_of(node):
            return self.steps_to(node, node.default)
        if kind := kind_of(node):
            step |= {"expect": kind, **bounds_of(node, remarks, asked=asked), "else": rest}
            return self.steps_to(node, text(cases_of(node)[0], "category_uuid"))
        if computes(node):
            return self.compared(node, step, save, remarks, value)
        if is_numeric(node):
            step["expect"] = "number"
        ways = labelled(node, self.names, self.export, remarks)
        replies = {way.label: {**_alone(way.takes), **self.branch(node, way.category)} for way in ways}
        if not replies:
            return self.steps_to(node, node.default)
        if asked and any("intent" in way.takes for way in ways):
            step["understand"] = [name for way in ways for name in way.takes.get("intent", ())]
        step |= {"replies": {**replies, "else": rest}} if asked else {"replies": replies, "else": rest}
        return []

    def compared(self, node: Node, step: Step, save: str, remarks: list[Step], value: str) -> list[Step]:
        """Conditions behind a question, or behind a value that must be a number."""
        name = (save or self.names.reply) if "listen" in step or is_numeric(node) else ""
        if name:
            step["save"] = name
        if is_numeric(node):
            step["expect"] = "number"
            step["else"] = self.target(node, node.default)
        steps: list[Step] = []
        for condition, category in compared(node, name or value, self.names, self.export, remarks):
            led = self.steps_to(node, category)
            if condition == "true":
                return [*steps, *led]
            steps += [{**one, "if": condition} for one in led]
        return [*steps, *self.steps_to(node, node.default)]

    # ── where it leads ──────────────────────────────────────────────────────────────────────────────────────────────

    def way(self, uuid: str) -> Step:
        """The step that leads to a node; to the end where there is none."""
        return {"go": self.states[uuid]} if uuid in self.states else {"end": DONE}

    def noting(self, node: Node, category: str) -> list[Step]:
        """Keeps the name of the category, where somebody asks for it and no label or reply says it."""
        key = key_of(node.result)
        name = self.names.given.get(key, "")
        alone = not node.waits and not node.sorts and name not in ("", *self.names.calls.values())
        asked = alone and self.export.asks_for(self.names.flow, key, value=True)
        noted = {name: node.called(category)} if asked else {}
        if key in self.names.noted:
            noted[self.names.category_name(key)] = node.called(category)
        return [{"set": noted}] if noted else []

    def steps_to(self, node: Node, category: str) -> list[Step]:
        """The steps that lead where a category does."""
        return [*self.noting(node, category), self.way(node.way(category))]

    def target(self, node: Node, category: str) -> Target:
        """The same as the value of a key such as `else`."""
        noting = self.noting(node, category)
        return [*noting, self.way(node.way(category))] if noting else self.way(node.way(category))

    def branch(self, node: Node, category: str) -> Step:
        """The same beside a matcher."""
        noting = self.noting(node, category)
        return {**({"do": noting} if noting else {}), **self.way(node.way(category))}


def _alone(takes: Any) -> dict[str, Any]:
    """A matcher with a word instead of a list of one."""
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in takes.items()}
