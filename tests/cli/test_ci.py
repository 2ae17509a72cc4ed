"""What the page about CI shows is run as it stands, and the page of rules is what the rules say."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.cli.reference import TABLE
from bot.cli.rules import rules_page
from bot.flow.report import RULES
from tests.cli.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "check-in-ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
WORKFLOW, HOOKS = (yaml.safe_load(text) for name, text in BLOCKS if name == "yaml")
SHELL = [line for name, text in BLOCKS if name == "sh" for line in text.splitlines() if "parley" in line]
IN_WORKFLOW = [step["run"] for step in WORKFLOW["jobs"]["check"]["steps"] if "parley" in step.get("run", "")]
COMMANDS = sorted(
    {
        command.split("#")[0].strip().removeprefix(".venv/bin/")
        for line in [*SHELL, *IN_WORKFLOW, HOOKS["repos"][0]["hooks"][0]["entry"]]
        for command in line.split("&&")
    }
)


@pytest.fixture
def flows(folder: Path) -> Path:
    """The shipped flows, in a folder of their own."""
    shutil.copytree(REPOSITORY / "flows", folder / "flows")
    return folder / "flows"


def test_the_page_of_rules_is_what_the_rules_say():
    page = (REPOSITORY / "docs" / "rules.md").read_text(encoding="utf-8")

    assert TABLE.search(page)[0] == f"<!-- generated: rules -->\n{rules_page()}<!-- end -->", "write it: make docs"
    assert all(f"\n## {code}\n" in page for code in RULES)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_does_what_it_says(command, parley, flows):
    run = parley(*shlex.split(command)[1:])

    assert 0 == run.code, run.out + run.err


@pytest.mark.parametrize(
    ("change", "arguments", "code"),
    [
        ("", ["check", "flows"], 0),
        ("      unclear: Sorry?\n", ["check", "flows"], 0),
        ("      unclear: Sorry?\n", ["check", "flows", "--strict"], 1),
        ("      unclera: Sorry?\n", ["check", "flows"], 1),
        ("", ["check", "nowhere"], 2),
        ("", ["check", "flows", "--format", "poem"], 2),
    ],
)
def test_what_it_exits_with(change, arguments, code, parley, folder):
    (folder / "flows").mkdir()
    steps = f"    - ask: Well?\n{change}    - end: done\n"
    (folder / "flows" / "a.yaml").write_text(f"flow: a\nstates:\n  s:\n{steps}")

    assert code == parley(*arguments).code


def test_the_hook_checks_when_a_flow_is_part_of_the_commit(flows):
    (script,) = (text for name, text in BLOCKS if name == "sh" and text.startswith("#!"))
    subprocess.run(["sh", "-n"], input=script, text=True, check=True)
    git = ["git", "-c", "init.defaultBranch=main", "-C", str(flows.parent)]
    subprocess.run([*git, "init", "--quiet"], check=True)
    shown = subprocess.run(["sh", "-c", script], cwd=flows.parent, capture_output=True, text=True, check=False)

    assert (0, "") == (shown.returncode, shown.stdout)


def test_the_program_runs(flows):
    (code,) = (text for name, text in BLOCKS if name == "python")

    run = subprocess.run([sys.executable, "-c", code], cwd=flows.parent, capture_output=True, text=True, check=True)

    assert f"{len([path for path in flows.iterdir() if path.name.count('.') == 1])} flows, 0 findings\n" == run.stdout
