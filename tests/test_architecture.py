"""The levels of the house, and what the pure ones may not do. The levels themselves are written in pyproject.toml."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
CONTRACTS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

LEVELS: list[list[str]] = [re.split(r"\s*[:|]\s*", level) for level in CONTRACTS[0]["layers"]]
INDEPENDENT = {name for level in CONTRACTS[0]["layers"] if "|" in level for name in re.split(r"\s*\|\s*", level)}
PURE = set(chain.from_iterable(LEVELS[-3:]))

FORBIDDEN = set(CONTRACTS[2]["forbidden_modules"])
ALLOWED = {"bot.config": {"os", "pathlib"}, "bot.config.sections": {"pathlib"}}
"""Settings are read once, when a process starts; everything else on the ground gets its values handed in."""

CLOCK = re.compile(r"(\w+\.)?(datetime|date)\.(now|utcnow|today)")
DOORS = {"open", "print", "input", "exec", "eval"}
WORDS = "bot.compliance.asking."
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
    """How high a module stands, counted from the ground; one without a level stands on the roof."""
    return next((height for height, rooms in enumerate(reversed(LEVELS)) if room(module) in rooms), len(LEVELS))


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


def offences(modules: Iterable[str], find: Callable[[str], Iterable[object]]) -> dict[str, list[object]]:
    """Module → what is wrong in it, for those where something is."""
    found = {module: list(find(module)) for module in modules}
    return {module: wrong for module, wrong in found.items() if wrong}


def test_every_module_has_a_level():
    assert set() == {room(name) for name in OURS} - set(chain.from_iterable(LEVELS)), "name the level in pyproject.toml"


def test_imports_point_down():
    def upward(module: str) -> list[str]:
        return [name for name in imports(module) if name.startswith("bot.") and level(name) > level(module)]

    assert {} == offences(OURS, upward)


def test_independent_neighbours_do_not_meet():
    def sideways(module: str) -> list[str]:
        others = INDEPENDENT & set(LEVELS[-1 - level(module)]) - {room(module)}
        return [name for name in imports(module) if name.startswith("bot.") and room(name) in others]

    assert {} == offences([name for name in OURS if room(name) in INDEPENDENT], sideways)


def test_providers_know_nothing_of_each_other():
    shared = (
        "bot.providers.base",
        "bot.providers.channel",
        "bot.providers.gsm",
        "bot.providers.http",
        "bot.providers.optouts",
        "bot.providers.paths",
        "bot.providers.pdu",
        "bot.providers.signing",
        "bot.providers.webhook",
        "bot.providers.wire",
        "bot.providers.fake",
    )
    inside = {name for name in OURS if name.startswith("bot.providers.")}
    providers = {name for name in inside if not name.startswith(shared)}

    assert sorted(CONTRACTS[1]["modules"]) == sorted(providers), "list the new provider in pyproject.toml"
    assert {} == offences(providers, lambda module: providers & set(imports(module)))


def test_the_core_and_the_ground_import_nothing_that_does_io():
    def forbidden(module: str) -> set[str]:
        return ({name.split(".")[0] for name in imports(module)} & FORBIDDEN) - ALLOWED.get(module, set())

    assert {} == offences(PURE_MODULES, forbidden)


def test_the_core_and_the_ground_never_read_the_clock():
    def read(module: str) -> list[str]:
        names = [node for node in ast.walk(tree(module)) if isinstance(node, ast.Attribute)]
        return [ast.unparse(node) for node in names if CLOCK.fullmatch(ast.unparse(node))]

    assert {} == offences(PURE_MODULES, read)


def test_the_core_and_the_ground_open_no_doors():
    def opened(module: str) -> list[str]:
        calls = [node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
        return [node.id for node in calls if isinstance(node, ast.Name) and node.id in DOORS]

    assert {} == offences(PURE_MODULES, opened)


def test_the_core_and_the_ground_run_without_any_io_library():
    """A process that loads all of them must not have loaded a server, a client or a database on the way."""
    heavy = ["httpx", "aiohttp", "starlette", "sqlmodel", "sqlalchemy", "uvicorn"]
    program = f"import sys, {', '.join(PURE_MODULES)}; print([name for name in {heavy} if name in sys.modules])"

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=REPOSITORY, check=True)

    assert "[]" == run.stdout.strip()


def test_a_file_has_one_subject():
    """The words of one language are one subject, however many there are."""
    lines = {
        module: len(file.read_text(encoding="utf-8").splitlines())
        for module, file in MODULES.items()
        if not module.startswith(WORDS)
    }

    assert {} == {module: count for module, count in lines.items() if count > LINES_MAX}, "two subjects in one room?"


def test_a_module_says_what_it_is():
    silent = [module for module in MODULES if tree(module).body and not ast.get_docstring(tree(module))]

    assert [] == silent
