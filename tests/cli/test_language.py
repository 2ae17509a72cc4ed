"""The reference finds the examples by itself, and shows of each what a reader wants."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.language import conversation, example_of, examples, made, verbs_reference
from bot.flow import grammar
from bot.flow.inventory import Part

REPOSITORY = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("in_the_repository")


@pytest.fixture
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)


@pytest.mark.parametrize(
    ("part", "folder", "example"),
    [
        (Part("verb", "say"), "steps", "steps/say"),  # the one that is called like it
        (Part("verb", "untag"), "steps", "steps/tag"),
        (Part("question", "min"), "questions", "questions/options"),  # one of the folder
        (Part("question", "min"), "answers", "answers/dates"),
        (Part("type", "list"), "answers", "flow/whole"),  # any that uses it
    ],
)
def test_the_example_that_fits_best(part, folder, example):
    found = example_of(part, folder)

    assert example == f"{found.file.parent.name}/{found.file.stem}"


def test_what_nobody_shows_has_no_example():
    assert example_of(Part("verb", "fly")) is None


def test_an_example_is_introduced_by_its_first_comment():
    [say] = [it for it in examples() if it.file.stem == "say"]

    assert say.introduction.startswith("A list sends one message for each item")
    assert "[say](examples/steps/say.yaml)" == say.link


def test_a_conversation_is_the_first_test_as_it_is_played():
    [listen] = [it for it in examples() if it.file.stem == "listen"]

    assert conversation(listen).splitlines() == [
        "bot    Your bike is ready. Text us if anything is wrong with it.",
        "       (wait 2 days)",
        "me     The brake squeaks",
        "bot    Sorry about that. The workshop will text you.",
        "       (agent closes)",
        "       (ends mended)",
    ]


def test_every_verb_has_a_section():
    written = verbs_reference()

    assert [] == [verb for verb in grammar.VERBS if f"\n### `{verb}`\n" not in written]


def test_a_filter_is_worked_out():
    assert "tomorrow" == made("{{ '2026-03-06' | when }}")
