"""A formatted file says the same, keeps its comments, and is not changed by formatting it again."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flow import grammar
from bot.flow.comments import Comments, scalars
from bot.flow.fmt import format
from bot.flow.load import load, read_draft
from bot.flow.repair import read_document
from bot.flow.wrap import WIDTH
from bot.flow.yaml import split_lines
from tests.flow.conftest import whole_flow
from tests.flow.samples import SAMPLES, SHIPPED


def formatted(source: str) -> str:
    text, findings = format(source, "example")
    assert [] == findings
    return text


def steps(text: str) -> str:
    """The formatted steps of a flow that has only these."""
    head = "flow: example\n\nstates:\n  start:\n"
    whole = formatted(whole_flow(text))
    assert whole.startswith("flow: example\n\nstates:\n  start:\n")
    return "\n".join(line[4:] for line in whole.removeprefix(head).splitlines())


def version(source: str) -> str:
    flow = read_draft(source, "example").flow
    assert flow is not None
    return flow.version


def comments(source: str) -> list[str]:
    root = read_document(source, grammar.KEYWORDS).root
    assert root is not None
    return [re.sub(r"^#\s*", "", comment.text) for comment in Comments(split_lines(source), root).waiting]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_flows_are_formatted(name):
    assert SHIPPED[name] == formatted(SHIPPED[name]), "lay it out with: parley fmt"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_version_stays(name):
    assert version(SAMPLES[name]) == version(formatted(SAMPLES[name]))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("say: 'Hello'", "say: Hello"),
        ('say: "It\'s on"', "say: It's on"),
        ("say: {{ name }}, hi", 'say: "{{ name }}, hi"'),
        ("say: {{ name }} #1 #2", 'say: "{{ name }} #1 #2"'),
        ("say: {{ name }}", 'say: "{{ name }}"'),
        ("say: Hi there: reply YES", 'say: "Hi there: reply YES"'),
        ("say: Reply #1 now", 'say: "Reply #1 now"'),
        ("say: Reply #1 now  # really", 'say: "Reply #1 now"  # really'),
        ("say: 'Hi' #1 #2", "say: Hi   # 1 #2"),
        ("say: #1", 'say: "#1"'),
        ("say: *Sale*", 'say: "*Sale*"'),
        ("say: @home", 'say: "@home"'),
        ('say: "Hi" she said: "Bye"', 'say: \'"Hi" she said: "Bye"\''),
        (r'ask: "\d+"', r"ask: \d+"),
        (r'ask: "\bfoo \"x\""', r"""ask: \bfoo "x\""""[:-2] + '"'),
        ("say: [a, Hi #1 now]", None),
        ("say: [a, 'b, c']", 'say: [a, "b, c"]'),
        ("say:\n  - Hi: call\n  - b", 'say:\n    - "Hi: call"\n    - b'),
        ("say:\n  - Hi: call #5\n  - b", 'say:\n    - "Hi: call #5"\n    - b'),
        ('set: {a: "1", b: 1, c: "yes", d: ""}', 'set: {a: "1", b: 1, c: "yes", d: ""}'),
        ("say: 'a\\b'", r"say: a\b"),
        ("say: 'a\\b: c'", r"say: 'a\b: c'"),
        ('say: "a\\u2028b"', 'say: "a\\u2028b"'),
        ('say: "a\\U0001f44d"', "say: a👍"),
        ("tag: [ a,b , c ]", "tag: [a, b, c]"),
        ("tag:\n  - a\n  - b", "tag:\n    - a\n    - b"),
        ("set:\n        a: b", "set:\n    a: b"),
        ("say: one\n    two", "say: one two"),
        ("say: 'one\n\n    two'", "say: |\n    one\n    two"),
        ('say: "one\\ntwo"', 'say: "one\\ntwo"'),
        ("say: |\n     one\n       two", "say: |\n    one\n      two"),
        ("say: >-\n     one\n     two", "say: >\n    one\n    two"),
        ("say: >\n     one\n\n     two", "say: >\n    one\n\n    two"),
        ("say: >\n     one\n       two\n     three", "say: |\n    one\n      two\n    three"),
        ("json: [ ]", "json: []"),
        ("end:   ", "end:"),
        ("end:   # at last", "end:   # at last"),
        ("end: # at last", "end:  # at last"),
        ("end: done #!now", 'end: "done #!now"'),
        ("handoff: care\n  wait: no #now", "handoff: care\n  wait: no  # now"),
    ],
)
def test_a_text_gets_the_quotes_it_needs(written, expected):
    if expected is None:
        assert format(whole_flow(f"- {written}"), "example")[1]
    else:
        assert f"- {expected}" == steps(f"- {written}")


def test_long_texts_are_folded():
    text = "word " * 40 + "{{ contact.first_name | default('somebody') | upper }} " * 3 + "end"

    written = steps(f"- say: {text}").splitlines()

    assert "- say: >" == written[0]
    assert all(len(line) + 4 <= WIDTH for line in written)
    assert all(line.count("{{") == line.count("}}") for line in written)
    assert text == " ".join(line.strip() for line in written[1:])


@pytest.mark.parametrize("text", ["x" * 120, '"' + "a \\n" * 60 + '"', "'" + " a" * 60 + "'"])
def test_what_cannot_be_folded_stays_on_its_line(text):
    assert 1 == len(steps(f"- say: {text}").splitlines())


def test_the_author_cuts_folded_lines():
    written = "- say: >\n    One.\n    Two."

    assert written == steps(written)


def test_lists_too_long_for_a_line_are_spread():
    words = [f"word{number}" for number in range(20)]

    written = steps(f"- ask: Well?\n  replies: {{a: {{words: [{', '.join(words)}], go: start}}, b: start}}")

    assert (
        dedent(
            """\
        - ask: Well?
          replies:
            a:
              words:
        """
        )
        + "".join(f"        - {word}\n" for word in words)
        + "      go: start\n    b: start"
        == written
    )


LAYOUT = """\
# before everything


flow:   example   # its name
# before states
states:
    # before the first

    first:    # the first
       # before a step
       - say:   Hello    # beside a text
       -  # beside a dash
         tag: [a,    # in a list
               # alone in a list
               b]  # after a list
       - say: >   # beside a block
           Folded # no comment


       # after a blank
       - go: second
       # at the end of a state
    second:
     - say: "it's
          # no comment"
     - end:
  # almost at the left
# at the left
"""
LAID_OUT = """\
# before everything

flow: example     # its name

# before states
states:
  # before the first

  first:      # the first
    # before a step
    - say: Hello         # beside a text
    # beside a dash
    - tag:
        - a          # in a list
        # alone in a list
        - b        # after a list
    - say: >      # beside a block
        Folded # no comment

    # after a blank
    - go: second
    # at the end of a state

  second:
    - say: "it's # no comment"
    - end:
# almost at the left
# at the left
"""


def test_comments_stay_where_they_stand():
    assert LAID_OUT == formatted(LAYOUT)
    assert comments(LAYOUT) == comments(LAID_OUT)
    assert LAID_OUT == formatted(LAID_OUT)


@pytest.mark.parametrize(
    "source",
    [
        "flow: a\tb\n",
        "flow: a\nflow: b\n",
        "flow: &x a\n",
        'flow: "a\n',
        "",
        "- a\n",
        whole_flow(f"- say: [a: {'x' * 90}]"),
        f"? {'x' * 2000}\n: a\n",
    ],
)
def test_what_cannot_be_formatted_stays_as_it_is(source):
    text, findings = format(source, "example")

    assert source == text
    assert findings


def test_a_mistake_that_is_no_matter_of_layout_is_left_to_the_checker():
    assert "flow: example\ntitel: x\n" == formatted("flow:  example\ntitel:  x")


def test_lines_end_as_lines_do():
    assert "flow: example\ntitle: a\n" == formatted("\ufeffflow: example\r\ntitle: a")


# ── any file ──

WORDS = st.sampled_from(
    ["Hi", "it's", "#1", "a:", "{{ x }}", "yes", "1", "10:00", "-", "[a]", "é👍", "\\d", '"q"', "x" * 60, "", "*", ">"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
SPACES = st.integers(1, 4).map(lambda count: " " * count)
NOTES = st.sampled_from(["", "", "", "  # note", " #note", "\n\n", "\n# own", "\n      # deep", "\n\n\n  # apart\n"])


@st.composite
def edited(draw):
    """A flow that is right, with the spaces, quotes and comments of its lines changed."""
    lines = draw(st.sampled_from(sorted(SAMPLES.values()))).splitlines()
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(1, len(lines) - 1))
        line = lines[place]
        change = draw(st.integers(0, 4))
        if change == 0 and "#" not in line:
            line += draw(NOTES)
        elif change == 1:
            line = re.sub(r"(?<=\w): (?=\w)", lambda _: f":{draw(SPACES)}", line, count=1)
        elif change == 2 and re.fullmatch(r" *(- )?\w+: [\w ]+", line):
            line = re.sub(r": (.*)$", r": '\1'", line)
        elif change == 3:
            line = re.sub(r", ", ",\n" + " " * 20, line, count=1) if line.endswith("}") else line
        elif change == 4:
            line += draw(SPACES)
        lines[place] = line
    return "\n".join(lines)


@pytest.mark.no_cover
@settings(deadline=None)
@given(edited())
def test_layout_is_not_part_of_a_flow(source):
    text, problems = format(source, "example")

    assert (text, problems) == format(text, "example")
    if load(source, "example")[0] is not None:
        assert [] == problems
        assert version(source) == version(text)
        assert sorted(comments(source)) == sorted(comments(text))


@settings(deadline=None)
@given(
    TEXTS, st.sampled_from(["say: {}", "say: '{}'", 'say: "{}"', "say: [{}]", "say: >\n       {}", "say: {} # note"])
)
def test_any_text_survives(text, form):
    source = whole_flow(f"- {form.format(text)}\n- end: done")
    once, problems = format(source, "example")

    assert (once, problems) == (source, problems) if problems else format(once, "example") == (once, [])
    if not problems:
        assert "F009" not in {finding.code for finding in read_draft(once, "example").findings}
        assert [] == [scalar.eaten for scalar in scalars(read_document(once).root) if scalar.eaten]
        if load(source, "example")[0] is not None:
            assert version(source) == version(once)
