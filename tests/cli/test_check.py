"""Findings in every form, and codes that a script can rely on."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.stage import ANA, staged
from tests.test_deploy import MAPPED, RENAMED, VISIT

GOOD = """\
flow: good
start:
  - keyword: [good]
states:
  only:
    - say: Good.
    - end: done
"""
BAD = GOOD.replace("good", "bad").replace("end: done", "go: nowhere")
WARNED = """\
flow: warned
start:
  - keyword: [warned]
states:
  only:
    - ask: Yes or no?
      expect: yes_no
      unclear: YES or NO?
    - end: done
"""


@pytest.fixture
def flows(folder: Path) -> Path:
    """A folder with a flow that is good, and a test, which is none."""
    (folder / "flows").mkdir()
    for name, text in {"good.yaml": GOOD, "good.test.yaml": "- no flow"}.items():
        (folder / "flows" / name).write_text(text)
    return folder / "flows"


def test_nothing_to_mend(parley, flows):
    run = parley("check")

    assert (0, "", "checked 1 flow: 0 errors, 0 warnings\n") == (run.code, run.out, run.err)


def test_a_mistake_is_shown_where_it_is(parley, flows):
    (flows / "bad.yaml").write_text(BAD)

    run = parley("check")

    assert 1 == run.code
    assert run.out.startswith("error[F0")
    assert " --> flows/bad.yaml:7:11\n" in run.out
    assert "7 |     - go: nowhere\n  |           ^^^^^^^" in run.out
    assert "checked 2 flows: 1 error, 0 warnings\n" == run.err


def test_findings_as_json_have_the_promised_keys(parley, flows):
    (flows / "bad.yaml").write_text(BAD)

    run = parley("check", "--format", "json")

    [finding] = json.loads(run.out)
    assert [
        "code",
        "severity",
        "message",
        "file",
        "line",
        "column",
        "end_line",
        "end_column",
        "help",
        "example",
    ] == list(finding)
    assert ("error", "flows/bad.yaml", 7, 11) == tuple(finding[key] for key in ("severity", "file", "line", "column"))


def test_no_findings_as_json_are_an_empty_list(parley, flows):
    assert [] == json.loads(parley("check", "--format", "json").out)


@pytest.mark.parametrize(
    ("format", "expected"),
    [("concise", "flows/bad.yaml:7:11: error[F0"), ("github", "::error file=flows/bad.yaml,line=7,")],
)
def test_findings_on_one_line(parley, flows, format, expected):
    (flows / "bad.yaml").write_text(BAD)

    run = parley("check", "--format", format)

    assert (1, 1) == (run.code, len(run.out.splitlines()))
    assert run.out.startswith(expected)


def test_warnings_pass_unless_they_must_not(parley, flows):
    (flows / "warned.yaml").write_text(WARNED)

    assert (0, 1) == (parley("check").code, parley("check", "--strict").code)
    assert "checked 2 flows: 0 errors, 1 warning\n" == parley("check").err


def test_files_and_folders_can_be_named(parley, flows, folder):
    (folder / "bad.yaml").write_text(BAD)

    assert 1 == parley("check", "bad.yaml").code
    assert "checked 2 flows: 1 error, 0 warnings\n" == parley("check", "bad.yaml", "flows").err


def test_a_file_that_is_not_there(parley, folder):
    run = parley("check", "nowhere.yaml")

    assert (2, "error: nowhere.yaml cannot be read: No such file or directory\n") == (run.code, run.err)


def test_text_that_is_not_utf_8_is_a_finding(parley, flows):
    (flows / "bad.yaml").write_bytes(GOOD.replace("good", "bad").encode() + b"# \xff\n")

    run = parley("check", "--format", "concise")

    assert 1 == run.code
    assert "flows/bad.yaml:8:3: error" in run.out


def test_a_rule_is_explained(parley):
    run = parley("explain", "f001")

    assert 0 == run.code
    assert "F001" in run.out


def test_rules_are_listed(parley):
    rules = json.loads(parley("explain", "--json").out)

    assert [rule["code"] for rule in rules] == [line.split()[0] for line in parley("explain").out.splitlines()[1:]]
    assert all(rule["what"] and rule["why"] and rule["fix"] for rule in rules)
    assert rules[0] == json.loads(parley("explain", rules[0]["code"], "--json").out)


def test_a_rule_that_does_not_exist(parley):
    run = parley("explain", "X")

    assert (2, "error: no rule is called `X`, see them all with: parley explain\n") == (run.code, run.err)


# ── against the database ──


def people_wait(folder: Path) -> None:
    """Somebody is asked a question, and then the file changes."""

    async def run() -> None:
        async with staged(folder, VISIT) as stage:
            await stage.says(ANA, "visit")

    asyncio.run(run())
    (folder / "flows" / "visit.yaml").write_text(RENAMED)


def test_check_itself_needs_no_database(parley, folder):
    people_wait(folder)

    assert 0 == parley("check").code


def test_live_tells_who_would_lose_their_place_and_a_mapping_mends_it(parley, folder):
    people_wait(folder)

    run = parley("check", "--live")

    assert 1 == run.code
    assert run.out.startswith(
        "error[F067]: 1 person waits on the question `confirm.1`, which this version does not have"
    )
    assert "  = help: say where they go: `moved: {confirm.1: confirm.visit}`\n" in run.out
    assert "checked 1 flow: 1 error, 0 warnings\n" == run.err
    (folder / "flows" / "visit.yaml").write_text(MAPPED)
    assert 0 == parley("check", "--live").code


def test_live_before_there_is_a_database(parley, flows):
    assert (0, False) == (parley("check", "--live").code, Path("parley.db").exists())


def test_explain_knows_what_only_shows_at_a_deploy(parley):
    assert "F067: a removed question on which people wait" in parley("explain", "F067").out
