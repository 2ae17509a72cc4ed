"""Flows written in the test that needs them."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent, indent

import pytest

from bot.flow.check import check_sources
from bot.flow.diagnostic import Diagnostic
from bot.flow.load import load
from bot.flow.model import Flow

TOP_KEYS = ("flow:", "start:", "inputs:", "anytime:", "defaults:", "class:", "expires:", "states:")


def whole_flow(text: str, name: str = "example") -> str:
    """A whole flow around some steps of its state `start`, or around keys of a flow."""
    body = dedent(text).strip("\n")
    if body.startswith("- "):
        body = f"states:\n  start:\n{indent(body, '    ')}"
    return body + "\n" if body.startswith("flow:") else f"flow: {name}\n{body}\n"


def _findings(text: str, name: str = "example") -> list[Diagnostic]:
    return check_sources({f"flows/{name}.yaml": whole_flow(text, name)})[1]


@pytest.fixture
def findings() -> Callable[[str], list[Diagnostic]]:
    """Everything the checker says about steps or a flow."""
    return _findings


@pytest.fixture
def loaded() -> Callable[[str], Flow]:
    """A flow that must load without a finding."""

    def load_whole(text: str, name: str = "example") -> Flow:
        flow, found = load(whole_flow(text, name), f"flows/{name}.yaml")
        assert [] == found
        assert flow is not None
        return flow

    return load_whole
