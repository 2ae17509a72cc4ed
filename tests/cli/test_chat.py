"""Talking to flows in a terminal, through what is typed and what is shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

LUNCH = """\
flow: lunch
inputs: {place: text}
start:
  - keyword: [lunch]
    with: {place: the canteen}
states:
  ask:
    - ask: Lunch at {{ place }}, {{ contact.first_name | default('friend', true) }}?
      expect: yes_no
      save: comes
      unclear: YES or NO?
      give_up: bye
      silence:
        1 hour: Still hungry?
        2 hours: {end: no_reply}
      replies:
        yes: book
        no: bye
  book:
    - http: GET https://api.example.com/tables
      save: found
      on_error: bye
    - say: Table {{ found.body.table }} is yours.
    - handoff: kitchen
      say: The kitchen knows.
      closed: {end: eaten}
  bye:
    - say: Another time then.
    - end: declined
"""
MENU = """\
flow: menu
start:
  - fallback
states:
  show:
    - ask: What would you like?
      choices:
        soup: Soup
        salad: Salad
      unclear: 1 or 2?
      give_up: {end: unclear}
      replies:
        soup: {end: soup}
        salad: {end: salad}
"""


@pytest.fixture(autouse=True)
def _flows(folder: Path) -> None:
    (folder / "flows").mkdir()
    (folder / "flows" / "lunch.yaml").write_text(LUNCH)
    (folder / "flows" / "menu.yaml").write_text(MENU)


def said(out: str) -> list[str]:
    """The bubbles, a line each."""
    bubbles = re.findall(r"╭─+╮\n(.*?)╰", out, re.DOTALL)
    return [" ".join(line.strip("│ ") for line in bubble.splitlines()) for bubble in bubbles]


def test_a_conversation_to_its_end(parley):
    run = parley("chat", "lunch", "--input", "place=noon", typed="maybe\nno\n")

    assert 0 == run.code
    assert ["Lunch at noon, friend?", "YES or NO?", "Another time then."] == said(run.out)
    assert "  · saved comes = False" in run.out
    assert "  · ended declined\n" in run.out


def test_inputs_that_are_not_given_are_examples(parley):
    run = parley("chat", "lunch", "--name", "Ana Castillo")

    assert "  place = example\n" in run.out
    assert ["Lunch at example, Ana?"] == said(run.out)


def test_without_a_flow_the_text_finds_its_own(parley):
    run = parley("chat", typed="what is there?\n2\nlunch\n")

    assert "  flows: lunch, menu; text the number, or /help\n" in run.out
    assert "What would you like? 1. Soup 2. Salad" == said(run.out)[0]
    assert "  · ended salad\n" in run.out
    assert "Lunch at the canteen, friend?" == said(run.out)[1]


def test_quick_replies_are_shown(parley):
    run = parley("chat", "menu")

    assert "  [1. Soup] [2. Salad]\n" in run.out


def test_silence_is_skipped(parley):
    run = parley("chat", "lunch", "--at", "2026-05-01T22:00", typed="/timeout\n/timeout\n/timeout\n")

    assert "22:00" in run.out
    assert "Still hungry?" == said(run.out)[1]
    assert "23:00" in run.out
    assert "  · ended no_reply\n" in run.out
    assert "  · ignored no timer is running\n" in run.out


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ('{"table": 7}', "Table 7 is yours."),
        ("", "Table table is yours."),
        ("503", "Another time then."),
        ('not json\n{"table": 7}', "Table 7 is yours."),
    ],
)
def test_an_api_is_answered_by_hand(parley, answer, expected):
    run = parley("chat", "lunch", typed=f"yes\n{answer}\n")

    assert "  GET https://api.example.com/tables is not really called\n" in run.out
    assert expected == said(run.out)[1]


def test_consent_words_never_reach_the_flow(parley):
    run = parley("chat", "menu", typed="HELP\nStop!\nhello?\n/back\n/back\n1\n")

    _, help_text, stopped = said(run.out)
    assert help_text == "Your business: Reply STOP to opt out. Msg&data rates may apply."
    assert stopped.startswith("Your business: You are unsubscribed")
    assert "  · ended opted_out\n" in run.out
    assert "  no answer: opted out\n" in run.out
    assert "  · ended soup\n" in run.out


def test_whoever_opted_out_can_come_back(parley):
    run = parley("chat", typed="stop\nSTART\nhi\n")

    assert "Your business: You are subscribed again." in said(run.out)[1]
    assert "What would you like? 1. Soup 2. Salad" == said(run.out)[2]


def test_the_bot_is_silent_while_a_person_has_the_conversation(parley):
    run = parley("chat", "lunch", typed="yes\n\nanybody there?\n")

    assert "The kitchen knows." == said(run.out)[-1]
    assert "  no answer: a person has the conversation\n" in run.out


def test_no_flow_takes_the_text(parley, folder):
    (folder / "flows" / "menu.yaml").unlink()

    assert "  no answer: no flow takes it\n" in parley("chat", typed="hello\n").out


def test_an_agent_closes(parley):
    run = parley("chat", "lunch", typed="yes\n\n/state\n/close\n")

    assert re.search(r"handed to +kitchen\n", run.out)
    assert "  · ended eaten\n" in run.out


def test_what_was_said_can_be_taken_back(parley):
    run = parley("chat", "lunch", typed="no\n/back\nyes\n/back\n/back\n/back\n/back\n")

    assert "  · ended declined\n" in run.out
    assert "  GET https://api.example.com/tables is not really called\n" in run.out
    assert "  there is nothing to undo\n" in run.out


def test_it_can_begin_again(parley):
    run = parley("chat", "lunch", typed="no\n/restart\n")

    assert [said(run.out)[0]] * 2 == [said(run.out)[0], said(run.out)[-1]]


def test_variables_and_state_can_be_seen(parley):
    run = parley("chat", "lunch", "--from", "+442079460958", typed="/vars\n/state\n")

    for row in (r"place +example", r"contact\.phone +\+442079460958", r"contact\.timezone +Europe/London"):
        assert re.search(rf"^  {row}$", run.out, re.MULTILINE)
    assert re.search(r"^  state +ask$", run.out, re.MULTILINE)
    assert re.search(r"^  waits at +ask\.comes$", run.out, re.MULTILINE)


def test_times_are_the_customers_own(parley):
    run = parley("chat", "lunch", "--from", "+442079460958", "--at", "2026-07-01T09:00", typed="/state\n")

    assert re.search(r"^  time +2026-07-01 09:00$", run.out, re.MULTILINE)


@pytest.mark.parametrize("value", ["", "Nowhere/Else"])
def test_a_flow_may_forget_where_the_customer_is(parley, folder, value):
    (folder / "flows" / "zone.yaml").write_text(
        f'flow: zone\nstates:\n  a:\n    - set: {{contact.timezone: "{value}"}}\n    - ask: "{{{{ now | time }}}}?"\n'
        "    - end: done\n"
    )

    at = ("--from", "+12125550101", "--at", "2026-07-01T09:00")
    run = parley("chat", "zone", *at, "--save", "zone.test.yaml", typed="/state\nyes\n")

    assert (0, 1) == (run.code, len(said(run.out)))
    assert said(run.out)[0].startswith("1:00 PM?"), "the business is in UTC"
    assert re.search(r"^  time +2026-07-01 13:00$", run.out, re.MULTILINE)


def test_help_lists_the_commands(parley):
    run = parley("chat", "menu", typed="/help\n/tiemout\n/quit\nnever read\n")

    assert "  /timeout      let nothing happen until the next timer\n" in run.out
    assert "  there is no /tiemout; did you mean `/timeout`?\n" in run.out
    assert "never read" not in run.out


def test_a_conversation_is_saved_as_a_test(parley, folder):
    file = folder / "flows" / "lunch.test.yaml"

    run = parley(
        *("chat", "lunch", "--at", "2026-05-01T12:00", "--input", "place=noon", "--save", str(file)),
        typed='what\n/back\n/timeout\nyes\n{"table": 7}\n/close\n',
    )

    assert f"wrote {file}\n" == run.err
    assert file.read_text() == (
        "- test: chat of 2026-05-01 12:00\n"
        "  with:\n"
        "    place: noon\n"
        "  contact:\n"
        "    phone: '+15550100001'\n"
        "    language: en\n"
        "    timezone: UTC\n"
        "    country: US\n"
        "  now: 2026-05-01 12:00\n"
        "  http:\n"
        "    GET https://api.example.com/tables:\n"
        "      table: 7\n"
        "  talk:\n"
        "    - bot: Lunch at noon, friend?\n"
        "    - wait: 1 hour\n"
        "    - bot: Still hungry?\n"
        "    - me: 'yes'\n"
        "    - bot: Table 7 is yours.\n"
        "    - bot: The kitchen knows.\n"
        "    - agent closes\n"
        "  ends: eaten\n"
    )


def test_what_was_saved_passes(parley, folder):
    """Everything that can be typed, in one file: also a line break, a failing API, STOP, and another flow between."""
    lunch, menu = folder / "flows" / "lunch.test.yaml", folder / "flows" / "menu.test.yaml"
    lunch.write_text("# ours\n")

    parley("chat", "--save", str(menu), typed="what?\n/undelivered\nHELP\nlunch\nno\nagain\n1\n")
    parley("chat", "--save", str(menu), typed="what?\nSTOP\nhello\n")
    parley("chat", "lunch", "--name", "Ana", "--save", str(lunch), typed="/timeout\nyes\n503\n/timeout\nbye\n")
    parley("chat", "lunch", "--save", str(lunch), typed="yes\n")
    run = parley("test", "--json")

    assert (0, "") == (run.code, run.err)
    counts = {flow["flow"]: [test["passed"] for test in flow["tests"]] for flow in json.loads(run.out)["flows"]}
    assert {"lunch": [True, True], "menu": [True, True, True]} == counts
    assert lunch.read_text().startswith("# ours\n")
    assert menu.read_text().endswith(
        "  talk:\n"
        "    - me: what?\n"
        "    - bot: |-\n"
        "        What would you like?\n"
        "        1. Soup\n"
        "        2. Salad\n"
        "    - me: STOP\n"
        "    - me: hello\n"
        "  ends: opted_out\n"
    )


def test_a_flow_that_was_not_talked_to_is_not_saved(parley, folder):
    file = folder / "flows" / "lunch.test.yaml"

    run = parley("chat", "--save", str(file), typed="hi\n")

    assert "lunch was not entered, so there is nothing to write\n" == run.err
    assert not file.exists()


def test_a_text_that_looks_like_a_pattern_is_saved_as_one(parley, folder):
    (folder / "flows" / "menu.yaml").write_text(
        MENU.replace("What would you like?", "/menu?/").replace("1 or 2?", "...")
    )
    file = folder / "flows" / "menu.test.yaml"

    parley("chat", "menu", "--save", str(file), typed="what\n1\n")

    assert "bot: /^\\.\\.\\.$/\n" in file.read_text()
    assert 0 == parley("test", "menu").code


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (["lunhc"], 2, "error: no flow is called `lunhc` in flows, did you mean `lunch`?\n"),
        (["dinner"], 2, "error: no flow is called `dinner` in flows, there are: lunch, menu\n"),
        (["lunch", "--input", "plaice=noon"], 2, "error: `plaice` is no input of this flow, did you mean `place`?\n"),
        (["lunch", "--input", "place"], 2, "error: `place` has no value, write place=VALUE\n"),
        (["menu", "--input", "x=1"], 2, "error: `x` is no input of this flow, there are: none\n"),
        (
            ["--save", "lunch.txt"],
            2,
            "error: `lunch.txt` does not name the flow that it tests, as lunch.test.yaml does\n",
        ),
        (["--from", "555"], 2, "error: `555` is not a phone number such as +15550100001\n"),
    ],
)
def test_what_is_not_there(parley, words, code, expected):
    run = parley("chat", *words)

    assert (code, "", expected) == (run.code, run.out, run.err)


def test_a_conversation_that_cannot_be_saved(parley, folder):
    (folder / "tests").write_text("no folder")

    run = parley("chat", "menu", "--save", "tests/menu.test.yaml", typed="1\n")

    assert (1, "error: tests/menu.test.yaml cannot be written: File exists\n") == (run.code, run.err)


def test_a_flow_with_errors_is_not_talked_to(parley, folder):
    (folder / "flows" / "menu.yaml").write_text(MENU.replace("{end: soup}", "supe"))

    run = parley("chat", "menu")

    assert 1 == run.code
    assert "flows/menu.yaml:" in run.err
    assert run.err.endswith("error: a flow with errors cannot be talked to\n")


def test_an_empty_folder(parley, folder):
    for file in (folder / "flows").iterdir():
        file.unlink()

    run = parley("chat")

    assert (2, "error: there are no flows in flows; make one with: parley init\n") == (run.code, run.err)


TABLE = """\
flow: table
start:
  - keyword: [table]
states:
  ask:
    - do: find_table
      with: {people: 2}
      save: found
      on_error: [{say: We are full.}, {end: full}]
    - run: name
      save: guest
    - say: Table {{ found.number }}, {{ guest.name }}.
    - end: booked
"""
NAME = """\
flow: name
outputs: {name: text}
start:
  - flow
states:
  ask:
    - ask: Your name?
      save: name
    - end: known
"""


def test_actions_are_answered_and_other_flows_run(parley, folder):
    for name, source in (("table", TABLE), ("name", NAME)):
        (folder / "flows" / f"{name}.yaml").write_text(source)

    run = parley("chat", "table", "--save", "table.test.yaml", typed='{"number": 7}\n/state\nAna\n')

    assert ["Your name?", "Table 7, Ana."] == said(run.out)
    assert "  do find_table is not really called\n" in run.out
    assert "  · ran name (line 10)\n" in run.out
    assert "  flow        name\n" in run.out
    assert "do:\n    find_table:\n      number: 7\n" in (folder / "table.test.yaml").read_text()

    (folder / "table.test.yaml").rename(folder / "flows" / "table.test.yaml")
    assert 0 == parley("test", "table").code


def test_a_flow_that_is_scheduled_is_known_too(parley, folder):
    scheduling = NAME.replace("    - end: known", "    - schedule: menu\n      in: 1 day\n    - end: known")
    for name, source in (("table", TABLE), ("name", scheduling)):
        (folder / "flows" / f"{name}.yaml").write_text(source)

    run = parley("chat", "table", typed='{"number": 7}\nAna\n')

    assert ["Your name?", "Table 7, Ana."] == said(run.out)


def test_an_action_that_fails_is_typed_as_an_error(parley, folder):
    (folder / "flows" / "table.yaml").write_text(TABLE)
    (folder / "flows" / "name.yaml").write_text(NAME)

    run = parley("chat", "table", typed='{"error": "closed"}\n')

    assert ["We are full."] == said(run.out)
    assert "  · problem `ask.found` failed: closed\n" in run.out


CLUB = """\
flow: club
inputs: {who: text}
start:
  - tag: member
    with: {who: "{{ contact.name | default('friend', true) }}"}
  - agent_closed: yes
    if: conversation.queue == "desk"
    with: {who: "{{ conversation.labels[0] }}"}
states:
  one:
    - say: Welcome, {{ who }}.
    - end: welcomed
"""
JOIN = """\
flow: join
start:
  - keyword: [join]
states:
  one:
    - tag: member
    - ask: By text?
      replies:
        desk:
          - label: walk-in
          - handoff: desk
            closed:
              - say: Thank you.
              - end: helped
    - end: joined
"""


def test_what_a_tag_and_a_closing_set_off_happens_here_too(parley, folder):
    (folder / "flows" / "club.yaml").write_text(CLUB)
    (folder / "flows" / "join.yaml").write_text(JOIN)
    run = parley("chat", typed="join\ndesk\n/close\n")

    assert ["By text?", "Thank you.", "Welcome, friend.", "Welcome, walk-in."] == said(run.out)
    assert 2 == run.out.count("this has set off the flow club")


def test_what_was_set_off_can_be_undone(parley, folder):
    (folder / "flows" / "club.yaml").write_text(CLUB)
    (folder / "flows" / "join.yaml").write_text(JOIN)
    run = parley("chat", typed="join\nyes\n/back\n/state\nmenu\n")

    assert ["By text?", "Welcome, friend."] == said(run.out)[:2]
