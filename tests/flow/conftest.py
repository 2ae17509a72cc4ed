"""Flows written in the test that needs them."""

from __future__ import annotations

import re
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


def example_files(example: str) -> dict[str, str]:
    """The files of a rule's example: a flow, and what stands below lines such as `# example.es.yaml`."""
    first, *rest = re.split(r"^# (\w+\.\w+\.yaml)\n", example + "\n", flags=re.MULTILINE)
    others = {f"flows/{name}": source for name, source in zip(rest[::2], rest[1::2], strict=True)}
    return {"flows/example.yaml": whole_flow(first), **others}


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
