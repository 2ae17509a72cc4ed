"""Texts in another language as they stand in their file, and everything that can be wrong with it."""

from __future__ import annotations

import pytest

from bot.flow.model import NOWHERE
from bot.flow.sidecar import damaged_texts, read_sidecar
from bot.flow.units import Unit, digest

PATH = "flows/visit.es.yaml"
UNITS = (
    Unit(("keywords", "1"), ("visit", "come"), NOWHERE, words=True),
    Unit(("hello", "ask"), ("Hello?",), NOWHERE),
    Unit(("hello", "unclear", "1"), ("Sorry?",), NOWHERE),
    Unit(("hello", "choices", "text"), ("By text",), NOWHERE),
    Unit(("text", "say", "1"), ("Bye",), NOWHERE),
)


def read(source):
    return read_sidecar(source, PATH, "es", UNITS)


def said(source):
    return {entry.id: (entry.written, entry.of) for entry in read(source).entries.values()}


def findings(source):
    return [(it.span.line, it.span.column, it.code, it.message, it.label or it.help) for it in read(source).findings]


WHOLE = """\
keywords:
  1:
    text: [visita, "sí, voy"]
    of: 3f2a91c0
hello:
  ask:
    text: >
      ¿Hola,
      qué tal?
    of: 185f8db3
  unclear:
    1: {text: 'No: "otra vez"', of: 0a60a2b0}
  choices:
    text: Por mensaje
text:
  say:
    1:
      text: |
        Adiós
        y gracias
      base: Bye
"""


def test_a_whole_file():
    sidecar = read(WHOLE)

    assert () == sidecar.findings
    assert () == sidecar.strange
    assert {
        "keywords.1": (("visita", "sí, voy"), "3f2a91c0"),
        "hello.ask": (("¿Hola, qué tal?",), "185f8db3"),
        "hello.unclear.1": (('No: "otra vez"',), "0a60a2b0"),
        "hello.choices.text": (("Por mensaje",), ""),
        "text.say.1": (("Adiós\ny gracias",), digest(["Bye"])),
    } == said(WHOLE)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("hello: {ask: Hola}", {"hello.ask": (("Hola",), "")}),
        ('hello: {ask: ""}', {"hello.ask": ((), "")}),
        ("hello: {ask: }", {"hello.ask": ((), "")}),
        ('hello: {ask: {text: "", base: Hello?}}', {"hello.ask": ((), digest(["Hello?"]))}),
        ("hello: {ask: {text: Hola, of: 12345678, base: Hi}}", {"hello.ask": (("Hola",), "12345678")}),
        ("keywords: {1: visita}", {"keywords.1": (("visita",), "")}),
        ("keywords: {1: [visita, ven]}", {"keywords.1": (("visita", "ven"), "")}),
        ("keywords: {1: {text: [], base: [a, b]}}", {"keywords.1": ((), digest(["a", "b"]))}),
        ("", {}),
        ("# nothing yet\n", {}),
    ],
)
def test_shorter_forms(source, expected):
    assert [] == findings(source)
    assert expected == said(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("- a", [(1, 3, "F007")]),
        ("hello", [(1, 1, "F007")]),
        ("hello: Hola", [(1, 8, "F007")]),
        ("hello: [Hola]", [(1, 8, "F007")]),
        ("hello:\n  ask: [Hola]", [(2, 8, "F007")]),
        ("hello:\n  ask: {text: [Hola]}", [(2, 15, "F007")]),
        ("hello:\n  ask:\n    of: 185f8db3", [(2, 3, "F010")]),
        ("hello:\n  ask:\n    text: Hola\n    off: 185f8db3", [(4, 5, "F004")]),
        ("hello:\n  ask:\n    text: Hola\n    of: 185f", [(4, 9, "F007")]),
        ("hello:\n  ask:\n    text: Hola\n    of: [x]", [(4, 9, "F007")]),
        ("keywords:\n  1:\n    text: {a: b}", [(3, 11, "F007")]),
        ("hello:\n  ask: Hola\n  ask: Hola", [(3, 3, "F003")]),
        ("hello:\n  ask: Hola: ven", [(2, 8, "F009")]),
        ("hello:\n  ask: {{ name }}, hola", [(2, 8, "F009")]),
        ("hello:\n  ask: Responda #1", [(2, 8, "F009")]),
        ('hello:\n  ask: "Hola', [(2, 8, "F001")]),
        ("hello:\n  ask: &a Hola", [(2, 8, "F002")]),
        ("hello:\n\task: Hola", [(2, 1, "F002")]),
        ("hello:\n  ask: Ho\u0000la", [(2, 10, "F001")]),
        ("a: b\n---\nc: d", [(2, 1, "F002")]),
        ("x" * 300_000, [(1, 1, "F011")]),
    ],
)
def test_what_is_wrong_is_found_at_its_place(source, expected):
    assert expected == [it[:3] for it in findings(source)]


def test_a_wrong_key_is_asked_about():
    (finding,) = read("hello:\n  ask:\n    txet: Hola\n    text: Hola").findings

    assert (PATH, "did you mean `text`?") == (finding.path, finding.label)


def test_places_that_the_flow_does_not_have_are_kept_aside():
    sidecar = read("hello:\n  aks: {text: Hola, of: 185f8db3}\nbye:\n  say:\n    1: Adiós\n    2: [a, b]\n")

    assert [("hello", "aks"), ("bye",)] == [path for path, _ in sidecar.strange]
    assert {
        ("hello", "aks"): (("Hola",), "185f8db3"),
        ("bye", "say", "1"): (("Adiós",), ""),
        ("bye", "say", "2"): (("a", "b"), ""),
    } == {path: (entry.written, entry.of) for path, entry in sidecar.entries.items()}
    assert () == sidecar.findings


@pytest.mark.parametrize(
    ("source", "codes"),
    [("any:\n  thing: Hola: ven", ["F009"]), ('a: ["x', ["F001"]), (WHOLE, []), ("", []), ("a:\n- b #c\n", ["F009"])],
)
def test_texts_that_yaml_damages_are_found_without_the_flow(source, codes):
    assert codes == [it.code for it in damaged_texts(source, PATH)]
