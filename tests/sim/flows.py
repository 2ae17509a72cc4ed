"""The flows of the simulated deployment: questions, silences, calls, sub-flows, people, schedules."""

from __future__ import annotations

from bot.actions.registry import action
from bot.actions.shape import Attempt
from bot.events import CallHttp
from tests.sim.api import SLOTS

VISIT = """\
flow: visit
start:
  - keyword: [book, visit]
  - event: visit.wanted
    offset: 30 minutes
anytime:
  agent: {words: [agent], go: human}
  hours: {words: [hours], do: [{say: We open at nine.}]}
expires: 1 day
states:
  when:
    - ask: Which day suits you?
      choices: {Monday: Monday, Tuesday: Tuesday, Friday: Friday}
      save: day
      silence: {10 minutes: Still there?, 2 hours: {end: silent}}
      undelivered: human
      give_up: human
    - go: look
  look:
    - do: sim_slots
      with: {day: "{{ day }}"}
      save: found
      on_error: [{say: We cannot look now.}]
    - ask: "{{ day }} at {{ found | default('noon') }}, yes or no?"
      expect: yes_no
      save: sure
      replies: {no: when}
      silence: {30 minutes: Yes or no?, 3 hours: {end: silent}}
      give_up: human
    - http: POST https://api.test/bookings
      json: {day: "{{ day }}"}
      save: booked
      on_error: [{say: It is not in our calendar yet.}]
    - run: name
      save: who
    - say: "Thank you, {{ who.name | default('friend') }}. See you on {{ day }}."
    - say: We remind you.
    - schedule: remind
      id: remind
      in: 5 hours
      with: {day: "{{ day }}"}
    - end: booked
  human:
    - handoff: desk
      say: Somebody will write to you.
      closed: [{say: That was our desk.}]
      no_agent: {20 minutes: We are all busy., 1 hour: {end: nobody}}
    - end: done
"""
NAME = """\
flow: name
outputs: {name: text}
start: [flow]
expires: 3 hours
states:
  ask:
    - ask: Your first name?
      save: name
      silence: {20 minutes: We still need your name.}
      give_up: {end: none}
    - end: known
"""
REMIND = """\
flow: remind
start: [flow]
inputs: {day: text}
expires: 10 hours
states:
  say:
    - ask: "Still on for {{ day }}?"
      expect: yes_no
      save: on
      silence: {1 hour: Please say yes or no., 4 hours: {end: silent}}
      give_up: {end: unclear}
    - say: "{{ 'See you!' if on else 'What a pity.' }}"
    - end: done
"""
FLOWS = (VISIT, NAME, REMIND)
ANSWERS = {
    "Which day": ("Monday", "tuesday", "2", "friday please"),
    "Still there": ("Monday", "3"),
    "yes or no": ("yes", "yes", "no", "yes please"),
    "Yes or no": ("yes", "no"),
    "first name": ("Ana", "Ben", "my name is Cleo"),
    "need your name": ("Dora",),
    "Still on": ("yes", "no"),
    "say yes or no": ("yes",),
}
"""What people answer to what they hear."""
NONSENSE = ("hm", "?", "hours", "agent", "👍", "book", "visit", "I do not know", "HELP", "what is this")


VISITS = (
    VISIT,
    VISIT.replace("Which day suits you?", "Which day suits you best?").replace(
        "We remind you.", "You will hear from us."
    ),
    VISIT.replace("- go: look\n", "- say: Let us see.\n    - go: look\n").replace(
        "expires: 1 day", "expires: 20 hours"
    ),
    VISIT.replace("  when:", "  which:").replace("{no: when}", "{no: which}"),
)
"""Versions of it: another wording, a step more, and one that lacks a question on which people may wait."""


@action(repeatable=False)
async def sim_slots(day: str, attempt: Attempt) -> str:
    """The hour that is free on a day."""
    found = await attempt.fetch(CallHttp(attempt.id, "POST", SLOTS, json=day))
    if found.error or not isinstance(found.body, dict):
        raise RuntimeError(found.error or f"no slots: {found.status}")
    return str(found.body["hour"])
