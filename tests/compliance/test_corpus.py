"""The published corpus: what it is read as, and what the document says about it."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.optout import KEYWORD, LANGUAGES, read, render, rounds
from bot.compliance.screen import MatchedBy, classify
from tests.compliance.texts import KEPT_APART

pytestmark = pytest.mark.no_cover  # thousands of texts through the same few lines

CASES = [case for name, listed in rounds().items() if name not in KEPT_APART for case in listed]
DOCUMENT = Path(__file__).parents[2] / "docs" / "opt-out.md"
PHRASES_MISSED_MAX, FALSE_OUTS_MAX, REVIEWS_MISSED_MAX, BOTHERED_MAX = 0.02, 0.005, 0.03, 0.03
"""Shares of the corpus."""


def test_no_keyword_is_missed():
    assert [] == [case.text for case in CASES if case.kind == KEYWORD and case.now() != "out"]


@pytest.mark.parametrize(
    ("kind", "verdict", "missed_max"),
    [
        ("out", "out", PHRASES_MISSED_MAX),
        ("review", "review", REVIEWS_MISSED_MAX),
        ("in", "in", 0),
        ("help", "help", 0),
    ],
)
def test_what_is_asked_for_is_found(kind, verdict, missed_max):
    meant = [case for case in CASES if case.kind == kind]
    missed = [case.text for case in meant if case.now() != verdict]

    assert len(missed) <= missed_max * len(meant), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_conversation_opts_nobody_out(language):
    others = [case for case in CASES if case.meant != "out" and case.language == language]
    out = [case.text for case in others if case.now() == "out"]

    assert len(out) <= FALSE_OUTS_MAX * len(others), out


@pytest.mark.parametrize("name", KEPT_APART)
def test_texts_that_nobody_learned_from(name):
    """Written by people who knew no rule, and kept apart: what strangers will be read as."""
    written = rounds()[name]
    read = Counter((case.kind, case.now()) for case in written)
    phrases, talk = ([case for case in written if case.kind == kind] for kind in ("out", "none"))

    assert read[KEYWORD, "out"] == sum(case.kind == KEYWORD for case in written)
    assert 0.97 * len(phrases) <= read["out", "out"]
    assert 0.99 * len(phrases) <= read["out", "out"] + read["out", "review"]
    assert read["none", "out"] <= 0.005 * len(talk)


def test_few_texts_bother_a_person_for_nothing():
    talk = [case for case in CASES if case.kind == "none"]

    assert sum(case.now() == "review" for case in talk) <= BOTHERED_MAX * len(talk)


def test_nothing_written_to_be_spared_reaches_an_agent_without_a_reason():
    for case in CASES:
        verdict = classify(case.text)
        assert (verdict.reason is not None) == (verdict.verdict == "review")
        assert (verdict.matched_by in (MatchedBy.KEYWORD, MatchedBy.PHRASE)) == (
            verdict.verdict in ("out", "in", "help")
        )


def test_the_published_figures_are_those_of_the_code():
    document = DOCUMENT.read_text(encoding="utf-8")

    assert render(document) == document, "write it again with: make docs"


def test_the_corpus_is_large_and_holds_every_kind():
    counts = Counter((case.kind, case.language) for case in CASES)

    assert len(CASES) >= 3_000
    assert all(counts["out", language] > 100 and counts["none", language] > 100 for language in LANGUAGES)
    assert all(counts["review", language] > 50 and counts[KEYWORD, language] >= 10 for language in LANGUAGES)
    assert counts["in", "en"] > 10
    assert counts["help", "en"] > 10


def test_a_round_is_written_before_it_is_read():
    first = {name: sum(case.first != case.meant for case in listed) for name, listed in rounds().items()}

    assert all(first.values()), "a round without a first miss was not read for the first time"


def test_a_round_says_what_it_does_not_hold():
    with pytest.raises(ValueError, match="line 2 of a round is of no kind: ## maybe en"):
        list(read("# since then 0 expectations changed\n## maybe en\nstop?\n"))
