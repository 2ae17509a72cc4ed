"""Every part of the language has an example: a flow that is clean, with conversations that go as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.language import EXAMPLES, filter_examples, made
from bot.cli.sources import read_sources
from bot.engine.machine import compile_flow
from bot.engine.route import Library
from bot.flow.check import check_sources
from bot.flow.filters import FILTERS
from bot.flow.fmt import format
from bot.flow.inventory import Part, everything, used
from bot.flow.load import is_flow_file
from bot.flow.render import compile_text
from bot.flow.testing import check_case, read_cases
from bot.proving import prove_all

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDERS = sorted(folder for folder in (REPOSITORY / EXAMPLES).iterdir() if folder.is_dir())
CHECKED = {folder.name: check_sources(read_sources([folder])) for folder in FOLDERS}
LIBRARIES = {name: Library({it.id: compile_flow(it) for it in flows.values()}) for name, (flows, _) in CHECKED.items()}
FILES = [str(file) for folder in FOLDERS for file in sorted(folder.iterdir()) if is_flow_file(file.name)]


def name_of(path: str) -> str:
    return Path(path).relative_to(REPOSITORY / EXAMPLES).with_suffix("").as_posix()


def test_every_part_of_the_language_has_an_example():
    shown = {part for path in FILES for part in used(Path(path).read_text(encoding="utf-8"))}
    shown |= {Part("filter", name) for name in filter_examples()}

    assert set() == set(everything()) - shown, "write a flow that uses it into docs/examples, with a test beside it"


@pytest.mark.parametrize("folder", CHECKED)
def test_examples_are_clean(folder):
    flows, findings = CHECKED[folder]

    assert [] == [str(finding) for finding in findings]
    assert {path for path in FILES if Path(path).parent.name == folder} == {flow.path for flow in flows.values()}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_examples_do_what_their_tests_say(path):
    tests = Path(path).with_suffix(".test.yaml")
    library = LIBRARIES[Path(path).parent.name]
    machine = library.machines[Path(path).stem]

    cases, findings = read_cases(tests.read_text(encoding="utf-8"), str(tests))

    assert [] == findings + [misfit for case in cases for misfit in check_case(case, machine.flow, str(tests))]
    assert cases
    proofs = prove_all(machine, cases, str(tests), library).proofs
    assert {} == {proof.case.name: proof.failure for proof in proofs if proof.failure}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_examples_are_laid_out_as_flows_are(path):
    source = Path(path).read_text(encoding="utf-8")

    assert source == format(source, path)[0]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_examples_are_introduced(path):
    assert Path(path).read_text(encoding="utf-8").startswith("# ")


@pytest.fixture
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)


@pytest.mark.usefixtures("in_the_repository")
def test_every_filter_is_shown_with_what_it_makes():
    shown = filter_examples()

    assert list(FILTERS) == list(shown)
    for name, template in shown.items():
        assert name in compile_text(template).filters
        assert made(template)
