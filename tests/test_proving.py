"""Tests beside a flow, played: what passes, where a failure is seen first, and that time costs nothing."""

from __future__ import annotations

from textwrap import dedent
from time import perf_counter

import pytest

from bot.engine.machine import compile_flow
from bot.flow.check import check_sources
from bot.flow.testing import read_cases
from bot.proving import Line, prove, prove_all
from tests.chat import machine
from tests.shipped import FOLDER, files_of

LUNCH = """
inputs: {place: {type: text, default: the canteen}}
start:
  - keyword: [lunch]
    with: {place: the park}
anytime:
  agent: {words: [agent], go: human}
states:
  ask:
    - ask: Lunch at {{ place }}, {{ contact.first_name | default('friend', true) }}?
      expect: yes_no
      save: comes
      replies:
        yes: book
        no: bye
      silence:
        1 hour: Still hungry?
        2 hours: {end: no_reply}
      undelivered: {end: lost}
  book:
    - http: GET https://api.example.com/tables
      save: found
      on_error: bye
    - set: {contact.table: "{{ found.body.table }}"}
    - say: Table {{ found.body.table }} at {{ now | time }}.
    - end: booked
  bye:
    - say: Another time then.
    - end: declined
  human:
    - handoff: kitchen
      say: One moment.
      closed: {end: eaten}
      no_agent:
        1 hour: {end: unanswered}
"""


def play(test, flow=LUNCH):
    """Play one test, written without its name."""
    (case,), findings = read_cases("- test: x\n" + dedent(test).replace("\n", "\n  ").join(["  ", ""]), "x.test.yaml")
    assert [] == findings
    return prove(machine(flow), case)


@pytest.mark.parametrize(
    "test",
    [
        "talk: [{bot: 'Lunch at the canteen, friend?'}]",
        "with: {place: home}\ncontact: {first_name: Ana}\ntalk: [{bot: 'Lunch at home, Ana?'}]",
        "talk: [{me: lunch}, {bot: 'Lunch at the park, friend?'}]",
        "talk: [{me: Lunch!}, {bot: ...}, {me: 'no'}, {bot: ...}]\nends: declined\nvariables_after: {comes: false}",
        "talk: [{bot: /Lunch/}, delivered, undelivered]\nends: lost",
        "talk: [{bot: ...}, {me: STOP}, {me: hello?}]\nends: opted_out",
        "talk: [{bot: ...}, {me: HELP}, {me: 'no'}, {bot: ...}]\nends: declined",
        "talk: [{bot: ...}, {wait: 59 minutes}, {wait: 1 minute}, {bot: Still hungry?}, {wait: 1 day}]\nends: no_reply",
        "talk: [{bot: ...}, {me: agent}, {bot: One moment.}, {wait: 1 hour}]\nends: unanswered",
        "talk: [{bot: ...}, {me: agent}, {bot: ...}, agent takes over, {wait: 3 days}, agent closes]\nends: eaten",
        "talk: [{bot: ...}, {me: agent}, {bot: ...}, {agent: Hello}, {wait: 3 days}, agent closes]\nends: eaten",
        "talk: [{bot: ...}, agent takes over, {me: 'yes'}, agent closes, {me: 'no'}, {bot: ...}]\nends: declined",
        "talk: [{bot: ...}, {me: 'yes'}, {bot: Another time then.}]\nends: declined",
    ],
)
def test_what_passes(test):
    assert None is play(test).failure


CLUB = """
inputs: {name: text, since: {type: text, default: today}}
start:
  - tag: vip
    if: contact.first_name
    with: {name: "{{ contact.first_name }}"}
  - date: contact.renewal
    offset: -1 day
    at: "10:00"
    with: {name: "{{ contact.first_name }}", since: "{{ contact.renewal }}"}
  - schedule: every Monday 09:00
    with: {name: "{{ contact.tags | join(' and ') }}"}
  - event: joined
    offset: 1 day
    with: {name: "{{ who }}"}
  - agent_closed: yes
    if: conversation.queue == "club"
    with: {name: "{{ conversation.labels[0] }}"}
states:
  one:
    - say: "{{ name }}, {{ since }}, {{ now | datetime }}"
    - end: greeted
"""


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("start: {tag: vip}\ncontact: {first_name: Ana}", "Ana, today, Thu, Mar 5, 9:00 AM"),
        (
            "start: {date: contact.renewal}\ncontact: {first_name: Ana, renewal: 2026-03-09 18:00}",
            "Ana, 2026-03-09 18:00, Sun, Mar 8, 10:00 AM",
        ),
        ("start: {schedule: every Monday 09:00}\ncontact: {tags: [a, b]}", "a and b, today, Mon, Mar 9, 9:00 AM"),
        ("start: {event: joined}\nwith: {who: Bo}", "Bo, today, Fri, Mar 6, 9:00 AM"),
        (
            "start: {agent_closed: {queue: club, labels: [gold]}}\nnow: 2026-03-05 12:00",
            "gold, today, Thu, Mar 5, 12:00 PM",
        ),
    ],
)
def test_a_test_begins_by_any_trigger(test, said):
    proof = play(f"{test}\ntalk: [{{bot: ...}}]\nends: greeted", CLUB)

    assert (None, (Line("bot", said),)) == (proof.failure, proof.transcript)


@pytest.mark.parametrize(
    ("test", "message"),
    [
        ("start: {tag: vip}", "the trigger `tag: vip` does not start the flow: its `if` does not hold"),
        ("start: {tag: gold}", "the flow has no trigger `tag: gold`"),
        ("start: agent_closed", "the trigger `agent_closed` does not start the flow: its `if` does not hold"),
        (
            "start: {date: contact.renewal}",
            "the trigger `date: contact.renewal` does not start the flow: `contact.renewal` holds no date",
        ),
        (
            "start: {date: contact.renewal}\ncontact: {renewal: 2026-03-06 08:00}\nnow: 2026-03-05 10:00",
            "the trigger `date: contact.renewal` does not start the flow: its moment, 2026-03-05 10:00, is past",
        ),
    ],
)
def test_a_trigger_that_does_not_start_the_flow(test, message):
    failure = play(f"{test}\ntalk: [{{bot: ...}}]", CLUB).failure

    assert (message, 2) == (failure.message, failure.span.line)


def test_apis_are_stubbed_and_times_are_the_contacts_own():
    proof = play(
        """\
        contact: {timezone: America/New_York}
        now: 2026-03-05 09:00
        http: {GET https://api.example.com/tables: {table: 7}}
        talk: [{bot: ...}, {me: 'yes'}, {bot: 'Table 7 at 9:00 AM.'}]
        ends: booked
        contact_after: {table: 7, timezone: ..., unset: null}
        """
    )

    assert None is proof.failure
    assert [("bot", "Lunch at the canteen, friend?"), ("me", "yes"), ("bot", "Table 7 at 9:00 AM.")] == [
        (line.who, line.text) for line in proof.transcript
    ]


@pytest.mark.parametrize(
    ("test", "message", "line", "expected", "actual"),
    [
        ("talk:\n- bot: Hello", "the bot says something else", 3, "Hello", "Lunch at the canteen, friend?"),
        ("talk:\n- bot: /Hello/", "the bot says something else", 3, "/Hello/", "Lunch at the canteen, friend?"),
        ("talk:\n- me: dinner", "this text does not start the flow", 3, None, None),
        ("talk:\n- delivered", "the bot says more than the test expects", 3, None, "Lunch at the canteen, friend?"),
        ("talk:\n- bot: ...\n- me: 'no'", "the bot says more than the test expects", 4, None, "Another time then."),
        ("talk:\n- bot: ...\n- bot: ...", "the bot says nothing more, it is still at ask.comes", 4, "...", None),
        ("talk:\n- bot: ...\nends: no", "it is still at ask.comes", 4, "no", None),
        ("talk:\n- bot: ...\n- undelivered\nends: no", "it ends differently", 5, "no", "lost"),
        ("talk:\n- bot: ...\ncontact_after: {a: 1}", "`a` differs", 4, "1", "null"),
        ("talk:\n- bot: ...\ncontact_after: {a: ...}", "`a` differs", 4, '"..."', "null"),
        ("talk:\n- bot: ...\nvariables_after: {place: 1}", "`place` differs", 4, "1", '"the canteen"'),
        (
            "talk:\n- bot: ...\n- me: 'yes'\n- bot: ...\n- bot: No",
            "the bot says nothing more, it ended declined (`book.found` failed: nothing answers GET "
            "https://api.example.com/tables here)",
            6,
            "No",
            None,
        ),
    ],
)
def test_what_fails(test, message, line, expected, actual):
    failure = play(test).failure

    assert (message, line, expected, actual) == (failure.message, failure.span.line, failure.expected, failure.actual)


def test_the_transcript_ends_where_the_failure_is():
    proof = play("talk: [{bot: ...}, {wait: 1 hour}, {bot: Hm}, {me: 'no'}, {bot: Hm}]")

    assert (Line("bot", "Lunch at the canteen, friend?"), Line("", "wait 1 hour")) == proof.transcript
    assert ["Still hungry?", "Another time then."] == [text for _, text in proof.reworded]


def test_only_wording_can_be_written_anew():
    assert () == play("talk: [{bot: Hm}, {me: 'no'}]").reworded


def test_a_month_costs_no_time_and_clocks_change_on_the_way():
    flow = """
    states:
      ask:
        - ask: It is {{ now | time }}. Still there?
          save: words
          silence:
            3 days: {end: silent}
        - pause: 7 days
        - go: ask
    """
    talk = ["    - bot: It is 9:00 AM. Still there?"]
    for _ in range(4):
        talk += ["    - me: sure", "    - wait: 7 days", "    - bot: /AM/"]
    talk[-1] = "    - bot: It is 10:00 AM. Still there?   # seven days later is one hour later on the clock"
    source = "\n".join(
        [
            "- test: thirty days",
            "  contact: {timezone: America/New_York}",
            "  now: 2026-02-20 09:00",
            "  talk:",
            *talk,
            "    - wait: 4319 minutes",
            "    - wait: 1 minute",
            "  ends: silent",
        ]
    )
    (case,), _ = read_cases(source, "x.test.yaml")
    compiled = machine(dedent(flow))
    prove(compiled, case)

    began = perf_counter()
    proof = prove(compiled, case)

    assert None is proof.failure
    assert perf_counter() - began < 2  # some ms: a virtual clock never waits


@pytest.mark.parametrize("tests", sorted(FOLDER.glob("*.test.yaml")), ids=lambda path: path.name)
def test_the_shipped_flows_pass_and_nothing_is_left_out(tests):
    source = tests.read_text(encoding="utf-8")
    flow = tests.name.partition(".")[0]
    flows, _ = check_sources(files_of(flow))
    cases, findings = read_cases(source, tests.name)

    suite = prove_all(compile_flow(flows[flow]), cases, tests.name)

    assert [] == findings
    assert [] == [(proof.case.name, proof.failure) for proof in suite.proofs if proof.failure]
    assert () == suite.coverage.missed


DINNER = """
start:
  - keyword: [dinner]
states:
  ask:
    - do: find_table
      with: {people: 2}
      save: table
      on_error: full
    - email: kitchen@example.com
      subject: "Table {{ table.number }}"
      body: For two.
    - say: Table {{ table.number }}.
    - end: booked
  full:
    - say: We are full.
    - end: full
"""


@pytest.mark.parametrize(
    "test",
    [
        "do: {find_table: {number: 7}}\ntalk: [{bot: Table 7.}]\nends: booked",
        "do: {find_table: {error: no kitchen}}\ntalk: [{bot: We are full.}]\nemails_after: []",
        "talk: [{bot: We are full.}]",
        "do: {find_table: {number: 7}}\ntalk: [{bot: ...}]\nemails_after: [{to: kitchen@example.com}]",
        "do: {find_table: {number: 7}}\ntalk: [{bot: ...}]\nemails_after: [{body: ...}]",
    ],
)
def test_actions_are_stubbed_and_emails_looked_at(test):
    assert None is play(test, DINNER).failure


@pytest.mark.parametrize(
    ("emails", "message", "actual"),
    [
        (
            "[]",
            "another number of e-mails was sent",
            '[{"to": "kitchen@example.com", "subject": "Table 7", "body": "For two."}]',
        ),
        ("[{subject: Table 8}]", "`subject` of an e-mail differs", "Table 7"),
    ],
)
def test_another_email_than_expected_fails(emails, message, actual):
    failure = play(f"do: {{find_table: {{number: 7}}}}\ntalk: [{{bot: ...}}]\nemails_after: {emails}", DINNER).failure

    assert (message, actual) == (failure.message, failure.actual)
