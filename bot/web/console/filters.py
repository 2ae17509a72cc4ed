"""The view and the filters of the inbox, as an address has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Final
from urllib.parse import urlencode

from bot.store.inbox_views import VIEWS, Filters

WORD_CHARS_MAX: Final = 100
QUERY_CHARS_MAX: Final = 200
_NAMES: Final = tuple(field.name for field in fields(Filters))
_ONLY: Final[Mapping[str, tuple[str, ...]]] = {
    "view": VIEWS,
    "status": ("open", "snoozed", "closed"),
    "unread": ("yes",),
    "order": ("oldest",),
}


def read_filters(given: Mapping[str, str]) -> Filters:
    """Read what is asked for; what makes no sense is left out, because an address may be old."""
    kept = {}
    for name in _NAMES:
        value = " ".join(given.get(name, "").split())[: QUERY_CHARS_MAX if name == "q" else WORD_CHARS_MAX]
        if value and value in _ONLY.get(name, (value,)):
            kept[name] = value
    if "flow" not in kept:
        kept.pop("state", None)  # states are those of a flow
    return Filters(**kept)


def written(wanted: Filters, **changes: str) -> str:
    """Write them down for an address, with its `?`; a change to blank takes one away."""
    given = {name: value for name, value in {**wanted.given(), **changes}.items() if value}
    return f"?{urlencode(given)}" if given else ""
