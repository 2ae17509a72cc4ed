"""The page of all rules of the checker, from their docstrings: `docs/rules.md` holds it, a test compares it."""

from __future__ import annotations

from bot.flow.diagnostic import Rule
from bot.flow.report import RULES


def rules_page() -> str:
    """A list of all rules, then a section for each, as `parley explain` tells it."""
    contents = "".join(f"- [{rule.code}](#{rule.code.lower()}) {rule.title}\n" for rule in RULES.values())
    return "\n".join([contents, *map(_section, RULES.values())])


def _section(rule: Rule) -> str:
    title = rule.title[0].upper() + rule.title[1:]
    example = f"```yml\n{rule.example}\n```"
    return f"## {rule.code}\n\n**{title}.** {rule.what}\n\n{rule.why}\n\n{example}\n\n{rule.fix}\n"
