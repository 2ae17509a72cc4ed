"""YAML as flows use it: every scalar is text in its place, and every fault is said in plain words."""

from __future__ import annotations

import pytest

from bot.flow.model import Span
from bot.flow.repair import read_document
from bot.flow.yaml import Items, Node, Pairs, Scalar
from bot.limits import FLOW_FILE_BYTES_MAX, YAML_DEPTH_MAX, YAML_NODES_MAX

KEYWORDS = frozenset({"say", "ask", "go", "end", "words", "states", "tag", "media"})


def plain(node: Node | None) -> object:
    """A node as Python's own lists and dicts of text."""
    match node:
        case Scalar():
            return node.text
        case Items():
            return [plain(item) for item in node.nodes]
        case Pairs():
            return {key.text: plain(value) for key, value in node.pairs}
    return None


def codes(source: str) -> list[str]:
    return [finding.code for finding in read_document(source, KEYWORDS).findings]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("null", "null"),
        ("~", "~"),
        ("10:30", "10:30"),
        ("0123", "0123"),
        ("1e3", "1e3"),
        ("+12065550100", "+12065550100"),
        ("2026-03-06", "2026-03-06"),
        ("''", ""),
        ('"yes"', "yes"),
        (r"'\b(\d{5})\b'", r"\b(\d{5})\b"),
        (r'"a\nb"', "a\nb"),
        ("it's 5 o'clock", "it's 5 o'clock"),
        ("http://example.com/a#b", "http://example.com/a#b"),
        ("Hi  # a comment", "Hi"),
        ("👍 olé 日本", "👍 olé 日本"),
        (">\n  one\n  two\n", "one two"),
        (">\n  a: b #1 {{ c }}\n", "a: b #1 {{ c }}"),
        ("|\n  one\n  two\n", "one\ntwo"),
    ],
)
def test_a_scalar_is_the_text_that_was_written(written, text):
    document = read_document(f"key: {written}\n")

    assert ({"key": text}, ()) == (plain(document.root), document.findings)


def test_everything_has_a_place():
    root = read_document("a: b\nlist:\n  - one\n  - >\n    two\n    three\n  - 'four'\n").root

    assert isinstance(root, Pairs)
    (key, value), (_, items) = root.pairs
    assert isinstance(items, Items)
    assert [Span(1, 1, 1, 2), Span(1, 4, 1, 5)] == [key.span, value.span]
    assert [Span(3, 5, 3, 8), Span(5, 5, 6, 10), Span(7, 5, 7, 11)] == [item.span for item in items.nodes]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_end_as_editors_end_them(ending):
    document = read_document(f"\ufeffa: b{ending}c:{ending}  - d{ending}")

    assert ({"a": "b", "c": ["d"]}, ()) == (plain(document.root), document.findings)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("a: &x b", "F002"),
        ("a: *x", "F002"),
        ("a: !important news", "F002"),
        ("a: !!str 5", "F002"),
        ("a: {b: 1}\nc:\n  <<: 5", "F002"),
        ("? [a, b]\n: c", "F002"),
        ("a: b\n---\nc: d", "F002"),
        ("a: b\tc", "F002"),
        ("a: b\na: c", "F003"),
        ("a: {b: 1, b: 2}", "F003"),
        ("a: b\x07c", "F001"),
        ("a: b\x00c", "F001"),
        ("a: \ud800", "F001"),
        ("a: b\u2028c", "F001"),
        ("a: \ue000", "F001"),
        ('a: "b', "F001"),
        ("a: 'b", "F001"),
        ("a: [b, c", "F001"),
        ("a: {b: c", "F001"),
        ("a:\n  - b\n c: d", "F001"),
        ("a: b\nc\nd: e", "F001"),
        ("- a\nb: c", "F001"),
        ("a: - b", "F009"),
        ("]", "F001"),
    ],
)
def test_what_flows_do_not_use_is_refused(source, code):
    assert [code] == codes(source)


def test_a_second_key_shows_the_first():
    (finding,) = read_document("a: 1\nb: 2\na: 3\n").findings

    assert (Span(3, 1, 3, 2), ((Span(1, 1, 1, 2), "first written here"),)) == (finding.span, finding.related)


@pytest.mark.parametrize(
    ("text", "damage"),
    [
        ("{{ name }}, hi", "takes `{` at the start for a sign of its own"),
        ("{{ name }}", "takes `{{` for the start of a mapping"),
        ("{% if x %}Hi{% endif %}", "takes `{` at the start for a sign of its own"),
        ("Hi there: reply YES", "takes the colon for the end of a key"),
        ("The options are:", "takes the colon for the end of a key"),
        ("*Sale* today", "takes `*` at the start for a sign of its own"),
        ("@home at five", "takes `@` at the start for a sign of its own"),
        ("`code`", "takes ``` at the start for a sign of its own"),
        ("%5 off", "takes `%` at the start for a sign of its own"),
        ("> Hi there", "takes `>` at the start for a sign of its own"),
        ("- 5 degrees", "takes `- ` at the start for a sign of its own"),
        ("[Press 1] for help", "takes `[` at the start for a sign of its own"),
        ('"Yes" or "No"?', "takes the text as over where its first quote closes"),
        ("'It's here'", "takes the text as over where its first quote closes"),
        (r'"five \digits"', "knows no such escape as this in double quotes"),
    ],
)
def test_a_text_that_yaml_would_damage_is_named_and_the_rest_read(text, damage):
    document = read_document(f"steps:\n  - say: {text}\n  - go: there\n", KEYWORDS)

    (finding,) = document.findings
    assert ("F009", f"YAML {damage}") == (finding.code, finding.message)
    assert (2, 10) == (finding.span.line, finding.span.column)
    assert {"steps": [{"say": text}, {"go": "there"}]} == plain(document.root)


def test_a_quote_that_is_never_closed_costs_only_its_line():
    document = read_document('- say: "Hello\n- say: "World"\n- go: there\n', KEYWORDS)

    assert [("F001", 1, "this quote is never closed")] == [
        (finding.code, finding.span.line, finding.message) for finding in document.findings
    ]
    assert [{"say": '"Hello'}, {"say": "World"}, {"go": "there"}] == plain(document.root)


def test_many_faults_are_reported_in_one_run():
    source = """
states:
  first:
    - say: {{ name }}, hi
    - say: Hi there: reply YES
    - say: "Hello
    - tag: [a, b
    - say: @home
     go: nowhere
    - say: &x fine
    - end: done
"""
    document = read_document(source, KEYWORDS)

    assert [(4, "F009"), (5, "F009"), (6, "F001"), (7, "F001"), (8, "F009"), (9, "F001"), (10, "F002")] == sorted(
        (finding.span.line, finding.code) for finding in document.findings
    )
    assert {"go", "nowhere"} <= document.lost


def test_a_line_that_had_to_be_left_out_is_remembered_by_its_words():
    document = read_document("a: b\n  - go: there\nc: d\n", KEYWORDS)

    assert (["F001"], {"go", "there"}, {"a": "b", "c": "d"}) == (
        [finding.code for finding in document.findings],
        set(document.lost),
        plain(document.root),
    )


def test_the_rest_of_a_text_that_yaml_takes_for_a_comment_is_kept_aside():
    root = read_document("a: Reply #1 now\nb: x # a comment\nc: #2\nd: >\n  e #3\n").root

    assert isinstance(root, Pairs)
    assert ["#1 now", "", "#2", ""] == [value.eaten for _, value in root.pairs if isinstance(value, Scalar)]


@pytest.mark.parametrize("line", ["\t- say: Hi", "  \t- say: Hi", "\t\t- say: Hi"])
def test_a_tab_is_one_finding_and_its_line_is_read_all_the_same(line):
    document = read_document(f"states:\n  a:\n    - say: Hello\n{line}\n", KEYWORDS)

    assert [("F002", 4, line.index("\t") + 1)] == [(it.code, it.span.line, it.span.column) for it in document.findings]
    assert {"states": {"a": [{"say": "Hello"}, {"say": "Hi"}]}} == plain(document.root)


def test_a_file_indented_by_tabs_is_one_finding():
    document = read_document("states:\n\ta:\n\t\t- say: Hello\n\t\t  if: x\n\t\t- end: done\n")

    assert ["a tab here and in 3 more lines is not allowed"] == [finding.message for finding in document.findings]
    assert {"states": {"a": [{"say": "Hello", "if": "x"}, {"end": "done"}]}} == plain(document.root)


@pytest.mark.parametrize(
    "source",
    [
        "a: " + "b" * FLOW_FILE_BYTES_MAX,
        "[" * (YAML_DEPTH_MAX + 1) + "]" * (YAML_DEPTH_MAX + 1),
        "[" * 100_000,
        "- a\n" * (YAML_NODES_MAX + 1),
    ],
    ids=["bytes", "depth", "endless depth", "nodes"],
)
def test_a_file_that_nobody_writes_is_refused(source):
    assert (["F011"], None) == (codes(source), read_document(source).root)


def test_aliases_multiply_nothing():
    bomb = "\n".join(["a: &a [x, x]", *(f"{name}: &{name} [*a, *a, *a]" for name in "bcdefgh")])

    assert {"F002"} == set(codes(bomb))


def test_an_empty_file_is_nothing():
    document = read_document("# only a comment\n")

    assert (None, ()) == (document.root, document.findings)
