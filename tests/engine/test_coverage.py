"""What counts as shown by a conversation, and what is left."""

from __future__ import annotations

from bot.engine.coverage import Area, cover, points_of
from tests.chat import chat

FLOW = """
anytime:
  agent: {words: [agent], go: human}
states:
  ask:
    - ask: Well?
      expect: yes_no
      confirm: Sure?
      replies:
        yes: call
        no: {end: no}
      give_up: human
      silence:
        1 hour: Hello?
        2 hours: {end: silent}
      undelivered: {end: lost}
  call:
    - http: GET https://api.example.com/
      on_error: human
    - ask: Anything else?
      else: human
    - pause: 1 day
    - go: human
  human:
    - handoff: desk
"""


def labels(points):
    return [(point.line, point.area.value, point.label) for point in points]


def test_what_an_author_wrote_is_counted_once():
    """Lines are those of `FLOW`, counted from 0."""
    assert [
        (3, "replies", "anytime agent"),
        (5, "states", "ask"),
        (6, "replies", "denied: no at ask.1"),
        (6, "replies", "unclear at ask.1"),
        (6, "replies", "understood at ask.1"),
        (10, "replies", "yes at ask.1"),
        (11, "replies", "no at ask.1"),
        (12, "replies", "give_up at ask.1"),
        (14, "silences", "1 hour at ask.1"),
        (15, "silences", "2 hours at ask.1"),
        (16, "errors", "undelivered at ask.1"),
        (17, "states", "call"),
        (18, "replies", "result at call.http-1"),
        (19, "errors", "on_error at call.http-1"),
        (21, "replies", "else at call.1"),
        (22, "silences", "pause at call.pause-1"),
        (24, "states", "human"),
        (25, "replies", "closed at human.handoff-1"),
    ] == sorted((line - 1, area, label) for line, area, label in labels(points_of(chat(FLOW).machine)))


def test_what_a_conversation_shows():
    talk = chat(FLOW, stubs={})
    talk.start()
    talk.says("yes")
    talk.says("yes")

    coverage = cover(talk.machine, talk.walked)

    assert [
        "ask",
        "understood at ask.1",
        "yes at ask.1",
        "call",
        "on_error at call.http-1",
        "human",
    ] == [point.label for point in coverage.covered]
    assert {
        Area.STATES: (3, 3),
        Area.REPLIES: (2, len([1 for point in points_of(talk.machine) if point.area is Area.REPLIES])),
        Area.SILENCES: (0, 3),
        Area.ERRORS: (1, 2),
    } == coverage.counts()
    assert 100 * 6 / (len(coverage.covered) + len(coverage.missed)) == coverage.percent


def test_areas_without_anything_are_left_out():
    assert [Area.STATES] == list(cover(chat("states:\n  a:\n    - end: done\n").machine, []).counts())
