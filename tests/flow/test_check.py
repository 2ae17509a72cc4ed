"""The checker as a whole: everything in one run, each mistake once, nothing invented, fast on long flows."""

from __future__ import annotations

import time

import pytest

from bot.flow.check import check, check_sources
from bot.flow.load import is_flow_file, load
from bot.flow.report import RULES
from tests.flow.conftest import example_files
from tests.shipped import FOLDER, SOURCES, files_of

SECONDS = 20  # a tenth of that on an idle machine: what this must catch never ends
"""Of CPU; measuring coverage takes its time too."""
FLOWS = sorted(path for path in FOLDER.iterdir() if is_flow_file(path.name))

TWELVE_MISTAKES = """
flow: visit
start:
  - keyword: [book, stop]
states:
  hello:
    - ask: Hi {{ contact.first_name }}, would you like to book?
      expect: yes_no
      replies:
        yes: ask_nmae
        no: bye
      unclera: Please reply YES or NO.
      silence:
        4 hrs: Are you there?
  ask_name:
    - ask: What is your name?
      save: name
      expect: txt
    - say: Thank you, {{ nmae }}.
    - say: One thing: bring your card.
    - say: Bye
      go: bye
  rate:
    - ask: From 0 to 10, how was it?
      expect: integer
      min: 0
      max: 10
      save: score
      replies:
        0..6: bye
        8..10: bye
  bye:
    - sya: See you
    - end: done
    - say: Really.
"""


def test_twelve_mistakes_are_twelve_findings_in_one_run():
    flows, findings = check_sources({"flows/visit.yaml": TWELVE_MISTAKES})

    assert {} == flows
    assert [
        (4, 21, "F061", ""),
        (10, 14, "F012", "did you mean `ask_name`?"),
        (12, 7, "F004", "did you mean `unclear`?"),
        (14, 9, "F008", "did you mean `4 hours`?"),
        (18, 15, "F007", "did you mean `text`?"),
        (19, 26, "F040", "did you mean `name`?"),
        (20, 12, "F009", ""),
        (22, 7, "F006", "start a step of its own: `- go: ...`"),
        (23, 3, "F013", ""),
        (31, 9, "F019", ""),
        (33, 7, "F005", "did you mean `say`?"),
        (35, 7, "F015", ""),
    ] == [(it.span.line, it.span.column, it.code, it.label) for it in findings]


ELSEWHERE = {"F067", "F085", "F110"}
"""What shows where people are (tests/test_deploy.py), what takes hundreds of mistakes, and what the settings do."""


@pytest.mark.parametrize("rule", [it for it in RULES.values() if it.code not in ELSEWHERE], ids=lambda rule: rule.code)
def test_the_example_of_a_rule_breaks_it_and_is_worded(rule):
    neighbour = {"flows/neighbour.yaml": "flow: neighbour\nstates: {a: [{end: x}]}"}

    files = example_files(rule.example)

    found = check_sources({**neighbour, **files}, actions=["find_table"])[1]

    assert rule.code in {it.code for it in found}, found
    for finding in found:
        assert finding.message.startswith(("YAML", "STOP")) or not finding.message[0].isupper()
        assert not finding.message.endswith(".")
        assert finding.path in files


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_explains_itself(rule):
    assert all((rule.title, rule.what, rule.why, rule.example, rule.fix))
    assert rule.what.endswith(".")
    assert rule.fix.endswith((".", "`."))


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_a_shipped_flow_has_no_finding_alone(path):
    flows, findings = check_sources(files_of(path.stem))

    assert ([path.stem], []) == (list(flows), findings)


def test_the_shipped_flows_have_no_finding_together():
    flows, findings = check_sources(SOURCES)

    assert ([path.stem for path in FLOWS], []) == (list(flows), findings)


def test_flows_that_are_loaded_already_are_checked_too():
    flow, _ = load("flow: a\nstates: {b: [{go: c}]}", "a.yaml")

    assert ["F012"] == [finding.code for finding in check([flow])]


def test_a_file_with_errors_does_not_keep_the_others_out():
    flows, findings = check_sources(
        {
            "flows/good.yaml": "flow: good\nstates: {a: [{end: x}]}",
            "flows/warned.yaml": "flow: warned\nstates: {a: [{ask: x, unclear: y}, {end: x}]}",
            "flows/bad.yaml": "flow: bad\nstates: {a: [{go: x}]}",
        }
    )

    assert ["good", "warned"] == list(flows)
    assert [("flows/bad.yaml", "F012"), ("flows/warned.yaml", "F021")] == [(it.path, it.code) for it in findings]


@pytest.mark.no_cover
def test_a_flow_of_a_thousand_states_is_checked_in_two_seconds():
    states = "".join(
        f"""
  s{number}:
    - ask: Question {number} for {{{{ contact.first_name | default('you') }}}}, yes or no?
      expect: yes_no
      save: answer_{number}
      replies:
        yes: s{number + 1}
        no: s0
      unclear: Sorry?
      give_up: s1000
"""
        for number in range(1_000)
    )
    source = f"flow: long\nstates:{states}\n  s1000:\n    - end: done\n"
    started = time.process_time()

    flows, findings = check_sources({"long.yaml": source})

    assert (["long"], []) == (list(flows), findings)
    assert time.process_time() - started < SECONDS


def test_a_flow_with_more_ways_than_can_be_compiled_is_refused():
    labels = "".join(f"  l{n}: {{words: [w{n}], go: start}}\n" for n in range(200))
    questions = "".join(f"    - ask: Question {n}?\n" for n in range(60))
    source = f"flow: big\nanytime:\n{labels}states:\n  start:\n{questions}    - end: done\n"

    flows, found = check_sources({"flows/big.yaml": source})

    assert {} == flows
    assert ["F011"] == [it.code for it in found if it.severity == "error"]


def test_a_call_may_take_its_whole_address_from_a_value(findings):
    written = "- http: GET {{ contact.calendar_url }}\n  save: x\n  on_error: start\n- end: done"

    assert "F007" not in {it.code for it in findings(written)}
    assert "F007" in {it.code for it in findings(written.replace("_url }}", "_url }}/days"))}


def test_mistakes_in_a_state_that_is_written_twice_are_found_too(findings):
    written = "flow: example\nstates:\n  a:\n    - end: x\n  a:\n    - sya: hi\n    - end: y\n"

    assert ["F003", "F005"] == [it.code for it in findings(written)]


def test_what_asks_needs_a_channel_that_can_be_answered():
    """Whoever sends from names alone may say things, and ask nothing."""
    asks = "flow: asks\nstart:\n  - fallback\nstates:\n  a:\n    - say: Hi.\n    - ask: Well?\n    - end: x\n"
    sources = {"asks.yaml": asks, "says.yaml": "flow: says\nstates:\n  a:\n    - say: Hi.\n    - end: x\n"}
    flows, findings = check_sources(sources, heard=False)

    assert ["says"] == list(flows)
    assert [("asks.yaml", "F110", 7, "bot: Hi.\nbot: Well?")] == [
        (it.path, it.code, it.span.line, it.example) for it in findings if it.severity == "error"
    ]
    assert {"asks", "says"} == check_sources(sources)[0].keys()
