"""What the README holds that the code knows better, written by it: `python -m bot.cli.reference README.md`.

Tables of settings, commands and routes, and transcripts of conversations. A test compares them, so that none of these
can come, change or go without the document.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from bot.cli.app import COMMANDS, app
from bot.cli.rules import rules_page
from bot.config import ChannelSettings, Settings
from bot.providers.base import get_provider, provider_names
from bot.web.api.table import ENDPOINTS

TABLE = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
TRANSCRIPT = re.compile(r"(```console\n\$ (parley [^\n]*)\n)(.*?)(```)", re.DOTALL)


def render(document: str) -> str:
    """Fill every generated block of a document again."""
    document = TABLE.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}{found[3]}", document)
    return TRANSCRIPT.sub(lambda found: f"{found[1]}{_replay(found[2], found[3])}{found[4]}", document)


def settings_table() -> str:
    """Every key of `parley.toml`."""
    rows = [
        row
        for section, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        for row in _keys(field.annotation, section)
    ]
    rows += [("secret", "", str(Settings.model_fields["secret"].description))]
    rows += _keys(ChannelSettings, "channels.NAME")
    for provider in provider_names():
        rows += _keys(get_provider(provider).Settings, "channels.NAME", f" ({provider})")
    return _table(("key", "default", "meaning"), [(f"`{key}`", default, meaning) for key, default, meaning in rows])


def commands_table() -> str:
    """Every command with its options."""
    root = typer.main.get_command(app)
    rows = [
        (f"`{usage}`", _options(command), _sentence(command.help))
        for names in COMMANDS.values()
        for name in names
        for usage, command in _subcommands(f"parley {name}", root.commands[name])  # type: ignore[attr-defined]
    ]
    return _table(("command", "options", "does"), rows)


def routes_table() -> str:
    """Every call of the API."""
    rows = [(f"`{call.method} {call.path}`", f"`{call.scope}`", _sentence(call.handler.__doc__)) for call in ENDPOINTS]
    return _table(("call", "scope", "does"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "settings": settings_table,
    "commands": commands_table,
    "routes": routes_table,
    "rules": rules_page,
}


def _replay(command: str, transcript: str) -> str:
    """Have the conversation of a transcript again, with what was typed in it."""
    typed = "".join(line.removeprefix("> ") for line in transcript.splitlines(keepends=True) if line.startswith("> "))
    program = [sys.executable, "-c", "from bot.cli import main; main()", *shlex.split(command)[1:]]
    run = subprocess.run(program, input=typed, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    return run.stdout


def _keys(model: type[BaseModel], section: str, remark: str = "") -> Iterator[tuple[str, str, str]]:
    for key, field in model.model_fields.items():
        yield f"{section}.{key}", _default(field), f"{field.description or ''}{remark}".strip()


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    return "" if value in (None, "", ()) else f"`{value}`"


def _subcommands(usage: str, command: Any) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if children is None:
        arguments = [_argument(param) for param in command.params if param.param_type_name == "argument"]
        yield " ".join([usage, *arguments]), command
        return
    for name, child in children.items():
        yield from _subcommands(f"{usage} {name}", child)


def _argument(param: Any) -> str:
    name = (param.metavar or param.name).upper() + ("..." if param.nargs == -1 else "")
    return name if param.required else f"[{name}]"


def _options(command: Any) -> str:
    options = [param.opts[-1] for param in command.params if param.param_type_name == "option"]
    return " ".join(f"`{option}`" for option in options)


def _sentence(text: str | None) -> str:
    """The first one, which says what it is for."""
    return (text or "").split(". ")[0].split("\n")[0].rstrip(".")


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [headings, ("---",) * len(headings), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        file = Path(name)
        file.write_text(render(file.read_text(encoding="utf-8")), encoding="utf-8")
