"""docs/broadcasts.md is tested like code: its commands are run in a shell, one after another, and each works."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from pathlib import Path

import pytest

from bot import limits
from bot.audience import read_audience
from tests.web.harness import open_house, serving

TEXT = (Path(__file__).resolve().parent.parent / "docs" / "broadcasts.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
SEPARATOR = "== next =="


@pytest.mark.skipif(shutil.which("curl") is None, reason="the document speaks to curl")
async def test_every_command_works_as_printed(tmp_path):
    (tmp_path / "flows").mkdir()
    async with open_house(tmp_path, tmp_path / "flows") as house, serving(house.app, lifespan="off") as address:
        script = "set -e\n" + f"\necho; echo '{SEPARATOR}'\n".join(BLOCKS)
        process = await asyncio.create_subprocess_exec(
            "/bin/sh",
            "-c",
            script,
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin:/usr/local/bin", "PARLEY": address, "KEY": house.api.keys["all"]},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = (stream.decode() for stream in await process.communicate())
        answers = [block.strip() for block in out.split(SEPARATOR)]

    assert (0, "") == (process.returncode, err)
    made, changed, imported, found, kept, meant, foreseen, ordered, filed, _, _ = answers
    assert (True, ["vip"]) == tuple(json.loads(made)[name] for name in ("created", "tags"))
    assert 4 == json.loads(changed)["fields"]["visits"]
    assert 1 == json.loads(imported)["created"]
    assert ["+12065550101"] == [one["phone"] for one in json.loads(found)["data"]]
    assert ("lyon-vips", 1) == (json.loads(kept)["name"], json.loads(meant)["people"])
    assert "1 person" in json.loads(foreseen)["summary"]
    assert ("Spring menu", "10/s") == tuple(json.loads(ordered)[name] for name in ("name", "pace"))
    assert (3, 1) == tuple(json.loads(filed)["file"][name] for name in ("rows", "rejected"))
    assert not re.search(r'"code": ?"', out), out


@pytest.mark.parametrize("written", re.findall(r"`(tags has \"vip\"|fields\.[a-z]+ [^`]*|name is set)`", TEXT))
def test_every_filter_of_the_document_can_be_read(written):
    assert read_audience(written).tree is not None


def test_limits_are_those_of_the_code():
    assert f"{limits.AUDIENCE_CHARS_MAX:,}".replace(",", " ") + " characters" in TEXT
    assert f"{limits.AUDIENCE_TESTS_MAX} tests" in TEXT
    assert f"{limits.SHEET_ROWS_MAX:,}".replace(",", " ") + " rows" in TEXT
    assert f"{limits.SHEET_BYTES_MAX // 2**20} MB" in TEXT
