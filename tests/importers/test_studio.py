"""Flows of Twilio Studio, and what they say as flows of ours."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from textwrap import dedent, indent
from typing import Any

import pytest

from bot.engine.machine import compile_flow
from bot.flow.check import check_sources
from bot.flow.diagnostic import Severity
from bot.importers import Taken, Unreadable, studio, take_over
from bot.simulator import Simulation

NOW = datetime(2026, 3, 5, 14, tzinfo=UTC)
BODY = "{{widgets.%s.inbound.Body}}"


def widget(name: str, type: str, on: Mapping[str, str], *matches: tuple[str, str, str], **properties: Any) -> Any:
    """A widget; each match is a comparison, what it compares with, and where that leads."""
    ways: list[Any] = [{"event": event, "next": next} if next else {"event": event} for event, next in on.items()]
    for kind, value, next in matches:
        conditions = [{"type": kind, "value": value, "arguments": [properties["input"]], "friendly_name": value}]
        ways.append({"event": "match", "next": next, "conditions": conditions})
    return {"name": name, "type": type, "transitions": ways, "properties": properties}


def exported(*widgets: Any, text: str = "", request: str = "", call: str = "") -> str:
    """An export in which these lead to the first widgets."""
    on = {"incomingMessage": text, "incomingRequest": request, "incomingCall": call}
    trigger = widget("Trigger", "trigger", on)
    return json.dumps({"description": "Visits", "states": [trigger, *widgets], "initial_state": "Trigger", "flags": {}})


def say(name: str, body: str, next: str = "", failed: str = "") -> Any:
    return widget(name, "send-message", {"sent": next, "failed": failed or next}, body=body, to="", service="")


def ask(name: str, body: str, next: str = "", *, silent: str = "", lost: str = "", timeout: str = "3600") -> Any:
    on = {"incomingMessage": next, "timeout": silent, "deliveryFailure": lost}
    return widget(name, "send-and-wait-for-reply", on, body=body, timeout=timeout)


def split(name: str, input: str, *matches: tuple[str, str, str], otherwise: str = "") -> Any:
    return widget(name, "split-based-on", {"noMatch": otherwise}, *matches, input=input)


BOOKING = exported(
    ask(
        "confirm", "Hi {{flow.data.first_name}}, are you coming {{flow.data.day}}? 1 yes, 2 no", "which", silent="late"
    ),
    split(
        "which",
        BODY % "confirm",
        ("matches_any_of", "1, yes, YES", "booked"),
        ("equal_to", "2", "move"),
        ("contains", "stop", "bye"),
        otherwise="again",
    ),
    say("again", "Please reply 1 or 2.", "confirm"),
    say("late", "We keep your place until tomorrow.", "bye"),
    say("bye", "Goodbye."),
    say("booked", "See you {{ flow.data.day | upcase }}!", "mark"),
    widget("mark", "set-variables", {"next": "note"}, variables=[{"key": "state", "value": "confirmed"}]),
    widget(
        "note",
        "make-http-request",
        {"success": "bye", "failed": "late"},
        method="POST",
        url="https://api.example.com/visits",
        content_type="application/json;charset=utf-8",
        body='{"who": "{{contact.channel.address}}", "state": "{{flow.variables.state}}"}',
    ),
    widget(
        "move",
        "send-to-flex",
        {"callComplete": "bye", "failedToEnqueue": ""},
        workflow="WW1",
        attributes='{"day": "{{flow.data.day}}"}',
    ),
    request="confirm",
)


def taken(export: str, name: str = "visits") -> Taken:
    return take_over(studio.read, export, name)


def states(export: str) -> str:
    """What stands under `states:`."""
    return dedent(taken(export).flows["visits"].partition("states:\n")[2])


def errors(taken: Taken) -> list[str]:
    _, findings = check_sources({f"{id}.yaml": text for id, text in taken.flows.items()})
    return [f"{found.code} {found.message}" for found in findings if found.severity is Severity.ERROR]


def talk(export: str, **stubs: Any) -> Simulation:
    flows, _ = check_sources({f"{id}.yaml": text for id, text in taken(export).flows.items()})
    return Simulation(compile_flow(flows["visits"]), NOW, {"phone": "+12065550100"}, {}, {"name": "main"}, stubs)


def test_a_flow_is_taken_over_whole():
    wanted = """\
    flow: visits
    title: Visits
    inputs:
      first_name: {type: text, default: ""}
      day: {type: text, default: ""}
    start:
      - event: visits.requested

    states:
      confirm:
        # which: `stop` never comes here: it opts the customer out
        - ask: Hi {{ first_name }}, are you coming {{ day }}? 1 yes, 2 no
          save: confirm
          replies:
            booked: {is: ["1", "yes", "YES"], go: booked}
            move: {is: "2", go: move}
            else: again
          silence:
            1 hour: {go: late}

      booked:
        - say: See you {{ day | upper }}!
        - set:
            state: confirmed
        - http: POST https://api.example.com/visits
          json:
            who: "{{ contact.phone }}"
            state: "{{ state }}"
          save: note
          on_error: late
        - go: bye

      late:
        - say: We keep your place until tomorrow.
        - go: bye

      bye:
        - say: Goodbye.
        - end: done

      move:
        # move: the queue stood for the workflow WW1: name it as your team is called
        - handoff: move
          note: '{"day": "{{ day }}"}'
          closed: bye

      again:
        - say: Please reply 1 or 2.
        - go: confirm
    """
    booking = taken(BOOKING)

    assert dedent(wanted) == booking.flows["visits"]
    assert [("which", "`stop` never comes here: it opts the customer out"), ("move", "workflow WW1")] == [
        (remark.place, remark.said if "workflow" not in remark.said else "workflow WW1") for remark in booking.remarks
    ]
    assert [] == errors(booking)


@pytest.mark.parametrize(
    ("replies", "heard"),
    [
        (["yes"], ["See you FRIDAY!", "Goodbye."]),
        (
            ["maybe", " 1 "],
            ["Please reply 1 or 2.", "Hi Ana, are you coming Friday? 1 yes, 2 no", "See you FRIDAY!", "Goodbye."],
        ),
        (["2"], []),
    ],
)
def test_it_talks_as_it_did(replies, heard):
    visit = talk(BOOKING, **{"POST https://api.example.com/visits": {}})

    assert ["Hi Ana, are you coming Friday? 1 yes, 2 no"] == visit.start({"first_name": "Ana", "day": "Friday"})
    assert heard == [text for reply in replies for text in visit.says(reply)]


def test_silence_leads_where_it_did():
    visit = talk(BOOKING)
    visit.start({"day": "Friday"})

    assert ["We keep your place until tomorrow.", "Goodbye."] == visit.wait(timedelta(hours=2))


@pytest.mark.parametrize(
    ("export", "wanted"),
    [
        pytest.param(
            exported(split("hours", "{{flow.data.left}}", ("less_than", "3", "few"), otherwise="many"),
                     say("few", "Few."), say("many", "Many."), request="hours"),
            """\
            hours:
              - go: few
                if: (left) | float < ('3') | float
              - say: Many.
              - end: done

            few:
              - say: Few.
              - end: done
            """,
            id="numbers are compared",
        ),
        pytest.param(
            exported(split("kind", "{{flow.data.kind}}", ("not_equal_to", "new", "old"), otherwise="new"),
                     say("old", "Hello again."), say("new", "Hello."), request="kind"),
            """\
            kind:
              - match: "{{ kind }}"
                replies:
                  old: {not: {is: new}, go: old}
                else: new

            old:
              - say: Hello again.
              - end: done

            new:
              - say: Hello.
              - end: done
            """,
            id="a split of what is known",
        ),
        pytest.param(
            exported(ask("name", "Your name?", "thanks", timeout="90"),
                     say("thanks", "Thanks, {{widgets.name.inbound.Body}}."), text="name"),
            """\
            name:
              - ask: Your name?
                save: name
                silence:
                  90 seconds: {end: no_reply}
              - say: Thanks, {{ name }}.
              - end: done
            """,
            id="what only follows is one state",
        ),
        pytest.param(
            exported(ask("first", "One?", "last", silent="last"),
                     say("last", "Well, {{widgets.first.inbound.Body}}"), text="first"),
            """\
            first:
              - ask: One?
                save: first
                silence:
                  1 hour: {go: last}
              - go: last

            last:
              - say: Well, {{ first | default('') }}
              - end: done
            """,
            id="nothing where there may be no value",
        ),
        pytest.param(
            exported(split("left", "{{flow.data.said}}", ("equal_to", "STOP", "bye"), otherwise="hello"),
                     say("bye", "Bye."), say("hello", "Hello."), request="left"),
            """\
            left:
              # left: `STOP` never comes here: it opts the customer out
              - say: Hello.
              - end: done
            """,
            id="a split of nothing but STOP",
        ),
        pytest.param(
            exported(ask("again", "Are you there?", lost="again"), text="again"),
            """\
            again:
              # again: a question that did not arrive was asked again, for ever; here it ends `undelivered`
              - ask: Are you there?
                save: again
                silence:
                  1 hour: {end: no_reply}
                undelivered: {end: undelivered}
              - end: done
            """,
            id="no question is asked for ever",
        ),
        pytest.param(
            exported(widget("fn", "run-function", {"success": "told", "fail": ""}, url="https://x.twil.io/slots",
                            parameters=[{"key": "to", "value": "{{flow.channel.address}}"}]),
                     say("told", "Next: {{widgets.fn.parsed.slot}}"), request="fn"),
            """\
            fn:
              # fn: a Function of Twilio's is called as any API: make it public, or put its work elsewhere
              - http: POST https://x.twil.io/slots
                form:
                  to: "{{ channel.number }}"
                save: fn
                on_error: {end: failed}
              - say: "Next: {{ fn.body.slot }}"
              - end: done
            """,
            id="a function",
        ),
        pytest.param(
            exported(widget("sub", "run-subflow", {"completed": "told", "failed": "sorry"}, flow_sid="FW12",
                            parameters=[{"key": "a", "value": "b"}]),
                     say("told", "Done."), say("sorry", "Sorry."), request="sub"),
            """\
            sub:
              # sub: it runs the flow FW12: import that too, and put its name here
              - run: fw12
                with:
                  a: b
                save: sub
                failed: sorry
              - say: Done.
              - end: done

            sorry:
              - say: Sorry.
              - end: done
            """,
            id="another flow",
        ),
        pytest.param(
            exported(widget("odd", "make-coffee", {"made": "told"}), say("told", "Coffee!"), request="odd"),
            """\
            odd:
              # odd: there is nothing like `make-coffee`; it is passed by
              - say: Coffee!
              - end: done
            """,
            id="what nobody knows is passed by",
        ),
        pytest.param(
            exported(widget("voice", "say-play", {"audioComplete": ""}, say="Hello"), request="voice"),
            """\
            voice:
              # voice: `say-play` is for calls; texts end here
              - end: call
            """,
            id="calls end",
        ),
    ],
)  # fmt: skip
def test_each_widget_has_its_steps(export, wanted):
    assert dedent(wanted) == states(export)


def test_texts_and_requests_may_begin_differently():
    export = exported(
        say("hello", "You wrote {{trigger.message.Body}}"),
        say("news", "News!"),
        text="hello",
        request="news",
        call="news",
    )
    visit = taken(export)

    assert "calls are not taken over, only texts" == visit.remarks[0].said
    assert [] == errors(visit)
    assert ["News!"] == talk(export).set_off("event", "visits.requested", {})
    assert '    with:\n      first_text: "{{ text }}"\n' in visit.flows["visits"]
    assert ["You wrote hi there"] == talk(export).start({"first_text": "hi there"})


def test_an_input_that_had_a_name_of_ours_gets_another():
    export = exported(say("hello", "By {{flow.data.channel}}"), request="hello")

    assert ["By mail"] == talk(export).set_off("event", "visits.requested", {"channel": "mail"})


@pytest.mark.parametrize(
    ("export", "why"),
    [
        ("", "this is no JSON"),
        ("[]", "it has no list of `states`"),
        ('{"states": {}}', "it has no list of `states`"),
        ('{"states": []}', "nothing in it is a `trigger`"),
        ('{"flows": [], "version": "13"}', "it has no list of `states`"),
    ],
)
def test_what_is_no_flow_is_refused_with_what_to_do(export, why):
    with pytest.raises(Unreadable) as refused:
        taken(export)

    assert why in str(refused.value)
    assert "export the flow in Studio" in str(refused.value)


def test_what_is_nested_too_deeply_is_refused():
    body = '{"a":' * 900 + "1" + "}" * 900
    call = {"method": "POST", "url": "https://api.example.com", "content_type": "application/json", "body": body}

    with pytest.raises(Unreadable, match="nested too deeply"):
        taken(exported(widget("call", "make-http-request", {"success": ""}, **call), request="call"))


def test_whatever_is_missing_or_odd_is_taken_or_refused():
    """Parts are taken out of a flow, or put in another's place, at random; whatever comes of it is YAML."""
    dice = random.Random(7)  # noqa: S311 - the same each time
    odd = [
        None,
        0,
        "",
        "x",
        [],
        {},
        True,
        {"go": 1},
        "{{",
        "{{ }}",
        "{% if %}",
        "{{ a | b: }}",
        "widgets.x.inbound.Body",
        1e99,
    ]
    whole = json.loads(BOOKING)
    for _ in range(60):
        export = deepcopy(whole)
        for _ in range(dice.randrange(1, 4)):
            holder, key = dice.choice(list(_places(export)))
            if dice.random() < 0.4:
                del holder[key]
            else:
                holder[key] = deepcopy(dice.choice(odd))
        try:
            flows = taken(json.dumps(export)).flows
        except Unreadable:
            continue
        _, findings = check_sources({f"{id}.yaml": text for id, text in flows.items()})
        assert [] == [found.message for found in findings if found.code in ("F001", "F002")], indent(
            flows["visits"], "  "
        )


def _places(value: Any) -> Any:
    """Every entry of a document, as what holds it and its key."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in list(pairs):
        yield value, key
        yield from _places(part)
