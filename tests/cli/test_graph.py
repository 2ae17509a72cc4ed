"""`parley graph`: what it prints, and where it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

GOOD = "flow: good\nstart:\n  - keyword: [good]\nstates:\n  only:\n    - say: Good.\n    - end: done\n"
BEGINNINGS = [("mermaid", "flowchart TD\n"), ("svg", "<svg "), ("json", '{\n  "flow": "good"')]


@pytest.fixture
def flows(folder: Path) -> None:
    """A folder with one good flow."""
    (folder / "flows").mkdir()
    (folder / "flows" / "good.yaml").write_text(GOOD)


@pytest.mark.parametrize(("format", "beginning"), BEGINNINGS)
def test_a_flow_is_drawn(parley, flows, format, beginning):
    run = parley("graph", "good", "--format", format)

    assert (0, "") == (run.code, run.err)
    assert run.out.startswith(beginning)


def test_without_a_format_it_is_mermaid(parley, flows):
    assert parley("graph", "good", "--format", "mermaid").out == parley("graph", "good").out


@pytest.mark.parametrize(("name", "format"), [("a.svg", "svg"), ("a.mmd", "mermaid"), ("a.json", "json")])
def test_a_file_tells_the_format_by_its_name(parley, flows, folder, name, format):
    run = parley("graph", "good", "-o", name)

    assert (0, "", f"wrote {name}\n") == (run.code, run.out, run.err)
    assert parley("graph", "good", "--format", format).out == (folder / name).read_text(encoding="utf-8")


def test_a_format_that_is_said_goes_before_the_name(parley, flows, folder):
    parley("graph", "good", "-o", "a.txt", "--format", "json")

    assert "good" == json.loads((folder / "a.txt").read_text(encoding="utf-8"))["flow"]


def test_a_name_that_tells_nothing_is_a_question(parley, flows):
    run = parley("graph", "good", "-o", "a.png")

    assert 2 == run.code
    assert run.err.startswith("error: `a.png` does not tell what it is to hold: end its name in `.svg`")


def test_a_file_that_cannot_be_written_says_why(parley, flows):
    run = parley("graph", "good", "-o", "nowhere/a.svg")

    assert (1, "error: nowhere/a.svg cannot be written: No such file or directory\n") == (run.code, run.err)


def test_a_flow_with_errors_is_not_drawn(parley, folder):
    (folder / "bad.yaml").write_text("flow: bad\nstates: 3\n")

    run = parley("graph", "bad.yaml")

    assert (1, "") == (run.code, run.out)
    assert " --> bad.yaml:2:9\n" in run.err


def test_an_unknown_flow_is_said_with_a_suggestion(parley, flows):
    run = parley("graph", "goood")

    assert 0 != run.code
    assert "good" in run.err
