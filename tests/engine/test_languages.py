"""A conversation in the contact's language: what is said, how dates look in it, and what is understood."""

from __future__ import annotations

import pytest

from bot.engine.machine import compile_flow
from bot.events import Json
from bot.flow.load import load
from tests.chat import CLINIC, Chat

FLOW = """\
flow: chat
languages: [en, es, de]
inputs: {visit: date}
anytime:
  agent: {words: [agent], do: [{say: An agent comes.}]}
states:
  one:
    - say: Visit on {{ visit | date }}
    - ask: What can we do?
      choices: {bill: Billing, repair: Repairs}
      check: [{if: "answer == 'repair'", say: "No {{ answer }} today"}]
      replies: {bill: two, nothing: {end: nothing}}
    - end: x
  two:
    - ask: How many?
      expect: integer
      save: count
    - say: "{{ count }} {{ count | plural('piece', 'pieces') }}"
    - ask: Ok?
      expect: yes_no
    - end: done
"""
SPANISH = """\
anytime: {agent: {words: [agente, persona], say: {1: Viene un agente.}}}
one:
  say: {1: "Visita el {{ visit | date }}"}
  ask: ¿Qué necesita?
  choices: {bill: Facturas, repair: Arreglos}
  check: {1: "Hoy no hay {{ answer }}"}
  replies: {nothing: {words: [nada]}}
two:
  ask: ¿Cuántos?
"""
GERMAN = """\
one:
  say: {1: "Besuch am {{ visit | date }}"}
"""


def talk(business: str = "", **contact: Json) -> Chat:
    flow, findings = load(FLOW, "chat.yaml", {"chat.es.yaml": SPANISH, "chat.de.yaml": GERMAN})
    assert flow is not None, findings
    begun = Chat(compile_flow(flow), contact=dict(contact), business={**CLINIC, "language": business})
    begun.start({"visit": "2026-03-06"})
    return begun


EN = ["Visit on Fri, Mar 6", "What can we do?\n1. Billing\n2. Repairs"]
ES = ["Visita el vie, 6 de mar", "¿Qué necesita?\n1. Facturas\n2. Arreglos"]


@pytest.mark.parametrize(
    ("business", "language", "expected"),
    [
        ("", None, EN),
        ("en", None, EN),
        ("en", "es", ES),
        ("en", "es_US", ES),
        ("es", None, ES),
        ("es", "fr", ES),
        ("es", "en", EN),
        ("en", "fr", EN),
        ("en", "xx-strange", EN),
        ("en", "de", ["Besuch am Fr., 6. März", EN[1]]),
        ("es", "de", ["Besuch am Fr., 6. März", ES[1]]),
    ],
)
def test_each_text_is_in_the_best_language_there_is_and_its_dates_too(
    business: str, language: Json, expected: list[str]
) -> None:
    assert expected == talk(business, language=language).said


def test_another_spanish_is_spanish_and_writes_dates_its_own_way() -> None:
    assert "Visita el vie 6 de mar" == talk(language="es-MX").said[0]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("reply", ["1", "bill", "Billing", "facturas", "la primera", "Facturass"])
def test_a_choice_is_taken_in_any_language(language: str, reply: str) -> None:
    chat = talk(language=language)

    chat.says(reply)

    assert {"en": "How many?", "es": "¿Cuántos?"}[language] == chat.said[-1]


@pytest.mark.parametrize("language", ["en", "es", "de", None])
@pytest.mark.parametrize("reply", ["agent", "quiero una persona"])
def test_words_are_understood_from_everybody(language: Json, reply: str) -> None:
    chat = talk(language=language)

    chat.says(reply)

    assert ("Viene un agente." if language == "es" else "An agent comes.") == chat.said[2]


@pytest.mark.parametrize("reply", ["nothing", "nada, gracias"])
def test_a_label_that_is_a_word_is_taken_in_any_language(reply: str) -> None:
    chat = talk(language="en")

    chat.says(reply)

    assert "nothing" == chat.outcome


def test_a_fault_is_named_in_the_contacts_language() -> None:
    chat = talk(language="es")

    chat.says("2")

    assert "Hoy no hay repair" == chat.said[-1]


def test_what_is_not_translated_is_said_in_the_flows_language_between_the_others() -> None:
    chat = talk(language="es")
    for reply in ("facturas", "dos", "quizás"):
        chat.says(reply)

    assert ["¿Cuántos?", "2 pieces", "Ok?", "Perdón, responda SÍ o NO."] == chat.said[2:]


def test_a_language_that_changes_in_the_middle_is_spoken_from_then_on() -> None:
    source = FLOW.replace("    - say: Visit", "    - set: {contact.language: es}\n    - say: Visit")
    flow, _ = load(source, "chat.yaml", {"chat.es.yaml": SPANISH})
    assert flow is not None
    chat = Chat(compile_flow(flow), contact={"language": "en"})
    chat.start({"visit": "2026-03-06"})

    assert ES == chat.said
