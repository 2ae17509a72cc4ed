"""Whatever bytes a file has, it is read in a moment, without an exception, and with findings that point into it."""

from __future__ import annotations

import os
import string
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flow.check import check_sources
from bot.flow.grammar import KEYWORDS
from bot.flow.load import decode, is_flow_file
from bot.flow.report import render_concise, render_full, render_github, render_json
from bot.limits import FINDINGS_PER_FILE_MAX

pytestmark = pytest.mark.no_cover  # megabytes through the same few lines
SECONDS = 20
"""Of CPU; a tenth of that on an idle machine: what this must catch never ends."""
DAMAGED = int(os.environ.get("PARLEY_DAMAGED_FLOWS", "100"))
"""How many flows are damaged by chance; `make soak` damages ten thousand."""
FOLDER = Path(__file__).parents[2] / "flows"
FLOWS = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir()) if is_flow_file(path.name)]

SNIPPETS = [
    *sorted(KEYWORDS),
    *("yes", "no", "end", "start", "booked", "confirm", "STOP", "1 day", "4 hrs", "0..6", "7..3", "日本"),
    *("{{ x }}", "{{ x", "{% if x %}", "{{ contact.name }}", "[a, b]", "[a", "{a: b}", "{a", "(a+", "\\1"),
    *("&x", "*x", "!t", "<<: 1", "#1", " #x", ": ", "- ", '"', "'", "? ", "|", ">", "---", "%"),
    *("\t", "\n", "\n\n", "  ", "\x00", "\u2028", "\ud800", "\ue000"),
]
WORDS = st.one_of(st.sampled_from(SNIPPETS), st.text(string.printable, max_size=5))


def survives(source):
    sources = {"flows/a.yaml": source}
    flows, findings = check_sources(sources)
    for render in (render_concise, render_json, render_github):
        render(findings)
    render_full(findings, sources)
    assert flows or findings
    for finding in findings:
        assert finding.span.line >= 1
        assert finding.span.column >= 1
        assert (finding.span.line, finding.span.column) <= (finding.span.end_line, finding.span.end_column)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(content):
    survives(decode(content))


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text(source):
    survives(source)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=60))
def test_any_words_of_the_language(words):
    survives("flow: a\nstates:\n  start:\n    - " + "".join(words))


@settings(max_examples=DAMAGED, deadline=None)
@given(st.data())
def test_a_flow_with_anything_inserted_or_removed(data):
    lines = data.draw(st.sampled_from(FLOWS)).split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        index = data.draw(st.integers(0, len(lines) - 1))
        line = lines[index]
        at = data.draw(st.integers(0, len(line)))
        match data.draw(st.sampled_from(["insert", "cut", "drop", "double", "indent", "swap"])):
            case "insert":
                lines[index] = line[:at] + data.draw(WORDS) + line[at:]
            case "cut":
                lines[index] = line[:at] + line[data.draw(st.integers(at, len(line))) :]
            case "drop":
                del lines[index : index + data.draw(st.integers(1, 3))]
                lines = lines or [""]
            case "double":
                lines.insert(index, line)
            case "indent":
                lines[index] = " " * data.draw(st.integers(1, 4)) + line
            case "swap":
                other = data.draw(st.integers(0, len(lines) - 1))
                lines[index], lines[other] = lines[other], lines[index]
    survives("\n".join(lines))


@st.composite
def documents(draw):
    """YAML of the right keys in any places."""
    leaf = st.one_of(st.sampled_from(SNIPPETS[: len(KEYWORDS) + 12]), st.just("start"))
    node = st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(sorted(KEYWORDS)), inner, max_size=3)
        ),
        max_leaves=25,
    )
    return draw(st.dictionaries(st.sampled_from(sorted(KEYWORDS)), node, max_size=5)), draw(node), draw(node)


def flowed(value):
    """Python's lists and dicts as YAML in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flowed(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flowed, value)) + "]"
    return "'" + "".join(char for char in value if char.isprintable()).replace("'", "''") + "'"


@settings(deadline=None)
@given(documents())
def test_any_keys_in_any_places(document):
    top, first, second = document
    keys = "".join(f"{key}: {flowed(value)}\n" for key, value in top.items() if key not in ("flow", "states"))
    survives(f"flow: a\n{keys}states:\n  start: [{flowed(first)}, {{ask: Hi, replies: {flowed(second)}}}]\n")


HOSTILE = {
    "brackets": "[" * 200_000,
    "braces": "{" * 100_000,
    "colons": ": " * 100_000,
    "dashes": "- " * 100_000,
    "quotes": '"' * 100_001,
    "questions": "? " * 100_000,
    "broken lines": "a: b: c\n" * 30_000,
    "unclosed quotes": "- say: 'x\n" * 20_000,
    "aliases": "- *a\n" * 9_000,
    "tabs": "\t" * 200_000,
    "keys": "\n".join(f"k{number}: v" for number in range(18_000)),
    "one key": "a: 1\n" * 9_000,
    "unknown states": "flow: a\nstates:\n" + "".join(f"  s{n}:\n    - go: t{n}\n" for n in range(2_000)),
    "loops": "flow: a\nstates:\n" + "".join(f"  s{n}:\n    - go: s{n}\n" for n in range(2_000)),
    "replies": "flow: a\nstates:\n  s:\n    - ask: x\n      replies:\n"
    + "".join(f"        w{n}: {{words: [w{n}], end: x}}\n" for n in range(2_000)),
    "unset names": "flow: a\nstates:\n  s:\n    - go: t\n      if: contact.x\n"
    + "".join(f"    - set: {{n{n}: x}}\n" for n in range(1_500))
    + "    - go: t\n  t:\n"
    + "".join(f"    - say: '{{{{ n{n} }}}}'\n" for n in range(1_500))
    + "    - end: done\n",
}


def steps(*lines, head=""):
    return f"flow: a\n{head}states:\n  s:\n" + "".join(f"    - {line}\n" for line in lines)


def states(count, *lines):
    return "flow: a\nstates:\n" + "".join(
        f"  s{n}:\n" + "".join(f"    - {line.format(n, (n * 7 + 1) % count, (n * 11 + 5) % count)}\n" for line in lines)
        for n in range(count)
    )


def listed(count, form):
    return ", ".join(form.format(n, n + 5) for n in range(count))


MONSTERS = {
    "fully connected": "flow: a\nstates:\n"
    + "".join(f"  s{n}:\n    - split: {{{listed(70, 's{}: 1')}}}\n" for n in range(130)),
    "a web of questions": states(
        900, "ask: 'q {{{{{{{{ v{0} }}}}}}}}'\n      save: v{1}\n      replies: {{a: s{1}, b: s{2}}}", "go: s{2}"
    ),
    "a web of pauses": states(1_200, "pause: 5 minutes", "go: s{1}", "go: s{2}").replace(
        "states:", "start: [{event: e, at: '10:00'}]\nstates:", 1
    ),
    "anytime times questions": steps(
        *["ask: x"] * 2_500, head=f"anytime: {{{listed(1_200, 'l{}: {{words: w{}, go: s}}')}}}\n"
    ),
    "defaults times questions": steps(
        *["ask: x"] * 3_000, head=f"defaults: {{silence: {{{listed(100, '{} weeks: [say: x]')}}}}}\n"
    ),
    "matchers": steps(f"ask: x\n      replies: {{{listed(2_000, 'w{0}: {{regex: a{0}, end: x}}')}}}"),
    "words": steps(
        "ask: x\n      replies: {"
        + ", ".join(f"w{n}: {{words: [{listed(40, f'a{n}x{{}}')}], end: x}}" for n in range(350))
        + "}"
    ),
    "the same choice": steps(f"ask: x\n      choices: {{{listed(8_000, 'c{}: same')}}}", "end: x"),
    "ranges": steps(f"ask: x\n      expect: integer\n      replies: {{{listed(6_000, '{}..{}: end')}}}"),
    "states misspelt": states(2_500, "go: ss{0}x"),
    "names misspelt": steps(*[f"set: {{name_{n}: '{{{{ naem_{n} }}}}'}}" for n in range(2_000)], "end: x"),
    "keys misspelt": steps(*["ask: x\n      unclera: y\n      slience: z"] * 2_500),
    "patterns": steps(*[f"ask: x\n      expect: regex\n      pattern: '{'a{0,900}' * 15}{n}'" for n in range(1_000)]),
    "dense patterns": steps(
        *["ask: x\n      expect: regex\n      pattern: '" + "[^\\pL]" * 30 + f"{n}'" for n in range(900)]
    ),
    "dense templates": steps(*["say: '" + "{{ a.b }}" * 110 + "'"] * 230),
    "long templates": steps(*["say: '" + "a{{ b }}" * 500 + "'"] * 60),
    "a long line": steps("say: " + "word " * 50_000),
    "comparisons": steps(
        f"ask: x\n      save: t\n      choices: {{{listed(1_500, 'c{0}: t{0}')}}}",
        *[f"go: s\n      if: t == 'd{n}'" for n in range(2_000)],
    ),
    "silences": steps(*["ask: x\n      silence: {2 hours: [say: a], 1 hour: [say: b]}"] * 1_200),
    "moved": steps("end: x", head=f"moved: {{{listed(5_000, 'a{}: b{}')}}}\n"),
    "outputs": steps("end: x", head=f"outputs: {{{listed(5_000, 'a{}: text')}}}\n"),
    "defaults of inputs": steps("end: x", head=f"inputs: {{{listed(2_500, 'a{}: {{type: integer, default: x}}')}}}\n"),
    "tabs in every line": "flow: a\nstates:\n  s:\n" + "\t- say: x\n" * 20_000,
    "damaged lines": steps(*["say: Hi: there #1"] * 8_000),
}


@pytest.mark.parametrize("source", MONSTERS.values(), ids=MONSTERS)
def test_a_monster_costs_little_time_and_few_findings(source):
    started = time.process_time()

    _, findings = check_sources({"flows/a.yaml": source})

    assert 0 < len(findings) <= FINDINGS_PER_FILE_MAX + 1
    assert time.process_time() - started < SECONDS


def test_of_many_mistakes_the_first_are_listed_and_the_others_counted():
    _, findings = check_sources({"flows/a.yaml": MONSTERS["keys misspelt"]})

    rest = findings[-1]

    assert ("F085", "warning") == (rest.code, rest.severity.value)
    assert "4000 more mistakes are not listed, of which this is the first" == rest.message


@pytest.mark.parametrize(
    "source",
    ["k: v\n" * 30_000, "- *a\n" * 30_000, "a: &a [x]\n" + "b: *a\n" * 20_000, "[" + "x," * 60_000, "{}\n" * 60_000],
    ids=["keys", "aliases", "merges", "a list", "mappings"],
)
def test_what_is_too_large_is_refused_before_it_takes_memory(source):
    tracemalloc.start()
    started = time.process_time()
    _, (finding, *_) = check_sources({"flows/a.yaml": source})
    seconds = time.process_time() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert finding.code in ("F001", "F002", "F011")
    assert seconds < SECONDS
    assert peak < 10_000_000


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_costs_little_time(source):
    started = time.process_time()

    _, findings = check_sources({"flows/a.yaml": source})

    assert findings
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    "source",
    [
        "a: &a [x, x]\n" + "".join(f"{n}: &{n} [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n" for n in "bcdefghij"),
        "a: &a {x: 1}\n" + "".join(f"{n}: &{n} {{<<: *a, y{n}: 1}}\n" for n in "bcdefghij"),
    ],
    ids=["alias bomb", "merge bomb"],
)
def test_a_bomb_does_not_go_off(source):
    started = time.process_time()

    _, findings = check_sources({"flows/a.yaml": source})

    assert "F002" in {finding.code for finding in findings}
    assert time.process_time() - started < SECONDS
