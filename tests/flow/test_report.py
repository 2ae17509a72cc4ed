"""Findings in words: the author's own lines with carets, and four formats for people and programs."""

from __future__ import annotations

import json
from textwrap import dedent

import pytest

from bot.flow.check import check_sources
from bot.flow.diagnostic import Diagnostic, Severity
from bot.flow.model import Span
from bot.flow.report import RULES, explain, render_concise, render_full, render_github, render_json

SOURCES = {
    "flows/booking.yaml": dedent(
        """\
        flow: booking
        states:
          start:
            - ask: Shall we book?
              expect: yes_no
              replies:
                yes: bye
                no: byye
              give_up: bye
              give_up: start
          bye:
            - end: done
        """
    )
}
FINDINGS = check_sources(SOURCES)[1]


def one(**changes):
    """A finding at line 1, column 8."""
    values = {
        "code": "F012",
        "severity": Severity.ERROR,
        "message": "no state is called `x`",
        "path": "a.yaml",
        "span": Span(1, 8, 1, 9),
    }
    return Diagnostic(**{**values, **changes})


def test_full_shows_the_authors_own_lines():
    assert dedent(
        """\
        error[F012]: no state is called `byye`
         --> flows/booking.yaml:8:13
          |
        8 |         no: byye
          |             ^^^^ did you mean `bye`?
          |
          = help: states in this flow are start, bye
          = for example: bot: Shall we book?
                         me: no
          = more: parley explain F012

        error[F003]: `give_up` is written twice
          --> flows/booking.yaml:10:7
           |
         9 |       give_up: bye
           |       ------- first written here
        10 |       give_up: start
           |       ^^^^^^^
           |
           = more: parley explain F003
        """
    ) == render_full(FINDINGS, SOURCES)


def test_lines_that_lie_apart_are_set_apart():
    shown = render_full([one(related=((Span(3, 1, 3, 2), "there"),))], {"a.yaml": "flow: x\n\ny: z\n"})

    assert "1 | flow: x\n  |        ^\n  :\n3 | y: z\n  | - there\n" in shown


def test_a_finding_over_several_lines_is_underlined_to_the_end_of_the_first():
    shown = render_full([one(span=Span(1, 8, 3, 2))], {"a.yaml": "say: >  one two\n  three\nx"})

    assert "1 | say: >  one two\n  |        ^^^^^^^^\n" in shown


@pytest.mark.parametrize(
    ("line", "span", "underline"),
    [
        ("say: 日本語 x", Span(1, 10, 1, 11), " " * 12 + "^"),
        ("say: 日本語 x", Span(1, 6, 1, 9), "     ^^^^^^"),
        ("say: e\u0301 x", Span(1, 9, 1, 10), "       ^"),
        ("say:", Span(1, 5, 1, 5), "    ^"),
        ("", Span(9, 5, 9, 9), "    ^".strip().rjust(1)),
    ],
)
def test_carets_stand_under_what_a_terminal_shows(line, span, underline):
    assert f" | {underline}" in render_full([one(span=span)], {"a.yaml": line})


def test_a_long_line_is_cut_around_its_place():
    line = "a" * 300 + "HERE" + "b" * 300
    shown = render_full([one(span=Span(1, 301, 1, 305))], {"a.yaml": line}).splitlines()

    assert f"1 | ...{'a' * 30}HERE{'b' * 34}..." == shown[3]
    assert f"  | {' ' * 33}^^^^" == shown[4]


def test_what_is_said_about_a_line_fits_into_a_terminal():
    label, long = "did you mean `first_name`, or something like it?", "word " * 30
    finding = one(span=Span(1, 60, 1, 66), label=label, help="its keys are " + long, example=f"bot: {long}\nme: yes")

    shown = render_full([finding], {"a.yaml": f"say: {long}"}).splitlines()

    assert [] == [line for line in shown if len(line) > 80]
    assert label in [line.strip("| ") for line in shown]
    assert f"{' ' * 22}word word" in "\n".join(shown)


def test_a_hostile_file_moves_no_cursor():
    shown = render_full([one(message="no `\x1b[2J` \u202e")], {"a.yaml": "say: \x1b[31mred\u202e\x07"})

    assert not set("\x1b\u202e\x07") & set(shown)


def test_a_source_that_is_not_at_hand_is_no_trouble():
    assert render_full([one()], {}).startswith("error[F012]: no state is called `x`\n --> a.yaml:1:8\n")


def test_concise_is_a_line_each():
    assert [
        "flows/booking.yaml:8:13: error[F012] no state is called `byye`; did you mean `bye`?",
        "flows/booking.yaml:10:7: error[F003] `give_up` is written twice",
    ] == render_concise(FINDINGS).splitlines()


def test_json_has_the_promised_keys():
    first, second = json.loads(render_json(FINDINGS))

    assert {
        "code": "F012",
        "severity": "error",
        "message": "no state is called `byye`",
        "file": "flows/booking.yaml",
        "line": 8,
        "column": 13,
        "end_line": 8,
        "end_column": 17,
        "help": "did you mean `bye`?; states in this flow are start, bye",
        "example": "bot: Shall we book?\nme: no",
    } == first
    assert list(first) == list(second)
    assert [] == json.loads(render_json([]))


def test_github_takes_them_as_annotations():
    warned = one(severity=Severity.WARNING, path="a,b:c.yaml", message="100 % of\nit", label="x", help="y")

    place = "file=a%2Cb%3Ac.yaml,line=1,endLine=1,col=8,endColumn=9"

    assert f"::warning {place},title=F012%3A a state that does not exist::100 %25 of%0Ait%0Ax%0Ay\n" == render_github(
        [warned]
    )


def test_nothing_to_say_is_nothing():
    assert ("", "", "") == (render_full([], {}), render_concise([]), render_github([]))


def test_explain_tells_what_why_and_how():
    text = explain("f012")

    assert text.startswith("F012: a state that does not exist\n\n")
    for part in ("\n\nWhy: ", "\n\nExample:\n\n    - ask: Are you coming?\n", "\n\nFix: "):
        assert part in text


def test_explain_knows_every_rule_and_no_other():
    assert list(RULES) == sorted(RULES)
    for code in RULES:
        assert explain(code).startswith(code)
    with pytest.raises(LookupError, match="no rule is called `F999`"):
        explain("F999")
