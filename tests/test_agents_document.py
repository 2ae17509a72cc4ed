"""What `docs/agents.md` tells people to type works as it stands there."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.desk.clocks import Promise
from bot.events import Inbound
from bot.inbox import entries
from bot.web.problem import KINDS
from tests.web.harness import CUSTOMER, HOUSE, eventually, open_house, serving, write_flows

DOCUMENT = (Path(__file__).parent.parent / "docs" / "agents.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (curl .+)$", DOCUMENT, re.MULTILINE)
SETTINGS = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)


async def test_every_command_does_what_it_says(tmp_path):
    async with open_house(tmp_path, write_flows(tmp_path)) as house, serving(house.app, "off") as address:
        row = entries.message("main", Inbound("in-1", CUSTOMER, HOUSE, "hello"), house.runtime.world.now())
        await house.runtime.inbox.accept([row])
        await house.api.said_to(CUSTOMER)

        async def listed():
            return (await house.api.get("/v1/conversations")).json()["data"]

        thread = (await eventually(listed))[0]["id"]
        given = {"PARLEY": address, "KEY": house.api.keys["all"], "ID": thread, "PATH": os.environ["PATH"]}
        answers = [await run(command, given) for command in COMMANDS]
        said = await house.api.said_to(CUSTOMER, 3)

    assert 19 == len(answers)
    assert [] == [(command, answer) for command, answer in zip(COMMANDS, answers, strict=True) if "code" in answer]
    assert "Mia here. One moment, please." in said
    assert "closed" == answers[-1]["conversation"]["status"]


async def run(command, environ):
    process = await asyncio.create_subprocess_shell(command, env=environ, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    assert 0 == process.returncode, shlex.split(command)
    return json.loads(output)


def test_the_settings_are_settings(tmp_path):
    file = tmp_path / "parley.toml"
    file.write_text(SETTINGS[0], encoding="utf-8")
    queue = load_settings(file, {}).queues["support"]

    assert Promise.of(queue, "UTC").escalate_after is not None
    assert 1 == len(SETTINGS)


@pytest.mark.parametrize("code", ["stale", "conflict", "refused"])
def test_the_codes_are_those_of_the_table(code):
    assert f"| `{code}` | {KINDS[code].status} |" in DOCUMENT
