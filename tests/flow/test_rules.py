"""The rules at their edges: what each finds, with what help, and what it must leave alone."""

from __future__ import annotations

import pytest

from bot.flow.check import check_sources
from bot.flow.diagnostic import Severity, register
from bot.flow.load import read_draft
from bot.flow.rules.base import Checked
from bot.flow.rules.moved import ids, successor
from bot.flow.width import widest, widths_of
from tests.flow.conftest import whole_flow

ASK = "- ask: Well?\n  {}\n- end: done"


def found(text, code):
    """The findings of one rule, in short."""
    findings = check_sources({"flows/example.yaml": whole_flow(text)})[1]
    return [it for it in findings if it.code == code]


def places(text, code):
    return [(it.span.line, it.span.column) for it in found(text, code)]


# ── graph ──


@pytest.mark.parametrize(
    ("target", "label", "help"),
    [
        ("strat", "did you mean `start`?", "states in this flow are start"),
        ("nowhere", "", "states in this flow are start"),
        ("Great, see you!", "", "to say this text, write a list of steps: `- say: ...`"),
    ],
)
def test_an_unknown_state(target, label, help):
    (finding,) = found(ASK.format(f"give_up: {target}"), "F012")

    assert (label, help) == (finding.label, finding.help)
    assert "bot: Well?\nme: (nothing that fits)" == finding.example


def test_an_unknown_state_of_a_split():
    assert [(4, 7)] == places("- split: {start: 1, strat: 1}", "F012")
    assert ["`end` is not a state"] == [it.message for it in found("- split: {start: 1, end: 1}", "F012")]


def test_a_forgotten_part_is_one_finding_and_not_one_for_each_state():
    flow = """
    states:
      start: [{end: done}]
      forgotten: [{go: behind}]
      behind: [{end: x}]
      round: [{ask: Again?, replies: {yes: about}}, {end: x}]
      about: [{go: round}]
    """

    assert ["nothing leads to the state `forgotten`", "nothing leads to the state `round`"] == [
        it.message for it in found(flow, "F013")
    ]


def test_a_state_named_only_by_a_mistake_is_not_unreachable():
    flow = "states: {start: [{gto: there}], there: [{end: x}]}"

    assert [] == found(flow, "F013")
    assert [] == found(flow, "F014")


@pytest.mark.parametrize(
    ("steps", "chat"),
    [
        ("- say: Hello", "bot: Hello\n(nothing follows)"),
        ("- ask: Name?\n  save: name", "bot: Name?\nme: (any text)\n(nothing follows)"),
        ("- ask: Well?\n  expect: yes_no\n  replies: {yes: end}", "bot: Well?\nme: yes\n(nothing follows)"),
        ("- ask: Which?\n  choices: {a: A, b: B}\n  replies: {a: end}", "bot: Which?\nme: 1\n(nothing follows)"),
        ("- go: start\n  if: contact.x", "(nothing follows)"),
        ("- ask: Well?\n  else: [{say: Oh}]", "bot: Well?\nme: (something else)\nbot: Oh\n(nothing follows)"),
        ("- handoff: care\n  closed: [{say: Bye}]", "(the agent closes the conversation)\nbot: Bye\n(nothing follows)"),
        ("- handoff: care\n  wait: no", "(nothing follows)"),
        ("- match: '{{ contact.x }}'\n  expect: yes_no\n  replies: {yes: end, no: end}", "(nothing follows)"),
        ("- http: GET https://a.b\n  on_error: end", "(nothing follows)"),
        ("- pause: 1 day", "(1 day passes)\n(nothing follows)"),
        ("- listen:\n  silence: {2 days: []}\n  else: end", None),
        (
            "- ask: How many?\n  expect: integer\n  min: 1\n  replies: {1..4: end, 5..9: end}",
            "bot: How many?\nme: (another number)\n(nothing follows)",
        ),
    ],
)
def test_a_state_that_does_not_say_how_it_ends(steps, chat):
    assert ([] if chat is None else [chat]) == [it.example for it in found(steps, "F014")]


@pytest.mark.parametrize(
    "steps",
    [
        "- end: done",
        "- go: start",
        "- handoff: care",
        "- split: {start: 1}",
        "- ask: Well?\n  expect: yes_no\n  replies: {yes: end, no: end}",
        "- ask: Well?\n  replies: {a: end}\n  else: end",
        "- ask: Which?\n  choices: {a: A, b: B}\n  replies: {a: end, b: end}",
        "- ask: How many?\n  expect: integer\n  min: 1\n  max: 9\n  replies: {1..4: end, 5..9: end}",
        "- match: '{{ contact.x }}'\n  replies: {a: end}\n  else: end",
    ],
)
def test_a_state_that_says_how_it_ends(steps):
    assert [] == found(steps, "F014")


def test_steps_that_never_run():
    flow = """
    - ask: Well?
      expect: yes_no
      replies:
        yes:
          - end: done
          - say: Never
          - say: Nor this
        no: end
    - say: Nor here
    """

    assert [(9, 13), (12, 7)] == places(flow, "F015")


def test_a_loop_that_leads_into_a_trap_is_not_another_trap():
    flow = """
    states:
      start: [{ask: Well?, expect: yes_no, replies: {yes: start, no: trap}}]
      trap: [{ask: Again?, expect: yes_no, replies: {yes: trap, no: trap}}]
    """

    assert ["no way leads from the state `trap` to an end"] == [it.message for it in found(flow, "F016")]


def test_a_trap_is_found_at_its_bottom_and_once():
    flow = """
    states:
      start: [{ask: Well?, expect: yes_no, replies: {yes: trap, no: hall}}]
      hall: [{go: trap}]
      trap: [{ask: Again?, expect: yes_no, replies: {yes: back, no: trap}}]
      back: [{go: trap}]
    """

    (finding,) = found(flow, "F016")

    assert "no way leads from the state `trap` (nor from `back`) to an end" == finding.message
    assert "bot: Well?\nme: yes\nbot: Again?" == finding.example


@pytest.mark.parametrize(
    ("flow", "at"),
    [
        ("- say: Hi\n- go: start", [(5, 11)]),
        ("- go: start\n  if: contact.x\n- end: done", [(4, 11)]),
        ("- http: GET https://a.b\n  on_error: start\n- end: done", [(5, 17)]),
        ("- pause: 1 day\n- go: start", [(5, 11)]),
        ("- handoff: care\n  no_agent: {5 minutes: start}", [(5, 29)]),
        ("states: {start: [{go: b}], b: [{go: c}], c: [{go: b, if: contact.x}, {end: x}]}", [(2, 51)]),
        ("- ask: Well?\n  silence: {1 hour: start}\n- end: done", []),
        ("- ask: Well?\n  replies: {again: start}\n- end: done", []),
        ("- ask: Well?\n  give_up: start\n- end: done", []),
    ],
)
def test_a_loop_that_never_waits(flow, at):
    assert at == places(flow, "F017")


# ── at a question ──


@pytest.mark.parametrize(
    ("replies", "shadowed"),
    [
        ("{a: {words: [x, y], end: a}, b: {words: [y], end: b}}", "b"),
        ("{a: {words: [x], end: a}, b: {words: [y], end: b}, c: {words: [y, x], end: c}}", "c"),
        ("{a: {words: pay, end: a}, b: {phrase: pay now, end: b}}", "b"),
        ("{a: {words: pay, end: a}, b: {only: pay, end: b}}", "b"),
        ("{a: {words: pay, end: a}, pay: end}", "pay"),
        ("{pay: end, b: {words: [PAY], end: b}}", "b"),
        ("{a: {starts: pay, end: a}, b: {starts: pay now, end: b}}", "b"),
        ("{a: {is: pay, end: a}, b: {only: Pay, end: b}}", "b"),
        ("{a: {phrase: pay now, end: a}, b: {words: pay, end: b}}", None),
        ("{a: {only: pay, end: a}, b: {words: pay, end: b}}", None),
        ("{a: {words: pay, end: a}, b: {words: [pay, bill], end: b}}", None),
        ("{a: {words: pay, blank: true, end: a}, b: {words: pay, end: b}}", None),
        ("{a: {words: pay, phrase: x, end: a}, b: {words: pay, end: b}}", None),
        ("{a: {regex: pay, end: a}, b: {regex: pay, end: b}}", "b"),
        ("{a: {regex: pay, end: a}, b: {regex: bill, end: b}}", None),
        ("{a: {number: 0..9, end: a}, b: {number: 3..5, end: b}}", "b"),
        ("{a: {number: 3..5, end: a}, b: {number: 0..9, end: b}}", None),
        ("{a: {date: yes, end: a}, b: {date: yes, words: next, end: b}}", "b"),
        ("{a: {date: yes, words: next, end: a}, b: {date: yes, end: b}}", None),
        ("{a: {words: pay, end: a}, b: {all: [pay, now], end: b}}", "b"),
        ("{a: {all: [pay, now], end: a}, b: {words: pay, end: b}}", None),
        ("{a: {all: [pay], end: a}, b: {all: [now, pay], end: b}}", "b"),
        ("{a: {words: pay, end: a}, b: {words: pay, number: 1..5, end: b}}", "b"),
        ("{a: {tagged: [vip, new], end: a}, b: {tagged: new, end: b}}", "b"),
        ("{a: {not: {words: pay}, end: a}, b: {not: {words: pay}, words: now, end: b}}", "b"),
        ("{a: {not: {words: pay}, end: a}, b: {words: pay, end: b}}", None),
    ],
)
def test_a_reply_that_an_earlier_one_always_takes(replies, shadowed):
    findings = found(ASK.format(f"replies: {replies}"), "F018")

    assert ([f"the reply `{shadowed}` can never be chosen"] if shadowed else []) == [it.message for it in findings]


def test_a_reply_that_anytime_takes():
    flow = """
    anytime: {agent: {words: [agent], go: human}}
    states:
      start: [{ask: Well?, replies: {person: {words: agent, go: human}}}, {end: x}]
      human: [{handoff: care}]
    """

    assert ["`anytime.agent` takes it first"] == [it.label for it in found(flow, "F018")]


@pytest.mark.parametrize(
    ("expect", "bounds", "ranges", "gaps"),
    [
        ("integer", "0..10", "0..6 7..8 9..10", []),
        ("integer", "0..10", "9..10 0..6 7..8", []),
        ("integer", "0..10", "0..6 8..10", ["no reply takes 7"]),
        ("integer", "0..10", "1..6 7..10", ["no reply takes 0"]),
        ("integer", "0..10", "0..6 7..8", ["no reply takes 9..10"]),
        ("integer", "0..10", "2..3 6..7", ["no reply takes 0..1", "no reply takes 4..5", "no reply takes 8..10"]),
        ("integer", "", "0..6 8..10", ["no reply takes 7"]),
        ("integer", "-5..5", "-5..-1 0 1..5", []),
        ("number", "0..10", "0..6 6..10", []),
        ("number", "0..10", "0..6 7..10", ["no reply takes the numbers between 6 and 7"]),
        ("number", "0..1.5", "0..1.2", ["no reply takes the numbers between 1.2 and 1.5"]),
    ],
)
def test_numbers_that_no_reply_takes(expect, bounds, ranges, gaps):
    assert gaps == [it.message for it in found(ranged(expect, bounds, ranges), "F019")]


def test_else_takes_what_ranges_leave_out():
    assert [] == found(ranged("integer", "0..10", "0..6") + "  else: end\n", "F019")


@pytest.mark.parametrize(
    ("expect", "bounds", "ranges", "messages"),
    [
        ("integer", "0..10", "0..7 7..10", ["`7..10` overlaps with `0..7`: both take 7"]),
        ("integer", "0..10", "0..10 3..4", ["`3..4` overlaps with `0..10`: both take 3..4"]),
        ("number", "0..10", "0..7 7..10", []),
        ("number", "0..10", "0..7 6.5..10", ["`6.5..10` overlaps with `0..7`: both take 6.5..7"]),
        ("integer", "0..10", "0..10 20..30", ["`20..30` lies outside `min` and `max`: no answer is there"]),
        ("integer", "0..10", "6..0 7..10", ["`6..0` has its ends the wrong way round"]),
    ],
)
def test_ranges_that_overlap_or_cannot_be(expect, bounds, ranges, messages):
    assert messages == [it.message for it in found(ranged(expect, bounds, ranges), "F020")]


def ranged(expect, bounds, ranges):
    low, _, high = bounds.partition("..")
    limits = f"  min: {low}\n  max: {high}\n" if bounds else ""
    replies = "".join(f"    {span}: end\n" for span in ranges.split())
    return f"- ask: How many?\n  expect: {expect}\n{limits}  replies:\n{replies}"


@pytest.mark.parametrize(
    ("question", "message", "label"),
    [
        ("choices: {bill: B, o: O}\n  replies: {bil: end}", "the question has no answer `bil`", "did you mean `bill`?"),
        ("expect: yes_no\n  replies: {yess: end}", "the question has no answer `yess`", "did you mean `yes`?"),
        ("expect: integer\n  replies: {1-3: end}", "`1-3` is not a range", "write `1..3`"),
        ("expect: integer\n  replies: {1 to 3: end}", "`1 to 3` is not a range", "write `1..3`"),
        ("replies: {1..3: end}", "`1..3` is a range, but the question does not expect a number", ""),
        ("choices: {a: A}\n  synonyms: {b: c}", "`synonyms` names `b`, which is no choice", ""),
        ("choices: {billing: B}\n  replies: {none: end}", None, None),
        ("expect: integer\n  replies: {skip: end}", None, None),
    ],
)  # fmt: skip
def test_a_label_for_an_answer_that_is_not_there(question, message, label):
    findings = found(ASK.format(question), "F023")

    assert ([(message, label)] if message else []) == [(it.message, it.label) for it in findings]


@pytest.mark.parametrize(
    ("silence", "messages"),
    [
        ("{1 hour: a b, 2 hours: c d, 3 hours: end}", []),
        ("{2 hours: a b, 1 hour: c d}", ["`1 hour` is not later than `2 hours` above it"]),
        ("{60 minutes: a b, 1 hour: c d}", ["`1 hour` is not later than `1 hour` above it"]),
        ("{1 hour: end, 2 hours: c d}", ["this never happens: the conversation has moved on before"]),
        ("{1 hour: a b, 4 days: end}", ["this never happens: the session expires after 3 days"]),
        ("{3 days: end}", []),
    ],
)
def test_silences_out_of_order(silence, messages):
    assert messages == [it.message for it in found(ASK.format(f"silence: {silence}"), "F022")]


def test_waiting_for_an_agent_does_not_expire():
    flow = "- handoff: care\n  no_agent: {1 hour: Hold on, 9 days: end}"

    assert [] == found(flow, "F022")
    assert 1 == len(found(flow.replace("9 days", "5 minutes"), "F022"))


@pytest.mark.parametrize(
    ("text", "label"),
    [("strat", "did you mean `start`?"), ("thank_you", ""), ("Hello?", None), ("hello", None), ("start over", None)],
)
def test_a_text_that_is_probably_a_state(text, label):
    findings = found(ASK.format(f"silence: {{1 hour: {text}}}"), "F027")

    assert ([] if label is None else [label]) == [it.label for it in findings]


@pytest.mark.parametrize(
    ("expect", "good", "bad"),
    [
        ("integer", ["5", "-5", "{{ contact.x }}"], ["five", "1x", "1..2"]),
        ("number", ["2.5"], ["2,5"]),
        (
            "date",
            ["2026-03-06", "today", "+90 days", "today - 2 weeks", "-1 day"],
            ["tomorow", "6 March", "10:00", "2026-02-30"],
        ),
        ("time", ["'10:00'", "'9:30'"], ["ten", "today"]),
        ("datetime", ["2026-03-06 10:00", "2026-03-06T10:00:00Z", "now", "today", "+2 hours"], ["soon"]),
    ],
)
def test_bounds_of_the_questions_own_kind(expect, good, bad):
    for written in good:
        assert [] == found(ASK.format(f"expect: {expect}\n  min: {written}"), "F036"), written
    for written in bad:
        assert 1 == len(found(ASK.format(f"expect: {expect}\n  max: {written}"), "F036")), written


def test_unclear_without_a_way_out_is_a_warning():
    (finding,) = found(ASK.format("unclear: Sorry?"), "F021")

    assert Severity.WARNING is finding.severity
    assert [] == found(ASK.format("unclear: Sorry?\n  give_up: end"), "F021")


def test_unclear_beside_else_is_never_said():
    assert 1 == len(found(ASK.format("unclear: Sorry?\n  else: end"), "F025"))
    assert [] == found(ASK.format("unclear: Sorry?\n  else: end\n  check: [{if: answer == 'x', say: No}]"), "F025")


# ── across flows ──


def library(**starts):
    sources = {
        f"flows/{name}.yaml": f"flow: {name}\nstart:\n{start}\nstates: {{a: [{{end: x}}]}}"
        for name, start in starts.items()
    }
    return [
        (it.path.removeprefix("flows/"), it.code, it.severity.value, it.message) for it in check_sources(sources)[1]
    ]


def test_two_flows_with_one_keyword():
    assert [("b.yaml", "F028", "error", "`menu` also starts the flow `a`")] == library(
        a="  - keyword: [menu, list]", b="  - keyword: Menu!"
    )


def test_one_keyword_told_apart_by_a_condition():
    assert [("b.yaml", "F028", "warning", "`menu` also starts the flow `a`")] == library(
        a="  - keyword: menu", b="  - keyword: menu\n    if: contact.vip"
    )
    assert [] == library(a="  - keyword: menu\n  - keyword: menu\n    if: contact.vip")


def test_two_flows_that_take_everything():
    assert [("c.yaml", "F029", "error", "the flow `a` is the fallback already")] == library(
        a="  - fallback", b="  - fallback:\n    if: contact.vip", c="  - fallback:"
    )


def test_a_flow_is_scheduled_with_its_inputs():
    later = "flow: later\ninputs: {visit: datetime, note: {type: text, default: x}}\nstates: {a: [{end: x}]}"

    def messages(options):
        steps = f"states: {{a: [{{schedule: later, in: 1 day{options}}}, {{end: x}}]}}"
        return [it.message for it in check_sources({"a.yaml": f"flow: a\n{steps}", "later.yaml": later})[1]]

    assert [] == messages(", with: {visit: 2026-03-06 10:00, note: y}")
    assert [] == messages(", with: {visit: '{{ contact.visit }}'}")
    assert ["`friday` is no datetime for the input `visit` of `later`"] == messages(", with: {visit: friday}")
    assert ["the flow `later` needs `visit`, which it does not get here"] == messages("")
    assert ["the flow `later` has no input `vist`"] == messages(", with: {visit: 2026-03-06 10:00, vist: y}")


@pytest.mark.parametrize(
    ("id", "cancel", "labels"),
    [
        ("reminder", "reminder", []),
        ("reminder", "remindr", ["did you mean `reminder`?"]),
        ("reminder", "'{{ contact.x }}'", []),
        ("'{{ contact.x }}'", "remindr", []),
        ("reminder", "another", []),
    ],
)
def test_taking_back_what_is_scheduled(id, cancel, labels):
    steps = f"- schedule: example\n  in: 1 day\n  id: {id}\n- cancel: {cancel}\n- end: done"

    assert labels == [it.label for it in found(steps, "F037")]


def test_a_call_that_may_fail():
    (finding,) = found("- say: Hi\n- http: GET https://a.b\n- end: done", "F038")

    assert ("warning", "bot: Hi\n(the API fails)") == (finding.severity.value, finding.example)
    assert [] == found("- http: GET https://a.b\n  on_error: end\n- end: done", "F038")


# ── data ──


@pytest.mark.parametrize(
    ("text", "message", "label"),
    [
        ("{{ nmae }}", "no `nmae` is known here", "did you mean `name`?"),
        ("{{ answers.nmae.text }}", "no `answers.nmae.text` is known here", None),
        ("{{ contct.first_name }}", "no `contct` is known here", "did you mean `contact`?"),
        ("{% for x in list %}{{ x }}{{ loop.index }}{% endfor %}", "no `list` is known here", None),
        ("{{ name }} {{ answers.name.text }} {{ contact.anything }} {{ business.name }} {{ now | date }}", None, None),
        ("{{ channel.number }} {{ attempt }} {{ answer }}", None, None),
        ("{{ x | default('') }}", "no `x` is known here", None),
    ],
)
def test_names_that_nothing_gives_a_value(text, message, label):
    findings = found(f'- ask: Name?\n  save: name\n- say: "{text}"\n- end: done', "F040")

    assert ([message] if message else []) == [it.message for it in findings]
    assert label is None or [label] == [it.label for it in findings]


@pytest.mark.parametrize(
    "steps",
    [
        "- http: GET https://a.b\n  save: it\n- say: '{{ it.body }}'",
        "- set: {it: 5, other: '{{ it }}'}\n- say: '{{ it }}'",
        "- match: '{{ contact.x }}'\n  save: it\n  else: end\n- say: '{{ it }}'",
        "- match: '{{ contact.x }}'\n  expect: integer\n  save: it\n  else: end\n- say: '{{ it }}'",
        "- ask: Well?\n  expect: integer\n  save: it\n  else: end\n- say: '{{ it }}'",
        "- ask: Well?\n  expect: integer\n  save: it\n  confirm: '{{ it }}, {{ answers.it.text }}?'\n- say: '{{ it }}'",
        "- http: GET https://a.b\n  save: it\n  on_error: [{say: '{{ it.status }}'}]\n- say: '{{ it.status }}'",
        "- ask: Well?\n  expect: yes_no\n  save: it\n  replies: {yes: end}\n- say: '{{ it }}'",
        "- ask: Well?\n  expect: integer\n  save: it\n  replies: {1..3: [{say: '{{ it }}'}]}\n  else: end",
        "- ask: Well?\n  save: it\n  replies: {a: [{say: '{{ it }}'}]}",
        "- ask: Well?\n  expect: email\n  save: it\n  give_up: end\n- say: '{{ it }}'",
        "- ask: Well?\n  expect: email\n  save: it\n  give_up: []\n- say: '{{ it | default(0) }}'",
        "- ask: Well?\n  expect: email\n  save: it\n  silence: {1 day: [{set: {it: 0}}]}\n- say: '{{ it }}'",
        "- set: {it: 5}\n  if: contact.x\n- say: '{{ it }}'\n  if: it is defined",
        "- set: {it: 5}\n  if: contact.x\n- end: done\n  if: it == 5",
    ],
)
def test_names_that_have_a_value_on_every_way(steps):
    assert [] == found(f"{steps.replace('  give_up: []' + chr(10), '')}\n- end: done", "F041")


@pytest.mark.parametrize(
    ("steps", "chat"),
    [
        ("- set: {it: 5}\n  if: contact.x\n- say: '{{ it }}'", "bot: [it]"),
        (
            "- ask: Well?\n  expect: email\n  save: it\n  give_up: [{say: Fine}]\n- say: '{{ it }}'",
            "bot: Well?\nme: (nothing that fits)\nbot: Fine\nbot: [it]",
        ),
        (
            "- ask: Well?\n  expect: email\n  save: it\n  silence: {1 day: [{say: Fine}]}\n- say: '{{ it }}'",
            "bot: Well?\n(1 day passes)\nbot: Fine\nbot: [it]",
        ),
        (
            "- ask: Well?\n  expect: email\n  save: it\n  replies: {skip: [{say: Fine}]}\n- say: '{{ it }}'",
            "bot: Well?\nme: skip\nbot: Fine\nbot: [it]",
        ),
        (
            "- ask: Well?\n  expect: email\n  save: it\n  else: [{say: Fine}]\n- say: '{{ answers.it.text }}'",
            "bot: Well?\nme: (something else)\nbot: Fine\nbot: [text]",
        ),
        ("- say: '{{ it }}'\n- set: {it: 5}", "bot: [it]"),
        ("- set: {other: '{{ it }}', it: 5}", ""),
        ("- set: {it: 5}\n  if: contact.x\n- end: done\n  if: it", ""),
    ],
)
def test_names_that_have_no_value_on_some_way(steps, chat):
    assert [chat] == [it.example for it in found(f"{steps}\n- end: done", "F041")]


def test_anytime_knows_what_every_question_knows():
    flow = """
    anytime: {mine: {words: mine, do: [{say: "{{ first }} {{ second }}"}]}}
    states:
      start:
        - set: {first: 1}
        - ask: Well?
          save: second
        - ask: Well?
        - end: done
    """

    assert ["`second` may have no value here"] == [it.message for it in found(flow, "F041")]


@pytest.mark.parametrize(
    ("trigger", "messages"),
    [
        ("{keyword: a, with: {visit: '{{ contact.visit }}'}}", []),
        ("{keyword: a, if: vip, with: {visit: x}}", ["`vip` is not known here"]),
        ("{event: a, with: {visit: '{{ event.date }}'}}", []),
    ],
)
def test_what_a_way_in_may_name(trigger, messages):
    flow = f"inputs: {{visit: text}}\nstart: [{trigger}]\nstates: {{a: [{{end: x}}]}}"

    assert messages == [it.message for it in found(flow, "F040")]


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        (r"\b(\d{5})\b", None),
        (r"^(a+)+$", None),
        (r"(\d{5}", "missing )"),
        (r"(?=a)b", "invalid"),
        (r"(a)\1", "invalid"),
        (r"a{1,1001}", "repetition"),
        ("a" * 201, "longer than 200 characters"),
        (r"((a{100}){100}){100}", "repetition"),
    ],
)
def test_patterns(pattern, fault):
    question = found(ASK.format(f"expect: regex\n  pattern: '{pattern}'"), "F042")
    matcher = found(ASK.format(f"replies: {{a: {{not: {{regex: '{pattern}'}}, end: x}}}}"), "F042")

    assert [fault is not None] * 2 == [bool(question), bool(matcher)]
    if fault:
        assert fault in question[0].message
        assert (6, 17) == (question[0].span.line, question[0].span.column)


# ── text ──


@pytest.mark.parametrize(
    ("step", "line", "column", "label"),
    [
        ("- say: Hi {{ contact.name | uper }}", 4, 33, "did you mean `upper`?"),
        ('- say: "Hi {{ contact.name | uper }}"', 4, 34, "did you mean `upper`?"),
        ("- say: >\n    Hi\n    {{ contact.name | uper }}", 6, 27, "did you mean `upper`?"),
        ("- say: Hi {{ range(5) }}", 4, 23, ""),
        ("- end: done\n  if: contact.name ==", 5, None, ""),
        ("- say: Hi {{ contact.name", 4, None, ""),
        ("- say: Hi {% if contact.name %}", 4, None, ""),
    ],
)
def test_a_template_that_cannot_be_used_is_shown_at_its_fault(step, line, column, label):
    (finding,) = found(f"{step}\n- end: done", "F050")

    assert (line, label) == (finding.span.line, finding.label)
    assert column in (None, finding.span.column)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("You’re booked", "write `'`"),
        ("Booked – see you", "write `-`"),
        ("Booked…", "write `...`"),
        ("Booked\u00a0today", "write ` `"),
        ("Booked 👍", None),
        ("👍 " + "a" * 100, "leave it out"),
        ("á " + "a" * 100, None),
        ("¿Sí?", None),
        ("日本語", None),
        ("You’re booked 👍", None),
        ("It costs 5€ {ok}", None),
    ],
)
def test_a_character_that_makes_a_message_dearer(text, label):
    assert ([label] if label else []) == [
        it.label for it in found(f"- say: '{text}'\n- end: done".replace("'", '"'), "F051")
    ]


@pytest.mark.parametrize(
    ("filled", "width"),
    [
        ("{{ contact.name | truncate(7) }}", 7),
        ("{{ contact.visit | datetime }}", 28),
        ("{{ contact.visit | upper }}", 15),
        ("{{ 5 }}", 15),
        ("{{ contact.first_name }}", 12),
        ("{{ visit }}", 25),
        ("{{ pick }}", 7),
        ("{% if pick %}abc{% else %}de{% endif %}", 3),
        ("{% if pick %}{{ pick }}{% endif %}", 7),
        ("{% for item in contact.items %}ab{% endfor %}", 2),
    ],
)
def test_what_is_filled_in_has_the_width_of_its_kind(loaded, filled, width):
    flow = loaded(
        "inputs: {visit: datetime}\nstates: {start: [{ask: Which?, save: pick, choices: {a: A, another: B}}, {end: x}]}"
    )
    widths = widths_of(flow, [flow.states["start"][0].question])

    assert width == len(widest(filled, widths))


def test_a_long_message_is_counted_with_its_choices_and_names():
    short = f"- say: {'a' * 306}\n- end: done"
    named = f"- ask: {'a' * 270} {{{{ contact.name }}}}\n  choices: {{a: Something, b: Other}}\n- end: done"

    assert [] == found(short, "F052")
    assert ["this message takes 3 segments (313 characters in GSM-7)"] == [it.message for it in found(named, "F052")]


@pytest.mark.parametrize(("cut", "parts"), [("[:4]", None), ("", None), ("[:20]", 3)])
def test_choices_that_an_api_gives_are_counted_too(cut, parts):
    steps = f"- ask: {'a' * 40}\n  choices: '{{{{ contact.list{cut} }}}}'\n  give_up: end\n- end: done"

    assert [f"this message takes {parts} segments (431 characters in GSM-7)"] * bool(parts) == [
        it.message for it in found(steps, "F052")
    ]


@pytest.mark.parametrize("step", ['- say: ""', '- ask: "  "', "- ask: Well?\n  unclear: ''\n  give_up: end"])
def test_a_message_without_a_text(step):
    assert 1 == len(found(f"{step}\n- end: done", "F053"))


# ── law ──


@pytest.mark.parametrize(
    ("replies", "severity", "message"),
    [
        ("{stop: end}", "error", "the reply `stop` never comes here: it opts the customer out"),
        ("{it: {words: [Stopall], end: x}}", "error", "the reply `Stopall` never comes here: it opts the customer out"),
        ("{cancel: end}", "warning", "the reply `cancel` never comes here: it opts the customer out"),
        ("{help: end}", "warning", "the reply `help` never comes here: it asks for help"),
        ("{start: end}", "warning", "the reply `start` never comes here: it opts the customer in"),
        ("{baja: end}", "warning", "the reply `baja` never comes here: it opts the customer out"),
        ("{yes: end}", None, None),
        ("{it: {words: [start over, stop by], end: x}}", None, None),
    ],
)  # fmt: skip
def test_a_reply_that_carriers_take(replies, severity, message):
    findings = found(ASK.format(f"replies: {replies}"), "F060")

    assert ([(severity, message)] if message else []) == [(it.severity.value, it.message) for it in findings]


def test_a_choice_or_a_synonym_that_carriers_take_names_them():
    (choice,) = found(ASK.format("choices: {end: Finish, more: More}"), "F060")
    (synonym,) = found(ASK.format("choices: {a: A}\n  synonyms: {a: [quit]}"), "F060")

    assert (
        "Twilio, Telnyx, AWS act on it before the bot sees it, and so does Parley; ask for another word than `end`"
        == (choice.help)
    )
    assert (6, 22) == (synonym.span.line, synonym.span.column)


def test_anytime_words_that_carriers_take():
    flow = "anytime: {out: {words: [quit], go: a}}\nstates: {a: [{end: x}]}"

    assert [(2, 25)] == places(flow, "F060")


@pytest.mark.parametrize(
    ("keyword", "severity"),
    [
        ("cancel", "error"),
        ("STOP!", "error"),
        ("start", "error"),
        ("info", "error"),
        ("Yes", "warning"),
        ("hello", None),
    ],
)
def test_a_keyword_that_carriers_take(keyword, severity):
    findings = found(f"start: [{{keyword: ['{keyword}']}}]\nstates: {{a: [{{end: x}}]}}", "F061")

    assert ([severity] if severity else []) == [it.severity.value for it in findings]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Reply CANCEL to free the slot", "warning"),
        ("Text END when you are done", "warning"),
        ("Reply INFO for prices", "warning"),
        ("Reply START to begin", "warning"),
        ("Reply STOP to end the survey", "error"),
        ("Reply STOP to opt out, HELP for help", None),
        ("Reply STOP to end these texts", None),
        ("STOP to end our texts", None),
        ("Reply STOP, END or QUIT to unsubscribe", None),
        ("Reply START to resubscribe", None),
        ("Reply YES or NO", None),
        ("Reply HELP for help", None),
        ("The END is near", None),
        ("Reply {{ contact.word }}", None),
    ],
)
def test_a_text_that_asks_for_a_word_of_the_carriers(text, severity):
    findings = found(f"- say: {text}\n- end: done", "F062")

    assert ([severity] if severity else []) == [it.severity.value for it in findings]


@pytest.mark.parametrize(
    ("steps", "count"),
    [
        ("[{say: Sale today!}, {end: x}]", 1),
        ("[{say: 'Sale today! Reply STOP to opt out.'}, {end: x}]", 0),
        ("[{say: [Sale today!, Reply STOP to opt out.]}, {end: x}]", 0),
        ("[{say: Hi, if: contact.x}, {say: 'Sale! STOP ends this.'}, {end: x}]", 1),
        ("[{set: {a: 1}}, {ask: 'Sale?'}, {end: x}]", 1),
    ],
)
def test_marketing_says_how_to_opt_out(steps, count):
    assert count == len(found(f"class: marketing\nstates: {{a: {steps}}}", "F063"))
    assert [] == found(f"class: conversational\nstates: {{a: {steps}}}", "F063")


SAID = "Reply HELP for help, STOP to opt out."


def marketing(text):
    return f"class: marketing\nstates: {{a: [{{say: '{text}'}}, {{end: x}}]}}"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"{{{{ business.name }}}}: sale! {SAID}", []),
        (f"Riverside Dental: sale! {SAID}", []),
        (f"Greetings from Riverside! {SAID}", []),
        (f"Grüße von Riverside! {SAID}", []),
        (f"Our sale starts today! {SAID}", ["F065"]),
        (f"Good news from our shop. {SAID}", ["F065"]),
        ("{{ business.name }}: sale! Reply STOP to opt out.", ["F066"]),
        ("{{ business.name }}: sale! Call {{ business.help_contact }}. Reply STOP to opt out.", []),
        ("Sale! Reply STOP to opt out.", ["F065", "F066"]),
    ],
)
def test_what_marketing_has_to_say_first(text, codes):
    """Who it is from, and how to get help; nothing of it elsewhere."""
    assert codes == [it.code for code in ("F065", "F066") for it in found(marketing(text), code)]
    assert [] == [it for code in ("F065", "F066") for it in found(marketing(text).replace("marketing", "otp"), code)]


@pytest.mark.parametrize(
    ("text", "shortener"),
    [
        ("See bit.ly/3xYz", "bit.ly"),
        ("See https://www.TinyURL.com/x now", "tinyurl.com"),
        ("See https://t.co/x", "t.co"),
        ("See https://fit.co/x", None),
        ("See https://shop.example.com/bit.ly-guide", None),
        ("See https://link.example.com/a", None),
    ],
)
def test_a_public_link_shortener(text, shortener):
    findings = found(f"- say: {text}\n- end: done", "F086")

    assert [f"carriers filter messages with links of {shortener}"] * bool(shortener) == [it.message for it in findings]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("New CBD oils!", "F087"),
        ("Handguns, half price", "F087"),
        ("Wine tasting on Friday", "F088"),
        ("Cervezas para ti", "F088"),
        ("No twine, no beers-and-skittles talk: books!", "F088"),
        ("Winery of words, a book shop", None),
    ],
)
def test_what_carriers_mind(text, code):
    findings = [it.code for rule in ("F087", "F088") for it in found(marketing(text), rule)]

    assert ([code] if code else []) == findings
    assert [] == found(marketing(text).replace("marketing", "conversational"), "F087")


@pytest.mark.parametrize(
    ("steps", "count"),
    [
        ("[{run: age_gate}, {say: Wine!}, {end: x}]", 0),
        ("[{say: Wine!}, {run: age_gate}, {end: x}]", 1),
        ("[{say: Wine!, if: contact.of_age}, {end: x}]", 0),
        ("[{say: Wine!, if: contact.vip}, {end: x}]", 1),
        ("[{match: '{{ contact.of_age }}', replies: {yes: b}, }, {end: x}]\n  b: [{say: Wine!}, {end: y}]", 0),
    ],
)
def test_who_has_given_a_date_of_birth_may_hear_of_wine(steps, count):
    assert count == len(found(f"class: marketing\nstates:\n  a: {steps}", "F088"))


def test_a_way_in_for_those_of_age_is_gate_enough():
    flow = "class: marketing\nstart: [{{tag: wine, if: {}}}]\nstates: {{a: [{{say: Wine!}}, {{end: x}}]}}"

    assert [] == found(flow.format("contact.of_age"), "F088")
    assert 1 == len(found(flow.format("contact.vip"), "F088"))


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("https://api.example.com/x?api_key=4f9a1c", True),
        ("https://api.example.com/x?a=b&token=abcdef", True),
        ("https://user:hunter2@example.com/x", True),
        ("https://api.example.com/x?token={{ contact.token }}", False),
        ("https://api.example.com/x?keyword=shoes", False),
        ("https://api.example.com:8443/x", False),
        ("https://api.example.com/x?page=2&client_secret=abcd1234", True),
        ("https://api.example.com/x?X-Amz-Signature=0a1b2c", True),
        ("https://hooks.slack.com/services/T00/B00/XXX", True),
        ("https://api.example.com/x?monkey=bananas&design=nice", False),
    ],
)
def test_a_secret_in_a_url(url, secret):
    assert secret == bool(found(f"- http: GET {url}\n  on_error: end\n- end: done", "F064"))


def test_a_secret_in_an_address_that_is_sent():
    assert 1 == len(found("- say: 'See https://example.com/bill?token=4f9a1c77'\n- end: done", "F064"))


@pytest.mark.parametrize(
    ("url", "count"),
    [
        ("http://api.example.com/x", 1),
        ("https://api.example.com/x", 0),
        ("http://localhost:8080/x", 0),
        ("http://192.168.1.5/x", 0),
        ("http://orders:8080/x", 0),
        ("http://orders.internal/x", 0),
        ("http://{{ contact.host }}/x", 0),
    ],
)
def test_an_address_without_encryption(url, count):
    assert count == len(found(f"- http: GET {url}\n  on_error: end\n- end: done", "F083"))


@pytest.mark.parametrize(
    ("low", "high", "count"),
    [
        ("2026-03-06", "2026-03-05", 1),
        ("+10 days", "today", 1),
        ("today", "+90 days", 0),
        ("-1 week", "today - 3 days", 0),
        ("'18:00'", "'9:00'", 1),
        ("2026-03-06", "+1 day", 0),
    ],
)
def test_bounds_of_dates_and_times_the_wrong_way_round(low, high, count):
    kind = "time" if ":" in low else "date"

    assert count == len(found(ASK.format(f"expect: {kind}\n  min: {low}\n  max: {high}"), "F024"))


def test_two_files_with_one_flow():
    sources = {f"{folder}/a.yaml": "flow: a\nstates: {s: [{end: x}]}" for folder in ("old", "new")}

    assert [("new/a.yaml", "the flow `a` stands in old/a.yaml already")] == [
        (it.path, it.message) for it in check_sources(sources)[1] if it.code == "F084"
    ]


def test_a_misspelt_verb_is_not_taken_for_its_option():
    flow = "- handof: care\n  say: One moment.\n  note: x\n- end: done"

    assert ["did you mean `handoff`?"] == [it.label for it in found(flow, "F005")]


@pytest.mark.parametrize(("trigger", "count"), [("{event: a, with: {vist: x}}", 1), ("{event: a}", 0)])
def test_an_event_may_bring_inputs_but_not_invent_them(trigger, count):
    flow = f"inputs: {{visit: text}}\nstart: [{trigger}]\nstates: {{a: [{{end: x}}]}}"

    assert count == len(found(flow, "F043"))


def test_every_finding_at_a_question_has_a_chat():
    question = "ask: Which?\n  choices: {a: A, b: a}\n  silence: {2 hours: x y, 1 hour: z y}\n  unclear: Sorry?"
    flow = f"- say: Hello\n- {question}\n- end: done"

    for code in ("F021", "F022", "F075"):
        assert ["bot: Hello\nbot: Which?"] == [it.example for it in found(flow, code)], code


# ── the register ──


def test_a_rule_needs_a_code_of_its_own_and_a_docstring():
    with pytest.raises(ValueError, match="two rules are called F012"):
        register("F012", "another", test_a_secret_in_a_url)
    with pytest.raises(ValueError, match="the docstring of F999 needs What, Why, Example and Fix"):
        register("F999", "nothing", test_a_secret_in_a_url)


# ── ways in ──

STARTS = "start: [{}]\nstates: {{start: [{{end: done}}]}}\n"


@pytest.mark.parametrize(
    ("rule", "message", "label"),
    [
        (
            "every Mondya 09:00",
            "has no day called `mondya`",
            "did you mean `monday`?",
        ),
        ("each Monday 09:00", "does not begin with `every`", ""),
        ("every Monday 9", "does not end with a time of day such as `09:00`", ""),
    ],
)
def test_a_schedule_that_nobody_can_follow(rule, message, label):
    (finding,) = found(STARTS.format(f"schedule: {rule}"), "F090")

    assert f"the schedule `{rule}` {message}" == finding.message
    assert (label, 2, 19) == (finding.label, finding.span.line, finding.span.column)


def test_a_schedule_that_is_followed():
    assert [] == found(STARTS.format("schedule: every 2 weeks on Friday 12:00"), "F090")


@pytest.mark.parametrize(
    ("options", "count"),
    [("offset: -2 hours, at: '10:00'", 1), ("offset: -2 days, at: '10:00'", 0), ("offset: -2 hours", 0)],
)
def test_hours_beside_a_time_of_day(options, count):
    assert count == len(found(STARTS.format("{date: contact.visit, " + options + "}"), "F091"))


@pytest.mark.parametrize(
    ("triggers", "count"),
    [
        ("{tag: vip}, {tag: vip}", 1),
        ("{tag: vip}, {tag: VIP}", 1),
        ("{tag: vip}, {tag: gold}", 0),
        ("{tag: vip}, {tag: vip, if: contact.name}", 0),
        ("{schedule: every day 10:00}, {schedule: Every  day 10:00}", 1),
        ("{date: contact.visit}, {date: contact.visit, offset: 1 day}", 0),
        ("agent_closed, agent_closed", 1),
        ("{event: a}, {event: a}", 0),
    ],
)
def test_two_ways_in_that_open_at_once(triggers, count):
    assert count == len(found(STARTS.format(triggers), "F092"))


@pytest.mark.parametrize(
    ("steps", "count"),
    [
        ("{untag: vip}, {tag: vip}, {end: done}", 1),
        ("{tag: vip}, {end: done}", 0),
        ("{untag: vip}, {tag: gold}, {end: done}", 0),
    ],
)
def test_a_flow_that_sets_itself_off(steps, count):
    assert count == len(found(f"start: [{{tag: vip}}]\nstates: {{start: [{steps}]}}\n", "F093"))


@pytest.mark.parametrize(
    ("rule", "messages"),
    [
        ("every 28th 10:00", []),
        ("every last day 10:00", []),
        ("every weekday 10:00", []),
        ("every 30th and 31st 10:00", ["not every month has the 30th, 31st"]),
    ],
)
def test_a_day_that_not_every_month_has(rule, messages):
    assert messages == [it.message for it in found(STARTS.format(f"schedule: {rule}"), "F094")]


def test_only_a_closing_knows_what_was_closed():
    condition = "if: conversation.queue == 'a'"

    assert [] == found(STARTS.format("{agent_closed: yes, " + condition + "}"), "F040")
    assert ["`conversation` is not known here"] == [
        it.message for it in found(STARTS.format("{tag: vip, " + condition + "}"), "F040")
    ]


# ── versions ──

MOVED = """
moved: {moved}
states:
  confirm:
    - ask: Coming?
      name: visit
    - match: "{{{{ contact.x }}}}"
      save: seen
      else:
        - say: Hm.
    - ask: Sure?
    - end: done
"""


@pytest.mark.parametrize(
    ("moved", "errors", "warnings"),
    [
        ("{confirm.1: confirm.visit}", [], []),
        (
            "{confirm.1: confirm.visti}",
            [("no question is called `confirm.visti`", "did you mean `confirm.visit`?")],
            [],
        ),
        ("{confirm.1: confirm}", [("no question is called `confirm`", "did you mean `confirm.2`?")], []),
        ("{confirm.1: confirm.seen}", [("no question is called `confirm.seen`", "did you mean `confirm.2`?")], []),
        ("{confirm.2: confirm.visit}", [], ["`confirm.2` is a question of this version: nobody moves away"]),
        ("{old.1: end}", [("no question is called `end`", "")], []),
    ],
)
def test_where_moved_leads(moved, errors, warnings):
    flow = MOVED.format(moved=moved)

    assert errors == [(it.message, it.label) for it in found(flow, "F068")]
    assert warnings == [it.message for it in found(flow, "F069")]


def test_the_place_of_an_entry_of_moved_is_its_own():
    flow = MOVED.format(moved="{confirm.10: confirm.visit, confirm.1: confirm.vist, confirm.visit: confirm.visit}")

    assert [(2, 47)] == places(flow, "F068")
    assert [(2, 61)] == places(flow, "F069")


def test_a_question_on_a_line_that_could_not_be_read_is_not_missing():
    assert [] == found("moved: {a.1: a.b}\nstates:\n  a:\n    - aks: Well?\n      name: b\n    - end: x", "F068")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("- ask: Are you coming?\n  save: coming\n- ask: New?\n  save: new", "confirm.coming"),
        ("- ask: Will you come?\n  name: visit", "confirm.visit"),
        ("- ask: A?\n  name: first\n- ask: B?\n  name: confirming", "confirm.first"),
        ("- say: No question", None),
    ],
    ids=["the same text", "the only new one in the state", "a like name", "none"],
)
def test_which_question_has_taken_the_place_of_a_removed_one(steps, expected):
    def checked(text):
        source = whole_flow(text)
        draft = read_draft(source, "flows/example.yaml")
        return Checked(draft, draft.flow)

    indented = "\n".join(f"    {line}" for line in steps.splitlines())
    old = checked("states:\n  confirm:\n    - ask: Are you coming?\n    - end: done\n")
    new = checked(f"states:\n  confirm:\n{indented}\n    - end: done\n")

    assert expected == successor(old.questions[0], new, ids(old))


@pytest.mark.parametrize(
    ("used", "messages"),
    [
        ("{{ it.day }} {{ it.outcome }}", []),
        ("{{ it.dya }}", ["`it` has no `dya`"]),
        ("{{ it }}", []),
    ],
)
def test_what_a_flow_gives_back(used, messages):
    ran = "flow: ran\nstart: [flow]\noutputs: {day: date}\nstates: {a: [{ask: Day?, save: day}, {end: x}]}"
    flow = f"flow: a\nstates: {{s: [{{run: ran, save: it}}, {{say: '{used}'}}, {{end: x}}]}}"
    found = check_sources({"a.yaml": flow, "ran.yaml": ran})[1]

    assert messages == [it.message for it in found if it.code == "F095"]
