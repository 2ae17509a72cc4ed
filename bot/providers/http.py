"""HTTP as providers see it: requests that are nearly written already, and answers read no further than they need.

    self._send = Endpoint("https://api.example.com/messages", {"Authorization": f"Bearer {token}"})

    self._send.json({"to": …, "text": …})           POST, application/json
    self._send.form([("To", …), ("Body", …)])       POST, application/x-www-form-urlencoded
    get("https://api.example.com/messages/7")       GET

What is the same in all requests of a channel is checked and written down once, when its provider is made. Of a general
client's values, each with an address, headers and a stream of its own, a send would use next to nothing.
"""

from __future__ import annotations

import re
from binascii import hexlify
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin

import httpx
import orjson

_JSON = b"content-type: application/json\r\n"
_FORM = b"content-type: application/x-www-form-urlencoded\r\n"
_NONE: Mapping[str, str] = {}
_UNSAFE = re.compile(rb"[^A-Za-z0-9_.~ -]+")


class Origin(NamedTuple):
    """Whom to connect to."""

    scheme: str
    host: str
    port: int


class Endpoint:
    """Where a provider takes requests, and what all of them have in common."""

    def __init__(self, url: str, headers: Mapping[str, str] = _NONE, *, method: str = "POST") -> None:
        """Raises `ValueError` for what cannot be written in a request: a header of several lines would be two."""
        parsed = httpx.URL(url)
        self.url = str(parsed)
        self.method = method
        self.origin = Origin(parsed.scheme, parsed.host, parsed.port or (443 if parsed.scheme == "https" else 80))
        self._headers = headers
        common = {"host": parsed.netloc.decode("ascii"), "user-agent": "parley"} | _lower(headers)
        self.head = b"%s %s HTTP/1.1\r\n%s" % (method.encode("ascii"), parsed.raw_path, _lines(common))

    def json(self, document: Any, headers: Mapping[str, str] = _NONE) -> Request:
        """Send a document. Headers given here are of this request alone."""
        return Request(self, orjson.dumps(document), _JSON + _lines(headers) if headers else _JSON)

    def form(self, pairs: Iterable[tuple[str, str]], headers: Mapping[str, str] = _NONE) -> Request:
        """Send the fields of a form."""
        return Request(self, form_of(pairs), _FORM + _lines(headers) if headers else _FORM)

    def ask(self, relative: str) -> Request:
        """Get another address, written as seen from this one, with the same headers."""
        return get(urljoin(self.url, relative), self._headers)

    def raw(self, body: bytes, headers: Mapping[str, str] = _NONE) -> Request:
        """Send anything else, described by its headers."""
        return Request(self, body, _lines(headers))


class Request(NamedTuple):
    """A request to an endpoint."""

    endpoint: Endpoint
    body: bytes = b""
    own_head: bytes = b""
    """The lines of the head that are of this request alone."""

    def written(self) -> bytes:
        """Return what is put on the wire."""
        if not self.body and self.method == "GET":
            return b"%s%s\r\n" % (self.endpoint.head, self.own_head)
        return b"%s%scontent-length: %d\r\n\r\n%s" % (self.endpoint.head, self.own_head, len(self.body), self.body)

    @property
    def method(self) -> str:
        """The verb."""
        return self.endpoint.method

    @property
    def url(self) -> str:
        """The whole address."""
        return self.endpoint.url

    def header(self, name: str) -> str:
        """Return what a header says, given by its lower-case name; blank if it is not there."""
        lines = (self.endpoint.head + self.own_head).decode("ascii").split("\r\n")
        return dict(line.partition(": ")[::2] for line in lines[1:]).get(name, "")

    def __repr__(self) -> str:
        """Say no more than whom it is for: the rest has keys and people's texts in it."""
        return f"<{self.method} to {self.endpoint.origin.host}>"


class Response(NamedTuple):
    """An answer, whole."""

    status: int
    headers: list[tuple[bytes, bytes]]
    """As they came, with their names in lower case."""
    body: bytes

    @property
    def is_success(self) -> bool:
        """Whether the status is a 2xx."""
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        """The body, for people."""
        return self.body.decode("utf-8", "replace")

    def header(self, name: str) -> str:
        """Return what a header says, given by its lower-case name; blank if it is not there."""
        wanted = name.encode("ascii")
        return next((value.decode("latin-1") for found, value in self.headers if found == wanted), "")


def get(url: str, headers: Mapping[str, str] = _NONE) -> Request:
    """Make a request that only asks."""
    return Request(Endpoint(url, headers, method="GET"))


def form_of(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Write fields as `urlencode` of the standard library does, which looks at every character of a text by itself."""
    return b"&".join([b"%s=%s" % (_quoted(name), _quoted(value)) for name, value in pairs])


def _quoted(text: str) -> bytes:
    return _UNSAFE.sub(_escaped, text.encode()).replace(b" ", b"+")


def _escaped(run: re.Match[bytes]) -> bytes:
    return b"%" + hexlify(run[0], b"%").upper()


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _lines(headers: Mapping[str, str]) -> bytes:
    """Write headers down. What is wrong with one is said without its value, which may be a secret."""
    for name, value in headers.items():
        if not value.isascii() or not value.isprintable():
            raise ValueError(f"the header {name.lower()} has characters that no header may have")
    return "".join(f"{name.lower()}: {value}\r\n" for name, value in headers.items()).encode("ascii")
