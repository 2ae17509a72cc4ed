"""The flows of the simulated deployment: questions, silences, calls, sub-flows, people, schedules."""

from __future__ import annotations

from bot.actions.registry import action

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


@action(repeatable=False)
def sim_slots(day: str) -> str:
    """The hour that is free on a day."""
    return {"Monday": "9", "Tuesday": "10"}.get(day, "11")
