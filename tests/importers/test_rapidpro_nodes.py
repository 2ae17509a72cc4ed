"""Single nodes of RapidPro, and what they are as steps of ours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from textwrap import dedent
from typing import Any

import pytest

from bot.flow.check import check_sources
from bot.flow.diagnostic import Severity
from bot.importers import rapidpro, take_over


def flow(*nodes: Mapping[str, Any], **rest: Any) -> dict[str, Any]:
    return {"uuid": "f", "name": "Test", "language": "eng", "type": "messaging", "nodes": list(nodes), **rest}


def act(uuid: str, *actions: Mapping[str, Any], go: str | None = None) -> dict[str, Any]:
    return {"uuid": uuid, "actions": list(actions), "exits": [{"uuid": f"{uuid}-x", "destination_uuid": go}]}


def say(text: str, **rest: Any) -> dict[str, Any]:
    return {"type": "send_msg", "text": text, **rest}


def sort(
    uuid: str,
    ways: Mapping[str, str | None],
    *cases: tuple[str, list[str], str],
    actions: tuple[Mapping[str, Any], ...] = (),
    **router: Any,
) -> dict[str, Any]:
    """A node with a router; the last way is that of the rest."""
    return {
        "uuid": uuid,
        "actions": list(actions),
        "router": {
            "type": "switch",
            "operand": "@input.text",
            "cases": [{"type": kind, "arguments": given, "category_uuid": f"c-{way}"} for kind, given, way in cases],
            "categories": [{"uuid": f"c-{way}", "name": way, "exit_uuid": f"{uuid}-{way}"} for way in ways],
            "default_category_uuid": f"c-{list(ways)[-1]}",
            **router,
        },
        "exits": [{"uuid": f"{uuid}-{way}", "destination_uuid": go} for way, go in ways.items()],
    }


def wait(
    uuid: str, ways: Mapping[str, str | None], *cases: tuple[str, list[str], str], **router: Any
) -> dict[str, Any]:
    return sort(uuid, ways, *cases, **{"wait": {"type": "msg"}, "result_name": "Reply 1", **router})


ENDS = (act("a", say("A")), act("b", say("B")), act("c", say("C")))
AB = {"A": "a", "B": "b", "Other": "c"}


def states(*nodes: Mapping[str, Any], **rest: Any) -> str:
    """The states of a flow with these nodes, which must be sound."""
    found = take_over(rapidpro.read, json.dumps(flow(*nodes, **rest)), "imported")
    _, findings = check_sources({f"{id}.yaml": text for id, text in found.flows.items()})

    assert [] == [one.message for one in findings if one.severity is Severity.ERROR]
    return dedent(found.flows["test"].partition("states:\n")[2]).strip()


@pytest.mark.parametrize(
    ("cases", "replies"),
    [
        ([("has_any_word", ["one uno"], "A")], "A: {words: [one, uno], go: a}"),
        ([("has_any_word", ["one"], "A"), ("has_any_word", ["uno"], "A")], "A: {words: [one, uno], go: a}"),
        ([("has_all_words", ["one two"], "A")], "A: {all: [one, two], go: a}"),
        ([("has_phrase", ["one two"], "A")], "A: {phrase: one two, go: a}"),
        ([("has_only_phrase", ["one"], "A")], "A: {only: one, go: a}"),
        ([("has_only_text", ["K-1"], "A")], "A: {is: K-1, go: a}"),
        ([("has_beginning", ["lost"], "A")], "A: {starts: lost, go: a}"),
        ([("has_pattern", ["\\d{3}"], "A")], "A: {regex: '(?mi)\\d{3}', go: a}"),
        ([("has_text", [], "A"), ("has_any_word", ["x"], "B")], "A: {not: {blank: yes}, go: a}\nB: {words: x, go: b}"),
        ([("has_group", ["g1", "VIP"], "A")], "A: {tagged: VIP, go: a}"),
        ([("has_date", [], "A"), ("has_phone", ["RW"], "B")], "A: {date: yes, go: a}\nB: {phone: yes, go: b}"),
        ([("has_email", [], "A"), ("has_time", [], "B")], "A: {email: yes, go: a}\nB: {time: yes, go: b}"),
        (
            [("has_number_between", ["1", "5"], "A"), ("has_any_word", ["none"], "B")],
            'A: {number: "1..5", go: a}\nB: {words: none, go: b}',
        ),
        (
            [("has_number_lt", ["18"], "A"), ("has_number_gte", ["18"], "A"), ("has_any_word", ["x"], "B")],
            'A: {number: "-999999999..17.999999", go: a}\nA 2: {number: "18..999999999", go: a}\nB: {words: x, go: b}',
        ),
        (
            [("has_any_word", ["one"], "A"), ("has_any_word", ["one two"], "B")],
            "A: {words: one, go: a}\nB: {words: two, go: b}",
        ),
        ([("has_any_word", ["one"], "A"), ("has_phrase", ["one two"], "B")], "A: {words: one, go: a}"),
        ([("has_number_between", ["1", "9"], "A"), ("has_number_eq", ["5"], "B")], 'A: {number: "1..9", go: a}'),
        ([("has_district", ["x"], "A"), ("has_any_word", ["why"], "B")], "B: {words: why, go: b}"),
        ([("has_pattern", ["(("], "A"), ("has_any_word", ["why"], "B")], "B: {words: why, go: b}"),
        ([("has_any_word", ["stop unsubscribe no"], "A")], 'A: {words: "no", go: a}'),
    ],
)
def test_what_takes_a_reply(cases: list[tuple[str, list[str], str]], replies: str) -> None:
    written = states(act("q", say("Well?"), go="w"), wait("w", AB, *cases), *ENDS)
    between = written.partition("replies:\n")[2].partition("else")[0]

    assert replies.split("\n") == dedent(between).strip().split("\n")


@pytest.mark.parametrize(
    ("cases", "steps"),
    [
        ([("has_number", [], "A")], "  expect: number\n  else: c\n- go: a"),
        ([("has_date", [], "A")], "  expect: date\n  else: c\n- go: a"),
        ([("has_date_gt", ["@(today())"], "A")], "  expect: date\n  min: +1 days\n  else: c\n- go: a"),
        (
            [("has_date_lt", ['@(datetime_add(now(), 2, "W"))'], "A")],
            "  expect: date\n  max: +13 days\n  else: c\n- go: a",
        ),
        ([("has_date_eq", ["@(today())"], "A")], "  expect: date\n  min: today\n  max: today\n  else: c\n- go: a"),
        ([("has_date_eq", ["@fields.due"], "A")], "  expect: date\n  else: c\n- go: a"),
        ([("has_phone", ["rw"], "A")], "  expect: phone\n  country: RW\n  else: c\n- go: a"),
        (
            [("has_number_lt", ["18"], "A"), ("has_number_between", ["18", "65"], "B")],
            """\
              expect: number
              else: c
            - go: a
              if: reply_1 < 18
            - go: b
              if: reply_1 >= 18 and reply_1 <= 65
            - go: c""",
        ),
        (
            [("has_number_gt", ["@fields.limit"], "A"), ("has_number", [], "B")],
            """\
              expect: number
              else: c
            - go: a
              if: reply_1 > contact.limit | float
            - go: b""",
        ),
        (
            [("has_only_text", ["@fields.code"], "A"), ("has_text", [], "B")],
            """\
            - go: a
              if: (reply_1 | lower) == (contact.code | lower | trim)
            - go: b
              if: reply_1
            - go: c""",
        ),
        (
            [("has_any_word", ["@fields.code"], "A"), ("has_number_eq", ["7"], "B")],
            """\
            - go: a
              if: (contact.code | lower | trim) in (reply_1 | lower)
            - go: b
              if: (reply_1 | float('')) is number and reply_1 | float == 7
            - go: c""",
        ),
        (
            [("has_phrase", ["@fields.code"], "A"), ("has_group", ["g", "VIP"], "B"), ("has_ward", ["x"], "A")],
            """\
            - go: a
              if: (contact.code | lower | trim) in (reply_1 | lower)
            - go: b
              if: "'VIP' in contact.tags"
            - go: c""",
        ),
    ],
)
def test_what_is_computed_of_a_reply(cases: list[tuple[str, list[str], str]], steps: str) -> None:
    every = sort("lot", {"A": "a", "B": "b", "C": "c", "W": "w"}, type="random")
    written = states(every, wait("w", AB, *cases), *ENDS)
    asked = written.partition("save: reply_1\n")[2].partition("\n\n")[0]

    assert dedent(steps).splitlines() == [line.removeprefix("  ") for line in asked.splitlines()]


WEBHOOK = {"type": "call_webhook", "method": "POST", "url": "https://x.example/@fields.id", "result_name": "Found"}


@pytest.mark.parametrize(
    ("action", "steps"),
    [
        (say("Hi @contact.name \n\nok "), "- say: |\n    Hi {{ contact.name }}\n\n    ok"),
        (say("Hi", attachments=["image:https://x.example/a.png"]), "- say: Hi\n  media: https://x.example/a.png"),
        (
            say("Hi", attachments=["audio/mp3:https://x.example/a", "https://x.example/b"]),
            "- say: Hi\n  media:\n    - https://x.example/a\n    - https://x.example/b",
        ),
        (say(""), "# step: a message without a text was left out"),
        (
            say("Hi", quick_replies=[{"text": "Yes"}], template={"name": "x"}),
            '# "Hi": the buttons Yes are not seen over SMS; name them in the text\n'
            '# "Hi": its WhatsApp template is not taken over, only its text\n- say: Hi',
        ),
        ({"type": "set_contact_name", "name": "@(upper(contact.name))"}, 'contact.name: "{{ contact.name | upper }}"'),
        ({"type": "set_contact_language", "language": "kin"}, "contact.language: rw"),
        ({"type": "set_contact_language", "language": "@fields.lang"}, 'contact.language: "{{ contact.lang }}"'),
        ({"type": "set_contact_timezone", "timezone": "Africa/Kigali"}, "contact.timezone: Africa/Kigali"),
        ({"type": "set_contact_field", "field": {"key": "shoe-size"}, "value": ""}, 'contact.shoe_size: ""'),
        ({"type": "set_contact_field", "field": {"name": "Is"}, "value": "5"}, 'contact.the_is: "5"'),
        ({"type": "set_run_result", "name": "Big One", "value": "1", "category": "C"}, 'big_one: "1"'),
        ({"type": "set_run_local", "local": "n", "value": "2", "operation": "set"}, 'n: "2"'),
        ({"type": "set_run_local", "local": "n", "operation": "clear"}, 'n: ""'),
        (
            {"type": "add_contact_groups", "groups": [{"name": "A"}, {"name_match": "@fields.g"}]},
            '- tag: [A, "{{ contact.g }}"]',
        ),
        ({"type": "remove_contact_groups", "groups": [{"name": "A"}]}, "- untag: A"),
        (
            {"type": "remove_contact_groups", "all_groups": True},
            "# untag: it took the contact from all groups; name the tags to take away",
        ),
        ({"type": "add_input_labels", "labels": [{"name": "Spam"}]}, "- label: Spam"),
        (
            {"type": "send_email", "addresses": ["a@x.example", "@fields.mail"], "subject": "S", "body": "B"},
            '- email: a@x.example\n  subject: S\n  body: B\n- email: "{{ contact.mail }}"\n  subject: S\n  body: B',
        ),
        (
            {**WEBHOOK, "headers": {"Content-Type": "text/plain", "X-Key": "@globals.key"}, "body": "n=@contact.name"},
            "- http: POST https://x.example/{{ contact.id }}\n  body: n={{ contact.name }}\n  headers:\n"
            '    Content-Type: text/plain\n    X-Key: "{{ business.key }}"\n  save: found\n  on_error: {end: done}',
        ),
        (
            {**WEBHOOK, "method": "GET", "body": '@(json(object("contact", 1)))'},
            "# call: it sent all that RapidPro knows of the contact; say with `json:` what the API needs\n"
            "- http: GET https://x.example/{{ contact.id }}\n  save: found\n  on_error: {end: done}",
        ),
        (
            {**WEBHOOK, "body": '{"n": ["@contact.name", 1, true], "p": null}'},
            "- http: POST https://x.example/{{ contact.id }}\n  json:\n    n:\n"
            '      - "{{ contact.name }}"\n      - 1\n      - "{{ true }}"\n    p: "{{ none }}"\n'
            "  save: found\n  on_error: {end: done}",
        ),
        (
            {"type": "open_ticket", "body": "Help @contact.name"},
            "- handoff: support\n  note: Help {{ contact.name }}\n  closed: {end: done}",
        ),
        (
            {"type": "enter_flow", "flow": {"uuid": "?", "name": "Other one"}},
            "# run Other one: the flow Other one is not in the export; import it too\n"
            "- run: other_one\n  expired: {end: done}",
        ),
        (
            {"type": "enter_flow", "terminal": True, "flow": {"uuid": "?", "name": "Other one"}},
            "# run Other one: the flow Other one is not in the export; import it too\n"
            "- run: other_one\n  come_back: no",
        ),
        (
            {"type": "set_contact_status", "status": "blocked"},
            "# step: there is nothing like `set_contact_status`: it blocked or stopped the contact; "
            "that is not for a flow to decide here",
        ),
        ({"type": "play_audio"}, "# step: there is nothing like `play_audio`: it is for calls"),
        ({"type": "dance"}, "# step: there is nothing like `dance`: it is left out"),
    ],
)
def test_an_action(action: dict[str, Any], steps: str) -> None:
    written = (
        dedent(states(act("a", action)).partition("\n")[2]).removesuffix("\n- end: done").removesuffix("- end: done")
    )

    assert steps == written.removeprefix("- set:\n    ")


NODES = [
    (  # whoever answers anything goes on
        (act("a", say("Name?"), go="w"), wait("w", {"All Responses": "b"}), act("b", say("Hi @results.reply_1!"))),
        """
        name:
          - ask: Name?
            save: reply_1
          - say: Hi {{ reply_1 }}!
          - end: done
        """,
    ),
    (  # a picture
        (
            act("a", say("A picture?"), go="w"),
            wait(
                "w",
                {"Image": "b", "Other": None},
                ("has_pattern", ["^image"], "Image"),
                wait={"type": "msg", "hint": {"type": "image"}},
            ),
            act("b", say("Nice: @results.reply_1")),
        ),
        """
        a_picture:
          - ask: A picture?
            save: reply_1
            expect: media
            else: {end: done}
          - say: "Nice: {{ reply_1 }}"
          - end: done
        """,
    ),
    (  # what is made of a reply
        (
            act("a", say("Code?"), go="w"),
            wait("w", {"A": "a", "Other": None}, ("has_only_text", ["X"], "A"), operand="@(upper(input.text))"),
        ),
        """
        code:
          - ask: Code?
            save: reply
          - match: "{{ answers.reply.text | upper }}"
            replies:
              A: {is: X, go: code}
            else: {end: done}
        """,
    ),
    (  # a result without a name, and the text that began it
        (
            act("a", say("You said @input. And now?"), go="w"),
            wait("w", {"All Responses": "b"}, result_name=""),
            act("b", say("Now @input.text")),
        ),
        """
        you_said_and:
          - ask: You said {{ first_text }}. And now?
            save: reply
          - say: Now {{ answers.reply.text }}
          - end: done
        """,
    ),
    (  # a category that no label says
        (
            act("a", say("Age?"), go="w"),
            wait(
                "w", {"A": "a", "B": "b", "Other": None}, ("has_number_lt", ["9"], "A"), ("has_number_gt", ["8"], "B")
            ),
            act("b", say("Group @results.reply_1.category: @results.reply_1")),
        ),
        """
        age:
          - ask: Age?
            save: reply_1
            expect: number
            else:
              - set:
                  reply_1_category: Other
              - end: done
          - set:
              reply_1_category: A
            if: reply_1 < 9
          - go: age
            if: reply_1 < 9
          - set:
              reply_1_category: B
            if: reply_1 > 8
          - go: group
            if: reply_1 > 8
          - set:
              reply_1_category: Other
          - end: done

        group:
          - say: "Group {{ reply_1_category | default('') }}: {{ reply_1 }}"
          - end: done
        """,
    ),
    (  # categories of a result, sorted again
        (
            wait("w", {"A": "s", "Other": "s"}, ("has_any_word", ["one"], "A")),
            sort("s", {"A": "b", "Other": None}, ("has_category", ["A"], "A"), operand="@results.reply_1"),
            act("b", say("B")),
        ),
        """
        reply_1:
          - listen:
            save: reply_1
            replies:
              A: {words: one, go: by_results_reply_1}
              else: by_results_reply_1

        by_results_reply_1:
          - match: "{{ answers.reply_1.label | default('Other') }}"
            replies:
              A: {is: A, go: b}
            else: {end: done}

        b:
          - say: B
          - end: done
        """,
    ),
    (  # calls that may fail before something else is done
        (
            act(
                "a",
                WEBHOOK,
                {"type": "add_contact_groups", "groups": [{"name": "G"}]},
                say("@webhook.json.items.0.name"),
            ),
        ),
        """
        call:
          - http: POST https://x.example/{{ contact.id }}
            save: found
            on_error: call_then
          - go: call_then

        call_then:
          - tag: G
          - say: "{{ found.body.items[0].name | default('') }}"
          - end: done
        """,
    ),
    (  # an answer that is sorted by what it says
        (
            sort(
                "a",
                {"Free": "b", "Other": None},
                ("has_only_text", ["free"], "Free"),
                actions=(WEBHOOK,),
                operand="@webhook.state",
            ),
            act("b", say("B")),
        ),
        """
        call:
          - http: POST https://x.example/{{ contact.id }}
            save: found
            on_error: {end: done}
          - match: "{{ found.body.state | default('') }}"
            replies:
              Free: {is: free, go: b}
            else: {end: done}

        b:
          - say: B
          - end: done
        """,
    ),
    (  # what nobody does here went wrong
        (
            sort(
                "a",
                {"Success": "b", "Failure": None},
                ("has_category", ["Success"], "Success"),
                actions=({"type": "request_optin", "result_name": "Pay"},),
                operand="@results.pay",
                result_name="R",
            ),
            act("b", say("B")),
        ),
        """
        by_r:
          # R: there is nothing like `request_optin`: it asked for consent; the words START and STOP do that here
          - end: done
        """,
    ),
    (  # by the number that it is
        (
            sort("a", {"A": "b", "Other": None}, ("has_number_gt", ["5"], "A"), operand="@fields.age"),
            act("b", say("B")),
        ),
        """
        by_fields_age:
          - match: "{{ contact.age }}"
            save: reply
            expect: number
            else: {end: done}
          - go: b
            if: reply > 5
          - end: done

        b:
          - say: B
          - end: done
        """,
    ),
    (  # what is made is not known, and the replies are kept for whoever writes it
        (
            sort("a", {"A": "b", "Other": None}, ("has_phrase", ["x"], "A"), operand="@(mod(1, 2))", result_name="R"),
            act("b", say("B @results.r")),
        ),
        """
        by_r:
          # R: `mod(…)` has no counterpart and is left out
          - match: ""
            save: r
            replies:
              A: {phrase: x, go: b}
            else: {end: done}

        b:
          - say: B {{ r }}
          - end: done
        """,
    ),
    (  # what only a node gives to which nothing leads
        (act("a", say("Hi @results.x.")), act("b", {"type": "set_run_result", "name": "X", "value": "1"})),
        """
        hi:
          - set:
              x: ""
          - say: Hi {{ x }}.
          - end: done
        """,
    ),
    (  # a lot
        (
            sort("a", {"One": "b", "Two": "b", "Three": None}, type="random"),
            act("b", say("B")),
        ),
        """
        lot:
          - split:
              b: 2
              three: 1

        b:
          - say: B
          - end: done

        three:
          - end: done
        """,
    ),
]


@pytest.mark.parametrize(("nodes", "written"), NODES)
def test_nodes(nodes: tuple[Mapping[str, Any], ...], written: str) -> None:
    assert dedent(written).strip() == states(*nodes)
