"""A flow held against its translations: what is done, stale, missing, and what comes into the flow."""

from __future__ import annotations

import pytest

from bot.flow.load import load, read_draft
from bot.flow.translate import State, align
from bot.flow.units import digest

FLOW = """\
flow: visit
languages: [en, es]
start:
  - keyword: visit
anytime:
  agent: {words: [agent], not: {words: [no]}, go: bye}
  all: {all: [call, me], go: bye}
states:
  hello:
    - ask: Hello?
      choices: {a: Apple, b: "Bread {{ contact.x }}"}
      synonyms: {a: [fruit]}
      replies: {later: bye}
    - say: One
    - go: bye
  bye:
    - say: Bye
    - end: x
"""
SPANISH = """\
keywords: {1: visita}
anytime:
  agent: {words: agente, not: {words: nunca}}
  all: {all: [llame, ahora]}
hello:
  ask: ¿Hola?
  choices: {a: Manzana, b: Pan}
  synonyms: {a: fruta}
  replies: {later: {words: [luego]}}
  say: {1: Uno}
bye: {say: {1: Adiós}}
"""
PATH = "flows/visit.yaml"


def draft(source=FLOW, **translations):
    return read_draft(source, PATH, {f"flows/visit.{code}.yaml": text for code, text in translations.items()})


def states(source, spanish):
    (language,) = draft(source, es=spanish).languages
    return {it.unit.id: it.state.value + (" moved" if it.moved else "") for it in language.translations}


def of(text):
    return f"of: {digest([text])}"


SHORT = "flow: visit\nlanguages: [en, es]\nstates:\n  hello:\n    - say: {}\n    - end: x\n"


@pytest.mark.parametrize(
    ("spanish", "state"),
    [
        ("hello: {say: {1: Hola}}", "done"),
        (f"hello: {{say: {{1: {{text: Hola, {of('Hi')}}}}}}}", "done"),
        ("hello: {say: {1: {text: Hola, base: Hi}}}", "done"),
        (f"hello: {{say: {{1: {{text: Hola, {of('Hey')}}}}}}}", "stale"),
        (f"hello: {{say: {{1: {{text: Hola, base: Hi, {of('Hey')}}}}}}}", "stale"),
        ("hello: {say: {1: {text: Hola, base: Hey}}}", "stale"),
        ('hello: {say: {1: {text: "", base: Hi}}}', "missing"),
        ("", "missing"),
        (f"bye: {{say: {{1: {{text: Hola, {of('Hi')}}}}}}}", "done moved"),
        ("bye: {say: {1: Hola}}", "missing"),
    ],
)
def test_what_a_translation_is_to_its_text(spanish, state):
    assert {"hello.say.1": state} == states(SHORT.format("Hi"), spanish)


def test_a_translation_is_never_said_in_the_place_of_another():
    """A message put before others moves them by one."""
    spanish = f"hello: {{say: {{1: {{text: Uno, {of('One')}}}, 2: {{text: Dos, {of('Two')}}}}}}}"

    moved = states(SHORT.format("[Zero, One, Two]"), spanish)
    (language,) = draft(SHORT.format("[Zero, One, Two]"), es=spanish).languages

    assert {"hello.say.1": "missing", "hello.say.2": "done moved", "hello.say.3": "done moved"} == moved
    assert {"hello.say.2": "Uno", "hello.say.3": "Dos"} == {id: text.source for id, text in language.texts.items()}


def test_two_that_say_the_same_move_both():
    spanish = f"a: {{say: {{1: {{text: Uno, {of('One')}}}, 2: {{text: Ein, {of('One')}}}}}}}"

    assert {"hello.say.1": "done moved", "hello.say.2": "done moved"} == states(SHORT.format("[One, One]"), spanish)


def test_nothing_is_done_without_a_file():
    assert {State.MISSING} == {it.state for it in align(draft().units, {})}


def test_texts_come_by_their_ids():
    flow = draft(es=SPANISH).flow

    assert {
        "es": {
            "hello.ask": "¿Hola?",
            "hello.choices.a": "Manzana",
            "hello.choices.b": "Pan",
            "hello.say.1": "Uno",
            "bye.say.1": "Adiós",
        }
    } == flow.catalogs


def test_words_of_every_language_are_heard():
    flow = draft(es=SPANISH).flow
    agent, every = (entry.matcher for entry in flow.anytime)
    question = flow.states["hello"][0].question

    assert (("visit", "visita"), ("visita",)) == (flow.start[0].keywords, flow.start[0].others)
    assert [("agente",)] == [other.words for other in agent.others]
    assert [("nunca",)] == [other.negated.words for other in agent.others]
    assert [("llame", "ahora")] == [other.all for other in every.others]
    assert {"a": ("fruit", "fruta", "Apple", "Manzana"), "b": ("Pan",)} == question.synonyms
    assert ("luego",) == question.replies[0].others


@pytest.mark.parametrize("languages", ["", "languages: [en]\n", "languages: [en, de]\n"])
def test_a_language_that_the_flow_does_not_speak_waits(languages):
    source = FLOW.replace("languages: [en, es]\n", languages)
    flow = draft(source, es=SPANISH).flow

    assert ({}, ("visit",)) == (flow.catalogs, flow.start[0].keywords)
    assert draft(source).flow.version == flow.version


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("Adiós", "Hasta luego", False),
        ("luego", "después", False),
        ("fruta", "manzanita", False),
        ("{words: nunca}", '{words: ["nunca"]}', True),
        ("say: {1: Uno}", f"say: {{1: {{text: Uno, {of('One')}}}}}", True),
        ("keywords:", "# the words\nkeywords:", True),
    ],
)
def test_translations_are_part_of_the_version(before, after, same):
    changed = SPANISH.replace(before, after)

    assert changed != SPANISH
    assert same == (draft(es=SPANISH).flow.version == draft(es=changed).flow.version)
    assert draft().flow.version != draft(es=SPANISH).flow.version


def test_a_flow_can_be_loaded_again_with_its_translations():
    first = draft(es=SPANISH).flow

    again, findings = load(first.source, first.path, first.translations)

    assert [] == findings
    assert first == again


def test_a_broken_translation_breaks_the_flow_that_speaks_it():
    assert None is load(FLOW, PATH, {"flows/visit.es.yaml": "hello: ["})[0]
    waiting, findings = load(FLOW.replace(", es]", "]"), PATH, {"flows/visit.es.yaml": "hello: ["})
    assert waiting is not None
    assert {"warning"} == {finding.severity for finding in findings}


def test_two_texts_alike_that_moved_keep_a_translation_each():
    source = "flow: visit\nlanguages: [en, es]\nstates:\n  hello:\n    - say: [Hi, Hi]\n    - end: x\n"
    entries = "".join(f"  {place}: {{text: {said}, {of('Hi')}}}\n" for place, said in ((1, "Hola"), (2, "Buenas")))
    (language,) = draft(source, es=f"gone:\n{entries}").languages

    assert ["Hola", "Buenas"] == [it.entry.written[0] for it in language.translations if it.entry is not None]
