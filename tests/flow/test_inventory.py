"""Which parts of the language a flow uses is found by the grammar's own tables."""

from __future__ import annotations

import pytest

from bot.flow import grammar
from bot.flow.inventory import Part, everything, own_options, used

FLOW = """\
flow: example
inputs: {size: integer, note: {type: text, default: ""}}
start:
  - fallback
  - keyword: [hi]
    only: yes
    if: contact.known
anytime:
  agent: {words: [agent], do: [{tag: seen}]}
states:
  one:
    - ask: Hi {{ contact.first_name | default('you') | upper }}
      expect: yes_no
      min: 1
      check: [{if: answer | length > 3, say: No.}]
      replies:
        yes: [{set: {a: "{{ b | round }}"}}]
        no: {end: no}
        more: {number: 1..2, not: {blank: yes}, go: one}
      silence: {1 day: "{{ now | day }}", 2 days: {go: one}}
    - handoff: care
      say: "{% for item in items %}{{ loop.index }}{% endfor %}"
      wait: no
"""


@pytest.mark.parametrize(
    "part",
    [
        *(("flow", name) for name in ("flow", "inputs", "start", "anytime", "states")),
        *(("input", name) for name in ("type", "default")),
        *(("type", name) for name in ("integer", "text", "yes_no")),
        *(("trigger", name) for name in ("fallback", "keyword")),
        *(("trigger keyword", "only"), ("any trigger", "if")),
        *(("verb", name) for name in ("ask", "tag", "set", "end", "go", "handoff")),
        *(("question", name) for name in ("expect", "min", "check", "replies", "silence")),
        *(("check", name) for name in ("if", "say")),
        *(("matcher", name) for name in ("words", "number", "not", "blank")),
        *(("branch", name) for name in ("go", "do")),
        *(("handoff", name) for name in ("say", "wait")),
        *(("filter", name) for name in ("default", "upper", "length", "round", "day")),
        *(("name", name) for name in ("contact", "answer", "now", "loop")),
    ],
)
def test_a_part_is_found_where_it_stands(part):
    assert Part(*part) in used(FLOW)


def test_nothing_is_found_that_is_not_there():
    assert set() == used(FLOW) - set(everything())
    assert set() == {("verb", "say"), ("branch", "end"), ("any step", "if"), ("question", "save")} & used(FLOW)


def test_every_part_is_named_once():
    parts = everything()

    assert len(parts) == len(set(parts))
    assert {Part("verb", name) for name in grammar.VERBS} <= set(parts)
    assert {Part("question", name) for name in grammar.QUESTION} <= set(parts)


def test_the_options_that_all_questions_have_are_counted_once():
    assert ["media"] == list(own_options("ask"))
    assert [] == list(own_options("listen"))
    assert list(grammar.VERBS["http"].options) == list(own_options("http"))


@pytest.mark.parametrize("source", ["", "- a", "flow: [", "flow: a\nstates: no", "flow: a\nstates: {one: [{nope: 1}]}"])
def test_a_broken_file_uses_what_can_be_read(source):
    assert used(source) <= set(everything())
