"""`parley explain`: what a finding means, why it matters, and how to mend it."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.console import Exit, Failed, show, show_json, show_table
from bot.cli.help import command, new_app
from bot.flow.report import RULES
from bot.flow.report import explain as explain_rule
from bot.suggest import did_you_mean

app = new_app()


@command(
    app,
    ("parley explain F012", "one rule, with an example and its fix"),
    ("parley explain", "all rules, a line each"),
)
def explain(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="As `parley check` prints it.")] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say more about what `parley check` found."""
    if code is None:
        _list(json)
        return
    code = code.upper()
    if code not in RULES:
        raise Failed(
            f"no rule is called `{code}`, {did_you_mean(code, RULES) or 'see them all with: parley explain'}",
            Exit.USAGE,
        )
    if json:
        show_json(_plain(code))
    else:
        show(explain_rule(code).rstrip("\n"))


def _list(json: bool) -> None:
    if json:
        show_json([_plain(code) for code in RULES])
    else:
        show_table(("code", "finds"), [(code, rule.title) for code, rule in RULES.items()])


def _plain(code: str) -> dict[str, str]:
    rule = RULES[code]
    return {name: getattr(rule, name) for name in ("code", "title", "what", "why", "example", "fix")}
