"""A file becomes a flow: every key of the grammar in its place in the model, every mistake a finding with a way out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.events import MessageClass
from bot.flow.load import decode, load
from bot.flow.model import (
    Ask,
    Cancel,
    End,
    Go,
    HandOff,
    Http,
    Match,
    Matcher,
    Pause,
    Say,
    Schedule,
    Set,
    Split,
    Tag,
    Text,
    Type,
)


def sources(texts):
    return [text.source for text in texts]


def shape(block):
    """A block in short: what each step is and where it leads."""
    return [
        f"{type(step).__name__} {getattr(step, 'state', '') or getattr(step, 'outcome', '')}".strip() for step in block
    ]


def steps(flow):
    return next(iter(flow.states.values()))


# ── the flow ──


def test_the_keys_of_a_flow(loaded):
    flow = loaded(
        """
        flow: example
        title: Confirm a visit
        language: es
        languages: [es, en]
        inputs:
          visit: datetime
          place: {type: text, default: the clinic}
        outputs: {kept: yes_no}
        expires: 5 days
        class: transactional
        moved: {old.1: first.1}
        on_change: move
        states:
          first:
            - end: done
        """
    )

    assert ("example", "Confirm a visit", "es", ("es", "en")) == (flow.id, flow.title, flow.language, flow.languages)
    assert (timedelta(days=5), MessageClass.TRANSACTIONAL) == (flow.expires, flow.message_class)
    assert (Type.DATETIME, True, None) == (
        flow.inputs["visit"].type,
        flow.inputs["visit"].required,
        flow.inputs["visit"].default,
    )
    assert (False, "the clinic") == (flow.inputs["place"].required, flow.inputs["place"].default.source)
    assert ({"kept": Type.YES_NO}, {"old.1": "first.1"}, "move") == (flow.outputs, flow.moved, flow.on_change)
    assert (14, 3) == (flow.spans["first"].line, flow.spans["first"].column)


def test_the_ways_in(loaded):
    flow = loaded(
        """
        start:
          - fallback
          - flow
          - agent_closed
          - keyword: [book, "1"]
            only: true
            interrupt: skip
            if: contact.name
          - event: visit.done
            offset: 2 days
            at: "9:30"
            with: {visit: "{{ contact.visit }}"}
          - date: contact.birthday
            offset: -1 day
          - schedule: every Monday 09:00
          - tag: vip
          - fallback:
            if: not contact.welcomed
        states:
          first:
            - end: done
        """
    )

    assert [
        ("fallback", ""), ("flow", ""), ("agent_closed", ""), ("keyword", ""), ("event", "visit.done"),
        ("date", "contact.birthday"), ("schedule", "every Monday 09:00"), ("tag", "vip"), ("fallback", ""),
    ] == [(trigger.kind, trigger.subject) for trigger in flow.start]  # fmt: skip
    keyword, event, date = flow.start[3:6]
    assert (("book", "1"), True, "skip", "contact.name") == (
        keyword.keywords, keyword.only, keyword.interrupt, keyword.condition.source
    )  # fmt: skip
    assert (timedelta(days=2), "09:30", "visit") == (event.offset, event.at, event.inputs[0][0])
    assert timedelta(days=-1) == date.offset
    assert "not contact.welcomed" == flow.start[-1].condition.source


def test_what_is_heard_at_any_time(loaded):
    flow = loaded(
        """
        anytime:
          agent: {words: [agent, call me], go: human}
          prices:
            phrase: how much
            do:
              - say: It is 20 dollars.
          bye: {words: bye, end: left}
          done: {words: done, go: end}
          both:
            is: both
            do:
              - say: Fine.
            go: human
        states:
          human:
            - end: done
        """
    )

    assert [
        ("agent", False, ["Go human"]),
        ("prices", True, ["Say"]),
        ("bye", False, ["End left"]),
        ("done", False, ["End done"]),
        ("both", False, ["Say", "Go human"]),
    ] == [(entry.label, entry.back, shape(entry.block)) for entry in flow.anytime]
    assert ("agent", "call me") == flow.anytime[0].matcher.words
    assert (("how much",), ("both",)) == (flow.anytime[1].matcher.phrase, flow.anytime[4].matcher.exact)


def test_defaults_stand_where_a_question_says_nothing(loaded):
    flow = loaded(
        """
        defaults:
          unclear: Sorry?
          give_up: human
          silence: {1 day: end}
        states:
          first:
            - ask: One?
            - ask: Two?
              unclear: Pardon?
            - end: done
          human:
            - handoff: care
        """
    )
    one, two, _ = steps(flow)

    assert (["Sorry?"], ["Pardon?"]) == (sources(one.question.unclear), sources(two.question.unclear))
    assert [["Go human"], ["Go human"]] == [shape(step.question.give_up) for step in (one, two)]
    assert ["End done"] == shape(two.question.silence[0].block)


def test_a_version_is_what_a_flow_says_and_not_how_it_is_laid_out():
    def version(text):
        return load(text, "flows/a.yaml")[0].version

    original = "flow: a\nstates:\n  first:\n    - say: Hello\n    - end: done\n"
    laid_out = "# a comment\nflow: a\n\nstates:\n  first:\n  - say: 'Hello'\n  - end: done\n"

    assert version(original) == version(laid_out)
    assert version(original) != version(original.replace("Hello", "Hallo"))
    assert 16 == len(version(original))


# ── steps ──


def test_every_verb(loaded):
    found = steps(loaded(EVERY_VERB))

    assert [
        Say, Say, Ask, Match, Set, Tag, Tag, Tag, Http, Schedule, Schedule, Cancel, Pause, HandOff, HandOff, Split, Go,
        End,
    ] == [type(step) for step in found]  # fmt: skip
    say, conditional, listen, match, set_, tag, untag, label, http, schedule, soon, cancel, pause, handoff, note = (
        found[:15]
    )
    assert (["Hello", "there"], ["https://example.com/a.png"], ["Go lost"]) == (
        sources(say.texts), sources(say.media), shape(say.undelivered)
    )  # fmt: skip
    assert "contact.name" == conditional.condition.source
    assert (None, "word", "start.word") == (listen.text, listen.question.save, listen.id)
    assert ("{{ word }}", Type.INTEGER, "start.number") == (match.value.source, match.question.expect, match.id)
    assert ["Go lost"] == shape(match.question.otherwise)
    values = dict(set_.values)
    assert ("good", 30, "02134", "") == (
        values["mood"].source, values["contact.age"], values["zip"].source, values["empty"].source
    )  # fmt: skip
    assert ["a", "{{ word }}", 2.5, True] == [
        item.source if isinstance(item, Text) else item for item in values["list"]
    ]
    assert [("tag", ["vip"]), ("untag", ["a", "b"]), ("label", ["urgent"])] == [
        (step.verb, sources(step.tags)) for step in (tag, untag, label)
    ]
    assert ("POST", "https://example.com/x", "found", "start.found") == (
        http.method,
        http.url.source,
        http.save,
        http.id,
    )
    assert (timedelta(seconds=5), 2, ["Go lost"]) == (http.timeout, http.retry, shape(http.on_error))
    assert ("{{ word }}", 1) == (http.json["a"]["b"][0].source, http.json["a"]["b"][1])
    assert ("later", "{{ word }}", timedelta(hours=-2), "reminder") == (
        schedule.flow, schedule.at.source, schedule.offset, schedule.key.source
    )  # fmt: skip
    assert (timedelta(days=2), "reminder", timedelta(minutes=1)) == (soon.delay, cancel.key.source, pause.duration)
    assert ("care", "high", "One moment", ["End closed"]) == (
        handoff.queue.source, handoff.priority.source, handoff.say.source, shape(handoff.closed)
    )  # fmt: skip
    assert [("Still there", None), (None, ["Go lost"])] == [
        (entry.say and entry.say.source, entry.block and shape(entry.block)) for entry in handoff.no_agent
    ]
    assert (True, False, (("lost", 1.0), ("start", 3.0))) == (handoff.wait, note.wait, found[15].ways)


EVERY_VERB = """
states:
  start:
    - say: [Hello, there]
      media: https://example.com/a.png
      undelivered: lost
    - say: Hello
      if: contact.name
    - listen:
      save: word
    - match: "{{ word }}"
      expect: integer
      save: number
      replies: {1..3: lost}
      else: lost
    - set: {mood: good, contact.age: 30, list: [a, "{{ word }}", 2.5, true], zip: 02134, empty: ""}
    - tag: vip
    - untag: [a, b]
    - label: urgent
    - http: POST https://example.com/x
      headers: {X-Key: a}
      json: {a: {b: ["{{ word }}", 1]}}
      save: found
      timeout: 5 seconds
      retry: 2
      on_error: lost
    - schedule: later
      at: "{{ word }}"
      offset: -2 hours
      with: {a: b}
      id: reminder
    - schedule: later
      in: 2 days
    - cancel: reminder
    - pause: 1 minute
    - handoff: care
      note: Look
      priority: high
      say: One moment
      closed: {end: closed}
      no_agent:
        5 minutes: Still there
        1 hour: lost
    - handoff: care
      wait: no
    - split: {lost: 1, start: 3}
    - go: lost
    - end: done
  lost:
    - end: lost
"""


@pytest.mark.parametrize(
    ("target", "block"),
    [
        ("lost", ["Go lost"]),
        ("end", ["End done"]),
        ("{go: lost}", ["Go lost"]),
        ("{end: later}", ["End later"]),
        ("{end: }", ["End done"]),
        ("{go: end}", ["End done"]),
        ("[{say: Oh}, {go: lost}]", ["Say", "Go lost"]),
    ],
)
def test_a_target_is_always_a_block(loaded, target, block):
    flow = loaded(f"- ask: Well?\n  give_up: {target}\n- end: done")

    assert block == shape(steps(flow)[0].question.give_up)


# ── questions ──


def test_every_option_of_a_question(loaded):
    flow = loaded(
        """
        - ask: How many?
          expect: integer
          min: 1
          max: "{{ contact.limit }}"
          check:
            - {if: answer == 7, say: Not seven}
          save: count
          name: how_many
          replies:
            1..3: end
            many: {words: [many, lots], go: start}
            maybe:
              not: {phrase: not sure, number: "4..9"}
              do:
                - say: Hm
          else: start
          unclear: [Pardon?, A number please]
          give_up: end
          silence:
            1 hour: Hello?
            2 hours: end
            3 hours: start
            4 hours: [{end: silent}]
          undelivered: end
          understand: [buy, sell]
          confirm: So {{ answer }}?
        - end: done
        """
    )
    step = steps(flow)[0]
    question = step.question

    assert ("start.how_many", "count", "how_many") == (step.id, question.save, question.name)
    assert (Type.INTEGER, "1", "{{ contact.limit }}") == (
        question.expect,
        question.minimum.source,
        question.maximum.source,
    )
    assert [("answer == 7", "Not seven")] == [(check.condition.source, check.say.source) for check in question.checks]
    ranged, many, maybe = question.replies
    assert ("1..3", None, ["End done"]) == (ranged.label, ranged.matcher, shape(ranged.block))
    assert (("many", "lots"), ["Go start"]) == (many.matcher.words, shape(many.block))
    assert (("not sure",), "4..9", ["Say"]) == (
        maybe.matcher.negated.phrase, maybe.matcher.negated.number, shape(maybe.block)
    )  # fmt: skip
    assert (["Go start"], ["Pardon?", "A number please"], ["End done"], ["End done"]) == (
        shape(question.otherwise), sources(question.unclear), shape(question.give_up), shape(question.undelivered)
    )  # fmt: skip
    assert [("Hello?", None), (None, ["End done"]), (None, ["Go start"]), (None, ["End silent"])] == [
        (entry.say and entry.say.source, entry.block and shape(entry.block)) for entry in question.silence
    ]
    assert (("buy", "sell"), "So {{ answer }}?") == (question.understand, question.confirm.source)


def test_else_stands_among_the_replies_or_beside_them(loaded, findings):
    among = "- ask: Well?\n  replies: {good: end, else: start}\n- end: done"
    beside = "- ask: Well?\n  replies: {good: end}\n  else: start\n- end: done"
    both = "- ask: Well?\n  replies: {good: end, else: start}\n  else: start\n- end: done"

    for written in (among, beside):
        question = steps(loaded(written))[0].question
        assert ["good"] == [branch.label for branch in question.replies]
        assert ["Go start"] == shape(question.otherwise)
    assert ["`else` stands both among the replies and beside them"] == [found.message for found in findings(both)]


def test_choices_written_out(loaded):
    question = steps(
        loaded(
            """
            - ask: Which?
              choices: {billing: Billing or payments, other: "{{ contact.other }}"}
              synonyms: {billing: [invoice, refund], other: else}
            - end: done
            """
        )
    )[0].question

    assert (Type.CHOICE, None) == (question.expect, question.dynamic_choices)
    assert [("billing", "Billing or payments"), ("other", "{{ contact.other }}")] == [
        (choice.key, choice.shown.source) for choice in question.choices
    ]
    assert {"billing": ("invoice", "refund"), "other": ("else",)} == question.synonyms


def test_choices_from_a_list(loaded):
    question = steps(loaded('- ask: Which?\n  choices: "{{ contact.slots[:4] }}"\n- end: done'))[0].question

    assert (Type.CHOICE, (), "{{ contact.slots[:4] }}") == (
        question.expect, question.choices, question.dynamic_choices.source
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "matcher"),
    [
        ("{words: a}", Matcher(words=("a",))),
        ("{all: [a, b]}", Matcher(all=("a", "b"))),
        ("{phrase: a b}", Matcher(phrase=("a b",))),
        ("{only: a}", Matcher(only=("a",))),
        ("{starts: a}", Matcher(starts=("a",))),
        ("{is: A}", Matcher(exact=("A",))),
        ("{regex: 'a+'}", Matcher(regex="a+")),
        ("{number: '0..6'}", Matcher(number="0..6")),
        ("{number: 5}", Matcher(number="5")),
        ("{date: true, time: yes}", Matcher(date=True, time=True)),
        ("{phone: true}", Matcher(phone=True)),
        ("{email: true}", Matcher(email=True)),
        ("{tagged: vip}", Matcher(tagged=("vip",))),
        ("{intent: [buy]}", Matcher(intent=("buy",))),
        ("{blank: true}", Matcher(blank=True)),
    ],
)
def test_every_matcher(loaded, written, matcher):
    branch = f"{written.removesuffix('}')}, go: start}}"
    found = steps(loaded(f"- ask: Well?\n  replies:\n    it: {branch}\n- end: done"))[0].question.replies[0].matcher

    for name in Matcher.__dataclass_fields__:
        if name != "span":
            assert (name, getattr(matcher, name)) == (name, getattr(found, name))


def test_questions_are_counted_and_named_within_their_state(loaded):
    flow = loaded(
        """
        anytime:
          help: {words: [assist], do: [{ask: With what?}]}
        states:
          start:
            - ask: One?
            - ask: Two?
              save: two
            - listen:
              replies: {yes: [{ask: Three?}]}
            - http: GET https://example.com
            - http: GET https://example.com
              save: two
            - handoff: care
              closed: [{pause: 1 day}, {end: x}]
        """
    )
    start = steps(flow)

    assert ["start.1", "start.two", "start.3", "start.http-1", "start.http-2", "start.handoff-1"] == [
        step.id for step in start
    ]
    assert "start.4" == start[2].question.replies[0].block[0].id
    assert "start.pause-1" == start[-1].closed[0].id
    assert "anytime.help.1" == flow.anytime[0].block[0].id


# ── mistakes ──

MISTAKES = (Path(__file__).parent / "mistakes.txt").read_text(encoding="utf-8").split("\n\n")[1:]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_finding(findings, mistake):
    """One, whatever else it makes impossible to tell: a mistake must not be reported as several."""
    text, _, expected = mistake.strip("\n").rpartition("\n=> ")
    leaves = "states" in text or text.startswith(("flow", "- go", "- end"))

    found = findings(text if leaves else f"{text}\n- end: done")

    assert [expected] == [f"{it.code}: {it.message}" + (f" | {it.label}" if it.label else "") for it in found]


@pytest.mark.parametrize(
    ("source", "code"),
    [("", "F010"), ("# nothing", "F010"), ("hello", "F007"), ("- a", "F007"), ("5", "F007"), ("{}", "F010")],
)
def test_what_is_no_flow_at_all(source, code):
    flow, found = load(source, "flows/a.yaml")

    assert (None, code) == (flow, found[0].code)


def test_a_flow_with_errors_is_none_and_one_with_warnings_is_not(findings):
    assert (None, ["F012"]) == (load("flow: a\nstates: {b: [{sya: x}]}", "a.yaml")[0], ["F012"])
    assert load("flow: a\nstates: {b: [{say: x}]}", "a.yaml")[0] is not None


@pytest.mark.parametrize("path", ["source", "", "<simulate>"])
def test_where_there_is_no_file_the_flow_has_any_name(path):
    flow, found = load("flow: anything\nstates: {a: [{end: x}]}", path)

    assert ("anything", []) == (flow.id, found)


def test_a_path_may_have_folders_of_any_system():
    for path in ("flows/a.yaml", "/x/flows/a.yml", "C:\\flows\\a.yaml"):
        assert [] == load("flow: a\nstates: {a: [{end: x}]}", path)[1]


def test_bytes_that_are_no_text_are_a_finding_with_a_place():
    (finding, *_) = load(decode(b"flow: a\ntitle: \xff\nstates: {a: [{end: x}]}"), "a.yaml")[1]

    assert ("F001", "this is not UTF-8 text", 2, 8) == (
        finding.code, finding.message, finding.span.line, finding.span.column
    )  # fmt: skip
