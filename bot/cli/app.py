"""The root of the command line: what there is, in the order in which people need it."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any

import typer

from bot import __version__
from bot.cli.console import show
from bot.cli.help import Group, new_app

COMMANDS = {
    "Write and try": {
        "init": "make a folder with a first flow and settings",
        "chat": "talk to a flow in this terminal",
        "check": "find the mistakes in flows",
        "test": "play the tests beside flows",
        "explain": "say more about a finding, such as F012",
        "fmt": "lay flow files out, and mend damaged texts",
        "graph": "draw a flow",
        "translate": "say what flows say in other languages",
        "schema": "print what an editor needs to help with flows",
        "import": "take over flows from Twilio Studio or RapidPro",
    },
    "Run": {
        "serve": "receive, answer and send",
        "worker": "process and send, without serving HTTP",
        "doctor": "say what is wrong with this set-up",
        "replay": "play a conversation again, and compare",
        "why": "say why a message is what it is",
        "db": "upgrade and inspect the database",
        "user": "say who works in the console",
        "key": "make, list and revoke API keys",
        "provider": "connect a provider: what to paste where",
        "providers": "list the providers, and what they can do",
    },
    "Use": {
        "listen": "watch what comes in and goes out, as it happens",
        "exchanges": "show what was said to the provider about a message",
        "send": "send one message",
        "broadcast": "send a message to many, and stop it",
        "audience": "keep a filter over contacts under a name",
        "forecast": "say how long a message to many would take",
        "contacts": "who wants texts; export and erase people",
        "consent": "look into the ledger of consent, and prove it",
        "privacy": "change the key of what nobody may see",
        "trigger": "imitate a provider: a text, a receipt, a STOP",
    },
}
_MODULES = {"import": "importing"}
"""Commands whose names are words of Python's."""
EXAMPLES = (
    ("parley chat appointment", "talk to a flow"),
    ("parley check", "find mistakes before customers do"),
    ("parley serve --open", "run it and open the console"),
)


class _Commands(MutableMapping[str, Any]):
    """Name → command, importing a module only when its command is asked for: `--help` must not load a database."""

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}
        self._names = [name for section in COMMANDS.values() for name in section]

    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            if name not in self._names:
                raise KeyError(name)
            self._loaded[name] = typer.main.get_command(import_module(f"bot.cli.{_MODULES.get(name, name)}").app)
        return self._loaded[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Root(Group):
    """`parley` alone: three examples, then the commands in sections."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _Commands()

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands from the table alone."""
        for title, commands in COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl(list(commands.items()), col_max=10)


def _show_version(wanted: bool) -> None:
    if wanted:
        show(f"parley {__version__}")
        raise typer.Exit


app = new_app(
    cls=Root,
    examples=EXAMPLES,
    help="Two-way SMS conversations: written as YAML, run as state machines, handed to a person when they should be.",
)


@app.callback(invoke_without_command=True, no_args_is_help=False)
def parley(
    ctx: typer.Context,
    version: bool = typer.Option(False, "--version", callback=_show_version, is_eager=True, help="Show the version."),
) -> None:
    """Say what there is when no command is named: that is a question, not a mistake."""
    if ctx.invoked_subcommand is None:
        show(ctx.get_help())
