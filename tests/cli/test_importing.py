"""Flows of other tools, written into the folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SURVEY = {
    "description": "How was it?",
    "states": [
        {"name": "Trigger", "type": "trigger", "transitions": [{"event": "incomingMessage", "next": "ask"}]},
        {
            "name": "ask",
            "type": "send-and-wait-for-reply",
            "transitions": [{"event": "incomingMessage", "next": "menu"}],
            "properties": {"body": "How was it?", "timeout": "3600"},
        },
        {"name": "menu", "type": "make-coffee", "transitions": [{"event": "made", "next": "thanks"}]},
        {"name": "thanks", "type": "send-message", "transitions": [], "properties": {"body": "Thank you!"}},
    ],
}


@pytest.fixture
def survey(folder: Path) -> Path:
    (folder / "How was it.json").write_text(json.dumps(SURVEY))
    return folder


def test_a_flow_is_written_and_what_to_look_at_is_told(parley, survey):
    run = parley("import", "studio", "How was it.json", "-o", "flows")

    assert (0, "flows/how_was_it.yaml\n") == (run.code, run.out)
    assert (
        "\nto look at; each is a comment at its place, too:\n"
        "  there is nothing like `make-coffee`; it is passed by\n"
        "    at menu\n"
        "\nnow try: parley check flows\n"
    ) == run.err
    assert 0 == parley("check", "flows").code
    assert "flow: how_was_it\n" in (survey / "flows" / "how_was_it.yaml").read_text()


def test_what_is_there_is_not_written_over_unless_one_says_so(parley, survey):
    parley("import", "studio", "How was it.json", "-o", "flows")
    (survey / "flows" / "how_was_it.yaml").write_text("mine")

    again = parley("import", "studio", "How was it.json", "-o", "flows")

    assert 1 == again.code
    assert (
        "error: flows/how_was_it.yaml is there already; choose another folder with -o, or write over it with --force\n"
        == again.err
    )
    assert "mine" == (survey / "flows" / "how_was_it.yaml").read_text()
    assert 0 == parley("import", "studio", "How was it.json", "-o", "flows", "--force").code
    assert "flow: how_was_it\n" in (survey / "flows" / "how_was_it.yaml").read_text()


@pytest.mark.parametrize(
    ("content", "code", "why"),
    [
        (None, 2, "cannot be read: No such file or directory"),
        (b"\xff\xfe\xff", 1, "is not UTF-8; export it again as JSON"),
        (b"<html>", 1, "this is no JSON"),
        (b"{}", 1, "this is no flow of Studio"),
    ],
)
def test_a_file_that_is_no_flow_is_refused_in_a_sentence(parley, folder, content, code, why):
    if content is not None:
        (folder / "x.json").write_bytes(content)

    run = parley("import", "studio", "x.json", "-o", "flows")

    assert code == run.code
    assert run.err.startswith("error: x.json")
    assert why in run.err
    assert not (folder / "flows").exists()


def test_what_is_long_is_wrapped_and_what_is_of_several_flows_says_of_which(parley, folder):
    (folder / "x.json").write_bytes((Path(__file__).parents[1] / "importers" / "rapidpro" / "desk.json").read_bytes())

    run = parley("import", "rapidpro", "x.json", "-o", "flows")

    assert 4 == len(run.out.splitlines())
    assert "  the ticket was for Bob; here whoever looks after the queue `Sales` takes it\n" in run.err
    assert "    at help_desk: ticket\n" in run.err
    assert [] == [line for line in run.err.splitlines() if len(line) > 80]
