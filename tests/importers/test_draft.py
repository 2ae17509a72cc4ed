"""Drafts: what is tidied, what things are called, and how they are written."""

from __future__ import annotations

from textwrap import dedent

import pytest

from bot.importers.draft import Draft, reachable, remark, spoken, usable


def draft(**states) -> Draft:
    made = Draft("visit", "Visit")
    made.states = states
    return made


def go(state: str) -> dict[str, str]:
    return {"go": state}


SAY, END = {"say": "Hi."}, {"end": "done"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"a": [SAY, go("b")], "b": [SAY, END]}, {"a": [SAY, SAY, END]}, id="what only follows is joined"),
        pytest.param({"a": [SAY, go("b")], "b": [END]}, {"a": [SAY, END]}, id="an end is at once"),
        pytest.param({"a": [go("b")], "b": [SAY, go("b")]}, {"b": [SAY, go("b")]}, id="it begins where it leads"),
        pytest.param(
            {"a": [{"split": [go("b"), go("c")]}], "b": [go("d")], "c": [SAY, go("d")], "d": [SAY, END]},
            {"a": [{"split": [go("d"), go("c")]}], "d": [SAY, END], "c": [SAY, go("d")]},
            id="a state that only leads on is passed by",
        ),
        pytest.param({"a": [SAY, END], "b": [SAY, go("a")]}, {"a": [SAY, END]}, id="nothing leads there"),
        pytest.param({"a": [SAY, go("a")]}, {"a": [SAY, go("a")]}, id="a circle of one"),
        pytest.param({"a": [go("b")], "b": [go("a")]}, {"a": [go("b")], "b": [go("b")]}, id="a circle of two"),
        pytest.param(
            {"a": [{**go("b"), "if": "x"}, SAY, go("b")], "b": [SAY, END]},
            {"a": [{**go("b"), "if": "x"}, SAY, go("b")], "b": [SAY, END]},
            id="two ways to one state",
        ),
        pytest.param(
            {"a": [SAY, go("b")], "b": [remark("w", "odd"), END]},
            {"a": [SAY, remark("w", "odd"), END]},
            id="remarks stay",
        ),
    ],
)  # fmt: skip
def test_what_nobody_would_write_by_hand_goes(before, after):
    made = draft(**before)

    made.tidy()

    assert list(after.items()) == list(made.states.items())


@pytest.mark.parametrize(
    ("given", "taken", "name"),
    [
        ("Favourite Colour?", [], "favourite_colour"),
        ("send-and-wait 1", ["send_and_wait_1"], "send_and_wait_1_2"),
        ("1st", [], "name_1st"),
        ("", [], "name"),
        ("contact", [], "the_contact"),
        ("end", [], "the_end"),
        ("größe", [], "größe"),
        ("🙂", [], "name"),
        ("x" * 80, [], "x" * 60),
    ],
)
def test_anything_becomes_a_name(given, taken, name):
    assert name == usable(given, taken)


@pytest.mark.parametrize(
    ("matcher", "left", "taken"),
    [
        ({"is": "yes"}, {"is": "yes"}, []),
        ({"is": ["stop", "no"]}, {"is": ["no"]}, ["stop"]),
        ({"words": ["STOP", "unsubscribe"]}, None, ["STOP", "unsubscribe"]),
        ({"is": "cancel"}, {"is": "cancel"}, []),
        ({"regex": "stop"}, {"regex": "stop"}, []),
        ({"not": {"is": "stop"}}, {"not": {"is": "stop"}}, []),
    ],
)
def test_words_that_opt_out_never_reach_a_flow(matcher, left, taken):
    assert (left, taken) == reachable(matcher)


def test_space_that_nobody_sees_is_not_said():
    assert "One\n\nTwo" == spoken(" One  \n \nTwo\n")


def test_a_draft_is_written_as_yaml():
    made = draft(
        first=[
            remark("Say 1", "it sang\nhere"),
            {"say": 'Line one: "hi"\nline #2'},
            {
                "ask": "Yes?",
                "replies": {"fine": {"is": ["yes", "1"], "go": "last"}, "else": [{"tag": ["a", "b"]}, {"go": "last"}]},
                "silence": {"1 hour": {"go": "last"}},
                "unclear": ["Pardon?", "Again?"],
            },
        ],
        last=[{"set": {"a b": True, "n": 3}}, {"end": "done"}],
    )
    made.head = {"start": ["fallback", {"keyword": ["hi", "no"]}]}
    wanted = """\
    flow: visit
    title: Visit
    start:
      - fallback
      - keyword: [hi, "no"]

    states:
      first:
        # Say 1: it sang here
        - say: |
            Line one: "hi"
            line #2
        - ask: "Yes?"
          replies:
            fine: {is: ["yes", "1"], go: last}
            else:
              - tag: [a, b]
              - go: last
          silence:
            1 hour: {go: last}
          unclear:
            - "Pardon?"
            - "Again?"
      last:
        - set:
            a b: yes
            n: 3
        - end: done
    """

    assert dedent(wanted) == made.write()
    assert [("Say 1", "it sang\nhere")] == made.remarks
