"""`docs/versions.md` is true: its flows are played, its transcripts printed again."""

from __future__ import annotations

import asyncio
import re
import shlex
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.flow.check import check_sources
from bot.flow.load import load
from tests.stage import ANA, BEN, staged
from tests.test_deploy import deploys, refused

DOCUMENT = (Path(__file__).parent.parent / "docs" / "versions.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
FIRST, MOVING, RENAMED = (text for name, text in BLOCKS if name == "yaml")
CHECKED, REPLAYED = (text for name, text in BLOCKS if name == "console")


def typed(block, capsys, monkeypatch):
    """What the command of a block prints, and what the document says it does."""
    command, _, expected = block.partition("\n")
    monkeypatch.setattr(sys, "argv", shlex.split(command.removeprefix("$ ")))
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main()
    printed = capsys.readouterr()
    return printed.out + printed.err, expected


@pytest.mark.parametrize("flow", [FIRST, MOVING, RENAMED], ids=["first", "moving", "renamed"])
def test_the_flows_of_the_document_are_clean(flow):
    assert [] == check_sources({"visit.yaml": flow})[1]


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (("start:", "# a comment\nstart:"), True),
        (("      silence:\n        4 hours: Still there?\n", ""), False),
        (("Are you coming?\n      expect: yes_no\n", "Are you coming?\n"), False),
        (("keyword: visit", 'keyword: "visit"'), True),
        (("See you.", "See you!"), False),
        (
            ("    - ask: Which day suits you?\n      save: day", "    - save: day\n      ask: Which day suits you?"),
            True,
        ),
    ],
)
def test_what_makes_a_version(change, same):
    versions = [load(text, "visit.yaml")[0].version for text in (FIRST, FIRST.replace(*change))]

    assert same == (versions[0] == versions[1])


async def test_who_has_begun_finishes_on_their_version_and_who_is_taken_along_does_not(tmp_path):
    async with staged(tmp_path, FIRST) as stage:
        for phone in (ANA, BEN):
            await stage.says(phone, "visit")
        await deploys(stage, tmp_path, MOVING.replace("on_change: move\n", ""))
        await stage.says(ANA, "yes")
        await deploys(stage, tmp_path, MOVING)
        await stage.passes(hours=1)
        await stage.says(BEN, "yes")

        assert ["Are you coming?", "See you."] == stage.heard(ANA)
        assert ["Are you coming?", "Still there?", "See you soon."] == stage.heard(BEN)


async def test_the_ids_are_those_that_the_document_names(tmp_path):
    async with staged(tmp_path, FIRST) as stage:
        states = stage.runtime.library.current.machines["visit"].flow.states

        assert ["confirm.1", "day.day"] == [states["confirm"][0].id, states["day"][0].id]


@pytest.mark.parametrize("remedy", ["mapped", "pinned", "waited"])
async def test_the_three_ways_on(tmp_path, remedy):
    async with staged(tmp_path, FIRST) as stage:
        await stage.says(ANA, "visit")
        await deploys(stage, tmp_path, RENAMED)
        assert refused(stage)
        match remedy:
            case "mapped":
                line = str(re.search(r"`(moved: .*?)`", DOCUMENT)[1])
                await deploys(stage, tmp_path, RENAMED.replace("start:", f"{line}\nstart:"))
            case "pinned":
                await deploys(stage, tmp_path, RENAMED.replace("      name: visit\n", ""))
            case "waited":
                await stage.says(ANA, "yes")
                await stage.runtime.library.turn()

        assert [] == refused(stage)


async def conversations(folder):
    """One person has a whole conversation."""
    async with staged(folder, FIRST) as stage:
        for text in ("visit", "perhaps", "no", "Monday"):
            await stage.says(ANA, text)
            stage.clock.passes(minutes=1)
        return (await stage.rows("SELECT id FROM conversation"))[0][0]


async def waiting(folder):
    """Two people are asked."""
    async with staged(folder, FIRST) as stage:
        for phone in (ANA, BEN):
            await stage.says(phone, "visit")
    (folder / "flows" / "visit.yaml").write_text(RENAMED, encoding="utf-8")


def test_the_check_against_the_database(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asyncio.run(waiting(tmp_path))

    printed, expected = typed(CHECKED, capsys, monkeypatch)

    assert expected.replace("\n\nchecked", "\nchecked") == printed


def test_the_transcript_of_a_replay(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    conversation = asyncio.run(conversations(tmp_path))

    printed, expected = typed(REPLAYED, capsys, monkeypatch)

    version = str(re.search(r"visit ([0-9a-f]{16})", printed)[1])
    assert re.sub(r"visit [0-9a-f]{16}", f"visit {version}", re.sub(r"cnv_\w+", conversation, expected)) == printed
