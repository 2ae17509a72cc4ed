"""The page that shows how to translate is gone through, step by step."""

from __future__ import annotations

import re

from tests.cli.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "how-to-translate.md").read_text(encoding="utf-8")
YAML, CONSOLE = (
    re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL) for language in ("yaml", "console")
)


def plays(parley, transcript):
    """Type what a transcript shows; it must print what the transcript shows, whatever the exit code."""
    command, _, shown = transcript.removeprefix("$ parley ").partition("\n")
    run = parley(*command.split())

    assert shown == run.out + run.err
    return run.code


def test_the_page_can_be_followed(parley, folder):
    flow, made, done, marked, languages, test, stale = YAML
    flows = folder / "flows"
    flows.mkdir()
    (flows / "visit.yaml").write_text(flow)
    spanish = flows / "visit.es.yaml"

    assert 0 == plays(parley, CONSOLE[0])
    assert made == spanish.read_text()

    spanish.write_text(done)
    parley("translate", "extract", "visit", "es")
    assert marked.removeprefix("confirm:\n") in spanish.read_text()

    (flows / "visit.yaml").write_text(flow.replace("Confirm a visit\n", f"Confirm a visit\n{languages}"))
    (flows / "visit.test.yaml").write_text(test)
    assert (0, "checked 1 flow: 0 errors, 0 warnings\n") == ((run := parley("check")).code, run.err)
    assert "1 passed, 0 failed" in parley("test", "visit").err
    assert 0 == plays(parley, CONSOLE[1])
    assert 0 == plays(parley, CONSOLE[2])
    assert 0 == plays(parley, CONSOLE[3])

    text = (flows / "visit.yaml").read_text()
    (flows / "visit.yaml").write_text(text.replace("Are you coming", "Will you come"))
    assert "F101" in parley("check").out
    parley("translate", "extract", "visit", "es")
    assert 1 == parley("translate", "status").code
    assert stale.removeprefix("confirm:\n") in spanish.read_text()

    corrected = re.sub(r"(base: Will.*\n.*\n) +of: .*\n", r"\1", spanish.read_text())
    spanish.write_text(corrected)
    parley("translate", "extract", "visit", "es")
    assert 0 == parley("translate", "status").code
