"""Help that shows examples first: a sentence, what to type, then the options."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

Examples = Sequence[tuple[str, str]]
Function = TypeVar("Function", bound=Callable[..., Any])


class Command(TyperCommand):
    """A command whose epilog holds its examples."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the parts in the order in which a person wants them."""
        _write(self, ctx, formatter)


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
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    )


def command(app: typer.Typer, *examples: tuple[str, str], name: str | None = None) -> Callable[[Function], Function]:
    """Register a function as a command of `app`, with the examples that its help begins with."""
    return app.command(name, cls=Command, epilog=_lines(examples))


def _lines(examples: Examples) -> str | None:
    return "\n".join(f"{typed}\t{meaning}" for typed, meaning in examples) or None


def _write(command: Any, ctx: Any, formatter: Any) -> None:
    formatter.write_text(command.help or "")
    if command.epilog:
        examples = [line.split("\t") for line in command.epilog.splitlines()]
        with formatter.section("Examples"):
            for typed, meaning in examples:
                formatter.write(f"  {typed}\n" if not meaning else f"  {typed:<{_width(examples)}}  {meaning}\n")
    formatter.write_paragraph()
    command.format_usage(ctx, formatter)
    command.format_options(ctx, formatter)


def _width(examples: Sequence[Sequence[str]]) -> int:
    return max(len(typed) for typed, _ in examples)
