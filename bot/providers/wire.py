"""From bytes to values, for every provider alike: fields of a webhook, and what the answer to a send means.

Everything here takes whatever strangers send and either returns plain values or raises `BadPayload`.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import unquote_plus, urlsplit

import orjson
from python_multipart import parse_form

from bot.errors import BadPayload
from bot.events import ErrorClass, Part
from bot.limits import (
    ADDRESS_CHARS_MAX,
    FORM_FIELDS_MAX,
    INBOUND_MEDIA_MAX,
    INBOUND_TEXT_CHARS_MAX,
    LINK_CHARS_MAX,
    PARTS_MAX,
    PROVIDER_ID_CHARS_MAX,
)
from bot.providers.http import Response

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
MULTIPART = "multipart/form-data"
OCTETS = "latin-1"

_Event = TypeVar("_Event")
Pairs = Iterable[tuple[str, str]]
"""Fields in order, names repeated as they were sent."""

_BASE64_TEXT = re.compile(r"(?:[A-Za-z0-9+/]{4}){14,}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)")
_LONG_NUMBER = re.compile(rb"[0-9]{18}")
_BARE_NUMBER = re.compile(r"[1-9][0-9]{6,14}")
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_NOT_STORABLE = re.compile(r"\x00")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Fields(dict[str, str]):
    """The fields of a webhook by name; the first counts where one is repeated, `pairs` has them all."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = tuple(pairs)
        super().__init__(reversed(self.pairs))

    def require(self, name: str) -> str:
        """Return a field that must be there, though it may be blank."""
        if name not in self:
            raise BadPayload(f"`{name}` is missing")
        return self[name]

    def token(self, name: str) -> str:
        """Return an id or a word that must be there: short, printable, not blank."""
        value = self.get(name, "").strip()
        if not value:
            raise BadPayload(f"`{name}` is missing")
        if len(value) > PROVIDER_ID_CHARS_MAX or not _is_readable(value):
            raise BadPayload(f"`{name}` is not an id or a word")
        return value

    def word(self, name: str) -> str | None:
        """Return a code that may be absent; an unreadable one counts as absent, for it must not cost us the rest."""
        value = self.get(name, "").strip()[:PROVIDER_ID_CHARS_MAX]
        return value if value and _is_readable(value) else None

    def address(self, name: str) -> str:
        """Return a sender or recipient that must be there; a number without its plus gets it back."""
        value = self.token(name)
        if len(value) > ADDRESS_CHARS_MAX:
            raise BadPayload(f"`{name}` is longer than any number or name")
        return with_plus(value)

    def number(self, name: str) -> str | None:
        """Return a sender or recipient that may be absent, with its plus."""
        value = self.word(name)
        return with_plus(value) if value else None

    def count(self, name: str) -> int | None:
        """Return how many there are of something, at most 999; None if nobody says, or if it is none."""
        value = self.get(name, "")[:3]
        return (int(value) or None) if value.isascii() and value.isdecimal() else None

    def text(self, name: str) -> str:
        """Return what somebody wrote, blank if the field is absent, in a form that every database can store."""
        value = self.get(name, "")
        if value.isascii() and "\0" not in value:
            return value[:INBOUND_TEXT_CHARS_MAX]
        value = _NOT_STORABLE.sub("", value)
        return _LONE_SURROGATE.sub("\ufffd", value)[:INBOUND_TEXT_CHARS_MAX]

    def numbered(self, name: str) -> tuple[str, ...]:
        """Return the addresses in `MediaUrl0`, `MediaUrl1` and so on, as many as there are."""
        names = [f"{name}{number}" for number in range(INBOUND_MEDIA_MAX)]
        return links([self[numbered] for numbered in names if numbered in self])


def _is_readable(value: str) -> bool:
    """Whether a text has no control characters; nearly all are plain, and need not be searched."""
    return (value.isascii() and value.isprintable()) or not _UNREADABLE.search(value)


def part(reference: str | None, number: str | None, total: str | None, text: str = "") -> Part | None:
    """Say which piece of a text this is; None where it is the whole of it, or where nobody could tell.

    `text` is the piece as it came: where it was cut within a character, the halves can be put together again.
    """
    which, of = (int(value[:4]) if value and value.isascii() and value.isdigit() else 0 for value in (number, total))
    if not reference or not 1 <= which <= of <= PARTS_MAX:
        return None
    cut = _LONE_SURROGATE.search(text) is not None
    clean = _NOT_STORABLE.sub("", text)[:INBOUND_TEXT_CHARS_MAX]
    return Part(reference, which, of, clean.encode("utf-16-be", "surrogatepass").hex() if cut else "")


def with_plus(address: str) -> str:
    """Give a bare international number its plus; short codes and names stay as they came."""
    return f"+{address}" if not address.startswith("+") and _BARE_NUMBER.fullmatch(address) else address


def decode_base64(text: str) -> str:
    """Decode what can hardly be anything but a text in base64: long, of that alphabet alone, mostly ASCII inside."""
    if not _BASE64_TEXT.fullmatch(text):
        return text
    decoded = base64.b64decode(text).decode("utf-8", "ignore")
    return decoded if decoded and sum(map(str.isascii, decoded)) * 2 >= len(decoded) else text


def links(values: Any) -> tuple[str, ...]:
    """Return the addresses of media, which nobody fetches before a person asks for them."""
    if values == ():
        return ()
    if not isinstance(values, list | tuple) or not all(isinstance(value, str) for value in values):
        raise BadPayload("the media are not a list of addresses")
    if not all(len(value) <= LINK_CHARS_MAX and _is_readable(value) for value in values):
        raise BadPayload("a medium is not an address")
    return tuple(values[:INBOUND_MEDIA_MAX])


def with_query(url: str, query: str) -> str:
    """Put fields, encoded already, behind those that an address may have."""
    return f"{url}{'&' if '?' in url else '?'}{query}"


def port_spellings(url: str) -> tuple[str, str]:
    """Write a URL without and with its port, for carriers that do not sign the one they were given."""
    parts = urlsplit(url)
    rest = url.removeprefix(f"{parts.scheme}://{parts.netloc}")
    host = parts.netloc.removesuffix(f":{parts.port}")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{host}{rest}", f"{parts.scheme}://{host}:{port}{rest}"


# ── bodies ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def parse_urlencoded(raw: bytes | str, encoding: str = "utf-8") -> Fields:
    """Read a form or a query string: blank values kept, duplicates kept, at most `FORM_FIELDS_MAX` fields.

    In `OCTETS` every byte is one character, for texts in whichever encoding another field names.
    """
    try:
        text = raw if isinstance(raw, str) else raw.decode(encoding)
        fields = text.split("&")
        if len(fields) > FORM_FIELDS_MAX:
            raise BadPayload("the form has too many fields")
        return Fields([_pair(field, encoding) for field in fields if field])
    except ValueError as error:
        raise BadPayload("the form is not UTF-8") from error


def _pair(field: str, encoding: str) -> tuple[str, str]:
    """Divide a field as `parse_qsl` does, which decodes also what is as it was: at twice the cost."""
    name, _, value = field.partition("=")
    if "%" not in field and "+" not in field:
        return name, value
    return unquote_plus(name, encoding, "strict"), unquote_plus(value, encoding, "strict")


def parse_multipart(content_type: str, body: bytes) -> Fields:
    """Read the text fields of a multipart form; files have no business in a webhook."""
    pairs: list[tuple[str, str]] = []

    def on_field(field: Any) -> None:
        if len(pairs) == FORM_FIELDS_MAX:
            raise BadPayload("the form has too many fields")
        pairs.append(((field.field_name or b"").decode("utf-8"), (field.value or b"").decode("utf-8")))

    def on_file(_: Any) -> None:
        raise BadPayload("the form carries a file")

    try:
        parse_form({"Content-Type": content_type.encode("latin-1")}, BytesIO(body), on_field, on_file)
    except ValueError as error:
        raise BadPayload("the body is not a multipart form") from error
    return Fields(pairs)


def parse_json(body: bytes) -> Any:
    """Read JSON of any shape, also what orjson is too strict for: half an emoji, which a carrier cut in two."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return _parse_loose_json(body)


def _parse_loose_json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadPayload("the body is not JSON") from error


def parse_flat_json(body: bytes) -> Fields:
    """Read a JSON object as if it were a form; what is not text counts as absent."""
    return flat(parse_json(body))


def flat(document: Any) -> Fields:
    """Take a JSON object for a form; what is not text counts as absent."""
    if not isinstance(document, dict):
        raise BadPayload("the body is not a JSON object")
    return Fields([(name, value) for name, value in document.items() if isinstance(value, str)])


def fields_of(document: Any) -> Fields:
    """Read an object inside of JSON as if it were a form: texts, and whole numbers and truths as JSON writes them."""
    if not isinstance(document, dict):
        raise BadPayload("there is something else where a JSON object should be")
    plain = [(name, value) for name, value in document.items() if isinstance(value, str | int)]
    return Fields((name, str(value).lower() if isinstance(value, bool) else str(value)) for name, value in plain)


def inside(document: Any, *path: str | int) -> Any:
    """Return what is at the end of a path through JSON, such as `"to", 0, "phone_number"`; None if it is not there."""
    for step in path:
        if isinstance(step, int):
            document = document[step] if isinstance(document, list) and len(document) > step else None
        else:
            document = document.get(step) if isinstance(document, dict) else None
    return document


def fields_at(document: Any, *path: str | int) -> Fields:
    """Read the object at the end of a path; without fields if there is none."""
    found = inside(document, *path)
    return fields_of(found if isinstance(found, dict) else {})


def listed(value: Any) -> list[Any]:
    """Return a list that may be absent; anything else counts as absent."""
    return value if isinstance(value, list) else []


def each(items: Any, read: Callable[[Any], _Event]) -> list[_Event]:
    """Read all that came in one request. What cannot be read must not cost us its neighbours, which come only once."""
    if not isinstance(items, list):
        raise BadPayload("there is something else where a list should be")
    events: list[_Event] = []
    problem = BadPayload("there is nothing in the list")
    for item in items:
        try:
            events.append(read(item))
        except BadPayload as unreadable:
            problem = unreadable
    if not events:
        raise problem
    return events


# ── answers to a send ───────────────────────────────────────────────────────────────────────────────────────────────

_HTTP_CLASSES = {
    401: ErrorClass.AUTH,
    402: ErrorClass.CREDIT,
    403: ErrorClass.AUTH,
    408: ErrorClass.RETRYABLE,  # the server gave up waiting for our request
    425: ErrorClass.RETRYABLE,
    429: ErrorClass.THROTTLED,
}


def status_for_http(status_code: int) -> ErrorClass:
    """Say what an HTTP status alone means for a send, for every provider that does not document otherwise.

    Only a 4xx, and a redirect that asks for the same request elsewhere, prove that nothing was sent. A 5xx, and a 2xx
    that cannot be read, may come after the message went out, so that its outcome has to be reconciled.
    """
    if status_code in _HTTP_CLASSES:
        return _HTTP_CLASSES[status_code]
    refused = 400 <= status_code < 500 or status_code in (301, 307, 308)
    return ErrorClass.PERMANENT if refused else ErrorClass.UNKNOWN


def retry_after_s(response: Response) -> float | None:
    """Read `Retry-After`: seconds, or a date measured against the answer's own `Date`, so that no clock is needed."""
    value = response.header("retry-after").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    then, now = _http_date(value), _http_date(response.header("date"))
    return max(0.0, (then - now).total_seconds()) if then and now else None


def json_object(response: Response) -> dict[str, Any]:
    """Return the JSON object in an answer, empty when there is none: carriers' proxies answer in HTML."""
    try:
        document = _read(response.body)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _read(body: bytes) -> Any:
    """Read JSON the quick way, unless there is a number in it that comes out rounded then: it may be an id."""
    if not _LONG_NUMBER.search(body):
        with suppress(orjson.JSONDecodeError):
            return orjson.loads(body)
    return json.loads(body)


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
