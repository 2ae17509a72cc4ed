"""What the command line says before any command does anything."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer

from bot import __version__
from bot.cli.app import COMMANDS, EXAMPLES, app

NAMES = [name for section in COMMANDS.values() for name in section]


def test_parley_alone_shows_three_examples_and_every_command(parley):
    run = parley()

    assert 0 == run.code
    assert 3 == len(EXAMPLES)
    assert all(typed in run.out for typed, _ in EXAMPLES)
    assert all(f"  {name} " in run.out for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_help_shows_examples_before_options(parley, name):
    run = parley(name, "--help")

    assert 0 == run.code
    assert 0 < run.out.index("Examples:") < run.out.index("Usage:") < run.out.index("Options:")
    assert f"  parley {name}" in run.out


@pytest.mark.parametrize("name", NAMES)
def test_help_fits_a_terminal(parley, name):
    too_long = [line for line in parley(name, "--help").out.splitlines() if len(line) > 80]

    assert [] == too_long


def test_version(parley):
    assert f"parley {__version__}\n" == parley("--version").out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["serv"], "No such command 'serv'. Did you mean 'serve'"),
        (["key", "creat"], "No such command 'creat'. Did you mean 'create'?"),
        (["check", "--fromat", "json"], "No such option: --fromat (Possible options: --format)"),
        (["check", "--format", "xml"], "'xml' is not one of 'full', 'concise', 'json', 'github'"),
        (["explain", "a", "b"], "Got unexpected extra argument(s) (b)"),
    ],
)
def test_a_slip_of_the_finger_is_a_usage_error(parley, words, expected):
    run = parley(*words)

    assert (2, "") == (run.code, run.out)
    assert expected in run.err


def test_settings_that_cannot_be_used_stop_the_start(parley, folder):
    (folder / "parley.toml").write_text("[busines]\nname = 'x'")

    run = parley("db", "upgrade")

    assert 3 == run.code
    assert "error: the settings cannot be used:\n  busines: unknown key (did you mean `business`?)\n" == run.err


def test_help_loads_neither_the_database_nor_the_server():
    program = (
        "import sys; from bot.cli.app import app; import typer; typer.main.get_command(app)(['--help'], "
        "standalone_mode=False); print([name for name in ('sqlalchemy', 'uvicorn', 'httpx') if name in sys.modules])"
    )

    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "[]" == run.stdout.splitlines()[-1]


def test_every_command_in_the_table_has_its_module():
    root = typer.main.get_command(app)

    assert NAMES == list(root.commands)
    assert all(root.commands[name] for name in NAMES)
