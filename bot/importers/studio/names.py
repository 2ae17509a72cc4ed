"""What the texts of a flow of Studio can name, and what that is here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from bot.importers.draft import usable
from bot.importers.studio.export import Widget

ASK: Final = "send-and-wait-for-reply"
ANSWERED: Final = frozenset({"inbound.Body", "inbound.body"})
"""Parts of a question that are its answer."""
FIRST: Final = "first_text"
"""The input that holds the text which set the flow off."""
_OUR_FIELDS: Final = {
    "contact.channel.address": "contact.phone",
    "flow.channel.address": "channel.number",
    "trigger.message.From": "contact.phone",
    "trigger.message.To": "channel.number",
    "trigger.message.Body": FIRST,
}
_PARAMETERS: Final = ("flow.data.", "trigger.request.parameters.", "trigger.parent.parameters.")
_CALLS: Final = ("make-http-request", "run-function")
_ANSWERS: Final = {"body": "body", "parsed": "body", "status_code": "status"}


class Names:
    """See the top of this file."""

    def __init__(self, flow: str, widgets: Iterable[Widget], optional: Collection[str]) -> None:
        self.flow = flow
        self.optional = optional
        self.widgets = {widget.name: widget for widget in widgets}
        self.saved: dict[str, str] = {}
        """What the answer to a widget is kept under, by the widget."""
        for name in self.widgets:
            self.saved[name] = usable(name, self.saved.values())
        self.inputs: dict[str, Any] = {}
        self.renamed: dict[str, str] = {}
        """Of the inputs that could not keep their names, those names."""

    def value(self, path: str) -> str | None:
        """What a path of Studio is called here."""
        if path in _OUR_FIELDS:
            ours = _OUR_FIELDS[path]
            if ours == FIRST:
                self.inputs[FIRST] = {"type": "text", "default": ""}
            return ours
        if path == "flow.flow_sid":
            return f"'{self.flow}'"
        for lead in _PARAMETERS:
            if path.startswith(lead):
                return self._parameter(path.removeprefix(lead))
        if path.startswith("flow.variables."):
            name, _, rest = path.removeprefix("flow.variables.").partition(".")
            return self._possibly(usable(name, keep_case=True), rest)
        head, _, rest = path.partition(".")
        name, _, part = rest.partition(".")
        if head != "widgets" or name not in self.saved:
            return None
        if part in ANSWERED and self.widgets[name].type == ASK:
            return self._possibly(self.saved[name], "")
        kind, _, deeper = part.partition(".")
        if kind in _ANSWERS and self.widgets[name].type in _CALLS:
            return self._possibly(self.saved[name], f"{_ANSWERS[kind]}.{deeper}".rstrip("."))
        return None

    def _parameter(self, path: str) -> str:
        """A parameter of who set it off; nobody has to give it."""
        name, _, rest = path.partition(".")
        ours = usable(name, keep_case=True)
        if ours != name and "'" not in name:
            self.renamed[ours] = name
        if rest:
            self.inputs[ours] = {"type": "object", "default": "{{ {} }}"}
            return f"{ours}.{rest} | default('')"
        self.inputs.setdefault(ours, {"type": "text", "default": ""})
        return ours

    def _possibly(self, name: str, rest: str) -> str:
        """A name with its fields, that puts nothing where it has no value."""
        written = f"{name}.{rest}" if rest else name
        return f"{written} | default('')" if name in self.optional else written
