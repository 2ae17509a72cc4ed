"""Traces: what led to what, for those who look; nothing for those who do not."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from bot import tracing
from bot.errors import SendError
from bot.events import ErrorClass, Inbound
from bot.inbox import entries
from bot.inbox.decide import decide
from bot.tracing import OFF, Notebook, OpenTelemetry, make_tracer
from tests.stage import ANA, CHANNEL, NOON, staged


@dataclass
class OpenSpan:
    """A span as the API of OpenTelemetry has it."""

    name: str
    attributes: dict[str, Any]
    links: list[Any]
    status: tuple[str, str] | None = None

    def set_attributes(self, attributes):
        self.attributes |= attributes

    def set_status(self, code, description):
        self.status = (code, description)

    def get_span_context(self):
        return f"context of {self.name}"


class ProxyTracerProvider:
    """What the API gives where nobody has set it up."""


class NoOpTracerProvider:
    """What it gives where it is switched off."""


@dataclass
class Api:
    """As much of `opentelemetry.trace` as is used, kept as the real one has it."""

    provider: Any = None
    spans: list[OpenSpan] = field(default_factory=list)
    StatusCode = SimpleNamespace(ERROR="error")
    ProxyTracerProvider = ProxyTracerProvider
    NoOpTracerProvider = NoOpTracerProvider

    def get_tracer_provider(self):
        return self.provider

    def get_tracer(self, name, version):
        return self

    def Link(self, context):
        return ("link", context)

    @contextmanager
    def start_as_current_span(self, name, *, attributes, links, record_exception, set_status_on_exception):
        assert (False, False) == (record_exception, set_status_on_exception), "what errors say may be private"
        span = OpenSpan(name, dict(attributes), links)
        self.spans.append(span)
        yield span


# ── where nobody looks ──────────────────────────────────────────────────────────────────────────────────────────────


def test_without_the_package_nothing_is_traced(monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", None)

    assert OFF is make_tracer()


@pytest.mark.parametrize(
    ("provider", "on"), [(ProxyTracerProvider(), False), (NoOpTracerProvider(), False), (object(), True)]
)
def test_with_the_package_it_is_traced_if_somebody_set_it_up(monkeypatch, provider, on):
    package = ModuleType("opentelemetry")
    monkeypatch.setitem(sys.modules, "opentelemetry", package)
    monkeypatch.setitem(sys.modules, "opentelemetry.trace", Api(provider))

    assert on == make_tracer().on


def test_spans_of_nobody_are_one_and_the_same():
    with OFF.span("send", ("msg_1",), message="msg_1") as first, OFF.span("send") as second:
        first.set(result="taken")
        first.known_as("msg_1")

    assert first is second


# ── OpenTelemetry ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_span_has_our_names_and_links_to_what_led_to_it():
    api = Api()
    tracer = OpenTelemetry(api)
    with tracer.span("decide", inbound=7) as span:
        span.known_as("msg_1", "msg_2")
    with tracer.span("send", ("msg_2", "msg_9"), message="msg_2") as span:
        span.set(result="taken")

    decided, sent = api.spans
    assert ("parley.decide", {"parley.inbound": 7}, []) == (decided.name, decided.attributes, decided.links)
    assert {"parley.message": "msg_2", "parley.result": "taken"} == sent.attributes
    assert [("link", "context of parley.decide")] == sent.links


def test_of_an_error_only_its_class_is_told():
    api = Api()
    with pytest.raises(ValueError), OpenTelemetry(api).span("decide"):
        raise ValueError("my secret is 4711")

    assert ("error", "ValueError") == api.spans[0].status


def test_only_so_many_spans_are_remembered(monkeypatch):
    monkeypatch.setattr(tracing, "TRACES_REMEMBERED_MAX", 2)
    api = Api()
    tracer = OpenTelemetry(api)
    for number in range(3):
        with tracer.span("decide") as span:
            span.known_as(f"msg_{number}")
    for number in range(3):
        with tracer.span("send", (f"msg_{number}",)):
            pass

    assert [0, 1, 1] == [len(span.links) for span in api.spans[3:]]


# ── a conversation ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
async def traced(tmp_path):
    notebook = Notebook()
    async with staged(tmp_path, tracer=notebook) as stage:
        yield stage, notebook


async def test_from_a_text_to_its_answer(traced):
    stage, notebook = traced
    await stage.says(ANA, "hello", id="in-1")
    [message] = await stage.messages(ANA)

    by_name = {span.name: span for span in notebook.spans}
    decided, sent = by_name["decide"], by_name["send"]
    assert {"kind": "message", "channel": CHANNEL, "inbound": 1} == decided.attributes
    assert ((f"{CHANNEL}:in-1",), [message.id]) == (decided.after, decided.ids)
    assert {"message": message.id, "channel": CHANNEL, "attempt": 1, "result": "taken"} == sent.attributes
    assert (message.id,) == sent.after
    assert {"rows": 1} == by_name["process"].attributes


async def test_a_send_that_fails_says_how(traced):
    stage, notebook = traced
    stage.carrier.then(SendError(ErrorClass.UNKNOWN, "timeout", "no answer"))
    await stage.says(ANA, "hello")

    assert ["unknown"] == [span.attributes["result"] for span in notebook.spans if span.name == "send"]


async def test_a_row_that_cannot_be_decided_is_marked(traced, monkeypatch):
    def fail(*args):
        raise KeyError("my secret")

    stage, notebook = traced
    monkeypatch.setattr("bot.inbox.process.decide", fail)
    await stage.says(ANA, "hello")
    monkeypatch.setattr("bot.inbox.process.decide", decide)

    assert ["KeyError"] == [span.error for span in notebook.spans if span.name == "decide"]


async def test_nobody_is_named(traced):
    stage, notebook = traced
    await stage.says(ANA, "my secret is 4711")
    await stage.says(ANA, "Ana Example")
    told = [str(value) for span in notebook.spans for value in span.attributes.values()]

    assert len(told) > 10
    assert [] == [text for text in told if re.search(r"\+\d{4}|secret|Example|Hello", text)]


def test_only_texts_are_linked_to_where_they_came_in():
    text = entries.message(CHANNEL, Inbound("in-1", ANA, "+15550100000", "hello"), NOON)
    wake = entries.wake(CHANNEL, ANA, "wake_1", "ses_1", NOON)

    assert ("main:in-1", "") == (entries.trace_id(text), entries.trace_id(wake))
