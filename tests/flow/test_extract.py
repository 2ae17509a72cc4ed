"""The file of translations written anew: nothing that was translated is lost, and what is left to do stands there."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flow.extract import Leaf, leaves_of, write
from bot.flow.fmt import format
from bot.flow.model import NOWHERE
from bot.flow.sidecar import read_sidecar
from bot.flow.translate import State, align
from bot.flow.units import Unit

PATH = "flows/visit.es.yaml"
HELLO = "Hello {{ contact.first_name }}, how are you on this fine day, and will you come?"
UNITS = (
    Unit(("keywords", "1"), ("visit", "no"), NOWHERE, words=True),
    Unit(("hello", "ask"), (HELLO,), NOWHERE),
    Unit(("hello", "unclear", "1"), ("Sorry?",), NOWHERE),
    Unit(("hello", "unclear", "2"), ("Once\nmore?",), NOWHERE),
    Unit(("bye", "silence", "4 hours"), ("No",), NOWHERE),
)
NEW = """\
# About es

keywords:
  1:
    base: [visit, "no"]
    text: ""

hello:
  ask:
    base: Hello {{ contact.first_name }}, how are you on this fine day, and will you come?
    text: ""
  unclear:
    1:
      base: Sorry?
      text: ""
    2:
      base: |
        Once
        more?
      text: ""

bye:
  silence:
    4 hours:
      base: "No"
      text: ""
"""


def extract(source="", units=UNITS):
    old = read_sidecar(source, PATH, "es", units)
    return write(leaves_of(align(units, old.entries)), "About es", old)


def test_what_is_to_be_translated_stands_ready():
    assert NEW == extract()


def test_what_has_been_translated_is_marked_with_what_it_translates():
    translated = NEW.replace('"no"]\n    text: ""', '"no"]\n    text: [visita, no]')
    translated = translated.replace('more?\n      text: ""', "more?\n      text: ¿Otra vez?")

    written = extract(translated)

    assert f'  1:\n    text: [visita, "no"]\n    of: {UNITS[0].digest}\n' in written
    assert f"    2:\n      text: ¿Otra vez?\n      of: {UNITS[3].digest}\n" in written
    assert '    1:\n      base: Sorry?\n      text: ""\n' in written
    assert written == extract(written)


def test_what_has_changed_stands_beside_what_it_was_until_that_is_taken_away():
    stale = "hello: {unclear: {1: {text: Perdón, of: 00000000}}}"

    written = extract(stale)
    corrected = written.replace("text: Perdón\n      of: 00000000", "text: ¿Perdone?")

    assert "    1:\n      base: Sorry?\n      text: Perdón\n      of: 00000000\n" in written
    assert written == extract(written)
    assert f"    1:\n      text: ¿Perdone?\n      of: {UNITS[2].digest}\n" in extract(corrected)


def test_what_has_moved_is_put_in_its_place_and_what_is_gone_goes():
    moved = extract(f"old: {{say: {{1: {{text: Perdón, of: {UNITS[2].digest}}}, 2: {{text: Fuera, of: 00000000}}}}}}")

    assert f"    1:\n      text: Perdón\n      of: {UNITS[2].digest}\n" in moved
    assert "old:" not in moved
    assert "Fuera" not in moved


def test_comments_stay_with_what_they_are_about():
    written = extract(
        dedent(
            """\
            # The head
            # of the file

            # about hello
            hello:
              # about the question
              ask: Hola   # beside it
              unclear:
                1:
                  # inside
                  text: Perdón
            # the end
            """
        )
    )

    assert written.startswith("# The head\n# of the file\n")
    assert "hello:\n  # about the question\n" in written
    for comment in ("# about hello", "# beside it", "# inside", "# the end"):
        assert comment in written
    assert sorted(written.split("\n")) == sorted(extract(written).split("\n"))


def test_what_is_written_is_laid_out_as_fmt_does():
    for source in ("", "hello: {ask: Hola, unclear: {1: 'No: \"otra\" vez', 2: '#2'}}", NEW):
        written = extract(source)

        assert (written, []) == format(written, PATH)


SIGNS = st.characters(exclude_categories=["Cs", "Cc"])
STRANGE = (
    """no|Yes|~|1e3|0x1F|12:30|a: b|- a|#1|a #1|'|"|'a"|{{ a }}|{% if a %}b{% endif %}|[a]|a, b|<<|---|...|?|:|="""
)
SAID = st.one_of(
    st.text(SIGNS, min_size=1, max_size=40),
    st.sampled_from(
        [*STRANGE.split("|"), "|", ">", " a", "a ", "a\nb", "a\n\nb", "a\n b", "á" * 300, "a b " * 100, "?0"]
    ),
)


@pytest.mark.parametrize("words", [False, True])
@given(data=st.data())
def test_any_text_comes_back_as_it_was(words, data):
    said = tuple(data.draw(st.lists(SAID, min_size=1, max_size=3 if words else 1)))
    base = tuple(data.draw(st.lists(SAID, min_size=1, max_size=3 if words else 1)))
    unit = Unit(("a", "say", "1"), base, NOWHERE, words=words)

    for of, shown in ((unit.digest, ()), ("", base)):
        sidecar = read_sidecar(write([Leaf(unit.path, said, words, of, shown)], "t"), PATH, "es", [unit])

        assert () == sidecar.findings
        assert [(said, unit.digest)] == [(entry.written, entry.of) for entry in sidecar.entries.values()]
        assert [State.DONE] == [it.state for it in align([unit], sidecar.entries)]
