"""The documents are tested like code: what they name exists, what they show works."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from starlette.routing import Route

from bot import __version__
from bot.cli.app import app
from bot.cli.lesson import Lesson
from bot.cli.reference import TABLE, render
from bot.cli.sources import read_sources
from bot.config import load_settings
from bot.engine.machine import compile_flow
from bot.engine.route import Library
from bot.flow.check import check_sources
from bot.flow.testing import SUFFIXES, read_cases
from bot.providers.base import make_provider
from bot.proving import prove_all
from bot.runtime import Runtime
from bot.web.app import create_app

REPOSITORY = Path(__file__).resolve().parent.parent
README = REPOSITORY / "README.md"
PAGES = [README, *sorted((REPOSITORY / "docs").glob("*.md"))]
TEXTS = {page.relative_to(REPOSITORY).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


@cache
def blocks(page: str, *languages: str) -> list[str]:
    return [text for name, text in BLOCK.findall(TEXTS[page]) if name in languages]


# ── what is generated ──


@pytest.mark.parametrize("page", TEXTS)
def test_what_a_page_shows_of_the_code_is_made_by_it(page, monkeypatch):
    monkeypatch.chdir(REPOSITORY)

    text, pictures = render(Path(page))

    assert text == TEXTS[page], "write it again with: make docs"
    for name, picture in pictures.items():
        assert picture == Path(page).with_name(name).read_bytes(), "draw it again with: make docs"


def test_every_route_is_in_the_readme(settings):
    paths = {route.path for route in create_app(Runtime(settings)).routes if isinstance(route, Route)}
    parts_of_a_page = {"/docs.css", "/simulator/step", "/simulator/graph/{flow}.svg", "/static/{name}"}

    named = {path for path in paths - parts_of_a_page if not path.startswith("/console")}  # reached by its navigation

    assert [] == sorted(path for path in named if f"{path}`" not in TEXTS["README.md"])


# ── what is named ──


def typed_commands() -> list[str]:
    """Every `parley …` in the documents, in code or between backticks."""
    inline = [text for page in TEXTS.values() for text in re.findall(r"`(parley [a-z][^`]*)`", page)]
    code = "\n".join(text for page in TEXTS for text in blocks(page, "sh", "console")).replace("\\\n", " ")
    in_code = [line[line.index("parley ") :] for line in code.splitlines() if re.search(r"^(\$ )?[\w./]*parley ", line)]
    return sorted({re.split(r"[);&|>]| #|  ", text)[0].strip() for text in [*inline, *in_code]})


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


@pytest.mark.parametrize(
    "target", sorted(set(re.findall(r"(?:`|^ *)make ([a-z]+)", "\n".join(TEXTS.values()), re.MULTILINE)))
)
def test_make_targets_exist(target):
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


# ── where links lead ──


def prose(page: str) -> str:
    return BLOCK.sub("", TEXTS[page])


def anchors(page: Path) -> set[str]:
    """The anchors of a page, as GitHub makes them from its headings."""
    headings = re.findall(r"^#+ (.+)$", prose(page.relative_to(REPOSITORY).as_posix()), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


LINKS = [
    pytest.param(page, target, id=f"{page} to {target}")
    for page in TEXTS
    for target in sorted(set(re.findall(r"\]\(([^)\s]+)\)", prose(page))))
    if "://" not in target
]


@pytest.mark.parametrize(("page", "target"), LINKS)
def test_links_lead_somewhere(page, target):
    path, _, anchor = target.partition("#")
    file = (REPOSITORY / page).parent / path if path else REPOSITORY / page

    assert file.exists()
    assert not anchor or anchor in anchors(file.resolve())


def test_every_page_is_in_the_index():
    pages = {Path(page).name for page in TEXTS} - {"README.md"}

    assert set() == pages - set(re.findall(r"\]\(([\w-]+\.md)\)", TEXTS["docs/README.md"]))
    assert "(docs/README.md)" in TEXTS["README.md"]


# ── what is shown ──


PART = re.compile(rf"(?P<saved>`flows/\w+\.test\.yaml`:\n\n)?{BLOCK.pattern}", re.MULTILINE | re.DOTALL)


@dataclass
class Shown:
    """A flow of a page, with the tests that follow, but for those that are saved beside it."""

    name: str
    flow: str
    tests: list[str] = field(default_factory=list)


def shown(page: str) -> list[Shown]:
    """What is generated comes from where it is tested."""
    found: list[Shown] = []
    for part in PART.finditer(TABLE.sub("", TEXTS[page])):
        text = part[3]
        if re.match(r"(#.*\n)*- test: ", text) and not part["saved"]:
            found[-1].tests.append(text)
        elif re.match(r"(#.*\n)*flow: ", text):
            found.append(Shown(name_of(text), text))
    return found


def name_of(flow: str) -> str:
    return str(re.search(r"^flow: (\w+)", flow, re.MULTILINE)[1])


SHOWN = [
    pytest.param(page, it, id=f"{page}-{it.name}-{number}")
    for page in TEXTS
    for number, it in enumerate(shown(page), start=1)
]


@pytest.mark.parametrize(("page", "it"), SHOWN)
def test_flows_are_clean_and_their_tests_pass(page, it):
    """Other flows of the page may be started by it."""
    others = {f"{other.name}.yaml": other.flow for other in shown(page)}

    checked, findings = check_sources({**others, f"{it.name}.yaml": it.flow})

    assert [] == [str(finding) for finding in findings if finding.path == f"{it.name}.yaml"]
    for source in it.tests:
        cases, faults = read_cases(source, page)
        assert [] == faults
        library = Library({name: compile_flow(flow) for name, flow in checked.items()})
        proofs = prove_all(library.machines[it.name], cases, page, library).proofs
        assert {} == {proof.case.name: proof.failure for proof in proofs if proof.failure}


class Tried(Lesson):
    """Plays tests as soon as a page has them saved, with the flows as they then are."""

    def write(self, file: Path, content: str, *, append: bool) -> None:
        super().write(file, content, append=append)
        if not file.name.endswith(SUFFIXES):
            return
        flows, _ = check_sources(read_sources([file.parent]))
        library = Library({name: compile_flow(flow) for name, flow in flows.items()})
        cases, faults = read_cases(file.read_text(encoding="utf-8"), str(file))
        assert [] == faults
        proofs = prove_all(library.machines[file.name.split(".")[0]], cases, str(file), library).proofs
        assert {} == {proof.case.name: proof.failure for proof in proofs if proof.failure}


@pytest.mark.parametrize("page", [page for page in TEXTS if page.startswith("docs/")])
def test_tests_pass_where_they_are_saved(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    Tried().follow(TEXTS[page])


@pytest.mark.parametrize("code", [text for page in TEXTS for text in blocks(page, "python")])
def test_python_can_be_run(code):
    """In a process of its own: what it registers stays there."""
    run = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True)

    assert ("", 0) == (run.stderr, run.returncode)


def a_private_key() -> str:
    key = generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.parametrize("settings", [text for page in TEXTS for text in blocks(page, "toml")])
def test_settings_are_accepted(settings, tmp_path):
    file = tmp_path / "parley.toml"
    file.write_text(settings, encoding="utf-8")
    environ = dict.fromkeys(re.findall(r'"\$(\w+)"', settings), "AC" + "0" * 32)
    environ |= {name: a_private_key() for name in environ if name.endswith("_PRIVATE_KEY")}

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
