"""What the expressions of a flow of RapidPro can name, and what that is here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from bot.importers.draft import Rewritten, Step, remark
from bot.importers.rapidpro.export import ALL_RESULTS, CALLS, INPUTS, Export, Flow, Node, key_of, name_of, parts, text
from bot.importers.rapidpro.expressions import Path, expression, quoted, rewrite

FIRST: Final = "first_text"
"""The input that holds the text which set the flow off."""
_CONTACT: Final = {
    "first_name": "contact.first_name",
    "id": "contact.id",
    "language": "contact.language",
    "name": "contact.name",
    "tel": "contact.phone",
    "timezone": "contact.timezone",
    "urn": "contact.phone",
    "uuid": "contact.id",
}
_CHANNEL: Final = {"": "channel.name", "address": "channel.number", "name": "channel.name"}
_RESPONSE: Final = {"json": "body", "status": "status", "headers": "headers"}
_CATEGORY: Final = re.compile(r"results\.(\w+)\.category(?:_localized)?\b", re.IGNORECASE)
_FIELD: Final = re.compile(r"[^\W_]\w*")


class Names:
    """See the top of this file. Where an expression stands decides what it calls the last reply and the last call."""

    def __init__(self, export: Export, flow: Flow, optional: Collection[str]) -> None:
        self.flow = flow
        self.optional = optional
        self.inputs: dict[str, Any] = {}
        self.used: set[str] = set()
        """The names that its expressions use."""
        self.place = Node({})
        self.heard = False
        """Whether the question at this place has been answered."""
        self.given = dict(flow.results)
        taken = self.given.values()
        self.child = name_of("child", taken)
        self.reply = name_of("reply", taken)
        """What replies are kept as that RapidPro gives no name."""
        self.asked_for_input = _asks_for_input(flow)
        self.calls = {node.uuid: self._call(node) for node in flow.nodes.values() if self._call(node)}
        self.sorted = _sorted_by_category(flow)
        """The results whose categories somebody asks for."""
        self.noted = {key for key in self.sorted if not all(map(_is_labelled, self._keepers(key)))}
        """Those of them that need a name of their own for it."""
        self.outputs: list[str] = []
        """What it gives back to the flows that run it."""
        for path in (path for one in export.parents(flow) for path in one.asked("child") if path[0] in self.given):
            if len(path) > 1:
                self.noted.add(path[0])
            self.outputs.append(_given_back(path))
        self.received = {
            path: name_of("_".join(("parent", *path)), self.given.values()) for path in flow.asked("parent")
        }
        """What it asks of the flow that runs it, and the inputs for that."""
        self.inputs |= {name: {"type": "text", "default": ""} for name in self.received.values()}

    # ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def template(self, text: str, remarks: list[Step], *, encodes: bool = False) -> str:
        """A text with what it names."""
        return self._noted(rewrite(ALL_RESULTS.sub(lambda _: self._all(), text), self.value, encodes=encodes), remarks)

    def expression(self, text: str, remarks: list[Step]) -> str:
        """What is compared with something."""
        return self._noted(expression(text, self.value), remarks)

    def _noted(self, rewritten: Rewritten, remarks: list[Step]) -> str:
        if rewritten.missing:
            said = f"{', '.join(rewritten.missing)} has no counterpart and is left out"
            remarks.append(remark(self.place.place, said))
        return rewritten.text

    # ── what a path names ───────────────────────────────────────────────────────────────────────────────────────────

    def value(self, path: Path) -> str | None:
        """What a path of RapidPro is called here."""
        root, *rest = (path[0].lower(), *path[1:])
        match root, [one.lower() for one in rest]:
            case "contact", _:
                return self._contact(rest)
            case "parent" | "child" | "run", ["contact", *_]:
                return self._contact(rest[1:])
            case ("fields", [key]) | ("parent" | "child", ["fields", key]):
                return f"contact.{name_of(key)}"
            case ("urns", ["tel"]) | ("parent" | "child", ["urns", "tel"]):
                return "contact.phone"
            case "globals", [key]:
                return f"business.{name_of(key)}"
            case ("results", [key, *fields]) | ("run", ["results", key, *fields]):
                return self._result(key, [*rest][-len(fields) :] if fields else [])
            case "locals", [key]:
                return self.known(self.given[key]) if key in self.given else None
            case "input", [] | ["text"]:
                return self._input()
            case "webhook", _:
                return self._webhook(rest)
            case "legacy_extra", _:
                return self._webhook(["json", *rest]) or (self._parameter(rest[0]) if len(rest) == 1 else None)
            case "child", ["results", *asked] | ["run", "results", *asked] if asked and self.flow.runs:
                return self._maybe(self.child, [_given_back(_asked(asked))])
            case "parent", ["results", *asked] if _asked(asked) in self.received:
                return self.received[_asked(asked)]
            case "trigger", ["params", key]:
                return self._parameter(key)
            case "run", ["flow", "name"]:
                return quoted(self.flow.title)
        return None

    def known(self, name: str, field: str = "") -> str:
        """A name, with what stands for it where it may have no value."""
        self.used.add(name)
        written = field or name
        return f"{written} | default('')" if name in self.optional else written

    def _maybe(self, name: str, path: Iterable[str]) -> str | None:
        """A field of what came back from elsewhere, which may not be there."""
        self.used.add(name)
        written = name
        for one in path:
            if one.isdecimal():
                written += f"[{int(one)}]"
            elif _FIELD.fullmatch(one):
                written += f".{one}"
            else:
                return None
        return f"{written} | default('')"

    def _contact(self, rest: list[str]) -> str | None:
        match [one.lower() for one in rest]:
            case []:
                return "contact.name"
            case ["fields", key]:
                return f"contact.{name_of(key)}"
            case ["groups"]:
                return "contact.tags"
            case ["channel", *field] if len(field) < 2:
                return _CHANNEL.get("".join(field))
            case [key]:
                return _CONTACT.get(key) or (
                    None if key in ("created_on", "last_seen_on") else f"contact.{name_of(key)}"
                )
        return None

    def _result(self, key: str, fields: list[str]) -> str | None:
        name = self.given.get(key)
        if name is None:
            return None
        called = name in self.calls.values()
        match [one.lower() for one in fields]:
            case [] | ["value"]:
                return self._maybe(name, ["status"]) if called else self.known(name)
            case ["category" | "category_localized"]:
                return self._category(key, name)
            case ["input" | "text"] if self._is_answer(key):
                return self.known(name, f"answers.{name}.text")
            case ["created_on"] if self._is_answer(key):
                return f"{self.known(name, f'answers.{name}.at')} | datetime"
            case ["name"]:
                return quoted(key.replace("_", " "))
            case ["extra", *_] if called:
                return self._maybe(name, ["body", *fields[1:]])
        return None

    def _all(self) -> str:
        """All results, each on a line of its own, still as RapidPro writes it."""
        titles = {key_of(kept): kept for node in self.flow.nodes.values() for kept in node.kept}
        return "\n".join(f"{titles[key]}: @results.{key}" for key in self.given)

    def _category(self, key: str, name: str) -> str | None:
        if name in self.calls.values():
            return None
        if key in self.noted:
            return self.known(self.category_name(key))
        others = [node.called(node.default) for node in self._keepers(key) if self._may_be_other(key, node)]
        label = f"answers.{name}.label"
        known = self.known(name, label)
        return f"{label} | default({quoted(others[0])})" if others else known

    def _may_be_other(self, key: str, node: Node) -> bool:
        """Whether a reply that no label took can get to where its category is said."""
        asked = {one.uuid for one in self.flow.nodes.values() if _mentions(one, key)}
        return bool(asked & set(self._behind(node.way(node.default), node.uuid)))

    def _behind(self, uuid: str, without: str) -> Iterator[str]:
        known, waiting = {without}, [uuid]
        while waiting:
            uuid = waiting.pop()
            if uuid in self.flow.nodes and uuid not in known:
                known.add(uuid)
                yield uuid
                waiting += self.flow.nodes[uuid].ways

    def category_name(self, key: str) -> str:
        """What the category of a result is called, where it has a name of its own."""
        return name_of(f"{key}_category", self.given.values())

    def _keepers(self, key: str) -> list[Node]:
        """The nodes that give a result its value."""
        return [node for node in self.flow.nodes.values() if key in map(key_of, node.kept)]

    def _is_answer(self, key: str) -> bool:
        return all(key_of(node.result) == key and node.waits for node in self._keepers(key))

    def _input(self) -> str:
        """The last reply."""
        kept = [self.saved(node) for node in self._nearest(lambda node: node.waits)]
        names = list(dict.fromkeys(filter(None, kept)))
        if names:
            return self.known(names[0], f"answers.{names[0]}.text")
        self.inputs[FIRST] = {"type": "text", "default": ""}
        return FIRST

    def saved(self, node: Node) -> str:
        """What a reply is kept as; empty where it need not be."""
        if node.result and node.sorts_input:
            return self.given.get(key_of(node.result), "")
        return self.reply if self.asked_for_input or not node.sorts_input else ""

    def _webhook(self, rest: list[str]) -> str | None:
        name = next((self.calls[node.uuid] for node in self._nearest(lambda node: node.uuid in self.calls)), None)
        if name is None:
            return None
        if not rest:
            return self._maybe(name, ["body"])
        if rest[0].lower() in _RESPONSE:
            return self._maybe(name, [_RESPONSE[rest[0].lower()], *rest[1:]])
        return self._maybe(name, ["body", *rest])

    def _call(self, node: Node) -> str:
        """What the answer to a call is kept under."""
        called = [action for action in node.actions if text(action, "type") == CALLS]
        if not called:
            return ""
        return self.given.get(key_of(text(called[-1], "result_name"))) or name_of("webhook", self.given.values())

    def _nearest(self, wanted: Any) -> list[Node]:
        """Going back from where an expression stands, the first nodes of a kind on each way."""
        found: list[Node] = []
        known: set[str] = set()
        waiting = [self.place]
        while waiting:
            node = waiting.pop(0)
            if node.uuid in known:
                continue
            known.add(node.uuid)
            if wanted(node) and (node is not self.place or self.heard or not node.waits):
                found.append(node)
            else:
                waiting += [other for other in self.flow.nodes.values() if node.uuid in other.ways]
        return found

    def _parameter(self, key: str) -> str:
        name = name_of(key, {*self.given.values(), *self.received.values()})
        self.inputs[name] = {"type": "text", "default": ""}
        return name


def _asked(path: list[str]) -> Path:
    return (path[0], "category") if len(path) > 1 and path[1].startswith("category") else tuple(path[:1])


def _given_back(path: Path) -> str:
    """What a result, or its category, is called among the outputs of a flow."""
    return name_of("_".join(path))


def _is_labelled(node: Node) -> bool:
    """Whether the label of a reply is its category."""
    return node.waits and not any(text(case, "type") in _COUNTED for case in parts(node.router, "cases"))


_COUNTED: Final = frozenset({"has_number", "has_number_gt", "has_number_gte", "has_number_lt", "has_number_lte"})


def _sorted_by_category(flow: Flow) -> set[str]:
    found = {key.lower() for said in flow.strings for key in _CATEGORY.findall(said)}
    for node in flow.nodes.values():
        operand = text(node.router, "operand").lower()
        if operand.startswith("@results.") and "has_category" in str(node.router.get("cases")):
            found.add(operand.removeprefix("@results.").partition(".")[0])
    return found & flow.results.keys()


def _mentions(node: Node, key: str) -> bool:
    return any(f"results.{key}" in said.lower() for said in node.strings)


def _asks_for_input(flow: Flow) -> bool:
    """Whether anything but a question looks at what was written."""
    for node in flow.nodes.values():
        plain = INPUTS if node.waits else ()
        if any(re.search(r"@.*\binput\b", said, re.DOTALL) for said in node.strings if said not in plain):
            return True
    return False
