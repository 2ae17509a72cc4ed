"""`parley test`: what a person, a program and a build server see of it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

GREET = """\
flow: greet
start:
  - keyword: [hello]
states:
  ask:
    - ask: Hello, how are you? One word is enough, and whatever you say stays between the two of us.
      save: mood
      unclear: Sorry?
      give_up: {end: unclear}
      silence:
        1 day: {end: silent}
    - say: "{{ mood }}, I see."
    - end: heard
"""
TESTS = """\
# ours
- test: somebody answers
  talk:
    - me: hello
    - bot: Hello, how are you? One word is enough, and whatever you say stays between the two of us.
    - me: Fine
    - bot: Fine, I see.   # kept
  ends: heard

- test: nobody answers
  talk:
    - bot: ...
    - wait: 1 day
  ends: silent
"""
CHANGED = GREET.replace("One word is enough, and", "A word is enough and")


@pytest.fixture
def greet(folder):
    """A folder with one flow, its tests, and a translation that is none of our business."""
    flows = folder / "flows"
    flows.mkdir()
    (flows / "greet.yaml").write_text(GREET)
    (flows / "greet.test.yaml").write_text(TESTS)
    return flows


def test_everything_passes(parley, greet):
    run = parley("test")

    assert 0 == run.code
    assert (
        "greet\n"
        "  passed  somebody answers\n"
        "  passed  nobody answers\n"
        "\n"
        "coverage    states   replies  silences    errors    all\n"
        "greet          1/1       1/3       1/1         -   60 %\n"
        "not covered in flows/greet.yaml\n"
        "  line 6: reply unclear at ask.mood\n"
        "  line 9: reply give_up at ask.mood\n"
    ) == run.out
    assert run.err.startswith("2 tests: 2 passed, 0 failed, 0.0")


def test_a_difference_is_shown_where_it_begins(parley, greet):
    (greet / "greet.yaml").write_text(CHANGED)

    run = parley("test", "greet")

    assert 1 == run.code
    assert (
        "  failed  somebody answers\n"
        "    flows/greet.test.yaml:5: the bot says something else\n"
        "\n"
        "      me     hello\n"
        "    - wanted Hello, how are you? One word is enough, and whatever you say stays\n"
        "    -        between the two of us.\n"
        "    + got    Hello, how are you? A word is enough and whatever you say stays\n"
        "                                 ^\n"
        "    +        between the two of us.\n"
        "\n"
        "  passed  nobody answers\n"
    ) in run.out
    assert "2 tests: 1 passed, 1 failed" in run.err
    assert max(map(len, run.out.splitlines())) <= 80


def test_a_failure_at_the_end(parley, greet):
    (greet / "greet.test.yaml").write_text(TESTS.replace("ends: silent", "ends: quiet"))

    run = parley("test")

    assert (
        "    flows/greet.test.yaml:14: it ends differently\n"
        "\n"
        "      bot    Hello, how are you? One word is enough, and whatever you say stays\n"
        "             between the two of us.\n"
        "             (wait 1 day)\n"
        "    - wanted quiet\n"
        "    + got    silent\n"
        "             ^\n"
    ) in run.out


def test_expected_texts_are_taken_over_in_place(parley, greet):
    (greet / "greet.yaml").write_text(CHANGED)

    run = parley("test", "--update")

    assert 0 == run.code
    assert "rewrote 1 text in flows/greet.test.yaml\n" in run.err
    assert TESTS.replace("One word is enough, and", "A word is enough and") == (greet / "greet.test.yaml").read_text()


def test_what_is_more_than_wording_is_not_taken_over(parley, greet):
    (greet / "greet.yaml").write_text(GREET.replace("end: heard", "end: done"))

    assert 1 == parley("test", "--update").code
    assert TESTS == (greet / "greet.test.yaml").read_text()


def test_tests_by_name(parley, greet):
    run = parley("test", "-k", "NOBODY")

    assert (0, "greet\n  passed  nobody answers\n") == (run.code, run.out)


@pytest.mark.parametrize(("least", "code"), [("60", 0), ("61", 1)])
def test_coverage_can_be_asked_for(parley, greet, least, code):
    run = parley("test", "--min-coverage", least)

    assert code == run.code
    assert (code == 1) == ("error: tests cover 60 % of greet, less than 61\n" in run.err)


def test_a_flow_without_tests_is_named(parley, greet):
    (greet / "other.yaml").write_text("flow: other\nstates:\n  a:\n    - end: done\n")

    run = parley("test", "--min-coverage", "1")

    assert "other          0/1         -         -         -    0 %  no tests\n" in run.out
    assert "error: tests cover 0 % of other, less than 1\n" in run.err


def test_build_servers_get_their_xml(parley, greet, folder):
    (greet / "greet.yaml").write_text(CHANGED)
    (greet / "greet.test.yaml").write_text(TESTS.replace("somebody answers", "<somebody> & one"))

    parley("test", "--junit", "out.xml")

    (suite,) = ET.parse(folder / "out.xml").getroot()  # noqa: S314 - written a moment ago
    assert ("greet", "2", "1") == tuple(suite.get(name) for name in ("name", "tests", "failures"))
    assert [("<somebody> & one", "2", 1), ("nobody answers", "10", 0)] == [
        (case.get("name"), case.get("line"), len(case)) for case in suite
    ]
    assert "+ got    Hello, how are you? A word" in suite[0][0].text


def test_results_that_cannot_be_written(parley, greet):
    run = parley("test", "--junit", "nowhere/out.xml")

    assert (1, "error: nowhere/out.xml cannot be written: No such file or directory\n") == (run.code, run.err)


def test_programs_get_json(parley, greet):
    (greet / "greet.yaml").write_text(CHANGED)

    (flow,) = json.loads(parley("test", "--json").out)["flows"]

    assert [False, True] == [test["passed"] for test in flow["tests"]]
    assert (5, "the bot says something else") == (
        flow["tests"][0]["failure"]["line"],
        flow["tests"][0]["failure"]["message"],
    )
    assert [{"who": "me", "text": "hello"}] == flow["tests"][0]["transcript"]
    assert (60.0, {"covered": 1, "of": 3}) == (flow["coverage"]["percent"], flow["coverage"]["replies"])
    assert {"line": 6, "area": "replies", "label": "unclear at ask.mood"} == flow["coverage"]["missed"][0]


def test_mistakes_in_tests_are_findings(parley, greet):
    (greet / "greet.test.yaml").write_text(
        TESTS.replace("wait: 1 day", "wiat: 1 day").replace("  talk", "  with: {a: 1}\n  talk", 1)
    )

    run = parley("test")

    assert 1 == run.code
    assert " --> flows/greet.test.yaml:14:7\n" in run.out
    assert "did you mean `wait`?" in run.out
    assert "error[F004]: the flow `greet` has no key `a`" in run.out
    assert "0 tests: 0 passed, 0 failed" in run.err


def test_whoever_has_no_tests_is_told_how_to_make_one(parley, greet):
    (greet / "greet.test.yaml").unlink()

    run = parley("test")

    assert 0 == run.code
    assert run.err.endswith("make one with: parley chat greet --save flows/greet.test.yaml\n")


def test_a_flow_with_errors_is_not_tested(parley, greet):
    (greet / "greet.yaml").write_text(GREET.replace("end: silent", "go: silent"))

    run = parley("test")

    assert 1 == run.code
    assert "no state is called `silent`" in run.out


def test_the_tests_of_a_flow_are_no_flows(parley, greet):
    assert "checked 1 flow: 0 errors, 0 warnings\n" == parley("check").err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["gret"], "error: no flow is called `gret` in flows, did you mean `greet`?\n"),
        (["-k", "zzz"], "error: no test has `zzz` in its name\n"),
        (["-k", "a", "--min-coverage", "3"], "error: `-k` leaves tests out, so that there is no coverage to ask for\n"),
        (
            ["flows/bare.yaml"],
            "error: flows/bare.yaml has no tests; make one with: parley chat bare --save flows/bare.test.yaml\n",
        ),
        (["flows/lost.test.yaml"], "error: flows/lost.test.yaml tests a flow that is not there: flows/lost.yaml\n"),
        (["empty"], "error: there are no flows in empty\n"),
    ],
)
def test_what_is_not_there(parley, greet, folder, words, expected):
    (folder / "empty").mkdir()
    if "bare" in words[0]:
        (greet / "bare.yaml").write_text("flow: bare\nstates:\n  a:\n    - end: done\n")

    run = parley("test", *words)

    assert (2, "", expected) == (run.code, run.out, run.err)


def test_one_file_of_tests(parley, greet):
    assert 0 == parley("test", "flows/greet.test.yaml").code
