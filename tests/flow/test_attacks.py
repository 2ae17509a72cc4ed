"""Every attack of the table is refused, or costs next to nothing, in whatever place a template may stand."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest

from bot.errors import TemplateError
from bot.events import Json
from bot.flow.check import check_sources
from bot.flow.render import compile_expression, compile_text, compile_value
from bot.limits import TEMPLATE_CHARS_MAX
from tests.flow.attacks import BREAK_OUT, MEMORY, TIME
from tests.flow.test_render import HERE, NAMES

ALL = {**BREAK_OUT, **MEMORY, **TIME}
SECONDS = 3  # a hundredth of that on an idle machine: what this must catch never ends
PEAK_BYTES = 10_000_000


def outcome(read: Callable[[str], object], template: str) -> Json:
    """What a template gives when it is read and filled in; None if it is refused."""
    try:
        return read(template).evaluate(NAMES, HERE)  # type: ignore[attr-defined]
    except TemplateError:
        return None


def everywhere(template: str) -> list[Json]:
    return [outcome(read, template) for read in (compile_text, compile_expression, compile_value)]


def as_flow(template: str) -> str:
    """A flow that holds a template wherever there may be one."""
    quoted = "'" + template.replace("'", "''").replace("\n", " ") + "'"
    return (
        f"flow: a\nstart: [{{event: e, if: {quoted}, with: {{i: {quoted}}}}}]\ninputs: {{i: text}}\n"
        f"states:\n  s:\n    - say: {quoted}\n      if: {quoted}\n    - set: {{n: {quoted}}}\n"
        f"    - http: GET https://example.com\n      json: {{a: {quoted}}}\n      on_error: end\n    - end: x\n"
    )


@pytest.mark.no_cover
@pytest.mark.parametrize("template", ALL.values(), ids=ALL)
def test_an_attack_costs_nothing(template):
    begun = time.process_time()
    everywhere(template)
    seconds = time.process_time() - begun
    tracemalloc.start()
    everywhere(template)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert seconds < SECONDS
    assert peak < PEAK_BYTES


@pytest.mark.no_cover
@pytest.mark.parametrize("template", ALL.values(), ids=ALL)
def test_a_flow_with_an_attack_is_checked_in_a_moment(template):
    begun = time.process_time()

    check_sources({"flows/a.yaml": as_flow(template)})

    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("name", BREAK_OUT)
def test_nothing_breaks_out(name):
    text, *values = everywhere(BREAK_OUT[name])
    literal = {"raw hiding": "{{ x.__class__ }}", "line statement": "# for i in many\n\n# endfor"}.get(name)

    assert (text or literal) in (None, "", literal)
    assert set(values) <= {None, "", literal}


def test_the_table_is_large_and_its_templates_are_not_refused_for_their_length_alone():
    assert len(ALL) >= 120
    assert [] == [name for name, template in ALL.items() if len(template) > TEMPLATE_CHARS_MAX]
