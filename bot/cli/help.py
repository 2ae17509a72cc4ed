"""Help that shows examples first: a sentence, what to type, then the options."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

HELP_WIDTH = 80

_PYTHON_TYPE = re.compile(r" <(str|int|float|path|list\[\w+\])>")

Examples = Sequence[tuple[str, str]]
Function = TypeVar("Function", bound=Callable[..., Any])


class Command(TyperCommand):
    """A command whose epilog holds its examples."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the parts in the order in which a person wants them."""
        _write(self, ctx, formatter)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Name arguments as their own help does."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """List what can be given, without the names of Python's types."""
        records: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
        for param in self.get_params(ctx):
            if record := param.get_help_record(ctx):
                records[param.param_type_name].append((_PYTHON_TYPE.sub("", record[0]), record[1]))
        for kind, rows in records.items():
            if rows:
                with formatter.section(f"{kind.capitalize()}s"):
                    formatter.write_dl(rows)


class Group(TyperGroup):
    """A command with subcommands; the same order."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the parts in the order in which a person wants them."""
        _write(self, ctx, formatter)


def new_app(*, cls: type[TyperGroup] = Group, examples: Examples = (), help: str | None = None) -> typer.Typer:
    """Make the typer application of one module, or of the whole command line; `help` is for one with subcommands."""
    return typer.Typer(
        cls=cls,
        help=help,
        epilog=_lines(examples),
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": HELP_WIDTH},
    )


def command(app: typer.Typer, *examples: tuple[str, str], name: str | None = None) -> Callable[[Function], Function]:
    """Register a function as a command of `app`, with the examples that its help begins with."""
    return app.command(name, cls=Command, epilog=_lines(examples))


def _lines(examples: Examples) -> str | None:
    return "\n".join(f"{typed}\t{meaning}" for typed, meaning in examples) or None


def _write(command: Any, ctx: Any, formatter: Any) -> None:
    formatter.write_text(command.help or "")
    if command.epilog:
        with formatter.section("Examples"):
            formatter.write(_examples([line.split("\t") for line in command.epilog.splitlines()]))
    formatter.write_paragraph()
    command.format_usage(ctx, formatter)
    command.format_options(ctx, formatter)


def _examples(pairs: Sequence[Sequence[str]]) -> str:
    """What to type with what it does beside it; above it, as a comment, where that is too wide for a terminal."""
    width = max(len(typed) for typed, _ in pairs)
    if width + max(len(meaning) for _, meaning in pairs) + 4 <= HELP_WIDTH:
        return "".join(f"  {typed:<{width}}  {meaning}".rstrip() + "\n" for typed, meaning in pairs)
    return "\n".join((f"  # {meaning}\n" if meaning else "") + f"  {typed}\n" for typed, meaning in pairs)
