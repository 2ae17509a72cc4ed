"""Flows of RapidPro and TextIt, and what they say as flows of ours."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from bot.engine.machine import compile_flow
from bot.engine.route import Library
from bot.flow.check import check_sources
from bot.flow.diagnostic import Severity
from bot.importers import Taken, Unreadable, rapidpro, take_over
from bot.simulator import Simulation
from tests.chat import ANA, CLINIC, THURSDAY

EXPORTS = Path(__file__).parent / "rapidpro"
FILES = {name: (EXPORTS / f"{name}.json").read_text("utf-8") for name in ("desk", "paint", "registration")}


def taken(exported: str) -> Taken:
    return take_over(rapidpro.read, exported, "imported")


def errors(found: Taken) -> list[str]:
    _, findings = check_sources({f"{id}.yaml": text for id, text in found.flows.items()})
    return [f"{one.path}:{one.span.line} {one.message}" for one in findings if one.severity is Severity.ERROR]


def talk(found: Taken, flow: str, script: str, **settings: Any) -> tuple[list[str], list[str], Simulation]:
    """Say what the script says; the script itself, what really happened, and the conversation."""
    flows, _ = check_sources({f"{id}.yaml": text for id, text in found.flows.items()})
    library = Library({id: compile_flow(one) for id, one in flows.items()})
    chat = Simulation(library.machines[flow], THURSDAY, **{"contact": dict(ANA), "business": CLINIC, **settings})
    chat.library = library
    lines = [" ".join(line.split()) for line in dedent(script).strip().splitlines()]
    happened = [f"bot {text}" for text in chat.start()]
    for line in lines:
        act, _, said = line.partition(" ")
        if act == "me":
            happened += [line, *(f"bot {text}" for text in chat.says(said))]
        elif act == "hours":
            happened += [line, *(f"bot {text}" for text in chat.wait(timedelta(hours=int(said))))]
        elif act == "closes":
            happened += [line, *(f"bot {text}" for text in chat.agent_closed())]
    happened += [f"ends {chat.outcome}"] if chat.outcome else []
    return lines, [" ".join(line.split()) for line in happened], chat


# ── whole exports ──

PAINTS = {
    "GET https://api.example.com/paints?colour=Blue": {"name": "Sky", "price": 12},
    "POST https://api.example.com/orders": {"id": 7},
}
TALKS: list[tuple[str, str, dict[str, Any], str]] = [
    (
        "registration",
        "registration",
        {},
        """
        bot  Welcome to the clinic! What is your name?
        me   berta costa
        bot  Thanks Berta Costa. How old are you?
        me   old enough
        bot  Please reply with a number, such as 34.
        me   I am 40
        bot  Which part of town do you live in: north, south or east?
        me   west
        bot  We do not know that part. North, south or east?
        me   in the South
        bot  Thank you Berta Costa, you are registered in the south.
        ends done
        """,
    ),
    (
        "registration",
        "registration",
        {},
        """
        bot  Welcome to the clinic! What is your name?
        me   kim
        bot  Thanks Kim. How old are you?
        me   12
        bot  Please ask your parents to register you.
        ends done
        """,
    ),
    (
        "registration",
        "registration",
        {},
        """
        bot  Welcome to the clinic! What is your name?
        me   kim
        bot  Thanks Kim. How old are you?
        me   18
        bot  Which part of town do you live in: north, south or east?
        hours 1
        bot  We will ask you again another day.
        ends done
        """,
    ),
    (
        "registration",
        "check_in",
        {"contact": {**ANA, "tags": ["Adults"], "district": "North"}},
        """
        bot  Hi Ana, is everything fine in the North?
        me   dunno
        bot  YES or NO, please.
        me   n
        bot  Sorry. We will call you soon.
        ends done
        """,
    ),
    ("registration", "check_in", {"contact": {**ANA, "tags": []}}, "ends done"),
    ("registration", "first_weeks", {}, "bot See you in two hours, Ana Castillo.\nends done"),
    (
        "paint",
        "paint_shop",
        {"stubs": PAINTS, "seed": 3},
        """
        bot  Your favourite colour?
        me   pink
        bot  We have no such paint. Red, green or blue?
        me   navy
        bot  Sky costs $12 a litre. How many litres?
        me   a few
        bot  A number from 1 to 100, please.
        me   12
        bot  Ordered: 13 litres, one is on us. That is a big wall! Write to paint@example.com or @paintshop.
        ends done
        """,
    ),
    (
        "paint",
        "paint_shop",
        {"stubs": {}, "seed": 1},
        """
        bot  Which colour do you like best of all: red, green or blue?
        me   red
        bot  Our warehouse does not answer. Please try again later.
        ends done
        """,
    ),
    (
        "desk",
        "help_desk",
        {},
        """
        bot  Text 1 for your order, 2 for a person.
        me   hello?
        bot  Text 1 for your order, 2 for a person.
        me   1
        bot  You chose Order. What is the number of your order?
        me   12
        bot  Four digits, please.
        me   4021
        bot  Order 4021 is on its way.
        bot  Anything else? Reply YES or NO.
        me   no
        bot  Bye Ana! You have points.
        ends done
        """,
    ),
    (
        "desk",
        "help_desk",
        {},
        """
        bot  Text 1 for your order, 2 for a person.
        me   order
        bot  You chose Order. What is the number of your order?
        hours 2
        bot  A person will text you here soon.
        closes
        ends done
        """,
    ),
]


@pytest.mark.parametrize(("file", "flow", "settings", "script"), TALKS)
def test_an_imported_flow_talks_as_before(file: str, flow: str, settings: dict[str, Any], script: str) -> None:
    expected, actual, _ = talk(taken(FILES[file]), flow, script, **settings)

    assert expected == actual


@pytest.mark.parametrize("file", FILES)
def test_a_sound_export_has_no_errors(file: str) -> None:
    assert [] == errors(taken(FILES[file]))


def test_what_is_kept_of_the_person() -> None:
    script = "me berta\nme 40\nme north\n"
    _, _, chat = talk(taken(FILES["registration"]), "registration", script)

    assert ("Berta", 40, "North", "en", ["Adults"], ["Registered"]) == (
        *(chat.contact[name] for name in ("name", "age", "district", "language", "tags")),
        chat.labels,
    )
    (mail,) = chat.emails
    assert ("desk@example.com", "New: Berta") == (mail.address, mail.subject)
    assert "Name: berta\nAge: 40\nDistrict: north" == mail.body


def test_who_takes_over_knows_what_was_written() -> None:
    _, _, chat = talk(taken(FILES["desk"]), "help_desk", "me a person please")

    assert {"queue": "Sales", "note": "Ana Castillo wrote: a person please", "priority": "normal"} == chat.handoff


def test_the_ways_in() -> None:
    starts = {
        id: text.partition("start:\n")[2].partition("expires")[0].partition("\nstates")[0]
        for name in FILES
        for id, text in taken(FILES[name]).flows.items()
    }

    assert {
        "registration": "- keyword: [register, clinic]\n  if: \"'Adults' not in contact.tags\"\n- fallback",
        "check_in": '- date: contact.joined\n  offset: 7 days\n  at: "09:00"\n'
        "  if: \"'Adults' in contact.tags\"\n  interrupt: skip",
        "first_weeks": "- date: contact.next_visit\n  offset: -2 hours\n"
        "  if: \"'Adults' in contact.tags\"\n  interrupt: yes",
        "paint_shop": "- keyword: [paint]\n  only: yes",
        "help_desk": "- keyword: [desk]\n  if: \"'Adults' in contact.tags and 'Blocked' not in contact.tags\"",
        "order_number": "- flow",
        "call_centre": "- flow",
        "thank_helpers": "- agent_closed: yes",
    } == {id: dedent(text).strip() for id, text in starts.items()}


def test_what_a_person_has_to_look_at() -> None:
    remarks = [(one.flow, one.place, one.said) for name in FILES for one in taken(FILES[name]).remarks]

    assert [
        (
            "help_desk",
            '"Text 1 for your order, 2 for a…"',
            "the buttons 1, 2 are not seen over SMS; name them in the text",
        ),
        ("help_desk", "Choice", "`stop` never comes here: it opts the customer out"),
        ("help_desk", "ticket", "the ticket was for Bob; here whoever looks after the queue `Sales` takes it"),
        ("call_centre", "Call centre", "it is for calls, which are not taken over"),
        (
            "thank_helpers",
            '"Somebody was helped"',
            "there is nothing like `transfer_airtime`: it sent airtime; write an action for that, "
            "and call it with `do:`",
        ),
        (
            "thank_helpers",
            '"Somebody was helped"',
            "there is nothing like `send_broadcast`: it sent a text to others; a broadcast does that here",
        ),
        ("thank_helpers", '"Somebody was helped"', "`mod(…)` has no counterpart and is left out"),
        ("paint_shop", "Colour", "a test for Sky can never hold: another one before it takes all of it"),
        (
            "registration",
            "Registration",
            "what is said in es is not taken over; `parley translate extract` asks for it",
        ),
        ("check_in", "trigger", "Check in was set off by a missed call"),
    ] == remarks


# ── what cannot be read ──


@pytest.mark.parametrize(
    ("exported", "why"),
    [
        ("{", "this is no JSON"),
        ("[" * 100_000, "this is no JSON"),
        ("[]", "it is no mapping with `flows`"),
        ('{"a": 1}', "neither `flows` nor `nodes`"),
        ('{"flows": {}}', "`flows` is no list of flows"),
        ('{"flows": [1]}', "`flows` is no list of flows"),
        ('{"version": "13", "flows": []}', "there is no flow in this export"),
        ('{"version": "11.12", "flows": []}', "an old RapidPro (version 11.12); open and save each flow"),
        ('{"version": 10, "flows": []}', "an old RapidPro (version 10)"),
        ('{"flows": [{"action_sets": [], "rule_sets": []}]}', "an old RapidPro (version ?)"),
    ],
)
def test_what_is_no_export_is_refused(exported: str, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        taken(exported)
    assert why in str(refused.value)


# ── robustness ──


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every part of JSON, as what holds it and its key there."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in list(items):
        yield value, key
        yield from places(part)


WRONG: list[Any] = [
    None,
    "",
    "x",
    0,
    -1,
    1.5,
    True,
    [],
    {},
    ["x"],
    {"x": 1},
    [[]],
    [None],
    "@(",
    "@contact",
    "\n",
    "é" * 300,
]


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("file", FILES)
def test_whatever_is_missing_or_wrong_in_an_export(file: str, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - a fault should come again
    export = json.loads(FILES[file])
    for _ in range(draw.randint(1, 12)):
        holder, key = draw.choice(list(places(export)) or [({}, "")])
        if draw.random() < 0.4 and holder:
            del holder[key]
        else:
            holder[key] = deepcopy(draw.choice(WRONG))
    try:
        found = taken(json.dumps(export))
    except Unreadable:
        return

    assert found.flows.keys() >= {one.flow for one in found.remarks}
    check_sources({f"{id}.yaml": text for id, text in found.flows.items()})
