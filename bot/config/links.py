"""The table of `parley.toml` about short links."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from bot.config.sections import Section
from bot.content import SHORTENERS

_ADDRESS: Final = re.compile(r"https?://[^/?#\s]+(/[A-Za-z0-9_-]+)*/?")
_RESERVED: Final = frozenset(
    {"console", "docs", "healthz", "messages", "metrics", "readyz", "report", "simulator", "static", "v1", "verify"}
    | {"webhooks", "openapi.json"}
)


class LinkSettings(Section):
    """Short links in messages, under a domain of the business's own."""

    url: str = Field(
        "",
        description="What stands before each code: `https://go.example.com`, a name that leads to this server; without "
        "it there are no short links",
    )

    @field_validator("url")
    @classmethod
    def _our_own(cls, value: str) -> str:
        if not value:
            return value
        if not _ADDRESS.fullmatch(value):
            raise ValueError(f"`{value}` is not an address such as https://go.example.com")
        parts = urlsplit(value)
        if (parts.hostname or "").removeprefix("www.") in SHORTENERS:
            raise ValueError(f"carriers filter links of {parts.hostname}: use a domain of your own")
        if (first := parts.path.strip("/").partition("/")[0]) in _RESERVED:
            raise ValueError(f"`/{first}` is where something else is served: take another path, or a name of its own")
        return value.rstrip("/")
