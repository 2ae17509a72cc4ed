"""The rules about translations at their edges: what each finds, where, and what it must leave alone."""

from __future__ import annotations

import pytest

from bot.flow.check import check_sources
from bot.flow.units import digest

FLOW = """\
flow: visit
languages: [en, es]
inputs: {day: date}
states:
  hello:
    - ask: Coming on {{ day | date }}, {{ contact.first_name }}?
      expect: yes_no
      save: coming
    - ask: And?
      save: more
      check: [{if: "answer == 'x'", say: "Not {{ answer }}"}]
    - say: "Great: {{ note | default('no note') }}"
    - set: {note: x}
    - end: done
"""
DAY = "{{ day | date }}, {{ contact.first_name }}"
SPANISH = f"""\
hello:
  ask:
    text: ¿Viene el {DAY}?
    of: {digest([f"Coming on {DAY}?"])}
  more:
    ask: {{text: ¿Y?, of: {digest(["And?"])}}}
    check:
      1: {{text: "No {{{{ answer }}}}", of: {digest(["Not {{ answer }}"])}}}
  say:
    1:
      text: "Bien: {{{{ note | default('nada') }}}}"
      of: {digest(["Great: {{ note | default('no note') }}"])}
"""


def found(spanish=SPANISH, flow=FLOW, name="visit.es.yaml"):
    return check_sources({"flows/visit.yaml": flow, f"flows/{name}": spanish})[1]


def places(findings):
    return [(it.path.removeprefix("flows/"), it.span.line, it.span.column, it.code) for it in findings]


def test_a_whole_translation_has_no_finding():
    assert [] == found()


MARK = digest(["And?"])
DEFAULT = "{{ note | default('nada') }}"


@pytest.mark.parametrize(
    ("before", "after", "place", "message", "label"),
    [
        ("¿Viene el", "¿Viene –", (3, 18, "F051"), "`–` is not in the GSM-7 alphabet", "write `-`"),
        ("¿Y?", "Y " * 200, (6, 17, "F052"), "this message takes 3 segments (399 characters in GSM-7)", ""),
        (MARK, "00000000", (6, 5, "F101"), "`hello.more.ask` has changed since it was translated", ""),
        (f", of: {MARK}", "", (6, 5, "F101"), "`hello.more.ask` does not say which text it translates", ""),
        ("    ask:", "    aks:", (6, 5, "F102"), "the flow has no text `hello.more.aks`", "it is `hello.more.ask` now"),
        ("  say:\n", "  say:\n    3: Más\n", (10, 5, "F102"), "the flow has no text `hello.say.3`", "`hello.say.1`?"),
        ("day | date", "day | dat", (3, 30, "F103"), "there is no filter `dat`", "did you mean `date`?"),
        ("date }}", "date }", (3, 11, "F103"), "this template cannot be used: unexpected '}'", ""),
        ("day | date", "dya | date", (3, 24, "F103"), "`dya` is not used in the text that this", "did you mean `day`?"),
        ("day | date", "coming", (3, 24, "F103"), "`coming` is not used in the text that this translates", ""),
        (DEFAULT, "{{ note }}", (11, 23, "F103"), "`note` may have no value here", ""),
        (", {{ contact.first_name }}", "", (3, 11, "F104"), "fills in `contact.first_name` as well", ""),
    ],
)
def test_what_is_wrong_with_a_translation_is_found_in_its_file(before, after, place, message, label):
    (finding,) = found(SPANISH.replace(before, after))

    assert [("visit.es.yaml", *place)] == places([finding])
    assert message in finding.message
    assert finding.label.endswith(label)
    assert bool(label) == bool(finding.label)


def test_a_translation_may_use_what_every_flow_has():
    assert [] == found(SPANISH.replace("¿Y?", "'{{ contact.first_name }} de {{ business.name }}?'"))


def test_what_is_missing_is_one_finding_a_language():
    (finding,) = found(SPANISH.split("  more:")[0])

    ids = "`hello.more.ask`, `hello.more.check.1`, `hello.say.1`"
    assert [("visit.yaml", 9, 12, "F100")] == places([finding])
    assert f"3 of 4 texts are not there in `es`: {ids}" == finding.message


@pytest.mark.parametrize(
    ("languages", "name", "expected"),
    [
        ("[en]", "visit.es.yaml", [("visit.es.yaml", 1, 1, "F106")]),
        ("[es]", "visit.es.yaml", []),
        ("[en, es, de]", "visit.es.yaml", [("visit.yaml", 2, 21, "F105")]),
        ("[en]", "visit.en.yaml", [("visit.en.yaml", 1, 1, "F106")]),
        ("[en]", "vist.es.yaml", [("vist.es.yaml", 1, 1, "F107")]),
    ],
)
def test_which_languages_there_are(languages, name, expected):
    assert expected == places(found(flow=FLOW.replace("[en, es]", languages), name=name))


def test_a_language_that_waits_keeps_nothing_from_running():
    findings = check_sources(
        {"flows/visit.yaml": FLOW.replace(", es]", "]"), "flows/visit.es.yaml": "nowhere: {ask: '{{ x'}\nhello: ["}
    )

    assert ["visit"] == list(findings[0])
    assert {"warning"} == {finding.severity for finding in findings[1]}


CHOOSE = """\
flow: visit
languages: [en, es]
states:
  a:
    - ask: Which?
      choices: {x: One, y: Two}
    - end: x
"""


def test_a_message_is_counted_with_its_choices_in_its_language():
    spanish = f"a:\n  ask: ¿Qué?\n  choices: {{x: {'uno ' * 40}, y: {'dos ' * 40}}}\n"

    assert ("visit.es.yaml", 2, 8, "F052") in places(found(spanish, CHOOSE))


VISIT = "flow: visit\nlanguages: [en, es]\nstart:\n  - keyword: visit\nstates: {a: [{say: Hi}, {end: x}]}\n"


def test_words_of_every_language_are_held_against_what_carriers_take():
    clean = found("keywords: {1: visita}\na: {say: {1: Hola}}", VISIT)
    taken = found("keywords: {1: [visita, stop]}\na: {say: {1: Hola}}", VISIT)

    assert {"F101"} == {finding.code for finding in clean}
    assert {"F061", "F101"} == {finding.code for finding in taken}


def test_two_flows_with_one_keyword_in_any_language():
    other = VISIT.replace("visit", "cita").replace("languages: [en, es]\n", "")
    sources = {"flows/visit.yaml": VISIT, "flows/visit.es.yaml": "keywords: {1: cita}", "flows/cita.yaml": other}

    assert "`cita` also starts the flow `visit`" in [finding.message for finding in check_sources(sources)[1]]
