"""What stands in an export of RapidPro, read so that whatever is missing or of another kind is empty.

Source: https://github.com/nyaruka/goflow (the definition of a flow) and https://github.com/nyaruka/rapidpro (the rest).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from babel.core import get_global

from bot.importers.draft import usable

Given = Mapping[str, Any]
SENDS: Final = "send_msg"
CALLS: Final = "call_webhook"
RUNS: Final = "enter_flow"
OPENS: Final = "open_ticket"
INPUTS: Final = frozenset({"@input", "@input.text", "@(input)", "@(input.text)"})
"""How the reply itself is sorted."""
PICTURES: Final = frozenset({"audio", "image", "video"})
SERVICES: Final = frozenset({"call_classifier", "call_llm", "call_resthook", "request_optin", "transfer_airtime"})
"""What is asked of others, and then sorted by how it went."""
_NO_LANGUAGE: Final = frozenset({"", "base", "mul", "und"})
ALL_RESULTS: Final = re.compile(r"(?<!@)@results\b(?!\.\w)", re.IGNORECASE)
"""Where all results are said, each on a line of its own."""
_KEPT: Final = {CALLS: "result_name", "set_run_local": "local", "set_run_result": "name"}
"""Actions that give a result its value, and where its name stands."""
_STATE_WORDS: Final = 3
_STATE_CHARS: Final = 24


def text(given: Any, key: str) -> str:
    """A text; a number as a text."""
    value = given.get(key) if isinstance(given, dict) else None
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def number(given: Any, key: str) -> int:
    """A whole number; 0 where there is none."""
    written = text(given, key)
    return int(written) if re.fullmatch(r"-?\d{1,9}", written) else 0


def part(given: Any, key: str) -> Given:
    """A mapping."""
    value = given.get(key) if isinstance(given, dict) else None
    return value if isinstance(value, dict) else {}


def parts(given: Any, key: str) -> list[Given]:
    """The mappings of a list."""
    value = given.get(key) if isinstance(given, dict) else None
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def texts(given: Any, key: str) -> list[str]:
    """The texts of a list."""
    value = given.get(key) if isinstance(given, dict) else None
    return [text({"": one}, "") for one in value] if isinstance(value, list) else []


def strings(given: Any) -> Iterator[str]:
    """Every text that stands in something."""
    waiting = [given]
    while waiting:
        match waiting.pop():
            case str() as found:
                yield found
            case dict() as found:
                waiting += found.values()
            case list() as found:
                waiting += found


def language(code: str) -> str:
    """The code of a language as we have it; empty where there is none."""
    code = code.strip().lower()
    if code in _NO_LANGUAGE or not re.fullmatch(r"[a-z]{2,3}", code):
        return ""
    return str(get_global("language_aliases").get(code, code))


def key_of(name: str) -> str:
    """What expressions call a result or a field."""
    return re.sub(r"\W+", "_", name.strip().lower()).strip("_")


def name_of(given: str, taken: Any = (), *, of: str = "name") -> str:
    """A name that templates may have."""
    return usable(given, taken, of=of)


class Node:
    """A node of a flow: what it does, what it decides, and where that leads."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.uuid = text(given, "uuid")
        self.actions = parts(given, "actions")
        self.router = part(given, "router")
        self.exits = {text(one, "uuid"): text(one, "destination_uuid") for one in parts(given, "exits")}
        self.categories = {text(one, "uuid"): one for one in parts(self.router, "categories")}
        self.default = text(self.router, "default_category_uuid")

    @cached_property
    def result(self) -> str:
        """The name of the result that it keeps."""
        return text(self.router, "result_name")

    @cached_property
    def waits(self) -> bool:
        """Whether it waits for a message."""
        return bool(part(self.router, "wait")) and text(self.router, "type") == "switch"

    @cached_property
    def pictured(self) -> bool:
        """Whether it waits for a picture or the like."""
        return self.waits and text(part(part(self.router, "wait"), "hint"), "type") in PICTURES

    @cached_property
    def sorts_input(self) -> bool:
        """Whether it sorts the reply itself, and not what is made of it."""
        operand = text(self.router, "operand").strip()
        return self.waits and (operand in ("", *INPUTS) or self.pictured)

    @cached_property
    def sorts(self) -> bool:
        """Whether a value is sorted in it, and not how an action went."""
        return bool(parts(self.router, "cases")) and not self.last(CALLS, RUNS, OPENS, *SERVICES)

    @cached_property
    def kept(self) -> list[str]:
        """The names of all results that get a value in it."""
        kept = [text(action, _KEPT[type]) for action in self.actions if (type := text(action, "type")) in _KEPT]
        return [name for name in [*kept, self.result] if name]

    @cached_property
    def strings(self) -> list[str]:
        """Every text in it."""
        return list(strings([self.actions, self.router]))

    @property
    def ways(self) -> list[str]:
        """The nodes to which it leads."""
        return [uuid for uuid in self.exits.values() if uuid]

    @property
    def first_way(self) -> str:
        """Where it leads if it decides nothing."""
        return next(iter(self.exits.values()), "")

    def last(self, *types: str) -> Given:
        """Its last action, if that is of one of these types."""
        return self.actions[-1] if self.actions and text(self.actions[-1], "type") in types else {}

    def way(self, category: str) -> str:
        """Where a category leads."""
        return self.exits.get(text(self.categories.get(category), "exit_uuid"), "")

    def called(self, category: str) -> str:
        """The name of a category."""
        return " ".join(text(self.categories.get(category), "name").split())

    def category(self, name: str) -> str:
        """The category of that name; empty where there is none."""
        return next((uuid for uuid in self.categories if self.called(uuid).lower() == name), "")

    @property
    def place(self) -> str:
        """What a person finds it by in RapidPro."""
        said = next((text(action, "text") for action in self.actions if text(action, "text")), "")
        short = " ".join(said.split())
        short = f"{short[:30].rstrip()}…" if len(short) > 30 else short
        return self.result or (f'"{short}"' if short else self.name.replace("_", " "))

    @property
    def name(self) -> str:
        """What to call its state: what it asks for, says or does."""
        if self.waits and self.result:
            return self.result
        for words in filter(None, (_words(text(one, "text")) for one in self.actions if text(one, "type") == SENDS)):
            said = "_".join(words[:_STATE_WORDS])
            return said if len(said) <= _STATE_CHARS else words[0][:_STATE_CHARS]
        for action in self.actions:
            type = text(action, "type")
            if type == RUNS:
                return f"run_{text(part(action, 'flow'), 'name')}"
            if type in _DOES:
                return _DOES[type]
        if self.waits:
            return "reply"
        if text(self.router, "type") == "random":
            return "lot"
        return f"by_{self.result or key_of(text(self.router, 'operand')) or 'value'}" if self.router else "step"


def _words(said: str) -> list[str]:
    return re.findall(r"[^\W\d_][^\W_]*", re.sub(r"@\S+|['’]", "", said))


_DOES: Final = {
    "add_contact_groups": "tag",
    "add_input_labels": "label",
    CALLS: "call",
    OPENS: "ticket",
    "remove_contact_groups": "untag",
    "send_email": "email",
    "set_contact_field": "note",
    "set_contact_language": "note",
    "set_contact_name": "note",
    "set_run_result": "note",
}


class Flow:
    """A flow of an export."""

    def __init__(self, given: Given, id: str, title: str) -> None:
        self.given = given
        self.id = id
        self.title = title
        self.uuid = text(given, "uuid")
        self.type = text(given, "type") or "messaging"
        self.nodes = {node.uuid: node for node in map(Node, parts(given, "nodes"))}
        self.results: dict[str, str] = {}
        """What expressions call a result, and what it is called here."""
        for node in self.nodes.values():
            for kept in node.kept:
                if key_of(kept) and key_of(kept) not in self.results:
                    self.results[key_of(kept)] = name_of(kept, self.results.values())

    def asked(self, of: str) -> list[tuple[str, ...]]:
        """The results of another flow that its expressions ask for: `("color",)`, or `("color", "category")`."""
        pattern = re.compile(rf"\b{of}\.(?:run\.)?results\.(\w+)(?:\.(category))?", re.IGNORECASE)
        found = (
            tuple(filter(None, (key.lower(), rest))) for said in self.strings for key, rest in pattern.findall(said)
        )
        return list(dict.fromkeys(found))

    @cached_property
    def strings(self) -> list[str]:
        """Every text in its nodes."""
        return [said for node in self.nodes.values() for said in node.strings]

    @property
    def runs(self) -> list[str]:
        """The flows that it enters."""
        actions = [action for node in self.nodes.values() for action in node.actions]
        return [text(part(action, "flow"), "uuid") for action in actions if text(action, "type") == RUNS]


class Export:
    """All flows, and what stands beside them."""

    def __init__(self, given: Given, flows: list[Flow]) -> None:
        self.given = given
        self.flows = flows
        self.by_uuid = {flow.uuid: flow for flow in flows if flow.uuid}
        self.queries = {text(one, "name"): text(one, "query") for one in parts(given, "groups") if text(one, "query")}

    def flow(self, reference: Given) -> Flow | None:
        """The flow that is meant."""
        by_name = (flow for flow in self.flows if flow.title == text(reference, "name"))
        return self.by_uuid.get(text(reference, "uuid")) or next(by_name, None)

    def asks_for(self, flow: Flow, key: str, *, value: bool = False) -> bool:
        """Whether anything looks at a result of a flow, or at its value."""
        but = r"(?!\.category)" if value else ""
        named = re.compile(rf"\bresults\.{re.escape(key)}\b{but}", re.IGNORECASE)
        if any(named.search(said) for one in self.flows for said in one.strings):
            return True
        return any(ALL_RESULTS.search(said) for said in flow.strings)

    def parents(self, flow: Flow) -> list[Flow]:
        """The flows that enter it."""
        return [one for one in self.flows if flow.uuid and flow.uuid in one.runs]
