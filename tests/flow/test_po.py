"""Translations as PO: out to a translator's program, and back without a loss."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from bot.flow import po
from bot.flow.model import NOWHERE, Flow, Text
from bot.flow.sidecar import Entry
from bot.flow.translate import State, align
from bot.flow.units import Unit

NOON = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
FLOW = Flow(id="visit", title="A visit", version="0123456789abcdef", path="flows/visit.yaml")
ASK = Unit(("hello", "ask"), ("Hi {{ contact.first_name }}{% if now %}!{% endif %}",), NOWHERE)
WORDS = Unit(("anytime", "agent", "words"), ("agent", "call me"), NOWHERE, words=True)
BYE = Unit(("bye", "say", "1"), ("Bye\nsee you",), NOWHERE)
UNITS = (ASK, WORDS, BYE)


def entry(unit, *said, of=None):
    return Entry(unit.path, NOWHERE, tuple(map(Text, said)), unit.digest if of is None else of)


def written(*entries, units=UNITS, language="es"):
    return po.write(FLOW, language, align(units, {it.path: it for it in entries}), NOON)


def taken(source, units=UNITS):
    return po.take(po.read(source.encode()), units)


def test_a_po_file_says_everything_that_a_translator_must_know():
    text = written(entry(ASK, "Hola {{ contact.first_name }}"), entry(BYE, "Adiós", of="00000000"))

    assert text.startswith("# A visit\n")
    assert '"Project-Id-Version: visit 0123456789abcdef\\n"\n' in text
    assert '"POT-Creation-Date: 2026-03-06 12:00+0000\\n"\n' in text
    assert (
        "#: visit.yaml:1\n"
        'msgctxt "hello.ask"\n'
        'msgid "Hi {{ contact.first_name }}{% if now %}!{% endif %}"\n'
        'msgstr "Hola {{ contact.first_name }}"\n'
    ) in text
    assert "#. Words that customers write, one a line" in text
    assert 'msgid ""\n"agent\\n"\n"call me"\nmsgstr ""\n' in text
    assert '#, fuzzy\nmsgctxt "bye.say.1"\nmsgid ""\n"Bye\\n"\n"see you"\nmsgstr "Adiós"\n' in text
    assert "python" not in text


@pytest.mark.parametrize("language", ["es", "pt-BR", "es-419", "xx"])
def test_a_po_file_names_its_flow_and_language(language):
    assert ("visit", language) == po.flow_and_language(po.read(written(language=language).encode()))


def test_what_a_translator_has_done_is_taken():
    text = written(entry(BYE, "Adiós")).replace('"call me"\nmsgstr ""', '"call me"\nmsgstr "agente\\n\\n llame "')

    found = taken(text)

    assert {WORDS.path: ("agente", "llame"), BYE.path: ("Adiós",)} == {
        path: entry.written for path, entry in found.entries.items()
    }
    assert {State.DONE, State.MISSING} == {it.state for it in align(UNITS, found.entries)}


def test_what_is_fuzzy_or_empty_or_unknown_is_left():
    text = written(entry(BYE, "Adiós", of="00000000"), entry(ASK, "Hola"))

    found = taken(text, [WORDS, BYE])

    assert ({}, 1, ("hello.ask",)) == (found.entries, found.fuzzy, found.unknown)


def test_a_file_made_from_an_older_flow_is_stale_where_the_text_has_changed():
    text = written(entry(BYE, "Adiós"), entry(ASK, "Hola"))
    changed = Unit(BYE.path, ("Bye now",), NOWHERE)

    found = taken(text, [ASK, WORDS, changed])

    assert [State.DONE, State.MISSING, State.STALE] == [it.state for it in align([ASK, WORDS, changed], found.entries)]


@pytest.mark.parametrize("source", [b"msgid", b"\xff\xfe\x00", b'msgid "a"\nmsgid "b"\nmsgfoo', b'"\\', b"{}"])
def test_what_is_no_po_file_is_refused(source):
    with pytest.raises(po.BadPo, match="this is no PO file"):
        po.read(source)


def test_an_empty_file_says_nothing():
    assert ("", "") == po.flow_and_language(po.read(b""))
    assert po.Taken({}) == taken("")


SAID = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60).filter(str.strip)


@given(base=SAID, said=SAID, words=st.lists(SAID.map(str.strip), min_size=1, max_size=4))
def test_any_text_goes_out_and_comes_back(base, said, words):
    text, listed = Unit(("a", "ask"), (base,), NOWHERE), Unit(("a", "words"), tuple(words), NOWHERE, words=True)
    source = written(entry(text, said), entry(listed, *words), units=[text, listed])

    found = taken(source, [text, listed])

    assert {text.path: ((said,), text.digest), listed.path: (tuple(words), listed.digest)} == {
        path: (it.written, it.of) for path, it in found.entries.items()
    }
    assert 2 == sum(bool(message.id) for message in read_po(source.splitlines()))
