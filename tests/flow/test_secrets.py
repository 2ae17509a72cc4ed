"""What of a flow is sensitive, what follows from it, and where it would be seen all the same."""

from __future__ import annotations

import pytest

from bot.flow.check import check_sources
from bot.flow.load import load
from bot.flow.secrets import NONE, secrets_of
from tests.flow.conftest import whole_flow

ASK = "- ask: Number?\n  save: number\n  sensitive: yes\n"
INNER = """\
flow: inner
inputs: {it: %s}
start: [flow]
states:
  one:
    - say: Well.
    - end: done
"""


def flow_of(text):
    flow, findings = load(whole_flow(text), "flows/example.yaml")
    assert flow is not None, findings
    return flow


def findings(text, inner=""):
    sources = {"flows/example.yaml": whole_flow(text)} | ({"flows/inner.yaml": inner} if inner else {})
    found = check_sources(sources)[1]
    return [(it.code, it.severity.value, it.message) for it in found if it.code in ("F120", "F121", "F122")]


@pytest.mark.parametrize(
    ("steps", "names"),
    [
        ("- end: done", set()),
        (ASK + "- end: done", {"number"}),
        (
            ASK + "- set: {a: '{{ number | upper }}', b: plain}\n- set: {c: ['{{ a }}']}\n- end: done",
            {"number", "a", "c"},
        ),
        (ASK + "- match: '{{ answers.number.text }}'\n  save: d\n- end: done", {"number", "d"}),
        ("- ask: Which?\n  sensitive: no\n  save: number\n- end: done", set()),
    ],
)
def test_names_that_hold_something_sensitive(steps, names):
    assert names == secrets_of(flow_of(steps)).names


def test_a_question_counts_also_where_nothing_is_saved():
    secrets = secrets_of(flow_of("- ask: PIN?\n  sensitive: yes\n- end: done"))

    assert (True, frozenset(), {"start.1"}) == (bool(secrets), secrets.names, secrets.questions)
    assert NONE == secrets_of(flow_of("- ask: PIN?\n- end: done"))


def test_a_mark_makes_a_new_version_and_its_absence_none():
    plain, marked, unmarked = (
        flow_of(f"- ask: PIN?\n{line}- end: done") for line in ("", "  sensitive: yes\n", "  sensitive: no\n")
    )

    assert plain.version == unmarked.version != marked.version


@pytest.mark.parametrize(
    ("step", "found"),
    [
        ("- set: {contact.number: '{{ number }}'}", [("F120", "error", "a field of the contact")]),
        ("- tag: ['n-{{ number }}']", [("F120", "error", "a tag")]),
        ("- handoff: desk\n  note: '{{ answers.number.text }}'\n  wait: no", [("F120", "error", "what agents read")]),
        ("- email: a@example.com\n  subject: x\n  body: '{{ number }}'", [("F120", "warning", "an e-mail")]),
        ("- say: 'Your number is {{ number }}.'", [("F120", "warning", "a text message")]),
        ("- say: Thanks.", []),
        ("- http: POST https://example.com/a\n  json: {n: '{{ number }}'}\n  on_error: end", []),
    ],
)
def test_where_it_would_be_seen(step, found):
    short = [
        (code, severity, message.partition("into ")[2])
        for code, severity, message in findings(f"{ASK}{step}\n- end: done")
    ]

    assert found == short


@pytest.mark.parametrize(
    ("declared", "codes"),
    [("text", ["F121"]), ("{type: text, sensitive: yes}", []), ("{type: text, sensitive: no}", ["F121"])],
)
def test_another_flow_has_to_mark_it_too(declared, codes):
    steps = ASK + "- run: inner\n  with: {it: '{{ number }}'}\n- end: done"

    assert codes == [code for code, _, _ in findings(steps, INNER % declared)]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ("- ask: Number?\n  sensitive: yes\n  understand: yes", ["`understand` hands what is answered here"]),
        ("- ask: Number?\n  sensitive: yes\n  understand: [lost]", ["`understand` hands what is answered here"]),
        ("- ask: Number?\n  sensitive: yes\n  understand: no", []),
        ("- ask: Number?\n  understand: yes", []),
        (ASK + "- ask: Well?\n  understand: yes", []),
        (ASK + "- do: llm\n  with: {prompt: 'Is {{ number }} one?'}\n  on_error: end", ["`do: llm` hands something"]),
        (
            ASK + "- do: understand\n  with: {text: '{{ answers.number.text }}', intents: [lost]}\n  on_error: end",
            ["`do: understand` hands something"],
        ),
        (ASK + "- do: llm\n  with: {prompt: 'Write a joke.'}\n  on_error: end", []),
        (ASK + "- if: number == '1'\n  do: llm\n  with: {prompt: 'A joke.'}\n  on_error: end", []),
        (ASK + "- do: look_up\n  with: {it: '{{ number }}'}\n  on_error: end", []),
    ],
)
def test_a_model_would_read_it(steps, found):
    told = [
        (code, severity, message) for code, severity, message in findings(f"{steps}\n- end: done") if code == "F122"
    ]

    assert [("F122", "warning")] * len(found) == [(code, severity) for code, severity, _ in told]
    assert all(message.startswith(start) for (_, _, message), start in zip(told, found, strict=True))


def test_it_is_shown_where_it_is_written():
    """At `understand:`, also where the words of the question have it; at the question where `defaults` give it."""
    written = "- ask: Do you understand?\n  sensitive: yes\n  understand: yes\n- end: done"
    given = "defaults: {understand: yes}\nstates:\n  one:\n    - ask: PIN?\n      sensitive: yes\n    - end: done\n"

    def place(source):
        [it] = [it for it in check_sources({"flows/example.yaml": whole_flow(source)})[1] if it.code == "F122"]
        return (it.span.line - whole_flow(source).splitlines().index(line(source)) - 1, it.span.column, it.help)

    def line(source):
        return next(line for line in whole_flow(source).splitlines() if "ask:" in line)

    assert (2, 7, "take it away: `unclear` asks again") == place(written)
    assert (0, 7, "write `understand: no` here: `defaults` give it") == place(given)
