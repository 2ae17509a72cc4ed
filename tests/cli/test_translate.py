"""Translations made, renewed, counted and taken in from translators."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

FLOW = """\
flow: visit
languages: [en, es]

states:
  hello:
    - ask: Coming?
      expect: yes_no
    - say: See you!
    - end: done
"""
SPANISH = """\
# The texts of visit.yaml in `es`. Renew: parley translate extract visit es

hello:
  ask:
    text: ¿Viene?
    of: 8bd03159
  say:
    1:
      base: See you!
      text: ""
"""


@pytest.fixture
def flows(folder: Path) -> Path:
    (folder / "flows").mkdir()
    (folder / "flows" / "visit.yaml").write_text(FLOW)
    return folder / "flows"


def spanish(flows: Path) -> str:
    return (flows / "visit.es.yaml").read_text()


def test_a_file_is_made_and_then_renewed(parley, flows):
    made = parley("translate", "extract", "visit", "es")
    (flows / "visit.es.yaml").write_text(spanish(flows).replace('Coming?\n    text: ""', "Coming?\n    text: ¿Viene?"))
    renewed = parley("translate", "extract", "visit", "es")

    assert (0, "flows/visit.es.yaml\n", "0 done, 0 stale, 2 missing\n") == (made.code, made.out, made.err)
    assert "1 done, 0 stale, 1 missing\n" == renewed.err
    assert SPANISH == spanish(flows)
    assert "changed 0 of 2 files\n" == parley("fmt").err


def test_what_has_changed_is_marked_and_what_is_gone_is_said(parley, flows):
    (flows / "visit.es.yaml").write_text(SPANISH.replace('base: See you!\n      text: ""', "text: Hasta luego"))
    parley("translate", "extract", "visit", "es")
    (flows / "visit.yaml").write_text(
        FLOW.replace("    - ask: Coming?\n      expect: yes_no\n", "").replace("you", "us")
    )

    run = parley("translate", "extract", "visit", "es")

    assert "0 done, 1 stale, 0 missing\ndropped `hello.ask`, which the flow does not say any more: ¿Viene?\n" == run.err
    assert "base: See us!\n      text: Hasta luego\n      of: " in spanish(flows)


def test_a_language_that_the_flow_does_not_speak_yet(parley, flows):
    run = parley("translate", "extract", "visit", "pt-BR")

    assert 0 == run.code
    assert "nothing of it is said yet: write `languages: [en, es, pt-BR]` in flows/visit.yaml" in run.err
    assert (flows / "visit.pt-BR.yaml").is_file()


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("vist", "es"), 2, "no flow is called `vist` in flows, did you mean `visit`?"),
        (("visit", "Spanish"), 2, "`Spanish` is no language code such as es or pt-BR"),
        (("visit", "en"), 2, "`en` is the language in which visit is written"),
        (("silent", "es"), 1, "silent has no text that could be translated"),
        (("broken", "es"), 1, "flows/broken.yaml has errors; mend them first"),
        (("visit", "de"), 1, "flows/visit.de.yaml has errors; mend them first, so that no translation is lost"),
    ],
)
def test_what_cannot_be_translated(parley, flows, words, code, error):
    (flows / "silent.yaml").write_text("flow: silent\nstates: {a: [{end: x}]}\n")
    (flows / "broken.yaml").write_text("flow: broken\nstates: [\n")
    (flows / "visit.de.yaml").write_text('hello: {ask: "Kommen Sie?}\n')

    run = parley("translate", "extract", *words)

    assert (code, error) == (run.code, run.err.strip().rpartition("error: ")[2])
    assert 'hello: {ask: "Kommen Sie?}\n' == (flows / "visit.de.yaml").read_text()


def test_status_counts_and_fails_as_long_as_something_is_left(parley, flows):
    nothing = parley("translate", "status")
    (flows / "visit.es.yaml").write_text(SPANISH)
    some = parley("translate", "status", "visit")
    (flows / "visit.es.yaml").write_text("hello: {ask: ¿Viene?, say: {1: Hasta luego}}")
    (flows / "visit.de.yaml").write_text("hello: {ask: Kommen Sie?}")
    all = parley("translate", "status")

    head = "flow   language  done  stale  missing  spoken\n"
    assert (1, f"{head}visit  es        0     0      2        yes\n") == (nothing.code, nothing.out)
    assert (1, f"{head}visit  es        1     0      1        yes\n") == (some.code, some.out)
    assert (0, f"{head}visit  es        2     0      0        yes\nvisit  de        1     0      1        no\n") == (
        all.code,
        all.out,
    )


def test_status_for_programs(parley, flows):
    (flows / "visit.es.yaml").write_text(SPANISH.replace("8bd03159", "00000000"))

    run = parley("translate", "status", "--json")

    assert [
        {
            "flow": "visit",
            "language": "es",
            "spoken": True,
            "done": 0,
            "stale": 1,
            "missing": 1,
            "stale_texts": ["hello.ask"],
            "missing_texts": ["hello.say.1"],
        }
    ] == json.loads(run.out)
    assert 1 == run.code


def test_status_of_flows_in_one_language(parley, flows):
    (flows / "visit.yaml").write_text(FLOW.replace("languages: [en, es]\n", ""))

    run = parley("translate", "status")

    assert (0, "") == (run.code, run.out)
    assert "no flow is translated" in run.err


def test_a_translator_gets_po_and_gives_it_back(parley, flows, folder):
    (flows / "visit.es.yaml").write_text(SPANISH)
    out = parley("translate", "extract", "visit", "es", "--po", "visit.po")
    text = (folder / "visit.po").read_text(encoding="utf-8")
    (folder / "visit.po").write_text(text.replace('"See you!"\nmsgstr ""', '"See you!"\nmsgstr "¡Hasta luego!"'))

    back = parley("translate", "import", "visit.po")

    assert "flows/visit.es.yaml\nvisit.po\n" == out.out
    assert (0, "flows/visit.es.yaml\n") == (back.code, back.out)
    assert "2 done, 0 stale, 0 missing\nfrom visit.po: 2 taken, 0 fuzzy and left\n" == back.err
    assert "text: ¡Hasta luego!\n      of: " in spanish(flows)


def test_nothing_done_to_a_po_file_changes_nothing(parley, flows):
    (flows / "visit.es.yaml").write_text(SPANISH.replace("8bd03159", "00000000"))
    parley("translate", "extract", "visit", "es", "--po", "visit.po")
    before = spanish(flows)

    parley("translate", "import", "visit.po")

    assert before == spanish(flows)


def test_a_language_that_po_cannot_name(parley, flows, folder):
    run = parley("translate", "extract", "visit", "xyz-12", "--po", "visit.po")

    assert 1 == run.code
    assert run.err.endswith("error: visit.po is not written: a PO file has no way to name the language `xyz-12`\n")
    assert not (folder / "visit.po").exists()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (None, "visit.po cannot be read: No such file or directory"),
        ("msgfoo", "visit.po: this is no PO file: "),
        ("", "visit.po does not say its flow and language"),
        ('msgid ""\nmsgstr ""\n"Project-Id-Version: other 1\\n"\n"Language: es\\n"\n', "no flow is called `other`"),
        (
            'msgid ""\nmsgstr ""\n"Project-Id-Version: flows/visit.yaml 1\\n"\n"Language: es\\n"\n',
            "visit.po is of no flow: `flows/visit.yaml` is a place, and no name",
        ),
    ],
)
def test_a_po_file_that_cannot_be_taken(parley, flows, folder, content, error):
    if content is not None:
        (folder / "visit.po").write_text(content)

    run = parley("translate", "import", "visit.po")

    assert run.code
    assert run.err.startswith(f"error: {error}")


def test_texts_that_the_flow_does_not_have_are_named(parley, flows, folder):
    parley("translate", "extract", "visit", "es", "--po", "visit.po")
    text = (folder / "visit.po").read_text(encoding="utf-8")
    (folder / "visit.po").write_text(text.replace('"hello.say.1"', '"hello.say.9"'))

    assert "left `hello.say.9`, which the flow does not say\n" in parley("translate", "import", "visit.po").err


def test_a_flow_is_checked_with_its_translations_whichever_file_is_named(parley, flows):
    (flows / "visit.es.yaml").write_text(SPANISH.replace("ask:", "aks:"))

    for path in ("flows", "flows/visit.yaml", "flows/visit.es.yaml"):
        run = parley("check", path, "--format", "concise")

        assert "flows/visit.es.yaml:4:3: error[F102]" in run.out
        assert run.err.startswith("checked 1 flow: 1 error")


def test_a_test_plays_in_the_contacts_language(parley, flows):
    (flows / "visit.es.yaml").write_text("hello: {ask: ¿Viene?, say: {1: ¡Hasta luego!}}")
    (flows / "visit.test.yaml").write_text(
        "- test: en español\n  contact: {language: es}\n  talk: [bot: ¿Viene?, me: sí, bot: ¡Hasta luego!]\n"
    )

    run = parley("test", "visit")

    assert (0, "  passed  en español") == (run.code, run.out.split("\n")[1])
