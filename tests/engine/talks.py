"""Flows and short ways into them, for the tests of the engine."""

from __future__ import annotations

from typing import Any

from tests.chat import Chat, chat

COMING = """
inputs: {visit: datetime}
anytime:
  agent: {words: [agent], go: human}
  hours: {words: [hours], do: [{say: We open at nine.}]}
expires: 3 days
states:
  confirm:
    - ask: "{{ contact.first_name }}, coming on {{ visit | datetime }}?"
      expect: yes_no
      replies: {yes: booked, no: [{say: Never mind.}, {end: no}]}
      unclear: [Sorry - YES or NO?, "Just YES or NO, try {{ attempt }}."]
      give_up: human
      silence:
        4 hours: Still there?
        20 hours: {end: no_reply}
      undelivered: {end: unreachable}
  booked:
    - set: {contact.status: confirmed}
    - tag: [coming]
    - say: See you!
    - end: confirmed
  human:
    - handoff: reception
      say: One moment.
      note: "{{ contact.name }}"
      no_agent:
        15 minutes: Sorry for the wait.
        1 hour: {end: unanswered}
"""


def ask(options: str, *, after: str = "- say: Thank you.\n    - end: done", **settings: Any) -> Chat:
    """A talk with one question, `save: it`, that has the given options."""
    lines = "\n".join(f"      {line}" for line in options.strip().splitlines())
    talk = chat(f"states:\n  one:\n    - ask: Well?\n      save: it\n{lines}\n    {after}\n", **settings)
    talk.start()
    talk.heard = 1
    return talk
