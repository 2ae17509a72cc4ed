"""`parley test`: play the tests beside the flows, with a virtual clock, no network and no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import Exit, Failed, say, show, show_json, write_file
from bot.cli.help import command, new_app
from bot.cli.proofs import Report, junit, percent, to_json
from bot.cli.setup import read_settings
from bot.cli.sources import find_flow, read_sources
from bot.engine.machine import compile_flow
from bot.engine.route import Library
from bot.flow.amend import amend
from bot.flow.check import check_sources
from bot.flow.files import SUFFIXES as FLOW_SUFFIXES
from bot.flow.files import language_of, stem_of
from bot.flow.model import Flow
from bot.flow.report import Diagnostic, Severity, render_full
from bot.flow.testing import SUFFIXES, Case, check_case, read_cases
from bot.proving import Suite, prove_all

app = new_app()


@command(
    app,
    ("parley test", "every test of the settings' folder"),
    ("parley test appointment -k silence", "tests of one flow, by name"),
    ("parley test --min-coverage 90 --junit tests.xml", "in continuous integration"),
    ("parley test --update", "take over what the bot says now"),
    name="test",
)
def play_tests(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATHS", help="Flows, their tests, or folders of them.")
    ] = None,
    pattern: Annotated[str, typer.Option("-k", metavar="PATTERN", help="Only tests with this in their name.")] = "",
    min_coverage: Annotated[
        int, typer.Option("--min-coverage", metavar="N", min=0, max=100, help="Fail if a flow is tested less, in %.")
    ] = 0,
    junit_file: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Write the results for a build server.")
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Rewrite expected texts that differ.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Play the tests beside the flows, and say what they leave out.

    `flows/x.test.yaml` tests `flows/x.yaml`. Exits with 0 if all pass, 1 if something fails.
    """
    if pattern and min_coverage:
        raise Failed("`-k` leaves tests out, so that there is no coverage to ask for", Exit.USAGE)
    run = _Run(list(_pairs(paths or [str(read_settings().flows.path)])), pattern)
    run.play()
    if update and run.rewrite():
        run = _Run(run.pairs, pattern)
        run.play()
    if pattern and not any(suite.proofs for suite in run.suites):
        raise Failed(f"no test has `{pattern}` in its name", Exit.USAGE)
    if junit_file is not None:
        write_file(junit_file, junit(run.suites))
    if as_json:
        show_json(to_json(run.suites, run.findings))
    else:
        run.show(coverage=not pattern)
    low = [suite for suite in run.suites if suite.coverage.percent < min_coverage]
    for suite in low:
        say(f"error: tests cover {percent(suite.coverage)} % of {suite.flow.id}, less than {min_coverage}")
    if low or run.failed:
        raise typer.Exit(Exit.FAILURE)


Pair = tuple[Path, Path | None]
"""A flow's file and that of its tests."""


@dataclass
class _Run:
    """The files, read and played once."""

    pairs: list[Pair]
    pattern: str
    suites: list[Suite] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    loaded: dict[str, Flow] = field(default_factory=dict)
    """Every flow of the folders, also those that are only run by others."""

    def play(self) -> None:
        """Play every test that can be read."""
        flows = self._flows()
        library = Library({flow.id: compile_flow(flow) for flow in self.loaded.values()})
        for flow_file, test_file in self.pairs:
            flow = flows.get(flow_file)
            if flow is not None:
                cases = self._cases(flow, test_file) if test_file else ()
                path = str(test_file or "")
                self.suites.append(prove_all(library.machines[flow.id], cases, path, library))

    def rewrite(self) -> int:
        """Write what the bot says now into the tests; how many texts were written anew."""
        written = 0
        for suite in self.suites:
            changes = [change for proof in suite.proofs for change in proof.reworded]
            source, count = amend(self.sources[suite.path], changes) if changes else ("", 0)
            if count:
                Path(suite.path).write_bytes(source.encode("utf-8", "surrogateescape"))
                say(f"rewrote {count} text{'' if count == 1 else 's'} in {suite.path}")
            written += count
        return written

    @property
    def failed(self) -> bool:
        """Whether a test failed, or something could not be read."""
        return bool(self.findings) or any(proof.failure for suite in self.suites for proof in suite.proofs)

    def show(self, *, coverage: bool) -> None:
        """Print it for a person."""
        if self.findings:
            show(render_full(self.findings, self.sources))
        report = Report()
        report.show(self.suites)
        if coverage:
            report.show_coverage(self.suites)
        say(_summary(self.suites))
        if self.suites and not any(suite.path for suite in self.suites):
            flow = self.pairs[0][0]
            say(f"make one with: parley chat {flow.stem} --save {_beside(flow)}")

    def _flows(self) -> Mapping[Path, Flow]:
        """The flows to test, without those that have errors; read with all of their folder, as they run."""
        files = {file for file, _ in self.pairs}
        folders = sorted({file.parent for file in files})
        found: dict[Path, Flow] = {}
        for folder in folders:
            sources = read_sources([folder, *sorted(file for file in files if file.parent == folder)])
            self.sources |= sources
            loaded, findings = check_sources(sources)
            self.loaded |= loaded
            stems = {stem_of(str(file)) for file in files}
            self.findings += [it for it in findings if it.severity is Severity.ERROR and stem_of(it.path) in stems]
            found |= {Path(flow.path): flow for flow in loaded.values()}
        return found

    def _cases(self, flow: Flow, file: Path) -> Sequence[Case]:
        self.sources |= read_sources([file])
        cases, findings = read_cases(self.sources[str(file)], str(file))
        self.findings += findings
        usable = []
        for case in cases:
            misfits = check_case(case, flow, str(file))
            self.findings += misfits
            if not misfits and self.pattern.casefold() in case.name.casefold():
                usable.append(case)
        return usable


def _summary(suites: Iterable[Suite]) -> str:
    proofs = [proof for suite in suites for proof in suite.proofs]
    failed = sum(proof.failure is not None for proof in proofs)
    seconds = sum(proof.seconds for proof in proofs)
    count = "1 test" if len(proofs) == 1 else f"{len(proofs)} tests"
    return f"{count}: {len(proofs) - failed} passed, {failed} failed, {seconds:.2f} s"


def _pairs(paths: Iterable[str]) -> Iterator[Pair]:
    folder = read_settings().flows.path
    for given in paths:
        path = Path(given)
        if path.is_dir():
            flows = [Path(file) for file in read_sources([path]) if language_of(file) is None]
            if not flows:
                raise Failed(f"there are no flows in {path}", Exit.USAGE)
            yield from ((file, _tests_of(file)) for file in flows)
        elif path.name.endswith(SUFFIXES):
            yield _flow_of(path), path
        else:
            flow = find_flow(given, folder)
            tests = _tests_of(flow)
            if tests is None:
                raise Failed(
                    f"{flow} has no tests; make one with: parley chat {flow.stem} --save {_beside(flow)}", Exit.USAGE
                )
            yield flow, tests


def _beside(flow: Path) -> Path:
    return flow.with_name(f"{flow.stem}{SUFFIXES[0]}")


def _tests_of(flow: Path) -> Path | None:
    candidates = (flow.with_name(f"{flow.stem}{suffix}") for suffix in SUFFIXES)
    return next((file for file in candidates if file.is_file()), None)


def _flow_of(tests: Path) -> Path:
    stem = tests.name.rpartition(".test.")[0]
    candidates = (tests.with_name(f"{stem}{suffix}") for suffix in FLOW_SUFFIXES)
    flow = next((file for file in candidates if file.is_file()), None)
    if flow is None:
        raise Failed(f"{tests} tests a flow that is not there: {tests.with_name(stem)}.yaml", Exit.USAGE)
    return flow
