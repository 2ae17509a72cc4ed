"""Flows that are right: all that are shipped or shown, and one that uses the whole language."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

from bot.cli.init import FLOW

REPOSITORY = Path(__file__).resolve().parents[2]

WHOLE = """\
    flow: whole
    title: Everything there is
    language: en
    languages: [en, es-419]
    inputs:
      visit: datetime
      size: {type: integer, default: 4}
    outputs: {size: integer}
    start:
      - keyword: [whole, hello]
        only: yes
        interrupt: skip
      - keyword: solo
      - fallback
      - fallback:
        if: not contact.known
      - event: visit.completed
        offset: 2 days
        at: "18:00"
        with: {visit: "{{ now }}"}
      - date: contact.next_visit
        offset: -1 day
      - schedule: every Monday 09:00
      - tag: added
      - agent_closed
      - flow
    anytime:
      agent: {words: [agent, human], go: person}
      hours: {phrase: opening hours, do: [{say: We open at ten.}]}
      bye: {only: bye, end: left}
    expires: 5 days
    class: transactional
    defaults:
      unclear: Pardon?
      give_up: person
      country: US
      understand: no
      silence:
        1 day: {end: no_reply}
    moved: {ask.old: ask.count}
    on_change: move
    states:
      ask:
        - say: [One, Two]
          media: https://example.com/a.png
          undelivered: end
          if: contact.first_name
        - ask: How many?
          expect: integer
          min: 1
          max: 12
          check:
            - {if: answer == 7, say: Not seven.}
          save: count
          name: how_many
          replies:
            1..3: person
            many: {words: [many, lots], not: {blank: yes}, go: person}
            most: {number: 4..9, do: [{tag: big}], go: end}
            date: {date: yes, end: dated}
            code: {regex: '\\b\\d{5}\\b', go: person}
            else: [{say: Fine.}]
          unclear: [Pardon?, A number please.]
          give_up: {go: person}
          silence:
            2 hours: Still there?
            4 Hours: person
            1 day: {end: no_reply}
          undelivered: {end: }
          understand: [buy, sell]
          confirm: So {{ answer }}?
        - ask: Which?
          choices: {a: First, b: Second}
          synonyms: {a: [one], b: two}
          replies: {a: person, b: {go: end}}
        - listen:
          expect: regex
          pattern: "[A-Z]+"
          save: code
        - match: "{{ code }}"
          replies: {x: {is: X, go: person}}
          else: person
      more:
        - set: {contact.paid: "yes", sum: 1, list: [1, 2.5, true, "{{ code }}"], map: {a: {b: null}}}
        - untag: debtor
        - label: [money]
        - http: POST https://api.example.com/pay?x=1
          headers: {X-Key: abc}
          json: {contact: "{{ contact.id }}", list: [1, a]}
          save: paid
          timeout: 10 seconds
          retry: 2
          on_error: person
        - schedule: whole
          at: "{{ visit }}"
          offset: -2 hours
          with: {visit: "{{ visit }}"}
          id: reminder
        - cancel: reminder
        - pause: 90 seconds
        - split: {ask: 75, person: 25}
      person:
        - handoff: care
          note: "{{ contact.phone }}: asks"
          priority: high
          say: One moment.
          closed: {end: handled}
          no_agent:
            15 minutes: Nearly.
            2 hours: [{say: Sorry.}, {end: unanswered}]
"""


def _named(flow: str) -> tuple[str, str]:
    return f"{re.search(r'^flow: (.+)', flow, re.MULTILINE)[1]} as shown", flow


SHIPPED = {
    file.stem: file.read_text() for file in sorted((REPOSITORY / "flows").glob("*.yaml")) if "." not in file.stem
}
SHOWN = re.findall(r"^```yaml\n(flow: .*?)^```", (REPOSITORY / "README.md").read_text(), re.MULTILINE | re.DOTALL)
EXAMPLES = {
    f"{file.parent.name}/{file.stem}": file.read_text()
    for file in sorted((REPOSITORY / "docs" / "examples").glob("*/*.yaml"))
    if "." not in file.stem
}
SAMPLES = {**SHIPPED, **EXAMPLES, **dict(map(_named, SHOWN)), "hello": FLOW, "whole": dedent(WHOLE)}
