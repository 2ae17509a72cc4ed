"""Writes tests of `<flow>.test.yaml` as a person would; `testing.py` reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import yaml

from bot.flow.testing import ANYTHING

ORDER: Final = ("test", "with", "contact", "business", "now", "http", "do", "talk", "ends")


def write_cases(cases: Iterable[Mapping[str, Any]]) -> str:
    """Write tests down; keys without a value are left out."""
    written = [{key: case[key] for key in ORDER if case.get(key)} for case in cases]
    return yaml.dump(written, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120) if written else ""


def expected_text(text: str) -> str:
    """A text as `bot:` takes it: one that looks like a pattern is written as a pattern of itself."""
    if text == ANYTHING or (len(text) > 1 and text.startswith("/") and text.endswith("/")):
        return f"/^{re.escape(text)}$/"
    return text


class _Dumper(yaml.SafeDumper):
    """Writes YAML as a person would: several lines below `|`, items below their key, and nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)
