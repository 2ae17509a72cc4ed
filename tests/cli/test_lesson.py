"""A page is followed as its reader would follow it, and shows what the reader would see."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent

import pytest

from bot.cli.lesson import Misled, commands, follow

FLOW = """\
flow: greet
start:
  - keyword: [hi]
states:
  greet:
    - ask: Who is there?
      save: name
      silence: {1 day: {end: no_reply}}
    - say: Hello {{ name }}.
    - end: done
"""
SAVED = f"Save this as `flows/greet.yaml`:\n\n```yaml\n{FLOW}```\n"


def page(*parts: str) -> str:
    return "\n".join([SAVED, *(dedent(part) for part in parts)])


def session(text: str) -> str:
    return f"```console\n{dedent(text)}```\n"


def shown(folder: Path, *parts: str) -> str:
    return follow(page(*parts), folder)[0]


def test_commands_run_where_the_files_are_and_print_what_they_print(tmp_path):
    written = shown(tmp_path, session("$ parley check\nsomething old\n"))

    assert session("$ parley check\nchecked 1 flow: 0 errors, 0 warnings\n") in written
    assert FLOW == (tmp_path / "flows" / "greet.yaml").read_text()


def test_what_is_typed_is_typed_again(tmp_path):
    written = shown(tmp_path, session("$ parley chat greet --at 2026-03-05T09:00\n> Ana\n> /quit\n"))

    assert "Hello Ana." in written
    assert ["Ana\n/quit\n"] == [typed for _, typed in commands(written)]
    assert written == follow(written, tmp_path)[0]


def test_a_change_is_made_and_taken_back(tmp_path):
    check = session("$ parley check\n")

    written = shown(tmp_path, "Change `end: done` to `go: gone`. See:\n\n", check, "Now change it back.\n\n", check)

    first, second = written.split("Now change it back.")
    assert "no state is called `gone`" in first
    assert "0 errors" in second


def test_a_change_may_name_its_file(tmp_path):
    sentence = "In `parley.toml`, change `Our Business` to `Mill Lane Bikes`.\n"

    follow(session("$ parley init\n") + sentence, tmp_path)

    assert 'name = "Mill Lane Bikes"' in (tmp_path / "parley.toml").read_text()


def test_more_is_added_to_the_end(tmp_path):
    more = "Add this to the end of `flows/greet.yaml`:\n\n```yaml\n  other:\n    - end: done\n```\n"

    shown(tmp_path, more)

    assert FLOW + "\n  other:\n    - end: done\n" == (tmp_path / "flows" / "greet.yaml").read_text()


def test_folders_and_files_are_what_the_commands_see(tmp_path):
    written, pictures = follow(
        session("$ parley init shop\n$ cd shop\n$ parley graph hello --format svg > hello.svg\n$ cat parley.toml\n")
        + "![The flow](hello.svg) and ![a logo](logo.svg)\n",
        tmp_path,
    )

    assert "wrote shop/parley.toml" in written
    assert "[business]" in written
    assert ["hello.svg"] == list(pictures)
    assert pictures["hello.svg"].startswith(b"<svg")


def test_time_that_passes_looks_the_same_every_time(tmp_path):
    tests = "- test: it greets\n  talk:\n    - me: hi\n    - bot: Who is there?\n"
    saved = f"Save this as `flows/greet.test.yaml`:\n\n```yaml\n{tests}```\n"

    assert "1 test: 1 passed, 0 failed, 0.01 s\n" in shown(tmp_path, saved, session("$ parley test\n"))


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ("Change `nothing` to `something`.", "`nothing` stands 0 times in flows/greet.yaml"),
        ("Change `name` to `names`.", "`name` stands 2 times in flows/greet.yaml"),
        (session("$ rm -r flows\n"), "cannot be run|not `rm`"),
        (session("$ parley chat gone\n> hi\n"), "no flow is called `gone`"),
        (session("$ parley check\n> hi\n"), "does not take what is typed into it"),
    ],
)
def test_a_page_that_misleads_is_refused(tmp_path, part, problem):
    with pytest.raises(Misled, match=problem):
        shown(tmp_path, part)


def test_what_is_not_followed_stays_as_it_is(tmp_path):
    kept = "<!-- not followed: it needs a database -->\n" + session("$ parley replay cnv_1\nnothing of ours\n")

    assert kept in shown(tmp_path, kept)


def test_nothing_is_left_behind(tmp_path):
    before = sys.argv, sys.stdin, sys.stdout, Path.cwd()

    shown(tmp_path, session("$ cd flows\n$ parley explain F012\n"))

    assert before == (sys.argv, sys.stdin, sys.stdout, Path.cwd())
