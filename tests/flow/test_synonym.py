"""A word is added where it stands in the author's file, and everything else stays as it was."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flow.load import load
from bot.flow.synonym import NotThere, add_synonym, choices_at

HEAD = """\
# Keep this comment.
flow: desk
start:
  - keyword: desk
states:
  topic:            # and this one
    - say: Hello.
    - ask: What is it about?
"""
TAIL = """\
      save: topic    # the answer
    - end: done
"""
LIST = "      choices: {billing: A bill, other: Something else}\n"
MAP = "      choices:\n        billing: A bill\n        other: Something else\n"
FORMS = {
    "nothing yet, choices in a line": LIST,
    "nothing yet, choices in lines": MAP,
    "words in brackets": f"{MAP}      synonyms:\n        billing: [bill, invoice]  # two\n        other: [else]\n",
    "words in lines": f"{MAP}      synonyms:\n        billing:\n          - bill   # short\n          - invoice\n",
    "one word": f"{MAP}      synonyms:\n        billing: bill\n",
    "another choice has words": f"{MAP}      synonyms:\n        other: [else]\n",
    "all in a line": f"{LIST}      synonyms: {{billing: [bill], other: [else]}}\n",
    "another, all in a line": f"{LIST}      synonyms: {{other: [else]}}\n",
}


def flow_of(middle: str, tail: str = TAIL):
    flow, findings = load(HEAD + middle + tail, "flows/desk.yaml")
    assert flow is not None, findings
    return flow


def patched(flow, patch: str, folder) -> str:
    (folder / "desk.yaml").write_text(flow.source, encoding="utf-8", newline="")
    (folder / "it.patch").write_text(patch, encoding="utf-8", newline="")
    subprocess.run(["patch", "-s", "--binary", "-p1", "-i", "it.patch"], cwd=folder, check=True, timeout=20)
    return (folder / "desk.yaml").read_bytes().decode()


def synonyms_of(source: str) -> dict[str, tuple[str, ...]]:
    flow, _ = load(source, "flows/desk.yaml")
    assert flow is not None
    return dict(flow.states["topic"][1].question.synonyms)


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no `patch` to apply it with")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("word", ["payments", "can I pay later?", "no", "ça va: #1", "‮x"])
def test_the_patch_applies_and_adds_this_word_alone(form, word, tmp_path):
    flow = flow_of(FORMS[form])
    before = synonyms_of(flow.source)

    after = patched(flow, add_synonym(flow, "topic", "billing", word, "desk.yaml"), tmp_path)

    assert before | {"billing": (*before.get("billing", ()), word)} == synonyms_of(after)
    comments = [line.partition("#")[2] for line in flow.source.splitlines() if "#" in line]
    assert all(f"#{comment}" in after for comment in comments)


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no `patch` to apply it with")
def test_the_line_ends_of_the_file_stay(tmp_path):
    flow, _ = load((HEAD + MAP + TAIL).replace("\n", "\r\n").rstrip(), "flows/desk.yaml")
    assert flow is not None

    after = patched(flow, add_synonym(flow, "topic", "other", "misc", "desk.yaml"), tmp_path)

    assert {"other": ("misc",)} == synonyms_of(after)
    assert after.count("\n") == after.count("\r\n")


@given(st.text(min_size=1, max_size=40), st.sampled_from(list(FORMS)))
def test_any_word_is_written_so_that_it_is_read_back_or_it_is_said_why_not(word, form):
    flow = flow_of(FORMS[form])
    with suppress(NotThere):
        patch = add_synonym(flow, "topic", "billing", word)
        assert patch.startswith("--- a/flows/desk.yaml\n+++ b/flows/desk.yaml\n")


@pytest.mark.parametrize(
    ("state", "choice", "word"), [("gone", "billing", "x"), ("topic", "weather", "x"), ("topic", "billing", "bill")]
)
def test_what_cannot_be_added_is_said(state, choice, word):
    with pytest.raises(NotThere):
        add_synonym(flow_of(FORMS["words in brackets"]), state, choice, word)


def test_the_choices_of_a_state_are_known():
    flow = flow_of(MAP)

    assert ["billing", "other"] == choices_at(flow, "topic")
    assert [] == choices_at(flow, "gone")
