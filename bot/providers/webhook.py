"""A webhook as providers see it: what came, word for word, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from bot.errors import BadPayload
from bot.providers import wire


@dataclass(frozen=True)
class WebhookRequest:
    """A provider's request as it came: raw bytes, and the address that the provider believes it called."""

    method: str
    url: str = field(repr=False)
    """The configured public URL + path + raw query, never what a Host header says."""
    headers: Mapping[str, str] = field(repr=False)
    """By lower-case name."""
    body: bytes = field(repr=False)
    received_at: datetime
    client: str = ""
    """Address of the peer, as far as the edge trusts it; for providers that are known by their address only."""

    @cached_property
    def query(self) -> wire.Fields:
        """The fields in the query string."""
        return wire.parse_urlencoded(urlsplit(self.url).query)

    @cached_property
    def octets(self) -> wire.Fields:
        """The fields in the query string with a character for every byte, where texts need not be UTF-8."""
        return wire.parse_urlencoded(urlsplit(self.url).query, wire.OCTETS)

    @cached_property
    def content_type(self) -> str:
        """The media type alone, in lower case; blank if none was sent."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def form(self) -> wire.Fields:
        """The fields of a form: of the query for GET, else of the body."""
        return self.query if self.method == "GET" else self._form

    @cached_property
    def _form(self) -> wire.Fields:
        return wire.parse_urlencoded(self.body)

    def json(self) -> Any:
        """The body as JSON of any shape."""
        return wire.parse_json(self.body)

    def fields(self, *content_types: str) -> wire.Fields:
        """The fields in whichever of these encodings the request has; any other is refused."""
        if self.method == "GET":
            return self.query
        kind = self.content_type or wire.FORM
        if kind not in content_types:
            raise BadPayload(f"the content type is none of {', '.join(content_types)}")
        if kind == wire.MULTIPART:
            return wire.parse_multipart(self.headers["content-type"], self.body)
        return wire.parse_flat_json(self.body) if kind == wire.JSON else self.form()


@dataclass(frozen=True)
class WebhookAnswer:
    """What the provider expects to hear when its request has been stored."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain"
