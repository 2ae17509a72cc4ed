"""Tests beside a flow, read from their file; each mistake is reported at its place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from textwrap import dedent

import pytest

from bot.flow.load import load
from bot.flow.report import render_concise
from bot.flow.testing import Act, Beginning, Form, check_case, read_cases

WHOLE = """\
- test: moves the visit
  with: {appointment: 2026-03-06 10:00, days: 3, sure: true, code: "3"}
  contact: {first_name: Ana, timezone: America/New_York}
  business: {is_open: false}
  now: 2026-03-05 09:00
  http:
    GET https://api.example.com/slots: {free: [{id: a, label: Mon 9:00}]}
    POST https://api.example.com/*: 409
  talk:
    - bot: /Reply YES/            # a regex
    - bot: ...
    - me: "no"
    - me: ""
    - bot: >
        One line
        of two
    - wait: 4 hours
    - delivered
    - undelivered
    - agent takes over
    - agent: "text"
    - agent closes
  ends: confirmed
  contact_after: {appointment_status: confirmed}
  variables_after: {slot: null}
"""


def read(text):
    return read_cases(dedent(text), "flows/x.test.yaml")


def one(text):
    (case,), findings = read(text)
    assert [] == findings
    return case


def test_everything_that_a_test_may_say():
    case = one(WHOLE)

    assert ("moves the visit", 1) == (case.name, case.span.line)
    assert {"appointment": "2026-03-06 10:00", "days": 3, "sure": True, "code": "3"} == case.inputs
    assert {"first_name": "Ana", "timezone": "America/New_York"} == case.contact
    assert {"is_open": False} == case.business
    assert datetime(2026, 3, 5, 9) == case.now
    assert {
        "GET https://api.example.com/slots": {"free": [{"id": "a", "label": "Mon 9:00"}]},
        "POST https://api.example.com/*": {"status": 409},
    } == case.stubs
    assert ("confirmed", {"appointment_status": "confirmed"}, {"slot": None}) == (
        case.ends,
        case.contact_after,
        case.variables_after,
    )
    assert [
        (Act.BOT, "Reply YES", Form.PATTERN, 10),
        (Act.BOT, "", Form.ANYTHING, 11),
        (Act.ME, "no", Form.EXACT, 12),
        (Act.ME, "", Form.EXACT, 13),
        (Act.BOT, "One line of two", Form.EXACT, 14),
        (Act.WAIT, "", Form.EXACT, 17),
        (Act.DELIVERED, "", Form.EXACT, 18),
        (Act.UNDELIVERED, "", Form.EXACT, 19),
        (Act.TAKES_OVER, "", Form.EXACT, 20),
        (Act.AGENT, "text", Form.EXACT, 21),
        (Act.CLOSES, "", Form.EXACT, 22),
    ] == [(item.act, item.text, item.form, item.span.line) for item in case.talk]
    assert timedelta(hours=4) == case.talk[5].wait


@pytest.mark.parametrize(
    ("written", "said", "fits"),
    [
        ("Hello", "Hello", True),
        ("Hello", "Hello.", False),
        ("/ell/", "Hello", True),
        ("/^ell/", "Hello", False),
        ("/a.b/", "a\nb", False),
        ("...", "anything", True),
        ("/", "/", True),
        ("//", "anything", True),
    ],
)
def test_what_an_expected_text_fits(written, said, fits):
    assert fits == one(f"- test: x\n  talk: [{{bot: '{written}'}}]").talk[0].matches(said)


def test_a_moment_may_name_its_offset():
    assert datetime(2026, 3, 5, 9, tzinfo=UTC) == one("- {test: x, now: '2026-03-05T09:00Z', talk: [delivered]}").now


TALK = "- test: x\n  talk:\n    - {}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1: error[F010] this file is empty"),
        ("test: x\ntalk: []\n", "1:1: error[F007] `a file of tests` takes a list of tests, not a mapping"),
        ("- x\n", "1:3: error[F007] `a test` takes keys with values, not `x`"),
        ("- test: x\n", "1:3: error[F010] this test has no `talk`"),
        ("- talk: [delivered]\n", "1:3: error[F010] this test has no `test`"),
        ("- {test: x, talk: hi}\n", "1:19: error[F007] `talk` takes a list such as `- bot: Hello`, not `hi`"),
        (
            "- {test: x, talk: [delivered], tset: 1}\n",
            "1:32: error[F004] a test has no key `tset`; did you mean `test`?",
        ),
        ("- {test: x, with: 3, talk: [delivered]}\n", "1:19: error[F007] `with` takes keys with values, not `3`"),
        ("- {test: x, now: soon, talk: [delivered]}\n", "1:18: error[F008] `soon` cannot be read as a time"),
        ("- {test: [x], talk: [delivered]}\n", "1:10: error[F007] `test` takes a text, not a list"),
        ("- {test: x, ends: , talk: [delivered]}\n", "1:19: error[F010] `ends` has no value"),
        (TALK.format("undeliverd"), "3:7: error[F007] `talk` takes "),
        (TALK.format("mee: hi"), "3:7: error[F004] `talk` has no key `mee`; did you mean `me`?"),
        (
            TALK.format("undelivered:"),
            "3:7: error[F004] `talk` has no key `undelivered`; write `- undelivered`, without a colon",
        ),
        (
            "- {test: x, now: 0001-01-01, talk: [delivered]}\n",
            "1:18: error[F008] `0001-01-01` cannot be read as a time",
        ),
        (TALK.format("{}"), "3:7: error[F010] `talk` has no value"),
        (TALK.format("{me: hi, bot: ho}"), "3:16: error[F034] one item is `me` or `bot`, not both"),
        (TALK.format("[me]"), "3:7: error[F007] `talk` takes "),
        (TALK.format("bot: /(/"), "3:12: error[F007] `bot` takes a regular expression between slashes, not `/(/`"),
        (TALK.format("bot: [x]"), "3:12: error[F007] `bot` takes a text, not a list"),
        (TALK.format("bot: Hi there: you"), "3:12: error[F009] YAML takes the colon for the end of a key"),
        (TALK.format("wait: 4 hrs"), "3:13: error[F008] `4 hrs` cannot be read as a time; did you mean `4 hours`?"),
        (TALK.format("wait: 0 hours"), "3:13: error[F008] `0 hours` cannot be read as a time"),
        ("- {test: x, talk: [delivered]}\n- {test: x\n", "2:3: error[F001] this mapping is never closed"),
    ],
)
def test_mistakes_are_found_where_they_are(text, expected):
    cases, findings = read(text)

    assert 1 == len(findings)
    assert render_concise(findings).startswith(f"flows/x.test.yaml:{expected}")
    assert len(text.split("\n")) > 2 or () == cases


def test_a_test_with_a_mistake_is_left_out_and_the_others_are_kept():
    cases, findings = read(
        """\
        - {test: bad, contact: {a: *b}, talk: [delivered]}
        - {test: worse, talk: [{bot: one}, {bto: two}]}
        - {test: good, talk: [delivered]}
        """
    )

    assert [1, 2] == [finding.span.line for finding in findings]
    assert "good" == cases[-1].name
    assert "worse" not in [case.name for case in cases]


def test_inputs_that_the_flow_does_not_have():
    flow, _ = load("flow: x\ninputs: {place: text}\nstates:\n  a:\n    - end: done\n", "x.yaml")
    case = one("- {test: x, with: {place: here, plaice: there}, talk: [delivered]}")

    (finding,) = check_case(case, flow, "x.test.yaml")

    assert ("F004", "x.test.yaml", 33, "did you mean `place`?") == (
        finding.code,
        finding.path,
        finding.span.column,
        finding.label,
    )


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("{date: contact.visit}", Beginning("date", "contact.visit")),
        ("{schedule: every Monday 09:00}", Beginning("schedule", "every Monday 09:00")),
        ("{tag: vip}", Beginning("tag", "vip")),
        ("{event: booked}", Beginning("event", "booked")),
        ("agent_closed", Beginning("agent_closed")),
        ("{agent_closed: {queue: desk}}", Beginning("agent_closed", names={"queue": "desk"})),
    ],
)
def test_a_trigger_may_begin_a_test(written, start):
    assert start == one(f"- test: x\n  start: {written}\n  talk: [delivered]\n").start


@pytest.mark.parametrize(
    ("written", "finding"),
    [
        ("{keyword: hi}", "error[F004] `start` has no key `keyword`"),
        ("{tga: vip}", "error[F004] `start` has no key `tga`; did you mean `tag`?"),
        ("{tag: vip, event: x}", "error[F007] `start` takes a trigger such as `{date: contact.next_visit}`"),
        ("tag", "error[F007] `start` takes a trigger such as `{date: contact.next_visit}`"),
        ("[tag]", "error[F007] `start` takes a trigger such as `{date: contact.next_visit}`"),
    ],
)
def test_what_cannot_begin_a_test(written, finding):
    cases, findings = read(f"- test: x\n  start: {written}\n  talk: [delivered]\n")

    assert () == cases
    assert finding in render_concise(findings)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("start: {tag: vpi}", "the flow has no trigger `tag: vpi`"),
        ("start: agent_closed", "the flow has no trigger `agent_closed`"),
        ("start: {tag: vip}\n  with: {a: 1}", "the trigger itself gives the inputs"),
        ("start: {event: booked}\n  with: {anything: 1}", None),
    ],
)
def test_a_beginning_has_to_fit_the_flow(written, message):
    flow, _ = load("flow: x\nstart: [{tag: vip}, {event: booked}]\nstates: {one: [{end: done}]}\n", "x.yaml")
    case = one(f"- test: x\n  {written}\n  talk: [delivered]\n")

    assert message == next((finding.message for finding in check_case(case, flow, "x.test.yaml")), None)
