"""The README is tested like code: what it names exists, what it shows works."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
from starlette.routing import Route

from bot import __version__
from bot.cli.app import app
from bot.cli.reference import render
from bot.config import load_settings
from bot.engine.machine import compile_flow
from bot.flow.check import check_sources
from bot.flow.load import load
from bot.flow.testing import read_cases
from bot.providers.base import make_provider
from bot.proving import prove_all
from bot.runtime import Runtime
from bot.web.app import create_app

REPOSITORY = Path(__file__).resolve().parent.parent
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^ *```(\w+)\n(.*?)^ *```", README, re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


def typed_commands() -> list[str]:
    """Every `parley …` in the document, in code or between backticks."""
    inline = re.findall(r"`(parley [a-z][^`]*)`", README)
    lines = "\n".join(text for name, text in BLOCKS if name in ("sh", "console")).replace("\\\n", " ").splitlines()
    in_code = [line[line.index("parley ") :] for line in lines if re.search(r"(^|[\s(/])parley [a-z]", line)]
    return sorted({re.split(r"[);&|]| #|  ", text)[0].strip() for text in [*inline, *in_code]})


def test_tables_and_transcripts_are_made_by_the_code(monkeypatch):
    monkeypatch.chdir(REPOSITORY)

    assert render(README) == README, "write it again with: make docs"


def test_every_route_is_in_the_document(settings):
    paths = {route.path for route in create_app(Runtime(settings)).routes if isinstance(route, Route)}
    parts_of_a_page = {"/docs.css", "/simulator/step", "/simulator/graph/{flow}.svg", "/static/{name}"}

    assert [] == sorted(path for path in paths - parts_of_a_page if f"{path}`" not in README)


@pytest.mark.parametrize("text", typed_commands())
def test_commands_exist_with_their_options(text):
    words = shlex.split(text)[1:]
    command: Any = typer.main.get_command(app)
    while words and getattr(command, "commands", None) is not None:
        name = words.pop(0)
        assert name in command.commands, f"there is no {text}"
        command = command.commands[name]
    options = {option for param in command.params for option in [*param.opts, *param.secondary_opts]}

    assert [] == [word for word in words if word.startswith("--") and word not in options]


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z]+)\b", "\n".join(blocks("sh")) + README))))
def test_make_targets_exist(target):
    prose = {"sense", "it", "sure"}

    assert target in prose or re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("anchor", sorted(set(re.findall(r"\]\(#([^)]+)\)", README))))
def test_links_within_the_document_lead_somewhere(anchor):
    headings = re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}

    assert anchor in anchors


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([A-Za-z][\w./]+)\)", README))))
def test_linked_files_exist(path):
    assert (REPOSITORY / path).exists()


FLOWS = [text for text in blocks("yaml") if text.startswith("flow:")]
TESTS = [text for text in blocks("yaml") if text.startswith("- test:")]


@pytest.mark.parametrize("tests", TESTS)
def test_tests_in_the_document_pass(tests):
    flow, _ = load(FLOWS[0], "README.md")

    cases, findings = read_cases(tests, "README.md")

    assert [] == findings
    assert [] == [proof.failure for proof in prove_all(compile_flow(flow), cases, "README.md").proofs if proof.failure]


@pytest.mark.parametrize("flow", FLOWS)
def test_flows_in_the_document_are_clean(flow):
    name = str(re.search(r"^flow: (\w+)", flow, re.MULTILINE)[1])

    _, findings = check_sources({f"{name}.yaml": flow})

    assert [] == findings


@pytest.mark.parametrize("settings", blocks("toml"))
def test_settings_in_the_document_are_accepted(settings, tmp_path):
    file = tmp_path / "parley.toml"
    file.write_text(settings, encoding="utf-8")
    environ = dict.fromkeys(re.findall(r'"\$(\w+)"', settings), "AC" + "0" * 32)

    loaded = load_settings(file, environ)

    for name, channel in loaded.channels.items():
        assert make_provider(channel.provider, channel.extra, name)


def test_the_changelog_is_for_this_version():
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    version = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["version"]

    assert __version__ == version
    assert "## [Unreleased]" in changelog or f"## [{version}]" in changelog


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_by_hash_and_names_no_address(lock):
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    requirements = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]

    assert "://" not in text
    assert "--index" not in text
    assert len(requirements) > 40
    assert [] == [name for name in requirements if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:", name, re.DOTALL)]
