"""No false alarm: flows as careful people write them, in many trades and styles, have no finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine.machine import compile_flow
from bot.flow import grammar
from bot.flow.check import check_sources
from bot.flow.model import Type
from tests.flow.samples import SHIPPED

FOLDER = Path(__file__).parent / "valid"
VALID = {f"flows/{path.name}": path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml"))}


def findings(sources):
    found = check_sources(sources, actions=["find_policy"])[1]
    return [(it.path, it.span.line, it.code, it.message) for it in found]


@pytest.mark.parametrize("path", VALID, ids=lambda path: Path(path).stem)
def test_a_valid_flow_has_no_finding(path):
    assert [] == findings({path: VALID[path]})


def test_valid_flows_have_no_finding_together():
    assert [] == findings(VALID)


def test_valid_flows_compile():
    flows, _ = check_sources(VALID, actions=["find_policy"])

    assert len(VALID) == len(flows) >= 30
    for flow in flows.values():
        assert compile_flow(flow)


def test_valid_flows_use_the_whole_language():
    written = "\n".join([*VALID.values(), *SHIPPED.values()])
    options = {*grammar.QUESTION, *grammar.VERBS, *grammar.FLOW, *grammar.TRIGGER_COMMON}
    options |= {name for verb in grammar.VERBS.values() for name in verb.options}

    assert set() == {name for name in options if f"{name}:" not in written}
    assert set() == {str(kind) for kind in grammar.QUESTION_TYPES if f"expect: {kind}" not in written} - {
        Type.TEXT, Type.CHOICE, Type.NOTHING
    }  # fmt: skip
