"""The levels of the house, and what the pure ones may not do. The levels themselves are written in pyproject.toml."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
CONTRACTS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

LEVELS: list[list[str]] = [re.split(r"\s*[:|]\s*", level) for level in CONTRACTS[0]["layers"]]
INDEPENDENT = {name for level in CONTRACTS[0]["layers"] if "|" in level for name in re.split(r"\s*\|\s*", level)}
PURE = set(chain.from_iterable(LEVELS[-3:]))

FORBIDDEN = set(CONTRACTS[2]["forbidden_modules"])
ALLOWED = {"bot.config": {"os", "pathlib"}}
"""Settings are read once, when a process starts; everything else on the ground gets its values handed in."""

CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
DOORS = {"open", "print", "input", "exec", "eval"}
LINES_MAX = 400

FILES = sorted((REPOSITORY / "bot").rglob("*.py"))
MODULES = {
    ".".join(file.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__"): file for file in FILES
}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def room(module: str) -> str:
    """`bot.engine.step` → `engine`."""
    return module.split(".")[1] if "." in module else ""


def level(module: str) -> int:
    """How high a module stands, counted from the ground."""
    return next(height for height, rooms in enumerate(reversed(LEVELS)) if room(module) in rooms)


def imports(module: str) -> Iterator[str]:
    """Everything that a module imports, also inside functions and for type checking only."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert 0 == node.level, f"{module} imports relatively"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else str(node.module) for name in names)


OURS = [name for name in MODULES if room(name)]
PURE_MODULES = [name for name in OURS if room(name) in PURE]


@pytest.mark.parametrize("module", OURS)
def test_every_module_has_a_level(module):
    assert room(module) in chain.from_iterable(LEVELS), f"give {room(module)} a level in pyproject.toml"


@pytest.mark.parametrize("module", OURS)
def test_imports_point_down(module):
    upward = [other for other in imports(module) if room(other) in MODULES_BY_ROOM and level(other) > level(module)]

    assert [] == upward


MODULES_BY_ROOM = {room(name) for name in OURS}


@pytest.mark.parametrize("module", [name for name in OURS if room(name) in INDEPENDENT])
def test_neighbours_that_are_independent_stay_so(module):
    same_level = INDEPENDENT & set(LEVELS[-1 - level(module)]) - {room(module)}

    assert [] == [other for other in imports(module) if other.startswith("bot.") and room(other) in same_level]


def test_providers_know_nothing_of_each_other():
    shared = {"bot.providers", "bot.providers.base", "bot.providers.wire"}
    real = [name for name in OURS if room(name) == "providers" and not name.startswith("bot.providers.fake")]
    providers = [name for name in real if name not in shared]

    assert sorted(CONTRACTS[1]["modules"]) == sorted(providers), "list the new provider in pyproject.toml"
    for module in providers:
        assert [] == [other for other in imports(module) if other in providers], module


@pytest.mark.parametrize("module", PURE_MODULES)
def test_the_core_and_the_ground_import_nothing_that_does_io(module):
    found = {name.split(".")[0] for name in imports(module)} & FORBIDDEN

    assert set() == found - ALLOWED.get(module, set())


@pytest.mark.parametrize("module", PURE_MODULES)
def test_the_core_and_the_ground_never_read_the_clock(module):
    read = [
        f"line {node.lineno}: {node.value.id}.{node.attr}"
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCKS
    ]

    assert [] == read


@pytest.mark.parametrize("module", PURE_MODULES)
def test_the_core_and_the_ground_open_no_doors(module):
    opened = [
        f"line {node.lineno}: {node.func.id}()"
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DOORS
    ]

    assert [] == opened


def test_the_core_and_the_ground_run_without_any_io_library():
    """A process that loads all of them must not have loaded a server, a client or a database on the way."""
    heavy = ["httpx", "starlette", "sqlmodel", "sqlalchemy", "uvicorn"]
    program = f"import sys, {', '.join(PURE_MODULES)}; print([name for name in {heavy} if name in sys.modules])"

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=REPOSITORY, check=True)

    assert "[]" == run.stdout.strip()


@pytest.mark.parametrize("module", MODULES)
def test_a_file_has_one_subject(module):
    lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())

    assert lines <= LINES_MAX, f"{lines} lines: two subjects in one room?"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_is(module):
    assert ast.get_docstring(tree(module)) or "" == MODULES[module].read_text(encoding="utf-8").strip()
