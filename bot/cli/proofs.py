"""What came of tests, written for a person (80 columns), a program (JSON) or a build server (JUnit XML)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from textwrap import wrap
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.engine.coverage import Area, Coverage
from bot.flow.report import Diagnostic
from bot.flow.report import to_json as finding_to_json
from bot.proving import Failure, Line, Proof, Suite

WIDTH_MAX = 80
NAMES = 7
"""Columns for who speaks."""
MARGIN = 6
"""Columns before that: the indent, and a sign."""
_ONE = {Area.STATES: "state", Area.REPLIES: "reply", Area.SILENCES: "silence", Area.ERRORS: "error"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def percent(coverage: Coverage) -> int:
    """How much is covered, never rounded up to what it is not."""
    return int(coverage.percent)


# ── for a person ──


class Report:
    """Writes to one console."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        self.width = min(self.console.width, WIDTH_MAX)

    def show(self, suites: Iterable[Suite]) -> None:
        """Every test by name, and the transcript of those that fail up to where they do."""
        for suite in suites:
            if suite.proofs:
                self._write(suite.flow.id, "bold")
            for proof in suite.proofs:
                self._proof(proof, suite.path)

    def show_coverage(self, suites: Sequence[Suite]) -> None:
        """How much of each flow the tests show, and where the rest is written."""
        self._write("")
        names = max([len(suite.flow.id) for suite in suites] + [len("coverage")])
        headings = "".join(f"{area.value:>10}" for area in Area)
        self._write(f"{'coverage':<{names}}{headings}{'all':>7}", "bold")
        for suite in suites:
            counts = suite.coverage.counts()
            cells = "".join(f"{'{}/{}'.format(*counts[area]) if area in counts else '-':>10}" for area in Area)
            note = "" if suite.path else "  no tests"
            self._write(f"{suite.flow.id:<{names}}{cells}{percent(suite.coverage):>5} %{note}")
        for suite in suites:
            if suite.path and suite.coverage.missed:
                self._write(f"not covered in {suite.flow.path}", "bold")
            for point in suite.coverage.missed if suite.path else ():
                self._write(f"  line {point.line}: {_ONE[point.area]} {point.label}")

    def _proof(self, proof: Proof, path: str) -> None:
        if proof.failure is None:
            self._write(f"  passed  {proof.case.name}", "green")
            return
        self._write(f"  failed  {proof.case.name}", "bold red")
        for line, style in failure_lines(proof, path, self.width):
            self._write(f"    {line}".rstrip(), style)

    def _write(self, text: str, style: str = "") -> None:
        self.console.print(Text(text, style), soft_wrap=True)


def failure_lines(proof: Proof, path: str, width: int = WIDTH_MAX) -> Iterator[tuple[str, str]]:
    """Where a test fails, what was said before, and the difference: lines with a style."""
    failure = proof.failure
    if failure is None:
        return
    yield f"{path}:{failure.span.line}: {failure.message}", ""
    yield "", ""
    for line in proof.transcript:
        yield from ((text, "dim") for text in _spoken("  ", line, width))
    yield from _difference(failure, width)
    yield "", ""


def _difference(failure: Failure, width: int) -> Iterator[tuple[str, str]]:
    expected = _wrapped(failure.expected, width)
    actual = _wrapped(failure.actual, width)
    for number, line in enumerate(expected):
        yield f"- {'wanted' if number == 0 else '':<{NAMES}}{line}", "green"
    pairs = [] if failure.is_pattern else list(zip(expected, actual, strict=False))
    differs = next((number for number, (one, other) in enumerate(pairs) if one != other), None)
    for number, line in enumerate(actual):
        yield f"+ {'got' if number == 0 else '':<{NAMES}}{line}", "red"
        if number == differs:
            column = _first_difference(expected[number], line)
            yield f"  {'':<{NAMES}}{' ' * column}^", "red"


def _first_difference(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _spoken(mark: str, line: Line, width: int) -> Iterator[str]:
    if not line.who:
        yield f"{mark}{'':<{NAMES}}({line.text})"
        return
    for number, text in enumerate(_wrapped(line.text, width)):
        yield f"{mark}{line.who if number == 0 else '':<{NAMES}}{text}"


def _wrapped(text: str | None, width: int) -> list[str]:
    if text is None:
        return []
    room = width - NAMES - MARGIN
    return [part for line in text.split("\n") for part in wrap(line, room) or [""]]


# ── for programs ──


def to_json(suites: Iterable[Suite], findings: Iterable[Diagnostic]) -> dict[str, Any]:
    """Everything, as plain JSON."""
    return {
        "findings": [finding_to_json(finding) for finding in findings],
        "flows": [
            {
                "flow": suite.flow.id,
                "file": suite.path,
                "tests": [_test(proof) for proof in suite.proofs],
                "coverage": _coverage(suite.coverage),
            }
            for suite in suites
        ],
    }


def _test(proof: Proof) -> dict[str, Any]:
    failure = proof.failure
    return {
        "name": proof.case.name,
        "line": proof.case.span.line,
        "passed": failure is None,
        "seconds": round(proof.seconds, 6),
        "failure": failure
        and {
            "line": failure.span.line,
            "message": failure.message,
            "expected": failure.expected,
            "actual": failure.actual,
        },
        "transcript": [asdict(line) for line in proof.transcript],
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    counts = {area.value: {"covered": covered, "of": total} for area, (covered, total) in coverage.counts().items()}
    missed = [{"line": it.line, "area": it.area.value, "label": it.label} for it in coverage.missed]
    return {"percent": round(coverage.percent, 1), **counts, "missed": missed}


def junit(suites: Iterable[Suite]) -> str:
    """The XML that build servers read: a suite for each flow, a case for each test."""
    root = ET.Element("testsuites", name="parley")
    for suite in suites:
        if suite.proofs:
            root.append(_suite(suite))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(suite: Suite) -> ET.Element:
    failures = sum(proof.failure is not None for proof in suite.proofs)
    seconds = sum(proof.seconds for proof in suite.proofs)
    element = ET.Element(
        "testsuite",
        name=suite.flow.id,
        tests=str(len(suite.proofs)),
        failures=str(failures),
        errors="0",
        time=f"{seconds:.6f}",
    )
    for proof in suite.proofs:
        case = ET.SubElement(
            element,
            "testcase",
            name=_xml(proof.case.name),
            classname=suite.flow.id,
            file=_xml(suite.path),
            line=str(proof.case.span.line),
            time=f"{proof.seconds:.6f}",
        )
        if proof.failure is not None:
            failed = ET.SubElement(case, "failure", message=_xml(proof.failure.message), type="difference")
            failed.text = _xml("\n".join(line for line, _ in failure_lines(proof, suite.path)))
    return element


def _xml(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
