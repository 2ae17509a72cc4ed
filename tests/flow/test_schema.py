"""What an editor is told about flows is what the loader takes, and typical mistakes are seen while they are typed."""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft202012Validator

from bot.flow import grammar
from bot.flow.check import check_sources
from bot.flow.grammar import Kind
from bot.flow.load import load, read_draft
from bot.flow.repair import read_document
from bot.flow.schema import KINDS, schema
from bot.flow.yaml import Items, Node, Pairs, Scalar
from tests.flow.samples import REPOSITORY, SAMPLES, SHIPPED

SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA)

MODELINE = "# yaml-language-server: $schema=../docs/flow.schema.json\n"


def as_text(node: Node | None) -> object:
    """A file as the loader reads it: every scalar is text."""
    match node:
        case Items():
            return [as_text(item) for item in node.nodes]
        case Pairs():
            return {key.text: as_text(value) for key, value in node.pairs}
    return node.text if node else None


def as_editors_do(node: Node | None) -> object:
    """A file as YAML 1.2 reads it: numbers, booleans and nothing at all where they are not quoted."""
    match node:
        case Items():
            return [as_editors_do(item) for item in node.nodes]
        case Pairs():
            return {key.text: as_editors_do(value) for key, value in node.pairs}
        case Scalar(style="", text=text):
            typed = re.fullmatch(r"true|false|null|-?(0|[1-9]\d*)(\.\d+)?", text)
            return json.loads(text) if typed else (text or None)
    return node.text if node else None


READINGS = [as_text, as_editors_do]


def faults(source: str, read=as_text) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(read(read_document(source, grammar.KEYWORDS).root))]


def flow_of(part: str) -> str:
    """A flow around steps, or around keys of a flow."""
    if part.startswith("- "):
        part = "states:\n  start:\n" + re.sub("^", "    ", part, flags=re.MULTILINE)
    elif "states:" not in part:
        part += "\nstates:\n  start:\n    - end: done"
    return f"flow: example\n{part}\n"


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


def test_the_published_file_is_in_step_with_the_grammar():
    published = (REPOSITORY / "docs" / "flow.schema.json").read_text(encoding="utf-8")

    assert SCHEMA == json.loads(published), "write it again with: make docs"


def test_every_kind_of_value_is_described():
    assert set(Kind) == set(KINDS)


def test_every_reference_leads_somewhere():
    named = set(re.findall(r'"#/\$defs/([\w-]+)"', json.dumps(SCHEMA)))

    assert set() == named - set(SCHEMA["$defs"])


def test_every_key_says_what_it_is_for():
    tables = [SCHEMA, *(part for part in SCHEMA["$defs"].values() if "properties" in part)]
    keys = [key for table in tables for key in table["properties"].values()]

    assert all("description" in key for key in keys if "enum" not in key)
    assert grammar.VERBS["ask"].doc == SCHEMA["$defs"]["step-ask"]["properties"]["ask"]["description"]


@pytest.mark.parametrize("read", READINGS)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_flow_that_loads_is_accepted(name, read):
    flow, findings = load(SAMPLES[name], name)

    assert flow is not None, findings
    assert [] == faults(SAMPLES[name], read)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_flow_names_its_schema(name):
    assert SHIPPED[name].startswith(MODELINE)


@pytest.mark.parametrize("name", SHIPPED)
def test_naming_the_schema_does_not_change_the_version(name):
    without = SHIPPED[name].removeprefix(MODELINE)

    assert read_draft(without, f"{name}.yaml").flow.version == read_draft(SHIPPED[name], f"{name}.yaml").flow.version


@pytest.mark.parametrize(
    "steps",
    [
        "- end:",
        "- end: 404",
        "- say: 5",
        "- ask: Quantité ?\n  save: quantité",
        "- go: été-2",
        "- pause: 4 HOURS",
        "- pause: 1   day",
        "- ask: Well?\n  min: 2.5\n  expect: number",
        '- ask: Which?\n  choices: "{{ slots.body }}"',
        "- handoff: care\n  wait: False",
        "- handoff: care\n  priority: vip",
        "- set: {a: null, contact.b: [{c: true}]}",
    ],
)
@pytest.mark.parametrize("read", READINGS)
def test_no_false_alarm(steps, read):
    assert [] == faults(flow_of(steps), read)


MISTAKES = [
    "- sya: Hello",
    "- say Hello",
    "- go:start",
    "- if: contact.name",
    "- say: Hi\n  go: start",
    "- say: Hi\n  unclear: Pardon?",
    "- ask: Hi\n  expect: integr",
    "- ask: Hi\n  expect: list",
    "- ask: [a, b]",
    "- say: {text: Hi}",
    "- say: []",
    "- listen: now",
    "- ask: Hi\n  give_up: {say: x}",
    "- ask: Hi\n  silence: soon",
    "- ask: Hi\n  silence: {4 hrs: x}",
    "- ask: Hi\n  silence: {30min: x}",
    "- pause: -1 day",
    "- ask: Hi\n  understand: perhaps",
    "- ask: Hi\n  choices: [a, b]",
    "- ask: Hi\n  expect: choice",
    "- ask: Hi\n  expect: regex",
    "- ask: Hi\n  save: first name",
    "- ask: Hi\n  save: contact.name",
    "- ask: Hi\n  save: answer",
    "- ask: Hi\n  check: [{if: x}]",
    "- ask: Hi\n  replies: {a: {words: [b]}}",
    "- ask: Hi\n  replies: {a: {words: [b], goo: start}}",
    "- ask: Hi\n  replies: {a: {number: x, go: start}}",
    "- ask: Hi\n  replies: [yes, no]",
    "- http: https://example.com",
    "- http: FETCH https://example.com",
    "- http: GET https://example.com\n  retry: often",
    "- http: POST https://example.com\n  form: {a: b}\n  json: {a: b}",
    "- schedule: other",
    "- schedule: other\n  at: x\n  in: 2 days",
    "- split: {a: 0}",
    "- split: {a: half}",
    "- handoff: care\n  wait: maybe",
    "- end: all done",
    "- go: 7up",
    "- set: {first name: x}",
    "titel: Hi",
    "start: hello",
    "start: [{keyword: [hi], at: '10:00'}]",
    "start: [{event: x, at: '25:00'}]",
    "start: [{event: x, interrupt: maybe}]",
    "start: [{keywrod: hi}]",
    "class: markting",
    "language: English",
    "expires: never",
    "on_change: stay",
    "inputs: {size: int}",
    "inputs: {size: {default: 4}}",
    "anytime: {agent: {go: start}}",
    "anytime: {agent: {words: [agent]}}",
    "defaults: {save: x}",
    "states: {}",
    "states: {end: [{end: done}]}",
    "states: {a b: [{end: done}]}",
    "states: {a: {say: Hi}}",
    "states: {a: []}",
]


@pytest.mark.parametrize("read", READINGS)
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_typical_mistake_is_refused(mistake, read):
    source = flow_of(mistake)

    assert [] != check_sources({"example": source})[1], "the checker sees nothing wrong with it"
    assert [] != faults(source, read)


@pytest.mark.parametrize("missing", ["flow", "states"])
def test_what_every_flow_needs(missing):
    whole = {"flow": "a", "states": {"start": [{"end": "done"}]}}

    assert VALIDATOR.is_valid(whole)
    assert not VALIDATOR.is_valid({key: value for key, value in whole.items() if key != missing})
