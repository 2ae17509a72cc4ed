"""What may be kept of a request and its answer: no credentials, no signatures, nothing that proves anything.

Bodies stay, because they explain a message to whoever may read it; phones in them are masked when they are shown, and
are in the same database anyway. Which secrets a channel has is known, so they are looked for as they are; only where a
name in a body suggests another one is it read field by field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote, quote_plus

import re2
from pydantic import SecretStr

from bot.config import LOOPBACK_SECRET
from bot.limits import EXCHANGE_BODY_CHARS_MAX
from bot.providers.base import REDACTED
from bot.providers.http import Endpoint, Response
from bot.store.clean import storable

SECRET_CHARS_MIN: Final = 6
"""What is shorter is looked for by its name alone: taking it out would garble bodies and show where it was."""

_SHOWN: Final = frozenset(
    {
        "accept",
        "accept-encoding",
        "content-encoding",
        "content-length",
        "content-type",
        "date",
        "host",
        "request-id",
        "retry-after",
        "server",
        "twilio-request-id",
        "user-agent",
        "x-request-id",
    }
)
"""Headers that give nothing away. Of all others the name is kept: an allow-list, for keys have many names."""
_OF_EVERY_CALL: Final = frozenset({"host", "user-agent", "content-length"})

_NAMES: Final = r"token|secret|passw|api[_-]?key|credential|signature|otp|\bsig\b|authori[sz]ation"
_NAMED = re2.compile(f"(?i){_NAMES}")
_NAMED_IN = re2.compile(f"(?i){_NAMES}".encode())
_HINTS: Final = ("token", "secret", "passw", "apikey", "api_key", "api-key", "credential", "sig", "otp", "authori")
"""One of these is in whatever has a name: to look for them takes a quarter of what it takes to ask for all names."""
_FIELD = re2.compile(f"(?i)((?:^|[?&])[^=&]*(?:{_NAMES})[^=&]*=)[^&\\s]+")
_MEMBER = re2.compile(f'(?i)("[^"]*(?:{_NAMES})[^"]*"\\s*:\\s*)("(?:[^"\\\\]|\\\\.)*"|[^\\s",\\[{{}}\\]]+)')
_STATUS_URL = re.compile(r"(status(?:\\?/|%2[Ff])[0-9A-Za-z_]+(?:\\?/|%2[Ff]))[0-9a-f]{16,}")
"""The end of a message's own address is what proves a report."""
_OF_A_SUCCESS: Final = frozenset({b"content-type", b"request-id", b"twilio-request-id", b"x-request-id"})
_HEADER_CHARS_MAX: Final = 200
_HEADERS_MAX: Final = 40


class Redaction:
    """What is secret of one channel."""

    def __init__(self, settings: Any) -> None:
        """`settings` are the provider's."""
        secrets = [*_secrets(settings)]
        self._spellings = tuple(dict.fromkeys(spelling for secret in secrets for spelling in _spelt(secret)))
        self._has_short_ones = any(len(secret) < SECRET_CHARS_MIN for secret in secrets)

    def of_ours(self, raw: bytes) -> str:
        """Return what is kept of a body that we wrote: which secrets can be in it is known."""
        if len(raw) > EXCHANGE_BODY_CHARS_MAX or self._has_short_ones:
            return self.of_theirs(raw)
        text = raw.decode("utf-8", "replace")
        for secret in self._spellings:
            if secret in text:
                text = text.replace(secret, REDACTED)
        if "status" in text:
            text = _STATUS_URL.sub(_hidden, text)
        return text if "\0" not in text else text.replace("\0", "\ufffd")

    def of_theirs(self, raw: bytes) -> str:
        """Return what is kept of a body that others wrote, or of which we do not know every secret."""
        start = raw[: 2 * EXCHANGE_BODY_CHARS_MAX]  # a secret that is cut off here lies behind what is kept
        whole = start.decode("utf-8", "replace").replace("\0", "\ufffd")
        text = self._without(whole, named=_is_hinted_at(whole.lower()) and _NAMED_IN.search(start))
        if len(text) <= EXCHANGE_BODY_CHARS_MAX and len(raw) <= 2 * EXCHANGE_BODY_CHARS_MAX:
            return text
        return f"{text[:EXCHANGE_BODY_CHARS_MAX]}… ({len(raw)} bytes in all)"

    def text(self, text: str) -> str:
        """Take out of a text whatever proves something to somebody."""
        return self._without(text, named=_NAMED.search(text))

    def _without(self, text: str, *, named: object) -> str:
        for secret in self._spellings:
            if secret in text:
                text = text.replace(secret, REDACTED)
        if "status" in text:
            text = _STATUS_URL.sub(_hidden, text)
        if named:
            text = _MEMBER.sub(_hidden_member, _FIELD.sub(_hidden, text))
        return text


def shown_headers(headers: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each header; of most only the name may be seen."""
    for number, (name, value) in enumerate(headers):
        if number == _HEADERS_MAX:
            return
        shown = storable(value[:_HEADER_CHARS_MAX]) if name in _SHOWN else REDACTED
        yield f"{storable(name[:_HEADER_CHARS_MAX])}: {shown}\n"


@lru_cache(256)
def request_head(redaction: Redaction, endpoint: Endpoint, own_head: bytes) -> str:
    """Return the first line and the headers of a request of ours: the same for all of an endpoint, so written once."""
    lines = (endpoint.head + own_head).decode("ascii").split("\r\n")[1:]
    headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines) if name]
    told = shown_headers(header for header in headers if header[0] not in _OF_EVERY_CALL)
    return f"{endpoint.method} {redaction.text(endpoint.url)}\n{''.join(told)}\n"


def webhook_head(redaction: Redaction, method: str, url: str, content_type: str) -> str:
    """Return the first line of a provider's request, and what its body is."""
    kind = f"content-type: {content_type}\n" if content_type else ""
    return str(storable(f"{method} {redaction.text(url)}\n{kind}"))


known_webhook_head = lru_cache(256)(webhook_head)
"""The same for an address that is called again and again, written once."""


def response_head(response: Response) -> str:
    """Return the headers of an answer that say something about it; of one that is no success, the names of all."""
    if not response.is_success:
        return "".join(
            shown_headers((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers)
        )
    return "".join([_header_line(*header) for header in response.headers if header[0] in _OF_A_SUCCESS])


def _header_line(name: bytes, value: bytes) -> str:
    return f"{name.decode('latin-1')}: {storable(value[:_HEADER_CHARS_MAX].decode('latin-1'))}\n"


def _is_hinted_at(lower: str) -> bool:
    for hint in _HINTS:  # noqa: SIM110 - a generator would take as long as the rest
        if hint in lower:
            return True
    return False


def _secrets(settings: Any) -> Iterator[str]:
    for name in getattr(type(settings), "model_fields", ()):
        value = getattr(settings, name)
        secret = value.get_secret_value() if isinstance(value, SecretStr) else ""
        if secret and secret != LOOPBACK_SECRET:
            yield secret


def _spelt(secret: str) -> Iterator[str]:
    """Yield a secret as it may stand in a text, a form and a document."""
    if len(secret) >= SECRET_CHARS_MIN:
        yield from (secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1])


def _hidden(found: Any) -> str:
    return f"{found[1]}{REDACTED}"


def _hidden_member(found: Any) -> str:
    return f'{found[1]}"{REDACTED}"'
