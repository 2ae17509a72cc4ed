"""docs/triggers.md is tested like code: its flows are clean, and each is followed by tests of it that pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.engine.machine import compile_flow
from bot.flow.check import check_sources
from bot.flow.grammar import TRIGGERS
from bot.flow.recurrence import read_rule
from bot.flow.testing import check_case, read_cases
from bot.limits import LATE_HOURS_MAX, TRIGGERED_STARTS_PER_DAY_MAX
from bot.proving import prove_all

TEXT = (Path(__file__).resolve().parent.parent / "docs" / "triggers.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("number", range(0, len(BLOCKS), 2))
def test_every_example_is_clean_and_its_test_passes(number):
    flow, tests = BLOCKS[number : number + 2]
    name = str(re.search(r"^flow: (\w+)", flow, re.MULTILINE)[1])
    flows, findings = check_sources({f"{name}.yaml": flow})
    cases, wrong = read_cases(tests, f"{name}.test.yaml")

    assert ([], []) == (findings, wrong)
    assert [] == [finding for case in cases for finding in check_case(case, flows[name], "")]
    suite = prove_all(compile_flow(flows[name]), cases, "")
    assert [None] == [proof.failure for proof in suite.proofs]


def test_every_trigger_is_described():
    rows = re.findall(r"^\| `(\w+)", TEXT.partition("Every trigger takes")[0], re.MULTILINE)

    assert set(TRIGGERS) == set(rows)


def test_every_rule_of_the_table_is_one():
    rules = re.findall(r"`(every [^`]*\d\d:\d\d)`", TEXT)

    assert len(rules) == 9
    assert all(read_rule(rule) for rule in rules)


def test_limits_are_those_of_the_code():
    assert f"**{LATE_HOURS_MAX} hours** late" in TEXT
    assert TRIGGERED_STARTS_PER_DAY_MAX == 10
    assert "**ten flows a day**" in TEXT
