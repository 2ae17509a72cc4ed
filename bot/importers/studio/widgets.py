"""Flows of Twilio Studio, as its API and its editor export them (`definition`).

A widget becomes a state, and whatever only follows another widget joins its state. A question with the split behind it
becomes a question with its replies. What concerns calls is not taken over.

Source: https://www.twilio.com/docs/studio/rest-api/v2/schemas.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from bot.importers import Unreadable
from bot.importers.draft import (
    DONE,
    Draft,
    Rewritten,
    Step,
    Target,
    as_json,
    duration,
    reachable,
    remark,
    spoken,
    usable,
)
from bot.importers.studio.export import Widget, as_text, dicts
from bot.importers.studio.liquid import expression, rewrite
from bot.importers.studio.names import ANSWERED, ASK, FIRST, Names
from bot.importers.studio.splits import conditions, holds, matcher_of

HOW: Final = "export the flow in Studio (… › Show flow JSON), or GET /v2/Flows/FW… and keep its `definition`"
MESSAGES: Final = ("incomingMessage", "incomingConversationMessage")
REQUEST: Final = "incomingRequest"
PARENT: Final = "incomingParent"
CALL: Final = "incomingCall"
SPLIT: Final = "split-based-on"
VOICE: Final = frozenset(
    {
        "add-twiml-redirect",
        "call-recording",
        "capture-payments",
        "connect-call-to",
        "connect-virtual-agent",
        "enqueue-call",
        "fork-stream",
        "gather-input-on-call",
        "make-outgoing-call",
        "make-outgoing-call-v2",
        "record-call",
        "record-voicemail",
        "say-play",
    }
)
_TIMEOUT_S: Final = 3600
"""What Studio waits for a reply where nothing is said."""
_EXPIRES_S: Final = 3 * 86400
_REQUESTED: Final = "requested"
"""The input that says whether the API set it off."""
_LABELS_OF_THEIR_OWN: Final = ("yes", "no", "else")


def read(exported: str, name: str, optional: Collection[str] = ()) -> list[Draft]:
    """Read an export. Raises `Unreadable`."""
    try:
        given = json.loads(exported)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"this is no JSON ({error}); {HOW}") from error
    if isinstance(given, dict) and isinstance(given.get("definition"), dict):
        given = {"description": given.get("friendly_name"), **given["definition"]}
    if not isinstance(given, dict) or not isinstance(given.get("states"), list):
        raise Unreadable(f"this is no flow of Studio: it has no list of `states`; {HOW}")
    widgets = [Widget(state) for state in dicts(given["states"])]
    if not any(widget.type == "trigger" for widget in widgets):
        raise Unreadable(f"this is no whole flow of Studio: nothing in it is a `trigger`; {HOW}")
    return [_Flow(widgets, name, as_text(given.get("description")), optional).draft]


class _Flow:
    """One flow on its way from widgets to states."""

    def __init__(self, widgets: list[Widget], id: str, title: str, optional: Collection[str]) -> None:
        self.draft = Draft(id, title or id)
        self.widgets = {widget.name: widget for widget in widgets}
        self.names = Names(id, widgets, optional)
        self.states: dict[str, str] = {}
        self.waits_s = 0
        self.led_to = Counter(as_text(one.get("next")) for widget in widgets for one in widget.transitions)
        for widget in widgets:
            if widget.type != "trigger":
                self.states[widget.name] = usable(widget.name, self.states.values(), of="state")
        (trigger, *_) = (widget for widget in widgets if widget.type == "trigger")
        self.begin(trigger)
        for widget in widgets:
            if widget.type != "trigger":
                self.draft.states[self.states[widget.name]] = self.steps(widget)
        self.head(trigger)

    # ── how it begins ───────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self, trigger: Widget) -> None:
        """The state in which it begins: one, where a text and a request begin differently."""
        by_text, by_request = trigger.next(*MESSAGES), trigger.next(REQUEST, PARENT)
        steps: list[Step] = []
        if by_text and by_request and by_text != by_request:
            self.names.inputs[_REQUESTED] = {"type": "yes_no", "default": "no"}
            steps.append({**self.step_to(by_request), "if": _REQUESTED})
        self.draft.states[usable("begin", self.states.values())] = [*steps, self.step_to(by_text or by_request)]
        if trigger.next(CALL):
            self.draft.beside.append((trigger.name, "calls are not taken over, only texts"))

    def head(self, trigger: Widget) -> None:
        ways: list[Any] = []
        if trigger.next(*MESSAGES):
            first = {"with": {FIRST: "{{ text }}"}} if FIRST in self.names.inputs else {}
            ways.append({"fallback": None, **first} if first else "fallback")
        if trigger.next(REQUEST):
            given = {_REQUESTED: "yes"} if _REQUESTED in self.names.inputs else {}
            given |= {ours: f"{{{{ event['{theirs}'] | default('') }}}}" for ours, theirs in self.names.renamed.items()}
            ways.append({"event": f"{self.draft.id}.requested", **({"with": given} if given else {})})
        if trigger.next(PARENT) or not ways:
            ways.append("flow")
        if self.names.inputs:
            self.draft.head["inputs"] = self.names.inputs
        self.draft.head["start"] = ways
        if self.waits_s >= _EXPIRES_S:
            self.draft.head["expires"] = duration(self.waits_s + _EXPIRES_S)

    # ── widgets ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def steps(self, widget: Widget) -> list[Step]:
        """What a widget does, and where it leads."""
        make: dict[str, Callable[[Widget], list[Step]]] = {
            "send-message": self.say,
            ASK: self.ask,
            SPLIT: self.split,
            "set-variables": self.set,
            "make-http-request": self.http,
            "run-function": self.function,
            "send-to-flex": self.hand_off,
            "run-subflow": self.run,
        }
        if widget.type in make:
            return make[widget.type](widget)
        if widget.type in VOICE:
            return [remark(widget.name, f"`{widget.type}` is for calls; texts end here"), {"end": "call"}]
        following = next((as_text(one.get("next")) for one in widget.transitions if one.get("next")), "")
        return [remark(widget.name, f"there is nothing like `{widget.type}`; it is passed by"), self.step_to(following)]

    def say(self, widget: Widget) -> list[Step]:
        remarks: list[Step] = []
        step: Step = {"say": self.body(widget, remarks)}
        if widget.text("media_url"):
            step["media"] = self.template(widget, widget.text("media_url"), remarks)
        if widget.next("failed") not in ("", widget.next("sent")):
            step["undelivered"] = self.target(widget.next("failed"))
        return [*remarks, step, self.step_to(widget.next("sent"))]

    def ask(self, widget: Widget) -> list[Step]:
        remarks: list[Step] = []
        step: Step = {"ask": self.body(widget, remarks)}
        if widget.text("media_url"):
            step["media"] = self.template(widget, widget.text("media_url"), remarks)
        step["save"] = self.names.saved[widget.name]
        following = widget.next("incomingMessage")
        replies = self.replies_behind(widget, remarks)
        if replies:
            step["replies"] = replies
        given = widget.text("timeout")
        waits_s = int(given) if given.isdecimal() and int(given) else _TIMEOUT_S
        self.waits_s = max(self.waits_s, waits_s)
        step["silence"] = {duration(waits_s): self.target(widget.next("timeout"), "no_reply")}
        if widget.next("deliveryFailure") == widget.name:
            said = "a question that did not arrive was asked again, for ever; here it ends `undelivered`"
            remarks.append(remark(widget.name, said))
            step["undelivered"] = {"end": "undelivered"}
        elif widget.next("deliveryFailure"):
            step["undelivered"] = self.target(widget.next("deliveryFailure"))
        return [*remarks, step, *([] if replies else [self.step_to(following)])]

    def replies_behind(self, widget: Widget, remarks: list[Step]) -> dict[str, Any] | None:
        """The replies of a question behind which nothing stands but a split of them."""
        behind = self.widgets.get(widget.next("incomingMessage"))
        if behind is None or behind.type != SPLIT or self.led_to[behind.name] != 1:
            return None
        if self.asked_in(behind) != widget.name:
            return None
        return self.replies(behind, remarks)

    def asked_in(self, split: Widget) -> str:
        """The question whose reply a split looks at."""
        path = split.text("input").strip().removeprefix("{{").removesuffix("}}").strip().split(".", 2)
        return path[1] if len(path) == 3 and path[0] == "widgets" and path[2] in ANSWERED else ""

    def split(self, widget: Widget) -> list[Step]:
        remarks: list[Step] = []
        value = self.expression(widget, widget.text("input"), remarks)
        replies = self.replies(widget, remarks)
        if replies is None:
            ways = [
                {**self.step_to(as_text(one.get("next"))), "if": self.condition(widget, value, one, remarks)}
                for one in widget.transitions
                if one.get("event") == "match"
            ]
            return [*remarks, *ways, self.step_to(widget.next("noMatch"))]
        otherwise = replies.pop("else")
        if not replies:
            return [*remarks, _dict(otherwise)]
        return [*remarks, {"match": f"{{{{ {value} }}}}", "replies": replies, "else": otherwise}]

    def replies(self, split: Widget, remarks: list[Step]) -> dict[str, Any] | None:
        """Labels with what they match and where they lead; None where that takes an expression."""
        replies: dict[str, Any] = {}
        for one in split.transitions:
            if one.get("event") != "match":
                continue
            matcher = matcher_of(conditions(one))
            if matcher is None:
                return None
            matcher, taken = reachable(matcher)
            if taken:
                said = f"{' and '.join(f'`{word}`' for word in taken)} never comes here: it opts the customer out"
                remarks.append(remark(split.name, said))
            if matcher is None:
                continue
            label = usable(self.label(one), replies, of="reply")
            replies[label] = matcher | _dict(self.target(as_text(one.get("next"))))
        replies["else"] = self.target(split.next("noMatch"))
        return replies

    def label(self, transition: Mapping[str, Any]) -> str:
        """What to call a reply: the word that is looked for, else where it leads."""
        (first, *others) = conditions(transition) or [("", "")]
        word = first[1].split(",")[0].strip()
        says_it = first[0] in ("equal_to", "matches_any_of", "contains", "starts_with") and not others
        if says_it and len(word) > 1 and word.isalpha() and word.lower() not in _LABELS_OF_THEIR_OWN:
            return word
        return self.states.get(as_text(transition.get("next")), DONE)

    def condition(self, widget: Widget, value: str, transition: Mapping[str, Any], remarks: list[Step]) -> str:
        """What is compared, as an expression."""
        written, unknown = holds(conditions(transition), value, lambda text: self.expression(widget, text, remarks))
        for one in unknown:
            remarks.append(remark(widget.name, f"there is nothing like {one}; it never holds here"))
        return written

    def set(self, widget: Widget) -> list[Step]:
        remarks: list[Step] = []
        values = {
            usable(name, keep_case=True): self.template(widget, value, remarks)
            for name, value in widget.pairs("variables")
        }
        return [*remarks, *([{"set": values}] if values else []), self.step_to(widget.next("next"))]

    def http(self, widget: Widget) -> list[Step]:
        remarks: list[Step] = []
        method = (widget.text("method") or "GET").upper()
        step: Step = {"http": f"{method} {self.template(widget, widget.text('url'), remarks)}"}
        parameters = {key: self.template(widget, value, remarks) for key, value in widget.pairs("parameters")}
        if parameters:
            step["form"] = parameters
        elif widget.text("body"):
            step |= self.sent(widget, remarks)
        step |= {"save": self.names.saved[widget.name], "on_error": self.target(widget.next("failed"), "failed")}
        return [*remarks, step, self.step_to(widget.next("success"))]

    def sent(self, widget: Widget, remarks: list[Step]) -> Step:
        """The body of a request: as JSON where it is, so that values in it are written as JSON wants them."""
        kind, body = widget.text("content_type"), widget.text("body")
        if "json" in kind:
            try:
                data = json.loads(body)
            except (ValueError, RecursionError):
                pass
            else:
                return {"json": as_json(data, lambda text: self.template(widget, text, remarks))}
        return {"body": self.template(widget, body, remarks), **({"headers": {"content-type": kind}} if kind else {})}

    def function(self, widget: Widget) -> list[Step]:
        said = "a Function of Twilio's is called as any API: make it public, or put its work elsewhere"
        remarks = [remark(widget.name, said)]
        step: Step = {"http": f"POST {self.template(widget, widget.text('url'), remarks)}"}
        parameters = {key: self.template(widget, value, remarks) for key, value in widget.pairs("parameters")}
        if parameters:
            step["form"] = parameters
        step |= {"save": self.names.saved[widget.name], "on_error": self.target(widget.next("fail"), "failed")}
        return [*remarks, step, self.step_to(widget.next("success"))]

    def hand_off(self, widget: Widget) -> list[Step]:
        said = f"the queue stood for the workflow {widget.text('workflow') or '?'}: name it as your team is called"
        remarks = [remark(widget.name, said)]
        step: Step = {"handoff": self.names.saved[widget.name]}
        if widget.text("attributes"):
            step["note"] = self.template(widget, widget.text("attributes"), remarks)
        step["closed"] = self.target(widget.next("callComplete"))
        return [*remarks, step]

    def run(self, widget: Widget) -> list[Step]:
        sid = widget.text("flow_sid")
        remarks = [remark(widget.name, f"it runs the flow {sid or '?'}: import that too, and put its name here")]
        step: Step = {"run": usable(sid, of="flow")}
        parameters = {key: self.template(widget, value, remarks) for key, value in widget.pairs("parameters")}
        if parameters:
            step["with"] = parameters
        step |= {"save": self.names.saved[widget.name], "failed": self.target(widget.next("failed"), "failed")}
        return [*remarks, step, self.step_to(widget.next("completed"))]

    # ── where it leads ──────────────────────────────────────────────────────────────────────────────────────────────

    def target(self, next: str, outcome: str = DONE) -> Target:
        return {"go": self.states[next]} if next in self.states else {"end": outcome}

    def step_to(self, next: str) -> Step:
        return _dict(self.target(next))

    # ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def body(self, widget: Widget, remarks: list[Step]) -> str:
        if widget.text("content_template_sid") or not widget.text("body"):
            sid = widget.text("content_template_sid") or "nothing"
            remarks.append(remark(widget.name, f"its text is not in the export ({sid}): write it here"))
            return widget.text("body") or f"({widget.name})"
        return spoken(self.template(widget, widget.text("body"), remarks))

    def template(self, widget: Widget, text: str, remarks: list[Step]) -> str:
        return _noted(rewrite(text, self.names.value), widget, remarks)

    def expression(self, widget: Widget, text: str, remarks: list[Step]) -> str:
        return _noted(expression(text, self.names.value), widget, remarks)


def _noted(rewritten: Rewritten, widget: Widget, remarks: list[Step]) -> str:
    """The text; what is missing in it is a remark."""
    if rewritten.missing:
        remarks.append(remark(widget.name, f"{', '.join(rewritten.missing)} has no counterpart and is left out"))
    return rewritten.text


def _dict(target: Target) -> dict[str, Any]:
    assert isinstance(target, dict)  # noqa: S101 - what leads to a widget is no list of steps
    return dict(target)
