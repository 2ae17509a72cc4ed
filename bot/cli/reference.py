"""What the documents hold that the code knows better, written by it: `python -m bot.cli.reference README.md docs/*.md`.

Tables of settings, commands, routes and of the flow language, and what the commands on a page print. A test compares
them, so that none of these can come, change or go without the documents.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from bot.cli.app import COMMANDS, app
from bot.cli.language import LANGUAGE, table
from bot.cli.lesson import follow
from bot.cli.rules import rules_page
from bot.config import ChannelSettings, RouteSettings, Settings
from bot.providers.base import get_provider, provider_names
from bot.rulebook import WEEKDAYS, Rule, rules
from bot.store.personal import FILES, PLACES
from bot.watch.catalogue import catalogue
from bot.web.api.table import ENDPOINTS

TABLE = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
FRONT = "README.md"
_LONG_AGO = 2000
"""The year of rules that have been in force for longer than matters."""


def render(page: Path) -> tuple[str, Mapping[str, bytes]]:
    """A page with every generated part anew, and the pictures that its commands make.

    What it tells is done in a folder of its own: an empty one, but for the README, which shows the shipped flows.
    """
    document = page.read_text(encoding="utf-8")
    document = TABLE.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}{found[3]}", document)
    with TemporaryDirectory() as folder:
        if page.name == FRONT and not page.parent.name:
            shutil.copytree("flows", Path(folder, "flows"))
        return follow(document, Path(folder))


def settings_table() -> str:
    """Every key of `parley.toml`."""
    rows = [
        row
        for section, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        for row in _keys(field.annotation, section)
    ]
    rows += [("secret", "", str(Settings.model_fields["secret"].description))]
    rows += _keys(RouteSettings, "routes")
    rows += [("senders.COUNTRY", "", str(Settings.model_fields["senders"].description))]
    rows += _keys(ChannelSettings, "channels.NAME")
    rows += _keys_of_providers()
    return table(("key", "default", "meaning"), [(f"`{key}`", default, meaning) for key, default, meaning in rows])


def commands_table() -> str:
    """Every command with its options."""
    root = typer.main.get_command(app)
    rows = [
        (f"`{usage}`", _options(command), _sentence(command.help))
        for names in COMMANDS.values()
        for name in names
        for usage, command in _subcommands(f"parley {name}", root.commands[name])  # type: ignore[attr-defined]
    ]
    return table(("command", "options", "does"), rows)


def routes_table() -> str:
    """Every call of the API."""
    rows = [(f"`{call.method} {call.path}`", f"`{call.scope}`", _sentence(call.handler.__doc__)) for call in ENDPOINTS]
    return table(("call", "scope", "does"), rows)


def metrics_table() -> str:
    """Everything that Prometheus is told."""
    rows = [(f"`{it.name}`", it.kind, ", ".join(f"`{label}`" for label in it.labels), it.meaning) for it in catalogue()]
    return table(("metric", "kind", "by", "meaning"), rows)


def hours_table() -> str:
    """When people may be sent marketing, by every rule that comes with Parley."""
    rows = [
        (
            f"`{rule.id}`",
            f"{rule.name} ({rule.kind})" if rule.kind != "law" else rule.name,
            _hours(rule),
            "" if rule.cap is None else f"{rule.cap} in 24 h",
            "–" if rule.effective_from.year == _LONG_AGO else str(rule.effective_from),
            rule.label,
            ". ".join(filter(None, (rule.source, rule.note))),
        )
        for rule in rules()
    ]
    return table(("rule", "where", "hours", "at most", "since", "how sure", "source"), rows)


def personal_table() -> str:
    """What each table of the database holds of people, and what becomes of it."""
    rows = [
        (f"`{name}`", ", ".join(f"`{column}`" for column in it.personal.split()), it.erased)
        for name, it in PLACES.items()
    ]
    return table(("table", "of people", "when somebody is erased"), rows)


def files_table() -> str:
    """What lies beside the database."""
    return table(("file", "holds"), [(f"`{name}`", holds) for name, holds in FILES.items()])


TABLES: dict[str, Callable[[], str]] = {
    "settings": settings_table,
    "commands": commands_table,
    "routes": routes_table,
    "rules": rules_page,
    "metrics": metrics_table,
    "hours": hours_table,
    "personal": personal_table,
    "files": files_table,
    **LANGUAGE,
}


def _hours(rule: Rule) -> str:
    """`Mon-Sat 09:00-20:00, Sun none`: days in a row that have the same hours are told together."""
    told = []
    for span, days in groupby(enumerate(rule.week), key=lambda day: day[1]):
        names = [WEEKDAYS[number].capitalize() for number, _ in days]
        when = "" if len(names) == len(WEEKDAYS) else f"{names[0]}-{names[-1]} " if len(names) > 1 else f"{names[0]} "
        told.append(f"{when}{span or 'none'}")
    return ", ".join([*told, *([] if rule.holidays else ["holidays none"])])


def _keys(model: type[BaseModel], section: str) -> Iterator[tuple[str, str, str]]:
    for key, field in model.model_fields.items():
        yield f"{section}.{field.alias or key}", _default(field), field.description or ""


def _keys_of_providers() -> list[tuple[str, str, str]]:
    """Each key once, however many providers have it with this meaning; those of several come first."""
    known: dict[tuple[str, str], dict[str, str]] = {}
    for provider in provider_names():
        for key, default, meaning in _keys(get_provider(provider).Settings, "channels.NAME"):
            known.setdefault((key, meaning), {})[provider] = default
    in_order = sorted(known.items(), key=lambda item: len(item[1]) == 1)
    return [(key, _common(defaults), f"{meaning} ({', '.join(defaults)})") for (key, meaning), defaults in in_order]


def _common(defaults: Mapping[str, str]) -> str:
    return next(iter(defaults.values())) if len(set(defaults.values())) == 1 else "its own"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    return "" if value in (None, "", (), {}) else f"`{value}`"


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


if __name__ == "__main__":
    for name in sys.argv[1:]:
        text, pictures = render(Path(name))
        Path(name).write_text(text, encoding="utf-8")
        for picture, content in pictures.items():
            Path(name).with_name(picture).write_bytes(content)
