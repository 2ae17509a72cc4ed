"""What the expressions of RapidPro's flows name, and what sets its flows off."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import Any

import pytest

from bot.flow.check import check_sources
from bot.flow.diagnostic import Severity
from bot.importers import Taken, rapidpro, take_over


def taken(**export: Any) -> Taken:
    found = take_over(rapidpro.read, json.dumps({"version": "13", **export}), "imported")
    _, findings = check_sources({f"{id}.yaml": text for id, text in found.flows.items()})

    assert [] == [one.message for one in findings if one.severity is Severity.ERROR]
    return found


def asking(*texts: str, **rest: Any) -> dict[str, Any]:
    """A flow that asks for a colour, calls an API, and says what is given."""
    said = [{"type": "send_msg", "text": text} for text in texts]
    return {
        "uuid": "f",
        "name": "Test flow",
        "nodes": [
            {
                "uuid": "w",
                "router": {
                    "type": "switch",
                    "wait": {"type": "msg"},
                    "operand": "@input",
                    "cases": [{"type": "has_any_word", "arguments": ["red"], "category_uuid": "c"}],
                    "categories": [{"uuid": "c", "name": "Red", "exit_uuid": "x"}, {"uuid": "o", "exit_uuid": "x"}],
                    "default_category_uuid": "o",
                    "result_name": "Color",
                },
                "exits": [{"uuid": "x", "destination_uuid": "h"}],
            },
            {
                "uuid": "h",
                "actions": [
                    {"type": "call_webhook", "method": "GET", "url": "https://x.example", "result_name": "Found"}
                ],
                "exits": [{"uuid": "y", "destination_uuid": "s"}],
            },
            {"uuid": "s", "actions": said, "exits": [{"uuid": "z"}]},
        ],
        **rest,
    }


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("@contact", "{{ contact.name }}"),
        ("@contact.name", "{{ contact.name }}"),
        ("@contact.first_name", "{{ contact.first_name }}"),
        ("@contact.urn", "{{ contact.phone }}"),
        ("@contact.fields.shoe_size", "{{ contact.shoe_size }}"),
        ("@contact.shoe_size", "{{ contact.shoe_size }}"),
        ('@(join(contact.groups, ", "))', "{{ contact.tags | join(', ') }}"),
        ("@contact.channel.name", "{{ channel.name }}"),
        ("@contact.channel.address", "{{ channel.number }}"),
        ("@urns.tel", "{{ contact.phone }}"),
        ("@fields.now", "{{ contact.the_now }}"),
        ("@parent.contact.name", "{{ contact.name }}"),
        ("@parent.fields.age", "{{ contact.age }}"),
        ("@parent.urns.tel", "{{ contact.phone }}"),
        ("@parent.results.age", "{{ parent_age }}"),
        ("@globals.org_name", "{{ business.org_name }}"),
        ("@results.color", "{{ color }}"),
        ("@results.color.value", "{{ color }}"),
        ("@results.color.text", "{{ answers.color.text }}"),
        ("@results.color.input", "{{ answers.color.text }}"),
        ("@results.color.created_on", "{{ answers.color.at | datetime }}"),
        ("@results.color.name", "{{ 'color' }}"),
        ("@run.results.color", "{{ color }}"),
        ("@run.flow.name", "{{ 'Test flow' }}"),
        ("@run.contact.name", "{{ contact.name }}"),
        ("@input", "{{ answers.color.text }}"),
        ("@input.text", "{{ answers.color.text }}"),
        ("@results.found", "{{ found.status | default('') }}"),
        ("@results.found.extra.name", "{{ found.body.name | default('') }}"),
        ("@webhook", "{{ found.body | default('') }}"),
        ("@webhook.status", "{{ found.status | default('') }}"),
        ("@webhook.json.items.0.name", "{{ found.body.items[0].name | default('') }}"),
        ('@(webhook.json["first"][1])', "{{ found.body.first[1] | default('') }}"),
        ("@webhook.name", "{{ found.body.name | default('') }}"),
        ("@legacy_extra.name", "{{ found.body.name | default('') }}"),
        ("@trigger.params.visit", "{{ visit }}"),
        ("@results", "Color: {{ color }}\nFound: {{ found.status | default('') }}"),
    ],
)
def test_a_name(theirs: str, ours: str) -> None:
    (text,) = taken(flows=[asking(f"- {theirs}")]).flows.values()
    said = text.partition("- say: ")[2].partition("- end")[0]

    assert f"- {ours}".splitlines() == [line.strip(' "') for line in said.splitlines() if line.strip(" |")]


@pytest.mark.parametrize(
    "theirs",
    [
        "contact.created_on",
        "urns.facebook",
        "results.shoe",
        "results.found.category",
        "results.color.extra.x",
        "child.results.x",
        "input.attachments",
        "node.uuid",
        "resume.type",
        "locals.x",
        "webhook.json._private",
        "contact.channel.a.b",
    ],
)
def test_a_name_that_nothing_has(theirs: str) -> None:
    assert [f"`@{theirs}` has no counterpart and is left out"] == [
        one.said for one in taken(flows=[asking(f"Hi @{theirs}")]).remarks
    ]


FLOW = {"uuid": "f", "name": "Test flow"}
EVENT = {"event_type": "F", "flow": FLOW, "relative_to": {"key": "joined"}, "unit": "D", "offset": 1}


@pytest.mark.parametrize(
    ("export", "start"),
    [
        ({}, "- flow"),
        ({"triggers": [{"trigger_type": "K", "keyword": "go", "flow": FLOW}]}, "- keyword: [go]"),
        ({"triggers": [{"trigger_type": "C", "flow": FLOW}] * 2}, "- fallback"),
        (
            {"triggers": [{"trigger_type": "C", "flow": FLOW, "groups": [{"name": "A"}, {"name": "B"}]}]},
            "- fallback:\n  if: \"'A' in contact.tags or 'B' in contact.tags\"",
        ),
        ({"triggers": [{"trigger_type": "K", "flow": FLOW}]}, "- flow"),
        ({"triggers": [{"trigger_type": "T", "flow": {"name": "Test flow"}}]}, "- agent_closed: yes"),
        ({"campaigns": [{"events": [EVENT, EVENT]}]}, "- date: contact.joined\n  offset: 1 day"),
        (
            {"campaigns": [{"events": [{**EVENT, "offset": -2, "unit": "W", "delivery_hour": 7, "start_mode": "P"}]}]},
            '- date: contact.joined\n  offset: -2 weeks\n  at: "07:00"\n  interrupt: no',
        ),
        (
            {"campaigns": [{"events": [{**EVENT, "offset": 0, "unit": "M", "delivery_hour": 7}]}]},
            "- date: contact.joined",
        ),
        ({"campaigns": [{"events": [{**EVENT, "relative_to": {"key": "created_on"}}]}]}, "- flow"),
    ],
)
def test_a_way_in(export: dict[str, Any], start: str) -> None:
    text = taken(flows=[asking("Hi")], **export).flows["test_flow"]

    assert start == dedent(text.partition("start:\n")[2].partition("\nstates")[0]).strip()


def test_the_text_that_began_it_is_an_input() -> None:
    said = {"uuid": "s", "actions": [{"type": "send_msg", "text": "You said @input"}], "exits": []}
    flow = {**FLOW, "nodes": [said]}
    text = taken(flows=[flow], triggers=[{"trigger_type": "C", "flow": FLOW}]).flows["test_flow"]

    assert 'first_text: {type: text, default: ""}' in text
    assert '- fallback:\n    with:\n      first_text: "{{ text }}"' in text


@pytest.mark.parametrize("type", ["S", "M", "N", "R", "V", "I", "O", "?"])
def test_what_sets_off_no_flow_here(type: str) -> None:
    (found,) = taken(flows=[asking("Hi")], triggers=[{"trigger_type": type, "flow": FLOW}]).remarks

    assert ("trigger", True) == (found.place, found.said.startswith("Test flow was set off by a"))


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"message": "Hi @contact.name"}, "Hi {{ contact.name }}"),
        ({"message": {"eng": "Hi", "swa": "Jambo"}, "base_language": "swa"}, "Jambo"),
        ({"translations": {"eng": {"text": "Hi"}}, "base_language": "eng"}, "Hi"),
        ({}, "First weeks"),
    ],
)
def test_a_message_of_a_campaign_is_a_flow(event: dict[str, Any], said: str) -> None:
    campaign = {"name": "First weeks", "events": [{**EVENT, **event, "event_type": "M"}]}
    (text,) = taken(flows=[], campaigns=[campaign]).flows.values()

    assert f"  tell:\n    - say: {said}\n    - end: done" == text.partition("states:\n")[2].rstrip()
